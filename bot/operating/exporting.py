"""`app.py export`: the record as a file."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.delivery.printing import UNWRITTEN, Order, print_record, read_order, written_to
from bot.errors import Mistake, NotFound
from bot.operating.leaving import FAILED, NOT_UNDERSTOOD, leave, opening_the_record
from bot.operating.progress import shown
from bot.settings import RecordSettings, read_settings
from store import Record


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command()(export)


def export(
    words: Annotated[list[str] | None, typer.Argument(help="Which claims, in the words of /claim list.")] = None,
    form: Annotated[str, typer.Option("--format", help="csv, jsonl or claimreview.")] = "csv",
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is printed.")] = None,
    since: Annotated[str | None, typer.Option(help="Only what was filed since this day: 2023-05-23.")] = None,
    team: Annotated[str | None, typer.Option(help="Which Slack workspace, where there are several.")] = None,
    restricted: Annotated[bool, typer.Option("--with-restricted", help="Also what is kept in its channel.")] = False,
) -> None:
    """Write the record that DATABASE_URL names as a file."""
    try:
        with opening_the_record():
            order = read_order(form, words or [], since=since, team=team, restricted=restricted)
            asyncio.run(_export(read_settings(RecordSettings), order, out))
    except Mistake as mistake:
        leave(mistake.sentence, NOT_UNDERSTOOD)
    except BrokenPipeError:  # who read it has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except OSError as error:
        leave(f"{out or 'The file'} cannot be written ({error.strerror}).", FAILED)


async def _export(settings: RecordSettings, order: Order, out: Path | None) -> None:
    record = Record(settings.database_url)
    if record.is_new:
        raise NotFound("Nothing is on file yet: DATABASE_URL names no record.", unchanged=UNWRITTEN)
    await record.open()
    try:
        with written_to(out) as file, shown() as told:
            printed = await print_record(
                record, order, file, publisher=settings.publisher, now=SystemClock().now(), told=partial(told, "Claims")
            )
    finally:
        await record.close()
    sys.stderr.write(f"{printed.sentence}\n")
