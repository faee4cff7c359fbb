"""Checkers take claims, let them go and set them aside; the card shows it, its thread tells it."""

from __future__ import annotations

import pytest

from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.outcome import Outcome
from tests.slack.newsroom import Newsroom
from tests.slack.reading import buttons


async def discard_form(newsroom: Newsroom, who: Actor, number: int = 1) -> View:
    await newsroom.settle()
    return await newsroom.more(who, number, "discard")


async def test_who_takes_a_claim_is_on_the_card_and_in_the_thread(newsroom: Newsroom) -> None:
    await newsroom.file()
    told = await newsroom.private_answer(newsroom.checker, newsroom.checker.press(await newsroom.card(1), "take"))
    assert told.startswith("You took C-1. Next reminder: 24 May 2023, 14:02")
    card = await newsroom.card(1)
    assert "@chen is on it" in newsroom.read(card)
    assert buttons(card) == ["Release", "Dispute", "Add evidence", "Verdict", "More"]
    assert await newsroom.thread(1) == ["@chen took C-1."]


async def test_who_lets_go_of_a_claim_leaves_it_for_others(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.take(newsroom.checker, 1)
    await newsroom.checker.press(await newsroom.card(1), "release")
    card = await newsroom.card(1)
    assert "nobody is on it" in newsroom.read(card)
    assert "Take" in buttons(card)
    assert await newsroom.thread(1) == ["@chen took C-1.", "@chen released C-1. Nobody is on it now."]


async def test_two_checkers_at_once_the_second_learns_who_was_faster(newsroom: Newsroom) -> None:
    await newsroom.file()
    first = await newsroom.checker.press(await newsroom.card(1), "take")
    told = await newsroom.press_stale(newsroom.lead, first)
    assert told == "@chen took C-1 at 14:02, before you. Nothing was changed.\n[Ask them to hand it over]"
    assert "@chen is on it" in await newsroom.card_text(1)
    assert await newsroom.thread(1) == ["@chen took C-1."]


async def test_taking_twice_is_taking_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    first: list[Outcome] = []

    async def take() -> Outcome:
        first.append(await newsroom.checker.press(newsroom.card_now(1), "take"))
        return first[0]

    await newsroom.settle()
    await newsroom.private_answer(newsroom.checker, take())
    assert (await newsroom.press_stale(newsroom.checker, first[0])).startswith("You took C-1.")
    assert await newsroom.thread(1) == ["@chen took C-1."]


async def test_only_who_is_on_it_or_a_lead_lets_go_of_a_claim(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.take(newsroom.checker, 1)
    told = await newsroom.private_answer(newsroom.reporter, newsroom.reporter.press(await newsroom.card(1), "release"))
    assert told == "@chen is on C-1, and only they or a lead can release it. Nothing was changed."
    await newsroom.lead.press(await newsroom.card(1), "release")
    assert "nobody is on it" in await newsroom.card_text(1)


async def test_a_button_on_a_card_that_has_changed_since_says_so(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.take(newsroom.checker, 1)
    released = await newsroom.checker.press(await newsroom.card(1), "release")
    assert await newsroom.press_stale(newsroom.lead, released) == "Nobody is on C-1 any more. Nothing was changed."


async def test_discard_wants_a_reason_which_stays_on_the_card(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await discard_form(newsroom, newsroom.reporter)
    assert "Moscow: Ukrainian armed groups carried out the attack" in newsroom.read(form)
    assert set((await newsroom.reporter.submit(form, {})).errors) == {"why"}
    assert set((await newsroom.reporter.submit(form, {"why": "   "})).errors) == {"why"}
    answer = await newsroom.reporter.submit(form, {"why": "Filed twice."})
    assert "C-1 is discarded." in newsroom.read(answer)
    card = await newsroom.card(1)
    assert newsroom.read(card).startswith("C-1 · Discarded")
    assert "Discarded: Filed twice." in newsroom.read(card)
    assert buttons(card) == ["More"]
    assert await newsroom.thread(1) == ["@rita discarded C-1: Filed twice."]


async def test_two_people_discard_the_second_is_told(newsroom: Newsroom) -> None:
    await newsroom.file()
    mine, theirs = await discard_form(newsroom, newsroom.reporter), await discard_form(newsroom, newsroom.lead)
    await newsroom.reporter.submit(mine, {"why": "Filed twice."})
    outcome = await newsroom.lead.submit(theirs, {"why": "Out of scope."})
    assert outcome.errors == {
        "why": "C-1 was discarded in the meantime, so nobody can discard it. Nothing was changed. "
        "It can be restored (by who filed it, its checker or a lead)."
    }
    assert await newsroom.thread(1) == ["@rita discarded C-1: Filed twice."]


async def test_not_everybody_may_discard_once_the_desk_has_a_lead(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.settle()
    offered = await newsroom.checker.press(newsroom.card_now(1), "more")
    assert offered.view is not None
    assert "Discard…" not in buttons(offered.view)
    await newsroom.checker.close(offered.view)
    await newsroom.take(newsroom.checker, 1)
    form = await discard_form(newsroom, newsroom.checker)
    await newsroom.checker.press(await newsroom.card(1), "release")  # from then on it is not theirs
    outcome = await newsroom.checker.submit(form, {"why": "I do not like it."})
    assert outcome.errors["why"].startswith("C-1: only who filed it, its checker or a lead can discard it.")
    assert "Discarded" not in await newsroom.card_text(1)


@pytest.mark.parametrize("pressed", ["take", "dispute", "add_evidence", "verdict"])
async def test_every_button_of_a_card_discarded_since_says_so(newsroom: Newsroom, pressed: str) -> None:
    await newsroom.file()
    first = await newsroom.checker.press(await newsroom.card(1), pressed)
    if first.view is not None:
        await newsroom.checker.close(first.view)
    await newsroom.discard(1)
    told = await newsroom.press_stale(newsroom.lead, first)
    assert "C-1 was discarded" in told
    assert "Nothing was" in told
    assert await newsroom.lead.view() is None


async def test_the_thread_is_told_in_order_even_while_the_card_is_still_to_come(newsroom: Newsroom) -> None:
    newsroom.server.faults.rate_limit("chat.postMessage", retry_after=1, times=1)
    answer = await newsroom.reporter.type("verification", "/claim Moscow: It was them https://www.wionews.com/1")
    await newsroom.dispute(1)
    form = (await newsroom.reporter.press(answer.messages[0], "edit")).view
    assert form is not None
    await newsroom.reporter.submit(form, {"speaker": "The Kremlin", "why": "It was Peskov's office."})
    told = await newsroom.thread(1)
    assert [line.split(" C-1")[0] for line in told] == ["@rita filed a dispute of", "@rita edited"]
    assert "Contested (1)" in await newsroom.card_text(1)
