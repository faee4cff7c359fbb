"""A restricted claim of a public desk is seen in that desk's channel only, and so is everything said of it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.acting import Actor
from store.desks import desk_of_channel
from tests.slack.newsroom import DENIAL, Newsroom, kyiv

SECRET = "Source: the column had a guide https://www.wionews.com/secret"
ELSEWHERE = [("wire", "reporter"), ("belgorod", "checker"), ("im", "reporter"), ("investigation", "lead")]


async def press(newsroom: Newsroom, who: Actor, number: int, action: str, why: str = "") -> str:
    """Restrict a claim, or lift that; what is said to be done, or wrong."""
    form = await newsroom.more(who, number, action)
    if not any(block["type"] == "input" for block in form.blocks):
        return newsroom.read(form)
    outcome = await who.submit(form, {"why": why})
    told = " ".join(outcome.errors.values()) or newsroom.read(outcome)
    while (left := await who.view()) is not None:
        await who.close(left)
    await newsroom.settle()
    return told


async def restrict(newsroom: Newsroom, number: int, who: Actor | None = None) -> None:
    told = await press(newsroom, who or newsroom.reporter, number, "restrict", "The guide could be traced.")
    assert f"C-{number} is restricted: it stays in this channel." in told


async def change_desk(newsroom: Newsroom, **values: Any) -> None:
    def work(session: Any) -> None:
        desk = desk_of_channel(session, 1, newsroom.channel("verification").id)
        assert desk is not None
        for name, value in values.items():
            setattr(desk, name, value)
        session.add(desk)

    await newsroom.bot.record.write(work)


@pytest.fixture
async def secret(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a restricted claim at the desk, C-1, and one that is not, C-2."""
    assert await newsroom.file(SECRET) == 1
    assert await newsroom.file() == 2
    await newsroom.settle()
    await restrict(newsroom, 1)
    return newsroom


async def test_its_card_says_so_and_so_does_its_history(secret: Newsroom) -> None:
    assert "Restricted: stays in this channel" in await secret.card_text(1)
    assert "Restricted" not in await secret.card_text(2)
    (told,) = await secret.thread(1)
    assert told == "@rita restricted C-1 to this channel: The guide could be traced."
    story = secret.read(await secret.checker.type("verification", "/claim history C-1"))
    assert "restricted C-1 to this channel" in story


async def test_in_its_channel_everything_works(secret: Newsroom) -> None:
    assert "> the column had a guide" in secret.read(await secret.lead.type("verification", "/claim C-1"))
    for typed in ("list", "list unverified", "search guide", "digest"):
        told = secret.read(await secret.lead.type("verification", f"/claim {typed}"))
        assert "C-1" in told, typed
    await secret.dispute(1, DENIAL, by=secret.lead)
    assert "Contested (1)" in await secret.card_text(1)


@pytest.mark.parametrize(("channel", "who"), ELSEWHERE)
async def test_elsewhere_it_does_not_exist(secret: Newsroom, channel: str, who: str) -> None:
    somebody = secret.server.actor(who)
    hidden = secret.read(await somebody.type(channel, "/claim C-1"))
    missing = secret.read(await somebody.type(channel, "/claim C-999"))
    assert hidden.replace("C-1", "C-999") == missing, "the two answers may not be told apart"
    for typed in ("list", "list mine", "list by Source", "search guide", "digest", "history C-1", "wording C-1"):
        told = secret.read(await somebody.type(channel, f"/claim {typed}"))
        assert "C-1 " not in told.replace("C-1 that you can see", ""), typed
        assert "column had" not in told, typed
    twin = await somebody.type(channel, f"/claim {SECRET}")
    assert "C-1" not in secret.read(twin), "no hint that it is on file already"


async def test_home_and_pickers_leave_it_out(secret: Newsroom) -> None:
    view = await secret.reporter.open_home()
    assert view is not None
    home = secret.read(view)
    assert "C-2" in home
    assert "C-1" not in home
    form = (await secret.lead.type("belgorod", "/dispute")).view
    assert form is not None
    for typed in ("guide", "C-1", "1", ""):
        found = await secret.lead.options(form, "pick_claims", typed)
        assert "1" not in [option["value"] for option in found]
    form = (await secret.lead.type("verification", "/dispute")).view
    assert form is not None
    assert "1" in [option["value"] for option in await secret.lead.options(form, "pick_claims", "guide")]


