"""Setting a desk up: who may, what is saved, and what that leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import desk_settings, history, setup_history
from bot.desk.access import may_set_up
from bot.desk.desk_settings import Settings
from bot.desk.desks import open_desk, seat
from bot.desk.repeating import earlier_answer, keep_answer
from bot.desk.request import Kind, Request
from bot.desk.scheduling import reschedule
from bot.desk.setup_history import Change
from bot.desk.slots import EVERY_DAY
from bot.desk.timetable import next_digests
from bot.desk.working import working_of
from bot.errors import UNCHANGED, NotAllowed, NotFound, Overtaken
from store import Session, due, outbox
from store.desks import desk_of_channel, desk_of_person, find_desk, first_desk
from store.tables import Desk, Workspace
from store.workspaces import find_person, find_workspace, lock_workspace

DIGESTS_SHOWN = 3
REMINDERS_SHOWN = 3
REMINDERS_LOOKED_AT = 60  # a weekend's reminders may all come on Monday morning
CHANGES_SHOWN = 3


@dataclass(frozen=True)
class Sheet:
    """A desk's settings as somebody finds them: of which desk, at which revision (0 while it is none), changed how."""

    settings: Settings
    revision: int
    kind: Kind
    channel: str | None
    changes: tuple[Change, ...] = ()

    @property
    def stays(self) -> bool:
        """Whether what is filed here stays here, and its digest with it."""
        return self.kind != "public"


@dataclass(frozen=True)
class Prospect:
    """What a desk's settings lead to: its next digests, its next reminders and of how many claims each, what changed.

    `event` is what can be undone; None if nothing was changed.
    """

    desk: Desk
    digests: tuple[datetime, ...]
    reminders: tuple[tuple[datetime, int], ...]
    change: Change | None = None
    event: int | None = None

    @property
    def next_digest(self) -> datetime | None:
        """When the next digest is due, if one is to come."""
        return self.digests[0] if self.digests else None

    @property
    def next_reminder(self) -> datetime | None:
        """When the next reminder is due, if one is waiting."""
        return self.reminders[0][0] if self.reminders else None


def settings_here(session: Session, request: Request, desk_id: int | None = None) -> Sheet:
    """The settings of this channel's desk, or of another that they were opened for. Raises NotAllowed and NotFound."""
    workspace = find_workspace(session, request.team, request.enterprise)
    desk = _desk_here(session, workspace, request, desk_id)
    person = find_person(session, workspace.id or 0, request.person) if workspace is not None else None
    _check_allowed(desk, person is not None and bool(person.guest), may_set_up(desk, person, request.person))
    own_zone = person.zone if person is not None else None
    if desk is None:
        usual = Settings(own_zone or "UTC", 540, EVERY_DAY, None, 1440, leads=(request.person,))
        return Sheet(usual, 0, request.kind, request.channel or None)
    settings = desk_settings.settings_of(desk)
    if desk.zone_of is not None and own_zone is not None:  # nobody has chosen one: better than UTC
        settings = replace(settings, zone=own_zone)
    if not settings.leads:
        settings = replace(settings, leads=(request.person,))
    kind: Kind = "public" if desk.kind == "public" else "direct" if desk.kind == "direct" else "private"
    changes = setup_history.changes_of(session, desk, CHANGES_SHOWN)
    return Sheet(settings, desk.revision, kind, desk.channel, tuple(changes))


def set_up(
    session: Session, request: Request, settings: Settings, *, revision: int, desk_id: int | None = None
) -> Prospect:
    """Set this channel up, or another that the form was opened for, with these settings.

    Raises NotAllowed, NotFound, NotUnderstood, and Overtaken if somebody saved since `revision` was read.
    """
    desk_settings.check(settings)
    workspace = lock_workspace(session, request.team, request.enterprise)
    desk = _desk_here(session, workspace, request, desk_id)
    repeated = _repeated(session, workspace, request)
    if desk is not None and repeated is not None:
        return prospect(session, desk, repeated)
    _check_may(session, request, workspace, desk)
    # Until somebody has set it up there is nothing of theirs to overwrite: it may have become a desk meanwhile.
    if desk is not None and desk.set_up_at is not None and desk.revision != revision:
        raise _overtaken(session, desk)
    if desk is None:
        first = first_desk(session, workspace.id or 0) is None and request.kind == "public"
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
    old = _standing(desk)
    desk_settings.put(desk, settings)
    first_time = desk.set_up_at is None
    desk.zone_of, desk.set_up_at = None, desk.set_up_at or request.now
    if not first_time and _standing(desk) == old:
        _keep(session, workspace, request, desk, None)
        return prospect(session, desk)
    return _changed(session, workspace, request, desk, old, history.What.DESK_SET_UP)


