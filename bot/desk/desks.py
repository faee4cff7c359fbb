"""Which desk a request belongs to, and what is learnt of people and channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import history
from bot.desk.redrawing import draw_what_names
from bot.desk.request import Request
from bot.desk.scheduling import reschedule, schedule_digest
from bot.errors import NotAllowed
from store import Session, due, outbox
from store.chain import append
from store.desks import (
    add_desk,
    desk_of_channel,
    desk_of_person,
    desks_posting_to,
    desks_waiting_for_zone,
    first_desk,
)
from store.linked import claims_of_desk
from store.tables import Desk, Person, Workspace
from store.workspaces import find_person, know_person, lock_workspace

ASK_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Profile:
    """What Slack says of a person."""

    zone: str
    guest: bool
    admin: bool


@dataclass(frozen=True)
class Seat:
    """The desk a claim is filed at, and what its filer is told of it."""

    desk: Desk
    opened: bool = False  # this request made it the workspace's first desk
    elsewhere: bool = False  # it is another channel than the one that was typed in


def seat(session: Session, workspace: Workspace, request: Request) -> Seat:
    """The desk a request files at.

    A private channel and a conversation with the bot keep to themselves; a public channel that is no desk files at the
    workspace's first desk, and becomes it if there is none yet. So does the Home tab, which is no channel and becomes
    none. Raises NotAllowed.
    """
    workspace_id = workspace.id or 0
    if request.kind == "direct":
        desk = desk_of_person(session, workspace_id, request.person)
        return Seat(desk or open_desk(session, workspace, request))
    if request.at_home:
        return Seat(desk_for_home(session, workspace_id), elsewhere=True)
    desk = desk_of_channel(session, workspace_id, request.channel)
    if desk is not None:
        learn_channel(session, desk, request.now, private=request.kind == "private")
        return Seat(desk)
    if request.kind == "private":
        return Seat(open_desk(session, workspace, request))
    first = first_desk(session, workspace_id)
    if first is not None:
        return Seat(first, elsewhere=True)
    return Seat(open_desk(session, workspace, request, first=True), opened=True)


def desk_for_home(session: Session, workspace_id: int) -> Desk:
    """The desk that gets what is filed on the Home tab: the first. Raises NotAllowed where there is none yet."""
    first = first_desk(session, workspace_id)
    if first is None:
        raise NotAllowed(
            "There is no desk yet that a claim could go to.",
            remedy="In the channel where your team verifies, type: "
            "`/claim Moscow: it was them https://example.org/1 via WION citing Reuters`",
        )
    return first


def open_desk(session: Session, workspace: Workspace, request: Request, *, first: bool = False) -> Desk:
    """Make the place of a request a desk, in the zone of who asked: UTC until Slack has told us."""
    workspace_id = workspace.id or 0
    person = find_person(session, workspace_id, request.person)
    known = person.zone if person is not None else None
    direct = request.kind == "direct"
    desk = add_desk(
        session,
        workspace_id,
        kind=request.kind,
        channel=None if direct else request.channel,
        person=request.person if direct else None,
        first=first,
        zone=known or "UTC",
        zone_of=None if known else request.person,
        at=request.now,
    )
    history.note(
        session,
        workspace,
        request,
        history.What.DESK_OPENED,
        new={"kind": desk.kind, "channel": desk.channel, "person": desk.person, "first": first, "zone": desk.zone},
    )
    if direct:
        desk.digest_days = 0  # somebody's own notes: reminders are enough
    else:
        schedule_digest(session, desk, request.now)
    if first:
        outbox.put(
            session,
            workspace_id,
            key=f"desk:{desk.id}:opened",
            kind="desk_opened",
            target=desk.channel,
            at=request.now,
            desk_id=desk.id,
        )
    if request.kind == "public":
        outbox.put(
            session,
            workspace_id,
            key=f"channel:{desk.id}",
            kind="learn_channel",
            target=desk.channel,
            at=request.now,
            desk_id=desk.id,
        )
    return desk


def digest_place(desk: Desk) -> str | None:
    """Where a desk's digest is posted: what is private stays in its own channel, whatever was chosen before."""
    chosen = desk.digest_channel if desk.kind == "public" else None
    return chosen or desk.person or desk.channel


