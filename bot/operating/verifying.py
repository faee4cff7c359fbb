"""`app.py verify`: whether the history of every workspace is as it was written."""

from __future__ import annotations

import sys

import typer

from bot.operating.leaving import FAILED, opening_the_record
from bot.operating.progress import shown
from bot.settings import RecordSettings, read_settings
from bot.surfaces.phrases import count
from store.verifying import verify_all


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command()(verify)


def verify() -> None:
    """Verify the history of every workspace in the record that DATABASE_URL names. It changes nothing."""
    with opening_the_record(), shown() as told:
        found = verify_all(read_settings(RecordSettings).database_url, told)
    for each in found:
        if each.broken is None:
            typer.echo(f"{each.team}: all {count(each.events, 'event')} verify.")
        else:
            typer.echo(f"{each.team}: {each.broken} The {count(each.events, 'event')} before it verify.")
    if not found:
        typer.echo("Nothing is on file yet.")
    if any(each.broken is not None for each in found):
        typer.echo("Something was changed behind the bot's back. docs/operating.md says what to do.")
        sys.exit(FAILED)
