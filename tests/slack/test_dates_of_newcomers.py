"""Dates typed by somebody whose zone Slack has not told us yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import Session
from store.claims import claims_by_numbers
from store.tables import Claim
from tests.slack.newsroom import kyiv
from tests.slack.opening import open_newsroom


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("24 May", "2023-05-24", None),  # in UTC it is still the 23rd, and the last 24 May was in 2022
        ("2023-05-24", "2023-05-24", None),
        ("today", "2023-05-24", None),
        ("yesterday", "2023-05-23", None),
        ("23 May 10:40", None, "2023-05-23T07:40:00+00:00"),
        ("today 00:30", None, "2023-05-23T21:30:00+00:00"),
        ("2023-05-22", "2023-05-22", None),
    ],
)
async def test_a_first_date_is_read_in_the_zone_of_who_typed_it(
    file: Path, typed: str, day: str | None, at: str | None
) -> None:
    async with open_newsroom(file, at=kyiv(24, 1)) as newsroom:
        number = await newsroom.file(f"Moscow: It was them https://www.wionews.com/1 said {typed}")
        await newsroom.dispute(number, f"Kyiv: It was not us https://www.wionews.com/2 said {typed}")
        await newsroom.settle()

        def look(session: Session) -> Claim:
            return claims_by_numbers(session, 1, [number])[0]

        claim = await newsroom.bot.record.read(look)
        assert (str(claim.said_on) if claim.said_on else None) == day
        assert (claim.said_at.isoformat() if claim.said_at else None) == at
        await newsroom.check_out()


async def test_a_date_that_is_future_everywhere_is_refused_of_a_newcomer_too(file: Path) -> None:
    async with open_newsroom(file, at=kyiv(24, 1)) as newsroom:
        outcome = await newsroom.reporter.type(
            "verification", "/claim Moscow: It was them https://www.wionews.com/1 said 2023-05-25"
        )
        assert "25 May 2023 is in the future. Nothing was filed." in newsroom.read(outcome)
        assert await newsroom.claims() == 0
        await newsroom.check_out()


async def test_a_date_that_was_edited_meanwhile_stays_as_it_was_edited(file: Path) -> None:
    async with open_newsroom(file, at=kyiv(24, 1)) as newsroom:
        newsroom.server.faults.fail("users.info", times=1)
        told = await newsroom.reporter.type(
            "verification", "/claim Moscow: It was them https://www.wionews.com/1 said 23 May 10:40"
        )
        await newsroom.reporter.press(told.messages[0], "edit")
        await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"said": "22 May"})
        await newsroom.settle()
        assert "22 May" in await newsroom.card_text(1)
        newsroom.server.record.refusals.clear()
