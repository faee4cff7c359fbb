"""What was typed after `/claim list`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.filters import MANY, STATES, VERDICTS, WORDS, Filter, Place, read_filter
from bot.desk.limits import SPEAKER, TAG
from bot.errors import NotUnderstood


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", {}),
        ("contested, mine", {"contested": True, "mine": True}),
        ("Unverified and CONTESTED claims", {"verdicts": ("unverified",), "contested": True}),
        ("confirmed false confirmed", {"verdicts": ("confirmed", "false")}),
        ("not checkable on hold", {"verdicts": ("not checkable",), "states": ("on hold",)}),
        ("urgent new checking review closed", {"urgent": True, "states": ("new", "checking", "review", "closed")}),
        ("discarded or merged.", {"states": ("discarded", "merged")}),
        ("<@U1|rita> <@W2>", {"people": ("U1", "W2")}),
        ("#raid ＃Белгород <#C1|belgorod>", {"tags": ("raid", "белгород", "belgorod")}),
        ("by Moscow", {"speaker": "Moscow"}),
        ("BY Песков contested", {"speaker": "Песков", "contested": True}),
        ("by New York Times mine", {"speaker": "New York Times", "mine": True}),
        ("by Ministry of Defence and Security, mine", {"speaker": "Ministry of Defence and Security", "mine": True}),
        ('by "London Review of Books" #x', {"speaker": "London Review of Books", "tags": ("x",)}),
        ("by „Новая газета“ closed", {"speaker": "Новая газета", "states": ("closed",)}),
        ("by AT&amp;T via <http://rferl.org|rferl.org>", {"speaker": "AT&T", "source": "rferl.org"}),
        (
            "#raid by Peskov via WION <@U1>",
            {"tags": ("raid",), "speaker": "Peskov", "source": "WION", "people": ("U1",)},
        ),
        ("by 外交部 mine", {"speaker": "外交部", "mine": True}),
    ],
)
def test_what_is_typed_in_any_order_becomes_a_filter(text: str, wanted: dict[str, Any]) -> None:
    assert read_filter(text) == Filter(**wanted)


@pytest.mark.parametrize("word", [*STATES, *VERDICTS])
def test_every_state_and_verdict_is_a_word_of_a_list(word: str) -> None:
    found = read_filter(word)
    assert found is not None
    assert word in (*found.states, *found.verdicts)


@pytest.mark.parametrize("text", ["of all of the people who died", "confirmed deaths of civilians in the raid"])
def test_a_longer_line_with_other_words_is_a_statement(text: str) -> None:
    assert read_filter(text) is None


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("everything", "I cannot list by “everything”. Put together what you need: unverified, "),
        ("contested contessted", "I cannot list by “contessted”. Did you mean `contested`? "),
        ("mine by Peskov #raid sometimes", "I cannot list by “sometimes”."),
        ('"Moscow"', "I cannot list by “Moscow”."),
        ("#", "I cannot list by “#”."),
        ("@rita", "I do not know who “@rita” is. Type @ and choose"),
        ("by", "No speaker follows `by`. For example: `/claim list by Moscow`"),
        ("by, mine", "No speaker follows `by`."),
        ("via", "No source follows `via`. For example: `/claim list via WION`"),
        ("by Moscow by Kyiv", "I list one speaker at a time, and there are two: “Moscow” and “Kyiv”."),
        (f"by {'x' * (SPEAKER + 1)}", "The name after `by` has 201 characters; 200 fit."),
        (" ".join(f"#tag{n}" for n in range(MANY + 1)), "That is too much for one list"),
        (f"#{'x' * (TAG + 1)}", "That is too much for one list"),
    ],
)
def test_a_wrong_filter_is_named_with_a_right_example(text: str, begins: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_filter(text)
    assert refusal.value.sentence.startswith(begins)
    assert "`" in refusal.value.sentence


def test_the_largest_filter_fits_into_a_button() -> None:
    largest = Filter(
        states=STATES,
        verdicts=VERDICTS,
        people=("U0123456789",) * MANY,
        tags=('"' * TAG,) * MANY,
        speaker="\\" * SPEAKER,
        source='"' * SPEAKER,
        contested=True,
        mine=True,
        urgent=True,
        desk=999_999_999,
        oldest_first=True,
    )
    assert len(Place(largest, 999_999_999, back=True, before=999_999_999).packed()) <= 2_000


WORD = st.sampled_from([*WORDS, "<@U1|rita>", "#raid", "by Moscow", 'by "New Moscow"', "via WION", ",", "and"])


@given(st.lists(WORD, max_size=8), st.integers(1, 10**9), st.booleans(), st.integers(0, 10**6))
def test_a_place_in_a_list_comes_back_out_of_a_button(words: list[str], beyond: int, back: bool, before: int) -> None:
    try:
        wanted = read_filter(" ".join(words))
    except NotUnderstood:
        wanted = Filter(speaker="two names")
    assert wanted is not None
    place = Place(wanted, beyond, back, before)
    assert Place.unpacked(place.packed()) == place


@given(st.text(max_size=80))
def test_anything_typed_is_a_filter_a_statement_or_a_sentence(text: str) -> None:
    try:
        found: object = read_filter(text)
    except NotUnderstood as refusal:
        found = refusal.sentence
    assert found is None or found == "" or hash(found) is not None
