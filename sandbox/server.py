"""The sandbox's server: Slack's Web API, its Socket Mode, its response addresses, and the page, on loopback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from sandbox import files
from sandbox.acting import Actor
from sandbox.clock import SandboxClock
from sandbox.errors import Refused
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.modals import Views
from sandbox.page_api import PageApi
from sandbox.page_door import guard
from sandbox.payloads import Payloads
from sandbox.people import default_workspace
from sandbox.record import Record
from sandbox.responses import Responses
from sandbox.socket import Ack, Link
from sandbox.stage import Stage
from sandbox.uploads import Uploads, bytes_of
from sandbox.webapi.registry import Office
from sandbox.webapi.requests import response_body
from sandbox.webapi.service import WebApi, with_fault
from sandbox.workspace import Json, Workspace

HOST = "127.0.0.1"
MOST_BODY = 10 * 1024 * 1024
CLOSING_SECONDS = 0.2
BACKLOG = 1024  # with aiohttp's 128, of 300 connections at once some wait a second to be let in
AfterMove = Callable[[], Awaitable[None]]


class SandboxServer:
    """A local Slack workspace for one bot.

    `manifest` is the parsed `manifest.yml`: what it grants and asks for is what there is. `port` 0 takes a free one.
    `after_move` is awaited whenever the clock was moved: it lets the bot do what has become due.
    """

    def __init__(
        self,
        clock: SandboxClock,
        manifest: Json,
        *,
        port: int = 0,
        bot_token: str = "xoxb-sandbox-token",  # noqa: S107 (it opens nothing but this sandbox)
        app_token: str = "xapp-sandbox-token",  # noqa: S107
        after_move: AfterMove | None = None,
    ) -> None:
        self.clock = clock
        self.manifest = manifest
        self.bot_token = bot_token
        self.app_token = app_token
        self.after_move = after_move
        self.record = Record()
        self.workspace: Workspace = default_workspace(clock, manifest)
        self.views = Views(clock, self.workspace)
        self.link = Link(self.workspace, self.record)
        self._payloads = Payloads(self.workspace)
        self.events = Events(self.workspace, self._payloads, self.link)
        self._responses = Responses(self.workspace, self.record)
        self._stage = Stage(
            self.workspace,
            self.views,
            self.record,
            self.link,
            self._payloads,
            self.events,
            self._responses,
        )
        self._office = Office(self.workspace, self.views, self.record, self.link, Uploads(self.workspace))
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self._page = PageApi(self)
        self.url = ""

    @property
    def api_url(self) -> str:
        """Return what the bot's SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    @property
    def faults(self) -> Faults:
        """Return the switches of everything that can go wrong."""
        return self.link.faults

    @property
    def stage(self) -> Stage:
        """Return what stands behind the actors."""
        return self._stage

    def actor(self, name: str) -> Actor:
        """Return a person at work, by role ("reporter"), handle ("rita") or id; LookupError if there is nobody."""
        return Actor(self._stage, self.workspace.person(name))

    async def start(self) -> None:
        """Listen on loopback; `url` and `api_url` are right from here on."""
        app = web.Application(client_max_size=MOST_BODY, middlewares=[guard])
        web_api = WebApi(self._office, bot_token=self.bot_token, app_token=self.app_token)
        app.router.add_route("*", "/api/{method}", web_api.handle)
        app.router.add_get("/link", self.link.serve)
        app.router.add_post("/response/{token:.+}", self._response)
        app.router.add_get(f"/files-pri/{self.workspace.team_id}-{{id}}/{{name:.+}}", self._download)
        app.router.add_post("/upload/v1/{ticket}", self._upload)
        self._page.add_routes(app, Path(__file__).parent / "page")
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._wanted_port, backlog=BACKLOG)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://{HOST}:{port}"
        self.workspace.address = self.url
        await self.events.start()

    async def stop(self) -> None:
        """Close every socket and stop listening; what was not delivered is lost, as the workspace itself is."""
        await self.events.stop()
        await self.link.close()
        await self._page.feeds.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def move_clock(self, *, to: datetime | None = None, by: timedelta | None = None) -> None:
        """Move the clock to a moment or by a step, let the bot do what is due, then tell the pages."""
        if to is not None:
            self.clock.move_to(to)
        if by is not None:
            self.clock.move_by(by)
        await self._arrived()
        self.workspace.changed("clock")

    async def let_pass(self, until: datetime) -> None:
        """Let time pass until a moment, a quarter of an hour at a time: what is due on the way comes then, not late."""
        while (stop := _next_quarter(self.clock.now())) < until:
            self.clock.move_to(stop)
            await self._arrived()
        await self.move_clock(to=until)

    async def _arrived(self) -> None:
        self.events.look()
        if self.after_move is not None:
            await self.after_move()

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until something in the workspace makes `condition` true; TimeoutError after `seconds`."""
        await self.workspace.until(condition, seconds)

    async def deliver(self, kind: str, payload: Json) -> Ack:
        """Send the bot an envelope as it is: a payload it has had before (`Outcome.request`), or a made-up one."""
        return await self.link.send(kind, payload, name="delivered again", answerable=kind != "events_api")

    async def _download(self, request: web.Request) -> web.Response:
        fault = self.faults.take("download")
        self.record.calls["download"] += 1
        return await with_fault(fault, request, lambda: files.download(self.workspace, request, self.bot_token))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take("upload")
        self.record.calls["upload"] += 1
        data = await bytes_of(request)
        self.workspace.changed("call")  # a slow one is waited for in tests as well
        return await with_fault(
            fault, request, lambda: self._office.uploads.receive(request.match_info["ticket"], data)
        )

    async def _response(self, request: web.Request) -> web.Response:
        fault = self.faults.take("response_url")
        self.record.calls["response_url"] += 1
        body = await response_body(request)
        return await with_fault(fault, request, lambda: self._respond(request.match_info["token"], body))

    def _respond(self, token: str, body: Json) -> web.Response:
        self.workspace.changed("call")
        try:
            self._responses.use(token, body)
        except Refused as refusal:
            self.record.refused("response_url", refusal.error, **refusal.detail)
            gone = refusal.error in ("used_url", "expired_url", "no_such_url")
            return web.json_response({"ok": False, "error": refusal.error}, status=404 if gone else 400)
        return web.Response(text="ok")


def _next_quarter(now: datetime) -> datetime:
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
