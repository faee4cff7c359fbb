"""The index of claims: the full-text postings, and in how many claims each term stands, kept in one transaction.

Whoever writes a claim, a report or a dispute has locked its workspace before: two never count at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, or_, text
from sqlmodel import Session, col, delete, select

from store.folding import FOLDING, fingerprint, terms
from store.meaning import forget_meanings
from store.postings import Posted, post, withdraw
from store.rows import add_all
from store.tables import Claim, ClaimTerms, Workspace
from store.texts import texts_of, texts_of_new

AT_A_TIME = 500

_COUNT = text(
    "INSERT INTO term_count (workspace_id, term, said, anywhere) VALUES (:workspace_id, :term, :said, :anywhere) "
    "ON CONFLICT (workspace_id, term) DO UPDATE "
    "SET said = term_count.said + excluded.said, anywhere = term_count.anywhere + excluded.anywhere"
)
_DROP = text("DELETE FROM term_count WHERE workspace_id = :workspace_id AND term = :term AND anywhere <= 0")
_SIZE = text(
    "INSERT INTO index_size (workspace_id, claims, length) VALUES (:workspace_id, :claims, :length) "
    "ON CONFLICT (workspace_id) DO UPDATE "
    "SET claims = index_size.claims + excluded.claims, length = index_size.length + excluded.length"
)


def index_claim(session: Session, claim_id: int) -> None:
    """Index a claim as it now stands, with its reports and disputes; nothing is written if its words are the same."""
    index_claims(session, [claim_id])


def index_new(session: Session, claim: Claim, sources: Sequence[str]) -> None:
    """Index a claim that was just filed, with the names of the sources it was reported by."""
    _change(session, [], [_folded(claim.id or 0, claim.workspace_id, texts_of_new(claim, sources))])


def index_claims(session: Session, claim_ids: Sequence[int]) -> None:
    """Index these claims as they now stand."""
    session.flush()
    old = _indexed(session, claim_ids)
    workspaces = dict(session.exec(select(Claim.id, Claim.workspace_id).where(col(Claim.id).in_(claim_ids))).all())
    changed, forgotten = [], []
    for claim_id, texts in texts_of(session, claim_ids).items():
        new = _folded(claim_id, workspaces[claim_id], texts)
        if claim_id not in old or new.model_dump() != old[claim_id].model_dump():
            changed.append(new)
            if claim_id in old:
                forgotten.append(old[claim_id])
    _change(session, forgotten, changed)


def forget_claim(session: Session, claim_id: int) -> None:
    """Take a claim out of the index, whatever became of the claim itself."""
    _change(session, list(_indexed(session, [claim_id]).values()), [])


def index_what_is_not(session: Session, *, at_most: int = AT_A_TIME) -> int:
    """Index the oldest claims that are not indexed yet, or by older rules of folding; how many there were.

    Locks their workspaces: copies of the bot that start at once share the work.
    """
    due = (
        select(Claim.id)
        .outerjoin(ClaimTerms, col(ClaimTerms.claim_id) == col(Claim.id))
        .where(or_(col(ClaimTerms.claim_id).is_(None), col(ClaimTerms.folding) != FOLDING))
        .order_by(col(Claim.id))
        .limit(at_most)
    )
    if session.exec(due.limit(1)).first() is None:
        return 0
    session.exec(select(Workspace.id).order_by(col(Workspace.id)).with_for_update()).all()
    ids = [claim_id for claim_id in session.exec(due) if claim_id is not None]
    index_claims(session, ids)
    return len(ids)


def catch_up(engine: Engine) -> None:
    """Index what an older copy of the bot filed, some claims a transaction; what is done stays done."""
    while True:
        with Session(engine) as session, session.begin():
            if index_what_is_not(session) < AT_A_TIME:
                return


def post_again(connection: Connection, rows: Iterable[ClaimTerms]) -> None:
    """Put claims into postings that have none of them yet, by what `claim_terms` says of them."""
    post(connection, map(_posted, rows))


def _folded(claim_id: int, workspace_id: int, texts: dict[str, str]) -> ClaimTerms:
    statement = texts.get("statement", "")
    said = terms(statement)
    return ClaimTerms(
        claim_id=claim_id,
        workspace_id=workspace_id,
        folding=FOLDING,
        fingerprint=fingerprint(statement),
        said=" ".join(said),
        beside={name: " ".join(terms(words)) for name, words in texts.items() if name != "statement"},
        length=len(said),
    )


def _indexed(session: Session, claim_ids: Sequence[int]) -> dict[int, ClaimTerms]:
    rows = session.exec(select(ClaimTerms).where(col(ClaimTerms.claim_id).in_(claim_ids))).all()
    for row in rows:
        session.expunge(row)  # it is compared, and written anew as a whole
    return {row.claim_id: row for row in rows}


@dataclass
class _Counts:
    """By how much a workspace's counts change."""

    said: Counter[str] = field(default_factory=Counter)
    anywhere: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    length: int = 0

    def add(self, row: ClaimTerms, sign: int) -> None:
        posted = _posted(row)
        for term in set(posted.said):
            self.said[term] += sign
        for term in {*posted.said, *posted.beside}:
            self.anywhere[term] += sign
        self.claims += sign
        self.length += sign * row.length


def _change(session: Session, forgotten: Sequence[ClaimTerms], indexed: Sequence[ClaimTerms]) -> None:
    """Take the old rows out of the postings and the counts, and put the new ones in."""
    connection = session.connection()
    withdraw(connection, map(_posted, forgotten))
    post(connection, map(_posted, indexed))
    if forgotten:
        gone = [row.claim_id for row in forgotten]
        session.exec(delete(ClaimTerms).where(col(ClaimTerms.claim_id).in_(gone)))
    add_all(session, ClaimTerms, [row.model_dump() for row in indexed])
    same = {(row.claim_id, row.fingerprint) for row in indexed}
    reworded = [row.claim_id for row in forgotten if (row.claim_id, row.fingerprint) not in same]
    if reworded:
        forget_meanings(session, reworded)
    counts: dict[int, _Counts] = {}
    for rows, sign in ((forgotten, -1), (indexed, 1)):
        for row in rows:
            counts.setdefault(row.workspace_id, _Counts()).add(row, sign)
    for workspace_id, count in sorted(counts.items()):
        _write_counts(session, workspace_id, count)


def _write_counts(session: Session, workspace_id: int, count: _Counts) -> None:
    connection = session.connection()
    rows: list[dict[str, Any]] = [
        {"workspace_id": workspace_id, "term": term, "said": count.said[term], "anywhere": count.anywhere[term]}
        for term in sorted(count.anywhere)
        if count.said[term] or count.anywhere[term]
    ]
    if rows:
        connection.execute(_COUNT, rows)
    fewer = [{"workspace_id": workspace_id, "term": row["term"]} for row in rows if row["anywhere"] < 0]
    if fewer:
        connection.execute(_DROP, fewer)
    if count.claims or count.length:
        size = {"workspace_id": workspace_id, "claims": count.claims, "length": count.length}
        connection.execute(_SIZE, size)


def _posted(row: ClaimTerms) -> Posted:
    beside = [term for words in row.beside.values() for term in words.split()]
    return Posted(row.claim_id, row.workspace_id, row.said.split(), beside)
