"""A verdict is proposed, signed off by another, sent back, reopened and corrected; who follows is told."""

from __future__ import annotations

from sandbox.acting import Actor
from sandbox.modals import View
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons

UNPROVEN = {"verdict": "unproven", "note": "Both ministries were asked; neither shows proof."}
REFUTED = {"verdict": "false", "evidence": "refutes https://archive.example/1 the video was online in March"}


async def with_second_reader(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.ask_for_second_reader()
    await newsroom.settle()


async def verdict(newsroom: Newsroom, who: Actor, number: int = 1) -> View:
    await newsroom.settle()
    outcome = await who.press(newsroom.card_now(number), "verdict")
    assert outcome.view is not None, outcome.error
    return outcome.view


async def propose(newsroom: Newsroom, who: Actor, values: dict[str, str] | None = None, number: int = 1) -> str:
    outcome = await who.submit(await verdict(newsroom, who, number), values or UNPROVEN)
    assert not outcome.errors, outcome.errors
    await who.close(await newsroom.form(who))
    return newsroom.read(outcome)


async def sign(newsroom: Newsroom, who: Actor, number: int = 1) -> str:
    outcome = await who.submit(await verdict(newsroom, who, number), {"decision": "sign"})
    assert not outcome.errors, outcome.errors
    await who.close(await newsroom.form(who))
    return newsroom.read(outcome)


async def reopen(newsroom: Newsroom, who: Actor, why: str = "The video was online before.") -> None:
    outcome = await who.submit(await verdict(newsroom, who), {"why": why})
    assert not outcome.errors, outcome.errors
    await who.close(await newsroom.form(who))


async def test_without_a_second_reader_a_verdict_is_the_verdict_at_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert "C-1 is “unproven” now." in await propose(newsroom, newsroom.checker)
    card = await newsroom.card(1)
    assert newsroom.read(card).startswith("C-1 · Unproven")
    assert "Proposed by @chen" in newsroom.read(card)
    assert buttons(card) == ["Dispute", "Add evidence", "Reopen", "More"]


async def test_a_proposed_verdict_is_provisional_until_somebody_else_signs_it(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    assert "“unproven” is proposed; somebody else signs it off." in await propose(newsroom, newsroom.checker)
    card = await newsroom.card(1)
    assert newsroom.read(card).startswith("C-1 · In review: unproven? (provisional)")
    assert "Sign off" in buttons(card)
    assert "C-1 is “unproven” now." in await sign(newsroom, newsroom.lead)
    card_text = await newsroom.card_text(1)
    assert card_text.startswith("C-1 · Unproven")
    assert "Proposed by @chen, signed off by @" in card_text


async def test_nobody_signs_their_own_but_asks_a_second_reader_or_withdraws(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    await propose(newsroom, newsroom.checker)
    view = await verdict(newsroom, newsroom.checker)
    assert "You proposed this verdict, so someone else must sign it off." in newsroom.read(view)
    assert buttons(view) == ["Ask a second reader", "Withdraw it"]
    asked = await newsroom.press_in_form(newsroom.checker, view, "ask_to_sign")
    assert "A second reader is asked for" in newsroom.read(asked)
    await newsroom.checker.close(asked)
    assert any("second reader" in line for line in await newsroom.thread(1))
    withdrawn = await newsroom.press_in_form(
        newsroom.checker, await verdict(newsroom, newsroom.checker), "withdraw_verdict"
    )
    assert "withdrawn" in newsroom.read(withdrawn)
    assert (await newsroom.card_text(1)).startswith("C-1 · Unverified")


async def test_signing_ones_own_from_an_older_form_is_refused(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    await propose(newsroom, newsroom.lead)
    form = await verdict(newsroom, newsroom.checker)
    back = await newsroom.lead.press(await verdict(newsroom, newsroom.lead), "withdraw_verdict")
    assert back.acked
    await newsroom.settle()
    await newsroom.lead.close(await newsroom.form(newsroom.lead), leave=True)
    outcome = await newsroom.checker.submit(form, {"decision": "sign"})
    told = newsroom.read(outcome) + str(outcome.errors)
    assert "nobody can sign it off" in told
    assert (await newsroom.card_text(1)).startswith("C-1 · Unverified")


async def test_a_verdict_without_what_it_needs_is_refused_beside_the_field(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await verdict(newsroom, newsroom.checker)
    refused = await newsroom.checker.submit(form, {"verdict": "confirmed", "note": "The lead is sure."})
    assert refused.errors == {
        "evidence": "“Confirmed” needs evidence that supports it. Nothing was changed. "
        "Add it, for example: supports https://example.org/1 the video is from 2021."
    }
    refused = await newsroom.checker.submit(form, {"verdict": "unproven", "note": ""})
    assert set(refused.errors) == {"note"}
    assert (await newsroom.card_text(1)).startswith("C-1 · Unverified")
    sent = await newsroom.checker.submit(form, REFUTED | {"note": "Old video."})
    assert "C-1 is “false” now." in newsroom.read(sent)


async def test_what_is_sent_back_says_why_and_is_checked_further(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    await propose(newsroom, newsroom.checker)
    form = await verdict(newsroom, newsroom.lead)
    refused = await newsroom.lead.submit(form, {"decision": "back", "why": ""})
    assert refused.errors["why"].startswith("There is no reason.")
    sent = await newsroom.lead.submit(form, {"decision": "back", "why": "Ask the governor, too."})
    assert "sent back" in newsroom.read(sent)
    assert any("Ask the governor, too." in line for line in await newsroom.thread(1))
    assert "@chen is on it" in await newsroom.card_text(1)


async def test_two_verdicts_at_once_the_second_sees_the_first_and_loses_nothing_typed(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    mine, theirs = await verdict(newsroom, newsroom.checker), await verdict(newsroom, newsroom.lead)
    await newsroom.checker.submit(mine, UNPROVEN)
    await newsroom.settle()
    outcome = await newsroom.lead.submit(theirs, {"verdict": "not checkable", "note": "Nobody can know that."})
    told = newsroom.read(outcome) + str(outcome.errors)
    assert "in review" in told
    assert "Nobody can know that." in told or await newsroom.lead.view() is not None
    assert "unproven" in await newsroom.card_text(1)


async def test_a_changed_verdict_is_a_correction_told_to_everybody_who_follows(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    await propose(newsroom, newsroom.checker)
    await sign(newsroom, newsroom.lead)
    await reopen(newsroom, newsroom.reporter)
    text = await newsroom.card_text(1)
    assert text.startswith("C-1 · Unverified (was unproven)")
    await propose(newsroom, newsroom.checker, REFUTED)
    await sign(newsroom, newsroom.lead)
    thread = await newsroom.thread(1)
    correction = thread[-1]
    assert "Correction: C-1 was “unproven”, is now “false”" in correction
    for who in (newsroom.reporter, newsroom.checker):
        told = await newsroom.direct_messages(who)
        assert any("was “unproven”, is now “false”" in line for line in told), told
    await newsroom.to(kyiv(24, 9))
    digest = newsroom.texts("digest")[-1]
    assert "Correction: C-1 was “unproven”, is now “false”" in digest.splitlines()[1] + digest.splitlines()[2]
    assert "reopened" not in digest
    await newsroom.to(kyiv(25, 9))
    assert "Correction" not in newsroom.texts("digest")[-1]


async def test_the_same_verdict_again_is_no_correction(newsroom: Newsroom) -> None:
    await newsroom.file()
    await propose(newsroom, newsroom.checker)
    await reopen(newsroom, newsroom.lead)
    await propose(newsroom, newsroom.checker)
    assert not any("Correction" in line for line in await newsroom.thread(1))
    assert (await newsroom.card_text(1)).startswith("C-1 · Unproven")


async def test_reopening_wants_a_reason(newsroom: Newsroom) -> None:
    await newsroom.file()
    await propose(newsroom, newsroom.checker)
    refused = await newsroom.lead.submit(await verdict(newsroom, newsroom.lead), {"why": " "})
    assert refused.errors["why"].startswith("There is no reason.")


async def test_a_settled_claim_leaves_the_reminders_and_a_reopened_one_comes_back(newsroom: Newsroom) -> None:
    await newsroom.file()
    await propose(newsroom, newsroom.checker)
    await newsroom.to(kyiv(24, 15))
    assert newsroom.texts("reminder") == []
    await reopen(newsroom, newsroom.lead)
    await newsroom.to(kyiv(25, 16))
    assert len(newsroom.texts("reminder")) == 1


async def test_a_claim_in_review_is_the_desks_and_not_its_checkers_to_be_reminded_of(newsroom: Newsroom) -> None:
    await with_second_reader(newsroom)
    await propose(newsroom, newsroom.checker)
    await newsroom.to(kyiv(24, 15))
    (reminder,) = newsroom.texts("reminder")
    assert "in review: unproven? (provisional)" in reminder
    assert "[Sign off]" in reminder
    assert "you took" not in reminder
