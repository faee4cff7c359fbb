"""The week's picture comes once, in the digest's thread; where it cannot its figures come, and the digest anyhow."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.pump import Pump
from bot.rhythm.tick import tick
from sandbox.workspace import Message
from store import Session
from store.desks import desk_by_id
from store.tables import Outbox
from tests.delivery.newsroom import INVESTIGATION, PATIENCE, Newsroom
from tests.store.claims_on_file import put_contested

UPLOADS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")


async def morning(room: Newsroom, contested: int = 1, **more: object) -> Pump:
    """A desk that asked for the picture on tomorrow's weekday, and tomorrow's digest in its outbox."""
    await room.file()
    room.clock.move_by(timedelta(days=1, minutes=5))
    now = room.clock.now()

    def ready(session: Session) -> None:
        desk = desk_by_id(session, 1)
        desk.picture_day = now.weekday()
        for name, value in more.items():
            setattr(desk, name, value)
        session.add(desk)
        put_contested(session, desk, contested, at=now - timedelta(hours=2))

    await room.record.write(ready)
    await room.record.write(lambda session: tick(session, now))
    return room.start()


async def week(room: Newsroom) -> Outbox:
    (digest,) = digests(room)
    return await room.row(f"{digest.key}:week")


def digests(room: Newsroom) -> list[Message]:
    top = room.server.workspace.channels[INVESTIGATION].top
    return [message for message in top if (message.key or "").startswith("digest:")]


def replies(room: Newsroom) -> list[Message]:
    (digest,) = digests(room)
    return list(digest.replies)


def has_picture(message: Message) -> bool:
    return any(block["type"] == "image" for block in message.blocks or [])


async def retried(room: Newsroom, pump: Pump, times: int) -> None:
    """Let so many tries of the picture's row fail, and the next one come at once."""
    for nth in range(1, times + 1):
        await failed(pump, nth)
        room.skip(70)


async def failed(pump: Pump, nth: int) -> None:
    """Wait until the so-many-th try of one row has failed."""
    async with asyncio.timeout(PATIENCE):
        while pump._lanes or nth not in pump._tries.values():
            await (asyncio.wait(pump._lanes.values()) if pump._lanes else asyncio.sleep(0))


async def test_the_picture_comes_once_in_the_digests_thread_after_its_parts(room: Newsroom) -> None:
    pump = await morning(room, contested=25)
    await room.settled(pump)
    *parts, picture = replies(room)
    assert parts
    assert not any(map(has_picture, parts))
    assert has_picture(picture)
    assert "Eight weeks to" in picture.text
    assert "26 unverified" in picture.text
    assert room.server.record.refusals == []
    assert room.server.record.doubled() == {}


async def test_a_picture_that_slack_has_not_looked_at_yet_is_tried_again(room: Newsroom) -> None:
    room.server.workspace.unready = 2
    pump = await morning(room)
    await retried(room, pump, 2)
    await room.settled(pump)
    (picture,) = replies(room)
    assert has_picture(picture)
    assert {refusal.error for refusal in room.server.record.refusals} == {"invalid_blocks"}
    assert sum(room.calls[method] for method in UPLOADS[:1]) == 1, "it was uploaded once"


async def test_a_picture_that_slack_never_shows_gives_way_to_its_figures(room: Newsroom) -> None:
    room.server.workspace.unready = 1_000
    pump = await morning(room)
    await retried(room, pump, 5)
    await room.settled(pump)
    (told,) = replies(room)
    assert not has_picture(told)
    assert "The picture could not be shown." in told.text
    assert "2 unverified" in told.text


@pytest.mark.parametrize("method", UPLOADS)
async def test_an_upload_that_fails_is_begun_again(room: Newsroom, method: str) -> None:
    room.server.faults.fail(method)
    pump = await morning(room)
    await retried(room, pump, 1)
    await room.settled(pump)
    (picture,) = replies(room)
    assert has_picture(picture)


@pytest.mark.parametrize("method", UPLOADS)
async def test_an_upload_that_always_fails_leaves_the_digest_and_the_figures(room: Newsroom, method: str) -> None:
    room.server.faults.fail(method, times=None)
    pump = await morning(room)
    await room.until(lambda: bool(digests(room)))
    await retried(room, pump, 4)
    await room.settled(pump)
    (told,) = replies(room)
    assert not has_picture(told)
    assert "2 unverified" in told.text


async def test_an_app_without_the_scope_posts_the_figures_at_once(room: Newsroom) -> None:
    room.server.workspace.manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    pump = await morning(room)
    await room.settled(pump)
    (told,) = replies(room)
    assert not has_picture(told)
    assert "2 unverified" in told.text


async def test_a_post_whose_answer_was_lost_shows_the_picture_once(room: Newsroom) -> None:
    room.server.workspace.unready = 1
    pump = await morning(room)
    await failed(pump, 1)
    room.server.faults.drop_after_accepting("chat.postMessage")
    await retried(room, pump, 2)
    await room.settled(pump)
    assert len(replies(room)) == 1
    assert room.server.record.doubled() == {}


async def test_on_its_day_the_picture_comes_though_nothing_is_contested_and_nothing_is_to_be_said(
    room: Newsroom,
) -> None:
    pump = await morning(room, contested=0, if_nothing="not at all")
    await room.settled(pump)
    (digest,) = digests(room)
    assert "Nothing contested today" in digest.text
    assert [has_picture(each) for each in digest.replies] == [True]


async def test_without_being_asked_for_it_does_not_come(room: Newsroom) -> None:
    pump = await morning(room, picture_day=None)
    await room.settled(pump)
    assert replies(room) == []
    assert room.calls[UPLOADS[0]] == 0
