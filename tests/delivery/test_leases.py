"""Leases: one sender for each channel, whoever is faster; who takes over looks in Slack's history first."""

from __future__ import annotations

import asyncio

from sqlmodel import select

from bot.delivery.leases import AGAIN
from bot.delivery.posting import ATTEMPT
from bot.delivery.pump import KEPT, Rest
from store import Record, Session, lanes, outbox
from store.lanes import LEASE, SAFE
from store.tables import Lane
from tests.delivery.newsroom import INVESTIGATION, VERIFICATION, Newsroom


async def test_two_pumps_on_one_record_send_everything_once(room: Newsroom) -> None:
    for _ in range(10):
        await room.file()
        await room.file(VERIFICATION)
    other = Record(room.database)  # as another process has it
    await other.open()
    first, second = room.start("first"), room.start("second", record=other)
    await room.until(lambda: len(room.server.record.posts) >= 21)  # the cards, and the word that a desk was opened
    await room.settled(first)
    await room.settled(second)
    await room.stop(second)
    await other.close()
    assert room.server.record.doubled() == {}
    assert len(room.server.record.posts) == 21
    assert room.server.record.refusals == []


async def test_what_another_has_in_hand_is_left_alone_and_the_rest_goes_on(room: Newsroom) -> None:
    await room.file()
    taken = await room.lease("elsewhere")
    assert "card:1:1" in taken
    pump = room.start()
    await room.file()  # the same channel: one sender at a time
    await room.file(VERIFICATION)
    await room.posted("card:1:3")
    await room.settled(pump)
    assert [post.channel for post in room.server.record.posts] == [VERIFICATION] * 2
    assert (await room.holders())[INVESTIGATION] == "elsewhere"


async def test_a_lane_is_its_senders_until_nothing_on_it_rests_and_then_anybodys(room: Newsroom) -> None:
    pump = room.start(rate=2)
    await room.file()
    await room.posted("card:1:1")
    while pump._lanes:
        await asyncio.wait(pump._lanes.values())
    assert (await room.holders())[INVESTIGATION] == "first", "a card rests until it may be drawn again"
    await room.settled(pump)
    assert set((await room.holders()).values()) == {None}


async def test_what_slack_told_one_copy_to_wait_with_no_other_copy_sends(room: Newsroom) -> None:
    room.server.faults.rate_limit("chat.postMessage", retry_after=300)
    first = room.start("first")
    await room.file()
    await room.failed(first)
    await room.file()
    other = Record(room.database)  # as another process has it
    await other.open()
    second = room.start("second", record=other)
    await room.settled(second)
    for _ in range(6):  # the first is alive, and says so
        room.skip(AGAIN)
        while first.leases.until_again() <= 0:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await room.settled(second)
    assert room.server.record.posts == []
    room.skip(300 - 6 * AGAIN)
    await room.settled(first)
    await room.stop(second)
    await other.close()
    assert [post.key for post in room.server.record.posts] == ["card:1:1", "card:1:2"]


async def test_what_one_copy_cannot_send_by_itself_another_may_try(room: Newsroom) -> None:
    """Its network may be down: it is not to keep what comes to the channel from those whose network is not."""
    first = room.start("first", attempt=0.0001)
    await room.file()
    row_id = (await room.row("card:1:1")).id or 0
    while not first._resting.get(row_id, Rest(0, 0)).until - room.clock.monotonic() > KEPT:
        await asyncio.sleep(0)
        if not first._lanes:
            room.skip(1)
    while (await room.holders())[INVESTIGATION] is not None:  # noqa: ASYNC110
        await asyncio.sleep(0)
    other = Record(room.database)  # as another process has it
    await other.open()
    second = room.start("second", record=other)
    await room.posted("card:1:1")
    await room.settled(second)
    await room.stop(second)
    await other.close()


async def test_a_dead_holders_lane_is_taken_over_once_it_was_seen_unchanged_for_a_lease(room: Newsroom) -> None:
    await room.file()
    await room.lease("elsewhere")
    pump = room.start()
    await room.settled(pump)
    room.skip(LEASE - 5)
    await room.file(VERIFICATION)
    await room.posted("card:1:2")
    assert room.server.record.by_key("card:1:1") == []
    room.skip(6)
    await room.posted("card:1:1")
    await room.settled(pump)
    assert room.calls["conversations.history"] == 0, "it never left, so there is nothing to look for"


