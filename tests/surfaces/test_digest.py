"""A digest fits at any size: every contested claim once, in order, in as many messages as it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.digest import Digest
from bot.desk.history import What
from bot.surfaces.digest import Sending, first_part, next_part, parts, preview
from bot.surfaces.message import Message
from store.dossiers import Carried, Dossier
from tests.surfaces.passing import passes, shown
from tests.surfaces.records import FILLINGS, LINK, NOW, digest, dossier, longest, move, objection

ON_TIME = Sending(NOW, NOW)
COUNTS = (0, 1, 7, 60, 500)


def usual(number: int, disputes: int = 2) -> Dossier:
    """A claim as they are in `belgorod.yml`."""
    said = tuple(
        objection("Ukraine has nothing to do with it; the attackers are Russian citizens.", number=number, dispute=each)
        for each in range(disputes)
    )
    return dossier(number, "Ukrainian armed groups carried out the attack.", objections=said)


def messages(of: Digest, sending: Sending = ON_TIME) -> list[Message]:
    """All parts of a digest, as they are sent."""
    pages = parts(of)
    first = first_part(of, pages[0], sending)
    return [first, *(part for numbers in pages[1:] if (part := next_part(of, numbers)) is not None)]


def numbers_in(payload: object) -> list[int]:
    """The claims in a part, by their blocks."""
    blocks = payload["blocks"] if isinstance(payload, dict) else []
    return [int(found[1]) for block in blocks if (found := re.match(r"claim:(\d+)", block.get("block_id") or ""))]


@pytest.mark.parametrize("many", COUNTS)
@pytest.mark.parametrize(
    "build", [usual, lambda number: longest("word ", number, disputes=30)], ids=["usual", "longest"]
)
def test_every_contested_claim_stands_in_exactly_one_part_in_order(many: int, build: Callable[[int], Dossier]) -> None:
    of = digest(build(number) for number in range(many, 0, -1))
    sent = [number for message in messages(of) for number in numbers_in(passes(message))]
    assert sent == list(range(many, 0, -1))


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("many", [1, 7])
@pytest.mark.parametrize("linked", [False, True])
def test_it_fits_whatever_its_claims_are_made_of(filling: str, many: int, linked: bool) -> None:
    links = {number: f"https://workspace.slack.com/archives/C0123456789/p{number:016}" for number in range(many + 1)}
    of = digest(
        (longest(filling, number, disputes=30) for number in range(many)),
        corrections=tuple(move(longest(filling, 2000 + number), What.CORRECTED) for number in range(50)),
        moves=tuple(move(longest(filling, 1000 + number), What.REOPENED) for number in range(50)),
        upheld=tuple(longest(filling, 3000 + number) for number in range(20)),
        waiting=tuple(longest(filling, 4000 + number) for number in range(20)),
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
    of = digest(longest("word ", number, disputes=5) for number in range(60))
    first, *rest = [passes(message) for message in messages(of)]
    more = sum(len(numbers_in(payload)) for payload in rest)
    assert f"{more} more contested claims in the thread." in shown(first["blocks"])


def test_a_preview_has_no_thread_and_says_so() -> None:
    of = digest(longest("word ", number, disputes=5) for number in range(60))
    words = shown(passes(preview(of))["blocks"])
    assert "in the thread." not in words
    assert "more contested claims" in words


def test_parts_that_were_fixed_still_fit_after_more_was_said_against_their_claims() -> None:
    pages = parts(digest(usual(number, disputes=1) for number in range(100)))
    grown = digest(longest("word ", number, disputes=20) for number in range(100))
    sent = numbers_in(passes(first_part(grown, pages[0], ON_TIME)))
    for page in pages[1:]:
        message = next_part(grown, page)
        assert message is not None
        sent += numbers_in(passes(message))
    assert sent == list(range(100))


def test_a_part_of_which_nothing_is_left_is_not_sent() -> None:
    assert next_part(digest([]), [1, 2]) is None


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
    assert sent == list(range(len(sizes)))
