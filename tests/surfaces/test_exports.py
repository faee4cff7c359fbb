"""The record as a file: read back whatever was typed, whole by its columns, and nothing in it that must not leave."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.exporting import Reach
from bot.surfaces.exports import lines, spreadsheet
from bot.surfaces.exports.lines import json_lines
from bot.surfaces.exports.paper import Paper
from bot.surfaces.exports.spreadsheet import COLUMNS, GUARD, guarded
from store.tables import Row
from store.wholes import Whole
from tests.surfaces.records import desk
from tests.surfaces.wholes import ODD, event, every_oddity, evidence, report, ruled, whole

OUTSIDE, INSIDE = Reach(), Reach(kept=True)
EVERYTHING = Reach(kept=True, names=True)
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV Injection
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

OWN = "a number of the database's own"
PLACE = "where it stands in the file says it"
KNOWERS = "who knows a withheld speaker: only in a file that whoever runs the bot takes out with --with-restricted"
# The columns of the record that have no key of their own, by table: under which key they are, or why not at all.
LEFT_OUT: dict[str, dict[str, str]] = {
    "claim": {
        "id": OWN,
        "workspace_id": OWN,
        "number": "reference",
        "desk_id": "desk",
        "speaker_id": "speaker_known_as",
        "known_to": KNOWERS,
        "merged_into_id": "merged_into",
        "split_from_id": "split_from",
        "updated_by_id": "updated_by",
    },
    "dispute": {
        "workspace_id": OWN,
        "claim_id": PLACE,
        "with_claim_id": "with",
        "speaker_id": "speaker_known_as",
        "known_to": KNOWERS,
    },
    "report": {
        "workspace_id": OWN,
        "claim_id": PLACE,
        "dispute_id": PLACE,
        "source_id": "outlet_known_as",
        "origin_id": "origin_known_as",
    },
    "evidence": {"workspace_id": OWN, "claim_id": PLACE},
    "reply_request": {"workspace_id": OWN, "claim_id": PLACE},
    "used_in": {"id": OWN, "workspace_id": OWN, "claim_id": PLACE},
    "event": {
        "id": OWN,
        "workspace_id": OWN,
        "claim_id": PLACE,
        "actor": "by",
        "canonical": "told, and why; what the hash covers stays in the record",
    },
}
# Tables that have no rows of their own in a file, and why.
NO_ROWS = {
    "alike": "what looked the same as what: the history tells what came of it",
    "claim_meaning": "the words once more, for finding",
    "claim_tag": "the tags once more, for finding",
    "claim_terms": "the words once more, for finding",
    "desk": "its channel is `desk`; its settings are no part of what is on file about a claim",
    "due": "when somebody is reminded",
    "follower": "who wants to be told is nobody else's business",
    "inbound_key": "what was answered, to know a repetition",
    "index_size": "counted anew",
    "lane": "which copy of the bot writes to a channel",
    "leaver": "who has left a channel",
    "outbox": "what is to be sent",
    "person": "what Slack says of people",
    "source": "its name and its reliability stand with each report",
    "slack_bots": "tokens",
    "slack_installations": "tokens",
    "slack_oauth_states": "who is installing the app",
    "speaker": "its name is speaker_known_as",
    "term_count": "counted anew",
    "workspace": "Slack's, and the chain's head",
}


def unguarded(cell: str) -> str:
    """The text that a cell stands for."""
    return cell.removeprefix(GUARD)


def table(wholes: list[Whole], reach: Reach = OUTSIDE) -> list[dict[str, str]]:
    """A spreadsheet as a program reads it that takes the guards off."""
    paper = spreadsheet.spreadsheet(reach)
    text = paper.opening + "".join(paper.write(each) or "" for each in wholes)
    assert text.startswith("\ufeff")
    found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    return [{name: unguarded(cell) for name, cell in row.items()} for row in found]


def objects(wholes: list[Whole], reach: Reach = OUTSIDE) -> list[dict[str, Any]]:
    paper = json_lines(reach)
    return [json.loads(line) for line in "".join(paper.write(each) or "" for each in wholes).split("\n")[:-1]]


def cells(paper: Paper, wholes: list[Whole]) -> list[str]:
    text = "".join(paper.write(each) or "" for each in wholes)
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def test_a_table_gives_back_whatever_was_typed() -> None:
    for text, row in zip(ODD, table(every_oddity()), strict=True):
        assert list(row) == list(COLUMNS)
        for name in ("speaker", "role", "statement", "note", "translation"):
            assert row[name] == text
        assert text in row["where_reported"]
        assert text in row["against"]


def test_nothing_in_a_table_is_calculated() -> None:
    paper = spreadsheet.spreadsheet(OUTSIDE)
    for cell in cells(paper, every_oddity()):
        assert not cell.lstrip(" \u200f\ufeff\u2028\u2029").startswith(FORMULAS), cell
    # Every cell stands in quotation marks: a spreadsheet that parts cells elsewhere finds no beginning inside one.
    assert (paper.write(ruled("a;=1+1")) or "").count('";=') == 0


@given(st.text(max_size=40), st.sampled_from(["", *FORMULAS, " ", "'", "\u200f", "\ufeff", "\xa0"]))
def test_a_cell_is_guarded_and_nothing_of_it_is_lost(text: str, first: str) -> None:
    cell = guarded(first + text)
    assert unguarded(cell) == first + text
    assert not cell.startswith(FORMULAS)


@pytest.mark.parametrize("text", ["Kyiv said no", "12 killed", "«Нет»", "", "a=b", "é", "\u05e9=1"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_a_table_is_rfc_4180() -> None:
    paper = spreadsheet.spreadsheet(OUTSIDE)
    row = paper.write(whole('He said "no"\nand left')) or ""
    assert row.endswith('"\r\n')
    assert '"He said ""no""\nand left"' in row
    assert paper.opening.endswith('"\r\n')


def test_a_table_counts_and_tells() -> None:
    (row,) = table([replace(ruled(), evidence=(evidence(), evidence(side="supports", taken_back_by="U1")))])
    assert (row["reference"], row["verdict"], row["said"]) == ("C-1", "false", "2023-05-23")
    assert (row["reports"], row["disputes"], row["open_disputes"], row["contested"]) == ("2", "1", "1", "yes")
    assert row["where_reported"].splitlines() == [
        "WION, https://example.org/1",
        "Guardian, citing Reuters, https://example.org/2",
    ]
    assert row["against"] == "Kyiv denies: Somebody was. (WION, https://example.org/9) [open]"
    assert (row["supporting"], row["refuting"], row["giving_context"]) == ("0", "1", "0")
    assert row["evidence"] == "refutes, video: https://example.org/e: from 2021"
    assert row["used_in"] == "https://example.org/story"
    assert row["right_of_reply"].startswith("The ministry, by by mail" if False else "The ministry, ")


def test_json_lines_give_back_whatever_was_typed_a_claim_a_line() -> None:
    for text, found in zip(ODD, objects(every_oddity()), strict=True):
        assert (found["version"], found["statement"], found["speaker"]) == (lines.VERSION, text, text)
        assert (found["reports"][0]["outlet"], found["disputes"][0]["statement"]) == (text, text)


def test_json_lines_tell_names_times_and_what_happened() -> None:
    (found,) = objects([whole(speaker="Moscow", known_to=["U9"])])
    assert (found["reference"], found["speaker"], found["speaker_known_as"]) == ("C-1", "Moscow", "Russia")
    assert (found["filed_at"], found["said_at"], found["contested"]) == ("2023-05-23T14:00:00Z", None, True)
    assert (found["reports"][1]["origin_known_as"], found["reports"][0]["outlet_reliability"]) == ("Reuters", None)
    (graded,) = objects([whole(desk=desk(admiralty=True))])
    assert graded["reports"][0]["outlet_reliability"] == "B"
    assert found["disputes"][0]["reports"][0]["id"] == 9
    assert [each["what"] for each in found["history"]] == ["filed", "taken"]
    assert found["history"][1] | {"hash": ""} == {
        "sequence": 2,
        "at": "2023-05-24T06:00:00Z",
        "what": "taken",
        "hash": "",
        "by": "U1",
        "told": "U1 took C-1.",
        "why": None,
    }
    assert "known_to" not in found


def test_no_column_of_the_record_is_forgotten() -> None:
    """Each is in a file under its own name, under another, or is named here with why it is not."""
    tables = {name: set(of.columns.keys()) for name, of in Row.metadata.tables.items()}
    assert set(tables) == {*LEFT_OUT, *NO_ROWS}
    for name, columns in tables.items():
        if name in LEFT_OUT:
            assert columns == {*lines.COLUMNS[name], *LEFT_OUT[name]}, name
            assert not set(lines.COLUMNS[name]) & set(LEFT_OUT[name]), name
    (found,) = objects([whole()])
    keys = {*found, *found["reports"][0], *found["disputes"][0], *found["history"][0]}
    named = {why for columns in LEFT_OUT.values() for why in columns.values() if " " not in why}
    assert named <= keys


def test_a_protected_source_leaves_only_where_it_is_asked_for() -> None:
    link = "https://a.example/tip"
    secret = report(outlet="A colonel", origin="The staff", link=link, place="p. 3", basis="background")
    telling = event("filed", new={"reports": [["A colonel", link, None]]})
    told = replace(whole(reports=(secret,)), events=(telling,))
    for reach in (OUTSIDE, INSIDE):
        written = json.dumps(objects([told], reach)) + json.dumps(table([told], reach))
        assert not [name for name in ("colonel", "staff", "tip", "p. 3") if name in written]
        assert "background" in written
    everything = json.dumps(objects([told], EVERYTHING))
    assert all(name in everything for name in ("A colonel", "The staff", "/tip"))
    (found,) = objects([whole(known_to=["U9"])], EVERYTHING)
    assert found["known_to"] == ["U9"]
