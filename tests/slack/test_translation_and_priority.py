"""A translation stands beside the original and is found; a priority says how soon a claim comes back."""

from __future__ import annotations

from sandbox.acting import Actor
from sandbox.modals import View
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import values

UKRAINIAN = "Київ: Україна не має до цього жодного стосунку https://www.wionews.com/kyiv"
ENGLISH = "Ukraine has nothing whatsoever to do with it"


async def translate(newsroom: Newsroom, text: str, by: Actor | None = None, machine: bool = False) -> str:
    who = by or newsroom.reporter
    await newsroom.settle()
    await newsroom.more(who, 1, "translate")
    fields = {"translation": text, "machine": ["machine"] if machine else []}
    outcome = await who.submit(await newsroom.form(who), fields)
    assert not outcome.errors, outcome.errors
    await who.close(await newsroom.form(who))
    return newsroom.read(outcome)


async def search(newsroom: Newsroom, words: str) -> str:
    return newsroom.read(await newsroom.lead.type("verification", f"/claim search {words}"))


async def test_a_translation_stands_beside_the_original_and_is_found(newsroom: Newsroom) -> None:
    await newsroom.file(UKRAINIAN)
    assert "Nothing found" in await search(newsroom, "whatsoever")
    assert "The translation stands beside C-1." in await translate(newsroom, ENGLISH)
    card = await newsroom.card_text(1)
    assert "Україна не має до цього жодного стосунку" in card
    assert f"Translated by @rita: {ENGLISH}" in card
    assert "In the translation: Ukraine has nothing whatsoever to do with it" in await search(newsroom, "whatsoever")
    assert any("put a translation beside C-1" in told for told in await newsroom.thread(1))


async def test_it_says_what_a_machine_made_and_what_a_person_went_over(newsroom: Newsroom) -> None:
    await newsroom.file(UKRAINIAN)
    await translate(newsroom, ENGLISH, machine=True)
    assert f"By machine, added by @rita: {ENGLISH}" in await newsroom.card_text(1)
    assert values(await newsroom.more(newsroom.checker, 1, "translate")) == {
        "translation": ENGLISH,
        "machine": ["machine"],
    }
    await newsroom.checker.close(await newsroom.form(newsroom.checker), leave=True)
    await translate(newsroom, ENGLISH, newsroom.checker)
    assert f"Translated by @chen: {ENGLISH}" in await newsroom.card_text(1)


async def test_an_empty_translation_takes_it_away(newsroom: Newsroom) -> None:
    await newsroom.file(UKRAINIAN)
    await translate(newsroom, ENGLISH)
    assert "C-1 has no translation now." in await translate(newsroom, "")
    assert "Translated" not in await newsroom.card_text(1)
    assert "Nothing found" in await search(newsroom, "whatsoever")


async def test_who_translates_while_somebody_else_does_sees_that_and_overwrites_nothing(newsroom: Newsroom) -> None:
    await newsroom.file(UKRAINIAN)
    await newsroom.settle()
    form = await newsroom.more(newsroom.checker, 1, "translate")
    await translate(newsroom, ENGLISH)
    outcome = await newsroom.checker.submit(form, {"translation": "Ukraine was not involved"})
    assert "Somebody else changed the translation" in outcome.errors["translation"]
    assert ENGLISH in await newsroom.card_text(1)
    await newsroom.checker.close(await newsroom.form(newsroom.checker), leave=True)


async def test_a_translation_of_a_private_claim_stays_there(newsroom: Newsroom) -> None:
    await newsroom.file(UKRAINIAN, channel="investigation")
    await translate(newsroom, ENGLISH)
    assert "Nothing found" in await search(newsroom, "whatsoever")


async def priority(newsroom: Newsroom, chosen: str) -> str:
    await newsroom.settle()
    form: View = await newsroom.more(newsroom.reporter, 1, "set_priority")
    outcome = await newsroom.reporter.submit(form, {"priority": chosen})
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    return newsroom.read(outcome)


async def test_an_urgent_claim_comes_back_after_two_hours(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    told = await priority(newsroom, "urgent")
    assert told == "The priority of C-1 is “urgent” now. Next reminder: 23 May 2023, 16:02."
    await newsroom.to(kyiv(23, 15, 55))
    assert newsroom.posts("reminder") == []
    await newsroom.to(kyiv(23, 16, 10))
    assert "C-1 Moscow" in newsroom.texts("reminder")[0]
    assert "C-1 · Unverified · Urgent" in await newsroom.card_text(1)


async def test_what_is_for_the_record_is_never_reminded_of_and_still_counted(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    assert "Next reminder" not in await priority(newsroom, "for the record")
    await newsroom.to(kyiv(26, 14, 10))
    assert newsroom.posts("reminder") == []
    assert "C-1" in newsroom.read(await newsroom.lead.type("verification", "/claim list unverified"))
    assert "Next reminder" in await priority(newsroom, "normal")
    await newsroom.to(kyiv(27, 14, 20))
    assert len(newsroom.posts("reminder")) == 1


async def test_the_same_priority_again_moves_no_reminder_and_tells_nobody(newsroom: Newsroom) -> None:
    await newsroom.file()
    await priority(newsroom, "normal")
    assert await newsroom.thread(1) == []


async def test_the_priority_of_a_discarded_claim_stays(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    form = await newsroom.more(newsroom.lead, 1, "set_priority")
    await newsroom.discard(1)
    outcome = await newsroom.lead.submit(form, {"priority": "urgent"})
    assert "C-1 was discarded in the meantime." in (newsroom.read(outcome) + str(outcome.errors))
    await newsroom.lead.close(await newsroom.form(newsroom.lead), leave=True)
