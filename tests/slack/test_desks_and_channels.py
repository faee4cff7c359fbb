"""Which desk a claim goes to: the first one, a channel made a desk, and channels that are none."""

from __future__ import annotations

import pytest

from sandbox.paperwork import ready
from tests.slack.newsroom import LINE, Newsroom, kyiv
from tests.slack.reading import buttons


async def test_the_first_public_channel_used_becomes_the_first_desk_and_is_told_so(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type("belgorod", f"/claim {LINE}")
    assert "#belgorod is now this workspace's first desk" in newsroom.read(outcome)
    await newsroom.settle()
    (notice,) = newsroom.posts("desk")
    assert notice.channel == newsroom.channel("belgorod").id
    told = newsroom.read(notice)
    assert told.startswith("This channel is now this workspace's first desk.")
    assert "after 24 hours" in told
    assert "Every day at 09:00" in told
    outcome = await newsroom.reporter.type("belgorod", "/claim Moscow: again https://www.wionews.com/2")
    assert "first desk" not in newsroom.read(outcome)
    await newsroom.settle()
    assert len(newsroom.posts("desk")) == 1


async def test_the_first_desk_keeps_the_time_of_who_used_it_first(newsroom: Newsroom) -> None:
    await newsroom.file(by=newsroom.checker)
    await newsroom.to(kyiv(24, 9, 30))
    assert newsroom.posts("digest") == [], "it is 07:30 in London"
    await newsroom.to(kyiv(24, 11))
    (told,) = newsroom.texts("digest")
    assert "Wed 24 May, 09:00 London" in told


async def test_another_public_channel_files_to_the_first_desk_and_says_so(newsroom: Newsroom) -> None:
    await newsroom.file(channel="verification")
    outcome = await newsroom.reporter.type("belgorod", "/claim Moscow: again https://www.wionews.com/2")
    told = newsroom.read(outcome)
    assert told.startswith("C-2 is filed.")
    assert "This channel is no desk, so the card goes to #verification." in told
    assert buttons(outcome.messages[0])[-1] == "Make this a desk"
    assert (await newsroom.card(2)).channel == newsroom.channel("verification").id


async def test_make_this_a_desk_opens_the_settings_and_then_the_channel_files_to_itself(
    newsroom: Newsroom,
) -> None:
    await newsroom.file(channel="verification")
    outcome = await newsroom.reporter.type("belgorod", "/claim Moscow: again https://www.wionews.com/2")
    await newsroom.reporter.press(outcome.messages[0], "make_desk")
    form = await ready(newsroom.server, newsroom.reporter, "zone")
    told = newsroom.read(await newsroom.reporter.submit(form, {}))
    assert "This desk is set up." in told
    assert "in #belgorod" in told
    outcome = await newsroom.reporter.type("belgorod", "/claim Moscow: thrice https://www.wionews.com/3")
    assert "no desk" not in newsroom.read(outcome)
    assert (await newsroom.card(3)).channel == newsroom.channel("belgorod").id
    assert (await newsroom.card(2)).channel == newsroom.channel("verification").id


async def test_setup_in_the_first_public_channel_makes_it_the_first_desk(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, "belgorod")
    outcome = await newsroom.reporter.type("verification", f"/claim {LINE}")
    assert "the card goes to #belgorod" in newsroom.read(outcome)


async def test_the_whole_workspace_sees_what_public_desks_hold(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.set_up(newsroom.checker, "belgorod")
    await newsroom.file(channel="belgorod")
    told = newsroom.read(await newsroom.checker.type("verification", "/claim list"))
    assert "C-1" in told
    assert "Your dispute of C-1 is filed." in newsroom.read(
        await newsroom.checker.type("verification", "/dispute C-1 Kyiv: no https://www.wionews.com/2")
    )
    assert "Contested (1)" in await newsroom.card_text(1)


async def test_a_channel_the_bot_is_not_in_files_and_says_how_to_invite_it(newsroom: Newsroom) -> None:
    newsroom.expected = {("chat.postMessage", "not_in_channel")}
    outcome = await newsroom.reporter.type("wire", f"/claim {LINE}")
    assert newsroom.read(outcome).startswith("C-1 is filed.")
    await newsroom.settle()
    (told,) = newsroom.posts("cannot_post")
    assert told.channel == newsroom.server.workspace.im_of(newsroom.reporter.person.id).id
    assert newsroom.read(told) == (
        "C-1 is filed, but I cannot post its card: I am not in #wire. "
        "Type /invite @Counterclaim there and the card will follow."
    )
    second = await newsroom.reporter.type("wire", "/claim Moscow: again https://www.wionews.com/2")
    assert "C-2 is filed, but I cannot post its card: I am not in #wire." in newsroom.read(second)


async def test_when_the_bot_is_invited_what_waited_follows_in_order_and_once(newsroom: Newsroom) -> None:
    newsroom.expected = {("chat.postMessage", "not_in_channel")}
    await newsroom.file(channel="wire")
    await newsroom.settle()
    await newsroom.file("Moscow: again https://www.wionews.com/2", channel="wire")
    await newsroom.dispute(1, channel="wire")
    await newsroom.settle()
    assert not [message for message in newsroom.channel("wire").top if message.is_bot]
    await newsroom.reporter.type("wire", "/invite @Counterclaim")
    assert "Contested (1)" in await newsroom.card_text(1)
    assert len(await newsroom.thread(1)) == 1
    shown = [message.key for message in newsroom.channel("wire").top if message.is_bot]
    assert [key for key in shown if key and key.startswith("card:")] == ["card:1:1", "card:1:2"]
    third = await newsroom.reporter.type("wire", "/claim Moscow: thrice https://www.wionews.com/3")
    assert "cannot post" not in newsroom.read(third)
    assert len(newsroom.posts("cannot_post")) == 1, "one person is told once"


async def test_somebody_else_who_joins_sets_nothing_off(newsroom: Newsroom) -> None:
    newsroom.expected = {("chat.postMessage", "not_in_channel")}
    await newsroom.file(channel="wire")
    await newsroom.settle()
    refused = len(newsroom.server.record.refusals)
    await newsroom.reporter.invite("wire", "guest")
    await newsroom.settle()
    assert len(newsroom.server.record.refusals) == refused


@pytest.mark.parametrize("channel", ["verification", "investigation"])
async def test_an_archived_channel_is_said_and_its_cards_follow_when_it_is_back(
    newsroom: Newsroom, channel: str
) -> None:
    newsroom.expected = {("chat.postMessage", "is_archived"), ("chat.update", "is_archived")}
    await newsroom.file(channel=channel)
    await newsroom.take(newsroom.reporter, 1)
    await newsroom.settle()
    await newsroom.lead.archive(channel)
    place = newsroom.channel(channel)
    card = newsroom.server.stage.source(newsroom.reporter.person, newsroom.card_now(1))
    assert card.message is not None
    await newsroom.reporter.press(card.message, "release")
    await newsroom.settle()
    (told,) = newsroom.texts("cannot_post")
    assert f"#{channel} is archived. Unarchive it and the card will follow." in told
    await newsroom.lead.archive(channel, archived=False)
    assert "nobody is on it" in await newsroom.card_text(1)
    assert (await newsroom.thread(1))[-1].startswith("@rita released C-1")
    assert newsroom.card_now(1).channel == place.id


async def test_the_digest_channel_without_the_bot_is_told_to_the_lead_and_follows(newsroom: Newsroom) -> None:
    newsroom.expected = {("chat.postMessage", "not_in_channel")}
    await newsroom.set_up(newsroom.lead, digest_channel=newsroom.channel("wire").id)
    await newsroom.file()
    await newsroom.to(kyiv(24, 9))
    (told,) = newsroom.posts("cannot_post")
    assert told.channel == newsroom.server.workspace.im_of(newsroom.lead.person.id).id
    assert "/invite @Counterclaim" in newsroom.read(told)
    await newsroom.lead.invite("wire", "counterclaim")
    await newsroom.settle()
    (digest,) = newsroom.posts("digest")
    assert digest.channel == newsroom.channel("wire").id


async def test_what_the_thread_has_to_tell_while_the_bot_is_thrown_out_follows_on_its_return(
    newsroom: Newsroom,
) -> None:
    newsroom.expected = {("chat.postMessage", "not_in_channel")}
    await newsroom.file()
    card = await newsroom.card(1)
    await newsroom.lead.kick("verification", "counterclaim")
    await newsroom.dispute(1)
    await newsroom.settle()
    assert card.replies == []
    await newsroom.lead.invite("verification", "counterclaim")
    assert len(await newsroom.thread(1)) == 1
    assert "Contested (1)" in await newsroom.card_text(1)
