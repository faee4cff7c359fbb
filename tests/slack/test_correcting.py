"""Somebody corrects what was filed; the earlier wording stays in the history, and others are told."""

from __future__ import annotations

from sqlmodel import select

from sandbox.modals import View
from sandbox.workspace import Message
from store import Session, chain
from store.tables import Event
from tests.slack.newsroom import Newsroom
from tests.slack.reading import buttons, focused, values


async def edit_form(newsroom: Newsroom, where: Message | None = None, action: str = "edit") -> View:
    if where is None:
        return await newsroom.more(newsroom.reporter, await newsroom.card(1), action)
    outcome = await newsroom.reporter.press(where, action)
    assert outcome.view is not None, outcome.error
    return outcome.view


async def test_edit_opens_with_what_is_on_file_and_the_thread_tells_what_changed(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type(
        "verification", "/claim Moscow: More than 70 were killed https://www.wionews.com/1 citing Reuters"
    )
    form = await edit_form(newsroom, outcome.messages[0])
    assert values(form) == {
        "speaker": "Moscow",
        "role": None,
        "statement": "More than 70 were killed",
        "source": "https://www.wionews.com/1 via WION citing Reuters",
        "said": None,
        "tags": None,
        "basis": "nobody said",
        "known_to": [],
    }
    answer = await newsroom.reporter.submit(form, {"statement": "More than 60 were killed", "said": "22 May"})
    assert "C-1 is changed; its history keeps the old wording." in newsroom.read(answer)
    told = await newsroom.card_text(1)
    assert "> More than 60 were killed" in told
    assert "Moscow, 22 May (paraphrase)" in told
    (line,) = await newsroom.thread(1)
    assert line.startswith("@rita edited C-1.")
    assert "Statement: More than 70 were killed → More than 60 were killed" in line


async def test_the_history_keeps_the_earlier_wording(newsroom: Newsroom) -> None:
    await newsroom.file("Moscow: More than 70 were killed https://www.wionews.com/1")
    await newsroom.reporter.submit(await edit_form(newsroom), {"statement": "More than 60 were killed"})

    def edits(session: Session) -> list[tuple[str, str]]:
        events = [chain.read(row) for row in session.exec(select(Event).where(Event.what == "edited"))]
        return [(e["old"]["statement"], e["new"]["statement"]) for e in events]

    assert await newsroom.bot.record.read(edits) == [("More than 70 were killed", "More than 60 were killed")]


async def test_a_save_that_changes_nothing_tells_nobody(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.reporter.submit(await edit_form(newsroom), {})
    assert await newsroom.thread(1) == []


async def test_the_card_is_edited_in_place(newsroom: Newsroom) -> None:
    await newsroom.file()
    before = await newsroom.card(1)
    await newsroom.reporter.submit(await edit_form(newsroom), {"speaker": "The Kremlin"})
    after = await newsroom.card(1)
    assert (after.channel, after.ts) == (before.channel, before.ts)
    assert after.edited
    assert len([message for message in newsroom.messages() if message.key == "card:1:1"]) == 1


async def test_once_disputed_a_change_wants_a_reason_which_everybody_reads(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert "why" not in values(await edit_form(newsroom)), "nobody has read it yet"
    await newsroom.dispute(1)
    form = await edit_form(newsroom)
    assert "why" in values(form)
    unreasoned = await newsroom.reporter.submit(form, {"speaker": "The Kremlin"})
    assert set(unreasoned.errors) == {"why"}
    await newsroom.reporter.submit(form, {"why": "It was Peskov's office."})
    assert (await newsroom.thread(1))[-1].startswith("@rita edited C-1. Why: It was Peskov's office.")


async def test_a_dispute_filed_while_the_form_was_open_is_not_written_over_without_a_reason(
    newsroom: Newsroom,
) -> None:
    await newsroom.file()
    form = await edit_form(newsroom)
    await newsroom.dispute(1, by=newsroom.checker)
    outcome = await newsroom.reporter.submit(form, {"statement": "Something quite different."})
    (sentence,) = outcome.errors.values()
    assert "Nothing was changed." in sentence
    assert "open Edit again: it will ask why" in sentence
    assert "Something quite different" not in await newsroom.card_text(1)
    assert values(form)["statement"] == "Something quite different."


async def test_a_form_that_was_overtaken_keeps_what_was_typed(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await edit_form(newsroom)
    other = await newsroom.more(newsroom.checker, await newsroom.card(1), "edit")
    assert other is not None
    await newsroom.checker.submit(other, {"speaker": "The Kremlin"})
    outcome = await newsroom.reporter.submit(form, {"speaker": "Peskov"})
    (sentence,) = outcome.errors.values()
    assert "Somebody else changed C-1 while you were typing. Nothing was changed." in sentence
    assert values(form)["speaker"] == "Peskov"
    assert "The Kremlin" in await newsroom.card_text(1)


async def test_part_of_the_statement_puts_the_speaker_back_and_asks_who_said_it(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type(
        "verification", "/claim Update from the border: jets hit the column https://www.wionews.com/1"
    )
    assert "Part of the statement" in buttons(outcome.messages[0])
    form = await edit_form(newsroom, outcome.messages[0], "part_of_statement")
    assert values(form)["statement"] == "Update from the border: jets hit the column"
    assert not values(form)["speaker"]
    assert focused(form) == "speaker"
    await newsroom.reporter.submit(form, {"speaker": "unknown"})
    told = await newsroom.card_text(1)
    assert "unknown, date unknown" in told
    assert "> Update from the border: jets hit the column" in told


async def test_what_is_wrong_in_a_correction_is_said_under_its_field_and_changes_nothing(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await edit_form(newsroom)
    outcome = await newsroom.reporter.submit(form, {"said": "31 February"})
    assert set(outcome.errors) == {"said"}
    assert "31 February" in outcome.errors["said"]
    assert "Nothing was changed." in outcome.errors["said"], outcome.errors
    assert await newsroom.thread(1) == []


async def test_a_discarded_claim_cannot_be_edited_any_more(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await edit_form(newsroom)
    other = await newsroom.more(newsroom.lead, await newsroom.card(1), "discard")
    assert other is not None
    await newsroom.lead.submit(other, {"why": "Filed twice."})
    outcome = await newsroom.reporter.submit(form, {"speaker": "Peskov"})
    assert "C-1 was discarded." in next(iter(outcome.errors.values()))


async def test_edit_on_the_filers_own_answer_works_after_somebody_discarded_the_claim(newsroom: Newsroom) -> None:
    answer = await newsroom.reporter.type("verification", "/claim Moscow: It was them https://www.wionews.com/1")
    form = await newsroom.more(newsroom.lead, await newsroom.card(1), "discard")
    assert form is not None
    await newsroom.lead.submit(form, {"why": "Filed twice."})
    told = await newsroom.private_answer(newsroom.reporter, newsroom.reporter.press(answer.messages[0], "edit"))
    assert "C-1 was discarded" in told
    assert "Nothing was changed." in told
