"""What comes with sending: what has to be asked of Slack, what an arrival means, whom a refusal is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import downloads, exports, learning, posting
from bot.delivery.leases import Lease
from bot.delivery.membership import Memberships
from bot.desk import desks, files
from bot.desk.dating import read_again
from bot.desk.exporting import FILE
from bot.desk.reminders import told_in_the_end
from bot.surfaces.exports.review import Publisher
from store import Record, Session, outbox
from store.claims import claim_by_id, claims_by_numbers
from store.desks import desk_by_id
from store.tables import Desk, Outbox
from store.workspaces import find_person, lock_known, workspace_by_id

# What somebody is told of what they did themselves: it names a claim by its reference only.
OF_THEIR_OWN = ("cannot_post", "file_unread")
PATIENCE = 10.0  # seconds
DOWNLOADS = 4  # times that a download which breaks off is begun


async def run(
    record: Record, client: AsyncWebClient, clock: Clock, row: Outbox, publisher: Publisher, lease: Lease
) -> None:
    """Ask Slack what a row wants to know, and keep the answer; what Slack cannot tell is done without."""
    row_id, target, now = row.id or 0, row.target or "", clock.now()
    if row.kind == FILE:
        await exports.send(record, client, clock, row, publisher, lease)
        return
    if row.kind == "read_file":
        await _read_file(record, client, row, now)
        return
    try:
        if row.kind == "learn_person":
            team = await record.read(lambda session: workspace_by_id(session, row.workspace_id).team_id)
            profile = await learning.ask_person(client, target, team)
            await record.write(lambda session: _keep_person(session, row_id, target, profile, now))
        elif row.kind == "learn_channel":
            private = await learning.ask_private(client, target)
            await record.write(lambda session: _keep_channel(session, row_id, now, private=private))
        else:
            raise LookupError(f"nobody knows how to send {row.kind}")
    except (posting.NeedsPerson, posting.Gone):
        await record.write(lambda session: outbox.end(session, row_id))


async def _read_file(record: Record, client: AsyncWebClient, row: Outbox, now: datetime) -> None:
    """Read a file that is evidence; what breaks off is begun again a few times."""
    file_id = await record.read(lambda session: files.wanted(session, row))
    if file_id is None:
        await record.write(lambda session: outbox.end(session, row.id or 0))
        return
    try:
        read = await downloads.read_file(client, file_id)
    except downloads.CannotRead as refusal:
        why, tries = refusal.why, row.about.get("tries", 0) + 1
        if why is files.Unread.BROKE_OFF and tries < DOWNLOADS:
            await record.write(lambda session: outbox.remember(session, row.id or 0, {"tries": tries}))
            raise posting.NotSent(why) from None
        await record.write(lambda session: files.could_not_read(session, row, why, now))
        return
    await record.write(lambda session: files.keep_file(session, row, read, now))


async def may_be_told(record: Record, client: AsyncWebClient, memberships: Memberships, row: Outbox) -> bool:
    """Whether what a row says of a desk's claims may go to a person's own conversation: guests see their channels only.

    Raises NotSent where Slack does not tell which those are: it is tried again.
    """
    person = row.target or ""
    if row.desk_id is None or row.kind in OF_THEIR_OWN or not person.startswith(("U", "W")):
        return True

    def look(session: Session) -> tuple[Desk, str, bool]:
        known = find_person(session, row.workspace_id, person)
        member = known is not None and known.guest is False
        return desk_by_id(session, row.desk_id or 0), workspace_by_id(session, row.workspace_id).team_id, member

    desk, team, member = await record.read(look)
    if member or desk.person == person:
        return True
    found = await memberships.channels_of(client, team, person, within=PATIENCE)
    if found is None:
        if row.about.get("direct"):  # a reminder has another place to go to
            return False
        raise posting.NotSent("membership")
    return desk.channel in found


def note_arrival(session: Session, row_id: int, *, slack_ts: str, drawn: int) -> None:
    """Note that Slack has a row's message: its desk can be reached again."""
    row = outbox.arrived(session, row_id, slack_ts=slack_ts, drawn=drawn)
    if row.desk_id is None:
        return
    desk = desk_by_id(session, row.desk_id)
    if desk.person is not None and desk.channel is None and row.target == desk.person:
        desk.channel = row.channel
    if desk.problem is not None and row.target in (desk.channel, desk.person):
        desk.problem, desk.problem_at = None, None
    session.add(desk)


