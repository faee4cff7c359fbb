"""`app.py sandbox --play CASE --headless`: the real bot, a whole case, and an exit status that can be relied on."""

from __future__ import annotations

import asyncio
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
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return process.returncode or 0, told.decode()


async def test_the_case_the_project_starts_from_comes_true() -> None:
    started = time.monotonic()
    status, told = await played(ROOT / "sandbox" / "cases" / "belgorod.yml")
    assert status == 0, told
    assert time.monotonic() - started < AT_MOST
    assert "4 contested claims, 5 open disputes · Wed 24 May, 09:00 Kyiv" in told
    assert {f"C-{number}" for number in range(1, 17)} <= set(re.findall(r"C-\d+", told))


async def test_any_other_case_plays_too_through_forms_where_a_line_does_not_do(tmp_path: Path) -> None:
    case = tmp_path / "harbour.yml"
    case.write_text(HARBOUR, encoding="utf-8")
    status, told = await played(case)
    assert status == 0, told
    assert "in the form “File a claim”: Smith, Jones and Co" in " ".join(told.split())


async def test_a_case_whose_expectations_do_not_come_true_fails_and_says_which(tmp_path: Path) -> None:
    case = tmp_path / "harbour.yml"
    case.write_text(HARBOUR.replace("unverified: 4}", "unverified: 5}"), encoding="utf-8")
    status, told = await played(case)
    assert status == 1, told
    assert "Unverified in the digest: the case expects 5, and there are 4." in " ".join(told.split())
