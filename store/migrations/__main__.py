"""Write the migration that brings the newest revision to what `store/tables` says.

`python -m store.migrations "what it changes"`; `--again` replaces the newest one, while nobody has it yet.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from store.engines import address, writer_engine
from store.migrations import configuration, migrate


def write(message: str) -> None:
    """Write the next migration, compared against an empty database brought to the newest revision."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    number = f"{int(newest or 0) + 1:04}"

    def compare(config: Config) -> None:
        command.revision(config, message, autogenerate=True, rev_id=number)

    with tempfile.TemporaryDirectory() as folder:
        engine = writer_engine(address(f"sqlite:///{folder}/record.db"))
        try:
            migrate(engine, lambda config: command.upgrade(config, "head"))
            migrate(engine, compare)
        finally:
            engine.dispose()


def forget_newest() -> None:
    """Delete the newest migration, so that it is written anew."""
    scripts = ScriptDirectory.from_config(configuration())
    newest = scripts.get_current_head()
    if newest is not None:
        Path(scripts.get_revision(newest).path).unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m store.migrations", description="Write the next migration.")
    parser.add_argument("message", help="what it changes, in a few words")
    parser.add_argument("--again", action="store_true", help="replace the newest one: nobody has it yet")
    arguments = parser.parse_args()
    if arguments.again:
        forget_newest()
    write(arguments.message)
