"""A claim with more reports than a form holds is edited, and none of them is lost."""

from __future__ import annotations

from sandbox.modals import View
from tests.slack.newsroom import Newsroom
from tests.slack.reading import values


async def add_reports(newsroom: Newsroom, first: int, many: int, *, number: int = 1) -> None:
    who = newsroom.checker
    links = "\n".join(f"https://outlet{each}.example/1" for each in range(first, first + many))
    (message,) = (await who.type("verification", f"Seen in {many} places")).messages
    outcome = await who.shortcut("add_to_a_claim", message.channel, message.ts)
    assert outcome.view is not None
    await who.options(outcome.view, "pick_claim", f"C-{number}")
    sent = await who.submit(outcome.view, {"claim": str(number), "what": "report", "source": links})
    assert "is added." in newsroom.read(sent), sent.errors
    await who.close(await newsroom.form(who))


async def edit_form(newsroom: Newsroom) -> View:
    await newsroom.card(1)
    return await newsroom.more(newsroom.reporter, 1, "edit")


async def test_what_does_not_fit_into_the_form_stays_on_file(newsroom: Newsroom) -> None:
    await newsroom.file()
    await add_reports(newsroom, 1, 10)
    await add_reports(newsroom, 11, 5)
    assert "16 reports" in await newsroom.card_text(1)
    form = await edit_form(newsroom)
    assert "6 more reports did not fit in here, and stay on file as they are." in newsroom.read(form)
    rows = str(values(form)["source"]).splitlines()
    assert len(rows) == 10
    sent = await newsroom.reporter.submit(form, {"statement": "They did it.", "source": "\n".join(rows[:-1])})
    assert "C-1 is changed" in newsroom.read(sent), sent.errors
    assert "They did it." in await newsroom.card_text(1)
    assert "15 reports" in await newsroom.card_text(1)


async def test_a_report_that_came_while_the_form_was_open_stays(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await edit_form(newsroom)
    await add_reports(newsroom, 1, 1)
    sent = await newsroom.reporter.submit(form, {"statement": "They did it."})
    assert "C-1 is changed" in newsroom.read(sent), sent.errors
    assert "2 reports" in await newsroom.card_text(1)
