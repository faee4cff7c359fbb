"""Two copies on one PostgreSQL under load: one is killed again and again, or they are restarted one after the other.

`python -m tests.process.copies` is the long campaign.
"""

from __future__ import annotations

import os
import random
import secrets
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import select

from sandbox.server import SandboxServer
from store.tables import Lane
from tests.databases import Database
from tests.process.copies import FAST, Copies

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.postgres_only("several copies, also on several machines, want a PostgreSQL"),
]


@pytest.fixture
def copies(server: SandboxServer, database: Database, tmp_path: Path) -> Copies:
    seed = int(os.environ.get("COUNTERCLAIM_SEED") or secrets.randbelow(10**6))
    print(f"\nCOUNTERCLAIM_SEED={seed}")  # noqa: T201 (shown when it fails, or with -s)
    return Copies(server, database.url, tmp_path, random.Random(seed), breath=1.0)  # noqa: S311


async def test_copies_that_are_killed_lose_nothing_double_nothing_and_are_followed_by_the_others(
    copies: Copies,
) -> None:
    copies.command = FAST
    await copies.at_work(2.0, (0.5, 1.5), kill=True)
    figures = copies.figures()
    assert (figures["lost"], figures["doubled"], figures["amiss"]) == ([], [], []), figures
    assert copies.kills
    assert figures["filed"]


async def test_copies_that_are_restarted_one_after_the_other_leave_no_command_without_an_answer(
    copies: Copies,
) -> None:
    await copies.at_work(2.0, (0.5, 1.5), kill=False)
    figures = copies.figures()
    assert (figures["lost"], figures["doubled"], figures["amiss"]) == ([], [], []), figures
    assert copies.left_without_an_answer() == []
    assert copies.stops
    assert Counter(copies.read(lambda session: [lane.holder for lane in session.exec(select(Lane))])).keys() == {None}
