"""Matching: is this claim on file already? The exact twin at once, the near ones within a few milliseconds.

A claim is compared with the older ones only: asked of it again, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.desk.likeness import Differences, Gate, Wording, blend, differences, likeness, rank
from store import Session
from store.alikes import known_to_each_other, seen_before
from store.candidates import candidates, frequencies, has_twin, terms_of, twins
from store.claims import Sight, claim_by_id, visible
from store.dossiers import SET_ASIDE, Dossier, read_dossiers
from store.folding import fingerprint, terms
from store.meaning import Meanings
from store.names import are_one
from store.tables import Claim, Speaker

LOOKED_AT = 10  # of the best ranked, each is weighed against the gate
SHOWN = 3
TWINS = 20  # oldest ones, of which some may have been answered before


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


def twins_of(session: Session, sight: Sight, claim: Claim) -> list[Match]:
    """The claims that say the same but for case, marks and punctuation, oldest first; one look into an index."""
    mark = fingerprint(claim.statement)
    if claim.state in SET_ASIDE or not has_twin(session, claim, mark):
        return []
    found = twins(session, sight.workspace_id, mark, seen=seen_before(sight, claim), most=TWINS)
    return _unanswered(session, claim, [(claim_id, 1.0, Wording.SAME) for claim_id in found])


def matches_of(
    session: Session, sight: Sight, claim: Claim, *, gate: Gate, meanings: Meanings | None = None
) -> list[Match]:
    """The older claims that a claim repeats or may be related to: exact twins first, then the likest, at most three.

    Left out is what was said of the two already: an answer, a dispute, a newer figure.
    """
    if claim.state in SET_ASIDE:
        return []
    exact = twins_of(session, sight, claim)
    best, claims = ranked(session, sight, claim.statement, older_than=claim, meanings=meanings)
    same = {match.dossier.claim.id for match in exact}
    near = [each for each in _said(best, claims, gate) if each[0] not in same]
    return [*exact, *_unanswered(session, claim, near)][:SHOWN]


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
    best, claims = ranked(session, sight, statement, apart_from=apart_from, meanings=meanings)
    return _matches(session, statement, speaker, _said(best, claims, gate or Gate())[:SHOWN])


def ranked(
    session: Session,
    sight: Sight,
    statement: str,
    *,
    older_than: Claim | None = None,
    apart_from: Collection[int] = (),
    meanings: Meanings | None = None,
) -> tuple[list[Ranked], int]:
    """The ten best claims for a statement, by their words, and by their meaning too where that is known.

    And how many claims the workspace has: among few nothing is sure.
    """
    wanted, seen = terms(statement), visible(sight) if older_than is None else seen_before(sight, older_than)
    found = candidates(session, sight.workspace_id, wanted, seen=seen, apart_from=apart_from)
    by_words = rank(wanted, found)
    close = None
    if meanings is not None:
        # Of those that share no word only the ten closest can be among the ten best.
        close = meanings.closeness(
            session, sight.workspace_id, statement, seen=seen, apart_from=apart_from, most=LOOKED_AT
        )
    if close is None:
        best = [candidate for candidate, _ in by_words[:LOOKED_AT]]
    else:
        ids = {*close.closest, *(candidate.claim_id for candidate, _ in by_words)}
        order = blend(wanted, by_words, {claim_id: close.of(claim_id) for claim_id in ids}, found.frequencies)[
            :LOOKED_AT
        ]
        held = {candidate.claim_id: candidate for candidate, _ in by_words}
        others = terms_of(session, [claim_id for claim_id in order if claim_id not in held])
        held |= {each.claim_id: each for each in others}
        best = [held[claim_id] for claim_id in order if claim_id in held]
    # Rarities of the words that only the best hold: asking for those of all 200 would take longer than ranking them.
    known = frequencies(session, sight.workspace_id, {*wanted, *(term for each in best for term in each.counts)})
    return [
        Ranked(each.claim_id, likeness(wanted, each.counts, known), 0.0 if close is None else close.of(each.claim_id))
        for each in best
    ], known.claims


Said = tuple[int, float, Wording]


def _said(best: Sequence[Ranked], claims: int, gate: Gate) -> list[Said]:
    """Those of the best of which something is said."""
    weighed = [(each, gate.wording(each.likeness, claims, each.closeness)) for each in best]
    return [(each.claim_id, each.likeness, wording) for each, wording in weighed if wording is not None]


def _unanswered(session: Session, claim: Claim, found: Sequence[Said]) -> list[Match]:
    """What a claim matches, without those of which it is known what they are to it."""
    if not found:
        return []
    known = known_to_each_other(session, claim)
    left = [each for each in found if each[0] not in known][:SHOWN]
    matches = _matches(session, claim.statement, claim.speaker, left)
    return [
        replace(match, differences=replace(match.differences, speaker_there=None))
        if are_one(session, Speaker, claim.speaker_id, match.dossier.claim.speaker_id)
        else match
        for match in matches
    ]


def _matches(session: Session, statement: str, speaker: str | None, found: Sequence[Said]) -> list[Match]:
    dossiers = read_dossiers(session, [claim_by_id(session, claim_id) for claim_id, _, _ in found])
    return [
        Match(dossier, wording, alike, differences(statement, speaker, dossier.claim.statement, dossier.speaker))
        for dossier, (_, alike, wording) in zip(dossiers, found, strict=True)
    ]
