"""A protected source is named to nobody but whoever added it, on no surface and in no event."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from sandbox.modals import View
from store import Session
from store.claims import claims_by_numbers
from store.tables import Event, Outbox, Source
from tests.slack.newsroom import DENIAL, LINE, Newsroom
from tests.slack.reading import values

SECRET = "Olha Melnyk"
LINK = "https://secret.example/1"
OFF = f"Ministry: The draft is ready {LINK} via {SECRET} off the record"
BACKGROUND = f"Ministry: The draft is ready {LINK} via {SECRET} on background"


async def told(newsroom: Newsroom, who: Any, text: str, channel: str = "verification") -> str:
    return newsroom.read(await who.type(channel, text))


async def restricted(newsroom: Newsroom, number: int) -> bool:
    return await newsroom.bot.record.read(lambda session: claims_by_numbers(session, 1, [number])[0].restricted)


async def kept(newsroom: Newsroom) -> str:
    """Everything on file that is shown, searched or kept for good: events, names, what is to be sent."""

    def look(session: Session) -> str:
        events = [row.canonical for row in session.exec(select(Event))]
        sources = [row.name for row in session.exec(select(Source))]
        rows = [str(row.about) for row in session.exec(select(Outbox))]
        return "\n".join([*events, *sources, *rows])

    return await newsroom.bot.record.read(look)


def names(text: str) -> bool:
    return SECRET in text or "secret.example" in text


async def test_the_filer_is_told_what_is_shown_where(newsroom: Newsroom) -> None:
    said = await told(newsroom, newsroom.reporter, f"/claim {OFF}")
    assert "Where reported: off the record" in said
    assert f"Only you are shown this source, in Edit: {SECRET} (off the record)." in said
    assert "C-1 is restricted to #verification." in said
    assert "make the speaker “withheld”" in said


@pytest.mark.parametrize(("line", "shown"), [(OFF, "off the record"), (BACKGROUND, "on background")])
async def test_no_surface_names_a_protected_source(newsroom: Newsroom, line: str, shown: str) -> None:
    await newsroom.file(line)
    await newsroom.dispute(1)
    await newsroom.settle()
    other = newsroom.checker
    assert f"{shown} · 1 report, 1 origin" in await newsroom.card_text(1)
    whole = await told(newsroom, other, "/claim C-1")
    assert f"{shown} (ask @{newsroom.reporter.person.name})" in whole
    surfaces = [
        await newsroom.card_text(1),
        *await newsroom.thread(1),
        whole,
        await told(newsroom, other, "/claim list"),
        await told(newsroom, other, "/claim history C-1"),
        await told(newsroom, other, "/claim digest"),
        await told(newsroom, other, "/claim wording C-1"),
        await told(newsroom, other, "/claim search draft"),
    ]
    assert not any(names(each) for each in surfaces)
    assert "Nothing" in await told(newsroom, other, f"/claim search {SECRET}")
    assert "There is no source" in await told(newsroom, other, f"/claim list via {SECRET}")
    assert not names(await kept(newsroom))


async def test_off_the_record_restricts_by_itself_and_says_why(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert not await restricted(newsroom, 1)
    said = await told(newsroom, newsroom.checker, f"/claim C-1 report {LINK} via {SECRET} off the record")
    assert "Added to C-1: off the record. It has 2 reports, 2 origins now." in said
    assert f"Only you are shown this source, in Edit: {SECRET}" in said
    assert await restricted(newsroom, 1)
    assert "C-1 is restricted to this channel: a report is off the record." in await newsroom.thread(1)
    assert not names("\n".join(await newsroom.thread(1)))


async def test_background_does_not_restrict(newsroom: Newsroom) -> None:
    await newsroom.file(BACKGROUND)
    assert not await restricted(newsroom, 1)
    wording = await told(newsroom, newsroom.reporter, "/claim wording C-1")
    assert "said that the draft is ready, according to a person familiar with the matter." in wording


async def test_a_denial_off_the_record_restricts_and_is_not_printed(newsroom: Newsroom) -> None:
    await newsroom.file()
    said = newsroom.read(await newsroom.dispute(1, f"Kyiv: never happened {LINK} via {SECRET} off the record"))
    assert f"Only you are shown this source, in Edit: {SECRET}" in said
    assert await restricted(newsroom, 1)
    wording = await told(newsroom, newsroom.checker, "/claim wording C-1")
    assert "never happened" not in wording
    assert "1 report off the record is not in these words." in wording


async def test_there_are_no_words_of_what_is_off_the_record_alone(newsroom: Newsroom) -> None:
    await newsroom.file(OFF)
    wording = await told(newsroom, newsroom.reporter, "/claim wording C-1")
    assert wording.startswith("C-1 was said off the record, so there are no words of it to print.")
    assert "The draft" not in wording


async def edit(newsroom: Newsroom, who: Any) -> View:
    await newsroom.settle()
    return await newsroom.more(who, 1, "edit")


async def test_only_who_added_it_is_shown_it_in_edit(newsroom: Newsroom) -> None:
    await newsroom.file(OFF)
    mine = await edit(newsroom, newsroom.reporter)
    assert values(mine)["source"] == f"{LINK} via {SECRET} off the record"
    await newsroom.reporter.close(mine)
    theirs = await edit(newsroom, newsroom.checker)
    assert not names(str(theirs.blocks))
    assert "1 report of a protected source can be edited by whoever added it" in newsroom.read(theirs)
    done = await newsroom.checker.submit(theirs, {"statement": "The draft law is ready."})
    assert "C-1 is changed" in newsroom.read(done), done.errors
    assert "1 report, 1 origin" in await newsroom.card_text(1)
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    again = await edit(newsroom, newsroom.reporter)
    assert values(again)["source"] == f"{LINK} via {SECRET} off the record"
    done = await newsroom.reporter.submit(again, {"source": f"{LINK} via {SECRET} Ivanivna off the record"})
    assert "C-1 is changed" in newsroom.read(done), done.errors
    assert not names(await kept(newsroom))


async def test_its_terms_are_chosen_in_the_form_for_rows_that_do_not_say(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    form = await newsroom.form(newsroom.reporter)
    done = await newsroom.reporter.submit(
        form,
        {
            "speaker": "Ministry",
            "statement": "The draft is ready.",
            "source": f"{LINK} via {SECRET}\nvia WION on the record",
            "basis": "off the record",
        },
    )
    assert "Where reported: off the record; WION (on the record)" in newsroom.read(done), done.errors
    assert await restricted(newsroom, 1)
    assert not names(await newsroom.card_text(1))
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    wording = await told(newsroom, newsroom.reporter, "/claim wording C-1")
    assert "WION reported" in wording
    assert not names(wording)


async def test_its_terms_can_be_changed_and_the_claim_stays_restricted(newsroom: Newsroom) -> None:
    await newsroom.file(OFF)
    form = await edit(newsroom, newsroom.reporter)
    await newsroom.reporter.submit(form, {"source": f"{LINK} via {SECRET} on the record"})
    assert f"{SECRET} (on the record)" in await newsroom.card_text(1)
    assert await restricted(newsroom, 1)


async def test_a_source_that_is_protected_later_is_shown_nowhere_any_more(newsroom: Newsroom) -> None:
    await newsroom.file(f"Ministry: The draft is ready {LINK} via {SECRET} #draft")
    form = await edit(newsroom, newsroom.reporter)
    done = await newsroom.reporter.submit(form, {"source": f"{LINK} via {SECRET} off the record\nvia WION"})
    assert "stays in the history on file" in newsroom.read(done), done.errors
    other = newsroom.checker
    seen = [
        await newsroom.card_text(1),
        *await newsroom.thread(1),
        await told(newsroom, other, "/claim C-1"),
        await told(newsroom, other, "/claim history C-1"),
        await told(newsroom, other, "/claim list"),
    ]
    assert not any(names(each) for each in seen), seen
    assert "Nothing found" in await told(newsroom, other, f"/claim search {SECRET}")
    assert "There is no source" in await told(newsroom, other, f"/claim list via {SECRET}")


async def test_a_claim_that_is_merged_or_split_keeps_the_promise(newsroom: Newsroom) -> None:
    await newsroom.file(OFF)
    await newsroom.file()
    await newsroom.settle()
    await newsroom.more(newsroom.reporter, 1, "split")
    done = await newsroom.reporter.submit(
        await newsroom.form(newsroom.reporter), {"first": "The draft is ready.", "second": "It is a law."}
    )
    assert "its other half is C-3" in newsroom.read(done), done.errors
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    assert await restricted(newsroom, 3)
    assert "off the record · 1 report" in await newsroom.card_text(3)
    assert not names(await kept(newsroom))


async def test_somebody_elses_protected_source_is_not_confirmed_by_naming_it(newsroom: Newsroom) -> None:
    await newsroom.file(OFF)
    said = await told(newsroom, newsroom.checker, f"/claim C-1 report {LINK} via {SECRET} off the record")
    assert "It has 2 reports, 2 origins now." in said
    said = await told(newsroom, newsroom.reporter, f"/claim C-1 report {LINK} via {SECRET} off the record")
    assert f"{SECRET}'s report at this link is on file at C-1 already." in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"Ministry: It is ready {LINK} via {SECRET} off the record, I think", "I cannot tell whether “off the record"),
        (f"Ministry: It is ready via {SECRET} off the record", f"I cannot tell “via {SECRET} off the record” from"),
        (f"Ministry: It is ready {LINK} via off the record", "“off the record” names no source."),
    ],
)
async def test_a_promise_that_cannot_be_read_is_not_filed(newsroom: Newsroom, line: str, says: str) -> None:
    said = await told(newsroom, newsroom.reporter, f"/claim {line}")
    assert says in said
    assert "Nothing was filed." in said
    assert f"/claim {line}" in said, "what was typed is given back"
    assert await newsroom.claims() == 0


async def test_an_open_report_may_say_that_it_is_on_the_record(newsroom: Newsroom) -> None:
    await newsroom.file(f"{LINE} via WION on the record")
    assert "WION (on the record) · 1 report, 1 origin" in await newsroom.card_text(1)
    await newsroom.dispute(1, f"{DENIAL} on the record")
    assert "WION (on the record)" in await told(newsroom, newsroom.checker, "/claim C-1")