def put_back(session: Session, request: Request, event_id: int) -> Prospect:
    """Put back the settings as they were before a change, if nobody has changed them since.

    Raises NotAllowed, NotFound and Overtaken.
    """
    workspace = lock_workspace(session, request.team, request.enterprise)
    change = setup_history.change_by_id(session, workspace.id or 0, event_id)
    desk = _desk_here(session, workspace, request, change.desk)
    if desk is None:
        raise AssertionError("unreachable: who changed a desk's settings knows it")
    repeated = _repeated(session, workspace, request)
    if repeated is not None:
        return prospect(session, desk, repeated)
    _check_may(session, request, workspace, desk)
    if desk.revision != change.revision:
        raise _overtaken(session, desk)
    old = _standing(desk)
    desk_settings.put(desk, desk_settings.from_json(change.old))
    if not change.old.get("set_up", True):
        desk.set_up_at, desk.zone_of = None, change.old.get("zone_of")
    return _changed(session, workspace, request, desk, old, history.What.SETTINGS_PUT_BACK)


def prospect(session: Session, desk: Desk, event: int | None = None) -> Prospect:
    """When a desk's next digests and reminders are due, and what its settings were changed from and to."""
    change = None if event is None else setup_history.change_by_id(session, desk.workspace_id, event)
    return Prospect(desk, coming_digests(session, desk), _coming_reminders(session, desk), change, event)


def coming_digests(session: Session, desk: Desk, many: int = DIGESTS_SHOWN) -> tuple[datetime, ...]:
    """When a desk's next digests are due."""
    row = due.digest_due(session, desk.id)
    if row is None:
        return ()
    return (row.at, *(at for _, at in next_digests(desk, row.at, many - 1)))


def _coming_reminders(session: Session, desk: Desk) -> tuple[tuple[datetime, int], ...]:
    """When a desk's next reminders come, held back to working time, and of how many claims each."""
    working = working_of(desk)
    found: dict[datetime, int] = {}
    for at, many in due.next_reminders(session, desk.id or 0, REMINDERS_LOOKED_AT):
        held = working.next_working(at).replace(second=0, microsecond=0)  # the tick takes a minute's together
        found[held] = found.get(held, 0) + many
    return tuple(sorted(found.items())[:REMINDERS_SHOWN])


def _changed(
    session: Session, workspace: Workspace, request: Request, desk: Desk, old: dict[str, object], what: history.What
) -> Prospect:
    """File what was changed, and have all that follows from it follow."""
    desk.revision += 1
    session.add(desk)
    reschedule(session, desk, request.now)
    event = history.note(session, workspace, request, what, old=old, new=_standing(desk) | {"revision": desk.revision})
    session.flush()
    _keep(session, workspace, request, desk, event.id)
    _send_what_waits(session, desk)
    session.flush()
    return prospect(session, desk, event.id)


def _standing(desk: Desk) -> dict[str, object]:
    """All that a change can be told from, and put back to."""
    settings = desk_settings.as_json(desk_settings.settings_of(desk))
    return settings | {"desk": desk.id, "set_up": desk.set_up_at is not None, "zone_of": desk.zone_of}


def _repeated(session: Session, workspace: Workspace, request: Request) -> int | None:
    answer = earlier_answer(session, workspace.id, request)
    return None if answer is None else answer["event"]


def _keep(session: Session, workspace: Workspace, request: Request, desk: Desk, event: int | None) -> None:
    keep_answer(session, workspace.id, request, desk=desk.id, event=event)


def _desk_here(
    session: Session, workspace: Workspace | None, request: Request, desk_id: int | None = None
) -> Desk | None:
    if workspace is None:
        return None
    if desk_id is not None:
        desk = find_desk(session, workspace.id or 0, desk_id)
        if desk is None:
            raise NotFound("There is no such desk.", unchanged=UNCHANGED)
        return desk
    if request.kind == "direct":
        return desk_of_person(session, workspace.id or 0, request.person)
    return desk_of_channel(session, workspace.id or 0, request.channel)


def _open_beside(session: Session, workspace: Workspace, request: Request) -> Desk:
    # A private channel or a conversation takes its seat as if something were filed there.
    return (
        open_desk(session, workspace, request) if request.kind == "public" else seat(session, workspace, request).desk
    )


def _check_may(session: Session, request: Request, workspace: Workspace, desk: Desk | None) -> None:
    person = find_person(session, workspace.id or 0, request.person)
    _check_allowed(desk, person is not None and bool(person.guest), may_set_up(desk, person, request.person))


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


def _overtaken(session: Session, desk: Desk) -> Overtaken:
    """That somebody else was faster, and who."""
    last = next(iter(setup_history.changes_of(session, desk, 1)), None)
    return Overtaken(
        "{who} changed these settings at {when}, while you were at it." if last else "These settings were changed.",
        unchanged=UNCHANGED,
        who=last.actor if last else None,
        when=last.at if last else None,
    )


def _send_what_waits(session: Session, desk: Desk) -> None:
    """Try again what waits for this desk's places; a digest that waited elsewhere goes where digests go now."""
    own = desk.person or desk.channel
    digests = desk.digest_channel or own
    if digests is not None:
        outbox.redirect(session, desk.id or 0, "digest", digests)
    for place in {own, digests} - {None}:
        outbox.unstick(session, desk.workspace_id, place)
