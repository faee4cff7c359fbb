"""Lists with every filter, search, history, and the pages of all three."""

from __future__ import annotations

import pytest

from sandbox.outcome import Outcome
from sandbox.workspace import Message
from tests.slack.newsroom import Newsroom
from tests.slack.reading import buttons


def listed(newsroom: Newsroom, outcome: Outcome | Message) -> list[str]:
    """The references of a list, in its order."""
    return [line.split(" · ")[0] for line in newsroom.read(outcome).splitlines() if line.startswith("C-")]


@pytest.fixture
async def desk(newsroom: Newsroom) -> Newsroom:
    """A desk with five claims: by three speakers, two of them tagged, one disputed and two taken."""
    await newsroom.file("Moscow: the bridge fell https://www.wionews.com/1 via WION citing Reuters #raid")
    await newsroom.file("Kyiv: the bridge stands https://www.wionews.com/2 #raid #bridge")
    await newsroom.file("Moscow: seventy were killed https://www.wionews.com/3 via TASS")
    await newsroom.file("Gladkov: nine villages are empty https://www.wionews.com/4")
    await newsroom.file("MOSCOW!: nobody was there https://www.wionews.com/5")
    await newsroom.dispute(3)
    await newsroom.take(newsroom.checker, 3)
    await newsroom.take(newsroom.lead, 5)
    return newsroom


@pytest.mark.both_databases
async def test_filters_work_alone_and_together(desk: Newsroom) -> None:
    for typed, found in {
        "#raid": ["C-2", "C-1"],
        "#raid #bridge": ["C-2"],
        "by Moscow": ["C-5", "C-3", "C-1"],
        "by moscow, #raid": ["C-1"],
        "by Moscow contested": ["C-3"],
        "by glad": ["C-4"],
        "via WION": ["C-5", "C-4", "C-2", "C-1"],
        "via Reuters": ["C-1"],
        "via TASS contested unverified": ["C-3"],
        "@chen": ["C-3"],
        "@chen mine": ["C-5", "C-3"],
        "checking": ["C-5", "C-3"],
        "new by Kyiv": ["C-2"],
        "confirmed": [],
        "urgent": [],
        "mine": ["C-5"],
    }.items():
        outcome = await desk.lead.type("belgorod", f"/claim list {typed}")
        assert outcome.messages[0].ephemeral_for == desk.lead.person.id
        assert listed(desk, outcome) == found, typed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("list contested by Nobody", "There is no speaker “Nobody” that you can see."),
        ("list via Nowhere", "There is no source “Nowhere” that you can see."),
        ("list contessted", "I cannot list by “contessted”. Did you mean contested?"),
        ("list by", "No speaker follows by. For example: /claim list by Moscow"),
        ("history", "No claim is named. For example: /claim history C-12"),
        ("history C-99", "There is no C-99 that you can see."),
    ],
)
async def test_a_wrong_look_up_names_the_wrong_part_and_gives_back_what_was_typed(
    newsroom: Newsroom, typed: str, told: str
) -> None:
    read = newsroom.read(await newsroom.reporter.type("verification", f"/claim {typed}"))
    assert told in read
    assert f"/claim {typed}" in read


async def test_a_list_is_paged_to_its_end_and_back_in_one_message(newsroom: Newsroom) -> None:
    for n in range(34):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
    (answer,) = (await newsroom.reporter.type("verification", "/claim list by Moscow unverified")).messages
    pages = [listed(newsroom, answer)]
    assert buttons(answer) == ["Older"]
    for presses, left in (
        ("list_older", ["Newer", "Older"]),
        ("list_older", ["Newer"]),
        ("list_newer", ["Newer", "Older"]),
    ):
        await newsroom.reporter.press(answer, presses)
        await newsroom.server.until(lambda: listed(newsroom, answer) != pages[-1])
        pages.append(listed(newsroom, answer))
        assert buttons(answer) == left
    assert pages[0] == [f"C-{n}" for n in range(34, 19, -1)]
    assert pages[1] == pages[3] == [f"C-{n}" for n in range(19, 4, -1)]
    assert pages[2] == ["C-4", "C-3", "C-2", "C-1"]
    assert "Unverified claims: 34, 16 to 30 shown" in newsroom.read(answer)
    assert answer.ephemeral_for == newsroom.reporter.person.id


@pytest.mark.both_databases
async def test_search_finds_best_first_shows_the_match_and_where_it_stands(desk: Newsroom) -> None:
    (answer,) = (await desk.checker.type("belgorod", "/claim search bridge fell")).messages
    assert answer.ephemeral_for == desk.checker.person.id
    told = desk.read(answer)
    assert listed(desk, answer) == ["C-1", "C-2"]
    assert "> Moscow: the bridge fell" in told
    bold = [
        part["text"]
        for block in answer.blocks or []
        for element in block.get("elements", [])
        for part in element.get("elements", [])
        if part.get("style") == {"bold": True}
    ]
    assert {"bridge", "fell"} <= set(bold)
    told = desk.read(await desk.checker.type("belgorod", "/claim search nothing to do"))
    assert listed(desk, await desk.checker.type("belgorod", "/claim search nothing to do"))[0] == "C-3"
    assert "In what was said against it: Kyiv · Ukraine has nothing to do with it" in told
    assert "In the reports: WION · Reuters" in desk.read(await desk.checker.type("belgorod", "/claim search Reuters"))


