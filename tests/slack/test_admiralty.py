"""The Admiralty code: asked for and shown where a desk uses it, and nowhere else."""

from __future__ import annotations

import pytest

from sandbox.modals import View
from store import Session
from store.desks import desk_by_id
from tests.slack.newsroom import LINE, Newsroom
from tests.slack.reading import values


async def use_the_code(newsroom: Newsroom, *, uses: bool = True) -> None:
    def switch(session: Session) -> None:
        desk = desk_by_id(session, 1)
        desk.admiralty = uses
        session.add(desk)

    await newsroom.bot.record.write(switch)


async def told(newsroom: Newsroom, text: str) -> str:
    return newsroom.read(await newsroom.checker.type("verification", text))


async def opened(newsroom: Newsroom, what: str) -> View:
    await newsroom.settle()
    return await newsroom.more(newsroom.checker, 1, what)


async def test_a_desk_that_does_not_use_it_is_not_asked(newsroom: Newsroom) -> None:
    await newsroom.file()
    report = await opened(newsroom, "add_report")
    assert "reliability" not in values(report)
    await newsroom.checker.close(report)
    assert "credibility" not in values(await opened(newsroom, "add_evidence"))
    await told(newsroom, "/claim C-1 evidence refutes (2) the film is from 2021")
    assert "refutes, other: (2) the film is from 2021" in await told(newsroom, "/claim C-1")


async def test_a_source_is_judged_in_the_report_form_under_all_its_names(newsroom: Newsroom) -> None:
    await newsroom.file(f"{LINE} via WION")
    await use_the_code(newsroom)
    form = await opened(newsroom, "add_report")
    assert "B: usually reliable" in str(form.blocks)
    done = await newsroom.checker.submit(form, {"outlet": "Reuters", "reliability": "B"})
    assert not done.errors
    card = await newsroom.card_text(1)
    assert "WION; Reuters (B) · 2 reports" in card
    assert any("judged Reuters B, usually reliable." in each for each in await newsroom.thread(1))
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    (page,) = (await newsroom.checker.type("verification", "/claim list via Reuters")).messages
    await told(newsroom, "/claim C-1 report via Reuters News Agency")
    await newsroom.checker.press(page, "join_names")
    await newsroom.checker.submit(await newsroom.form(newsroom.checker), {"other": "Reuters News Agency"})
    assert "Reuters (B); Reuters News Agency (B)" in await told(newsroom, "/claim C-1")
    await use_the_code(newsroom, uses=False)
    assert "(B)" not in await told(newsroom, "/claim C-1")
    assert "usually reliable" not in await told(newsroom, "/claim history C-1")


async def test_evidence_is_judged_in_its_form_and_in_one_line(newsroom: Newsroom) -> None:
    await newsroom.file()
    await use_the_code(newsroom)
    form = await opened(newsroom, "add_evidence")
    assert "1: confirmed by other sources" in str(form.blocks)
    done = await newsroom.checker.submit(form, {"side": "supports", "note": "Two more films.", "credibility": "1"})
    assert not done.errors
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    said = await told(newsroom, "/claim C-1 evidence refutes (2) https://example.org/1 it is from 2021")
    assert "refutes (2), other: it is from 2021" in said
    whole = await told(newsroom, "/claim C-1")
    assert "supports (1), other: Two more films." in whole
    assert "refutes (2), other: it is from 2021" in whole
    assert "other (2): " in await told(newsroom, "/claim history C-1")


@pytest.mark.parametrize("digit", [0, 7, 9])
async def test_a_digit_that_the_code_does_not_have_is_refused(newsroom: Newsroom, digit: int) -> None:
    await newsroom.file()
    await use_the_code(newsroom)
    said = await told(newsroom, f"/claim C-1 evidence refutes ({digit}) it is from 2021")
    assert f"There is no credibility of {digit}." in said
    assert "Nothing was changed." in said
    assert f"refutes ({digit}) it is from 2021" in said, "what was typed is given back"
    assert "Evidence" not in await told(newsroom, "/claim C-1")


async def test_a_protected_source_is_not_judged(newsroom: Newsroom) -> None:
    await newsroom.file()
    await use_the_code(newsroom)
    form = await opened(newsroom, "add_report")
    refused = await newsroom.checker.submit(form, {"outlet": "Olha", "basis": "background", "reliability": "A"})
    assert "A protected source is not among the known ones" in refused.errors["reliability"]
    assert "1 report" in await newsroom.card_text(1)
