"""Counterclaim's entry point: the commands, and the wiring. Nothing else knows everything, and nothing imports this."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import aiohttp
import structlog
import typer
from rich.console import Console
from slack_sdk.errors import SlackApiError

import handlers
from bot.clock import Clock, SystemClock
from bot.delivery.channels import look_at_channels
from bot.delivery.membership import Memberships
from bot.delivery.pace import Pace
from bot.delivery.pump import Pump
from bot.operating import backing_up, checking, exporting, manifest, moving, verifying
from bot.operating.doors import Door, session_of_calls, socket_door
from bot.operating.figures import Figures
from bot.operating.health import Health
from bot.operating.http_door import http_door
from bot.operating.leaving import FAILED, NOT_UNDERSTOOD, leave, opening_the_record
from bot.operating.logs import log_lines
from bot.rhythm.letting_go import let_go
from bot.rhythm.tick import tick
from bot.rhythm.ticking import ticking
from bot.rhythm.understanding import Understanding
from bot.settings import HttpSettings, Settings, read_settings
from handlers.listening import Listening
from handlers.looking import Looking
from sandbox.case import Case
from sandbox.casefile import read_case
from sandbox.clock import SandboxClock
from sandbox.entries import BrokenCaseError
from sandbox.play import play
from sandbox.server import SandboxServer
from store import Record
from store.passing import Keep

TICK = 30  # seconds
TENDING = 300  # seconds
LETTING_GO = 3600  # seconds
GRACE = 4.0  # seconds that requests and posts in hand have to finish when we are told to stop
PORT = 8765

log: structlog.stdlib.BoundLogger = structlog.get_logger()
commands = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Counterclaim keeps a verification team's record of who said what, and who says otherwise.",
)
for each in (checking, verifying, backing_up, exporting, moving, manifest):
    each.register(commands)


@dataclass
class Bot:
    """The bot at work. `settle` does what is due and waits until nothing is left to send."""

    record: Record
    clock: Clock
    pump: Pump
    door: Door
    understanding: Understanding | None = None
    keep: Keep = field(default_factory=Keep)
    figures: Figures = field(default_factory=Figures)

    async def tick(self) -> int:
        """Put what is due into the outbox; how many messages that makes."""
        now = self.clock.now()
        if self.understanding is not None:
            self.understanding.look_again()
        return await self.record.write(lambda session: tick(session, now))

    async def look_at_channels(self) -> None:
        """Find out which channels have turned private, with tokens that are good."""
        await self.door.tend()
        await look_at_channels(self.record, self.door.clients, self.clock.now())

    async def let_go(self) -> None:
        """Delete what nobody asks for any more."""
        await let_go(self.record, self.keep, self.clock.now())

    async def understand(self) -> None:
        """Give what is filed its vectors, for as long as the bot works."""
        if self.understanding is not None:
            await self.understanding.run()

    async def settle(self) -> None:
        """Do what is due and wait until all of it is sent."""
        await self.tick()
        await self.pump.settle()
        if self.understanding is not None:
            await self.understanding.settle()


@asynccontextmanager
async def working(settings: Settings | HttpSettings, clock: Clock, pace: Pace | None = None) -> AsyncIterator[Bot]:
    """Let Slack in and work until the block is left; then finish what is in hand.

    Raises SlackApiError in Socket Mode, BadSetting in HTTP mode.
    """
    record = Record(settings.database_url)
    await record.open()
    session = session_of_calls()
    memberships = Memberships(clock)
    try:
        door = await _door(settings, record, session, clock)
        pump = Pump(record, door.clients, clock, pace or Pace(), memberships, publisher=settings.publisher)
        understanding = Understanding(record) if settings.counterclaim_semantic else None
        looking = Looking(settings.gate, understanding)
        listening = handlers.register(door.app, record, clock, looking, memberships, door.installed)
        bot = Bot(record, clock, pump, door, understanding, settings.keep)
        health = _watched(bot, listening)
        sending = asyncio.create_task(pump.run(), name="pump")
        understood = asyncio.create_task(bot.understand(), name="understanding")
        try:
            if settings.counterclaim_metrics_port:
                await health.serve(settings.counterclaim_metrics_host, settings.counterclaim_metrics_port)
            # At once, too: something may have come due while we were away.
            tick_on = partial(_counted_tick, bot)
            async with ticking((TICK, tick_on), (TENDING, bot.look_at_channels), (LETTING_GO, bot.let_go)):
                await door.open()
                yield bot
        finally:
            await health.close()
            await door.close()
            await listening.finish(GRACE)
            understood.cancel()
            pump.stop()
            await asyncio.wait({sending, understood}, timeout=GRACE)
            sending.cancel()
    finally:
        await session.close()
        await record.close()


async def _door(
    settings: Settings | HttpSettings, record: Record, session: aiohttp.ClientSession, clock: Clock
) -> Door:
    if isinstance(settings, HttpSettings):
        return await http_door(settings, record, session, clock, manifest.scopes())
    return await socket_door(settings, record, session)


def _watched(bot: Bot, listening: Listening) -> Health:
    """Have everything counted that is worth it."""
    figures = bot.figures
    listening.hears.append(figures.heard)
    bot.record.commits.append(figures.committed)
    bot.pump.attempts.append(figures.sent)
    return Health(bot.record, bot.door, bot.clock, figures)


async def _counted_tick(bot: Bot) -> None:
    """The clock's job: ask the record what is due. A tick that is missed, late or fails does no harm."""
    try:
        await bot.tick()
    except Exception:
        bot.figures.ticked("failed", bot.clock.now().timestamp())
        raise
    bot.figures.ticked("done", bot.clock.now().timestamp())


