"""The Home tab: opened, searched, and listed in full. Its claims' buttons are answered where all others are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import finding
from bot.desk.filters import Place
from bot.desk.home import check_files
from bot.desk.request import Request
from bot.surfaces import controls, forms, lists
from bot.surfaces.found import about_search, found
from handlers import requests
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin


def register(listening: Listening) -> None:
    """Answer the Home tab."""
    tab = Tab(listening)
    listening.event("app_home_opened", tab.opened)
    listening.action(controls.REFRESH_HOME, tab.refresh)
    listening.action(controls.SEARCH, tab.search)
    listening.action(controls.LIST_ALL, tab.list)
    listening.action(controls.FILE_AT_HOME, tab.file)


@dataclass(frozen=True)
class Tab:
    """What is done on it."""

    listening: Listening

    async def opened(self, body: Body, client: AsyncWebClient) -> None:
        """Somebody opened the conversation with the bot: their Home is drawn if that is the tab they see."""
        if body["event"].get("tab") == "home":
            await self.listening.put_up_home(await self.listening.asked(requests.from_home, body, client), client)

    async def refresh(self, request: Request, _body: Body, client: AsyncWebClient) -> Reply:
        """Draw it again."""
        await self.listening.put_up_home(request, client)
        return None

    async def search(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """What holds the words in the search field, each with a button that opens it."""
        words = _typed(body)
        if not words.strip():
            return forms.result("Search", about_search(), origin(request))
        page = await self.listening.record.read(lambda session: finding.search_page(session, request, words))
        return forms.result("Search", found(page, request.now, more=True), origin(request))

    async def list(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """A section's whole list, from its beginning, each with a button that opens it."""
        place = Place.unpacked(body["actions"][0]["value"])
        page = await self.listening.record.read(lambda session: finding.list_page(session, request, place))
        return forms.result("Claims", lists.listing(page, request.now, more=True), origin(request))

    async def file(self, request: Request, _body: Body, _client: AsyncWebClient) -> Reply:
        """The form that files a claim."""
        await self.listening.record.read(lambda session: check_files(session, request))
        return forms.file_form(origin(request))


def _typed(body: Body) -> str:
    """What stands in the search field, which Enter sends along, and the button beside it does not."""
    action = body["actions"][0]
    if action["type"] == "plain_text_input":
        return action.get("value") or ""
    state: dict[str, Any] = (body["view"].get("state") or {}).get("values") or {}
    return (state.get("search") or {}).get(controls.SEARCH, {}).get("value") or ""
