"""`make bench`: how long a `/claim` takes from keypress to answer, beside a Bolt app that only acknowledges.

Both answer over the same sandbox, one after the other, in one process: the ratio says what filing costs, the seconds
only what this machine is. Writes `bench/results.md`.
"""

from __future__ import annotations

import asyncio
import platform
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter

import aiohttp
import yaml
from rich.console import Console
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from app import working
from bot.clock import SystemClock
from bot.delivery.pace import Pace
from bot.settings import Settings
from sandbox.clock import SandboxClock
from sandbox.server import SandboxServer

ONE_BY_ONE, AT_ONCE = 200, 300
LINE = "/claim Speaker {n}: statement number {n} was made here https://example.org/{n} via WION citing Reuters"
RESULTS = Path(__file__).parent / "results.md"
MANIFEST = Path(__file__).parent.parent / "manifest.yml"


async def main() -> None:
    """Measure both and say what came of it."""
    bare = await _with_sandbox(_bare)
    whole = await _with_sandbox(_whole)
    rows = [
        f"| {what} | {1000 * ours:.1f} ms | {1000 * theirs:.1f} ms | {ours / theirs:.1f} |"
        for what, ours, theirs in zip(
            ("one by one, median", "one by one, 99 of 100", f"{AT_ONCE} at once, until the last"),
            whole,
            bare,
            strict=True,
        )
    ]
    table = ["| `/claim` | filed and answered | Bolt's bare ack | ratio |", "|---|---|---|---|", *rows]
    about = (
        f"Python {platform.python_version()}, {platform.machine()}; {ONE_BY_ONE} one by one, then {AT_ONCE} at once."
    )
    text = "\n".join(["# Figures", "", "`make bench` writes this file.", "", about, "", *table, ""])
    RESULTS.write_text(text)
    Console(markup=False, highlight=False).print(text)


async def _with_sandbox(measure: Callable[[SandboxServer, SandboxClock], Awaitable[list[float]]]) -> list[float]:
    clock = SandboxClock(SystemClock())
    server = SandboxServer(clock, yaml.safe_load(MANIFEST.read_text()))
    await server.start()
    try:
        return await measure(server, clock)
    finally:
        await server.stop()


async def _bare(server: SandboxServer, _clock: SandboxClock) -> list[float]:
    async def authorize(**_request: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=server.bot_token)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack("Filed.")

    async with aiohttp.ClientSession() as session:
        app = AsyncApp(client=AsyncWebClient(base_url=server.api_url, session=session), authorize=authorize)
        app.command("/claim")(acknowledge)
        socket = AsyncSocketModeHandler(app, server.app_token)
        await socket.connect_async()  # type: ignore[no-untyped-call]
        try:
            return await _timed(server)
        finally:
            await socket.close_async()  # type: ignore[no-untyped-call]


async def _whole(server: SandboxServer, clock: SandboxClock) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            slack_bot_token=server.bot_token,
            slack_app_token=server.app_token,
            slack_api_url=server.api_url,
            database_url=f"sqlite:///{folder}/counterclaim.db",
        )
        # Cards are posted meanwhile as they are at a newsroom: at Slack's pace.
        async with working(settings, clock, Pace()):
            return await _timed(server)


async def _timed(server: SandboxServer) -> list[float]:
    """Median and 99th percentile one by one, then how long it takes until the last of many at once is answered."""
    reporter = server.actor("reporter")
    seconds = []
    for n in range(ONE_BY_ONE):
        start = perf_counter()
        outcome = await reporter.type("verification", LINE.format(n=n))
        seconds.append(perf_counter() - start)
        if not outcome.acked:
            raise RuntimeError(f"line {n} was not acknowledged")
    start = perf_counter()
    lines = [LINE.format(n=ONE_BY_ONE + n) for n in range(AT_ONCE)]
    outcomes = await asyncio.gather(*(reporter.type("verification", line) for line in lines))
    burst = perf_counter() - start
    if not all(outcome.acked for outcome in outcomes):
        raise RuntimeError("not all of the burst was acknowledged")
    return [statistics.median(seconds), statistics.quantiles(seconds, n=100)[98], burst]


asyncio.run(main())
