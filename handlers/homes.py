"""Putting up people's Home tabs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.home import home_of
from bot.desk.request import Request
from bot.surfaces.home import home
from store import Record


@dataclass(frozen=True)
class Homes:
    """One person's Home is drawn and put up by one at a time, so that an older one never takes a newer one's place.

    Slack's `hash` would refuse the newer one instead. Where several copies of the bot run, two of them may still cross;
    each Home says as of when it is.
    """

    _turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def put_up(self, record: Record, request: Request, client: AsyncWebClient) -> None:
        """Put up the Home of whoever asks, as it stands now."""
        turn = self._turns.setdefault((request.enterprise or request.team, request.person), asyncio.Lock())
        async with turn:
            of = await record.read(lambda session: home_of(session, request))
            await client.views_publish(user_id=request.person, view=home(of, short=request.short))
