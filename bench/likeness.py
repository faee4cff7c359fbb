"""How well, and how fast, a claim that is on file already is found: `python -m bench.likeness --data FOLDER`.

By words alone and, where the `[semantic]` extra is installed, by words and meaning. The folder holds `claims.jsonl`
(id, statement, and a title if there is one) and `reports.jsonl` (text, same_as: the ids of the claims it repeats). The
real record is filled, the real functions are asked. Writes `bench/likeness.md`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import random
import sqlite3
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from alembic import command
from sqlalchemy import insert
from sqlmodel import Session

from bot.desk.likeness import Gate
from bot.desk.matching import near_matches, ranked, twins_of
from store.claims import Sight, visible
from store.engines import address, reader_engine, writer_engine
from store.folding import fingerprint
from store.index import catch_up, index_claim
from store.meaning import Meanings, open_meanings
from store.migrations import migrate
from store.search import search
from store.tables import Claim, Desk, Speaker, Workspace

T = TypeVar("T")

_TABLE = [
    "| by | MAP@5 | likeness at least | found | false alarms | and with exact twins of the right claim |",
    "|---|---|---|---|---|---|",
]
_LEGEND = [
    "Found: the best ranked is right and this likely. False alarm: any of the three that are shown is this likely when",
    "the right claims are left out. The set has some claims twice; the last column counts those as wrong. “Looks the",
    "same as” begins at 0.30. Anything said: in either wording, with the gate's defaults; found is any of the three.",
]
_TIMES = [
    "| claims | near search p50 | p95 | by meaning too p50 | p95 | exact twin p95 | search p50 | p95 "
    "| indexing one p50 | all | vectors |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
]

RESULTS = Path(__file__).parent / "likeness.md"
LOOKED_AT = 5
LEVELS = (0.20, 0.25, 0.30)
SAID = -1.0  # not a level: whatever is said, by words or by meaning
GATE = Gate()
WHEN = datetime(2023, 5, 23, 9, tzinfo=UTC)
SIGHT = Sight(1, "U1", None, channels=None)


@dataclass(frozen=True)
class Report:
    """A post that somebody wrote, the claims that it repeats, and those with every claim of the very same statement."""

    text: str
    right: frozenset[int]
    with_twins: frozenset[int]


def main() -> None:
    """Measure on the data as it is, then time it among more and more claims."""
    parser = argparse.ArgumentParser(prog="python -m bench.likeness", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with claims.jsonl and reports.jsonl")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000], help="claims on file when timed")
    parser.add_argument("--statement-only", action="store_true", help="leave the titles out")
    arguments = parser.parse_args()
    statements, reports = _read(arguments.data, titles=not arguments.statement_only)
    lines = ["# Likeness", "", "`python -m bench.likeness --data FOLDER` writes this file.", ""]
    about = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}"
    lines += [f"{about}; {os.cpu_count()} processors, at a load of {os.getloadavg()[2]:.0f} when it began.", ""]
    encoder = open_meanings()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "as it is.db"
        _filled(file, statements)
        lines += [f"{len(statements)} claims, {len(reports)} reports.", "", *_TABLE]
        lines += _quality(file, "words", reports, None)
        if encoder is not None:
            _understood(file, encoder)
            lines += _quality(file, "words and meaning", reports, encoder)
    lines += ["", *_LEGEND, "", *_TIMES]
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            lines += _times(Path(folder) / "larger.db", _enlarged(statements, size), reports)
    text = "\n".join([*lines, ""])
    RESULTS.write_text(text)
    print(text)


def _read(data: Path, *, titles: bool) -> tuple[list[str], list[Report]]:
    """What the claims say, the first of them claim 1 in the record, and the reports."""
    claims, reports = (_rows(data / f"{name}.jsonl") for name in ("claims", "reports"))
    ids = {str(row["id"]): number for number, row in enumerate(claims, 1)}
    same: dict[str, set[int]] = {}
    for number, row in enumerate(claims, 1):
        same.setdefault(fingerprint(row["statement"]), set()).add(number)
    read = []
    for row in reports:
        right = frozenset(ids[str(each)] for each in row["same_as"])
        twins = (same[fingerprint(claims[number - 1]["statement"])] for number in right)
        read.append(Report(row["text"], right, right.union(*twins)))
    texts = [row["statement"] + ("\n" + row["title"] if titles and row.get("title") else "") for row in claims]
    return texts, read


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _enlarged(statements: Sequence[str], size: int) -> list[str]:
    """So many statements: the real ones, then as many as it takes of one's first half and another's second."""
    chance = random.Random(size)  # noqa: S311 - nothing is kept secret with it
    more = list(statements[:size])
    while len(more) < size:
        first, second = (chance.choice(statements).split() for _ in range(2))
        more.append(" ".join([*first[: len(first) // 2], *second[len(second) // 2 :]]))
    return more


def _filled(file: Path, statements: Sequence[str]) -> float:
    """A record with these claims at one desk, numbered from 1; the seconds it took to index them all."""
    engine = writer_engine(address(f"sqlite:///{file}"))
    migrate(engine, lambda config: command.upgrade(config, "head"))
    with Session(engine) as session, session.begin():
        session.add(Workspace(id=1, team_id="T1", next_number=len(statements) + 1))
        session.flush()
        session.add(Desk(id=1, workspace_id=1, kind="public", channel="C1", opened_at=WHEN))
        session.add(Speaker(id=1, workspace_id=1, name="A speaker", folded="a speaker"))
        session.flush()
        common = {"workspace_id": 1, "desk_id": 1, "speaker_id": 1, "filed_by": "U1", "filed_at": WHEN}
        rows = [{**common, "id": n, "number": n, "statement": text} for n, text in enumerate(statements, 1)]
        session.connection().execute(insert(Claim), rows)
    start = perf_counter()
    catch_up(engine)
    seconds = perf_counter() - start
    engine.dispose()
    return seconds


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[Session]:
    engine = reader_engine(address(f"sqlite:///{file}"))
    with Session(engine) as session:
        yield session
    engine.dispose()


def _understood(file: Path, meanings: Meanings) -> float:
    """Give every claim of a record its vector, as the bot does in the background; the seconds it took."""
    engine = writer_engine(address(f"sqlite:///{file}"))
    start, after = perf_counter(), 0
    with Session(engine) as session, session.begin():
        while due := meanings.due(session, after=after):
            meanings.keep(session, due, meanings.vectors([each.statement for each in due]))
            session.flush()
            session.expunge_all()
            after = due[-1].claim_id
    engine.dispose()
    return perf_counter() - start


def _quality(file: Path, name: str, reports: Sequence[Report], meanings: Meanings | None) -> list[str]:
    precision = 0.0
    found, false, labelled = Counter[float](), Counter[float](), Counter[float]()
    with _reading(file) as session:
        for report in reports:
            best = ranked(session, SIGHT, report.text, meanings=meanings)[0][:LOOKED_AT]
            precision += _average_precision([each.claim_id for each in best], report.right)
            for each in best[:1]:
                found.update(level for level in LEVELS if each.likeness >= level and each.claim_id in report.right)
            # A false alarm: what is said when the claims that it repeats are not on file.
            for counted, right in ((false, report.with_twins), (labelled, report.right)):
                said = near_matches(session, SIGHT, report.text, apart_from=right, gate=GATE, meanings=meanings)
                counted.update(level for level in LEVELS if any(each.likeness >= level for each in said))
                counted.update([SAID] if said else [])
            said = near_matches(session, SIGHT, report.text, gate=GATE, meanings=meanings)
            found.update([SAID] if any(each.dossier.claim.id in report.right for each in said) else [])
    share = 1 / len(reports)
    return [
        f"| {name} | {f'**{precision * share:.3f}**' if level == LEVELS[0] else ''} | {_named(level)} "
        f"| {found[level] * share:.3f} | {false[level] * share:.3f} | {labelled[level] * share:.3f} |"
        for level in (*LEVELS, SAID)
    ]


def _named(level: float) -> str:
    return "anything said" if level == SAID else f"{level:.2f}"


def _average_precision(ranked: Sequence[int], right: frozenset[int]) -> float:
    hits, total = 0, 0.0
    for place, claim_id in enumerate(ranked, 1):
        if claim_id in right:
            hits += 1
            total += hits / place
    return total / min(len(right), LOOKED_AT)


def _times(file: Path, statements: Sequence[str], reports: Sequence[Report]) -> list[str]:
    indexing = _filled(file, statements)
    texts = [report.text for report in reports]
    encoder = open_meanings()
    understanding = "" if encoder is None else f"{_understood(file, encoder):.0f} s"
    with _reading(file) as session:
        near = _timed(texts, lambda text: near_matches(session, SIGHT, text))
        meant = (
            [] if encoder is None else _timed(texts, lambda text: near_matches(session, SIGHT, text, meanings=encoder))
        )
        newest = session.get_one(Claim, len(statements))
        twin = _timed(texts, lambda _: twins_of(session, SIGHT, newest))
        words = [" ".join(text.split()[2:5]) for text in texts]
        found = _timed(words, lambda text: search(session, SIGHT.workspace_id, text, seen=visible(SIGHT), limit=20))
    writer = writer_engine(address(f"sqlite:///{file}"))
    with Session(writer) as session, session.begin():
        for claim_id, text in enumerate(texts, 1):
            session.get_one(Claim, claim_id).statement = text
        one = _timed(list(range(1, len(texts) + 1)), lambda claim_id: index_claim(session, claim_id))
    writer.dispose()
    return [
        f"| {len(statements)} | {_ms(near, 50)} | {_ms(near, 95)} | {_ms(meant, 50)} | {_ms(meant, 95)} "
        f"| {_ms(twin, 95)} | {_ms(found, 50)} | {_ms(found, 95)} "
        f"| {_ms(one, 50)} | {indexing:.0f} s | {understanding} |"
    ]


def _timed(questions: Sequence[T], ask: Callable[[T], object]) -> list[float]:
    """Seconds for each question, after a first round that fills the caches as a running bot has them."""
    for question in questions[:20]:
        ask(question)
    seconds = []
    for question in questions:
        start = perf_counter()
        ask(question)
        seconds.append(perf_counter() - start)
    return seconds


def _ms(seconds: Sequence[float], percentile: int) -> str:
    return "" if not seconds else f"{1000 * statistics.quantiles(seconds, n=100)[percentile - 1]:.1f} ms"


if __name__ == "__main__":
    main()
