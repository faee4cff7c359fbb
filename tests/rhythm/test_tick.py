"""The tick: what is due goes into the outbox once, whoever ticks, whenever, and however often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.rhythm.tick import tick
from store import Record, Session
from tests.rhythm.desk_over_time import DeskOverTime, desk_over_time, file, put_into

MONDAY = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
EVERY_DAY = 0b1111111


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskOverTime]:
    with desk_over_time(tmp_path, MONDAY) as desk:
        desk.open(zone="Europe/Kyiv")
        yield desk


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[list[Record]]:
    """One database, as two copies of the bot have it; a desk with ten claims."""
    records = [Record(f"sqlite:///{tmp_path / 'record.db'}") for _ in range(2)]
    for record in records:
        await record.open()
    for _ in range(10):
        await records[0].write(lambda session: file(session, MONDAY))
    yield records
    for record in records:
        await record.close()


def keys(session: Session) -> list[str]:
    return [row.key for kind in ("digest", "reminder") for row in put_into(session, kind)]


async def test_many_ticks_at_once_in_two_copies_make_one_digest_and_one_reminder(records: list[Record]) -> None:
    later = MONDAY + timedelta(days=1)
    counts = await asyncio.gather(
        *(record.write(lambda session: tick(session, later)) for _ in range(10) for record in records)
    )
    assert sorted(counts) == [0] * 19 + [2]
    assert len(await records[0].read(keys)) == 2


async def test_a_crash_in_a_tick_leaves_nothing_and_the_next_tick_does_it_all(records: list[Record]) -> None:
    later = MONDAY + timedelta(days=1)

    def crash(session: Session) -> None:
        assert tick(session, later) == 2
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await records[0].write(crash)
    assert await records[1].read(keys) == []
    assert await records[1].write(lambda session: tick(session, later)) == 2
    assert await records[0].write(lambda session: tick(session, later)) == 0


async def test_claims_filed_while_ticks_run_are_all_reminded_of_once(records: list[Record]) -> None:
    def filed(at: datetime) -> asyncio.Future[int]:
        return asyncio.ensure_future(records[0].write(lambda session: file(session, at)))

    def ticked(at: datetime) -> asyncio.Future[int]:
        return asyncio.ensure_future(records[1].write(lambda session: tick(session, at)))

    moments = [MONDAY + timedelta(hours=hour) for hour in range(72)]
    for moment in moments:
        await asyncio.gather(filed(moment), ticked(moment), ticked(moment))
    reminders = await records[0].read(lambda session: [row.about["nths"] for row in put_into(session, "reminder")])
    told = [(claim, nth) for reminder in reminders for claim, nth in reminder.items()]
    assert len(told) == len(set(told))
    assert {claim for claim, nth in told if nth == 1} >= {str(number) for number in range(1, 11 + 47)}


def test_after_days_of_downtime_one_late_digest_says_which_slot_it_missed(desk: DeskOverTime) -> None:
    desk.now = datetime(2026, 3, 13, 8, 42, tzinfo=UTC)
    digests, reminders = desk.tick()
    assert digests == [date(2026, 3, 13)]
    assert reminders == [{"1": 1}]
    (row,) = put_into(desk.session, "digest")
    assert row.about["due"] == "2026-03-13T07:00:00+00:00"
    assert row.about["noticed"] == desk.now.isoformat()
    assert desk.tick() == ([], [])


def test_after_downtime_that_ends_before_the_slot_yesterdays_digest_is_sent_late(desk: DeskOverTime) -> None:
    desk.now = datetime(2026, 3, 13, 6, 0, tzinfo=UTC)
    assert desk.tick()[0] == [date(2026, 3, 12)]
    desk.later(hours=1, seconds=1)
    assert desk.tick()[0] == [date(2026, 3, 13)]


def test_a_late_reminder_is_not_followed_by_the_next_on_its_heels(desk: DeskOverTime) -> None:
    desk.now = datetime(2026, 3, 14, 13, 50, tzinfo=UTC)  # its time of day comes again in ten minutes
    assert desk.tick()[1] == [{"1": 1}]
    desk.later(minutes=15)
    assert desk.tick()[1] == []
    desk.later(days=1)
    assert desk.tick()[1] == [{"1": 2}]


def test_a_clock_that_is_set_back_makes_nothing_come_twice(desk: DeskOverTime) -> None:
    desk.later(days=2)
    desk.tick()
    told = len(desk.told)
    desk.later(days=-2)
    for _ in range(48):
        desk.later(hours=1)
        assert desk.tick() == ([], [])
    assert len(desk.told) == told
    desk.later(days=1)
    assert desk.tick()[0] == [date(2026, 3, 12)]


@pytest.mark.parametrize("minute", [540, 1080, 480])
def test_settings_saved_between_a_slot_and_its_tick_do_not_lose_that_digest(desk: DeskOverTime, minute: int) -> None:
    desk.now = datetime(2026, 3, 10, 7, 0, 10, tzinfo=UTC)  # ten seconds after 09:00 in Kyiv
    desk.set(zone="Europe/Kyiv", minute=minute, days=EVERY_DAY)
    desk.later(seconds=20)
    assert desk.tick()[0] == [date(2026, 3, 10)]
    assert desk.digest.day == date(2026, 3, 11)
    desk.later(days=1, hours=12)
    assert desk.tick()[0] == [date(2026, 3, 11)]


def test_a_digest_moved_to_a_later_hour_of_the_same_day_comes_at_that_hour(desk: DeskOverTime) -> None:
    desk.now = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
    desk.set(zone="Europe/Kyiv", minute=1080, days=EVERY_DAY)
    desk.later(hours=2)
    assert desk.tick()[0] == []
    desk.now = datetime(2026, 3, 10, 16, 0, 5, tzinfo=UTC)
    assert desk.tick()[0] == [date(2026, 3, 10)]


def test_a_desk_without_digest_days_has_none_and_begins_again_when_it_wants_them(desk: DeskOverTime) -> None:
    desk.set(zone="Europe/Kyiv", minute=540, days=0)
    desk.later(days=3)
    assert desk.tick()[0] == []
    desk.set(zone="Europe/Kyiv", minute=540, days=EVERY_DAY)
    assert desk.tick()[0] == []
    desk.later(days=1)
    assert desk.tick()[0] == [date(2026, 3, 13)]


def test_three_reminders_then_one_to_the_lead_then_silence(desk: DeskOverTime) -> None:
    for _ in range(10 * 24):
        desk.later(hours=1)
        desk.tick()
    rows = put_into(desk.session, "reminder")
    assert [(row.about["nths"], row.about["last"]) for row in rows] == [
        ({"1": 1}, False),
        ({"1": 2}, False),
        ({"1": 3}, False),
        ({"1": 4}, True),
    ]


def test_claims_filed_within_an_hour_are_told_of_together_and_each_checkers_apart(desk: DeskOverTime) -> None:
    numbers = [1]
    for _ in range(3):
        desk.later(minutes=10)
        numbers.append(file(desk.session, desk.now))
    desk.later(minutes=5)
    desk.take(numbers[1])
    desk.take(numbers[3])
    desk.later(hours=23, minutes=26)
    assert desk.tick()[1] == [{"1": 1, "3": 1}]
    desk.later(hours=1)
    assert desk.tick()[1] == [{"2": 1, "4": 1}]


def test_snooze_moves_the_next_reminder_a_day_and_no_other(desk: DeskOverTime) -> None:
    desk.later(hours=2)
    desk.snooze(1)
    told = []
    for _ in range(8):
        desk.later(days=1)
        told.append(desk.tick()[1])
    assert told == [[], [{"1": 1}], [{"1": 2}], [{"1": 3}], [{"1": 4}], [], [], []]
