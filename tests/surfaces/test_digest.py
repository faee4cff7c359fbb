"""A digest fits at any size: every contested claim once, in order, in ten messages at most, and the rest counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.digest import BRIEFLY, NAMED, NOT_AT_ALL, Digest
from bot.desk.history import What
from bot.surfaces.digest import FEW, PARTS_AT_MOST, Sending, first_part, many, next_part, parts, preview
from bot.surfaces.message import Message
from store.dossiers import Carried, Dossier
from tests.surfaces.passing import passes, shown
from tests.surfaces.records import FILLINGS, LINK, NOW, desk, digest, dossier, few, longest, move, objection

ON_TIME = Sending(NOW, NOW)
COUNTS = (0, 1, 7, 60, 5_000)


def usual(number: int, disputes: int = 2) -> Dossier:
    """A claim as they are in `belgorod.yml`."""
    said = tuple(
        objection("Ukraine has nothing to do with it; the attackers are Russian citizens.", number=number, dispute=each)
        for each in range(disputes)
    )
    return dossier(number, "Ukrainian armed groups carried out the attack.", objections=said)


def messages(of: Digest, sending: Sending = ON_TIME, pages: Sequence[Sequence[int]] = ()) -> list[Message]:
    """All parts of a digest, as they are sent."""
    pages = pages or parts(of)
    first = first_part(of_page(of, pages[0]), pages, sending)
    beyond = len(of.order) - sum(map(len, pages))
    rest = [
        next_part(of_page(of, page).shown, more=many(of), beyond=beyond if part == PARTS_AT_MOST else 0)
        for part, page in enumerate(pages[1:], 2)
    ]
    return [first, *(part for part in rest if part is not None)]


def of_page(of: Digest, numbers: Sequence[int]) -> Digest:
    """The digest as it is read for one of its parts."""
    return of.showing(tuple(dossier for dossier in of.shown.dossiers if dossier.claim.number in numbers))


def numbers_in(payload: object) -> list[int]:
    """The claims in a part, by their blocks."""
    blocks = payload["blocks"] if isinstance(payload, dict) else []
    return [int(found[1]) for block in blocks if (found := re.fullmatch(r"claim:(\d+)", block.get("block_id") or ""))]


def buttons_of(payload: dict[str, Any], number: int) -> list[str]:
    """What can be pressed below a claim."""
    (row,) = [block for block in payload["blocks"] if block.get("block_id") == f"claim:{number}:steps"]
    return [each["action_id"] for each in row["elements"]]


@pytest.mark.parametrize(
    ("count", "build"),
    [
        *((count, usual) for count in COUNTS),
        *((count, lambda number: longest("word ", number, disputes=30)) for count in COUNTS[:-1]),
    ],
)
def test_no_contested_claim_is_lost_parts_and_rest_are_all(count: int, build: Callable[[int], Dossier]) -> None:
    numbers = range(count, 0, -1)
    of = digest(map(build, numbers) if count < 100 else [*map(build, numbers[:240]), *map(dossier, numbers[240:])])
    sent = [passes(message) for message in messages(of)]
    told = [number for payload in sent for number in numbers_in(payload)]
    assert told == list(numbers)[: len(told)], "in order, each once"
    assert len(sent) <= PARTS_AT_MOST
    assert f"{count:,} contested" in shown(sent[0]["blocks"]) or count == 0
    rest = re.search(r"([\d,]+) more contested claims?, less pressing, (is|are) in the list", shown(sent[0]["blocks"]))
    assert len(told) + (int(rest[1].replace(",", "")) if rest else 0) == count
    if rest:
        assert f"{rest[1]} more contested claims, less pressing" in shown(sent[-1]["blocks"])
        for payload in (sent[0], sent[-1]):
            assert "list_contested" in str(payload["blocks"])


def test_sixty_usual_claims_are_told_whole() -> None:
    of = digest(usual(number, disputes=1) for number in range(60))
    assert sum(len(numbers_in(passes(message))) for message in messages(of)) == 60


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("many", [1, 7])
@pytest.mark.parametrize("linked", [False, True])
def test_it_fits_whatever_its_claims_are_made_of(filling: str, many: int, linked: bool) -> None:
    links = {number: f"https://workspace.slack.com/archives/C0123456789/p{number:016}" for number in range(many + 1)}
    of = digest(
        (longest(filling, number, disputes=30) for number in range(many)),
        corrections=tuple(move(longest(filling, 2000 + number), What.CORRECTED) for number in range(50)),
        moves=tuple(move(longest(filling, 1000 + number), What.REOPENED) for number in range(50)),
        updated=tuple(replace(move(longest(filling, 5000 + number), What.UPDATED)) for number in range(50)),
        filed=few(5_000),
        shaken=few(50),
        waiting=few(50),
        links=links if linked else {},
    )
    late = Sending(NOW - timedelta(hours=30), NOW)
    sent = [number for message in messages(of, late) for number in numbers_in(passes(message))]
    assert sent == list(range(many))
    passes(preview(of))


def test_a_usual_morning_is_one_message_and_shows_both_sides_whole() -> None:
    of = digest(usual(number) for number in range(4))
    (only,) = messages(of)
    words = shown(passes(only)["blocks"])
    assert words.count("Against") == 4
    assert words.count("Ukraine has nothing to do with it; the attackers are Russian citizens.") == 8
    assert "thread" not in words


def test_even_the_longest_claim_is_shown_with_who_denies_it() -> None:
    of = digest([longest('"', 1, disputes=30)])
    words = shown(passes(messages(of)[0])["blocks"]) + shown([passes(m)["blocks"] for m in messages(of)[1:]])
    assert "Against" in words
    assert "/claim C-1 shows more" in words


def test_the_first_part_says_how_many_claims_are_in_the_thread() -> None:
    of = digest(longest("word ", number, disputes=5) for number in range(15))
    first, *rest = [passes(message) for message in messages(of)]
    more = sum(len(numbers_in(payload)) for payload in rest)
    assert f"{more} more contested claims in the thread." in shown(first["blocks"])


def test_a_preview_has_no_thread_and_says_so() -> None:
    of = digest(longest("word ", number, disputes=5) for number in range(60))
    words = shown(passes(preview(of))["blocks"])
    assert "in the thread." not in words
    assert "more contested claims" in words


def test_parts_that_were_fixed_still_fit_after_more_was_said_against_their_claims() -> None:
    pages = parts(digest(usual(number, disputes=1) for number in range(60)))
    grown = digest(longest("word ", number, disputes=20) for number in range(60))
    sent = [number for message in messages(grown, pages=pages) for number in numbers_in(passes(message))]
    assert sent == list(range(60))


def test_a_part_of_which_nothing_is_left_is_not_sent() -> None:
    assert next_part(digest([]).shown, more=False) is None


@given(
    sizes=st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 12), st.integers(0, 1900)), max_size=40),
    many_moved=st.integers(0, 30),
    many_corrected=st.integers(0, 9),
)
@settings(max_examples=25, deadline=None)
def test_claims_of_all_sizes_are_told_apart_into_parts_that_fit(
    sizes: list[tuple[int, int, int]], many_moved: int, many_corrected: int
) -> None:
    def build(number: int, length: int, disputes: int, link: int) -> Dossier:
        said = tuple(
            objection("w" * length, number=number, dispute=each, reports=longest("w", 1).reports[:2])
            for each in range(disputes)
        )
        of = dossier(number, "w" * length, objections=said)
        return replace(of, reports=(Carried("WION", LINK + "a" * link, None),))

    of = digest(
        (build(number, *size) for number, size in enumerate(sizes)),
        moves=tuple(move(dossier(1000 + number), What.SETTLED) for number in range(many_moved)),
        corrections=tuple(move(dossier(2000 + number), What.CORRECTED) for number in range(many_corrected)),
    )
    sent = [number for message in messages(of) for number in numbers_in(passes(message))]
    assert sent == list(range(len(sent)))
    assert sent or not sizes
    assert len(sent) == len(sizes) or len(parts(of)) == PARTS_AT_MOST


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("new", ["take", "verdict", "more"]),
        ("checking", ["verdict", "more"]),
        ("review", ["verdict", "more"]),
        ("on hold", ["resume", "more"]),
        ("closed", ["verdict", "more"]),
    ],
)
def test_each_claim_has_the_buttons_of_what_comes_next(state: str, steps: list[str]) -> None:
    of = replace(usual(1), claim=dossier(1, state=state).claim)
    assert buttons_of(passes(messages(digest([of]))[0]), 1) == steps


def test_where_there_are_many_each_has_more_which_has_the_others() -> None:
    of = digest(usual(number) for number in range(FEW + 1))
    for message in messages(of):
        payload = passes(message)
        assert all(buttons_of(payload, number) == ["more"] for number in numbers_in(payload))


def test_what_changed_is_told_with_count_and_references() -> None:
    of = digest(
        [usual(1), replace(usual(2), objections=(objection(filed_at=NOW - timedelta(days=3)),))],
        moves=[move(dossier(3, verdict="false"), What.SETTLED), move(dossier(4), What.REOPENED)],
        updated=[move(replace(dossier(5), updated_by=6), What.UPDATED)],
        filed=few(NAMED + 3, begin=100),
        shaken=few(1, begin=7),
    )
    told = shown(passes(messages(of)[0])["blocks"])
    assert "1 new since yesterday." in told
    assert "Newly contested since yesterday: C-1." in told
    assert "Settled or reopened: C-3 false, C-4 reopened (was not checkable)." in told
    assert "Updated by a newer figure: C-5 by C-6." in told
    assert "Filed since yesterday: 23: C-100, C-101" in told
    assert "C-119 and 3 more." in told
    assert "Look again, a dispute stands: C-7." in told


def test_a_desk_may_hear_in_short_or_not_at_all_that_nothing_is_contested() -> None:
    short = digest([], desk=desk(if_nothing=BRIEFLY), unverified=3, oldest=(dossier(1).claim,))
    assert shown(passes(messages(short)[0])["blocks"]) == (
        "Nothing contested today · Wed 24 May, 09:00 Kyiv · 3 unverified."
    )
    silent = digest([], desk=desk(if_nothing=NOT_AT_ALL), unverified=3, oldest=(dossier(1).claim,))
    assert silent.silent
    assert "nothing is posted" in shown(passes(preview(silent))["blocks"])


@pytest.mark.parametrize("wants", [BRIEFLY, NOT_AT_ALL])
@pytest.mark.parametrize(
    "news",
    [
        {"corrections": [move(dossier(9), What.CORRECTED)]},
        {"moves": [move(dossier(9), What.DISCARDED)]},
        {"updated": [move(replace(dossier(9), updated_by=6), What.UPDATED)]},
        {"shaken": few(1, begin=9)},
    ],
    ids=["corrected", "discarded", "updated", "shaken"],
)
def test_what_readers_must_hear_is_said_even_then(wants: str, news: dict[str, Any]) -> None:
    of = digest([], desk=desk(if_nothing=wants), **news)
    assert not of.silent
    assert "C-9" in shown(passes(messages(of)[0])["blocks"])
