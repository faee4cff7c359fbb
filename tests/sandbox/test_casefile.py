"""A case file is read whole, or refused with a sentence that names the file, the place and a right example."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.case import Case, Expected
from sandbox.casefile import read_case, read_case_text
from sandbox.entries import BrokenCaseError

BELGOROD = Path(__file__).parents[2] / "sandbox" / "cases" / "belgorod.yml"


def small(**changes: Any) -> str:
    """The text of a small right case, with top-level keys changed, or left out when None."""
    case: dict[str, Any] = {
        "case": "Bridge",
        "desk": {"channel": "#Bridge", "timezone": "America/Halifax"},
        "outlet": "Daily",
        "filed_on": date(2024, 2, 29),
        "claims": [
            {"key": "hit", "speaker": "Mayor", "statement": "The bridge was hit."},
            {"key": 2, "speaker": "Harbour", "statement": "Two ships\nsank.", "said": "2024-02-28 10:40"},
        ],
        "disputes": [{"claim": "hit", "speaker": "Railway", "statement": "The bridge stands.", "kind": "denies"}],
    } | changes
    return yaml.safe_dump({key: value for key, value in case.items() if value is not None}, allow_unicode=True)


def read(**changes: Any) -> Case:
    return read_case_text(small(**changes), "bridge.yml")


def claim(**changes: Any) -> list[dict[str, Any]]:
    entry = {"key": "hit", "speaker": "Mayor", "statement": "The bridge was hit."} | changes
    return [{key: value for key, value in entry.items() if value is not None}]


def test_the_case_the_project_starts_from_is_read_whole() -> None:
    case = read_case(BELGOROD)
    assert (case.name, case.outlet, case.filed_on) == ("Belgorod cross-border raid", "WION", date(2023, 5, 23))
    assert (case.desk.channel, case.desk.zone.key) == ("verification", "Europe/Kyiv")
    assert len(case.claims) == 16
    assert len(case.disputes) == 5
    assert [claim.key for claim in case.contested()] == [
        "ukraine-behind-it",
        "guerrillas",
        "sabotage-group",
        "rvc-foreign-legion-unit",
    ]
    assert case.expect == Expected(claims=16, contested=4, open_disputes=5, unverified=16)
    podolyak = next(claim for claim in case.claims if claim.key == "guerrillas")
    assert (podolyak.role, podolyak.said, podolyak.citing) == ("adviser to Ukraine's president", None, None)


def test_what_may_be_left_out_is_left_out_not_guessed() -> None:
    case = read(disputes=None)
    assert case.disputes == ()
    assert case.contested() == []
    assert case.expect == Expected()
    assert case.desk.channel == "bridge"
    assert case.claims[0].said is None
    assert case.claims[1].said == datetime(2024, 2, 28, 10, 40)  # noqa: DTZ001 (in the desk's zone)
    assert case.claims[1].statement == "Two ships sank."
    assert case.claims[1].key == "2"


def test_a_time_with_its_own_zone_is_told_in_the_desks() -> None:
    case = read(claims=claim(said=datetime(2024, 2, 28, 20, 40, tzinfo=UTC)))
    assert case.claims[0].said == datetime(2024, 2, 28, 16, 40)  # noqa: DTZ001


def test_context_alone_does_not_contest() -> None:
    against = {"claim": "hit", "speaker": "Railway", "statement": "It is old.", "kind": "adds context"}
    assert read(disputes=[against]).contested() == []


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("has the key `later`, which nobody knows", {"later": []}),
    ("has no `outlet`. Write, for example: outlet: WION", {"outlet": None}),
    ("has no `filed_on`", {"filed_on": None}),
    ("`filed_on` of the file is no date: Tuesday", {"filed_on": "Tuesday"}),
    ("`desk` has no `timezone`. Write, for example: timezone: Europe/Kyiv", {"desk": {"channel": "a"}}),
    ("`Mars/Olympus` is no time zone", {"desk": {"channel": "a", "timezone": "Mars/Olympus"}}),
    ("`../etc` is no time zone", {"desk": {"channel": "a", "timezone": "../etc"}}),
    ("`two words` is no name a channel can have", {"desk": {"channel": "two words", "timezone": "UTC"}}),
    ("There is no claim in it", {"claims": []}),
    ("`claims` must be a list", {"claims": {"key": "hit"}}),
    ("claim 1 must be a list of keys", {"claims": ["The bridge was hit."]}),
    ("claim 1 has no `speaker`. Write, for example: speaker: ", {"claims": claim(speaker=None)}),
    ("claim 1 has the key `source`", {"claims": claim(source="Reuters")}),
    ("`statement` of claim `hit` must be a text", {"claims": claim(statement=True)}),
    ("Two claims have the key `hit`", {"claims": claim() + claim()}),
    ("said on 2024-03-01, after the case was filed", {"claims": claim(said=date(2024, 3, 1))}),
    ("`said` of claim `hit` is no date: soon", {"claims": claim(said="soon")}),
    ("The link of claim `hit` is none", {"claims": claim(link="ftp:/daily")}),
    (
        "dispute 1 is against `sunk`, which is no claim's key. There are hit, 2.",
        {"disputes": [{"claim": "sunk", "speaker": "Railway", "statement": "No."}]},
    ),
    (
        "dispute 1 has the kind `doubts`. The kinds are denies, contradicts, corrects, adds context.",
        {"disputes": [{"claim": "hit", "speaker": "Railway", "statement": "No.", "kind": "doubts"}]},
    ),
    ("`expect` has the key `verified`", {"expect": {"verified": 1}}),
    ("`contested` of `expect` must be a whole number", {"expect": {"contested": "four"}}),
    ("`people` must say who does what", {"people": ["reporter"]}),
]


@pytest.mark.parametrize(("sentence", "changes"), BROKEN, ids=[sentence[:40] for sentence, _ in BROKEN])
def test_a_broken_case_is_refused_with_its_file_its_place_and_an_example(
    sentence: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(BrokenCaseError) as refused:
        read(**changes)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("bridge.yml: ")
    assert "Write, for example: " in str(refused.value)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("case: [", "bridge.yml is no YAML"),
        ("case: Two were hit: a depot", "in line 1: mapping values are not allowed here"),
        ("filed_on: 2023-02-31", "bridge.yml has a date that is none"),
        ("outlet: WION\noutlet: Daily", "bridge.yml has `outlet` twice, again in line 2. Keep one of them."),
        ("", "bridge.yml: The file must be a list of keys"),
        ("- case", "bridge.yml: The file must be a list of keys"),
    ],
)
def test_a_file_that_is_no_case_at_all_is_refused(written: str, sentence: str) -> None:
    with pytest.raises(BrokenCaseError) as refused:
        read_case_text(written, "bridge.yml")
    assert sentence in str(refused.value)


def test_a_missing_file_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenCaseError, match=r"There is no case file .*nowhere\.yml"):
        read_case(tmp_path / "nowhere.yml")
    (tmp_path / "picture.yml").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(BrokenCaseError, match="cannot be read as a text file"):
        read_case(tmp_path / "picture.yml")
    with pytest.raises(BrokenCaseError, match="cannot be read as a text file"):
        read_case(tmp_path)
