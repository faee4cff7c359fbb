"""The page's live feed: what changed, so that it fetches that again."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import web

from sandbox.page_door import sentence
from sandbox.workspace import Change, Json, Person, Workspace

KINDS = ("message", "messages_changed", "view", "home", "clock", "channels")


class Feeds:
    """The open pages. Each hears only of what its person can see."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pages: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Answer `/page/live?as=…` until the page goes away."""
        try:
            person = self._workspace.person(request.query.get("as") or "reporter")
        except LookupError as nothing:
            raise web.HTTPNotFound(text=sentence(nothing)) from nothing
        page = web.WebSocketResponse(heartbeat=20)
        await page.prepare(request)
        waiting: asyncio.Queue[Json] = asyncio.Queue()

        def note(change: Change) -> None:
            if self._hears(person, change):
                waiting.put_nowait({"type": change.kind, "channel": change.channel})

        unwatch = self._workspace.watch(note)
        sender = asyncio.create_task(_send(page, waiting))
        self._pages.add(page)
        try:
            async for _ in page:
                pass  # a page only listens
        finally:
            unwatch()
            self._pages.discard(page)
            sender.cancel()
        return page

    async def close(self) -> None:
        """Close every feed."""
        for page in tuple(self._pages):
            await page.close()

    def _hears(self, person: Person, change: Change) -> bool:
        if change.kind not in KINDS or change.person not in (None, person.id):
            return False
        channel = self._workspace.channels.get(change.channel or "")
        return channel is None or channel in self._workspace.visible_channels(person)


async def _send(page: web.WebSocketResponse, waiting: asyncio.Queue[Json]) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await page.send_json(await waiting.get())
