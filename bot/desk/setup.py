"""Setting a desk up: its zone, when and where its digest comes, how patient its reminders are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.desk import history
from bot.desk.access import may_set_up
from bot.desk.desks import open_desk, schedule_digest, seat
from bot.desk.request import Request
from bot.errors import UNCHANGED, NotAllowed, NotUnderstood, Overtaken
from store import Session, due, inbound, outbox
from store.desks import desk_of_channel, desk_of_person, first_desk
from store.tables import Desk, Workspace
from store.workspaces import find_person, find_workspace, lock_workspace

PATIENCES = (60, 120, 240, 480, 720, 1440, 2880, 4320)  # minutes that can be chosen


@dataclass(frozen=True)
class Settings:
    """What can be set: minutes after local midnight, a bitmask of days (bit 0 is Monday), minutes of patience."""

    zone: str
    digest_minute: int
    digest_days: int
    digest_channel: str | None
    patience: int
    second_reader: bool = False


@dataclass(frozen=True)
class Prospect:
    """What a desk's settings lead to: its next digest and reminder, if any is to come."""

    desk: Desk
    next_digest: datetime | None
    next_reminder: datetime | None


def settings_here(session: Session, request: Request) -> tuple[Settings, int]:
    """The settings of this channel's desk, and their revision: 0 while it is none. Raises NotAllowed."""
    workspace = find_workspace(session, request.team, request.enterprise)
    desk = _desk_here(session, workspace, request)
    person = find_person(session, workspace.id or 0, request.person) if workspace is not None else None
    _check_allowed(desk, person is not None and bool(person.guest), may_set_up(desk, person, request.person))
    own_zone = person.zone if person is not None else None
    if desk is None:
        return Settings(own_zone or "UTC", 540, 0b1111111, None, 1440), 0
    settings = _settings(desk)
    if desk.zone_of is not None and own_zone is not None:  # nobody has chosen one: better than UTC
        settings = replace(settings, zone=own_zone)
    return settings, desk.revision


def set_up(session: Session, request: Request, settings: Settings, *, revision: int) -> Prospect:
    """Set this channel up with these settings; who does it first becomes its lead.

    Raises NotAllowed, NotUnderstood, and Overtaken if somebody saved since `revision` was read.
    """
    _check(settings)
    workspace = lock_workspace(session, request.team, request.enterprise)
    workspace_id = workspace.id or 0
    desk = _desk_here(session, workspace, request)
    repeated = inbound.earlier_answer(
        session, workspace_id, key=request.key, person=request.person, channel=None, words=None, at=request.now
    )
    if desk is not None and repeated is not None:
        return prospect(session, desk)
    person = find_person(session, workspace_id, request.person)
    _check_allowed(desk, person is not None and bool(person.guest), may_set_up(desk, person, request.person))
    # Until somebody has set it up there is nothing of theirs to overwrite: it may have become a desk meanwhile.
    if desk is not None and desk.set_up_at is not None and desk.revision != revision:
        raise Overtaken(
            "Somebody else saved these settings while you were at it.",
            unchanged=UNCHANGED,
            remedy="Close this form and open it again: `/claim setup`",
        )
    if desk is None:
        first = first_desk(session, workspace_id) is None and request.kind == "public"
        desk = (
            open_desk(session, workspace, request, first=first) if first else _open_beside(session, workspace, request)
        )
    if desk.kind != "public" and settings.digest_channel not in (None, desk.channel):
        raise NotAllowed(
            "What is filed here stays here, so its digest does too.",
            unchanged=UNCHANGED,
            remedy="Leave the digest channel empty.",
            field="digest_channel",
        )
    old = _settings(desk)
    _apply(desk, settings, request)
    if old.patience != settings.patience:
        _shift_first_reminders(session, desk, settings.patience - old.patience, request.now)
    session.add(desk)
    schedule_digest(session, desk, request.now)
    history.note(
        session,
        workspace,
        request,
        history.What.DESK_SET_UP,
        old=asdict(old) | {"desk": desk.id},
        new=asdict(settings) | {"desk": desk.id, "leads": desk.leads},
    )
    inbound.keep_answer(
        session,
        workspace_id,
        key=request.key,
        person=request.person,
        channel=request.channel,
        words=None,
        at=request.now,
        answer={"desk": desk.id},
    )
    _send_what_waits(session, desk)
    session.flush()
    return prospect(session, desk)


