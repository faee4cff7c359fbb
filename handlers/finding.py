"""The buttons under lists, search results and histories: on to the next page and back, in the place of this one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import finding
from bot.desk.filters import Filter, Place
from bot.desk.request import Request
from bot.surfaces import controls, lists
from bot.surfaces.chronicle import chronicle
from bot.surfaces.found import found
from handlers.listening import Body, Listening, Replaced, Reply
from handlers.steps import number_of


def register(listening: Listening) -> None:
    """Answer every way on and back, and what opens a list or a history from elsewhere."""
    pages = Pages(listening)
    listening.action(controls.LIST_UNVERIFIED, pages.unverified)
    listening.action(controls.LIST_CONTESTED, pages.contested)
    listening.action(controls.HISTORY, pages.history)
    for name in (controls.LIST_NEWER, controls.LIST_OLDER):
        listening.action(name, pages.list)
    for name in (controls.SEARCH_BACK, controls.SEARCH_ON):
        listening.action(name, pages.search)
    for name in (controls.HISTORY_EARLIER, controls.HISTORY_LATER):
        listening.action(name, pages.more_history)


@dataclass(frozen=True)
class Pages:
    """What each of them shows."""

    listening: Listening

    async def unverified(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """What is unverified at a digest's desk, oldest first, for the one who asks."""
        return await self._all(request, Filter(verdicts=("unverified",), desk=number_of(body), oldest_first=True))

    async def contested(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """What is contested at a digest's desk, oldest first, for the one who asks."""
        return await self._all(request, Filter(contested=True, desk=number_of(body), oldest_first=True))

    async def _all(self, request: Request, wanted: Filter) -> Reply:
        page = await self.listening.record.read(lambda session: finding.list_page(session, request, Place(wanted)))
        return lists.listing(page, request.now)

    async def list(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Another page of a list."""
        place = Place.unpacked(_value(body))
        page = await self.listening.record.read(lambda session: finding.list_page(session, request, place))
        return Replaced(lists.listing(page, request.now, more=bool(body.get("view"))))

    async def search(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Another page of what was found."""
        asked = _unpacked(body)
        page = await self.listening.record.read(
            lambda session: finding.search_page(session, request, asked["words"], at=asked["at"])
        )
        return Replaced(found(page, request.now, more=bool(body.get("view"))))

    async def history(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """What happened to a claim, from the beginning."""
        number = number_of(body)
        return chronicle(
            await self.listening.record.read(lambda session: finding.history_page(session, request, number))
        )

    async def more_history(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Another page of what happened to a claim."""
        asked = _unpacked(body)
        page = await self.listening.record.read(
            lambda session: finding.history_page(
                session,
                request,
                asked["claim"],
                at=asked["at"],
                after=asked.get("after", 0),
                before=asked.get("before"),
            )
        )
        return Replaced(chronicle(page, back="before" in asked))


def _value(body: Body) -> str:
    return str(body["actions"][0]["value"])


def _unpacked(body: Body) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_value(body))
    return found
