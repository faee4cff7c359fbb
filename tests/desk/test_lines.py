"""The table of lines: what a journalist types and what it is understood as."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from bot.errors import NotUnderstood
from tests.desk.reading import read, written

TABLE = Path(__file__).with_name("lines.txt").read_text("utf-8")


def _rows() -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    typed = ""
    for line in TABLE.splitlines():
        if line.startswith("    "):
            rows.append((typed, line.strip()))
        elif line and not line.startswith("# "):
            typed = line
    return rows


@pytest.mark.parametrize(("typed", "understood"), _rows())
def test_a_line_is_understood_as_the_table_says(typed: str, understood: str) -> None:
    try:
        read_as = written(read(typed))
    except NotUnderstood as refusal:
        read_as = f"refused: {refusal.what}"
    assert read_as == understood


def test_the_table_has_its_lines_and_its_scripts() -> None:
    scripts = {unicodedata.name(letter).split()[0] for typed, _ in _rows() for letter in typed if letter.isalpha()}
    assert len(_rows()) >= 100
    assert scripts >= {"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "KATAKANA", "HANGUL", "DEVANAGARI", "GEORGIAN"}


def test_with_two_colons_the_form_asks_who_said_it() -> None:
    line = read("Reuters: Dmitry Peskov, Kremlin spokesman: “It was a diversion.” https://tass.com/1")
    assert (line.speaker, line.ambiguous) == ("Reuters", "Dmitry Peskov, Kremlin spokesman")
    assert line.missing == ("speaker",)


def test_what_was_cut_off_as_a_tail_is_kept_as_typed() -> None:
    assert read("Kyiv: they left, he said yesterday").tail == "said yesterday"
    assert read("Kyiv: no https://a.example/1 (via WION)").tail == "https://a.example/1 (via WION)"
    assert read("Kyiv: they left").tail == ""


def test_lines_and_blanks_become_single_spaces_and_invisible_overrides_go() -> None:
    line = read("  Kyiv:\n\tno,\u00a0never\u202e  https://a.example/1\u200f ")
    assert (line.speaker, line.statement) == ("Kyiv", "no, never")
    assert line.reports[0].link == "https://a.example/1"


def test_direction_marks_do_not_hide_a_link_or_a_keyword() -> None:
    line = read("كييف: لا \u200fhttps://a.example/1\u200e via \u200fالجزيرة\u200f")
    assert (line.statement, line.reports[0].link, line.reports[0].outlet) == ("لا", "https://a.example/1", "الجزيرة")


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("Kyiv: no\x00 https://a.example", "There is a control character (U+0000, NUL) after “Kyiv: no”."),
        ("\x9bKyiv: no", "There is a control character (U+009B) at the beginning."),
        ("Kyiv: no \ud83d", "There is half a character (U+D83D) after “Kyiv: no”."),
        (f"Kyiv: {'no ' * 13_333}n https://a.example", "The statement has 40,000 characters; 3,000 fit."),
        (f"{'K' * 201}: no", "The speaker has 201 characters; 200 fit."),
        (f"Kyiv, {'r' * 201}: no", "The role has 201 characters; 200 fit."),
        (f"Kyiv: no https://a.example via {'W' * 201}", "The outlet has 201 characters; 200 fit."),
        (f"Kyiv: no https://a.example via WION citing {'R' * 201}", "The origin has 201 characters; 200 fit."),
        (f"Kyiv: no https://a.example/{'x' * 2_000}", "The link has 2,018 characters; 2,000 fit."),
        (f"Kyiv: no https://a.example #{'x' * 51}", "The tag has 51 characters; 50 fit."),
        (f"Kyiv: no https://a.example {' '.join(f'#t{n}' for n in range(21))}", "There are 21 tags; 20 fit."),
        (f"Kyiv: no {' '.join(f'https://a.example/{n}' for n in range(11))}", "There are 11 links; 10 fit."),
        (f"Kyiv: no https://a.example {' '.join(f'via W{n}' for n in range(11))}", "There are 11 reports; 10 fit."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(typed: str, what: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(typed)
    assert refusal.value.what == what
    assert refusal.value.remedy
    assert refusal.value.unchanged == "Nothing was filed."


def test_what_just_fits_is_read() -> None:
    assert len(read(f"Kyiv: {'x' * 3_000} https://a.example").statement) == 3_000
    assert len(read(f"{'K' * 200}, {'r' * 200}: no").speaker or "") == 200


def test_a_colon_deep_in_a_pasted_text_names_nobody() -> None:
    assert read(f"{'They crossed the border. ' * 40}It was clear: they fled").missing == ("speaker", "source")
