"""A fault of each family, shortly, one after the other on one record: nothing is lost or doubled, and the bot is well.

`make faults` is the long campaign, of all of them.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.databases import SQLITE
from tests.faults.campaign import suffer_all
from tests.faults.room import newsroom
from tests.faults.table import FAULTS

SHORT = 0.1  # of how long they last by hand
FAMILIES = (
    "Slack accepts and drops",
    "database locked",
    "disk full",
)


async def test_nothing_is_lost_and_nothing_doubled_whatever_happens(tmp_path: Path) -> None:
    plan = [fault for fault in FAULTS if fault.name in FAMILIES]
    assert len(plan) == len(FAMILIES)
    async with newsroom(SQLITE, tmp_path, random.Random(1)) as room:  # noqa: S311
        for person in room.people:
            person.breath = SHORT
        outcome = await suffer_all(room, plan, SHORT)
    assert (outcome.lost, outcome.doubled, outcome.wrong) == ([], [], [])
    assert outcome.acknowledged > len(plan)
