"""Renewing tokens that run out: a refresh token is exchanged for the next pair, which is kept before it is used.

Slack takes a refresh token once. Two who exchange the same one get two pairs, of which one does not work, and nothing
tells which (slackapi/node-slack-sdk#2504). So it is leased in the record, for copies of the bot as for two requests of
one. The library's rotator goes by the machine's clock, and keeps what it got nowhere.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import posting
from bot.installations import Installations
from store import Session
from store import installations as kept
from store.installations import Place

EARLY = timedelta(hours=2)  # before a token of twelve hours runs out
LEAST = timedelta(minutes=1)  # that a token has to be good for when it is used
PATIENCE = 2.0  # seconds somebody waits while another exchanges
LOOK_AGAIN = 0.1  # seconds


@dataclass(frozen=True)
class Renewal:
    """Keeps tokens good. `client` has no token: an exchange is authorized by the app's own secret."""

    installations: Installations
    client: AsyncWebClient
    clock: Clock
    secret: str = field(repr=False)
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)

    async def good(self, place: Place, bot: Bot) -> Bot:
        """The bot with a token that is good now. Raises what `posting.call` raises."""
        return bot if self._lasts(bot, LEAST) else await self._renewed(place, bot, LEAST)

    async def ahead(self, place: Place, bot: Bot) -> None:
        """Renew a token that runs out soon, before anybody has to wait for that. Raises the same."""
        if not self._lasts(bot, EARLY):
            await self._renewed(place, bot, EARLY)

    def _lasts(self, bot: Bot, least: timedelta) -> bool:
        until = bot.bot_token_expires_at
        return until is None or until > (self.clock.now() + least).timestamp()

    async def _renewed(self, place: Place, bot: Bot, least: timedelta) -> Bot:
        record, client_id, holder = self.installations.record, self.installations.client_id, uuid.uuid4().hex
        begun = self.clock.monotonic()
        while True:
            now = self.clock.now()
            held = await record.write(lambda session: kept.lease_renewal(session, client_id, place, holder, now))  # noqa: B023
            # Whoever had it before us has left the next pair.
            bot = await self.installations.bot_at(place) or bot
            if held or self._lasts(bot, least):
                break
            if self.clock.monotonic() - begun > PATIENCE:
                raise posting.Busy(PATIENCE)
            await asyncio.sleep(LOOK_AGAIN)
        try:
            return bot if self._lasts(bot, least) else await self._exchange(place, bot)
        finally:
            if held:
                await record.write(lambda session: kept.end_renewal(session, client_id, place, holder))

    async def _exchange(self, place: Place, bot: Bot) -> Bot:
        try:
            given = await posting.call(
                self.client.oauth_v2_access,
                client_id=self.installations.client_id,
                client_secret=self.secret,
                grant_type="refresh_token",
                refresh_token=bot.bot_refresh_token,
            )
        except posting.FAILED as error:
            self.log.error("token not renewed", team=place.team, enterprise=place.enterprise, problem=str(error))
            raise
        until = self.clock.now() + timedelta(seconds=int(given["expires_in"]))
        new = Bot(
            **bot.to_dict_for_copying()
            | {
                "bot_token": given["access_token"],
                "bot_refresh_token": given["refresh_token"],
                "bot_token_expires_at": int(until.timestamp()),
            }
        )

        def keep(session: Session) -> bool:
            return self.installations.renewed(session, place, bot, new)

        # If it was installed anew meanwhile, its own tokens stay on file; this pair is good, too, for now.
        await self.installations.record.write(keep)
        return new
