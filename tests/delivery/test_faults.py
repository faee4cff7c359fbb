"""A bad day of Slack's: what it refuses for a while, fails at or leaves unanswered arrives once all the same."""

from __future__ import annotations

import pytest

from bot.delivery.pump import FIRST_RETRY
from tests.delivery.newsroom import VERIFICATION, Newsroom


async def test_429_on_a_post_is_waited_out_while_other_channels_go_on(room: Newsroom) -> None:
    room.server.faults.rate_limit("chat.postMessage", retry_after=90)
    pump = room.start()
    await room.file()
    await room.failed(pump)
    room.skip(88)
    await room.file(VERIFICATION)
    await room.posted("card:1:2")
    assert room.server.record.by_key("card:1:1") == []
    room.skip(3)
    await room.posted("card:1:1")
    await room.settled(pump)
    assert room.server.record.doubled() == {}


async def test_429_on_an_update_is_waited_out_longer_than_any_backoff(room: Newsroom) -> None:
    pump = room.start()
    number = await room.file()
    await room.posted("card:1:1")
    await room.settled(pump)
    room.server.faults.rate_limit("chat.update", retry_after=90)
    await room.take(number)
    await room.failed(pump)
    room.skip(88)
    await room.file(VERIFICATION)
    await room.posted("card:1:2")
    assert room.calls["chat.update"] == 1
    room.skip(3)
    await room.settled(pump)
    assert room.calls["chat.update"] == 2
    assert [edit.key for edit in room.server.record.edits] == ["card:1:1"]


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_error_is_tried_again_each_time_later(room: Newsroom, status: int) -> None:
    await room.file()
    pump = room.start()
    await room.posted("card:1:1")
    await room.settled(pump)
    room.server.faults.fail("chat.postMessage", status=status, times=4)
    await room.file()
    waited = 0.0
    for tries in range(1, 5):
        rest = await room.failed(pump, tries)
        assert FIRST_RETRY * 2 ** (tries - 1) - 0.9 < rest <= FIRST_RETRY * 2 ** (tries - 1)
        waited += rest
        room.skip(rest)
    await room.settled(pump)
    assert len(room.server.record.by_key("card:1:2")) == 1
    assert waited > 10


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_error_on_an_update_leaves_the_card_right_in_the_end(room: Newsroom, status: int) -> None:
    pump = room.start()
    number = await room.file()
    await room.posted("card:1:1")
    await room.settled(pump)
    room.server.faults.fail("chat.update", status=status)
    await room.take(number)
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    row = await room.row("card:1:1")
    assert (row.state, row.drawn) == ("sent", row.wanted)
    assert len(room.server.record.edits) == 1


async def test_a_connection_cut_before_slack_accepts_makes_one_message(room: Newsroom) -> None:
    room.server.faults.drop_before("chat.postMessage")
    pump = room.start()
    await room.file()
    await room.failed(pump)
    room.skip(2)
    await room.settled(pump)
    assert sum(post.key == "card:1:1" for post in room.server.record.posts) == 1
    assert room.server.record.doubled() == {}


async def test_an_answer_that_comes_too_late_makes_one_message(room: Newsroom) -> None:
    room.server.faults.slow("chat.postMessage", seconds=1.0)
    pump = room.start(attempt=0.3)
    await room.file()
    await room.posted("card:1:1")
    await room.until(lambda: room.calls["conversations.history"] == 1)
    await room.settled(pump)
    assert (await room.row("card:1:1")).slack_ts == room.server.record.by_key("card:1:1")[0].ts
    assert room.server.record.doubled() == {}


async def test_history_that_cannot_be_read_keeps_the_message_back(room: Newsroom) -> None:
    """As long as nobody knows whether Slack has it, nothing is sent again."""
    room.server.faults.drop_after_accepting("chat.postMessage")
    room.server.faults.fail("conversations.history", times=3)
    pump = room.start()
    await room.file()
    for failures in range(1, 5):
        await room.failed(pump, failures)
        assert room.calls["chat.postMessage"] == 1
        room.skip(60)
    await room.settled(pump)
    assert room.calls["chat.postMessage"] == 1
    assert (await room.row("card:1:1")).slack_ts == room.server.record.by_key("card:1:1")[0].ts
