"""Cards and their threads: one message for life, drawn as the record stands; what is told waits for its card."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta

from bot.delivery.pump import LOOK_AGAIN
from bot.rhythm.tick import tick
from tests.delivery.newsroom import INVESTIGATION, VERIFICATION, Newsroom


def keys(room: Newsroom) -> list[str]:
    return [post.key or "" for post in room.server.record.posts]


def card_in_slack(room: Newsroom) -> str:
    (card,) = [message for message in room.server.workspace.channels[INVESTIGATION].top if message.is_bot]
    return str(card.blocks)


async def test_five_changes_at_once_are_one_update_or_two(room: Newsroom) -> None:
    pump = room.start()
    number = await room.file()
    await room.settled(pump)
    await asyncio.gather(*(room.dispute(number) for _ in range(5)))
    await room.settled(pump)
    assert 1 <= len(room.server.record.edits) <= 2
    assert "Contested (5)" in card_in_slack(room)
    assert len(keys(room)) == 1 + 5


async def test_five_changes_one_after_the_other_within_a_second_are_one_update_or_two(room: Newsroom) -> None:
    pump = room.start(rate=1)
    number = await room.file()
    await room.settled(pump)
    for n in range(1, 6):
        await room.dispute(number)
        # The card has had the time to be drawn in between, and waits for what else comes.
        await room.server.until(lambda n=n: room.server.record.calls["chat.update"] >= min(n, 1))  # type: ignore[misc]
    await room.settled(pump)
    assert 1 <= len(room.server.record.edits) <= 2
    assert "Contested (5)" in card_in_slack(room)


async def test_changes_while_the_card_is_on_its_way_are_one_update(room: Newsroom) -> None:
    room.server.faults.slow("chat.postMessage", seconds=1)
    pump = room.start()
    number = await room.file()
    await room.posted("card:1:1")
    for _ in range(5):
        await room.dispute(number)
    await room.settled(pump)
    assert len(room.server.record.edits) == 1
    assert "Contested (5)" in card_in_slack(room)


async def test_what_is_told_in_a_thread_waits_for_its_card(room: Newsroom) -> None:
    room.server.faults.fail("chat.postMessage")
    pump = room.start()
    number = await room.file()
    await room.failed(pump)
    for _ in range(3):
        await room.dispute(number)
    await room.file(VERIFICATION)
    await room.posted("card:1:2")  # whatever could go has gone by then
    room.skip(2)
    await room.settled(pump)
    card, *told = [post for post in room.server.record.posts if post.channel == INVESTIGATION]
    assert card.thread_ts is None
    assert [post.thread_ts for post in told] == [card.ts] * 3


async def test_a_row_that_waits_for_a_retry_holds_back_its_own_thread_and_no_other(room: Newsroom) -> None:
    pump = room.start()
    held, free = await room.file(), await room.file()
    await room.settled(pump)
    room.server.faults.fail("chat.postMessage")
    await room.dispute(held)
    await room.failed(pump)
    failed = (await room.row("card:1:1")).slack_ts
    await room.dispute(held)
    await room.dispute(free)
    await room.file()
    await room.posted("card:1:3")
    own = (await room.row("card:1:2")).slack_ts
    await room.until(lambda: any(post.thread_ts == own for post in room.server.record.posts))
    said = [post.thread_ts for post in room.server.record.posts if post.thread_ts is not None]
    assert failed not in said, "what was said later in that thread would stand before what failed"
    assert said == [own]
    room.skip(2)
    await room.settled(pump)
    thread = [post.key or "" for post in room.server.record.posts if post.thread_ts == failed]
    assert thread == sorted(thread, key=lambda key: int(key.rpartition(":")[2]))
    assert len(thread) == 2


async def test_a_card_that_somebody_deleted_is_posted_anew_at_its_next_change(room: Newsroom) -> None:
    pump = room.start()
    number = await room.file()
    await room.settled(pump)
    room.server.workspace.delete(room.server.workspace.channels[INVESTIGATION].top[0])
    await room.dispute(number)
    await room.settled(pump)
    first, second, told = room.server.record.posts
    assert (first.key, second.key, told.thread_ts) == ("card:1:1", "card:1:1", second.ts)
    assert "Contested (1)" in card_in_slack(room)
    assert (await room.row("card:1:1")).slack_ts == second.ts


async def test_a_card_deleted_just_before_its_thread_is_told_is_posted_anew_with_it(room: Newsroom) -> None:
    pump = room.start()
    number = await room.file()
    await room.settled(pump)
    room.server.faults.rate_limit("chat.postMessage", retry_after=30)
    await room.dispute(number)
    await room.failed(pump)
    room.server.workspace.delete(room.server.workspace.channels[INVESTIGATION].top[0])
    room.skip(31)
    await room.settled(pump)
    _, second, told = room.server.record.posts
    assert (second.key, told.thread_ts) == ("card:1:1", second.ts)
    assert [refusal.error for refusal in room.server.record.refusals] == ["thread_not_found"]


async def test_the_rest_of_a_digest_whose_first_part_was_deleted_is_let_go(room: Newsroom) -> None:
    for _ in range(40):
        await room.dispute(await room.file())
    pump = room.start()
    await room.settled(pump)
    room.clock.move_by(timedelta(days=1))
    now = room.clock.now()
    await room.record.write(lambda session: tick(session, now))
    await room.until(lambda: any(key.startswith("digest:") for key in keys(room)))
    digest = next(post for post in room.server.record.posts if (post.key or "").startswith("digest:"))
    message = room.server.workspace.find(INVESTIGATION, digest.ts)
    assert message is not None
    assert not message.replies
    room.server.workspace.delete(message)
    await room.settled(pump)
    assert room.server.record.doubled() == {}
    rest = len((await room.row(digest.key or "")).about["pages"]) - 1
    assert rest > 1
    assert [refusal.error for refusal in room.server.record.refusals] == ["thread_not_found"] * rest
    assert (await room.row(f"{digest.key}:2")).state == "ended"


async def test_a_database_that_fails_for_a_moment_does_not_end_the_sending(room: Newsroom) -> None:
    pump = room.start()
    await room.file()
    await room.settled(pump)
    file = room.database.removeprefix("sqlite:///")
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE outbox RENAME TO elsewhere")
    room.skip(LOOK_AGAIN)
    await asyncio.wait({room.running["first"]}, timeout=0.5)
    assert not room.running["first"].done()
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE elsewhere RENAME TO outbox")
    await room.file()
    await room.posted("card:1:2")
    await room.settled(pump)
