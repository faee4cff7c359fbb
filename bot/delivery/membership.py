"""Membership: which channels somebody is in, asked of Slack once a minute at most, and waited for only so long."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock

KEPT = 60.0  # seconds
PAGE = 999  # channels that Slack gives at a time
TYPES = "public_channel,private_channel"
FAILED = (SlackClientError, aiohttp.ClientError, TimeoutError)

Key = tuple[str, str]  # team, person


@dataclass
class Memberships:
    """What Slack said of who is in which channels. Several who ask for one person wait for one answer."""

    clock: Clock
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    _known: dict[Key, tuple[float, frozenset[str]]] = field(default_factory=dict)
    _asking: dict[Key, asyncio.Task[frozenset[str] | None]] = field(default_factory=dict)

    async def channels_of(
        self, client: AsyncWebClient, team: str, person: str, *, within: float
    ) -> frozenset[str] | None:
        """The ids of the channels that somebody is in, as far as we may know; None if Slack does not say in time.

        An answer that comes too late is kept for the next time.
        """
        key, now = (team, person), self.clock.monotonic()
        self._known = {each: found for each, found in self._known.items() if now - found[0] < KEPT}
        if key in self._known:
            return self._known[key][1]
        task = self._asking.get(key)
        if task is None:
            task = asyncio.create_task(self._ask(client, key), name=f"membership of {person}")
            self._asking[key] = task
        await asyncio.wait({task}, timeout=within)
        return task.result() if task.done() and not task.cancelled() else None

    def forget(self, team: str, person: str) -> None:
        """Ask anew next time: somebody joined a channel or left one. An answer on its way is of before that."""
        self._known.pop((team, person), None)
        self._asking.pop((team, person), None)

    async def finish(self) -> None:
        """Give up what is still being asked."""
        for task in list(self._asking.values()):
            task.cancel()

    async def _ask(self, client: AsyncWebClient, key: Key) -> frozenset[str] | None:
        here = asyncio.current_task()
        begun = self.clock.monotonic()
        try:
            found = frozenset(str(each["id"]) for each in await channels(client, *key))
        except FAILED as error:
            self.log.warning("membership not known", problem=type(error).__name__)
            return None
        finally:
            current = self._asking.get(key) is here
            if current:
                del self._asking[key]
        if not current:
            return None  # somebody joined or left meanwhile
        self._known[key] = (begun, found)
        return found


async def channels(client: AsyncWebClient, team: str, person: str | None = None) -> list[dict[str, object]]:
    """The channels of a workspace that a person is in, or that we are: a page at a time. Raises one of FAILED.

    Only a whole organisation's token has to be told the workspace; Slack does not mind it from any other.
    """
    found: list[dict[str, object]] = []
    cursor: str | None = None
    while cursor != "":
        page = await client.users_conversations(types=TYPES, limit=PAGE, cursor=cursor, user=person, team_id=team)
        found += page["channels"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
    return found
