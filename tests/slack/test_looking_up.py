"""Somebody looks up what is on file; only they see the answer."""

from __future__ import annotations

import pytest

from tests.slack.newsroom import DENIAL, Newsroom, kyiv


@pytest.mark.parametrize("typed", ["C-1", "c-1", "c1", "1"])
async def test_a_reference_shows_the_claim_with_what_was_said_against_it(newsroom: Newsroom, typed: str) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    outcome = await newsroom.checker.type("belgorod", f"/claim {typed}")
    (answer,) = outcome.messages
    assert answer.ephemeral_for == newsroom.checker.person.id
    told = newsroom.read(answer)
    assert "C-1 · Unverified · Contested (1)" in told
    assert "> Ukrainian armed groups carried out the attack" in told
    assert "Against\n> Kyiv contradicts: Ukraine has nothing to do with it (WION)" in told


async def test_a_look_up_shows_the_whole_statement_that_the_card_cuts(newsroom: Newsroom) -> None:
    statement = "word " * 500 + "end"
    await newsroom.file(f"Moscow: {statement} https://www.wionews.com/1")
    assert "end" not in (await newsroom.card_text(1)).split("> ")[1].splitlines()[0]
    assert statement in newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))


@pytest.mark.parametrize(
    ("typed", "title", "listed"),
    [
        ("list", "Claims: 3", ["C-3", "C-2", "C-1"]),
        ("list unverified", "Unverified claims: 3", ["C-3", "C-2", "C-1"]),
        ("list contested", "Contested claims: 1", ["C-2"]),
        ("list mine", "Claims you took: 2", ["C-3", "C-2"]),
        ("list contested, mine", "Contested claims you took: 1", ["C-2"]),
        ("LIST Contested", "Contested claims: 1", ["C-2"]),
    ],
)
async def test_a_list_holds_what_was_asked_for_newest_first(
    newsroom: Newsroom, typed: str, title: str, listed: list[str]
) -> None:
    for n in range(4):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
    await newsroom.dispute(2)
    await newsroom.dispute(4)
    for number in (2, 3):
        await newsroom.take(newsroom.checker, number)
    await newsroom.discard(4)
    outcome = await newsroom.checker.type("verification", f"/claim {typed}")
    assert outcome.messages[0].ephemeral_for == newsroom.checker.person.id
    lines = newsroom.read(outcome).splitlines()
    assert lines[0] == title
    assert [line.split(" · ")[0] for line in lines if line.startswith("C-")] == listed


async def test_a_long_list_shows_the_newest_and_says_how_many_there_are(newsroom: Newsroom) -> None:
    for n in range(17):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
    lines = newsroom.read(await newsroom.reporter.type("verification", "/claim list")).splitlines()
    assert lines[0] == "Claims: 17, the newest 15 shown"
    assert [line.split(" · ")[0] for line in lines if line.startswith("C-")] == [f"C-{n}" for n in range(17, 2, -1)]


async def test_an_empty_list_says_so_and_how_to_file(newsroom: Newsroom) -> None:
    told = newsroom.read(await newsroom.reporter.type("verification", "/claim list contested"))
    assert told.startswith("Contested claims: 0\nNothing here.")
    assert "/claim Kyiv:" in told


@pytest.mark.parametrize("typed", ["/claim help", "/dispute help", "/claim HELP", "/claim help list"])
async def test_help_shows_an_example_of_everything_that_can_be_typed(newsroom: Newsroom, typed: str) -> None:
    outcome = await newsroom.guest.type("belgorod", typed)
    told = newsroom.read(outcome)
    for example in ("/claim C-12", "/claim list", "/claim digest", "/claim setup", "/dispute C-12 Kyiv:", "with C-14"):
        assert example in told
    assert outcome.messages[0].ephemeral_for == newsroom.guest.person.id


async def test_the_digest_is_previewed_for_its_asker_alone_and_sends_nothing(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.settle()
    posted = len(newsroom.server.record.posts)
    outcome = await newsroom.lead.type("verification", "/claim digest")
    (answer,) = outcome.messages
    assert answer.ephemeral_for == newsroom.lead.person.id
    told = newsroom.read(answer)
    assert told.startswith("1 contested claim, 1 open dispute · Tue 23 May, 14:02 Kyiv")
    assert "Kyiv contradicts: Ukraine has nothing to do with it (WION)" in told
    await newsroom.settle()
    assert [post.person for post in newsroom.server.record.posts[posted:]] == [newsroom.lead.person.id]
    await newsroom.to(kyiv(24, 9))
    assert len(newsroom.posts("digest")) == 1, "a preview does not use up the day's digest"


async def test_a_preview_before_the_first_claim_says_what_to_do(newsroom: Newsroom) -> None:
    told = newsroom.read(await newsroom.lead.type("verification", "/claim digest"))
    assert told.startswith("There is no desk here yet")
    assert "/claim setup" in told


async def test_a_claim_nobody_can_see_is_not_there(newsroom: Newsroom) -> None:
    told = newsroom.read(await newsroom.reporter.type("verification", "/claim C-999"))
    assert told.startswith("There is no C-999 that you can see.")
    assert "/claim list" in told


async def test_a_discarded_claim_is_shown_with_its_reason_and_no_steps(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.discard(1)
    outcome = await newsroom.reporter.type("verification", "/claim C-1")
    told = newsroom.read(outcome)
    assert "C-1 · Discarded" in told
    assert "Discarded: Filed twice." in told
    assert "[Take]" not in told


async def test_look_ups_write_nothing(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1, DENIAL)
    await newsroom.settle()
    before = await newsroom.verify()
    for typed in ("C-1", "list", "help", "digest", "frobnicate"):
        await newsroom.reporter.type("verification", f"/claim {typed}")
    assert await newsroom.verify() == before
