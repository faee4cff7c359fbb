"""Posts whose fate is unknown: Slack accepted them and nobody heard. They are found by their key, never sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rhythm.tick import tick
from sandbox.clock import SandboxClock
from tests.delivery.newsroom import INVESTIGATION, REPORTER, VERIFICATION, Newsroom

MORE_THAN_A_PAGE = 450  # messages; a page has 200
CONVERSATION = "D0RITA0001"
LONG = timedelta(hours=2)


@pytest.mark.parametrize("channel", [VERIFICATION, INVESTIGATION, CONVERSATION])
async def test_a_lost_answer_is_looked_up_in_history(room: Newsroom, channel: str) -> None:
    pump = room.start()
    await room.file(channel)
    await room.settled(pump)
    room.server.faults.drop_after_accepting("chat.postMessage")
    await room.file(channel)
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    assert room.server.record.doubled() == {}
    (post,) = room.server.record.by_key("card:1:2")
    row = await room.row("card:1:2")
    assert (row.state, row.slack_ts, row.channel, post.channel) == ("sent", post.ts, channel, channel)
    assert room.calls["conversations.history"] == 1
    assert room.server.record.refusals == []


async def test_a_lost_answer_in_a_thread_is_looked_up_among_its_replies(room: Newsroom) -> None:
    pump = room.start()
    number = await room.file()
    await room.settled(pump)
    room.server.faults.drop_after_accepting("chat.postMessage")
    await room.dispute(number)
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    assert room.server.record.doubled() == {}
    assert room.calls["conversations.replies"] == 1
    assert room.calls["conversations.history"] == 0
    assert [post.thread_ts for post in room.server.record.posts][1:] == [room.server.record.posts[0].ts]


async def test_it_is_found_behind_more_than_a_page_of_what_was_said_since(room: Newsroom) -> None:
    pump = room.start()
    await room.file()
    await room.settled(pump)
    room.server.faults.drop_after_accepting("chat.postMessage")
    await room.file()
    await room.failed(pump)
    await room.stop(pump)
    room.say(INVESTIGATION, MORE_THAN_A_PAGE)
    again = room.start("again")
    await room.settled(again)
    assert room.calls["conversations.history"] == 3
    assert room.server.record.doubled() == {}
    assert (await room.row("card:1:2")).slack_ts == room.server.record.by_key("card:1:2")[0].ts


async def test_it_is_found_behind_more_than_a_page_of_a_thread(room: Newsroom) -> None:
    pump = room.start()
    number = await room.file()
    await room.settled(pump)
    room.say(INVESTIGATION, MORE_THAN_A_PAGE, room.server.record.posts[0].ts)
    room.server.faults.drop_after_accepting("chat.postMessage")
    await room.dispute(number)
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    assert room.calls["conversations.replies"] == 3
    assert room.server.record.doubled() == {}
    assert len(room.server.record.posts) == 2


async def test_history_is_read_from_our_last_post_there_and_no_further_back(room: Newsroom) -> None:
    """A busy channel's whole past would take Slack's patience and ours."""
    room.say(INVESTIGATION, MORE_THAN_A_PAGE)
    pump = room.start()
    await room.server.move_clock(by=LONG)
    await room.file()
    await room.settled(pump)
    await room.server.move_clock(by=LONG)
    room.server.faults.drop_before("chat.postMessage")
    await room.file()
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    assert room.calls["conversations.history"] == 1
    assert len(room.server.record.by_key("card:1:2")) == 1


@pytest.mark.parametrize("ours", [-1, 1])
async def test_our_clock_may_be_a_day_off_slacks(room: Newsroom, ours: int) -> None:
    pump = room.start()
    slack = SandboxClock(room.wall)
    slack.move_by(timedelta(days=-ours))
    room.server.workspace.clock = slack
    await room.file()
    await room.settled(pump)
    room.server.faults.drop_after_accepting("chat.postMessage")
    await room.file()
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    assert room.server.record.doubled() == {}
    assert len(room.server.record.by_key("card:1:2")) == 1


async def test_a_reminder_that_is_found_is_not_sent_again(room: Newsroom) -> None:
    pump = room.start()
    await room.file()
    await room.settled(pump)
    room.server.faults.drop_after_accepting("chat.postMessage")
    room.clock.move_by(timedelta(hours=25))
    now = room.clock.now()
    assert await room.record.write(lambda session: tick(session, now)) == 2
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    kinds = [(post.key or "").partition(":")[0] for post in room.server.record.posts]
    assert sorted(kinds) == ["card", "digest", "reminder"]
    assert room.server.record.doubled() == {}


async def test_what_is_found_of_a_card_that_changed_meanwhile_is_drawn_again(room: Newsroom) -> None:
    room.server.faults.drop_after_accepting("chat.postMessage")
    pump = room.start()
    number = await room.file()
    await room.failed(pump)
    await room.take(number)
    room.skip(2)
    await room.settled(pump)
    (card,) = room.server.workspace.channels[INVESTIGATION].top
    assert "nobody is on it" not in str(card.blocks)
    assert room.server.record.doubled() == {}


async def test_a_crash_between_post_and_commit_ends_in_one_message(room: Newsroom) -> None:
    room.server.faults.slow("chat.postMessage", seconds=5, times=None)
    for life in range(3):
        dying = room.start(f"life {life}")
        await room.outlive(dying)
        await room.file(CONVERSATION, REPORTER)
        await room.until(lambda life=life: len(room.server.record.posts) > life)  # type: ignore[misc]
        await room.kill(dying)
    room.server.faults.clear()
    last = room.start("last")
    await room.outlive(last)
    await room.settled(last)
    assert sorted(post.key or "" for post in room.server.record.posts) == [f"card:1:{n}" for n in (1, 2, 3)]
