"""The page's own small JSON API: look, act, move the clock, switch faults on."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox import showing
from sandbox.acting import Actor
from sandbox.errors import CannotDoError
from sandbox.files import shown_in_page
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.page_door import said, sentence, static
from sandbox.page_feed import Feeds
from sandbox.workspace import Json, Message

if TYPE_CHECKING:
    from sandbox.server import SandboxServer

MORNING = 9
Act = Callable[[Actor, Json], Awaitable[Json]]


class PageApi:
    """Serves the page and does what is clicked there, always as the person the request names."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server
        self.feeds = {team: Feeds(workspace) for team, workspace in server.town.workspaces.items()}

    def add_routes(self, app: web.Application, files: Path) -> None:
        """Add `/page/…`, and the files of the page at `/`."""
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/messages", self._messages)
        app.router.add_get("/page/thread", self._thread)
        app.router.add_get("/page/file", self._file)
        app.router.add_get("/page/live", self._live)
        app.router.add_get("/page/faults", self._list_faults)
        acts: dict[str, Act] = {
            "type": self._type,
            "upload": self._upload,
            "press": self._press,
            "options": self._options,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "home": self._home,
            "invite": self._invite,
            "join": self._join,
            "read": self._read,
            "clock": self._clock,
            "faults": self._faults,
        }
        for name, act in acts.items():
            app.router.add_post(f"/page/{name}", self._acting(act))
        app.router.add_get("/{file:.*}", static(files.resolve()))

    async def close(self) -> None:
        """Close every open page's feed."""
        for feeds in self.feeds.values():
            await feeds.close()

    # Looking

    async def _state(self, request: web.Request) -> web.Response:
        try:
            actor = self._actor(request.query)
        except LookupError as nothing:
            return said(sentence(nothing), status=404)
        teams = [{"id": each.team_id, "name": each.team_name} for each in self._server.town.workspaces.values()]
        body = showing.state(actor.stage, actor.person) | {"teams": teams}
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    def _actor(self, named: Mapping[str, Any]) -> Actor:
        """Return whom a request names, and in which workspace; LookupError if there is nobody, or no such place."""
        return self._server.actor(str(named.get("as") or "reporter"), named.get("team") or None)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        feeds = self.feeds.get(request.query.get("team") or self._server.workspace.team_id)
        if feeds is None:
            raise web.HTTPNotFound(text="There is no such workspace here.")
        return await feeds.serve(request)

    async def _messages(self, request: web.Request) -> web.Response:
        async def look(actor: Actor) -> list[Message]:
            return await actor.messages(request.query.get("channel", ""))

        return await self._listed(request, look)

    async def _thread(self, request: web.Request) -> web.Response:
        async def look(actor: Actor) -> list[Message]:
            return await actor.thread(request.query.get("channel", ""), request.query.get("ts", ""))

        return await self._listed(request, look)

    async def _listed(self, request: web.Request, look: Callable[[Actor], Awaitable[list[Message]]]) -> web.Response:
        try:
            actor = self._actor(request.query)
            found = await look(actor)
        except LookupError as nothing:
            return said(sentence(nothing), status=404)
        bodies = [showing.message(actor.stage, one, actor.person) for one in found]
        return web.json_response({"ok": True, "messages": bodies}, headers={"Cache-Control": "no-store"})

    async def _file(self, request: web.Request) -> web.Response:
        try:
            actor = self._actor(request.query)
            file = actor.stage.workspace.files[request.query.get("id", "")]
            if not file.shown_to & actor.stage.places(actor.person):
                raise LookupError
        except LookupError:
            return said("There is no such file here.", status=404)
        return shown_in_page(file)

    # Acting

    def _acting(self, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                body = json.loads(await request.text())
                actor = self._actor(body)
                return web.json_response({"ok": True} | await act(actor, body))
            except (CannotDoError, LookupError) as no:
                return said(sentence(no))
            except (AttributeError, TypeError, ValueError):
                return said("The page sent something that cannot be read.", status=400)

        return handle

    async def _type(self, actor: Actor, body: Json) -> Json:
        outcome = await actor.type(_text(body, "channel"), _text(body, "text"), body.get("thread_ts") or None)
        if outcome.error and outcome.request is None:
            return {"ok": False, "error": outcome.error}
        return {"acked": outcome.acked} | ({"error": outcome.error} if outcome.error else {})

    async def _upload(self, actor: Actor, body: Json) -> Json:
        data = base64.b64decode(_text(body, "data"), validate=True)
        text, thread_ts = str(body.get("text") or ""), body.get("thread_ts") or None
        await actor.post_file(_text(body, "channel"), _text(body, "name"), data, text, thread_ts)
        return {}

    async def _press(self, actor: Actor, body: Json) -> Json:
        where = _where(actor, body)
        if isinstance(where, View) and isinstance(body.get("values"), dict):
            # What stands in the other inputs goes along, as Slack's `state.values` does.
            await actor.fill(where, _without(body["values"], body.get("block_id"), body.get("action_id")))
        outcome = await actor.press(where, _text(body, "action_id"), body.get("block_id") or None, body.get("value"))
        return _answer(outcome)

    async def _options(self, actor: Actor, body: Json) -> Json:
        where = _where(actor, body)
        block_id = body.get("block_id") or None
        found = await actor.options(where, _text(body, "action_id"), str(body.get("typed") or ""), block_id)
        return {"options": found}

    async def _submit(self, actor: Actor, body: Json) -> Json:
        outcome = await actor.submit(_view(actor, body), body.get("values") or {})
        if outcome.errors:
            return {"ok": False, "errors": outcome.errors}
        return _answer(outcome)

    async def _close(self, actor: Actor, body: Json) -> Json:
        await actor.close(_view(actor, body), leave=body.get("leave") is True)
        return {}

    async def _shortcut(self, actor: Actor, body: Json) -> Json:
        outcome = await actor.shortcut(_text(body, "callback_id"), body.get("channel") or None, body.get("ts") or None)
        return _answer(outcome)

    async def _home(self, actor: Actor, body: Json) -> Json:
        if body.get("tab") == "messages":
            await actor.open_messages()
        else:
            await actor.open_home()
        return {}

    async def _invite(self, actor: Actor, body: Json) -> Json:
        await actor.invite(_text(body, "channel"), _text(body, "user"))
        return {}

    async def _join(self, actor: Actor, body: Json) -> Json:
        await actor.join(_text(body, "channel"))
        return {}

    async def _read(self, actor: Actor, body: Json) -> Json:
        messages = await actor.messages(_text(body, "channel"))
        if messages:
            channel = actor.stage.workspace.channels[messages[-1].channel]
            channel.last_read[actor.person.id] = messages[-1].ts
        return {}

    async def _clock(self, actor: Actor, body: Json) -> Json:
        now = self._server.clock.now()
        move = body.get("move")
        if move == "hour":
            await self._server.let_pass(now + timedelta(hours=1))
        elif move == "morning":
            local = now.astimezone(ZoneInfo(actor.person.tz))
            tomorrow = (local + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
            await self._server.let_pass(tomorrow)
        elif move == "now":
            await self._server.move_clock(to=self._server.clock.wall_now())
        else:
            raise CannotDoError("The clock moves by an hour, to tomorrow morning, or back to now.")
        return {"now": self._server.clock.now().timestamp()}

    async def _list_faults(self, request: web.Request) -> web.Response:
        active = [asdict(fault) for fault in self._server.faults.active]
        return web.json_response({"ok": True, "faults": active, "taken": dict(self._server.faults.taken)})

    async def _faults(self, actor: Actor, body: Json) -> Json:
        faults = self._server.faults
        kind = body.get("kind")
        if kind == "clear":
            faults.clear()
        elif kind == "cut_sockets":
            await faults.cut_sockets()
        elif kind == "disconnect":
            await faults.disconnect(str(body.get("reason") or "refresh_requested"))
        else:
            options = {n: body[n] for n in ("times", "retry_after", "status", "seconds") if n in body}
            try:
                faults.switch_on(str(kind), str(body.get("method") or "*"), **options)
            except ValueError as unknown:
                raise CannotDoError(str(unknown)) from unknown
        return {"faults": [asdict(fault) for fault in faults.active]}


def _where(actor: Actor, body: Json) -> Message | View:
    source = body.get("source") or {}
    if source.get("view_id"):
        return _view(actor, source)
    channel = actor.stage.seen(actor.person, _text(source, "channel"))
    return actor.stage.message(actor.person, channel, _text(source, "ts"))


def _view(actor: Actor, body: Json) -> View:
    view = actor.stage.views.by_id(_text(body, "view_id"))
    if view is None:
        raise LookupError("That form is not open any more.")
    return view


def _answer(outcome: Outcome) -> Json:
    if outcome.error:
        return {"ok": False, "error": outcome.error}
    return {"acked": outcome.acked}


def _text(body: Json, name: str) -> str:
    value: Any = body.get(name)
    if not isinstance(value, str) or not value:
        raise CannotDoError(f"The page sent no {name}.")
    return value


def _without(values: Json, block_id: object, action_id: object) -> Json:
    """Leave out the pressed element: what is chosen in it comes as the press's own value."""
    kept: Json = {}
    for name, inputs in values.items():
        rest = {key: raw for key, raw in inputs.items() if (name, key) != (block_id, action_id)}
        if rest:
            kept[name] = rest
    return kept
