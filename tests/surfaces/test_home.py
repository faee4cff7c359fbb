"""Home at its largest passes the sandbox's checks, and every line offers what may be done, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.desk import steps
from bot.desk.home import COUNTED, SHOWN, Home, Part, Section
from bot.desk.led import SHOWN as LED_SHOWN
from bot.desk.led import AllLed, Led
from bot.desk.steps import Step
from bot.surfaces.home import BLOCKS_AT_MOST, SIZE_AT_MOST, TITLES, home
from bot.surfaces.step_buttons import CONTROLS, ONWARD
from store.dossiers import Dossier
from tests.surfaces.passing import parts, shown, view_passes
from tests.surfaces.records import FILLINGS, NOW, desk, dossier, link, longest, stuck


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


def led_desk(number: int = 1, *, problem: str | None = None, **more: Any) -> Led:
    """A desk that somebody leads, in a zone with a long name."""
    of_desk = desk(id=number, zone="America/Argentina/ComodRivadavia", digest_channel="C9", **more)
    row = None if problem is None else stuck("digest", "C9", problem)
    return Led(of_desk, NOW, NOW, NOW, row)


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
    led = AllLed(tuple(led_desk(number, problem="channel_not_found") for number in range(LED_SHOWN)), 1_000)
    view = view_passes(home(of({}, sections=sections, steps=every, links=links, led=led)))
    assert len(view["blocks"]) <= BLOCKS_AT_MOST
    assert len(json.dumps(view).encode()) <= SIZE_AT_MOST
    assert shown(view).count(f"C-{first}") == len(Part)
    heads = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert heads == [*(f"{title}: more than 1,000" for title, _ in TITLES.values()), "Your desks"]
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


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("not_in_channel", "I cannot post the digest: I am not in . Type /invite @Counterclaim there"),
        ("channel_not_found", "or it is gone. Type /invite @Counterclaim there and the digest will follow."),
        ("is_archived", "is archived. Unarchive it and the digest will follow."),
        ("restricted_action", "Ask a workspace admin to let me, and the digest will follow."),
        (
            "TypeError",
            "The digest could not be sent: something broke on our side. It is tried again when the bot starts",
        ),
        (None, ""),
    ],
)
def test_what_is_wrong_with_a_desk_is_said_with_what_helps(problem: str | None, says: str) -> None:
    view = view_passes(home(of({}, led=AllLed((led_desk(problem=problem),)))))
    assert says in shown(view)
    assert ("cannot post" in shown(view) or "could not be sent" in shown(view)) == (problem is not None)


@pytest.mark.parametrize(
    ("kind", "offers"),
    [("public", ["Settings", "Send me a test digest"]), ("private", ["Settings"]), ("direct", ["Settings"])],
)
def test_a_desk_on_home_offers_what_may_leave_its_channel(kind: str, offers: list[str]) -> None:
    view = view_passes(home(of({}, led=AllLed((led_desk(kind=kind),)))))
    assert rows(view, "desk:1") == [offers]


def test_a_desk_that_is_quiet_says_so() -> None:
    quiet = Led(desk(), None, None, None, None)
    view = view_passes(home(of({}, led=AllLed((quiet,)))))
    assert "No digest is to come.\nNo reminder waits.\nNo digest has come yet." in shown(view)
    assert "not set up yet" in shown(view)