def prospect(session: Session, desk: Desk) -> Prospect:
    """When a desk's next digest and reminder are due."""
    digest = due.digest_due(session, desk.id)
    return Prospect(desk, digest.at if digest is not None else None, due.next_reminder_at(session, desk.id or 0))


def _desk_here(session: Session, workspace: Workspace | None, request: Request) -> Desk | None:
    if workspace is None:
        return None
    if request.kind == "direct":
        return desk_of_person(session, workspace.id or 0, request.person)
    return desk_of_channel(session, workspace.id or 0, request.channel)


def _open_beside(session: Session, workspace: Workspace, request: Request) -> Desk:
    # A private channel or a conversation takes its seat as if something were filed there.
    return (
        open_desk(session, workspace, request) if request.kind == "public" else seat(session, workspace, request).desk
    )


def _check_allowed(desk: Desk | None, guest: bool, allowed: bool) -> None:
    if allowed:
        return
    if guest and not (desk and desk.leads):
        raise NotAllowed(
            "Guests cannot set a channel up.", unchanged=UNCHANGED, remedy="Ask a full member to type `/claim setup`."
        )
    lead = desk.leads[0] if desk is not None and desk.leads else None
    raise NotAllowed(
        "Only the leads of this desk and the workspace's admins can change its settings."
        + (" Its lead is {who}." if lead else ""),
        unchanged=UNCHANGED,
        who=lead,
    )


def _check(settings: Settings) -> None:
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotUnderstood(
            f"There is no time zone called {settings.zone[:60]}.",
            unchanged=UNCHANGED,
            remedy="Choose one from the list, for example Europe/Kyiv.",
            field="zone",
        ) from None
    if not 0 <= settings.digest_minute < 24 * 60:
        raise NotUnderstood(
            "That is no time of day.", unchanged=UNCHANGED, remedy="For example 09:00.", field="digest_time"
        )
    if not 0 <= settings.digest_days <= 0b1111111:
        raise NotUnderstood("Those are no days of the week.", unchanged=UNCHANGED, field="digest_days")
    if settings.patience not in PATIENCES:
        raise NotUnderstood("Choose how long to wait from the list.", unchanged=UNCHANGED, field="patience")


def _settings(desk: Desk) -> Settings:
    return Settings(
        desk.zone, desk.digest_minute, desk.digest_days, desk.digest_channel, desk.patience, desk.second_reader
    )


def _apply(desk: Desk, settings: Settings, request: Request) -> None:
    desk.zone, desk.zone_of = settings.zone, None
    desk.digest_minute, desk.digest_days = settings.digest_minute, settings.digest_days
    own = settings.digest_channel in (None, desk.channel)
    desk.digest_channel = None if own else settings.digest_channel
    desk.patience, desk.second_reader = settings.patience, settings.second_reader
    desk.set_up_at = desk.set_up_at or request.now
    desk.leads = desk.leads or [request.person]
    desk.revision += 1


def _shift_first_reminders(session: Session, desk: Desk, minutes: int, now: datetime) -> None:
    # Later reminders have their own rhythm; only the first is counted from the filing.
    for row in due.first_reminders(session, desk.id or 0):
        row.at = max(row.at + timedelta(minutes=minutes), now)
        session.add(row)


def _send_what_waits(session: Session, desk: Desk) -> None:
    """Try again what waits for this desk's places; a digest that waited elsewhere goes where digests go now."""
    own = desk.person or desk.channel
    digests = desk.digest_channel or own
    if digests is not None:
        outbox.redirect(session, desk.id or 0, "digest", digests)
    for place in {own, digests} - {None}:
        outbox.unstick(session, desk.workspace_id, place)
