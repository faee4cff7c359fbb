"""A reminder is one message, of one claim or two hundred."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.surfaces.reminder import reminder
from tests.surfaces.passing import parts, passes, shown
from tests.surfaces.records import FILLINGS, NOW, dossier, longest
from tests.surfaces.records import reminder as told

MANY = (1, 2, 3, 12, 13, 20, 21, 60, 200)


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("many", [1, 13, 200])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("checker", [None, "U0123456789"])
def test_it_fits_and_says_how_many_more_there_are(filling: str, many: int, last: bool, checker: str | None) -> None:
    claims = [longest(filling, 999_999_000 - number, disputes=3) for number in range(many)]
    leads = [f"U012345678{n}" for n in range(30)]
    links = {claim.claim.number: "https://example.slack.com/archives/C0123456789/p1684850520000100" for claim in claims}
    more = {"named": leads, "direct": True, "links": links} if last or checker else {}
    payload = passes(reminder(told(claims, last=last, nths=(1, 2, 3), checker=checker, **more)))
    words = shown(payload["blocks"])
    lines = [block for block in payload["blocks"] if re.match(r"claim:", block.get("block_id") or "")]
    assert len(lines) >= min(many, 5)
    if len(lines) < many:
        assert f"{many - len(lines)} more: /claim list" in words
    assert f"{many} claim" in words


@pytest.mark.parametrize("many", MANY)
def test_every_claim_in_it_has_its_own_buttons(many: int) -> None:
    payload = passes(reminder(told(dossier(number) for number in range(1, many + 1))))
    lines = [block["block_id"] for block in payload["blocks"] if str(block.get("block_id")).startswith("claim:")]
    pressed = [part for part in parts(payload["blocks"]) if part.get("type") == "button"]
    assert [part["action_id"] for part in pressed] == ["snooze", "take"] * len(lines)
    assert len(lines) >= min(many, 16), "the claims of a usual day fit"


def test_the_last_one_names_its_leads_and_has_no_snooze() -> None:
    payload = passes(reminder(told([dossier()], last=True, named=("U3",))))
    assert [part["action_id"] for part in parts(payload["blocks"]) if part.get("type") == "button"] == ["take"]
    assert {"type": "user", "user_id": "U3"} in list(parts(payload["blocks"]))


def test_a_checkers_claims_say_since_when_they_are_taken() -> None:
    taken = dossier(checker="U2", taken_at=NOW - timedelta(hours=26))
    payload = passes(reminder(told([taken], checker="U2")))
    assert "taken 26 h ago" in shown(payload["blocks"])
