"""Speakers under all their names: their pages, joining two names and parting them, and the menus that offer them."""

from __future__ import annotations

import pytest

from sandbox.workspace import Message
from tests.slack.newsroom import Newsroom
from tests.slack.reading import buttons, values


@pytest.fixture
async def peskov(newsroom: Newsroom) -> Newsroom:
    """A newsroom where one speaker is on file in two scripts."""
    await newsroom.file("Peskov: it was a diversion https://www.wionews.com/1")
    await newsroom.file("Песков: рейд был отвлекающим манёвром https://www.wionews.com/2")
    await newsroom.file("Kyiv: no https://www.wionews.com/3")
    await newsroom.dispute(1)
    await newsroom.dispute(3, "Песков: да https://www.wionews.com/4")
    return newsroom


async def page(newsroom: Newsroom, name: str, channel: str = "verification") -> Message:
    (answer,) = (await newsroom.reporter.type(channel, f"/claim list by {name}")).messages
    return answer


async def join(newsroom: Newsroom, name: str, other: str) -> str:
    """Join `other` to `name` from its page; what the form then says."""
    await newsroom.reporter.press(await page(newsroom, name), "join_names")
    outcome = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"other": other})
    told = str(outcome.errors) if outcome.errors else newsroom.read(outcome)
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    return told


async def test_a_speakers_page_counts_what_they_said_and_what_came_of_it(peskov: Newsroom) -> None:
    told = peskov.read(await page(peskov, "Peskov")).splitlines()
    assert told[0] == "Peskov"
    assert told[1] == "1 claim: 1 unverified · 1 contested now · 0 disputes of what others said"
    told = peskov.read(await page(peskov, "песков")).splitlines()
    assert told[1] == "1 claim: 1 unverified · 0 contested now · 1 dispute of what others said"


async def test_two_names_become_one_and_are_parted_in_one_step(peskov: Newsroom) -> None:
    told = await join(peskov, "Peskov", "Песков")
    assert "Peskov · also Песков" in told
    answer = await page(peskov, "Песков")
    told = peskov.read(answer)
    assert "2 claims: 2 unverified · 1 contested now · 1 dispute of what others said" in told
    assert "C-2 ·" in told
    assert "C-1 ·" in told
    before = peskov.read(answer)
    await peskov.reporter.press(answer, "part_name", value="speaker:2")
    await peskov.server.until(lambda: peskov.read(answer) != before)
    assert "also" not in peskov.read(answer)
    assert "C-2 ·" not in peskov.read(await page(peskov, "Peskov"))
    assert await peskov.verify() > 0


async def test_the_same_name_again_and_a_name_that_is_one_already_are_refused_in_words(peskov: Newsroom) -> None:
    assert "That is the same name." in await join(peskov, "Peskov", "Peskov")
    await join(peskov, "Peskov", "Песков")
    assert "are one already" in await join(peskov, "Peskov", "Песков")


async def test_names_that_came_along_go_along_again(peskov: Newsroom) -> None:
    await peskov.file("Пєсков: ні https://www.wionews.com/5")
    await join(peskov, "Песков", "Пєсков")
    assert "Peskov · also Песков, Пєсков" in await join(peskov, "Peskov", "Песков")
    answer = await page(peskov, "Peskov")
    before = peskov.read(answer)
    await peskov.reporter.press(answer, "part_name", value="speaker:2")
    await peskov.server.until(lambda: peskov.read(answer) != before)
    assert "Песков · also Пєсков" in peskov.read(await page(peskov, "Пєсков"))


