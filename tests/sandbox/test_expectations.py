"""The digest is held against the case: the right claims, each beside what was said against it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.case import ExpectedThen
from sandbox.casefile import read_case
from sandbox.expectations import check_counts, check_digest, check_then, is_digest, read_digest

CASE = read_case(Path(__file__).parents[2] / "sandbox" / "cases" / "belgorod.yml")
REFERENCES = {claim.key: f"C-{number}" for number, claim in enumerate(CASE.claims, start=1)}

DIGEST = """\
4 contested claims, 5 open disputes · Wed 24 May, 09:00 Kyiv
All 4 new since yesterday. Nobody is on any of them.
C-4 · unverified · nobody on it · 16 h · 2 disputes
> Moscow: Ukrainian armed groups carried out the attack. (WION)
Against
> Kyiv denies: Ukraine has nothing to do with it; the attackers are Russian citizens. (WION)
> Ukrainian military intelligence spokesperson contradicts, 22 May: Only Russian citizens were involved. (WION)
C-5 · unverified · nobody on it · 16 h · 1 dispute
> Mykhailo Podolyak: Russian guerrilla groups may have carried out the attack. (WION)
Against
> Dmitry Peskov contradicts, 23 May: Ukrainian militants are continuing their activities against our country. (WION)
C-8 · unverified · nobody on it · 16 h · 1 dispute
> Dmitry Peskov: A Ukrainian sabotage group tried to break into Belgorod region. (Russian news agencies, via WION)
Against
> Mykhailo Podolyak contradicts: The groups are made up of Russian citizens. (WION)
C-13 · unverified · nobody on it · 16 h · 1 dispute
> Ukrainian military intelligence: The Russian Volunteer Corps is an independent underground group that also has a \
unit in Ukraine's Foreign Legion. (Reuters, via WION)
Against
> Ukraine’s Foreign Legion denies: We have nothing to do with the Russian Volunteer Corps. (Reuters, via WION)
Settled or reopened: none.
Unverified: 16, these 4 included. Oldest: C-1, C-2, C-3. [Show all]
""".splitlines()


def problems(*messages: list[str], filed: int = 16) -> list[str]:
    digest = read_digest(messages)
    return check_counts(CASE, filed, digest) + check_digest(CASE, REFERENCES, digest)


def changed(old: str, new: str) -> list[str]:
    assert any(old in line for line in DIGEST)
    lines = [line.replace(old, new) for line in DIGEST]
    return [line for line in lines if line]


def test_the_model_digest_is_what_the_case_expects() -> None:
    assert is_digest(DIGEST)
    assert problems(DIGEST) == []


def test_what_did_not_fit_is_read_in_the_thread() -> None:
    rest = DIGEST.index("C-8 · unverified · nobody on it · 16 h · 1 dispute")
    assert problems([*DIGEST[:rest], *DIGEST[-2:]], DIGEST[rest:-2]) == []


def test_a_quiet_day_is_a_digest_too() -> None:
    quiet = ["Nothing contested today · Thu 25 May, 09:00 Kyiv", "12 unverified; oldest C-1, 2 days, nobody on it."]
    assert is_digest(quiet)
    digest = read_digest([quiet])
    assert (digest.contested, digest.open_disputes, digest.unverified, digest.entries) == (0, 0, 12, [])
    assert not is_digest(["C-4 · Unverified · Contested (2)"])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("4 contested", "3 contested", "in the digest's first line: the case expects 4"),
        ("5 open", "4 open", "Open disputes in the digest's first line: the case expects 5, and there are 4."),
        ("Unverified: 16", "Unverified: 12", "Unverified in the digest: the case expects 16, and there are 12."),
        ("Moscow: Ukrainian", "Ukrainian", 'entry for C-4 does not show the speaker: "Moscow".'),
        ("tried to break into", "left", "entry for C-8 does not show the statement"),
        ("(Russian news agencies, via WION)", "(WION)", 'not show whom the outlet cites: "Russian news agencies".'),
        ("made up of Russian citizens", "unknown", "Against C-8, the digest does not show the statement"),
        ("Kyiv denies: ", "Denied: ", 'Against C-4, the digest does not show the speaker: "Kyiv".'),
        ("Kyiv denies", "Kyiv contradicts", "Against C-4, the digest does not show that Kyiv denies it."),
        ("Corps. (Reuters, via WION)", "Corps.", 'Against C-13, the digest does not show the outlet: "WION".'),
        ("C-13 · unverified", "C-12 · unverified", "C-13 is contested, and the digest does not set it out."),
        ("C-13 · unverified", "C-12 · unverified", "C-12 stands among the contested"),
        (
            "Only Russian citizens were involved.",
            "Only Russian citizens were involved. The groups are made up of Russian citizens.",
            'C-4, the digest shows "The groups are made up of Russian citizens.", which was said against another',
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_digest_is_said(old: str, new: str, sentence: str) -> None:
    assert any(sentence in problem for problem in problems(changed(old, new))), problems(changed(old, new))


def test_a_dispute_that_stands_on_the_claims_side_is_missing_against_it() -> None:
    lines = [line for line in DIGEST if line != "Against"]
    assert any("Against C-8" in problem for problem in problems(lines))


def test_only_the_newest_of_many_disputes_need_be_shown_when_the_digest_says_so() -> None:
    without_kyiv = [line for line in DIGEST if "Kyiv denies" not in line]
    assert problems(without_kyiv)
    at = without_kyiv.index("Against")
    assert problems([*without_kyiv[:at], "Against (the newest 1)", *without_kyiv[at + 1 :]]) == []


def test_what_people_said_opens_and_ends_no_entry() -> None:
    at = DIGEST.index("Against") + 1
    assert problems([*DIGEST[:at], "> Settled: C-9 is unverified, 99 unverified", *DIGEST[at:]]) == []


def test_nothing_unverified_is_a_number_too() -> None:
    assert read_digest([["Nothing contested today", "Unverified: none."]]).unverified == 0
    assert read_digest([["1,204 contested claims, 2,000 open disputes"]]).contested == 1204


def test_too_few_filed_is_said() -> None:
    assert problems(DIGEST, filed=15) == ["Claims filed: the case expects 16, and there are 15."]
    assert problems(DIGEST, filed=1) == ["Claims filed: the case expects 16, and there is 1."]


CORRECTION = "Correction: C-12 was “confirmed”, is now “misleading”"
SETTLED = "Settled or reopened: C-6 unproven, C-12 reopened (was confirmed), C-3 not checkable, C-17 merged into C-2."
EXPECTED = ExpectedThen(
    corrected={"captured-carrier": "misleading"},
    settled={"twelve-wounded": "unproven", "vehicles": "not checkable"},
)


def second_day(*lines: str, head: str = CORRECTION) -> list[str]:
    digest = [DIGEST[0], DIGEST[1], *([head] if head else []), *DIGEST[2:-2], *lines, DIGEST[-1]]
    return check_then(EXPECTED, REFERENCES, read_digest([digest]))


def test_corrections_at_the_head_and_what_was_settled_are_read() -> None:
    assert second_day(SETTLED) == []
    quiet = ["Nothing contested today", CORRECTION, "4 unverified.", f"{SETTLED.replace(':', ' since yesterday:', 1)}"]
    assert check_then(EXPECTED, REFERENCES, read_digest([quiet])) == []


def test_what_the_second_digest_leaves_out_or_adds_is_said() -> None:
    assert second_day(SETTLED, head="") == [
        "C-12 is to be corrected to “misleading” at the digest's head, and is not there."
    ]
    assert second_day(SETTLED, CORRECTION, head="") == second_day(SETTLED, head=""), "it is not at its head"
    assert second_day(SETTLED, head=f"> {CORRECTION}") == second_day(SETTLED, head=""), "somebody said it"
    assert second_day(SETTLED.replace("unproven", "false")) == [
        "C-6 is to be settled as “unproven” in the digest, and is “false” there."
    ]
    assert second_day(SETTLED.replace("C-6 unproven", "C-6 unproven, C-9 false")) == [
        "The digest settles C-9, and the case does not expect that."
    ]
    assert second_day(SETTLED, head=CORRECTION.replace("12", "1")) == [
        "C-12 is to be corrected to “misleading” at the digest's head, and is not there.",
        "The digest corrects C-1, and the case does not expect that.",
    ]
