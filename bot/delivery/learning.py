"""What has to be asked of Slack: a person's zone and standing, whether a channel is private."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.posting import call


@dataclass(frozen=True)
class Standing:
    """What Slack says of a person."""

    zone: str
    guest: bool
    admin: bool


async def ask_person(client: AsyncWebClient, slack_id: str) -> Standing:
    """A person's zone, and whether they are a guest or an admin."""
    user = (await call(client.users_info, user=slack_id))["user"]
    return Standing(
        zone=_zone(user.get("tz")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        admin=bool(user.get("is_admin") or user.get("is_owner")),
    )


async def ask_private(client: AsyncWebClient, channel: str) -> bool:
    """Whether a channel is private."""
    found = (await call(client.conversations_info, channel=channel))["channel"]
    return bool(found.get("is_private") or found.get("is_mpim") or found.get("is_im"))


async def open_conversation(client: AsyncWebClient, person: str) -> str:
    """The channel of a person's conversation with the bot."""
    return str((await call(client.conversations_open, users=person))["channel"]["id"])


def _zone(name: str | None) -> str:
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
