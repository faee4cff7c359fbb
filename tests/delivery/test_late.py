"""What waited for days in the outbox is drawn as the record then stands, and Slack takes it."""

from __future__ import annotations

from datetime import timedelta

from bot.rhythm.tick import tick
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
