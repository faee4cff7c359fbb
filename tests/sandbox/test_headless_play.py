"""`app.py sandbox --play CASE --headless`: the real bot, a whole case, and an exit status that can be relied on."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
AT_MOST = 40.0  # seconds, on two cores

HARBOUR = """\
case: The harbour
desk: {channel: harbour-desk, timezone: Asia/Kathmandu}
outlet: Українська правда
filed_on: 2024-02-29
people: {reporter: Files.}
claims:
  - {key: hit, speaker: "Smith, Jones and Co", role: "lawyers, of Leeds", statement: "Two were hit: a depot, a pier."}
  - {key: object, speaker: Песков, statement: "«Це був об’єкт, а не міст»", said: 2024-02-28 10:40}
  - {key: lie, speaker: 外交部, role: 发言人, statement: 这是谎言。, citing: 新华社}
  - {key: diversion, speaker: Reuters, statement: "Peskov: the raid was a diversion <!channel>"}
disputes:
  - {claim: hit, speaker: 3 doctors, statement: Nobody was hurt., kind: denies}
  - {claim: object, speaker: Київ, statement: "Це: міст.", kind: corrects}
  - {claim: lie, speaker: Navy, statement: It was said at noon., kind: adds context}
expect: {claims: 4, contested: 2, open_disputes: 2, unverified: 4}
"""


async def played(case: Path) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "app.py", "sandbox", "--play", str(case), "--headless"),
        cwd=ROOT,
        env=os.environ | {"COUNTERCLAIM_SEMANTIC": "false"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return process.returncode or 0, told.decode()


async def test_a_case_of_a_rising_toll_comes_true() -> None:
    status, told = await played(ROOT / "sandbox" / "cases" / "earthquake.yml")
    assert status == 0, told
    assert "C-5 is the newer figure: C-2 is updated by it" in told or "C-2 is updated by C-5." in told
    assert "A newer figure comes from the same speaker" in told, "before its two names were made one"
    assert "Velm Civil Protection · also Гражданская защита Велма" in told
    assert "1 contested claim, 1 open dispute · Fri 15 Mar, 09:00 UTC" in told


async def test_the_case_the_project_starts_from_comes_true() -> None:
    started = time.monotonic()
    status, told = await played(ROOT / "sandbox" / "cases" / "belgorod.yml")
    assert status == 0, told
    assert time.monotonic() - started < AT_MOST
    assert "4 contested claims, 5 open disputes · Wed 24 May, 09:00 Kyiv" in told
    assert {f"C-{number}" for number in range(1, 18)} <= set(re.findall(r"C-\d+", told))
    second = told[told.index("4 contested claims, 5 open disputes · Thu 25 May, 09:00 Kyiv") :]
    assert "Correction: C-12 was “confirmed”, is now “misleading”" in second[: second.index("C-4 · unverified")]
    assert "C-6 unproven" in second[second.index("Settled or reopened:") :]


async def test_any_other_case_plays_too_through_forms_where_a_line_does_not_do(tmp_path: Path) -> None:
    case = tmp_path / "harbour.yml"
    case.write_text(HARBOUR, encoding="utf-8")
    status, told = await played(case)
    assert status == 0, told
    assert "in the form “File a claim”: Smith, Jones and Co" in " ".join(told.split())


async def test_a_case_that_names_a_step_nobody_knows_is_not_played(tmp_path: Path) -> None:
    case = tmp_path / "harbour.yml"
    step = "then: [{on: 2024-03-01 10:00, who: checker, seize: hit}]\n"
    case.write_text(HARBOUR + step, encoding="utf-8")
    status, told = await played(case)
    assert status == 2, told
    assert "harbour.yml: step 1 has the key `seize`, which nobody knows." in told
    assert "Write, for example: then: [{on: 2023-05-24 10:00, who: checker, take: seventy}]" in " ".join(told.split())


async def test_a_case_whose_expectations_do_not_come_true_fails_and_says_which(tmp_path: Path) -> None:
    case = tmp_path / "harbour.yml"
    case.write_text(HARBOUR.replace("unverified: 4}", "unverified: 5}"), encoding="utf-8")
    status, told = await played(case)
    assert status == 1, told
    assert "Unverified in the digest: the case expects 5, and there are 4." in " ".join(told.split())
