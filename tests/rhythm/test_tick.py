"""The tick: what is due goes into the outbox once, whoever ticks, whenever, and however often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import event

from bot.desk.snoozing import Snooze
from bot.rhythm.tick import tick
from store import Record, Session
from tests.databases import Database
from tests.rhythm.desk_over_time import DeskOverTime, desk_over_time, file, put_into

MONDAY = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
EVERY_DAY = 0b1111111


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskOverTime]:
    with desk_over_time(tmp_path, MONDAY) as desk:
        desk.open(zone="Europe/Kyiv")
        yield desk


@pytest.fixture
async def records(database: Database) -> AsyncIterator[list[Record]]:
    """One database, as two copies of the bot have it; a desk with ten claims."""
    records = [Record(database.url) for _ in range(2)]
    for record in records:
        await record.open()
    for _ in range(10):
        await records[0].write(lambda session: file(session, MONDAY))
    yield records
    for record in records:
        await record.close()


def keys(session: Session) -> list[str]:
    return [row.key for kind in ("digest", "reminder") for row in put_into(session, kind)]


@pytest.mark.both_databases
async def test_many_ticks_at_once_in_two_copies_make_one_digest_and_one_reminder(records: list[Record]) -> None:
    later = MONDAY + timedelta(days=1)
    counts = await asyncio.gather(
        *(record.write(lambda session: tick(session, later)) for _ in range(10) for record in records)
    )
    assert sorted(counts) == [0] * 19 + [2]
    assert len(await records[0].read(keys)) == 2


@pytest.mark.both_databases
@pytest.mark.postgres_only("on SQLite one copy at a time writes at all")
async def test_a_copy_whose_tick_takes_its_time_is_not_waited_for(records: list[Record]) -> None:
    later, begun, go_on = MONDAY + timedelta(days=1), Signal(), Signal()

    def tick_and_linger(session: Session) -> int:
        messages = tick(session, later)
        begun.set()
        go_on.wait()
        return messages

    slow = asyncio.create_task(records[0].write(tick_and_linger))
    await asyncio.to_thread(begun.wait)
    try:
        quick = await records[1].write(lambda session: tick(session, later))
    finally:
        go_on.set()
    assert (quick, await slow) == (0, 2)
    assert await records[1].write(lambda session: tick(session, later)) == 0


@pytest.mark.both_databases
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


@pytest.mark.both_databases
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


def test_snooze_moves_the_next_reminder_to_a_morning_and_no_other(desk: DeskOverTime) -> None:
    desk.later(hours=2)
    desk.snooze(1, Snooze.DAY, date(2026, 3, 12))
    told = []
    for _ in range(8):
        desk.later(days=1)
        told.append(desk.tick()[1])
    assert told == [[], [], [{"1": 1}], [{"1": 2}], [{"1": 3}], [{"1": 4}], [], []]


OFFICE = {"work_days": 0b0011111, "work_from": 600, "work_until": 1080}


def test_what_is_missed_in_downtime_waits_for_the_opening_and_the_digest_for_that_days_own(desk: DeskOverTime) -> None:
    desk.change(**OFFICE, digest_minute=720)
    desk.now = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)  # down since Monday; it is Saturday
    assert desk.tick() == ([], [])
    assert desk.digest.day == date(2026, 3, 16)
    desk.now = datetime(2026, 3, 16, 8, 0, 5, tzinfo=UTC)
    assert desk.tick() == ([], [{"1": 1}]), "ten in Kyiv: the desk opens"
    desk.now = datetime(2026, 3, 16, 10, 0, 5, tzinfo=UTC)
    assert desk.tick()[0] == [date(2026, 3, 16)]
    (row,) = put_into(desk.session, "digest")
    assert row.about["since"] is None, "it tells of all that has happened since the desk began"


def test_what_is_due_just_before_closing_still_goes_out(desk: DeskOverTime) -> None:
    desk.change(work_from=600, work_until=965)  # it closes at 16:05, and the claim is due at 16:00
    desk.now = datetime(2026, 3, 10, 14, 6, tzinfo=UTC)
    assert desk.tick()[1] == [{"1": 1}]


def test_a_weekly_digest_held_back_over_a_holiday_comes_when_the_holiday_is_taken_back(desk: DeskOverTime) -> None:
    desk.change(digest_days=0b0100000, days_off=["2026-03-14", "2026-03-15"])  # on Saturdays
    assert desk.digest.at == datetime(2026, 3, 15, 22, 0, tzinfo=UTC)  # Monday begins
    desk.now = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    desk.change(days_off=[])
    desk.later(seconds=1)
    assert desk.tick()[0] == [date(2026, 3, 14)]
    assert desk.digest.day == date(2026, 3, 21)


def test_a_digest_moved_at_noon_to_nine_still_comes_today_at_its_old_hour(desk: DeskOverTime) -> None:
    desk.set(zone="Europe/Kyiv", minute=1080, days=EVERY_DAY)
    desk.now = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    desk.tick()
    desk.set(zone="Europe/Kyiv", minute=540, days=EVERY_DAY)
    assert (desk.digest.day, desk.digest.at) == (date(2026, 3, 10), datetime(2026, 3, 10, 16, 0, tzinfo=UTC))
    desk.now = desk.digest.at
    assert desk.tick()[0] == [date(2026, 3, 10)]
    assert desk.digest.at == datetime(2026, 3, 11, 7, 0, tzinfo=UTC)


def test_a_desk_whose_zone_is_learnt_after_nine_there_begins_tomorrow(tmp_path: Path) -> None:
    with desk_over_time(tmp_path, datetime(2026, 3, 9, 8, 0, tzinfo=UTC)) as desk:
        file(desk.session, desk.now)
        assert desk.digest.at == datetime(2026, 3, 9, 9, 0, tzinfo=UTC), "nine in UTC is an hour ahead"
        desk.change(zone="Europe/Kyiv")
        assert desk.digest.at == datetime(2026, 3, 10, 7, 0, tzinfo=UTC), "in Kyiv it has passed before anybody filed"


def test_another_rhythm_counts_again_and_keeps_which_reminder_it_is(desk: DeskOverTime) -> None:
    desk.now = datetime(2026, 3, 10, 14, 0, 10, tzinfo=UTC)
    assert desk.tick()[1] == [{"1": 1}]
    desk.later(hours=1)
    desk.change(remind_every=240)
    assert desk.next_reminder() == datetime(2026, 3, 10, 18, 0, tzinfo=UTC), "four hours after the first"
    desk.later(hours=3)
    assert desk.tick()[1] == [{"1": 2}]
    desk.change(remind_times=2)
    desk.later(hours=4)
    assert desk.tick()[1] == [{"1": 3}]
    (last,) = [row for row in put_into(desk.session, "reminder") if row.about["last"]]
    assert last.about["nths"] == {"1": 3}
    assert desk.next_reminder() is None


def test_the_cost_of_a_tick_is_that_of_what_is_due(desk: DeskOverTime) -> None:
    """Every query of a tick is found along an index, and none of them walks through the claims or all that is due."""
    for _ in range(30):
        file(desk.session, desk.now)
    desk.take(1)
    desk.now = datetime(2026, 3, 10, 14, 0, 10, tzinfo=UTC)
    asked: list[tuple[str, Any]] = []
    connection = desk.session.connection()
    event.listen(connection.engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    assert tick(desk.session, desk.now) == 3, "a digest, hers, and those that nobody is on"
    plans = [
        step[3]
        for statement, parameters in asked
        if statement.startswith("SELECT")
        for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    ]
    assert len(plans) > 5
    walked = [plan for plan in plans if plan.startswith("SCAN") and "workspace" not in plan]
    assert walked == []