@commands.command()
def run(
    http: Annotated[bool, typer.Option("--http", help="Many workspaces: Slack sends requests to us.")] = False,
) -> None:
    """Run the bot: it reads its settings from the environment or from .env."""
    with opening_the_record():
        settings = read_settings(HttpSettings) if http else read_settings(Settings)
        log_lines(
            logging.getLevelName(settings.counterclaim_log_level.upper()),
            console=settings.counterclaim_log_format == "console",
        )
        _until_stopped(settings)


def _until_stopped(settings: Settings | HttpSettings) -> None:
    try:
        asyncio.run(_run(settings))
    except SlackApiError as error:
        if error.response.status_code >= 500:
            leave(f"Slack is out of order (status {error.response.status_code}). Start again in a minute.", FAILED)
        leave(
            f"Slack does not let us in: {error.response.get('error')}. Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.",
            FAILED,
        )
    except (aiohttp.ClientError, TimeoutError):
        leave(
            f"No connection to {settings.slack_api_url}. Check the network and SLACK_API_URL, then start again.", FAILED
        )


async def _run(settings: Settings | HttpSettings) -> None:
    stop, connected = _on_signals(), asyncio.Event()

    async def work() -> None:
        async with working(settings, SystemClock()):
            connected.set()
            log.info("connected")
            await stop.wait()

    working_on = asyncio.create_task(work())
    await asyncio.wait({working_on, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if not connected.is_set():
        working_on.cancel()  # told to stop before Slack answered: there is nothing in hand yet
    with suppress(asyncio.CancelledError):
        await working_on
    log.info("stopped")


@commands.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Where the page is served, on this machine only.")] = PORT,
    data: Annotated[Path | None, typer.Option(help="Keep the record in this folder; else it is forgotten.")] = None,
    play_file: Annotated[Path | None, typer.Option("--play", help="Act out a case file, step by step.")] = None,
    headless: Annotated[bool, typer.Option("--headless", help="No page: print the play as a transcript.")] = False,
) -> None:
    """Try it without Slack: a workspace in the browser, with the real bot in it."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    log_lines(logging.ERROR)
    try:
        case = read_case(play_file) if play_file is not None else None
    except BrokenCaseError as error:
        leave(str(error), NOT_UNDERSTOOD)
    if headless and case is None:
        leave("--headless prints a play: name one, for example --play sandbox/cases/belgorod.yml", NOT_UNDERSTOOD)
    with tempfile.TemporaryDirectory(prefix="counterclaim-") as forgotten:
        folder = (data or Path(forgotten)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            ok = asyncio.run(_sandbox(0 if headless else port, folder, case, headless=headless))
        except OSError as error:
            leave(
                f"Port {port} cannot be used ({error.strerror}). Try another: app.py sandbox --port {port + 1}", FAILED
            )
    sys.exit(0 if ok else 1)


async def _sandbox(port: int, folder: Path, case: Case | None, *, headless: bool) -> bool:
    clock = SandboxClock(SystemClock())
    server = SandboxServer(clock, manifest.socket_manifest(), port=port)
    await server.start()
    settings = Settings(
        slack_bot_token=server.bot_token,
        slack_app_token=server.app_token,
        slack_api_url=server.api_url,
        database_url=f"sqlite:///{folder / 'counterclaim.db'}",
    )
    try:
        # Nobody is rate-limited on their own machine.
        async with working(settings, clock, Pace(rate=50, burst=100)) as bot:
            server.after_move = bot.settle
            say = partial(Console(highlight=False, markup=False).print, soft_wrap=True)
            if not headless:
                say(f"The sandbox is open: {server.url}")
                say("Type /claim there, press buttons, move the clock. Ctrl+C closes it.")
            stop = _on_signals()
            if case is None:
                await stop.wait()
                return True
            played = await play(server, case, say, pause=0.0 if headless else 1.0)
            if not headless:
                await stop.wait()
            return played.ok
    finally:
        await server.stop()


def _on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


if __name__ == "__main__":
    commands()