async def test_only_who_filed_it_its_checker_or_a_lead_may(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    await newsroom.file(SECRET)
    await newsroom.settle()
    opened = await newsroom.checker.press(await newsroom.card(1), "more")
    assert opened.view is not None
    assert "Restrict" not in newsroom.read(opened.view)
    await newsroom.checker.close(opened.view)
    await restrict(newsroom, 1, newsroom.lead)
    told = await press(newsroom, newsroom.lead, 1, "lift_restriction", " ")
    assert "There is no reason." in told
    assert "Restricted" in await newsroom.card_text(1)
    told = await press(newsroom, newsroom.reporter, 1, "lift_restriction", "The source agreed.")
    assert "The restriction of C-1 is lifted." in told
    assert "Restricted" not in await newsroom.card_text(1)
    assert "C-1" in newsroom.read(await newsroom.checker.type("belgorod", "/claim list"))
    assert (await newsroom.thread(1))[-1].startswith("@rita lifted the restriction of C-1")


async def test_edit_does_not_lift_it(secret: Newsroom) -> None:
    form = await secret.more(secret.reporter, 1, "edit")
    answer = await secret.reporter.submit(form, {"statement": "the column had two guides"})
    assert "C-1 is changed" in secret.read(answer)
    assert "Restricted" in await secret.card_text(1)
    assert "C-1" not in secret.read(await secret.lead.type("belgorod", "/claim search guides"))


async def test_what_stood_against_another_claim_is_named_and_found_there_no_more(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET)
    await newsroom.file()
    await newsroom.reporter.type("verification", "/dispute C-2 with C-1")
    assert "Contested (1)" in await newsroom.card_text(2)
    await restrict(newsroom, 1)
    assert "Contested" not in await newsroom.card_text(2)
    for channel in ("verification", "belgorod"):
        for typed in ("C-2", "list", "list contested", "search column", "history C-2", "digest"):
            told = newsroom.read(await newsroom.lead.type(channel, f"/claim {typed}"))
            if channel == "belgorod":
                assert "guide" not in told, typed
                assert "C-1" not in told, typed
    refused = newsroom.read(await newsroom.lead.type("verification", "/dispute C-2 with C-1"))
    assert "C-1 stays in its channel" in refused
    await press(newsroom, newsroom.reporter, 1, "lift_restriction", "It is known now.")
    assert "Contested (1)" in await newsroom.card_text(2)


async def test_its_duplicate_goes_along(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET)
    await newsroom.file("Guide: there was somebody who led the column https://www.wionews.com/2")
    await newsroom.settle()
    form = await newsroom.more(newsroom.reporter, 2, "merge")
    assert "is merged" in newsroom.read(await newsroom.reporter.submit(form, {"into": "1"}))
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    await restrict(newsroom, 1)
    told = newsroom.read(await newsroom.lead.type("belgorod", "/claim C-2"))
    assert "There is no C-2 that you can see." in told


async def test_a_digest_in_another_channel_leaves_it_out_and_the_own_channels_does_not(secret: Newsroom) -> None:
    await secret.dispute(1, DENIAL)
    await change_desk(secret, digest_channel=secret.channel("belgorod").id)
    await secret.to(kyiv(24, 9))
    (digest,) = secret.posts("digest")
    assert digest.channel == secret.channel("belgorod").id
    told = secret.read(digest)
    assert told.startswith("Nothing contested today")
    assert "1 unverified; oldest C-2, " in told
    await change_desk(secret, digest_channel=None)
    await secret.to(kyiv(25, 9))
    (_, digest) = secret.posts("digest")
    assert "C-1" in secret.read(digest)


async def test_followers_are_not_told_directly(secret: Newsroom) -> None:
    await secret.more(secret.checker, 1, "follow_directly")
    await secret.checker.close(await secret.form(secret.checker))
    await secret.dispute(1, DENIAL)
    assert await secret.direct_messages(secret.checker) == []


async def test_where_the_desk_restricts_all_a_claim_begins_so_and_its_filer_is_told(newsroom: Newsroom) -> None:
    await newsroom.file()
    await change_desk(newsroom, restricted=True)
    here = await newsroom.reporter.type("verification", f"/claim {SECRET}")
    assert "It is restricted: it stays in this channel." in newsroom.read(here)
    away = await newsroom.reporter.type("belgorod", "/claim Guide: I left https://www.wionews.com/3")
    told = newsroom.read(away)
    assert "C-3 is filed." in told
    assert "It is restricted: it stays in #verification." in told
    assert "[Edit]" not in told, "nobody can do anything with it from there"
    assert "There is no C-3 that you can see." in newsroom.read(await newsroom.reporter.type("belgorod", "/claim C-3"))
    await newsroom.settle()
    form = await newsroom.more(newsroom.reporter, 2, "split")
    await newsroom.reporter.submit(form, {"first": "the column had a guide", "second": "the guide left"})
    assert "Restricted" in await newsroom.card_text(4)


async def test_a_private_channels_claims_are_kept_without_a_button(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET, channel="investigation")
    await newsroom.settle()
    opened = await newsroom.reporter.press(await newsroom.card(1), "more")
    assert opened.view is not None
    assert "Restrict" not in newsroom.read(opened.view)


async def test_a_dispute_of_it_filed_as_a_claim_is_restricted_too(secret: Newsroom) -> None:
    await secret.dispute(1, DENIAL)
    told = (await secret.card(1)).replies[-1]
    offer = (await secret.checker.shortcut("dispute_a_claim", told.channel, told.ts)).view
    assert offer is not None
    await secret.checker.press(offer, "dispute_as_claim")
    await secret.settle()
    assert "Restricted" in await secret.card_text(3)
