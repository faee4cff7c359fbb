"""Folding: the same word, however it is inflected, typed or written, is the same term."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folding import fingerprint, numbers, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("attackers", "ATTACK"),
        ("россии", "Россия"),
        ("боевиков", "боевики"),
        ("ещё", "еще"),
        ("за́мок", "замок"),  # a stress mark
        ("України", "Україна"),
        ("об’єкт", "об'єкта"),
        ("обʼєктів", "обєкт"),
        ("الهجوم", "هجوم"),
        ("والهجوم", "للهجوم"),
        ("مُقَاتِل", "مقاتل"),  # vowel signs
        ("مدينة", "مدينه"),
        ("ضربة", "ضربات"),
        ("أكثر", "اكثر"),
        ("علی", "على"),  # the Persian and the Arabic ya
        ("كـــبير", "كبير"),
        ("café", "CAFE"),
        ("Wałęsa", "Walesa"),
        ("straße", "STRASSE"),
        ("ｆｕｌｌ", "full"),
        ("co\u00adoperation", "cooperation"),  # a soft hyphen
    ],
)
def test_one_word_in_two_guises_is_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other)
    assert len(terms(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("край", "краи"), ("їх", "іх"), ("ўсе", "усе"), ("70", "700"), ("5.3", "5.7"), ("में", "मां")],
)
def test_letters_and_numbers_that_differ_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More than 70 fighters", ["70"]),
        ("٧٠ مقاتلا", ["70"]),
        ("۷۰ و ७०", ["70", "70"]),
        ("1,000 and 1.000.000", ["1000", "1000000"]),
        ("10\u00a0000, 10 000, 10\u202f500", ["10000", "10000", "10500"]),
        ("on 23 400 people", ["23", "400"]),  # a date and a count, more often than a space for thousands
        ("5,3 % or 5.3%", ["5.3", "5.3"]),
        ("٥٫٣ and ١٬٠٠٠", ["5.3", "1000"]),
        ("COVID-19, T-72, the 24th", ["19", "72", "24"]),
        ("12345678", ["12345678"]),
        ("x² and ½", ["2", "1", "2"]),
    ],
)
def test_numbers_are_read_in_any_digits_and_kept_whole(text: str, found: list[str]) -> None:
    assert numbers(text) == found
    assert [term for term in terms(text) if term[0].isdigit()] == found


@pytest.mark.parametrize(
    "link",
    ["https://t.me/name/1", "http://a.example/b?c=d", "www.example.org", "pic.twitter.com/FrLwz8twes", "wion.com/a,b"],
)
def test_a_link_says_nothing(link: str) -> None:
    assert terms(f"before {link} after") == ["befor", "after"]
    assert fingerprint(f"before {link} after") == fingerprint("Before after.")


def test_the_label_of_a_link_is_kept() -> None:
    assert terms("<https://example.org/1|WION>") == ["wion"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("日本はNATOに", ["日本", "本は", "nato", "に"]),
        ("서울에서", ["서울", "울에", "에서"]),
        ("ไทย", ["ไท", "ทย"]),
    ],
)
def test_scripts_without_spaces_come_in_pairs(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize("nothing", ["", " ", '" * ( -', "…—!?", "'", ".", ",", "\u0301", "🔥", "\u200f"])
def test_marks_alone_are_no_terms(nothing: str) -> None:
    assert terms(nothing) == []


@given(st.text())
def test_a_term_is_safe_in_either_databases_query_language(text: str) -> None:
    for term in terms(text):
        assert not re.search(r"[\s\"'\\*():^+&|!<>,_-]", term)
        assert term == term.casefold()
        assert "\x00" not in term


@given(st.text(alphabet=st.characters(categories=["L", "N", "M", "Z"])))
def test_a_text_folds_the_same_composed_or_not(text: str) -> None:
    assert terms(unicodedata.normalize("NFC", text)) == terms(unicodedata.normalize("NFD", text))


def test_the_fingerprint_forgives_typing_and_nothing_else() -> None:
    said = fingerprint("More than 70 fighters were killed.")
    assert said == fingerprint("«more  than 70 Fighters were killed!» https://example.org")
    assert said != fingerprint("More than 60 fighters were killed.")
    assert said != fingerprint("More than 70 fighters were not killed.")
    assert said != fingerprint("More than 70 fighter was killed.")
    assert fingerprint("Ещё 70 боевиков") == fingerprint("еще ٧٠ боевиков")


def test_statements_without_a_word_are_not_all_twins() -> None:
    assert fingerprint("🔥") != fingerprint("🚀")