def zone_for(session: Session, workspace_id: int, request: Request) -> ZoneInfo:
    """The zone a person's dates are read in: their own, until that is known their desk's, else UTC."""
    own = own_zone(session, workspace_id, request.person)
    if own is not None:
        return own
    desk = desk_of_channel(session, workspace_id, request.channel) or first_desk(session, workspace_id)
    return ZoneInfo(desk.zone if desk is not None else "UTC")


def own_zone(session: Session, workspace_id: int, slack_id: str) -> ZoneInfo | None:
    """A person's own zone, once Slack has told us."""
    person = find_person(session, workspace_id, slack_id)
    return ZoneInfo(person.zone) if person is not None and person.zone else None


def person_key(workspace: Workspace, slack_id: str) -> str:
    """The key under which Slack is asked about a person."""
    return f"person:{workspace.id}:{slack_id}"


def ask_about(session: Session, workspace: Workspace, request: Request) -> None:
    """Have Slack asked for a person's zone and standing, once a day at most; it is never waited for."""
    workspace_id = workspace.id or 0
    known = find_person(session, workspace_id, request.person)
    if known is not None and known.learnt_at is not None and request.now - known.learnt_at < ASK_AGAIN_AFTER:
        return
    key = person_key(workspace, request.person)
    row = outbox.row_by_key(session, key)
    if row is None:
        outbox.put(session, workspace_id, key=key, kind="learn_person", target=request.person, at=request.now)
    elif row.state in ("sent", "ended"):
        outbox.want_again(session, row)


def learn_person(session: Session, workspace: Workspace, slack_id: str, known: Profile, now: datetime) -> Person:
    """Keep what Slack says of a person; desks that waited for their zone take it on."""
    workspace_id, zone = workspace.id or 0, known.zone
    person = know_person(session, workspace_id, slack_id, zone=zone, guest=known.guest, admin=known.admin, at=now)
    for desk in desks_waiting_for_zone(session, workspace_id, slack_id):
        old, desk.zone, desk.zone_of = desk.zone, zone, None
        session.add(desk)
        append(
            session,
            workspace,
            at=now,
            actor=slack_id,
            what=history.What.ZONE_LEARNT,
            old={"desk": desk.id, "zone": old},
            new={"desk": desk.id, "zone": zone},
        )
        digest = due.digest_due(session, desk.id)
        if digest is not None and digest.last_day is None and digest.at > now:
            due.drop(session, digest)  # it was set in UTC, and nobody was told of that hour
        reschedule(session, desk, now)
    return person


def learn_asker(session: Session, request: Request, known: Profile) -> None:
    """Keep what Slack says of whoever asks."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    learn_person(session, workspace, request.person, known, request.now)


def learn_channel(session: Session, desk: Desk, now: datetime, *, private: bool) -> None:
    """Keep what Slack says of a desk's channel: one that turns out to be private keeps to itself from then on.

    Claims elsewhere name its claims no more. It stays so if the channel is opened again: what was filed meanwhile was
    filed in confidence.
    """
    if private and desk.kind == "public":
        desk.kind, desk.first = "private", False
        session.add(desk)
        draw_what_names(session, claims_of_desk(session, desk.id or 0), now)


def reachable_again(session: Session, team: str, enterprise: str, channel: str) -> None:
    """What waited for a channel is sent: the bot was invited to it, or it was brought back."""
    workspace = lock_workspace(session, team, enterprise)
    for desk in desks_posting_to(session, workspace.id or 0, channel):
        desk.problem, desk.problem_at = None, None
        session.add(desk)
    outbox.unstick(session, workspace.id, channel)
