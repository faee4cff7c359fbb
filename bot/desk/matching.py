"""Matching: is this claim on file already? The exact twin at once, the near ones within a few milliseconds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.desk.likeness import Differences, Gate, Wording, blend, differences, likeness, rank
from store import Session
from store.candidates import candidates, frequencies, terms_of, twins
from store.claims import Sight, claim_by_id, visible
from store.dossiers import Dossier, read_dossiers
from store.folding import fingerprint, terms
from store.meaning import Meanings

LOOKED_AT = 10  # of the best ranked, each is weighed against the gate
SHOWN = 3


@dataclass(frozen=True)
class Match:
    """A claim on file that a statement may repeat: how that is worded, and in what the two differ."""

    dossier: Dossier
    wording: Wording
    likeness: float  # 0 to 1; 1 for an exact twin
    differences: Differences


@dataclass(frozen=True)
class Ranked:
    """A claim among the best ranked: its likeness by words, 0 to 1, and in meaning, 0 where that is not known."""

    claim_id: int
    likeness: float
    closeness: float


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
    meanings: Meanings | None = None,
) -> list[Match]:
    """The claims that look the same as a statement or may be related to it, best first, at most three.

    Only what can be seen from `sight` is compared, and only inside its workspace.
    """
    gate = gate or Gate()
    best, claims = ranked(session, sight, statement, apart_from=apart_from, meanings=meanings)
    said = []
    for each in best:
        wording = gate.wording(each.likeness, claims, each.closeness)
        if wording is not None:
            said.append((each.claim_id, each.likeness, wording))
    return _matches(session, statement, speaker, said[:SHOWN])


def ranked(
    session: Session,
    sight: Sight,
    statement: str,
    *,
    apart_from: Collection[int] = (),
    meanings: Meanings | None = None,
) -> tuple[list[Ranked], int]:
    """The ten best claims for a statement, by their words, and by their meaning too where that is known.

    And how many claims the workspace has: among few nothing is sure.
    """
    wanted, seen = terms(statement), visible(sight)
    found = candidates(session, sight.workspace_id, wanted, seen=seen, apart_from=apart_from)
    by_words = rank(wanted, found)
    close = None
    if meanings is not None:
        close = meanings.closeness(session, sight.workspace_id, statement, seen=seen, apart_from=apart_from)
    if close is None:
        best = [candidate for candidate, _ in by_words[:LOOKED_AT]]
    else:
        ids = {*close.closest, *(candidate.claim_id for candidate, _ in by_words)}
        order = blend(by_words, {claim_id: close.of(claim_id) for claim_id in ids})[:LOOKED_AT]
        held = {each.claim_id: each for each in terms_of(session, order)}
        best = [held[claim_id] for claim_id in order if claim_id in held]
    # Rarities of the words that only the best hold: asking for those of all 200 would take longer than ranking them.
    known = frequencies(session, sight.workspace_id, {*wanted, *(term for each in best for term in each.counts)})
    return [
        Ranked(each.claim_id, likeness(wanted, each.counts, known), 0.0 if close is None else close.of(each.claim_id))
        for each in best
    ], known.claims


def _matches(
    session: Session, statement: str, speaker: str | None, found: list[tuple[int, float, Wording]]
) -> list[Match]:
    dossiers = read_dossiers(session, [claim_by_id(session, claim_id) for claim_id, _, _ in found])
    return [
        Match(dossier, wording, alike, differences(statement, speaker, dossier.claim.statement, dossier.speaker))
        for dossier, (_, alike, wording) in zip(dossiers, found, strict=True)
    ]
