"""Leases: one sender for each channel, whoever is faster; who takes over looks in Slack's history first."""

from __future__ import annotations

from bot.delivery.posting import ATTEMPT
from store import Record, Session, outbox
from store.outbox import LEASE
from tests.delivery.newsroom import VERIFICATION, Newsroom


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
    assert (await room.row("card:1:1")).holder == "elsewhere"


async def test_a_dead_holders_row_is_taken_over_when_its_lease_has_run_out(room: Newsroom) -> None:
    await room.file()
    await room.lease("elsewhere")
    pump = room.start()
    room.skip(LEASE - 5)
    await room.file(VERIFICATION)
    await room.posted("card:1:2")
    assert room.server.record.by_key("card:1:1") == []
    room.skip(6)
    await room.posted("card:1:1")
    await room.settled(pump)
    assert room.calls["conversations.history"] == 0, "it never left, so there is nothing to look for"


async def test_who_takes_over_what_had_left_looks_first_and_adopts_it(room: Newsroom) -> None:
    room.server.faults.slow("chat.postMessage", seconds=ATTEMPT)
    dying = room.start("dying")
    await room.file()
    post = await room.posted("card:1:1")
    await room.kill(dying)
    room.server.faults.clear()
    assert (await room.row("card:1:1")).state == "sending"
    heir = room.start("heir")
    room.skip(LEASE + 1)
    await room.until(lambda: room.calls["conversations.history"] == 1)
    await room.settled(heir)
    row = await room.row("card:1:1")
    assert (row.state, row.slack_ts, row.holder) == ("sent", post.ts, None)
    assert room.server.record.doubled() == {}


async def test_nothing_leaves_on_a_lease_that_is_too_old_or_not_ours(room: Newsroom) -> None:
    await room.file()
    await room.lease("first")
    row_id = (await room.row("card:1:1")).id or 0
    held_since = (await room.row("card:1:1")).held_since or 0

    async def begins(holder: str, seconds: float) -> bool:
        def work(session: Session) -> bool:
            return outbox.begin(session, row_id, holder, held_since + seconds, "C0INVEST01")

        return await room.record.write(work)

    assert not await begins("second", 0)
    assert not await begins("first", LEASE - ATTEMPT)
    assert (await room.row("card:1:1")).attempts == 0
    assert await begins("first", 1)
    assert (await room.row("card:1:1")).attempts == 1


async def test_who_comes_too_late_leaves_the_new_holders_lease_alone(room: Newsroom) -> None:
    """Else a third could take the row while the second is sending it."""
    await room.file()
    room.server.faults.drop_before("chat.postMessage")
    slow = room.start("slow")
    await room.failed(slow)
    room.server.faults.slow("conversations.history", seconds=0.5)
    room.skip(2)
    await room.until(lambda: room.calls["conversations.history"] == 1)
    room.skip(LEASE + 1)
    assert "card:1:1" in await room.lease("new")
    await room.stop(slow)
    row = await room.row("card:1:1")
    assert row.holder == "new"
    assert room.server.record.by_key("card:1:1") == []


async def test_a_lease_of_before_the_machine_was_started_again_is_nobodys(room: Newsroom) -> None:
    await room.file()
    room.skip(10_000)
    await room.lease("before")
    room.wall.ahead = 0.0  # the monotonic clock counts from the start
    pump = room.start()
    await room.posted("card:1:1")
    await room.settled(pump)


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