async def test_search_goes_on_by_pages(newsroom: Newsroom) -> None:
    for n in range(12):
        await newsroom.file(f"Moscow: the bridge number {n} fell https://www.wionews.com/{n}")
    (answer,) = (await newsroom.reporter.type("verification", "/claim search bridge")).messages
    first = listed(newsroom, answer)
    assert len(first) == 10
    await newsroom.reporter.press(answer, "search_on")
    await newsroom.server.until(lambda: listed(newsroom, answer) != first)
    assert sorted({*first, *listed(newsroom, answer)}) == sorted(f"C-{n}" for n in range(1, 13))
    await newsroom.reporter.press(answer, "search_back")
    await newsroom.server.until(lambda: listed(newsroom, answer) == first)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("search", "Search finds claims by their words, in any language and script"),
        (
            "search x",
            "One letter finds too much. Write two letters or more. For example: /claim search captured carrier",
        ),
        ('search " * ( -', "There is no word in that to search for. For example: /claim search captured carrier"),
        ('search " * ( NEAR -', 'Nothing found for “" * ( NEAR -”.'),
        ("search submarine", "Nothing found for “submarine”. "),
        ("search https://www.wionews.com/1", "There is no word in that to search for."),
    ],
)
async def test_what_cannot_be_searched_for_is_answered_in_a_sentence(newsroom: Newsroom, typed: str, told: str) -> None:
    await newsroom.file()
    read = newsroom.read(await newsroom.reporter.type("verification", f"/claim {typed}"))
    assert told.rstrip() in read


async def test_a_search_of_three_thousand_characters_is_given_back(newsroom: Newsroom) -> None:
    typed = "search " + "слово " * 500
    read = newsroom.read(await newsroom.reporter.type("verification", f"/claim {typed}"))
    assert "That has 2,999 characters; I search for 300 at most." in read
    assert typed.strip() in read


async def test_search_lists_and_history_keep_private_things_private(newsroom: Newsroom) -> None:
    await newsroom.file("Insider: the column had a guide https://www.wionews.com/s #secret", channel="investigation")
    for typed in ("search guide", "search Insider", "list by Insider", "list #secret", "history C-1"):
        told = newsroom.read(await newsroom.reporter.type("verification", f"/claim {typed}"))
        assert "guide" not in told.replace("search guide", "").replace("“guide”", "")
        assert "C-1 ·" not in told
    assert listed(newsroom, await newsroom.reporter.type("investigation", "/claim search guide")) == ["C-1"]
    assert "Insider" in newsroom.read(await newsroom.reporter.type("investigation", "/claim list by Insider"))


@pytest.mark.both_databases
async def test_a_history_tells_who_did_what_when_and_why_oldest_first(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1, by=newsroom.checker)
    await newsroom.take(newsroom.checker, 1)
    told = newsroom.read(await newsroom.lead.type("belgorod", "/claim history C-1")).splitlines()
    assert told[0] == "What happened to C-1"
    assert [line for line in told if line.startswith("23 May")] == [
        "23 May 2023, 14:02: @rita filed C-1:",
        "23 May 2023, 14:02: @chen filed a dispute of C-1:",
        "23 May 2023, 14:02: @chen took C-1.",
    ]
    assert "> Moscow: Ukrainian armed groups carried out the attack (WION)" in told
    assert "> Kyiv contradicts: Ukraine has nothing to do with it (WION)" in told


async def test_a_long_history_is_paged(newsroom: Newsroom) -> None:
    await newsroom.file()
    for _ in range(7):
        await newsroom.reporter.type("verification", "/dispute C-1 Kyiv: no https://www.wionews.com/9")
        await newsroom.take(newsroom.checker, 1)
        await newsroom.private_answer(newsroom.checker, newsroom.checker.press(await newsroom.card(1), "release"))
    (answer,) = (await newsroom.lead.type("verification", "/claim history C-1")).messages
    first = newsroom.read(answer)
    assert "1 to 12 of" in first
    assert buttons(answer) == ["Later"]
    await newsroom.lead.press(answer, "history_later")
    await newsroom.server.until(lambda: newsroom.read(answer) != first)
    assert ", 13 to " in newsroom.read(answer)
    assert buttons(answer) == ["Earlier"]
    await newsroom.lead.press(answer, "history_earlier")
    await newsroom.server.until(lambda: newsroom.read(answer) == first)
