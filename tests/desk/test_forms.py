"""What a form's fields say: read by the same grammar, refused beside the field that is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.desk.forms import Fields, read_fields
from bot.desk.grammar import Line
from bot.desk.moments import Moment
from bot.errors import Mistake, NotUnderstood
from bot.surfaces import forms
from tests.desk.reading import KYIV, NOW, read, written

TABLE = Path(__file__).with_name("lines.txt").read_text("utf-8").splitlines()
WHOLE = Fields(
    speaker="Peskov",
    role="Kremlin spokesman",
    statement="The raid was a diversion.",
    reports="https://wionews.com/raid via WION citing Reuters",
    said="yesterday",
    tags="belgorod",
)


def _initial(element: dict[str, Any]) -> str:
    return str(element.get("initial_value") or element.get("initial_option", {}).get("value", ""))


def understood(fields: Fields) -> str:
    return written(read_fields(fields, now=NOW, zone=KYIV))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("speaker", "  Dmitry\tPeskov ", "who: Dmitry Peskov, as Kremlin spokesman"),
        ("speaker", "unknown", "who: unknown"),
        ("role", "", "who: Peskov |"),
        ("statement", "“It was a diversion.”", "kind: quotation"),
        ("statement", "It was “a diversion”.", "kind: partial quotation"),
        ("statement", "BREAKING: 70 killed", "says: BREAKING: 70 killed"),
        ("statement", "Read https://example.org/1", "says: Read https://example.org/1"),
        ("reports", "WION", "at: WION |"),
        ("reports", "via WION", "at: WION |"),
        ("reports", "WION citing Reuters", "at: WION citing Reuters"),
        ("reports", "https://wionews.com/raid", "at: WION <https://wionews.com/raid> |"),
        ("reports", "https://a.example/1\n\n  AP \n", "at: a.example <https://a.example/1> + AP |"),
        ("reports", "https://a.example/1 https://b.example/2", "b.example <https://b.example/2>"),
        ("reports", "The Guardian & Observer <Sunday>", "at: The Guardian & Observer <Sunday"),
        ("said", "", "at: WION <https://wionews.com/raid> citing Reuters | tags: belgorod"),
        ("said", "said 22 May", "when: 22 May 2023"),
        ("said", "about 2023-05-22 10:40", "when: about 22 May 2023, 10:40"),
        ("said", "2023-05-22T07:40Z", "when: 22 May 2023, 10:40"),
        ("tags", "", "Reuters | when: 22 May 2023"),
        ("tags", "#belgorod, raid", "tags: belgorod raid"),
        ("tags", "Białoruś #білгород #BELGOROD belgorod", "tags: Białoruś білгород BELGOROD"),
    ],
)
def test_a_field_is_understood(field: str, value: str, expected: str) -> None:
    assert expected in understood(replace(WHOLE, **{field: value})) + " |"


@pytest.mark.parametrize(
    ("field", "value", "block", "says"),
    [
        ("speaker", "", "speaker", "Who said it?"),
        ("speaker", " \u200b ", "speaker", "Who said it?"),
        ("speaker", "x" * 201, "speaker", "201 characters"),
        ("role", "x" * 201, "role", "201 characters"),
        ("statement", "\n", "statement", "What was said?"),
        ("statement", "x" * 3_001, "statement", "3,001 characters"),
        ("statement", "one\x00two", "statement", "control character"),
        ("reports", "", "source", "Where was it reported?"),
        ("reports", "https://", "source", "no link"),
        ("reports", "https://example.org/" + "a" * 2_000, "source", "2,020 characters"),
        ("reports", "x" * 201, "source", "201 characters"),
        ("reports", "\n".join(f"https://example.org/{n}" for n in range(11)), "source", "11 reports"),
        ("reports", "\n".join(f"https://example.org/{n}{'a' * 700}" for n in range(5)), "source", "together"),
        ("said", "sometime", "said", "is no date"),
        ("said", "1 January 2999", "said", "future"),
        ("said", "31 February", "said", "no date"),
        ("tags", "#" + "x" * 51, "tags", "51 characters"),
        ("tags", " ".join(f"tag{n}" for n in range(21)), "tags", "21 tags"),
        ("tags", "https://example.org/1", "tags", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(field: str, value: str, block: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understood(replace(WHOLE, **{field: value}))
    assert refusal.value.field == block
    assert says in refusal.value.what
    assert "Nothing was filed." in refusal.value.sentence


def _whole_lines() -> list[Line]:
    lines = []
    for typed in TABLE:
        if typed and not typed.startswith(("    ", "# ")):
            try:
                line = read(typed)
            except Mistake:
                continue
            if not line.missing:
                lines.append(line)
    return lines


@pytest.mark.parametrize("line", _whole_lines(), ids=lambda line: line.typed[:60])
def test_a_line_put_into_its_form_is_read_there_as_it_was_in_the_line(line: Line) -> None:
    view = forms.edit_form(forms.Origin(channel="C1", kind="public", number=1), line, reason=False).to_dict()
    values = {block["block_id"]: _initial(block["element"]) for block in view["blocks"]}
    again = read_fields(Fields(reports=values.pop("source"), **values), now=NOW, zone=KYIV)
    about = {"typed": "", "wire": "", "tail": ""}
    assert replace(again, **about) == replace(line, **about)  # type: ignore[arg-type]


def test_a_moment_known_to_the_minute_is_the_same_for_a_reader_in_another_zone() -> None:
    at = Moment(NOW.replace(hour=7, minute=40), None)
    view = forms.file_form(forms.Origin(channel="C1", kind="public"), replace(read("Kyiv: no via WION"), said=at))
    said = next(block["element"]["initial_value"] for block in view.to_dict()["blocks"] if block["block_id"] == "said")
    assert read_fields(replace(WHOLE, said=said), now=NOW, zone=KYIV).said == at
