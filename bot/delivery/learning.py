"""What has to be asked of Slack: a person's zone and standing, whether a channel is private, and who reads it."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.posting import NeedsPerson, call
from bot.desk.desk_settings import known_zone
from bot.desk.desks import Profile
from bot.desk.permalinks import keep_address
from bot.desk.setup_findings import Audience
from store import Record, Session

SLACKBOT = "USLACKBOT"


async def ask_person(client: AsyncWebClient, slack_id: str, team: str) -> Profile:
    """A person's zone, and whether they are a guest or an admin in this workspace: an admin of another is a guest."""
    user = (await call(client.users_info, user=slack_id))["user"]
    stranger = _is_stranger(user, team)
    return Profile(
        zone=_zone(user.get("tz")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or stranger),
        admin=bool(user.get("is_admin") or user.get("is_owner")) and not stranger,
    )


async def ask_private(client: AsyncWebClient, channel: str) -> bool:
    """Whether a channel is private."""
    found = (await call(client.conversations_info, channel=channel))["channel"]
    return bool(found.get("is_private") or found.get("is_mpim") or found.get("is_im"))


async def ask_unfit(client: AsyncWebClient, slack_id: str, team: str) -> str:
    """Why somebody cannot lead a desk here: they have left, are a bot, a guest or a stranger; "" if they can."""
    try:
        user = (await call(client.users_info, user=slack_id))["user"]
    except NeedsPerson:
        return "unknown"
    if user.get("deleted"):
        return "gone"
    if user.get("is_bot") or slack_id == SLACKBOT:
        return "bot"
    if _is_stranger(user, team):
        return "stranger"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else ""


async def ask_audience(client: AsyncWebClient, channel: str) -> Audience:
    """Who reads a channel."""
    try:
        found = (await call(client.conversations_info, channel=channel, include_num_members=True))["channel"]
    except NeedsPerson:
        return Audience(channel)
    return Audience(
        channel,
        found.get("num_members"),
        shared=bool(found.get("is_ext_shared")),
        inside=bool(found.get("is_member")),
        archived=bool(found.get("is_archived")),
    )


async def learn_address(
    record: Record, client: AsyncWebClient, team: str, enterprise: str, **token: str | None
) -> None:
    """Ask Slack for a workspace's own address, which links to messages begin with, and keep it.

    An organisation's token is told the organisation's, which will do.
    """
    address = (await call(client.auth_test, **token)).get("url")

    def keep(session: Session) -> None:
        keep_address(session, team, enterprise, address)

    if address:
        await record.write(keep)


async def open_conversation(client: AsyncWebClient, person: str) -> str:
    """The channel of a person's conversation with the bot."""
    return str((await call(client.conversations_open, users=person))["channel"]["id"])


def _is_stranger(user: dict[str, Any], ours: str) -> bool:
    """Whether somebody is from another organisation."""
    return bool(user.get("is_stranger")) or ours not in _teams(user, ours)


def _teams(user: dict[str, Any], ours: str) -> list[str]:
    """The workspaces somebody belongs to; in an organization with several, all of them."""
    return [user.get("team_id") or ours, *((user.get("enterprise_user") or {}).get("teams") or [])]


def _zone(name: str | None) -> str:
    zone = known_zone(name or "")
    return "UTC" if zone is None else zone.key
