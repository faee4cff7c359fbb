"""What waited for days in the outbox is drawn as the record then stands, and Slack takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import select

from bot.rhythm.tick import tick
from store import outbox
from store.tables import Outbox
from tests.delivery.newsroom import INVESTIGATION, Newsroom


async def test_reminders_that_waited_until_none_is_left_to_come_still_go_out(room: Newsroom) -> None:
    pump = room.start()
    await room.file()
    await room.settled(pump)
    channel = room.server.workspace.channels[INVESTIGATION]
    channel.archived = True
    for day in range(8):
        room.clock.move_by(timedelta(days=1, minutes=5))
        if day == 0:
            await room.file()  # so that one message holds first and second reminders
        now = room.clock.now()
        await room.record.write(lambda session, now=now: tick(session, now))  # type: ignore[misc]
    await room.settled(pump)
    channel.archived = False
    await room.stop(pump)
    again = room.start("again")
    await room.settled(again)
    assert {refusal.error for refusal in room.server.record.refusals} == {"is_archived"}
    reminders = [post for post in room.server.record.posts if (post.key or "").startswith("reminder:")]
    assert any("No other reminder of them is to come." in str(message.blocks) for message in channel.top)
    assert len(reminders) == 2, "the newest to the desk, and the lead's"
    assert room.server.record.doubled() == {}


async def test_a_digest_that_was_put_aside_does_not_follow_a_newer_one(room: Newsroom) -> None:
    await room.file()
    for _ in range(2):
        room.clock.move_by(timedelta(days=1))
        now = room.clock.now()
        await room.record.write(lambda session, now=now: tick(session, now))  # type: ignore[misc]
    older, newer = sorted(row.key for row in await digests(room))
    row_id = (await room.row(older)).id or 0
    await room.record.write(lambda session: outbox.stick(session, row_id, "KeyError"))
    await room.settled(room.start())
    assert [post.key for post in room.server.record.posts if (post.key or "").startswith("digest:")] == [newer]
    assert (await room.row(older)).state == "ended"


async def digests(room: Newsroom) -> Sequence[Outbox]:
    return await room.record.read(lambda session: session.exec(select(Outbox).where(Outbox.kind == "digest")).all())
