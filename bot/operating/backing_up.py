"""`app.py backup`: a copy of the record in one file, made while the bot runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.operating.leaving import FAILED, leave, opening_the_record
from bot.operating.progress import shown
from bot.settings import RecordSettings, read_settings
from bot.surfaces.phrases import count
from store.copying import copy_record
from store.errors import CannotCopy


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command()(backup)


def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes; no file is overwritten.")]) -> None:
    """Copy a SQLite record into a file, also while the bot runs, and verify the copy."""
    with opening_the_record():
        settings = read_settings(RecordSettings)
        if settings.database_url.startswith("postgresql"):
            dump = f'pg_dump --format=custom --file={file} "$DATABASE_URL"'
            leave(f"The record is on PostgreSQL, which copies it itself: {dump}", FAILED)
        try:
            with shown() as told:
                copied = copy_record(settings.database_url, file, lambda done, of: told("Pages", done, of))
        except CannotCopy as error:
            leave(f"{error} There is no backup.", FAILED)
    typer.echo(f"Copied {copied.size:,} bytes to {file}; all {count(copied.events, 'event')} in it verify.")
