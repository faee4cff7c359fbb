"""`app.py export`: the record as a file for whoever runs the bot, and one sentence where it cannot be."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest

from bot.desk import filing
from bot.desk.request import Request
from store import Record, chain
from store.events import newest_of_workspace
from store.tables import Claim
from tests.desk.asking import request
from tests.process.bot_process import DATABASE, PATIENCE, ROOT

LINE = "Moscow: it was them {} https://example.org/{} via WION"


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A folder with a record in it: four claims, of which C-2 is restricted and C-4 private; C-3 was ruled on."""
    record = Record(f"sqlite:///{tmp_path / DATABASE}")
    await record.open()
    for number in range(1, 4):
        await file(record, request(), number)
    await file(record, request(channel="C2", kind="private"), 4)

    def work(session: object) -> None:
        session.get_one(Claim, 2).restricted = True  # type: ignore[attr-defined]

    await record.write(work)
    await record.close()
    return tmp_path


async def file(record: Record, asked: Request, number: int) -> None:
    await record.write(lambda session: filing.file_line(session, asked, LINE.format(number, number)))


async def run(folder: Path, *words: str, **environment: str) -> tuple[int, str, str]:
    """Run the command there: its exit code, what it printed, what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "app.py"), "export", *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, said = await process.communicate()
    return process.returncode or 0, out.decode(), said.decode()


async def test_a_record_is_printed_without_what_is_kept_and_with_it_if_asked(folder: Path) -> None:
    code, out, said = await run(folder)
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert (code, [row["reference"] for row in rows]) == (0, ["C-1", "C-3"])
    assert said == "2 claims written. Left out: 2 claims kept in a channel; --with-restricted takes them along.\n"

    there = folder / "all.jsonl"
    code, out, said = await run(folder, "--format", "jsonl", "--with-restricted", "--out", str(there), "--team", "T1")
    found = [json.loads(line)["reference"] for line in there.read_text().splitlines()]
    assert (code, out, found, said) == (0, "", ["C-1", "C-2", "C-3", "C-4"], "4 claims written.\n")
    assert sorted(name for name in os.listdir(folder) if "all" in name) == ["all.jsonl"]

    record = Record(f"sqlite:///{folder / DATABASE}")
    await record.open()
    events = await record.read(
        lambda session: [chain.read(event) for event in newest_of_workspace(session, 1, "exported", limit=5)]
    )
    await record.close()
    assert [(each["actor"], each["new"]["claims"], each["new"]["restricted"]) for each in events] == [
        ("operator", 4, True),
        ("operator", 2, False),
    ]


async def test_a_filter_a_day_and_a_publisher(folder: Path) -> None:
    code, out, said = await run(folder, "by", "Moscow", "--since", "2999-01-01", "--format", "claimreview")
    assert (code, json.loads(out)["@graph"], said[:17]) == (0, [], "0 claims written.")
    code, out, _ = await run(folder, "by", "Nobody")
    assert (code, out) == (2, "")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--format", "xlsx"), 2, "I cannot write xlsx; I write csv, jsonl, claimreview. Nothing was written."),
        (("--team", "T9"), 2, "There is no workspace T9. On file: T1. Nothing was written. Choose one: --team T1"),
        (("--out", "nowhere/claims.csv"), 1, "nowhere/claims.csv cannot be written (No such file or directory)."),
    ],
)
async def test_what_cannot_be_is_said_in_one_sentence(
    folder: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ended, out, said = await run(folder, *words)
    assert (ended, out) == (code, "")
    assert said.startswith(sentence)
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        ("mysql://here/claims", 2, "DATABASE_URL is not well-formed."),
        ("sqlite:///folder", 1, "The database cannot be opened"),
        ("sqlite:///nowhere.db", 2, "Nothing is on file yet: DATABASE_URL names no record. Nothing was written."),
    ],
)
async def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, address: str, code: int, sentence: str) -> None:
    (tmp_path / "folder").mkdir()
    ended, out, said = await run(tmp_path, DATABASE_URL=address)
    assert (ended, out) == (code, "")
    assert said.startswith(sentence)
    assert os.listdir(tmp_path) == ["folder"]
