"""Awaiting a reply: what is said of an open request in its claim's reminders, and once more when its time is over.

The second comes by itself, whatever has become of the claim's own reminders: that nobody answered may be printed only
when somebody has looked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk.scheduling import Reminded
from store import Session, due
from store.claims import claim_by_id
from store.dossiers import SET_ASIDE, Dossier, read_dossiers
from store.replies import OPEN, next_end, requests_by_ids
from store.tables import Claim, Desk, ReplyRequest
from store.workspaces import find_person

NEAR = timedelta(hours=24)


@dataclass(frozen=True)
class Ended:
    """Requests whose time is over and of which nothing is noted, each with its claim; `named`: who is asked to look."""

    desk: Desk
    now: datetime
    lines: tuple[tuple[Dossier, ReplyRequest], ...]
    named: tuple[str, ...]


def schedule_replies(session: Session, claim: Claim, now: datetime) -> None:
    """Set when the next of a claim's open requests ends; of those that were told of nothing comes again."""
    row = due.reply_due(session, claim.id)
    since = row.since if row is not None and row.since is not None else now
    at = next_end(session, claim.id, since)
    if at is None:
        due.drop(session, row)
    else:
        due.set_reply(session, claim, at, since=since)


def awaited(dossier: Dossier, now: datetime) -> tuple[ReplyRequest, ...]:
    """A claim's open requests that a reminder tells of: those near their end, and past it, the nearest first."""
    near = [each for each in dossier.replies if each.state == OPEN and each.until <= now + NEAR]
    return tuple(sorted(near, key=lambda each: each.until))


def compile_ended(session: Session, desk: Desk, about: Mapping[str, Any], now: datetime) -> Ended | None:
    """Read what is to be said now of requests that ended; None if somebody noted all of them meanwhile."""
    rows = [row for row in requests_by_ids(session, about["requests"]) if row.state == OPEN]
    claims = {row.claim_id: claim_by_id(session, row.claim_id) for row in rows}
    there = [each for each in claims.values() if each.desk_id == desk.id and each.state not in SET_ASIDE]
    dossiers = {each.claim.id: each for each in read_dossiers(session, there)}
    lines = tuple((dossiers[row.claim_id], row) for row in rows if row.claim_id in dossiers)
    if not lines:
        return None
    return Ended(desk, now, lines, _named(session, desk, [row for _, row in lines]))


def _named(session: Session, desk: Desk, rows: Sequence[ReplyRequest]) -> tuple[str, ...]:
    """Who asked, but for those who want no reminders."""
    people = {row.asked_by: find_person(session, desk.workspace_id, row.asked_by) for row in rows}
    return tuple(who for who, person in people.items() if person is None or person.reminded != Reminded.NEVER)
