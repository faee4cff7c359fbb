"""Reports are added to a claim in one line and in a form, and the card counts what they lead back to."""

from __future__ import annotations

import pytest

from sandbox.modals import View
from tests.slack.newsroom import LINE, Newsroom
from tests.slack.reading import values

WION = "https://www.wionews.com/raid"


async def report_form(newsroom: Newsroom) -> View:
    await newsroom.settle()
    return await newsroom.more(newsroom.reporter, 1, "add_report")


async def test_one_line_adds_a_report_and_says_what_it_leads_back_to(newsroom: Newsroom) -> None:
    await newsroom.file(f"{LINE} via WION citing Reuters")
    outcome = await newsroom.checker.type(
        "verification", "/claim C-1 report https://bbc.example/1 via BBC citing Reuters"
    )
    assert newsroom.read(outcome) == "Added to C-1: Reuters, via BBC. It has 2 reports, 1 origin (Reuters) now."
    assert "2 reports, 1 origin (Reuters)" in await newsroom.card_text(1)
    assert any("added a report of C-1: Reuters, via BBC" in told for told in await newsroom.thread(1))
    assert await newsroom.claims() == 1, "it is no claim of its own"


async def test_a_chain_of_credits_is_one_origin_and_another_outlet_a_second(newsroom: Newsroom) -> None:
    await newsroom.file(f"{LINE} via WION citing Reuters")
    for tail, counted in (
        ("via Reuters citing TASS", "2 reports, 1 origin (TASS)"),
        ("via TASS", "3 reports, 1 origin (TASS)"),
        ("via BBC", "4 reports, 2 origins"),
    ):
        told = newsroom.read(await newsroom.reporter.type("verification", f"/claim c1 report {tail}"))
        assert told.endswith(f"It has {counted} now."), told


async def test_two_names_of_one_source_are_one_origin(newsroom: Newsroom) -> None:
    await newsroom.file(f"{LINE} via WION citing Reuters")
    await newsroom.reporter.type("verification", "/claim C-1 report via BBC citing Reuters News Agency")
    assert "2 reports, 2 origins" in await newsroom.card_text(1)
    (page,) = (await newsroom.reporter.type("verification", "/claim list via Reuters")).messages
    await newsroom.reporter.press(page, "join_names")
    joined = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"other": "Reuters News Agency"})
    assert "also Reuters News Agency" in newsroom.read(joined), joined.errors
    assert "2 reports, 1 origin (Reuters)" in newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))


async def test_the_form_adds_a_report_without_a_link(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await report_form(newsroom)
    fields = {"outlet": "Newsnight", "origin": "Reuters", "place": "12:30 into the broadcast"}
    outcome = await newsroom.reporter.submit(form, fields)
    assert "Added to C-1: Reuters, via Newsnight (12:30 into the broadcast). It has" in newsroom.read(outcome), (
        outcome.errors
    )
    assert "2 reports, 2 origins" in await newsroom.card_text(1)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"link": WION, "outlet": "wion"}, "link", "wion's report at this link is on file at C-1 already."),
        ({"link": "no link"}, "link", "no link is no link. Nothing was changed."),
        ({"origin": "Reuters"}, "link", "Where was it reported?"),
    ],
)
async def test_what_cannot_be_added_keeps_the_form(
    newsroom: Newsroom, fields: dict[str, str], field: str, said: str
) -> None:
    await newsroom.file()
    outcome = await newsroom.reporter.submit(await report_form(newsroom), fields)
    assert said in outcome.errors[field]
    assert {name: values(await newsroom.form(newsroom.reporter))[name] for name in fields} == fields
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter), leave=True)
    assert "1 report, 1 origin" in await newsroom.card_text(1)


async def test_a_report_that_is_on_file_is_not_added_twice(newsroom: Newsroom) -> None:
    await newsroom.file()
    told = newsroom.read(await newsroom.checker.type("verification", f"/claim C-1 report {WION}"))
    assert "WION's report at this link is on file at C-1 already. Nothing was added." in told
    assert f"/claim C-1 report {WION}" in told, "what was typed is given back"
    again = newsroom.read(
        await newsroom.checker.type("verification", f"/claim C-1 report {WION} https://bbc.example/1 via BBC")
    )
    assert again == "Added to C-1: BBC. It has 2 reports, 2 origins now."


async def test_typed_twice_it_is_added_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    typed = "/claim C-1 report via BBC"
    await newsroom.checker.type("verification", typed)
    told = newsroom.read(await newsroom.checker.type("verification", typed))
    assert told == "C-1 has your report already. It has 2 reports, 2 origins now."


async def test_what_is_no_report_opens_the_form_with_what_was_typed(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.reporter.type("verification", f"/claim C-1 report it was on air {WION}")
    assert outcome.view is not None, outcome.error
    assert values(outcome.view)["link"] == WION
    assert "it was on air" in newsroom.read(outcome.view)
    await newsroom.reporter.close(outcome.view)
    empty = (await newsroom.reporter.type("verification", "/claim C-1 report")).view
    assert empty is not None
    assert values(empty)["link"] is None


async def test_a_claim_that_stands_against_another_takes_its_reports_along(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Kyiv: it was not us https://www.wionews.com/kyiv")
    await newsroom.reporter.type("verification", "/dispute C-1 with C-2")
    await newsroom.reporter.type("verification", "/claim C-2 report via BBC")
    assert "BBC" in newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))


async def test_no_words_leave_a_private_channel_with_a_report(newsroom: Newsroom) -> None:
    await newsroom.file()
    told = newsroom.read(await newsroom.reporter.type("investigation", "/claim C-1 report via our informant"))
    assert "Nothing was" in told
    assert "1 report, 1 origin" in await newsroom.card_text(1)
    await newsroom.file("Source: the column had a guide https://www.wionews.com/s", channel="investigation")
    hidden = newsroom.read(await newsroom.lead.type("verification", "/claim C-2 report via BBC"))
    assert "There is no C-2 that you can see." in hidden


async def test_a_claim_that_was_discarded_takes_none(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.discard(1)
    told = newsroom.read(await newsroom.reporter.type("verification", "/claim C-1 report via BBC"))
    assert "C-1 was discarded in the meantime." in told
