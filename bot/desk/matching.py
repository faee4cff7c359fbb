"""Matching: is this claim on file already? The exact twin at once, the near ones within a few milliseconds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.desk.likeness import Differences, Gate, Wording, differences, likeness, rank
from store import Session
from store.candidates import candidates, frequencies, twins
from store.claims import Sight, claim_by_id, visible
from store.dossiers import Dossier, read_dossiers
from store.folding import fingerprint, terms

LOOKED_AT = 10  # of the best ranked, each is weighed against the gate
SHOWN = 3


@dataclass(frozen=True)
class Match:
    """A claim on file that a statement may repeat: how that is worded, and in what the two differ."""

    dossier: Dossier
    wording: Wording
    likeness: float  # 0 to 1; 1 for an exact twin
    differences: Differences


def exact_twins(
    session: Session, sight: Sight, statement: str, *, speaker: str | None = None, apart_from: Collection[int] = ()
) -> list[Match]:
    """The claims that say the same but for case, marks and punctuation, oldest first; one look into an index.

    `apart_from` are ids of claims left out: the one just filed.
    """
    found = twins(
        session, sight.workspace_id, fingerprint(statement), seen=visible(sight), apart_from=apart_from, most=SHOWN
    )
    return _matches(session, statement, speaker, [(claim_id, 1.0, Wording.SAME) for claim_id in found])


def near_matches(
    session: Session,
    sight: Sight,
    statement: str,
    *,
    speaker: str | None = None,
    apart_from: Collection[int] = (),
    gate: Gate | None = None,
) -> list[Match]:
    """The claims that look the same as a statement or may be related to it, best first, at most three.

    Only what can be seen from `sight` is compared, and only inside its workspace.
    """
    gate = gate or Gate()
    wanted = terms(statement)
    found = candidates(session, sight.workspace_id, wanted, seen=visible(sight), apart_from=apart_from)
    best = [candidate for candidate, _ in rank(wanted, found)[:LOOKED_AT]]
    if not best:
        return []
    # Rarities of the words that only the best hold: asking for those of all 200 would take longer than ranking them.
    known = frequencies(session, sight.workspace_id, {*wanted, *(term for each in best for term in each.counts)})
    said = []
    for candidate in best:
        alike = likeness(wanted, candidate.counts, known)
        wording = gate.wording(alike, known.claims)
        if wording is not None:
            said.append((candidate.claim_id, alike, wording))
    return _matches(session, statement, speaker, said[:SHOWN])


def _matches(
    session: Session, statement: str, speaker: str | None, found: list[tuple[int, float, Wording]]
) -> list[Match]:
    dossiers = read_dossiers(session, [claim_by_id(session, claim_id) for claim_id, _, _ in found])
    return [
        Match(dossier, wording, alike, differences(statement, speaker, dossier.claim.statement, dossier.speaker))
        for dossier, (_, alike, wording) in zip(dossiers, found, strict=True)
    ]
