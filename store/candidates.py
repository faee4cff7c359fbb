"""Candidates: the claims worth a closer look, fetched by their rarest terms within a budget of postings.

A common word is in every tenth claim and says nothing; walking all its postings would take seconds at a million
claims. So the rarest terms go first, and the walk ends with the budget.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.dossiers import SET_ASIDE
from store.postings import newest
from store.relevance import Frequencies
from store.tables import Claim, ClaimTerms, Desk, IndexSize, TermCount

BUDGET = 20_000  # postings walked for one search
MOST = 200  # candidates scored exactly
TERMS = 48  # of a long text, the rarest: the others change no ranking
AT_ONCE = 900  # parameters of one query: some builds of SQLite take no more than 999


@dataclass(frozen=True)
class Candidate:
    """A claim that shares terms with what is looked for: its statement's terms, and how often each stands there."""

    claim_id: int
    counts: Mapping[str, int]

    @property
    def length(self) -> int:
        """Terms in the statement."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Candidates:
    """What was found for some terms, not yet in order, and how rare those terms are here."""

    found: Sequence[Candidate]
    frequencies: Frequencies


def candidates(
    session: Session,
    workspace_id: int,
    terms: Iterable[str],
    *,
    seen: ColumnElement[bool],
    apart_from: Collection[int] = (),
    budget: int = BUDGET,
    most: int = MOST,
) -> Candidates:
    """The claims of one workspace whose statements share the rarest of these terms.

    `seen` is a condition on Desk or Claim, such as `visible(sight)`: what does not meet it is never read. Claims that
    were set aside are left out, and `apart_from` too (the claim that is compared).
    """
    found = frequencies(session, workspace_id, terms)
    ids = gather(session, workspace_id, found, seen=seen, apart_from=apart_from, budget=budget, most=most)
    return Candidates(terms_of(session, ids), found)


def terms_of(session: Session, claim_ids: Collection[int]) -> list[Candidate]:
    """These claims with their statements' terms."""
    rows = session.exec(select(ClaimTerms.claim_id, ClaimTerms.said).where(col(ClaimTerms.claim_id).in_(claim_ids)))
    return [Candidate(claim_id, Counter(said.split())) for claim_id, said in rows]


_TWIN = (
    select(ClaimTerms.claim_id)
    .where(
        col(ClaimTerms.workspace_id) == bindparam("workspace_id"),
        col(ClaimTerms.fingerprint) == bindparam("fingerprint"),
        col(ClaimTerms.claim_id) < bindparam("claim_id"),
    )
    .limit(1)
)


def has_twin(session: Session, claim: Claim, fingerprint: str) -> bool:
    """Whether an older claim has this fingerprint, whoever may see it: of most there is none."""
    of = {"workspace_id": claim.workspace_id, "fingerprint": fingerprint, "claim_id": claim.id}
    return session.exec(_TWIN, params=of).first() is not None


def twins(
    session: Session,
    workspace_id: int,
    fingerprint: str,
    *,
    seen: ColumnElement[bool],
    apart_from: Collection[int] = (),
    most: int = 5,
) -> list[int]:
    """The oldest claims whose statement has this fingerprint (store.folding), within what can be seen."""
    same = (
        _within(workspace_id, seen, apart_from)
        .join(ClaimTerms, col(ClaimTerms.claim_id) == col(Claim.id))
        .where(ClaimTerms.workspace_id == workspace_id, ClaimTerms.fingerprint == fingerprint)
        .order_by(col(Claim.id))
        .limit(most)
    )
    return [claim_id for claim_id in session.exec(same) if claim_id is not None]


def frequencies(session: Session, workspace_id: int, terms: Iterable[str], *, anywhere: bool = False) -> Frequencies:
    """In how many of a workspace's claims each of these terms stands: in the statement, or in all that is searched."""
    size = session.exec(
        select(IndexSize.claims, IndexSize.length).where(IndexSize.workspace_id == workspace_id)
    ).first()
    claims, length = size or (0, 0)
    wanted = sorted(set(terms))
    counts: dict[str, int] = {}
    for at in range(0, len(wanted), AT_ONCE):
        rows = session.exec(
            select(TermCount.term, TermCount.anywhere if anywhere else TermCount.said).where(
                TermCount.workspace_id == workspace_id, col(TermCount.term).in_(wanted[at : at + AT_ONCE])
            )
        )
        counts |= {term: count for term, count in rows if count > 0}
    return Frequencies(claims, length / claims if claims else 0.0, counts)


def gather(
    session: Session,
    workspace_id: int,
    frequencies: Frequencies,
    *,
    seen: ColumnElement[bool],
    apart_from: Collection[int] = (),
    anywhere: bool = False,
    budget: int = BUDGET,
    most: int = MOST,
) -> list[int]:
    """The claims that share the most of these terms by rarity, at most `most`, within what can be seen."""
    connection = session.connection()
    shared: defaultdict[int, float] = defaultdict(float)
    rarest = heapq.nsmallest(TERMS, frequencies.counts, key=lambda term: (frequencies.counts[term], term))
    for term in rarest:
        rarity = frequencies.rarity(term)
        found = newest(connection, workspace_id, term, anywhere=anywhere, most=budget)
        for claim_id in found:
            shared[claim_id] += rarity
        budget -= len(found)
        if budget <= 0:
            break
    best = heapq.nlargest(2 * most, zip(shared.values(), shared, strict=True))
    kept = those_seen(session, workspace_id, [claim_id for _, claim_id in best], seen, apart_from)
    if len(kept) < most and len(shared) > len(best):  # much of it is kept elsewhere: look at all the others, too
        ranked = sorted(zip(shared.values(), shared, strict=True), reverse=True)
        kept += those_seen(session, workspace_id, [claim_id for _, claim_id in ranked[len(best) :]], seen, apart_from)
    return kept[:most]


def those_seen(
    session: Session,
    workspace_id: int,
    ranked: Sequence[int],
    seen: ColumnElement[bool],
    apart_from: Collection[int],
) -> list[int]:
    """Those of these claims that can be seen and are not set aside, in their order."""
    allowed: set[int] = set()
    for at in range(0, len(ranked), AT_ONCE):
        query = _within(workspace_id, seen, apart_from).where(col(Claim.id).in_(ranked[at : at + AT_ONCE]))
        allowed.update(session.exec(query))
    return [claim_id for claim_id in ranked if claim_id in allowed]


def _within(workspace_id: int, seen: ColumnElement[bool], apart_from: Collection[int]) -> SelectOfScalar[Any]:
    # "+ 0" keeps SQLite from walking all claims of each desk: it is to look up the few that are asked for.
    return (
        select(Claim.id)
        .join(Desk, col(Desk.id) == col(Claim.desk_id))
        .where(
            Claim.workspace_id + 0 == workspace_id,
            col(Claim.state).not_in(SET_ASIDE),
            col(Claim.id).not_in(apart_from),
            seen,
        )
    )
