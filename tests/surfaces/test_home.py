"""Home at its largest passes the sandbox's checks, and every line offers what may be done, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.desk import steps
from bot.desk.home import COUNTED, SHOWN, Home, Part, Section
from bot.desk.steps import Step
from bot.surfaces.home import BLOCKS_AT_MOST, SIZE_AT_MOST, TITLES, home
from bot.surfaces.step_buttons import CONTROLS, ONWARD
from store.dossiers import Dossier
from tests.surfaces.passing import parts, shown, view_passes
from tests.surfaces.records import FILLINGS, NOW, dossier, link, longest


def of(claims: dict[Part, list[Dossier]], *can: Step, **more: Any) -> Home:
    """A Home with these claims on it, of which each offers the same steps."""
    every = [claim for each in claims.values() for claim in each]
    values: dict[str, Any] = {
        "now": NOW,
        "sections": tuple(Section(part, tuple(claims.get(part, ())), len(claims.get(part, ()))) for part in Part),
        "steps": {claim.claim.number: can for claim in every},
        "links": {},
        "files_to": "C0123456789",
    }
    return Home(**(values | more))


def rows(view: dict[str, Any], name: str) -> list[list[str]]:
    """What the buttons say in the rows of a section."""
    found = [block for block in view["blocks"] if block["type"] == "actions" and block["block_id"].startswith(name)]
    return [[button["text"]["text"] for button in block["elements"]] for block in found]


@pytest.mark.parametrize("filling", FILLINGS)
def test_the_largest_home_passes(filling: str) -> None:
    first = 999_999_990
    claims = [longest(filling, first + n, disputes=3) for n in range(SHOWN)]
    sections = tuple(Section(part, tuple(claims), COUNTED + 1) for part in Part)
    every = {claim.claim.number: (Step.TAKE, Step.PROPOSE, Step.RESUME) for claim in claims}
    links = {claim.claim.number: link(filling, 300) for claim in claims}
    view = view_passes(home(of({}, sections=sections, steps=every, links=links)))
    assert len(view["blocks"]) <= BLOCKS_AT_MOST
    assert len(json.dumps(view).encode()) <= SIZE_AT_MOST
    assert shown(view).count(f"C-{first}") == len(Part)
    heads = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert heads == [f"{title}: more than 1,000" for title, _ in TITLES.values()]
    assert len([part for part in parts(view) if part.get("action_id") == "list_all"]) == len(Part)


@pytest.mark.parametrize(
    ("can", "says"),
    [
        ((), ["More"]),
        ((Step.TAKE, Step.PROPOSE, Step.HOLD), ["Take", "Verdict", "More"]),
        ((Step.SIGN, Step.SEND_BACK), ["Sign off", "More"]),
        ((Step.SEND_BACK,), ["More"]),
        ((Step.REOPEN,), ["Reopen", "More"]),
        ((Step.RESUME,), ["Resume", "More"]),
    ],
)
def test_a_line_offers_the_steps_that_may_be_taken_now(can: tuple[Step, ...], says: list[str]) -> None:
    view = view_passes(home(of({Part.MINE: [dossier(4)]}, *can)))
    assert rows(view, "mine:4") == [says]


def test_every_state_leads_on_from_home_and_no_line_names_a_button_twice() -> None:
    for state in (steps.State.NEW, steps.State.CHECKING, steps.State.REVIEW, steps.State.HOLD, steps.State.CLOSED):
        may = [step for step, rule in steps.RULES.items() if state in rule.start and step in ONWARD]
        actions = [CONTROLS[step] for step in may]
        assert actions, state
        assert len(set(actions)) == len(actions), state


def test_a_section_without_claims_says_so_and_one_that_is_shown_whole_has_no_show_all() -> None:
    view = view_passes(home(of({Part.CONTESTED: [dossier(4), dossier(5)]})))
    words = shown(view)
    assert "You are on no claim. Take one here, or on its card." in words
    assert "Nothing is contested." not in words
    assert not [part for part in parts(view) if part.get("action_id") == "list_all"]


def test_an_empty_home_says_how_to_begin_and_offers_to_file_only_where_there_is_a_desk() -> None:
    with_desk, without = view_passes(home(of({}))), view_passes(home(of({}, files_to=None)))
    assert "type: /claim Moscow: it was them https://example.org/1 via WION citing Reuters" in shown(with_desk)
    assert rows(with_desk, "ways") == [["Search", "File a claim", "Refresh", "How I am reminded"]]
    assert rows(without, "ways") == [["Search", "Refresh", "How I am reminded"]]
