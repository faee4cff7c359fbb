"""What holds for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web_app
from hypothesis import settings

from tests.databases import SQLITE, Database, Postgres, database_of, on_both, postgres_at_work

# What decides whether a change lands must decide the same twice; by hand, new examples are looked for each time.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        on_both(metafunc)


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    """Sweep up between two files: thousands of tests later that takes seconds, and Slack waits for three.

    aiohttp remembers the last thousand handlers of servers that are long gone. What outlives a file (code, caches) is
    not looked through again.
    """
    yield
    web_app._cached_build_middleware.cache_clear()
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server, started when the first test wants one."""
    with postgres_at_work() as server:
        yield server


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A record nothing is in yet: on SQLite, and where a test is for both databases on PostgreSQL, too."""
    kind = getattr(request, "param", SQLITE)
    with database_of(kind, tmp_path, lambda: request.getfixturevalue("postgres"), begun=True) as database:
        yield database


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table in it."""
    kind = getattr(request, "param", SQLITE)
    with database_of(kind, tmp_path, lambda: request.getfixturevalue("postgres"), begun=False) as database:
        yield database
