"""`app.py` with a command: its exit code, and all that it says; in a process of its own, or in this one."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

import app
from tests.process.bot_process import PATIENCE, ROOT


@dataclass(frozen=True)
class Ended:
    """How it ended: its exit code, what it printed, what it said on stderr."""

    code: int
    out: str
    said: str


async def run(
    folder: Path, *words: str, environment: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> Ended:
    """Run `app.py` there, with these settings and nothing else of ours; `before`: what it is run by."""
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, str(ROOT / "app.py"), *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(environment or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, said = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), said.decode())


async def call(*words: str, environment: Mapping[str, str]) -> Ended:
    """The same in a thread of this process, which takes a tenth of the time; no `.env` is looked for in our folder."""
    ended = await asyncio.to_thread(CliRunner().invoke, app.commands, words, env=environment)
    return Ended(ended.exit_code, ended.stdout, ended.stderr)
