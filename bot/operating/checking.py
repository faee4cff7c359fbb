"""`app.py check`: whether everything the bot needs is there, in a sentence each. It changes nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.clock import Clock, SystemClock
from bot.operating import findings, manifest, tokens
from bot.operating.checking_workspaces import of_workspaces
from bot.operating.doors import client_for, session_of_calls
from bot.operating.findings import Finding, Sign
from bot.operating.leaving import FAILED, opening_the_record
from bot.settings import HttpSettings, Settings, read_settings
from store.condition import Standing, condition

COLOURS = {Sign.GOOD: "green", Sign.NOTED: "yellow", Sign.WRONG: "bold red"}
COPY_BOT_TOKEN = "Copy SLACK_BOT_TOKEN anew from OAuth & Permissions."  # noqa: S105


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command()(check)


def check(
    http: Annotated[bool, typer.Option("--http", help="As for app.py run --http: each workspace's token.")] = False,
) -> None:
    """Look whether the bot can work: tokens, scopes, clock, database, outbox. It changes nothing."""
    with opening_the_record():
        clock = SystemClock()
        checked = (
            _http_checked(read_settings(HttpSettings), clock) if http else _checked(read_settings(Settings), clock)
        )
        found = asyncio.run(checked)
    show(found)
    if any(each.sign is Sign.WRONG for each in found):
        sys.exit(FAILED)


async def _checked(settings: Settings, clock: Clock) -> list[Finding]:
    seen = await asyncio.to_thread(condition, settings.database_url)
    async with session_of_calls() as session:
        client = client_for(settings, session, settings.slack_bot_token)
        bot = await tokens.of_bot(client, clock)
        app = None if bot.silent else await tokens.of_app(client, settings.slack_app_token, clock)
    found = [findings.of_bot_token(bot, settings.slack_api_url, COPY_BOT_TOKEN)]
    if app is not None:
        found += [findings.of_app_token(app)]
        if bot.refused is None:
            found += [findings.of_scopes(bot.scopes, manifest.scopes())]
        found += [findings.of_clock(bot.ahead)]
    return [*found, *findings.of_database(seen), *findings.of_outbox(seen, clock.now())]


async def _http_checked(settings: HttpSettings, clock: Clock) -> list[Finding]:
    seen = await asyncio.to_thread(condition, settings.database_url)
    found: list[Finding] = []
    if seen.standing is Standing.CURRENT and seen.shut is None:
        async with session_of_calls() as session:
            found = await of_workspaces(settings, session, clock)
    return [*found, *findings.of_database(seen), *findings.of_outbox(seen, clock.now())]


def show(found: Sequence[Finding]) -> None:
    """Print a line for each; in columns and colours where somebody looks."""
    console = Console(highlight=False)
    if not console.is_terminal:
        for each in found:
            console.print(f"{each.sign.value} {each.about}: {each.sentence}", soft_wrap=True, markup=False)
        return
    table = Table.grid(padding=(0, 1))
    for each in found:
        table.add_row(
            Text(each.sign.value, COLOURS[each.sign]), Text(each.about, "bold", no_wrap=True), Text(each.sentence)
        )
    console.print(table)