async def test_a_holder_that_says_so_again_keeps_its_lane(room: Newsroom) -> None:
    await room.file()
    await room.lease("elsewhere")
    pump = room.start()
    for _ in range(4):
        await room.settled(pump)
        await room.record.write(lambda session: lanes.renew(session, "elsewhere"))
        await room.settled(pump)
        room.skip(LEASE - 5)
    await room.settled(pump)
    assert room.server.record.posts == []


async def test_no_machines_clock_is_compared_with_anothers(room: Newsroom) -> None:
    """The one that died counted from elsewhere; so does a machine that was started again."""
    for ahead in (1e6, 0.0):
        room.wall.ahead = ahead
        number = await room.file()
        await room.lease(f"elsewhere {ahead}")
        room.wall.ahead = 5e5
        pump = room.start(f"heir {ahead}")
        await room.settled(pump)
        assert room.server.record.by_key(f"card:1:{number}") == []
        room.skip(LEASE + 1)
        await room.posted(f"card:1:{number}")
        await room.stop(pump)


async def test_who_takes_over_what_had_left_looks_first_and_adopts_it(room: Newsroom) -> None:
    room.server.faults.slow("chat.postMessage", seconds=ATTEMPT)
    dying = room.start("dying")
    await room.file()
    post = await room.posted("card:1:1")
    await room.kill(dying)
    room.server.faults.clear()
    assert (await room.row("card:1:1")).state == "sending"
    heir = room.start("heir")
    await room.outlive(heir)
    await room.until(lambda: room.calls["conversations.history"] == 1)
    await room.settled(heir)
    row = await room.row("card:1:1")
    assert (row.state, row.slack_ts) == ("sent", post.ts)
    assert room.server.record.doubled() == {}


async def test_nothing_leaves_on_a_lane_that_is_not_ours_or_for_elsewhere(room: Newsroom) -> None:
    await room.file()
    await room.lease("first")
    row_id = (await room.row("card:1:1")).id or 0
    by_target = await room.record.read(lambda session: dict(session.exec(select(Lane.target, Lane.id)).all()))
    lane_id = by_target[INVESTIGATION] or 0

    async def begins(holder: str, lane: int) -> bool:
        return await room.record.write(lambda session: outbox.begin(session, row_id, lane, holder, INVESTIGATION))

    assert not await begins("second", lane_id)
    await room.file(VERIFICATION)
    await room.lease("first")
    assert not await begins("first", lane_id + 1)
    assert (await room.row("card:1:1")).attempts == 0
    assert await begins("first", lane_id)
    assert (await room.row("card:1:1")).attempts == 1
    await room.record.write(lambda session: outbox.end(session, row_id))
    assert not await begins("first", lane_id)
    assert (await room.row("card:1:1")).state == "ended"


def test_an_attempt_that_begins_while_a_lease_lasts_ends_before_anybody_else_begins_one() -> None:
    assert SAFE + ATTEMPT + AGAIN < LEASE
    assert LEASE + AGAIN < 60, "what a dead copy had in hand is taken over within a minute"


async def test_who_comes_too_late_leaves_what_another_has_taken_alone(room: Newsroom) -> None:
    """Else a third could take the lane while the second is sending on it."""
    await room.file()
    room.server.faults.drop_before("chat.postMessage")
    slow = room.start("slow")
    await room.failed(slow)
    room.server.faults.slow("conversations.history", seconds=0.5)
    room.skip(2)
    await room.until(lambda: room.calls["conversations.history"] == 1)

    def take_over(session: Session) -> None:
        for lane in session.exec(select(Lane)):
            lane.holder, lane.turn = "new", lane.turn + 1

    await room.record.write(take_over)
    await room.stop(slow)
    assert (await room.holders())[INVESTIGATION] == "new"
    assert (await room.row("card:1:1")).attempts == 1
    assert room.server.record.by_key("card:1:1") == []


async def test_stopping_waits_for_the_post_in_hand_and_not_for_the_queue(room: Newsroom) -> None:
    for _ in range(3):
        await room.file()
    room.server.faults.slow("chat.postMessage", seconds=0.3)
    pump = room.start()
    await room.posted("card:1:1")
    await room.stop(pump)
    rows = [await room.row(f"card:1:{number}") for number in (1, 2, 3)]
    assert [row.state for row in rows] == ["sent", "waiting", "waiting"]
    assert rows[0].slack_ts is not None
    again = room.start("again")
    await room.settled(again)
    assert len(room.server.record.posts) == 3
    assert room.calls["conversations.history"] == 0
