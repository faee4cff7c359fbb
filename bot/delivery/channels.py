"""Channels that turned private, or can be reached again: we look ourselves.

Of the one Slack sends no event but among all messages of all channels; the event of the other is lost while nobody
listens for longer than Slack tries. One paged call tells of every channel that we are in; the others are asked for one
by one.
"""

from __future__ import annotations

from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import learning, membership, posting
from bot.delivery.clients import Clients, NotInstalled
from bot.desk import desks
from store import Record, Session, outbox
from store.desks import desk_by_id, public_desks
from store.tables import Workspace
from store.workspaces import all_workspaces, lock_known

MENDED_IN_SLACK = ("not_in_channel", "channel_not_found", "is_archived")


async def look_at_channels(record: Record, clients: Clients, now: datetime) -> None:
    """Have every desk whose channel turned private keep to itself from now on; what Slack does not tell stays.

    What waits for a channel in which we are by now is sent.
    """
    for workspace in await record.read(all_workspaces):
        try:
            await _look(record, await clients.of(workspace.id or 0), workspace, now)
        except (NotInstalled, *posting.FAILED):
            continue


async def _look(record: Record, client: AsyncWebClient, workspace: Workspace, now: datetime) -> None:
    def look(session: Session) -> tuple[dict[int, str], set[str | None]]:
        found = public_desks(session, workspace.id or 0)
        stuck = [row for row in outbox.stuck_of(session, workspace.id or 0) if row.problem in MENDED_IN_SLACK]
        public = {desk.id or 0: desk.channel for desk in found if desk.channel is not None}
        return public, {place for row in stuck for place in (row.target, row.channel)}

    public, waited_for = await record.read(look)
    if not public and not waited_for:
        return
    try:
        seen = await membership.channels(client, workspace.team_id)
        listed = {str(each["id"]): bool(each.get("is_private")) for each in seen}
    except membership.FAILED:
        return
    team, enterprise = workspace.team_id, workspace.enterprise_id
    for place in {str(each["id"]) for each in seen if not each.get("is_archived")} & waited_for:
        await record.write(lambda session, at=place: desks.reachable_again(session, team, enterprise, at))  # type: ignore[misc]
    for desk_id, channel in public.items():
        private = listed[channel] if channel in listed else await _private(client, channel)
        if private:
            await record.write(lambda session, at=desk_id: _turned_private(session, at, now))  # type: ignore[misc]


async def _private(client: AsyncWebClient, channel: str) -> bool:
    """Whether a channel that we are not in is private; one that Slack does not show us is taken for it."""
    try:
        return await learning.ask_private(client, channel)
    except posting.NeedsPerson as refusal:
        return refusal.problem == "channel_not_found"
    except posting.FAILED:
        return False


def _turned_private(session: Session, desk_id: int, now: datetime) -> None:
    desk = desk_by_id(session, desk_id)
    lock_known(session, desk.workspace_id)  # another copy looks too
    session.refresh(desk)
    desks.learn_channel(session, desk, now, private=True)
