"""What cannot be filed is answered in a sentence: what is wrong, that nothing was filed, and a right example."""

from __future__ import annotations

import re

import pytest

from tests.slack.newsroom import DENIAL, Newsroom
from tests.slack.reading import values

EXAMPLE = re.compile(r"/(claim|dispute) |said |https://|23 May")
FOUR_THOUSAND = "a" * 4_001


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("/claim C-999", "There is no C-999 that you can see."),
        ("/dispute C-999 Kyiv: no https://www.wionews.com/2", "There is no C-999 that you can see."),
        ("/dispute C-999", "There is no C-999 that you can see."),
        ("/dispute C-1 with C-999", "There is no C-999 that you can see."),
        ("/claim Moscow: It was them https://", "no link"),
        ("/claim Moscow: It was them http:///x", "no link"),
        (
            "/claim Moscow: It was them https://www.wionews.com/1 said 1 January 2999",
            "1 January 2999 is in the future.",
        ),
        ("/claim Moscow: It was them https://www.wionews.com/1 said tomorrow", "omorrow"),
        ("/claim Moscow: It was them https://www.wionews.com/1 said 31 February", "31 February is no date."),
        ("/claim Moscow: It was them https://www.wionews.com/1 said 22 May said 21 May", "two dates"),
        (f"/claim Moscow: {FOUR_THOUSAND} https://www.wionews.com/1", "The statement has 4,001 characters; 3,000 fit."),
        (f"/claim {'M' * 300}: It was them https://www.wionews.com/1", "The speaker has 300 characters; 200 fit."),
        ("/claim Moscow: It was\x00 them https://www.wionews.com/1", "control character (U+0000, NUL)"),
        ("/claim Moscow: It was\x07 them https://www.wionews.com/1", "control character"),
        (f"/dispute C-1 Kyiv: {FOUR_THOUSAND} https://www.wionews.com/1", "The statement has 4,001 characters"),
        ("/dispute C-1 Kyiv: no https://www.wionews.com/1 said 1 January 2999", "in the future"),
        ("/claim frobnicate", "frobnicate is no command I know."),
        ("/claim lst", "Did you mean /claim list?"),
        ("/claim list everything", "I cannot list by “everything”."),
    ],
)
async def test_a_mistake_is_named_and_what_was_typed_given_back(newsroom: Newsroom, typed: str, wrong: str) -> None:
    await newsroom.file()
    outcome = await newsroom.reporter.type("verification", typed)
    assert outcome.view is None
    (answer,) = outcome.messages
    assert answer.ephemeral_for == newsroom.reporter.person.id
    told = newsroom.read(answer)
    assert wrong in told
    sentence, _, given_back = told.partition("You typed:\n")
    assert given_back.replace(" ", "") == typed.replace(" ", "")
    assert EXAMPLE.search(sentence.replace(given_back, "")), "a right example"
    assert await newsroom.claims() == 1
    assert "Contested" not in await newsroom.card_text(1)


@pytest.mark.parametrize(
    "typed",
    [
        "/claim Moscow: It was them https:// via WION",
        "/claim Moscow: It was them https://www.wionews.com/1 said 31 February",
        "/claim frobnicate",
        "/dispute C-1 Kyiv: no https://www.wionews.com/1 said 1 January 2999",
    ],
)
async def test_a_filing_that_fails_says_that_nothing_was_filed(newsroom: Newsroom, typed: str) -> None:
    await newsroom.file()
    told = newsroom.read(await newsroom.reporter.type("verification", typed))
    assert "Nothing was filed." in told or "Your dispute was not filed." in told


async def test_no_statement_asks_for_it_with_the_speaker_found(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type("verification", "/claim Peskov: https://www.wionews.com/1")
    assert values(outcome.view)["speaker"] == "Peskov"
    assert "Nothing is filed yet." in newsroom.read(outcome)
    assert "what was said" in newsroom.read(outcome)


async def test_a_claim_of_another_workspace_is_not_there(newsroom: Newsroom) -> None:
    await newsroom.file()
    asked = (await newsroom.reporter.type("verification", "/claim C-1")).request
    assert asked is not None
    trigger = newsroom.server.views.new_trigger(newsroom.reporter.person)
    other = asked | {"team_id": "T0OTHER001", "trigger_id": trigger}
    ack = await newsroom.server.deliver("slash_commands", other)
    assert ack.payload["text"].startswith("There is no C-1 that you can see.")
    dispute = other | {"command": "/dispute", "text": f"C-1 {DENIAL}"}
    ack = await newsroom.server.deliver("slash_commands", dispute)
    assert "There is no C-1 that you can see." in ack.payload["text"]
    assert "Contested" not in await newsroom.card_text(1)


async def test_a_mended_line_is_filed_at_once_after_its_mistake(newsroom: Newsroom) -> None:
    wrong = "/claim Moscow: It was them https://www.wionews.com/1 said 31 February"
    await newsroom.reporter.type("verification", wrong)
    told = newsroom.read(await newsroom.reporter.type("verification", wrong.replace("31 Feb", "21 Feb")))
    assert told.startswith("C-1 is filed.")


@pytest.mark.parametrize(
    "typed", ["/claim 12 civilians were wounded https://www.wionews.com/1", "/claim help us, said the mayor: now"]
)
async def test_a_claim_that_begins_like_a_command_is_a_claim(newsroom: Newsroom, typed: str) -> None:
    outcome = await newsroom.reporter.type("verification", typed)
    assert outcome.view is not None
    assert "Nothing is filed yet." in newsroom.read(outcome)


async def test_a_fault_of_ours_is_answered_with_a_code_and_gives_back_what_was_typed(newsroom: Newsroom) -> None:
    newsroom.server.faults.fail("views.open", status=500)
    outcome = await newsroom.reporter.type("verification", "/claim Peskov: It was them")
    told = newsroom.read(outcome.messages)
    assert "Something broke on our side" in told
    assert re.search(r"this code: [0-9a-f]{6}\.", told)
    assert "/claim Peskov: It was them" in told
