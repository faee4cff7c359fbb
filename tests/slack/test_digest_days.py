"""One digest for a desk and a local day: after a restart, a setting or a clock that moved, and after downtime."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.opening import at_work, open_newsroom


@pytest.fixture
async def contested(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a desk, a claim and a dispute."""
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.dispute(1)
    return newsroom


async def test_one_digest_each_local_day_at_its_hour(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 8, 59))
    assert contested.posts("digest") == []
    for moment in (kyiv(24, 9), kyiv(24, 9, 1), kyiv(24, 23), kyiv(25, 8, 59), kyiv(25, 9)):
        await contested.to(moment)
    heads = [text.splitlines()[0].partition(" · ")[2] for text in contested.texts("digest")]
    assert heads == ["Wed 24 May, 09:00 Kyiv", "Thu 25 May, 09:00 Kyiv"]


async def test_a_digest_missed_in_downtime_comes_once_and_says_that_it_is_late(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 10, 42))
    (told,) = contested.texts("digest")
    lines = told.splitlines()
    assert lines[0] == "1 contested claim, 1 open dispute · Wed 24 May, 10:42 Kyiv"
    assert lines[1] == "Late: due 09:00, sent 10:42. The bot was not running."
    await contested.to(kyiv(24, 12))
    assert len(contested.posts("digest")) == 1
    await contested.to(kyiv(25, 9))
    assert "Late" not in contested.texts("digest")[1]


async def test_of_several_missed_days_only_the_last_is_sent(contested: Newsroom) -> None:
    await contested.to(kyiv(28, 11))
    (told,) = contested.texts("digest")
    assert "Sun 28 May" in told.splitlines()[0]
    assert "Late: due 09:00, sent 11:00." in told
    await contested.to(kyiv(29, 9))
    assert len(contested.posts("digest")) == 2


async def test_the_first_digest_of_a_desk_that_is_older_than_a_day_does_not_say_yesterday(contested: Newsroom) -> None:
    await contested.to(kyiv(28, 11))
    (told,) = contested.texts("digest")
    assert "New since this desk began. Nobody is on it." in told
    assert "Filed since this desk began: C-1." in told
    assert "yesterday" not in told


async def test_a_first_digest_after_a_day_off_brings_the_picture_of_that_day(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, picture_day="2", days_off="24 May")
    await newsroom.file()
    await newsroom.to(kyiv(25, 9))
    await newsroom.settle()
    (digest,) = newsroom.posts("digest")
    assert len(digest.replies) == 1, "Wednesday had no digest"
    await newsroom.to(kyiv(26, 9))
    assert newsroom.posts("digest")[1].replies == []


async def test_a_few_minutes_are_not_called_late(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 9, 4))
    (told,) = contested.texts("digest")
    assert told.splitlines()[0].endswith("Wed 24 May, 09:00 Kyiv")
    assert "Late" not in told


async def test_a_restart_sends_nothing_again(file: Path) -> None:
    async with open_newsroom(file) as room:
        await room.file()
        await room.to(kyiv(24, 9))
        server = room.server
        assert len(room.posts("digest")) == 1
        # The bot of `open_newsroom` stands for the old process; this one is started beside it on the same record.
        async with at_work(server, file) as again:
            await again.settle()
            await room.to(kyiv(24, 9, 30))
            assert len(room.posts("digest")) == 1
        server.after_move = room.bot.settle
        await room.check_out()


async def test_a_bot_that_was_down_sends_late_when_it_starts_again(file: Path) -> None:
    async with open_newsroom(file) as room:
        await room.file()
        await room.dispute(1)
        await room.settle()
    async with open_newsroom(file, at=kyiv(24, 10, 42)) as room:
        await room.settle()
        (told,) = room.texts("digest")
        assert "Late: due 09:00, sent 10:42. The bot was not running." in told
        await room.check_out()
    async with open_newsroom(file, at=kyiv(24, 10, 45)) as room:
        await room.settle()
        assert room.posts("digest") == [], "it was sent before this start"


