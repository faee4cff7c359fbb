"""`app.py migrate`: a record moves from SQLite into PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.operating.leaving import FAILED, NOT_UNDERSTOOD, leave
from bot.operating.progress import shown
from store.errors import AddressNotUnderstood, CannotTransfer
from store.transfer import transfer


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command()(migrate)


def migrate(
    source: Annotated[str, typer.Option("--from", help="Where it is: sqlite:///FILE. It stays as it is.")],
    target: Annotated[str, typer.Option("--to", help="An empty database: postgresql://USER:PASSWORD@HOST/NAME.")],
) -> None:
    """Move a record from SQLite into PostgreSQL, whole. Stop the bot before."""
    try:
        with shown() as told:
            moved = transfer(source, target, told)
    except AddressNotUnderstood:
        leave("--from begins with sqlite:///, --to with postgresql://. Nothing was moved.", NOT_UNDERSTOOD)
    except CannotTransfer as error:
        leave(f"{error} Nothing was moved.", FAILED)
    typer.echo(f"Moved {moved.rows:,} rows; all {moved.events:,} events verify. Set DATABASE_URL to the new address.")
