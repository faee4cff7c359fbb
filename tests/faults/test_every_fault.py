"""Every fault once, shortly, one after the other on one record: nothing is lost, nothing doubled, and the bot is well.

`make faults` is the long campaign.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.databases import SQLITE
from tests.faults.campaign import suffer_all
from tests.faults.room import newsroom
from tests.faults.table import FAULTS

SHORT = 0.1  # of how long they last by hand
# What waits for the bot's own ten seconds, or a restart more, takes too long here.
BY_HAND = ("too late", "never", "link_disabled", "not there at start", "clock", "read-only")


async def test_nothing_is_lost_and_nothing_doubled_whatever_happens(tmp_path: Path) -> None:
    plan = [fault for fault in FAULTS if SQLITE in fault.on and not any(word in fault.name for word in BY_HAND)]
    async with newsroom(SQLITE, tmp_path, random.Random(1)) as room:  # noqa: S311
        for person in room.people:
            person.breath = SHORT
        outcome = await suffer_all(room, plan, SHORT)
    assert (outcome.lost, outcome.doubled, outcome.wrong) == ([], [], [])
    assert outcome.acknowledged > len(plan)
