"""A record that is slow, locked or full: people are told in time what is filed and what is not, and what to do."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest

from tests.slack.newsroom import LINE, Newsroom
from tests.store.writing import full

FILLED = {"speaker": "Moscow", "statement": "It was them.", "source": "via WION"}


@asynccontextmanager
async def locked(newsroom: Newsroom) -> AsyncIterator[None]:
    """Inside, another program has the file locked."""
    file = newsroom.bot.record._url.database or ""
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=10)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield


async def test_a_command_that_waits_for_the_record_is_answered_in_time_and_again_when_it_is_filed(
    newsroom: Newsroom,
) -> None:
    async with locked(newsroom):
        outcome = await newsroom.reporter.type("verification", f"/claim {LINE}")
        assert outcome.acked
        assert outcome.seconds < 3
        said = newsroom.read(outcome)
        assert said.startswith("Not filed yet: the record takes longer than usual.")
        assert "send it again" in said
        assert f"/claim {LINE}" in said
    rita, answers = newsroom.reporter.person.id, newsroom.server.record.posts
    await newsroom.server.until(lambda: any(each.person == rita and "C-1 is filed." in each.text for each in answers))
    again = newsroom.read(await newsroom.reporter.type("verification", f"/claim {LINE}"))
    assert again.startswith("C-1 is on file already")
    assert await newsroom.claims() == 1


async def test_a_form_that_waits_for_the_record_stays_open_and_is_filed_once(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    form = await newsroom.form(newsroom.reporter)
    async with locked(newsroom):
        outcome = await newsroom.reporter.submit(form, FILLED)
        assert outcome.acked
        (sentence,) = outcome.errors.values()
        assert sentence.startswith("Not filed yet")
        assert await newsroom.reporter.view() is form
    await newsroom.settle()
    assert "C-1 is on file already" in newsroom.read(await newsroom.reporter.submit(form))
    assert await newsroom.claims() == 1


@pytest.mark.sqlite_only("PostgreSQL's disk is another machine's")
async def test_a_full_disk_is_told_with_a_code_that_is_in_the_log_and_nothing_is_filed(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    await newsroom.settle()
    with full(newsroom.bot.record):
        for number in range(100):
            line = f"/claim Moscow: It was them {'again and ' * 200} {number} https://www.wionews.com/{number}"
            told = newsroom.read(await newsroom.reporter.type("investigation", line))
            if "is filed" not in told:
                break
    assert "Something broke on our side. Nothing was filed or changed. Try again in a minute." in told
    assert line.removesuffix(str(number))[:60] in told
    code = re.search(r"this code: ([0-9a-f]{6})\.", told)
    assert code is not None
    logged = capsys.readouterr().out
    assert code[1] in logged
    assert "database or disk is full" in logged
    assert await newsroom.claims() == number
    assert await newsroom.file("Moscow: Once there is room https://www.wionews.com/room") == number + 1
