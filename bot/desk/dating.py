"""Dates typed by somebody whose zone we do not know yet.

A command is not held up to ask Slack for it. Until it is learnt, a moment later, their dates are read in their desk's
zone, or in UTC; then they are read again, from the words that were typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk import desks, history
from bot.desk.grammar import Line
from bot.desk.moments import Moment, parse_moment
from bot.desk.request import Request
from bot.errors import NotUnderstood
from store import Session, outbox
from store.chain import append
from store.claims import claim_by_id
from store.desks import desk_by_id
from store.disputes import dispute_by_id
from store.tables import Claim, Dispute, Outbox, Workspace

# Where a new day begins first: what is no future date there need not be one where the person is.
FURTHEST_EAST = ZoneInfo("Pacific/Kiritimati")


def read_dated(session: Session, workspace_id: int, request: Request, read: Callable[[ZoneInfo], Line]) -> Line:
    """Read a line in the zone of who typed it, or as near to that as we know. Raises NotUnderstood."""
    own = desks.own_zone(session, workspace_id, request.person)
    if own is not None:
        return read(own)
    try:
        return read(desks.zone_for(session, workspace_id, request))
    except NotUnderstood as refusal:
        if refusal.field != "said":
            raise
    return read(FURTHEST_EAST)


def remember(
    session: Session, workspace: Workspace, request: Request, said: Moment | None, claim: Claim, dispute_id: int | None
) -> None:
    """Keep a date's words until the zone is known in which they are to be read; `desks.ask_about` comes first."""
    if said is None or desks.own_zone(session, workspace.id or 0, request.person) is not None:
        return
    row = outbox.row_by_key(session, desks.person_key(workspace, request.person))
    if row is not None:
        row.about = row.about | {"dates": [*row.about.get("dates", []), [claim.id, dispute_id, said.typed]]}
        session.add(row)


def read_again(session: Session, workspace: Workspace, row: Outbox, zone: ZoneInfo) -> None:
    """Read the dates that waited for a person's zone, unless somebody edited them meanwhile."""
    dates: Sequence[tuple[int, int | None, str]] = row.about.get("dates", [])
    row.about = {name: value for name, value in row.about.items() if name != "dates"}
    for claim_id, dispute_id, typed in dates:
        claim = claim_by_id(session, claim_id)
        filed = claim if dispute_id is None else dispute_by_id(session, claim.workspace_id, dispute_id)
        if filed.revision == 1:
            _date(session, workspace, claim, filed, typed, zone)


def _date(
    session: Session, workspace: Workspace, claim: Claim, filed: Claim | Dispute, typed: str, zone: ZoneInfo
) -> None:
    try:
        said = parse_moment(typed, filed.filed_at, zone)
    except NotUnderstood:
        return  # in the future where they are: what was read before is the better guess
    if (filed.said_at, filed.said_on) == (said.at, said.day):
        return
    old = _as_json(filed.said_at, filed.said_on)
    filed.said_at, filed.said_on = said.at, said.day
    session.add(filed)
    event = append(
        session,
        workspace,
        at=filed.filed_at,
        actor=filed.filed_by,
        what=history.What.ZONE_LEARNT,
        claim=claim,
        old=old,
        new=_as_json(said.at, said.day) | {"zone": zone.key},
    )
    history.tell(session, event, claim, desk_by_id(session, claim.desk_id))


def _as_json(at: Any, day: Any) -> dict[str, str | None]:
    return {"said": None if at is None and day is None else (at or day).isoformat()}