def tell_who_can_mend(session: Session, row_id: int, problem: str, now: datetime) -> None:
    """Put a row aside that Slack refuses, and tell somebody who can mend it: each person once until it is mended."""
    row = outbox.stick(session, row_id, problem)
    if row.desk_id is not None and row.about.get("direct"):
        _remind_in_the_channel(session, row, desk_by_id(session, row.desk_id))
        return
    if row.desk_id is None or row.kind == "cannot_post" or problem not in posting.PEOPLE_MEND:
        return
    desk = desk_by_id(session, row.desk_id)
    if row.target in (desk.channel, desk.person):
        since = _own_place_fails(session, desk, problem, now)
    else:  # a digest's channel is mended when the next digest arrives, there or in another
        since = f"{problem}:{outbox.last_arrival(session, row.desk_id, row.kind)}"
    whom = _who_can_mend(session, row, desk)
    if whom is None:
        return
    key, about = f"cannot_post:{desk.id}:{whom}:{row.target}:{since}", {"row": row_id}
    notice = outbox.row_by_key(session, key)
    if notice is None:
        outbox.put(
            session, row.workspace_id, key=key, kind="cannot_post", target=whom, at=now, desk_id=desk.id, about=about
        )
    elif notice.state == "ended":  # it was not said, as what waited was being tried again
        notice.about = about
        outbox.want_again(session, notice)


def tell_no_person(session: Session, row_id: int) -> None:
    """Let go what may not be told to a person in their own conversation; a reminder comes in the desk's channel."""
    row = outbox.row_to_change(session, row_id)
    if row.about.get("direct"):
        _remind_in_the_channel(session, row, desk_by_id(session, row.desk_id or 0))
    else:
        outbox.end(session, row_id)


def _remind_in_the_channel(session: Session, row: Outbox, desk: Desk) -> None:
    """Whom Slack lets nobody write to is named in the desk's channel; of those told in the end, all in one message."""
    slot = row.about["slot"]
    if row.key != slot and outbox.row_by_key(session, slot) is not None:
        outbox.end(session, row.id or 0)
        return
    named = told_in_the_end(desk) if row.about["last"] else []
    outbox.send_elsewhere(session, row, desk.channel, key=slot, about={"direct": False, "named": named})


def _own_place_fails(session: Session, desk: Desk, problem: str, now: datetime) -> str:
    """Remember what is wrong with a desk's own place, for whoever files there; since when."""
    if desk.problem != problem or desk.problem_at is None:
        desk.problem, desk.problem_at = problem, now
        session.add(desk)
    return desk.problem_at.isoformat()


def _who_can_mend(session: Session, row: Outbox, desk: Desk) -> str | None:
    if row.claim_id is not None:
        return claim_by_id(session, row.claim_id).filed_by
    if desk.leads:
        return desk.leads[0]
    numbers = [int(number) for number in row.about.get("nths", {})]
    claims = claims_by_numbers(session, row.workspace_id, numbers)
    return claims[0].filed_by if claims else None


def _keep_person(session: Session, row_id: int, slack_id: str, profile: desks.Profile, now: datetime) -> None:
    row = outbox.row_by_id(session, row_id)
    workspace = lock_known(session, row.workspace_id)
    desks.learn_person(session, workspace, slack_id, profile, now)
    read_again(session, workspace, row, ZoneInfo(profile.zone))
    outbox.end(session, row_id)


def _keep_channel(session: Session, row_id: int, now: datetime, *, private: bool) -> None:
    row = outbox.row_by_id(session, row_id)
    desks.learn_channel(session, desk_by_id(session, row.desk_id or 0), now, private=private)
    outbox.end(session, row_id)
