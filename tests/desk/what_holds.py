"""What is true of a record whatever people did: rebuilt from its history, contested as computed, the chain whole."""

from __future__ import annotations

from sqlmodel import col, select

from store import Session, chain
from store.claims import Sight
from store.dossiers import CONTESTING, SET_ASIDE, Dossier, read_dossier
from store.lists import Wanted, page
from store.reports import off_the_record
from store.tables import Claim, Event
from store.workspaces import workspace_by_id

STANDS = {"state": "new", "verdict": "unverified", "checker": None, "proposed": None, "was": None}


def check_record(session: Session, sight: Sight) -> None:
    """Every claim stands as its history says, and is contested exactly when an open dispute contests it."""
    claims = session.exec(select(Claim).order_by(col(Claim.number))).all()
    for claim in claims:
        _check_rebuilt(session, claim)
        _check_standing(claim)
        assert claim.restricted or not off_the_record(session, claim.id), "it restricts by itself"
    states = {claim.id: claim.state for claim in claims}
    contested = {claim.number for claim in claims if _is_contested(read_dossier(session, claim), states)}
    listed = page(session, sight, Wanted(contested=True), limit=10_000)
    assert {claim.number for claim in listed} == contested


def check_chain(session: Session) -> None:
    """The history is whole and unchanged."""
    events = len(session.exec(select(Event.id)).all())
    assert chain.verify(session, workspace_by_id(session, 1)) == events


def _check_rebuilt(session: Session, claim: Claim) -> None:
    """How a claim stands is what the last event says that tells how it stands."""
    rebuilt = dict(STANDS)
    history = select(Event).where(Event.claim_id == claim.id).order_by(col(Event.sequence))
    for event in map(chain.read, session.exec(history).all()):
        if "state" in (event["new"] or {}):
            rebuilt = {name: event["new"][name] for name in STANDS}
    assert rebuilt == {name: getattr(claim, name) for name in STANDS}


def _check_standing(claim: Claim) -> None:
    state = claim.state
    assert (claim.verdict != "unverified") == (claim.settled_at is not None)
    assert (claim.proposed is not None) == (state == "review")
    assert (claim.hold_until is not None) == (state == "on hold")
    assert (claim.merged_into_id is not None) == (state == "merged")
    if state == "closed":
        assert claim.verdict != "unverified"
        assert claim.signed_by != claim.proposed_by
    if state in ("new", "checking", "review", "on hold"):
        assert claim.verdict == "unverified"
    if state in ("checking", "review"):
        assert claim.checker is not None


def _is_contested(dossier: Dossier, states: dict[int | None, str]) -> bool:
    if dossier.claim.state in SET_ASIDE:
        return False
    return any(
        each.dispute.outcome == "open"
        and each.dispute.kind in CONTESTING
        and states.get(each.dispute.with_claim_id) not in SET_ASIDE
        for each in dossier.objections
    )
