"""Where nothing is contested a desk hears so, or in short, or not at all; what readers must hear comes in any case."""

from __future__ import annotations

import pytest

from bot.desk.digest import BRIEFLY, NOT_AT_ALL
from store import Session, outbox
from store.desks import desk_by_id
from tests.slack.newsroom import Newsroom, kyiv


async def wants(newsroom: Newsroom, if_nothing: str) -> None:
    """Have the desk hear so much where nothing is contested."""

    def work(session: Session) -> None:
        desk = desk_by_id(session, 1)
        desk.if_nothing = if_nothing
        session.add(desk)

    await newsroom.bot.record.write(work)


@pytest.fixture
async def room(newsroom: Newsroom) -> Newsroom:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    return newsroom


async def test_in_short_it_is_one_line(room: Newsroom) -> None:
    await wants(room, BRIEFLY)
    await room.to(kyiv(24, 9))
    assert room.texts("digest") == ["Nothing contested today · Wed 24 May, 09:00 Kyiv · 1 unverified."]


async def test_not_at_all_posts_nothing_and_still_counts_as_the_days_digest(room: Newsroom) -> None:
    await wants(room, NOT_AT_ALL)
    for moment in (kyiv(24, 9), kyiv(24, 12), kyiv(25, 9)):
        await room.to(moment)
    assert room.posts("digest") == []
    row = await room.bot.record.read(lambda session: outbox.row_by_key(session, "digest:1:2023-05-24"))
    assert row is not None
    assert row.state == "ended"
    await room.dispute(1)
    await room.to(kyiv(26, 9))
    (told,) = room.texts("digest")
    assert told.splitlines()[1] == "New since yesterday. Nobody is on it.", "the day without a post was a digest's day"


async def test_not_at_all_swallows_no_news(room: Newsroom) -> None:
    await wants(room, NOT_AT_ALL)
    await room.to(kyiv(24, 9))
    await room.discard(1)
    await room.to(kyiv(25, 9))
    (told,) = room.texts("digest")
    assert "Settled or reopened since yesterday: C-1 discarded." in told
    await room.to(kyiv(26, 9))
    assert len(room.posts("digest")) == 1


async def test_news_that_waits_for_an_archived_channel_is_not_lost_behind_a_day_without_any(room: Newsroom) -> None:
    room.expected = {("chat.postMessage", "is_archived"), ("chat.update", "is_archived")}
    await wants(room, NOT_AT_ALL)
    channel = room.channel("verification")
    await room.discard(1)
    channel.archived = True
    await room.to(kyiv(24, 9))
    await room.to(kyiv(25, 9))
    channel.archived = False
    await room.bot.record.write(outbox.unstick)
    await room.settle()
    (told,) = room.texts("digest")
    assert "C-1 discarded" in told


async def test_the_preview_says_that_nothing_would_be_posted(room: Newsroom) -> None:
    await wants(room, NOT_AT_ALL)
    told = room.read(await room.lead.type("verification", "/claim digest"))
    assert "On a day like this nothing is posted" in told
