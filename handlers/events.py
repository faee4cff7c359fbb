"""Events: the bot was invited, a channel was brought back, and what waited is posted; somebody came or left."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import asking, desks
from handlers.listening import Body, Listening
from handlers.requests import workspace_of_event


def register(listening: Listening) -> None:
    """Act on every event the manifest subscribes to."""

    async def joined(body: Body, _client: AsyncWebClient) -> None:
        event, (team, enterprise) = body["event"], workspace_of_event(body)
        channel, person = event["channel"], event["user"]
        bots = {each.get("user_id") for each in body.get("authorizations") or [] if each.get("is_bot")}
        if person in bots:
            await reachable(body, channel)
            return
        listening.asking.memberships.forget(team, person)
        await listening.record.write(lambda session: asking.somebody_came(session, team, enterprise, channel, person))

    async def left(body: Body, _client: AsyncWebClient) -> None:
        event, (team, enterprise), now = body["event"], workspace_of_event(body), listening.clock.now()
        channel, person = event["channel"], event["user"]
        listening.asking.memberships.forget(team, person)
        await listening.record.write(
            lambda session: asking.somebody_left(session, team, enterprise, channel, person, now)
        )

    async def unarchived(body: Body, _client: AsyncWebClient) -> None:
        await reachable(body, body["event"]["channel"])

    async def reachable(body: Body, channel: str) -> None:
        team, enterprise = workspace_of_event(body)
        await listening.record.write(lambda session: desks.reachable_again(session, team, enterprise, channel))

    listening.event("member_joined_channel", joined)
    listening.event("member_left_channel", left)
    listening.event("channel_unarchive", unarchived)
    listening.event("group_unarchive", unarchived)
