"""What is filed in a private channel or in a conversation with the bot is seen only there."""

from __future__ import annotations

import pytest

from tests.slack.newsroom import DENIAL, Newsroom, kyiv
from tests.slack.reading import values

SECRET = "Source: the column had a guide https://www.wionews.com/secret"
NOWHERE = [("verification", "lead"), ("belgorod", "reporter"), ("im", "reporter"), ("verification", "checker")]


@pytest.fixture
async def secret(newsroom: Newsroom) -> Newsroom:
    """A newsroom with one claim in a private channel, and one at the desk."""
    assert await newsroom.file(SECRET, channel="investigation") == 1
    assert await newsroom.file(channel="verification") == 2
    await newsroom.settle()
    return newsroom


async def test_the_card_is_in_the_private_channel(secret: Newsroom) -> None:
    assert (await secret.card(1)).channel == secret.channel("investigation").id
    assert (await secret.card(2)).channel == secret.channel("verification").id
    (notice,) = secret.posts("desk")
    assert notice.channel == secret.channel("verification").id, "a private channel is nobody's first desk"


@pytest.mark.parametrize(("channel", "who"), NOWHERE)
async def test_elsewhere_it_does_not_exist_not_even_for_its_filer(secret: Newsroom, channel: str, who: str) -> None:
    somebody = secret.server.actor(who)
    hidden = secret.read(await somebody.type(channel, "/claim C-1"))
    missing = secret.read(await somebody.type(channel, "/claim C-999"))
    assert hidden.replace("C-1", "C-999") == missing, "the two answers may not be told apart"
    for typed in ("list", "list unverified", "list mine", "digest"):
        told = secret.read(await somebody.type(channel, f"/claim {typed}"))
        assert "C-1" not in told
        assert "guide" not in told


@pytest.mark.parametrize(
    "typed", ["/dispute C-1 Kyiv: no https://www.wionews.com/2", "/dispute C-1 with C-2", "/dispute C-1"]
)
async def test_elsewhere_it_cannot_be_disputed(secret: Newsroom, typed: str) -> None:
    outcome = await secret.lead.type("verification", typed)
    assert "There is no C-1 that you can see." in secret.read(outcome)
    assert outcome.view is None
    assert "Contested" not in await secret.card_text(1)


async def test_elsewhere_it_cannot_be_held_against_another(secret: Newsroom) -> None:
    told = secret.read(await secret.reporter.type("verification", "/dispute C-2 with C-1"))
    assert "There is no C-1 that you can see." in told


async def test_its_words_are_not_carried_out_by_disputing_from_inside(secret: Newsroom) -> None:
    for typed in ("/dispute C-2 with C-1", f"/dispute C-2 {SECRET}"):
        told = secret.read(await secret.reporter.type("investigation", typed))
        assert "not filed" in told or "Nothing was filed." in told
    assert await secret.thread(2) == []
    assert "Contested" not in await secret.card_text(2)


async def test_the_picker_finds_it_only_inside(secret: Newsroom) -> None:
    form = (await secret.lead.type("verification", "/dispute")).view
    assert form is not None
    for typed in ("guide", "C-1", "1", "", "Source"):
        found = await secret.lead.options(form, "pick_claims", typed)
        assert "1" not in [option["value"] for option in found]
    form = (await secret.lead.type("investigation", "/dispute")).view
    assert form is not None
    found = await secret.lead.options(form, "pick_claims", "guide")
    assert [option["value"] for option in found] == ["1"]


async def test_inside_it_is_shown_listed_and_disputed(secret: Newsroom) -> None:
    assert "> the column had a guide" in secret.read(await secret.lead.type("investigation", "/claim C-1"))
    assert "C-1" in secret.read(await secret.lead.type("investigation", "/claim list"))
    await secret.dispute(1, DENIAL, by=secret.lead, channel="investigation")
    assert "Contested (1)" in await secret.card_text(1)


async def test_its_digest_and_reminders_come_there_and_other_digests_do_not_count_it(secret: Newsroom) -> None:
    await secret.dispute(1, DENIAL, channel="investigation")
    await secret.to(kyiv(24, 9))
    told = {message.channel: secret.read(message) for message in secret.posts("digest")}
    assert "C-1" in told[secret.channel("investigation").id]
    outside = told[secret.channel("verification").id]
    assert outside.startswith("Nothing contested today")
    assert "1 unverified; oldest C-2, " in outside
    await secret.to(kyiv(24, 14, 10))
    reminders = {message.channel: secret.read(message) for message in secret.posts("reminder")}
    assert "C-1" in reminders[secret.channel("investigation").id]
    assert "C-1" not in reminders[secret.channel("verification").id]


async def test_nothing_of_it_was_ever_posted_elsewhere(secret: Newsroom) -> None:
    await secret.dispute(1, "Guide: I was not there https://www.wionews.com/9", channel="investigation")
    await secret.to(kyiv(24, 14, 10))
    inside = secret.channel("investigation").id
    for post in secret.server.record.posts + secret.server.record.edits:
        if post.channel != inside:
            assert "guide" not in post.text.casefold(), post


async def test_a_conversation_with_the_bot_keeps_what_is_filed_in_it(newsroom: Newsroom) -> None:
    assert await newsroom.file(SECRET, channel="im") == 1
    im = newsroom.server.workspace.im_of(newsroom.reporter.person.id)
    assert (await newsroom.card(1)).channel == im.id
    assert "C-1" in newsroom.read(await newsroom.reporter.type("im", "/claim list"))
    assert "> the column had a guide" in newsroom.read(await newsroom.reporter.type("im", "/claim C-1"))
    for who, channel in ((newsroom.reporter, "verification"), (newsroom.lead, "im"), (newsroom.checker, "belgorod")):
        assert "There is no C-1 that you can see." in newsroom.read(await who.type(channel, "/claim C-1"))
        assert "guide" not in newsroom.read(await who.type(channel, "/claim list"))


async def test_in_a_conversation_everything_works_on_ones_own_claims(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET, channel="im")
    await newsroom.dispute(1, DENIAL, channel="im")
    assert "Contested (1)" in await newsroom.card_text(1)
    assert (await newsroom.take(newsroom.reporter, 1)).startswith("You took C-1.")
    assert len(await newsroom.thread(1)) == 2
    form = await newsroom.more(newsroom.reporter, await newsroom.card(1), "edit")
    assert values(form)["statement"] == "the column had a guide"
    await newsroom.to(kyiv(24, 14, 10))
    (reminder,) = newsroom.posts("reminder")
    assert reminder.channel == newsroom.server.workspace.im_of(newsroom.reporter.person.id).id


async def test_a_conversation_becomes_no_first_desk(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET, channel="im")
    await newsroom.settle()
    assert newsroom.posts("desk") == []
    outcome = await newsroom.reporter.type("verification", "/claim Moscow: again https://www.wionews.com/2")
    assert "#verification is now this workspace's first desk" in newsroom.read(outcome)
