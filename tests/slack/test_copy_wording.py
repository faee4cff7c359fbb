"""Somebody copies the sentence for a story; only they see it."""

from __future__ import annotations

import pytest

from tests.slack.newsroom import DENIAL, Newsroom
from tests.slack.reading import buttons

SEVENTY = (
    "Russian Defence Ministry: More than 70 Ukrainian fighters were killed. "
    "https://www.wionews.com/raid via WION citing Reuters said 2023-05-23"
)
SENTENCE = (
    "The Russian Defence Ministry said on 23 May that more than 70 Ukrainian fighters were killed, "
    "WION reported, citing Reuters. This could not be independently verified."
)


@pytest.mark.parametrize("typed", ["wording C-1", "wording 1", "WORDING of c1"])
async def test_the_wording_of_a_claim_is_typed_for(newsroom: Newsroom, typed: str) -> None:
    await newsroom.file(SEVENTY)
    outcome = await newsroom.reporter.type("verification", f"/claim {typed}")
    assert outcome.messages[0].ephemeral_for == newsroom.reporter.person.id
    assert newsroom.read(outcome).splitlines() == ["The wording of C-1, to copy into a story", SENTENCE]


async def test_the_wording_is_behind_more_with_who_denies_it(newsroom: Newsroom) -> None:
    await newsroom.file(SEVENTY)
    await newsroom.dispute(1, DENIAL)
    await newsroom.settle()
    view = await newsroom.more(newsroom.reporter, 1, "copy_wording")
    assert view.title == "Wording of C-1"
    assert newsroom.read(view).splitlines() == [
        "The wording of C-1, to copy into a story",
        "Before you print: 1 dispute is open.",
        f"{SENTENCE} Kyiv contradicted this, WION reported: Ukraine has nothing to do with it.",
    ]


async def test_an_older_figure_leads_to_the_newer_and_a_merged_claim_to_the_other(newsroom: Newsroom) -> None:
    await newsroom.file(SEVENTY.replace("70", "60"))
    await newsroom.file(SEVENTY)
    await newsroom.file(SEVENTY.replace("Ukrainian ", ""))
    await newsroom.settle()
    for number, action, field in ((1, "updated_by", "newer"), (3, "merge", "into")):
        view = await newsroom.more(newsroom.reporter, number, action)
        outcome = await newsroom.reporter.submit(view, {field: "C-2"})
        assert not outcome.errors, outcome.errors
        await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
        await newsroom.settle()
    outcome = await newsroom.reporter.type("verification", "/claim wording C-1")
    told = newsroom.read(outcome)
    assert "Before you print: C-2 has a newer figure." in told
    assert "60 Ukrainian fighters were killed, WION reported" in told
    assert "The Russian Defence Ministry later gave a newer figure on 23 May, WION reported" in told
    assert buttons(outcome.messages[0]) == ["Wording of C-2"]
    opened = await newsroom.reporter.press(outcome.messages[0], "copy_wording")
    assert opened.view is not None
    assert newsroom.read(opened.view).splitlines()[-1] == SENTENCE
    merged = newsroom.read(await newsroom.reporter.type("verification", "/claim wording C-3"))
    assert "C-3 was merged into C-2, so these are C-2's words." in merged
    assert SENTENCE.partition(", WION")[0] in merged


async def test_a_newer_figure_that_was_discarded_or_taken_back_is_none(newsroom: Newsroom) -> None:
    for killed in ("60", "70", "80"):
        await newsroom.file(SEVENTY.replace("70", killed))
    for number, action, field, other in ((1, "updated_by", "newer", "C-2"), (2, "updated_by", "newer", "C-3")):
        await newsroom.settle()
        view = await newsroom.more(newsroom.reporter, number, action)
        await newsroom.reporter.submit(view, {field: other})
        await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    await newsroom.settle()
    assert "C-3 has a newer figure." in newsroom.read(await newsroom.reporter.type("verification", "/claim wording 1"))
    await newsroom.discard(3)
    await newsroom.settle()
    assert "C-2 has a newer figure." in newsroom.read(await newsroom.reporter.type("verification", "/claim wording 1"))
    await newsroom.more(newsroom.reporter, 1, "not_updated")
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    await newsroom.settle()
    assert "newer figure" not in newsroom.read(await newsroom.reporter.type("verification", "/claim wording 1"))


async def test_a_corrected_verdict_is_pointed_out_before_it_is_printed(newsroom: Newsroom) -> None:
    await newsroom.file(SEVENTY)
    await newsroom.settle()
    for verdict in ("unproven", "not checkable"):
        opened = await newsroom.checker.press(await newsroom.card(1), "verdict")
        assert opened.view is not None
        outcome = await newsroom.checker.submit(opened.view, {"verdict": verdict, "note": f"It is {verdict}."})
        assert not outcome.errors, outcome.errors
        await newsroom.checker.close(await newsroom.form(newsroom.checker))
        if verdict == "unproven":
            reopened = await newsroom.checker.press(await newsroom.card(1), "verdict")
            assert reopened.view is not None
            await newsroom.checker.submit(reopened.view, {"why": "Nobody can check it."})
            await newsroom.checker.close(await newsroom.form(newsroom.checker))
    told = newsroom.read(await newsroom.reporter.type("verification", "/claim wording C-1"))
    assert "Before you print: C-1 was corrected: it was “unproven”, is now “not checkable”." in told
    assert told.endswith("This is not something that can be checked: It is not checkable.")


async def test_the_wording_of_what_nobody_can_see_is_not_there(newsroom: Newsroom) -> None:
    number = await newsroom.file(SEVENTY, channel="investigation")
    told = newsroom.read(await newsroom.checker.type("verification", f"/claim wording C-{number}"))
    assert told.startswith(f"There is no C-{number} that you can see.")
    assert "fighters" not in told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("wording", "No claim is named. For example: /claim wording C-12"),
        ("wording raid", "“raid” is no reference to a claim. For example: /claim wording C-12"),
    ],
)
async def test_a_wording_of_no_claim_is_answered_with_an_example(newsroom: Newsroom, typed: str, sentence: str) -> None:
    assert newsroom.read(await newsroom.reporter.type("verification", f"/claim {typed}")).startswith(sentence)
