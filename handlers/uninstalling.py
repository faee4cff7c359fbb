"""Events of many workspaces: somebody took the app out, or took its token away. What it may not use is deleted."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import posting
from bot.delivery.clients import InstalledClients
from bot.sealing import NotOpened
from handlers.listening import Body, Listening
from store.installations import Place


def register(listening: Listening, installed: InstalledClients) -> None:
    """Act on both events."""

    async def uninstalled(body: Body, _client: AsyncWebClient) -> None:
        await leave(body)

    async def revoked(body: Body, _client: AsyncWebClient) -> None:
        if body["event"].get("tokens", {}).get("bot"):  # people's own tokens we have none of
            await leave(body)

    async def leave(body: Body) -> None:
        place = _place(body)
        if place.team is not None:  # it may have joined an organisation since it was installed
            place = await installed.installations.place_of(place.team, None) or place
        if not await _is_there_again(body, place):
            await installed.installations.remove(place)
            listening.log.info("uninstalled", team=place.team, enterprise=place.enterprise)

    async def _is_there_again(body: Body, place: Place) -> bool:
        """Whether it was installed anew since: Slack tells of what happened minutes late where it must try again."""
        try:
            bot = await installed.installations.bot_at(place)
        except NotOpened:
            return False
        if bot is None or bot.installed_at < body.get("event_time", 0):
            return False
        try:
            await posting.call(installed.client_with(bot.bot_token).auth_test)
        except (SlackApiError, *posting.FAILED):
            return False
        return True

    listening.event("app_uninstalled", uninstalled)
    listening.event("tokens_revoked", revoked)


def _place(body: Body) -> Place:
    """The installation that an event is of: a workspace's, or the whole organisation's."""
    whole = any(each.get("is_enterprise_install") for each in [body, *(body.get("authorizations") or [])])
    return Place(body.get("enterprise_id") or None, None if whole else body["team_id"])