async def test_a_later_hour_set_after_the_digest_brings_no_second_one(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 9, 5))
    await contested.lead.close(await contested.form(contested.lead))
    told = contested.read(await contested.set_up(contested.lead, digest_time="11:00"))
    assert "Next digest: Thu 25 May, 11:00 Kyiv" in told
    await contested.to(kyiv(24, 11, 5))
    assert len(contested.posts("digest")) == 1
    await contested.to(kyiv(25, 11))
    assert len(contested.posts("digest")) == 2


async def test_an_earlier_hour_set_before_the_digest_is_kept(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 6))
    await contested.lead.close(await contested.form(contested.lead))
    await contested.set_up(contested.lead, digest_time="07:00")
    await contested.to(kyiv(24, 7))
    assert len(contested.posts("digest")) == 1
    await contested.to(kyiv(24, 9, 1))
    assert len(contested.posts("digest")) == 1


async def test_another_zone_brings_no_second_digest_for_a_day_that_had_one(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 9, 5))
    await contested.lead.close(await contested.form(contested.lead))
    told = contested.read(await contested.set_up(contested.lead, zone="America/New_York"))
    assert "Next digest: Thu 25 May, 09:00 New York" in told
    await contested.to(kyiv(24, 16, 5))
    assert len(contested.posts("digest")) == 1
    await contested.to(kyiv(25, 16))
    assert len(contested.posts("digest")) == 2


async def test_a_clock_set_back_brings_no_second_digest(contested: Newsroom) -> None:
    await contested.to(kyiv(24, 9, 5))
    await contested.to(kyiv(23, 15))
    await contested.to(kyiv(24, 9, 5))
    assert len(contested.posts("digest")) == 1
    await contested.to(kyiv(25, 9))
    assert len(contested.posts("digest")) == 2


async def test_only_the_days_that_were_chosen(contested: Newsroom) -> None:
    await contested.lead.close(await contested.form(contested.lead))
    await contested.set_up(contested.lead, digest_days=["4"])
    for day in range(24, 29):
        await contested.to(kyiv(day, 9))
    (told,) = contested.texts("digest")
    assert "Fri 26 May, 09:00 Kyiv" in told


@pytest.mark.parametrize(
    ("hour", "shown"), [("02:30", ["03:00", "02:30", "02:30"]), ("00:30", ["00:30", "00:30", "00:30"])]
)
async def test_the_clocks_going_forward_skips_no_digest(file: Path, hour: str, shown: list[str]) -> None:
    """On 26 March 2023 Berlin has no 02:00 to 03:00."""
    async with open_newsroom(file, at=datetime(2023, 3, 25, 12, tzinfo=UTC)) as room:
        await room.set_up(room.lead, zone="Europe/Berlin", digest_time=hour)
        await room.file()
        for night in (25, 26, 27):
            await half_hourly(room, datetime(2023, 3, night, 22, tzinfo=UTC))
        heads = [text.splitlines()[0].partition(" · ")[2] for text in room.texts("digest")]
        days = ["Sun 26 Mar", "Mon 27 Mar", "Tue 28 Mar"]
        assert heads == [f"{day}, {at} Berlin" for day, at in zip(days, shown, strict=True)]
        await room.check_out()


async def test_the_clocks_going_back_brings_one_digest(file: Path) -> None:
    """On 29 October 2023 Berlin has 02:00 to 03:00 twice."""
    async with open_newsroom(file, at=datetime(2023, 10, 28, 12, tzinfo=UTC)) as room:
        await room.set_up(room.lead, zone="Europe/Berlin", digest_time="02:30")
        await room.file()
        await half_hourly(room, datetime(2023, 10, 28, 22, tzinfo=UTC))
        (told,) = room.texts("digest")
        assert told.splitlines()[0].endswith("Sun 29 Oct, 02:30 Berlin")
        await room.check_out()


async def half_hourly(room: Newsroom, evening: datetime) -> None:
    for step in range(10):
        await room.to(evening + timedelta(minutes=30 * step))
