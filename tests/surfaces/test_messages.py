"""Every message the bot can build passes the sandbox's checks, for the longest inputs and any text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.limits import REASON
from bot.desk.turns import Stepped
from bot.errors import NotAllowed, NotUnderstood, Overtaken
from bot.surfaces import answers, lists, notices
from bot.surfaces.card import card, whole
from bot.surfaces.help import help_text
from bot.surfaces.thread import told
from store.dossiers import SET_ASIDE
from tests.surfaces import finds
from tests.surfaces.passing import parts, passes, shown
from tests.surfaces.records import FILLINGS, NOW, desk, disputed, dossier, filed, filled, longest, objection, stuck

LISTED = 15  # as /claim list has it
everything = pytest.mark.parametrize("filling", FILLINGS)
PROBLEMS = ("not_in_channel", "is_archived", "channel_not_found")


@everything
@pytest.mark.parametrize("disputes", [0, 1, 60])
def test_a_card_has_six_lines_and_one_row_of_buttons_however_long_the_claim(filling: str, disputes: int) -> None:
    payload = passes(card(longest(filling, disputes=disputes)))
    words, buttons = payload["blocks"]
    # head and foot have two lines each, the statement one: a reason why it was set aside makes six.
    assert shown(words).count("\n") <= 4
    assert len(buttons["elements"]) <= 5


@everything
@pytest.mark.parametrize("state", SET_ASIDE)
def test_a_card_that_was_set_aside_says_why_and_has_no_button_but_more(filling: str, state: str) -> None:
    aside = longest(filling)
    aside.claim.state, aside.claim.state_why = state, filled(filling, REASON)
    payload = passes(card(aside))
    words, buttons = payload["blocks"]
    assert (words["type"], [each["action_id"] for each in buttons["elements"]]) == ("rich_text", ["more"])
    assert aside.claim.state_why[:40] in shown(payload["blocks"])


@everything
@pytest.mark.parametrize("disputes", [0, 1, 20, 60])
def test_a_claim_looked_up_shows_its_whole_statement(filling: str, disputes: int) -> None:
    of = longest(filling, disputes=disputes)
    payload = passes(whole(of))
    assert of.claim.statement in shown(payload["blocks"])


def test_a_claim_looked_up_shows_all_of_twenty_disputes_of_usual_length() -> None:
    said = [objection(f"Dispute {each} says it was otherwise.", dispute=each) for each in range(1, 21)]
    words = shown(passes(whole(dossier(objections=tuple(said))))["blocks"])
    assert all(f"Dispute {each} " in words for each in range(1, 21))


def test_a_claim_looked_up_says_how_many_of_its_disputes_are_shown() -> None:
    said = [objection(f"Dispute {each}. " + "word " * 50, dispute=each) for each in range(1, 61)]
    words = shown(passes(whole(dossier(objections=tuple(said))))["blocks"])
    assert "the newest" in words
    assert "Dispute 60. " in words
    assert "Dispute 1. " not in words


@everything
@pytest.mark.parametrize(
    ("what", "new"),
    [
        ("taken", {}),
        ("released", {}),
        ("discarded", {}),
        ("disputed", {"dispute": 1}),
        ("edited", {}),
        ("dispute edited", {"dispute": 1}),
    ],
)
def test_what_the_thread_tells_fits(filling: str, what: str, new: dict[str, Any]) -> None:
    long = filled(filling, 3000)
    words = {"speaker": long, "role": long, "statement": long, "said": long, "tags": [long] * 20}
    carried = [[long, f"https://example.org/{n}", long] for n in range(10)]
    event = {
        "what": what,
        "actor": "U0123456789",
        "old": words | {"reports": carried[:5], "kind": "denies"},
        "new": {name: [*value, "x"] if isinstance(value, list) else f"x{value}" for name, value in words.items()}
        | {"reports": carried, "kind": "corrects"}
        | new,
        "why": filled(filling, REASON),
    }
    message = told(event, longest(filling, disputes=3))
    assert message is not None
    assert "U0123456789" in str(passes(message)["blocks"])


@pytest.mark.parametrize(
    ("old", "new", "tells"),
    [
        ({"speaker": "Peskov"}, {"speaker": "Dmitry Peskov"}, "Speaker: Peskov → Dmitry Peskov"),
        ({"role": None}, {"role": "spokesman"}, "Role: (none) → spokesman"),
        ({"tags": ["raid"]}, {"tags": []}, "Tags: #raid → (none)"),
        ({"statement": "a " * 999 + "60"}, {"statement": "a " * 999 + "70"}, f"…{'a ' * 20}60 → …{'a ' * 20}70"),
        (
            {"reports": [["WION", "https://a.example/1", None]]},
            {"reports": [["AP", None, "AFP"]]},
            "WION → AP citing AFP",
        ),
        (
            {"reports": [["WION", "https://a.example/1", None]]},
            {"reports": [["WION", "https://a.example/2", None]]},
            "Reports: https://a.example/1 → https://a.example/2",
        ),
    ],
)
def test_the_thread_tells_what_an_edit_changed(old: dict[str, Any], new: dict[str, Any], tells: str) -> None:
    event = {"what": "edited", "actor": "U1", "old": old, "new": new, "why": None}
    message = told(event, dossier())
    assert message is not None
    assert tells in shown(passes(message)["blocks"])


@everything
@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("problem", [None, *PROBLEMS])
def test_what_a_claim_was_filed_as_fits(filling: str, repeated: bool, problem: str | None) -> None:
    of = longest(filling)
    at = desk(problem=problem)
    of = replace(of, desk=at)
    payload = passes(answers.filed(filed(of, repeated=repeated, opened=True, elsewhere=True)))
    assert "C-999999999" in shown(payload["blocks"])


@everything
@pytest.mark.parametrize("many", [1, 2, 21, 200])
@pytest.mark.parametrize("problem", [None, "not_in_channel"])
def test_what_a_dispute_was_filed_against_fits(filling: str, many: int, problem: str | None) -> None:
    against = [
        replace(longest(filling, 999_999_000 + number, disputes=1), desk=desk(problem=problem))
        for number in range(many)
    ]
    payload = passes(answers.disputed(disputed(*against)))
    assert "C-999999000" in shown(payload["blocks"])
    if problem:
        assert shown(payload["blocks"]).count("/invite") == 1, "one channel is named once, however many claims"


@pytest.mark.parametrize("reminder", [None, NOW + timedelta(days=1)])
def test_what_a_step_did_fits(reminder: Any) -> None:
    passes(answers.stepped(Stepped(dossier(), reminder), "You took C-1."))


@everything
@pytest.mark.parametrize("typed", [None, "", "  ", 1, 2_500, 8_000, 8_001, 40_000])
def test_a_mistake_gives_back_what_was_typed_at_any_length(filling: str, typed: str | int | None) -> None:
    if isinstance(typed, int):
        typed = filled(filling, typed)
    for error in (
        NotUnderstood(f"{filled(filling, 100)} is no date.", remedy="Write `said 23 May`."),
        Overtaken("{who} took C-4 at {when}, before you.", who="U2", when=NOW),
        NotAllowed("{who} is on C-4.", who="U2"),
    ):
        passes(answers.mistake(error, typed))
    payload = passes(answers.fault("a1b2c3", typed))
    if typed and typed.strip():
        assert typed.strip()[:1000] in shown(payload.get("blocks", [])) or "blocks" not in payload


@pytest.mark.parametrize("control", ["\x00", "\x1b", "\x7f", "\u2028", "\ud800"])
def test_control_characters_are_given_back_too(control: str) -> None:
    passes(answers.mistake(NotUnderstood("There is a control character."), f"/claim Kyiv: {control * 3000} no"))


def test_a_list_of_fifteen_usual_claims_shows_them_all() -> None:
    found = [
        dossier(number, "A video shows our fighters with a captured Russian armoured personnel carrier. " * 2)
        for number in range(1, LISTED + 1)
    ]
    words = shown(passes(lists.listing(finds.list_page(found), NOW))["blocks"])
    assert all(f"C-{number} " in words for number in range(1, LISTED + 1))
    assert "newest" not in words


def test_the_help_fits() -> None:
    passes(help_text())


@pytest.mark.parametrize("problem", PROBLEMS)
def test_notices_fit(problem: str) -> None:
    of = desk(problem=problem, digest_minute=5)
    passes(notices.desk_opened(of))
    for kind in ("card", "thread", "digest", "reminder", "desk_opened"):
        for target in ("C1", "C2"):
            of_claim = dossier().claim if kind in ("card", "thread") else None
            passes(notices.cannot_post(of, of_claim, stuck(kind, target, problem)))
    direct = desk(channel=None, person="U1", kind="direct", problem=problem)
    passes(notices.cannot_post(direct, dossier().claim, stuck("card", "U1", problem)))


def test_buttons_carry_the_reference_they_are_for() -> None:
    payload = passes(card(dossier(4711)))
    values = {part["value"] for part in parts(payload["blocks"]) if part.get("type") == "button"}
    assert values == {"4711"}


def test_what_is_to_be_typed_stands_apart_and_no_mark_shows() -> None:
    words = shown(passes(help_text())["blocks"])
    assert not set("*`_") & set(words)
