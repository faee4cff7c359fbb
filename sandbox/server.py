"""The sandbox's server: Slack's Web API, its Socket Mode, its response addresses, and the page, on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from sandbox.acting import Actor
from sandbox.addresses import Addresses
from sandbox.apps_page import AppsPage
from sandbox.authorizing import Authorizing
from sandbox.clock import SandboxClock
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.installations import Installations, Token
from sandbox.modals import Views
from sandbox.page_api import PageApi
from sandbox.page_door import guard
from sandbox.record import Record
from sandbox.registration import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, Registration
from sandbox.socket import Ack, Link
from sandbox.stage import Stage
from sandbox.town import Town
from sandbox.webapi.service import WebApi
from sandbox.workspace import Json, Workspace

HOST = "127.0.0.1"
MOST_BODY = 10 * 1024 * 1024
CLOSING_SECONDS = 0.2
BACKLOG = 1024  # with aiohttp's 128, of 300 connections at once some wait a second to be let in
AfterMove = Callable[[], Awaitable[None]]


class SandboxServer:
    """A local Slack for one bot.

    `manifest` is the parsed `manifest.yml`: what it grants and asks for is what there is, and it decides whether the
    bot is reached by its sockets or by HTTP. `port` 0 takes a free one. `after_move` is awaited whenever the clock was
    moved: it lets the bot do what has become due.

    There is one workspace, and the bot is installed in it with `bot_token`; `workspaces` makes more, T0SANDBOX1 and so
    on (`workspace`, `stage`, `views` and `events` are the first one's). With `installed=False` nobody has installed it
    yet: OAuth does that, by `client_id` and `client_secret`, from `authorize_url` on. With `organisation` they
    belong to one (Enterprise Grid).
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
        workspaces: int = 1,
        organisation: bool = False,
        installed: bool = True,
        client_id: str = CLIENT_ID,
        client_secret: str = CLIENT_SECRET,
        signing_secret: str = SIGNING_SECRET,
    ) -> None:
        self.clock = clock
        self.manifest = manifest
        self.bot_token = bot_token
        self.app_token = app_token
        self.after_move = after_move
        self.registration = Registration(manifest, client_id, client_secret, signing_secret)
        self.town = Town(
            clock,
            self.registration,
            bot_token=bot_token if installed else None,
            count=workspaces,
            organisation=organisation,
        )
        self.town.installations.keep(Token(app_token, "app"))
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self._page = PageApi(self)
        self.url = ""

    @property
    def record(self) -> Record:
        """Return what the bot did and was refused, in every workspace."""
        return self.town.record

    @property
    def installations(self) -> Installations:
        """Return where the bot is installed, and its tokens."""
        return self.town.installations

    @property
    def link(self) -> Link:
        """Return the bot's sockets."""
        return self.town.link

    @property
    def workspace(self) -> Workspace:
        """Return the first workspace."""
        return self.town.first

    @property
    def views(self) -> Views:
        """Return the first workspace's open views."""
        return self.stage.views

    @property
    def events(self) -> Events:
        """Return what sends the first workspace's events."""
        return self.stage.events

    @property
    def authorize_url(self) -> str:
        """Return the page where people allow the bot, as `https://slack.com/oauth/v2/authorize` is Slack's."""
        return f"{self.url}/oauth/v2/authorize"

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
        """Return what stands behind the first workspace's actors."""
        return self.town.stage()

    def actor(self, name: str, team: str | None = None) -> Actor:
        """Return a person at work, by role ("reporter"), handle ("rita") or id; LookupError if there is nobody.

        `team` is the id of another workspace than the first one.
        """
        stage = self.town.stage(team)
        return Actor(stage, stage.workspace.person(name))

    async def start(self) -> None:
        """Listen on loopback; `url` and `api_url` are right from here on."""
        app = web.Application(client_max_size=MOST_BODY, middlewares=[guard])
        app.router.add_route("*", "/api/{method}", WebApi(self.town).handle)
        app.router.add_get("/link", self.link.serve)
        Addresses(self.town).add_routes(app)
        Authorizing(self.town).add_routes(app)
        AppsPage(self.town).add_routes(app)
        self._page.add_routes(app, Path(__file__).parent / "page")
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._wanted_port, backlog=BACKLOG)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://{HOST}:{port}"
        await self.town.start(self.url)

    async def stop(self) -> None:
        """Close every socket and stop listening; what was not delivered is lost, as the workspace itself is."""
        await self.town.stop()
        await self._page.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def use_manifest(self, manifest: Json) -> None:
        """Give the app another manifest, as one does at Slack: it holds from now on, in every workspace."""
        self.manifest.clear()
        self.manifest.update(manifest)

    async def move_clock(self, *, to: datetime | None = None, by: timedelta | None = None) -> None:
        """Move the clock to a moment or by a step, let the bot do what is due, then tell the pages."""
        if to is not None:
            self.clock.move_to(to)
        if by is not None:
            self.clock.move_by(by)
        await self._arrived()
        for workspace in self.town.workspaces.values():
            workspace.changed("clock")

    async def let_pass(self, until: datetime) -> None:
        """Let time pass until a moment, a quarter of an hour at a time: what is due on the way comes then, not late."""
        while (stop := _next_quarter(self.clock.now())) < until:
            self.clock.move_to(stop)
            await self._arrived()
        await self.move_clock(to=until)

    async def _arrived(self) -> None:
        for stage in self.town.stages.values():
            stage.events.look()
        if self.after_move is not None:
            await self.after_move()

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until something in any workspace makes `condition` true; TimeoutError after `seconds`."""
        happened = asyncio.Event()
        unwatch = [each.watch(lambda _: happened.set()) for each in self.town.workspaces.values()]
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    happened.clear()
                    await happened.wait()
        finally:
            for stop in unwatch:
                stop()

    async def deliver(self, kind: str, payload: Json) -> Ack:
        """Send the bot an envelope as it is: a payload it has had before (`Outcome.request`), or a made-up one."""
        return await self.town.ways.send(kind, payload, name="delivered again", answerable=kind != "events_api")


def _next_quarter(now: datetime) -> datetime:
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
