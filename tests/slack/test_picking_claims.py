"""The dispute form finds a claim as one types, in any script."""

from __future__ import annotations

import pytest

from sandbox.modals import View
from tests.slack.newsroom import Newsroom

ON_FILE = (
    "Песков: Рейд был отвлекающим манёвром https://www.wionews.com/1",
    "Подоляк: це об’єкт без охорони https://www.wionews.com/2",
    "Moscow: More than 70 fighters were killed, 100% of them https://www.wionews.com/3",
    "İstanbul Valiliği: Ölü yok https://www.wionews.com/4",
    "外交部: 这是谎言 https://www.wionews.com/5",
    "וזארת החוץ: זה שקר https://www.wionews.com/6",
)


@pytest.fixture
async def form(newsroom: Newsroom) -> View:
    """The dispute form of a newsroom with claims in several scripts."""
    for line in ON_FILE:
        await newsroom.file(line)
    await newsroom.reporter.type("verification", "/dispute")
    return await newsroom.form(newsroom.reporter)


FINDS: tuple[tuple[str, list[str]], ...] = (
    ("", ["6", "5", "4", "3", "2", "1"]),
    ("песков", ["1"]),
    ("ПЕСКОВ", ["1"]),
    ("манев", ["1"]),
    ("рейд песк", ["1"]),
    ("об'єкт", ["2"]),
    ("охорон", ["2"]),
    ("MOSCOW", ["3"]),
    ("70 killed", ["3"]),
    ("100%", ["3"]),
    ("istanbul", ["4"]),
    ("olu", ["4"]),
    ("谎言", ["5"]),
    ("שקר", ["6"]),
    ("C-2", ["2"]),
    ("с-2", ["2"]),
    ("%", []),  # no wildcard
    ("_", []),
    ("nobody said this", []),
    ("C-99", []),
)


async def test_what_is_typed_finds_the_claims_that_hold_it(newsroom: Newsroom, form: View) -> None:
    for typed, found in FINDS:
        options = await newsroom.reporter.options(form, "pick_claims", typed)
        assert [option["value"] for option in options] == found, typed


async def test_a_number_finds_its_claim_first_and_then_those_that_hold_it(newsroom: Newsroom, form: View) -> None:
    await newsroom.file("Kyiv: only 3 were there https://www.wionews.com/7")
    options = await newsroom.reporter.options(form, "pick_claims", "3")
    assert [option["value"] for option in options][:2] == ["3", "7"]


async def test_an_option_shows_reference_speaker_and_the_beginning(newsroom: Newsroom, form: View) -> None:
    (option,) = await newsroom.reporter.options(form, "pick_claims", "песков")
    assert option["text"]["text"] == "C-1 Песков: Рейд был отвлекающим манёвром"
    await newsroom.file(f"Moscow: {'слово ' * 100} https://www.wionews.com/8")
    (option,) = await newsroom.reporter.options(form, "pick_claims", "слово")
    assert len(option["text"]["text"]) <= 75
    assert option["text"]["text"].endswith("…")


async def test_what_is_discarded_is_not_found(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.discard(1)
    await newsroom.reporter.type("verification", "/dispute")
    assert await newsroom.reporter.options(await newsroom.form(newsroom.reporter), "pick_claims", "") == []


async def test_many_claims_show_the_newest(newsroom: Newsroom) -> None:
    for n in range(35):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
    await newsroom.reporter.type("verification", "/dispute")
    options = await newsroom.reporter.options(await newsroom.form(newsroom.reporter), "pick_claims", "moscow")
    assert [option["value"] for option in options] == [str(n) for n in range(35, 5, -1)]


async def test_a_claim_discarded_after_it_was_picked_is_said_and_nothing_is_lost(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = (await newsroom.lead.type("verification", "/dispute C-1")).view
    assert form is not None
    await newsroom.discard(1)
    filled = {"speaker": "Kyiv", "statement": "No.", "source": "via WION"}
    outcome = await newsroom.lead.submit(form, filled)
    assert "C-1 was discarded" in outcome.errors["claims"]
    assert "Your dispute was not filed." in outcome.errors["claims"]