async def test_a_name_used_only_in_private_is_neither_offered_nor_shown_outside(peskov: Newsroom) -> None:
    await peskov.file("Guide: I led them https://www.wionews.com/6", channel="investigation")
    await peskov.reporter.press(await page(peskov, "Peskov"), "join_names")
    form = await peskov.form(peskov.reporter)
    offered = await peskov.reporter.options(form, "pick_other_speaker", "gui")
    assert offered == []
    await peskov.reporter.close(form)
    await peskov.reporter.type("verification", "/claim")
    form = await peskov.form(peskov.reporter)
    names = [option["value"] for option in await peskov.reporter.options(form, "pick_speaker", "Gu")]
    assert names == ["Gu"]
    await peskov.reporter.close(form)
    await peskov.reporter.press(await page(peskov, "Peskov", "investigation"), "join_names")
    await peskov.reporter.submit(await peskov.form(peskov.reporter), {"other": "Guide"})
    assert "also Guide" in peskov.read(await page(peskov, "Peskov", "investigation"))
    assert "Guide" not in peskov.read(await page(peskov, "Peskov"))


async def test_a_source_has_a_page_and_names_too(newsroom: Newsroom) -> None:
    await newsroom.file("Moscow: one https://www.wionews.com/1 via Reuters")
    await newsroom.file("Moscow: two https://www.wionews.com/2 via TASS citing Рейтер")
    (answer,) = (await newsroom.reporter.type("verification", "/claim list via Reuters")).messages
    assert newsroom.read(answer).splitlines()[1] == "carried or credited: 1 claim: 1 unverified · 0 contested now"
    await newsroom.reporter.press(answer, "join_names")
    outcome = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"other": "Рейтер"})
    assert "Reuters · also Рейтер" in newsroom.read(outcome)
    assert "2 claims" in newsroom.read(outcome)


async def test_the_speaker_field_offers_what_was_typed_then_known_names_the_most_used_first(newsroom: Newsroom) -> None:
    for n, name in enumerate(("Moscow mayor", "Moscow", "Moscow", "Foreign Ministry of Moscow")):
        await newsroom.file(f"{name}: number {n} https://www.wionews.com/{n}")
    await newsroom.reporter.type("verification", "/claim")
    form = await newsroom.form(newsroom.reporter)

    async def offered(typed: str) -> list[str]:
        return [option["value"] for option in await newsroom.reporter.options(form, "pick_speaker", typed)]

    assert (await offered("mosc"))[:3] == ["mosc", "Moscow", "Moscow mayor"]
    assert (await offered("Moscow"))[0] == "Moscow"
    assert (await offered(""))[0] == "Moscow"
    assert await offered("Somebody new") == ["Somebody new"]
    assert await offered("%") == ["%"]
    outcome = await newsroom.reporter.submit(
        form, {"speaker": "Somebody new", "statement": "It was them.", "source": "via WION"}
    )
    assert "Speaker: Somebody new" in newsroom.read(outcome)


async def test_either_name_finds_both_in_the_speaker_field(peskov: Newsroom) -> None:
    await join(peskov, "Peskov", "Песков")
    await peskov.reporter.type("verification", "/claim")
    form = await peskov.form(peskov.reporter)
    found = [option["value"] for option in await peskov.reporter.options(form, "pick_speaker", "pesk")]
    assert found == ["pesk", "Peskov", "Песков"]


@pytest.mark.parametrize("length", [75, 76, 200])
async def test_a_long_name_is_not_lost_in_the_form(newsroom: Newsroom, length: int) -> None:
    name = ("Ministry of Very Long Names " * 8)[:length].strip().ljust(length, "x")
    outcome = await newsroom.reporter.type("verification", f"/claim {name}: It was them.")
    assert values(outcome.view)["speaker"] == name
    outcome = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"source": "via WION"})
    assert name[:100] in newsroom.read(outcome)


async def test_a_name_too_long_for_the_menu_is_said_to_be(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    form = await newsroom.form(newsroom.reporter)
    (option,) = await newsroom.reporter.options(form, "pick_speaker", "x" * 151)
    assert option["text"]["text"] == "This has 151 characters; 150 fit"
    filled = {"speaker": option["value"], "statement": "It was them.", "source": "via WION"}
    outcome = await newsroom.reporter.submit(form, filled)
    assert outcome.errors["speaker"].startswith("The name is too long for this menu; 150 characters fit.")


async def test_a_page_has_a_button_to_join_and_a_menu_to_part(peskov: Newsroom) -> None:
    assert buttons(await page(peskov, "Peskov")) == ["Same as…"]
