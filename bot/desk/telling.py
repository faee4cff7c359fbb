"""What an event is told of: another claim that is kept in its channel is named and quoted there only."""

from __future__ import annotations

from typing import Any

from bot.desk.history import What
from store import Session, chain
from store.claims import claim_by_id, claims_by_numbers
from store.disputes import dispute_by_id
from store.dossiers import names
from store.tables import Claim
from store.wholes import Whole

# Where an event names another claim.
NAMES = {
    What.FILED: "split_from",
    What.SPLIT: "into",
    What.MERGED: "into",
    What.MERGED_IN: "from",
    What.UNMERGED: "from",
    What.MERGED_OUT: "from",
    What.UPDATED: "by",
    What.NOT_UPDATED: "by",
    What.ALIKE_ANSWERED: "other",
}
DISPUTES = (What.DISPUTED, What.DISPUTE_EDITED, What.DISPUTE_DECIDED)


def told_of(session: Session, claim: Claim, event: dict[str, Any]) -> dict[str, Any]:
    """An event of a claim (its canonical text, read) without what may not be named beside the claim as it is now."""
    key = NAMES.get(event["what"])
    if key is not None:
        number = (event["new"] or {}).get(key, (event["old"] or {}).get(key))
        found = claims_by_numbers(session, claim.workspace_id, [number] if number is not None else [])
        if found and not names(session, claim, found[0]):
            return event | {side: _without(event[side], key) for side in ("old", "new")}
    elif event["what"] in DISPUTES:
        other = _standing(session, claim, (event["new"] or event["old"] or {}).get("dispute"))
        if other is not None and not names(session, claim, other):
            outcome = (event["new"] or {}).get("outcome")
            return event | {"old": None, "new": {"dispute": None, "outcome": outcome}, "why": None}
    return event


def tells_of_kept(session: Session, whole: Whole) -> frozenset[int]:
    """The events of a claim, by their sequence, that tell of what may not be named beside it."""
    claim, events = whole.dossier.claim, [(row.sequence, chain.read(row)) for row in whole.events]
    return frozenset(at for at, event in events if told_of(session, claim, event) != event)


def _standing(session: Session, claim: Claim, dispute_id: int | None) -> Claim | None:
    """The claim on file that a dispute is, if it is one."""
    if dispute_id is None:
        return None
    other = dispute_by_id(session, claim.workspace_id, dispute_id).with_claim_id
    return None if other is None else claim_by_id(session, other)


def _without(said: dict[str, Any] | None, key: str) -> dict[str, Any] | None:
    return said if said is None or key not in said else said | {key: None}
