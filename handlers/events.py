"""Events: the bot was invited, a channel was brought back. What waited for it is posted."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import desks
from handlers.listening import Body, Listening


def register(listening: Listening) -> None:
    """Act on every event the manifest subscribes to."""

    async def joined(body: Body, _client: AsyncWebClient) -> None:
        event = body["event"]
        bots = {each.get("user_id") for each in body.get("authorizations") or [] if each.get("is_bot")}
        if event["user"] in bots:
            await reachable(body, event["channel"])

    async def unarchived(body: Body, _client: AsyncWebClient) -> None:
        await reachable(body, body["event"]["channel"])

    async def reachable(body: Body, channel: str) -> None:
        team, enterprise = body["team_id"], body.get("enterprise_id") or ""
        await listening.record.write(lambda session: desks.reachable_again(session, team, enterprise, channel))

    listening.event("member_joined_channel", joined)
    listening.event("channel_unarchive", unarchived)
    listening.event("group_unarchive", unarchived)
