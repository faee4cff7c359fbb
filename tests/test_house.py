"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULE_AT_MOST = 400  # lines
CODE = (".py", ".js", ".css", ".html")
READ = (*CODE, ".md", ".yml", ".yaml", ".toml", ".txt", ".ini", ".mako", "")
# Where things are made, not written.
LEFT_OUT = {"__pycache__", "node_modules", "results"}
CLOCK = ROOT / "bot" / "clock.py"
WALL_CLOCK = {
    *(("datetime", name) for name in ("now", "utcnow", "today")),
    *(("date", "today"), ("time", "time"), ("time", "time_ns"), ("time", "monotonic"), ("time", "localtime")),
    *(("time", "gmtime"), ("time", "strftime"), ("time", "perf_counter")),
}


def files(*places: str, ending: tuple[str, ...] = (".py",)) -> Iterator[Path]:
    for place in places:
        at = ROOT / place
        for file in sorted(at.rglob("*")) if at.is_dir() else [at]:
            hidden = any(part.startswith(".") or part in LEFT_OUT for part in file.relative_to(ROOT).parts[:-1])
            if file.is_file() and not hidden and file.suffix in ending:
                yield file


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


PARTS = ("app.py", "bot", "handlers", "store", "sandbox", "tests", "bench", "docs")


def test_no_file_is_longer_than_somebody_reads_at_one_sitting() -> None:
    long = {
        named(file): lines
        for file in files(*PARTS, ending=CODE)
        if (lines := len(file.read_text("utf-8").splitlines())) > MODULE_AT_MOST and "versions" not in file.parts
    }
    assert long == {}


def test_the_wall_clock_is_read_in_one_place() -> None:
    """Everything else is handed the time: so it can be moved, in the sandbox and in tests."""
    read = [
        f"{named(file)}:{call.lineno}"
        for file in files("app.py", "bot", "handlers", "store", "sandbox")
        if file != CLOCK
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and _names(call.func) in WALL_CLOCK
    ]
    assert read == []


def test_the_clock_reads_it() -> None:
    calls = [call for call in ast.walk(ast.parse(CLOCK.read_text("utf-8"))) if isinstance(call, ast.Call)]
    assert {_names(call.func) for call in calls} & WALL_CLOCK == {("datetime", "now"), ("time", "monotonic")}


@pytest.mark.parametrize(
    "forbidden",
    [
        r"^\s*(from|import) (unittest\.)?mock\b|\bMagicMock\b|\bAsyncMock\b",
        r"\bmonkeypatch\.setattr\b|@patch\b|\bmock\.patch\b",
        r"\bfreezegun\b|\btime_machine\b",
        r"\btime\.sleep\(",
        r"\basyncio\.sleep\((?!0\))|\bwait_for_timeout\(",
    ],
    ids=["mocks", "patches", "frozen clocks", "sleeping", "sleeping in the loop"],
)
def test_tests_drive_the_real_thing(forbidden: str) -> None:
    found = [
        f"{named(file)}: {line.strip()}"
        for file in files("tests")
        # Kills and faults fall at random moments and last for some: there the waiting is what is tested.
        # The access matrix breaks our own conditions, one after the other, to see that it would notice.
        if file != Path(__file__)
        and file.parent.name not in ("process", "faults")
        and file.name != "test_access_matrix.py"
        for line in file.read_text("utf-8").splitlines()
        if re.search(forbidden, line)
    ]
    assert found == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    places = {str(ROOT), str(ROOT.parent), str(Path.home())} - {"/"}
    words = re.compile("|".join(rf"(?<![\w.]){re.escape(place)}\b" for place in sorted(places)))
    found = [
        f"{named(file)}: {match[0]}"
        for place in (*PARTS, "README.md", "CHANGELOG.md", "Makefile", "manifest.yml", "pyproject.toml", "locks", ".ci")
        for file in files(place, ending=READ)
        if (match := words.search(file.read_text("utf-8", errors="replace")))
    ]
    assert found == []


def test_locks_hold_hashes_and_no_addresses() -> None:
    for file in files("locks", ending=(".txt",)):
        lock = file.read_text("utf-8")
        assert "--hash=sha256:" in lock
        assert "://" not in lock
        assert "--index-url" not in lock


@pytest.mark.parametrize("name", ["utils", "util", "helpers", "core", "manager", "common", "misc"])
def test_modules_are_named_after_what_they_hold(name: str) -> None:
    assert [named(file) for file in files(*PARTS) if file.stem == name] == []


def test_tests_are_no_packages() -> None:
    """A `tests/store/__init__.py` would hide the real `store`."""
    assert [named(file) for file in files("tests") if file.name == "__init__.py"] == []


def _names(called: ast.expr) -> tuple[str, str] | None:
    if isinstance(called, ast.Attribute):
        owner = called.value
        if isinstance(owner, ast.Name):
            return owner.id, called.attr
        if isinstance(owner, ast.Attribute):
            return owner.attr, called.attr
    return None
