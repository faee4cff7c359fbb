"""The desks that somebody answers for: when they run next, when they ran last, and what is in their way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.desk.request import Request
from bot.desk.scheduling import digest_key
from bot.desk.working import working_of
from store import Session, due, outbox
from store.desks import desks_of_workspace
from store.tables import Desk, Due, Outbox
from store.workspaces import find_person

SHOWN = 5  # desks on one Home
LOOKED_BACK = 31  # days, for the last digest


@dataclass(frozen=True)
class Led:
    """One desk as its leads find it. `stuck`: the newest that Slack refuses to take from it.

    `silent`: the last digest had nothing to say, so none was posted.
    """

    desk: Desk
    next_digest: datetime | None
    next_reminder: datetime | None
    last_digest: datetime | None
    stuck: Outbox | None
    silent: bool = False

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
    last = _last_digest(session, desk, digest)
    return Led(
        desk,
        None if digest is None else digest.at,
        None if reminder is None else working_of(desk).next_working(reminder),
        None if last is None else _came_at(last),
        stuck,
        last is not None and last.slack_ts is None,
    )


def _last_digest(session: Session, desk: Desk, digest: Due | None) -> Outbox | None:
    """The last digest that is done with; one that still waits to be sent is none yet."""
    if digest is None or digest.last_day is None:
        return None
    days = (digest.last_day - timedelta(days=back) for back in range(LOOKED_BACK))
    return outbox.newest_done(session, [digest_key(desk, day) for day in days])


def _came_at(row: Outbox) -> datetime:
    if row.slack_ts is None:
        return datetime.fromisoformat(row.about["noticed"])
    return datetime.fromtimestamp(float(row.slack_ts), UTC)


def _newest(rows: Iterable[Outbox]) -> dict[int | None, Outbox]:
    return {row.desk_id: row for row in sorted(rows, key=lambda row: row.id or 0)}
