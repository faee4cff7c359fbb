"""The desks that somebody answers for: when they run next, when they ran last, and what is in their way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk.request import Request
from bot.desk.scheduling import digest_key
from bot.desk.working import working_of
from store import Session, due, outbox
from store.desks import desks_of_workspace
from store.tables import Desk, Outbox
from store.workspaces import find_person

SHOWN = 5  # desks on one Home


@dataclass(frozen=True)
class Led:
    """One desk as its leads find it. `stuck`: the newest that Slack refuses to take from it."""

    desk: Desk
    next_digest: datetime | None
    next_reminder: datetime | None
    last_digest: datetime | None
    stuck: Outbox | None

    @property
    def problem(self) -> str | None:
        """What is wrong, by the name Slack has for it; None where nothing is."""
        return self.stuck.problem if self.stuck is not None else self.desk.problem


@dataclass(frozen=True)
class AllLed:
    """The first few of the desks that somebody leads, those first that something is wrong with; `more` are left out."""

    first: tuple[Led, ...] = ()
    more: int = 0


def desks_led(session: Session, request: Request, workspace_id: int) -> AllLed:
    """The desks that somebody leads; to an admin every public one, too. A private one shows to its leads alone."""
    person = find_person(session, workspace_id, request.person)
    if request.stranger or (person is not None and person.guest):
        return AllLed()
    admin = person is not None and bool(person.admin)
    found = [
        desk
        for desk in desks_of_workspace(session, workspace_id)
        if request.person in desk.leads or (admin and desk.kind == "public")
    ]
    stuck = _newest(outbox.stuck_of(session, workspace_id))
    found.sort(key=lambda desk: (desk.id not in stuck and desk.problem is None, desk.id))
    return AllLed(tuple(_led(session, desk, stuck.get(desk.id)) for desk in found[:SHOWN]), max(0, len(found) - SHOWN))


def _led(session: Session, desk: Desk, stuck: Outbox | None) -> Led:
    digest, reminder = due.digest_due(session, desk.id), due.next_reminder_at(session, desk.id or 0)
    last = None
    if digest is not None and digest.last_day is not None:
        last = outbox.row_by_key(session, digest_key(desk, digest.last_day))
    return Led(
        desk,
        None if digest is None else digest.at,
        None if reminder is None else working_of(desk).next_working(reminder),
        None if last is None or last.slack_ts is None else datetime.fromtimestamp(float(last.slack_ts), UTC),
        stuck,
    )


def _newest(rows: Iterable[Outbox]) -> dict[int | None, Outbox]:
    return {row.desk_id: row for row in sorted(rows, key=lambda row: row.id or 0)}
