"""A case file is read whole, or refused with a sentence that names the file, the place and a right example."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.case import Case, Expected, Join, Propose, Sign, Step, Take, Update
from sandbox.casefile import read_case, read_case_text
from sandbox.entries import EXAMPLES, BrokenCaseError
from sandbox.stepfile import ACTS

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


def test_the_second_day_of_the_first_case_is_read_whole() -> None:
    case = read_case(BELGOROD)
    kyiv = case.desk.zone
    assert case.desk.second_reader
    assert case.then[0] == Step(datetime(2023, 5, 24, 10, tzinfo=kyiv), "checker", Take("captured-carrier"))
    assert case.then[3] == Step(case.then[0].at, "checker", Sign("captured-carrier"), "someone else must sign it off")
    assert case.then[-1] == Step(datetime(2023, 5, 24, 16, 20, tzinfo=kyiv), "lead", Sign("captured-carrier"))
    assert case.last_digest == datetime(2023, 5, 25, 9, tzinfo=kyiv)
    assert case.expect_then is not None
    assert case.expect_then.corrected == {"captured-carrier": "misleading"}
    assert case.expect_then.unverified == 14


def test_the_case_of_a_rising_toll_is_read_whole() -> None:
    case = read_case(BELGOROD.with_name("earthquake.yml"))
    assert (len(case.claims), len(case.disputes)) == (4, 1)
    acts = [step.act for step in case.then]
    assert [act for act in acts if isinstance(act, Update)] == [
        Update("sixty", by="seventy"),
        *[Update("seventy", by="ninety-five")] * 2,
    ]
    assert Join("Velm Civil Protection", "Гражданская защита Велма") in acts
    (false,) = [act for act in acts if isinstance(act, Propose) and act.claim == "hospital"]
    assert false.verdict == "false", "which YAML takes for no"
    assert [step.at.day for step in case.then] == sorted(step.at.day for step in case.then)


def then(*steps: dict[str, Any]) -> Case:
    first = {"on": "2024-03-01 10:00", "who": "checker", "take": "hit"}
    return read(then=[first, *steps])


def test_a_step_is_by_the_same_person_at_the_same_moment_unless_it_says_otherwise() -> None:
    case = then({"sign": {"claim": "hit"}}, {"who": "lead", "reopen": {"claim": "hit", "note": "No."}})
    assert [step.who for step in case.then] == ["checker", "checker", "lead"]
    assert {step.at for step in case.then} == {datetime(2024, 3, 1, 10, tzinfo=case.desk.zone)}
    assert case.expect_then is None


def test_a_case_without_a_second_day_ends_with_its_first_digest() -> None:
    case = read()
    assert case.then == ()
    assert case.last_digest == case.first_digest == datetime(2024, 3, 1, 9, tzinfo=case.desk.zone)
    assert case.afterwards().claims == case.claims


def test_afterwards_only_what_is_open_then_is_left_against_what_is_on_file_then() -> None:
    case = then(
        {"file": {"key": "new", "speaker": "Navy", "statement": "Three sank."}},
        {"dispute": {"claim": "new", "speaker": "Port", "statement": "None did."}},
        {"merge": {"claim": "new", "into": "2"}},
        {"merge": {"claim": "2", "into": "hit"}, "refused": "cannot"},
        {"decide": {"claim": "hit", "speaker": "Railway", "outcome": "stands"}},
    )
    after = case.afterwards()
    assert [claim.key for claim in after.claims] == ["hit", "2"]
    assert [(dispute.claim, dispute.speaker) for dispute in after.disputes] == [("2", "Port")]
    assert [len(said) for said in case.utterances()] == [3, 2]


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
    ("`second_reader` of `desk` is true or false", {"desk": {"channel": "a", "timezone": "UTC", "second_reader": 2}}),
    ("`expect_then` says what comes of the steps under `then`, and there are none", {"expect_then": {"claims": 1}}),
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


EVIDENCE = {"claim": "hit", "side": "supports", "note": "Seen."}
PROPOSED = {"claim": "hit", "verdict": "unproven", "note": "Asked."}
NEW = {"key": "new", "speaker": "Navy", "statement": "Three sank."}
BROKEN_STEPS: list[tuple[str, dict[str, Any]]] = [
    ("step 2 does nothing. It must have one of take, evidence, propose", {"who": "lead"}),
    ("step 2 does several things: take, sign. Each is its own step.", {"take": "hit", "sign": "hit"}),
    ("step 2 has the key `release`, which nobody knows. Known are on, who, refused, take", {"release": "hit"}),
    ("step 2 is on 2024-03-01 09:30, before the step above it.", {"on": "2024-03-01 09:30", "take": "hit"}),
    ("step 2 is on 2024-03-01 08:00, and the first digest comes on 2024-03-01 09:00.",
     {"on": "2024-03-01 08:00", "take": "hit"}),
    ("`on` of step 2 needs a time", {"on": "2024-03-02", "take": "hit"}),
    ("`on` of step 2 is no date: soon", {"on": "soon", "take": "hit"}),
    ("step 2 is done by `editor`. There are reporter, checker, lead.", {"who": "editor", "take": "hit"}),
    ("step 2 names `sunk`, which is no claim's key by then. There are hit, 2.", {"take": "sunk"}),
    ("step 2 must be a list of keys", {"evidence": "hit"}),
    ("step 2 has no `side`. Write, for example: side: refutes", {"evidence": {"claim": "hit", "note": "Seen."}}),
    ("step 2 has the side `for`. The sides are supports, refutes, context.", {"evidence": EVIDENCE | {"side": "for"}}),
    ("The evidence of step 2 has neither a link nor a note", {"evidence": {"claim": "hit", "side": "refutes"}}),
    ("The link of step 2 is none", {"evidence": EVIDENCE | {"link": "archive"}}),
    ("step 2 has the verdict `maybe`. The verdicts are", {"propose": PROPOSED | {"verdict": "maybe"}}),
    ("The used in of step 2 is none", {"propose": PROPOSED | {"used_in": "our paper"}}),
    ("step 2 has no `note`", {"reopen": {"claim": "hit"}}),
    ("step 2 names `hit` twice. Write, for example: into: crushed", {"merge": {"claim": "hit", "into": "hit"}}),
    ("step 2 names `new`, which is no claim's key by then", {"update": {"claim": "hit", "by": "new"}}),
    ("Navy has said nothing against `hit` by step 2.",
     {"decide": {"claim": "hit", "speaker": "Navy", "outcome": "stands"}}),
    ("step 2 has the outcome `won`. The outcomes are stands, does not stand, taken back.",
     {"decide": {"claim": "hit", "speaker": "Railway", "outcome": "won"}}),
    ("step 2 has no `same_as`. Write, for example: same_as: Песков", {"join": {"speaker": "Navy"}}),
    ("Two claims have the key `hit`", {"file": NEW | {"key": "hit"}}),
    ("claim `new` was said on 2024-03-02, after the case was filed", {"file": NEW | {"said": "2024-03-02"}}),
    ("step 2 is against `sunk`", {"dispute": {"claim": "sunk", "speaker": "Navy", "statement": "No."}}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "step"), BROKEN_STEPS, ids=[sentence[:40] for sentence, _ in BROKEN_STEPS])
def test_a_broken_step_is_refused_with_its_number_and_an_example(sentence: str, step: dict[str, Any]) -> None:
    with pytest.raises(BrokenCaseError) as refused:
        then(step)
    assert str(refused.value).startswith("bridge.yml: ")
    assert sentence in str(refused.value)
    assert "Write, for example: " in str(refused.value)


def test_every_example_is_what_it_says_and_every_step_stands_in_the_docs() -> None:
    for key, example in EXAMPLES.items():
        (written,) = yaml.load(example, Loader=yaml.BaseLoader)  # noqa: S506 (ours)
        assert written == key
    page = (BELGOROD.parents[2] / "docs" / "cases.md").read_text("utf-8")
    assert [act for act in ACTS if f"`{act}`" not in page] == []


@pytest.mark.parametrize("left_out", ["on", "who"])
def test_the_first_step_says_when_and_who(left_out: str) -> None:
    step = {"on": "2024-03-01 10:00", "who": "checker", "take": "hit"}
    del step[left_out]
    with pytest.raises(
        BrokenCaseError, match=f"bridge.yml: step 1 has no `{left_out}`. Write, for example: {left_out}:"
    ):
        read(then=[step])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("`expect_then` has the key `verified`", {"verified": 1}),
        ("`claims` of `expect_then` must be a whole number", {"claims": "two"}),
        ("`corrected` of `expect_then` must say it claim by claim", {"corrected": ["hit"]}),
        ("`settled` names `sunk`, which is no claim's key. There are hit, 2.", {"settled": {"sunk": "false"}}),
        ("`corrected` has the verdict `wrong`. The verdicts are confirmed", {"corrected": {"hit": "wrong"}}),
        ("`threads` must list what is told of `hit`", {"threads": {"hit": "taken"}}),
        ("`cards` of `hit` must be a text", {"cards": {"hit": [True]}}),
    ],
)
def test_what_is_wrong_with_what_is_expected_then_is_said(sentence: str, expected: dict[str, Any]) -> None:
    with pytest.raises(BrokenCaseError) as refused:
        read(then=[{"on": "2024-03-01 10:00", "who": "checker", "take": "hit"}], expect_then=expected)
    assert sentence in str(refused.value)
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
