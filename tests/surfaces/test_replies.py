"""Right of reply at its largest: the forms, the card, the claim looked up, the wording, what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.desk import limits
from bot.desk.awaiting import Ended
from bot.desk.history import What
from bot.desk.quotable import Quotable
from bot.desk.replies import OUTCOMES, Asking, Replied
from bot.surfaces import replies
from bot.surfaces.attribution import attribution
from bot.surfaces.awaiting import ended
from bot.surfaces.card import card, whole
from bot.surfaces.copy_wording import copy_wording
from bot.surfaces.more import Offered, more
from bot.surfaces.reminder import reminder as shown_reminder
from bot.surfaces.story import story
from bot.surfaces.thread import told
from store.dossiers import Dossier
from tests.surfaces.passing import parts, passes, shown, view_passes
from tests.surfaces.records import FILLINGS, NOW, dossier, filled, reminder, reply_request, settled
from tests.surfaces.test_findings import ORIGIN

everything = pytest.mark.parametrize("filling", FILLINGS)
TODAY = date(2023, 5, 24)


def asked(filling: str, state: str = "open") -> Dossier:
    return replace(settled(filling), replies=tuple(reply_request(filling, n, state=state) for n in range(1, 12)))


@everything
@pytest.mark.parametrize("state", OUTCOMES)
def test_a_card_and_a_claim_looked_up_fit_with_many_requests(filling: str, state: str) -> None:
    of = asked(filling, state)
    blocks = passes(card(of))["blocks"]
    assert shown(blocks[0]).count("\n") <= 3, "six lines, of which the quotation begins one and the foot another"
    assert "Right of reply" in shown(passes(whole(of))["blocks"])


@everything
@pytest.mark.parametrize("state", OUTCOMES)
def test_the_forms_and_answers_fit(filling: str, state: str) -> None:
    of, row = asked(filling, state), reply_request(filling, state=state)
    asking = Asking(row.asked, row.way, filled(filling, 300), filled(filling, 10_000), filled(filling, 300))
    view_passes(replies.asking_form(ORIGIN, of, asking, "Nothing is noted yet."))
    view_passes(replies.asking_form(ORIGIN, of))
    view_passes(replies.outcome_form(ORIGIN, of, row))
    for reply in (row, None):
        passes(replies.asked(Replied(of, reply=reply)))
        passes(replies.noted(Replied(of, reply=reply)))
    menus = [part for part in parts(view_passes(more(ORIGIN, Offered(of, [], None)))) if part.get("placeholder")]
    assert any(part["placeholder"]["text"] == "Note a reply" for part in menus)


@everything
@pytest.mark.parametrize("state", OUTCOMES)
def test_the_wording_fits(filling: str, state: str) -> None:
    passes(copy_wording(Quotable(asked(filling, state), TODAY, 1)))


@everything
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_happened_fits(filling: str, outcome: str) -> None:
    row = reply_request(filling, state=outcome)
    new = {
        "reply": 1,
        "asked": row.asked,
        "way": row.way,
        "put": row.put,
        "until": row.until.isoformat(),
        "outcome": outcome,
        "answer": row.answer,
        "dispute": 1,
    }
    for what in (What.REPLY_ASKED, What.REPLY_NOTED, What.REPLY_FILED):
        event = {"what": what, "actor": "U1", "at": "2023-05-24T06:00:00+00:00", "old": None, "new": new, "why": None}
        message = told(event, asked(filling))
        assert message is not None
        passes(message)
        assert story(event, dossier()) is not None


@everything
@pytest.mark.parametrize("many", [1, 60])
def test_what_is_told_when_their_time_is_over_fits(filling: str, many: int) -> None:
    named = tuple(f"U{number:010}" for number in range(many))
    lines = tuple((settled(filling), reply_request(filling, number)) for number in range(1, many + 1))
    message = passes(ended(Ended(dossier().desk, NOW + timedelta(days=2), lines, named)))
    assert "is over" in shown(message["blocks"])


@everything
def test_a_reminder_with_replies_near_their_end_fits(filling: str) -> None:
    of = reminder([settled(filling, number) for number in range(1, 31)])
    rows = tuple(reply_request(filling, number) for number in range(1, 12))
    message = passes(shown_reminder(replace(of, lines=tuple(replace(each, awaited=rows) for each in of.lines))))
    assert "Reply from " in shown(message["blocks"])


def test_the_last_word_of_each_is_printed_and_an_open_request_is_not() -> None:
    first, last, other = (reply_request("x", number, state="refused") for number in (1, 2, 3))
    first.asked = last.asked = "Kyiv's ministry"
    last.state, last.answer = "answered", "None of ours."
    other.asked = "Russian Defence Ministry"
    open_one = reply_request("x", 4)
    open_one.asked = "Moscow"
    of = replace(dossier(), replies=(first, last, other, open_one))
    printed = attribution(of, TODAY)
    assert "Asked for comment, Kyiv's ministry said: None of ours." in printed
    assert "Kyiv's ministry declined" not in printed
    assert "The Russian Defence Ministry declined to comment." in printed
    assert "Moscow declined" not in printed
    assert "respond" not in printed


def test_an_answer_too_long_to_be_copied_is_told_of_and_not_cut() -> None:
    row = reply_request("word ", state="answered")
    of = replace(dossier(), replies=(row,))
    assert f"{row.asked} answered a request for comment." in attribution(of, TODAY)
    assert "An answer is too long to be copied" in shown(passes(copy_wording(Quotable(of, TODAY, 1)))["blocks"])
    assert len(row.answer or "") == limits.STATEMENT
