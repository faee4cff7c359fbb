"""What the bot writes to its log, as `app.py run` has it written: every library's lines among it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.operating.logs import log_lines


@dataclass
class Captured:
    """All that was written since the beginning, or since it was last taken."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    def take(self) -> str:
        """What was written since, and begin anew."""
        written = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return written


def lines(written: str) -> list[dict[str, Any]]:
    """Our own lines; those of libraries are left out."""
    return [json.loads(line) for line in written.splitlines() if line.startswith("{")]


@contextmanager
def captured() -> Iterator[Captured]:
    """Have the log written here, and everything as it was afterwards."""
    root, written = logging.getLogger(), Captured()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        with redirect_stderr(written.stream):
            log_lines()
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
