"""Lists, search, histories and speaker pages fit into a message at their largest, and say what they are to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import limits
from bot.desk.filters import MANY, STATES, VERDICTS, Filter, Place
from bot.desk.history import CLOCK, NEWS, What
from bot.desk.naming import Name
from bot.surfaces import chronicle, found, lists, names, names_form
from bot.surfaces.forms import Origin
from bot.surfaces.story import story
from bot.surfaces.thread import told, told_directly
from sandbox.blocks import check_message
from store.dossiers import Dossier
from store.lists import COUNTED
from store.tables import Follower, UsedIn
from tests.surfaces import finds
from tests.surfaces.passing import parts, passes, shown, view_passes
from tests.surfaces.records import FILLINGS, LINK, NOW, dossier, filled, longest, objection

everything = pytest.mark.parametrize("filling", FILLINGS)
LARGEST = Filter(
    states=STATES,
    verdicts=VERDICTS,
    people=("U0123456789",) * MANY,
    tags=("t" * limits.TAG,) * MANY,
    speaker="x" * limits.SPEAKER,
    source="x" * limits.SPEAKER,
    contested=True,
    mine=True,
    urgent=True,
)


def pressed(payload: dict[str, Any]) -> dict[str, str]:
    """The values of the buttons, by what they do."""
    return {part["action_id"]: part["value"] for part in parts(payload["blocks"]) if part.get("type") == "button"}


def many(filling: str, count: int) -> list[Dossier]:
    return [longest(filling, 999_999_000 - number, disputes=2) for number in range(count)]


@everything
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("aliases", [None, 0, 150])
def test_a_page_of_a_list_fits_at_its_largest(filling: str, back: bool, aliases: int | None) -> None:
    of = many(filling, 15)
    head = None if aliases is None else finds.profile(filled(filling, limits.SPEAKER), aliases)
    linked = {each.claim.number: f"{LINK}{'a' * 80}" for each in of}
    page = finds.list_page(
        of,
        COUNTED + 1,
        filter=LARGEST if head is None else Filter(speaker=head.name.name),
        beyond=1,
        back=back,
        before=30,
        earlier=True,
        later=True,
        links=linked,
        profile=head,
    )
    payload = passes(lists.listing(page, NOW))
    listed = [each.claim.number for each in of if f"C-{each.claim.number}" in shown(payload["blocks"])]
    assert listed
    # What a cut page leaves out is on the side that the next press goes to.
    assert listed == [each.claim.number for each in (of[-len(listed) :] if back else of[: len(listed)])]


def test_the_ways_on_and_back_begin_where_the_page_was_cut() -> None:
    of = many("word ", 15)
    payload = passes(lists.listing(finds.list_page(of, 40, beyond=1, before=15, earlier=True), NOW))
    listed = [each.claim.number for each in of if f"C-{each.claim.number}" in shown(payload["blocks"])]
    assert len(listed) < 15
    ways = {name: Place.unpacked(value) for name, value in pressed(payload).items()}
    assert (ways["list_older"].beyond, ways["list_older"].before) == (listed[-1], 15 + len(listed))
    assert (ways["list_newer"].beyond, ways["list_newer"].back) == (listed[0], True)
    assert f"16 to {15 + len(listed)} shown" in shown(payload["blocks"])


def test_oldest_first_the_newer_ones_come_on_the_next_page() -> None:
    page = finds.list_page([dossier(1), dossier(2)], 9, filter=Filter(oldest_first=True), later=True)
    ways = pressed(passes(lists.listing(page, NOW)))
    assert list(ways) == ["list_newer"]
    assert Place.unpacked(ways["list_newer"]).beyond == 2


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        (Filter(), "Claims: 1"),
        (Filter(verdicts=("confirmed", "false")), "Confirmed or false claims: 1"),
        (Filter(verdicts=("unverified",), contested=True, mine=True), "Unverified and contested claims you took: 1"),
        (Filter(states=("on hold",), urgent=True), "Urgent and on hold claims: 1"),
        (Filter(tags=("raid", "belgorod")), "Claims: 1 · #raid #belgorod"),
        (Filter(speaker="Moscow", source="WION"), "Claims: 1 · by Moscow · via WION"),
    ],
)
def test_a_list_says_what_it_is(wanted: Filter, title: str) -> None:
    assert shown(passes(lists.listing(finds.list_page([dossier()], filter=wanted), NOW))["blocks"][0]) == title


def test_an_uncounted_list_says_so() -> None:
    words = shown(passes(lists.listing(finds.list_page([dossier()], COUNTED + 1, later=True), NOW))["blocks"])
    assert words.startswith("Claims: more than 10,000, the newest 1 shown")


@pytest.mark.parametrize("kind", ["speaker", "source"])
def test_a_speakers_page_counts_what_came_of_it_and_offers_to_part_each_name(kind: str) -> None:
    page = finds.list_page([dossier()], profile=finds.profile("Peskov", 2, kind=kind))
    payload = passes(lists.listing(page, NOW))
    words = shown(payload["blocks"])
    assert "Peskov · also Peskov2, Peskov3" in words
    assert "740,736 claims: 123,456 unverified, 123,456 confirmed" in words
    assert "1,234 contested now" in words
    assert ("5,678 disputes of what others said" in words) == (kind == "speaker")
    assert pressed(payload)["join_names"] == f"{kind}:1"
    (choices,) = [part["options"] for part in parts(payload["blocks"]) if part.get("action_id") == "part_name"]
    assert [choice["value"] for choice in choices] == [f"{kind}:2", f"{kind}:3"]


@everything
@pytest.mark.parametrize("field", ["statement", "speaker", "note", "dispute", "translation"])
def test_what_was_found_fits_and_shows_the_match_in_bold(filling: str, field: str) -> None:
    words = filled(filling, limits.SEARCH)
    page = finds.search_page(many(filling, 10), words, field, at=10, more=True)
    payload = passes(found.found(page, NOW))
    bold = [part for part in parts(payload["blocks"]) if part.get("style") == {"bold": True}]
    assert any(part["text"] == words[:160] for part in bold)
    assert set(pressed(payload)) == {"search_back", "search_on"}
    assert all(len(value) <= 2_000 for value in pressed(payload).values())


def test_where_a_match_stands_is_said_if_it_is_not_the_statement() -> None:
    words = shown(passes(found.found(finds.search_page([dossier()], "carrier", "note"), NOW))["blocks"])
    assert "Moscow: Nobody was there.\nIn the note: …before carrier after…" in words


@everything
def test_nothing_found_gives_the_words_back(filling: str) -> None:
    words = filled(filling, limits.SEARCH)
    assert words in shown(passes(found.found(finds.search_page([], words), NOW))["blocks"])
    passes(found.about_search())


@everything
@pytest.mark.parametrize("what", finds.HAPPENS)
def test_everything_that_happens_is_told_and_fits(filling: str, what: What) -> None:
    text = filled(filling, 3_000)
    for of in (longest(filling, disputes=3), dossier()):
        event = finds.event(what, text)
        of = replace(
            of,
            followers=tuple(Follower(workspace_id=1, claim_id=1, person=f"U{n}", since=NOW) for n in range(60)),
            used_in=tuple(
                UsedIn(workspace_id=1, claim_id=1, link=f"{LINK}{'z' * 1_900}{n}", added_by=f"U{n}", added_at=NOW)
                for n in range(30)
            ),
        )
        message, direct = told(event, of), told_directly(event, of, f"{LINK}{'c' * 80}")
        assert message is not None
        assert direct is not None
        words = str(passes(message)["blocks"])
        passes(direct)
        assert ("'U19'" in words) == (what in NEWS or what in (What.CORRECTED,))


@everything
@pytest.mark.parametrize("back", [False, True])
def test_a_page_of_a_history_fits_at_its_largest(filling: str, back: bool) -> None:
    text = filled(filling, 3_000)
    events = [finds.event(what, text, nth) for nth, what in enumerate((*finds.HAPPENS, *finds.HAPPENS))]
    for at in range(0, len(events), 12):
        some = events[at : at + 12]
        payload = passes(chronicle.chronicle(finds.history_page(longest(filling), some, at=at, total=90), back=back))
        stamps = [part["timestamp"] for part in parts(payload["blocks"]) if part.get("type") == "date"]
        assert len(payload["blocks"]) >= 3
        assert stamps


def test_a_cut_page_of_a_history_goes_on_where_it_was_cut() -> None:
    events = [finds.event(What.EDITED, "word " * 600, nth) for nth in range(10, 22)]
    page = finds.history_page(dossier(), events, at=10, total=40)
    payload = passes(chronicle.chronicle(page))
    told_of = len(payload["blocks"]) - 2
    assert told_of < 12
    ways = pressed(payload)
    assert f'"after": {9 + told_of}, "at": {10 + told_of}' in ways["history_later"]
    assert '"before": 10, "at": 10' in ways["history_earlier"]
    assert f"11 to {10 + told_of} of 40" in shown(payload["blocks"])


@pytest.mark.parametrize(
    ("event", "tells"),
    [
        ({"what": "taken"}, "@U1 took C-1."),
        (
            {"what": "proposed", "new": {"proposed": "false"}, "why": "Seen."},
            "@U1 proposed “false” for C-1. A second reader is wanted. Seen.",
        ),
        (
            {"what": "sent back", "old": {"proposed": "false", "proposed_by": "U2"}, "why": "No."},
            "@U1 sent C-1 back, proposed as “false”: No.",
        ),
        (
            {"what": "sent back", "old": {"proposed": "false", "proposed_by": "U1"}},
            "@U1 withdrew the proposed “false” for C-1.",
        ),
        (
            {"what": "settled", "new": {"verdict": "false", "proposed_by": "U2", "signed_by": "U1"}},
            "C-1 is “false”. Proposed by @U2, signed off by @U1.",
        ),
        (
            {"what": "settled", "new": {"verdict": "false", "proposed_by": "U1", "signed_by": None}},
            "C-1 is “false”. Proposed by @U1.",
        ),
        (
            {"what": "reopened", "old": {"verdict": "false"}, "why": "New video."},
            "@U1 reopened C-1, which was “false”: New video.",
        ),
        (
            {"what": "held", "new": {"hold_until": "2023-05-26"}, "why": "They answer then."},
            "@U1 put C-1 on hold until 26 May 2023: They answer then.",
        ),
        ({"what": "resumed", "actor": CLOCK}, "The date came: C-1 is no longer on hold."),
        ({"what": "resumed"}, "@U1 took C-1 up again."),
        (
            {"what": "merged", "new": {"into": 9}},
            "@U1 merged C-1 into C-9: its reports, disputes, evidence and followers went along.",
        ),
        ({"what": "not updated", "old": {"by": 9}}, "@U1 took back that C-1 is updated by C-9."),
        ({"what": "handed over", "new": {"checker": "U2"}}, "@U1 handed C-1 over to @U2."),
        (
            {"what": "priority set", "old": {"priority": "normal"}, "new": {"priority": "urgent"}},
            "@U1 set the priority of C-1: normal → urgent.",
        ),
        (
            {"what": "alike answered", "new": {"other": 9, "answer": "newer figure"}},
            "@U1 answered: C-1 is a newer figure than C-9.",
        ),
        (
            {"what": "evidence added", "new": {"side": "refutes", "kind": "video", "link": "https://a.example/1"}},
            "@U1 added evidence that refutes C-1:",
        ),
        (
            {"what": "used", "new": {"link": "https://a.example/1"}},
            "@U1 noted a story that relies on C-1: https://a.example/1",
        ),
    ],
)
def test_what_happened_is_told_in_a_sentence(event: dict[str, Any], tells: str) -> None:
    happened = story({"actor": "U1", "old": None, "new": None, "why": None, "at": NOW.isoformat()} | event, dossier())
    assert happened is not None
    runs = [run.to_dict() for run in happened.runs]
    assert "".join(run.get("text") or f"@{run['user_id']}" for run in runs) == tells


def test_a_correction_says_what_was_and_is_why_by_whom_and_whose_copy_is_to_be_checked() -> None:
    used = UsedIn(workspace_id=1, claim_id=1, link="https://news.example/raid", added_by="U7", added_at=NOW)
    of = replace(dossier(), used_in=(used,), followers=(Follower(workspace_id=1, claim_id=1, person="U8", since=NOW),))
    event = finds.event(What.CORRECTED, "The video was online before the raid.")
    message = told(event, of)
    assert message is not None
    text = message.payload()["text"]
    assert "Correction: C-1 was “confirmed”, is now “misleading”\nMoscow: Nobody was there. (WION)" in text
    assert "Why: The video was online before the raid." in text
    assert "Proposed by <@U2>, signed off by <@U3>, <!date^" in text
    assert "Used in: https://news.example/raid. <@U7>, please check the copy." in text
    assert text.endswith("For <@U8>.")


def test_a_follower_is_told_directly_of_which_claim_and_where_its_card_is() -> None:
    message = told_directly(
        finds.event(What.REOPENED, "New video."), dossier(4), "https://example.slack.com/archives/C1/p1"
    )
    assert message is not None
    payload = passes(message)
    assert payload["text"].startswith("You follow C-4.\nMoscow: Nobody was there. (WION)\n<@U1> reopened C-4")
    assert "https://example.slack.com/archives/C1/p1" in str(payload["blocks"])


def test_who_did_it_is_not_told_that_they_did() -> None:
    followers = tuple(Follower(workspace_id=1, claim_id=1, person=f"U{n}", since=NOW) for n in range(1, 4))
    of = replace(dossier(), followers=followers, objections=(objection(),))
    message = told(finds.event(What.DISPUTED, "No."), of)
    assert message is not None
    assert message.payload()["text"].endswith("For <@U2>, <@U3>.")


@everything
@pytest.mark.parametrize("length", [1, 75, 76, 150, 151, 200, 3_000])
def test_the_menu_of_speakers_offers_what_was_typed_first_at_any_length(filling: str, length: int) -> None:
    typed = filled(filling, length)
    known = [Name(n, filled(filling, limits.SPEAKER - n)) for n in range(60)] + [Name(99, "Moscow")]
    options = names.speaker_options(typed, known)
    menu = {"type": "static_select", "action_id": "menu", "options": [option.to_dict() for option in options]}
    assert check_message([{"type": "actions", "elements": [menu]}]) == []
    assert options[0].value == (typed if length <= names.OPTION_VALUE else names.TOO_LONG)
    assert options[-1].value == "Moscow"


@everything
def test_the_form_that_joins_names_fits(filling: str) -> None:
    view = names_form.join_form(
        Origin("C1", "public", name="speaker:1"), finds.profile(filled(filling, limits.SPEAKER), 3)
    )
    view_passes(view)
    options = names.name_options([Name(1, filled(filling, limits.SPEAKER))])
    assert len(options[0].to_dict()["text"]["text"]) <= names.OPTION_TEXT


def test_when_something_happened_is_shown_in_each_readers_zone() -> None:
    page = finds.history_page(dossier(), [finds.event(What.TAKEN, "", 5)])
    (stamp,) = [part for part in parts(passes(chronicle.chronicle(page))["blocks"]) if part.get("type") == "date"]
    assert stamp["timestamp"] == int((NOW + timedelta(minutes=5)).timestamp())
