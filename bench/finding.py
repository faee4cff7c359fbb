"""How fast things are found among 100,000 claims on SQLite: `python -m bench.finding`. Writes `bench/finding.md`.

The claims are made up: words, speakers and sources as unevenly used as in a real record, a third of the claims settled,
one in thirty disputed, some in private channels. What is timed is what a command or a menu reads, without Slack, in
seconds of the processor: all of it is in memory by then, and what else the machine does is not counted.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from alembic import command
from sqlalchemy import Connection, insert
from sqlmodel import Session

from bot.desk import finding, lookups, naming
from bot.desk.filters import Filter, Place, read_filter
from bot.desk.home import home_of
from bot.desk.request import Request
from store.engines import address, reader_engine, writer_engine
from store.index import catch_up
from store.lists import Wanted, page
from store.migrations import migrate
from store.names import fold
from store.tables import Claim, ClaimTag, Desk, Dispute, Event, Report, Source, Speaker, Workspace

RESULTS = Path(__file__).parent / "finding.md"
CLAIMS, SPEAKERS, SOURCES, WORDS = 100_000, 8_000, 400, 20_000
LONGEST_HISTORY = 500
ROUNDS = 40
WHEN = datetime(2023, 5, 23, 9, tzinfo=UTC)
PEOPLE = [f"U{n}" for n in range(40)]
TAGS = [f"tag{n}" for n in range(200)]
VERDICTS = ("confirmed", "false", "misleading", "unproven", "not checkable")
LETTERS = "bcdfghklmnprstvz", "aeiou"

LISTS = (
    "",
    "unverified",
    "contested",
    "mine",
    "confirmed false",
    "on hold",
    "urgent",
    "discarded",
    "#tag0",
    "#tag150",
    "<@U7> contested",
    "unverified contested mine",
    "unverified #tag0 urgent",
    "contested #tag1 #tag2",
)


def main() -> None:
    """Fill a record, ask it everything many times over, and write down how long that took."""
    parser = argparse.ArgumentParser(prog="python -m bench.finding", description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    claims: int = parser.parse_args().claims
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.db"
        names, vocabulary = fill_record(file, claims)
        rows = _measure(file, claims, names, vocabulary)
    about = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}"
    table = ["| what | p50 | p95 | p99 |", "|---|---|---|---|", *rows]
    lines = [
        "# Finding",
        "",
        "`python -m bench.finding` writes this file.",
        "",
        f"{about}; {claims:,} claims; by the wall clock.",
        "",
    ]
    text = "\n".join([*lines, *table, ""])
    RESULTS.write_text(text)
    print(text)


def _measure(file: Path, claims: int, names: Sequence[str], vocabulary: Sequence[str]) -> list[str]:
    chance = random.Random(2)  # noqa: S311 - nothing is kept secret with it
    engine = reader_engine(address(f"sqlite:///{file}"))
    inside = Request(team="T1", person="U1", channel="C99", kind="private", key="", now=WHEN, channels=None)
    public = Request(team="T1", person="U1", channel="C1", kind="public", key="", now=WHEN, channels=None)
    rows = []
    with Session(engine) as session:

        def ask(what: str, work: Callable[[int], Any]) -> None:
            rows.append(_row(what, work))

        def listed(text: str, request: Request = public) -> Callable[[int], Any]:
            wanted = read_filter(text) or Filter()

            def work(nth: int) -> Any:
                beyond = None if nth % 2 else chance.randrange(claims // 2, claims)
                return finding.list_page(session, request, Place(wanted, beyond))

            return work

        for text in LISTS:
            ask(f"list {text}".strip(), listed(text))
        ask("list unverified, from a private channel", listed("unverified", inside))
        ask("by the commonest speaker", listed(f'by "{names[0]}"'))
        ask("by any speaker", lambda nth: listed(f'by "{names[nth * 97 % len(names)]}"')(1))
        ask("via the commonest source", listed('via "Source 0"'))
        ask("via any source", lambda nth: listed(f'via "Source {nth * 7 % SOURCES}"')(1))
        shown = Filter(verdicts=("unverified",), desk=1, oldest_first=True)
        ask("a digest's Show all", lambda _nth: finding.list_page(session, public, Place(shown)))

        def words(nth: int, many: int, least: int) -> str:
            return " ".join(vocabulary[least + (nth * 31 + each * 977) % (4_000 - least)] for each in range(many))

        ask("search, one rare word", lambda nth: finding.search_page(session, public, words(nth, 1, 3_000)))
        ask("search, one common word", lambda nth: finding.search_page(session, public, vocabulary[nth % 20]))
        ask("search, three words", lambda nth: finding.search_page(session, public, words(nth, 3, 0)))
        ask("search, 40 words", lambda nth: finding.search_page(session, public, words(nth, 40, 0)[:300]))
        ask("search, from a private channel", lambda nth: finding.search_page(session, inside, words(nth, 2, 0)))
        at_home = Request(team="T1", person="U1", channel="", kind="public", key="", now=WHEN, channels=None)
        ask("Home", lambda _nth: home_of(session, at_home))
        seen = [claim.number for claim in page(session, public.sight(1), Wanted(), limit=ROUNDS)]
        ask("history", lambda nth: finding.history_page(session, public, seen[nth]))
        ask("history of 500 events, its end", lambda _nth: finding.history_page(session, public, 1, before=10**9))
        ask("claim picker, empty", lambda _nth: lookups.pick_claims(session, public, "", limit=30))
        ask("claim picker, a reference", lambda nth: lookups.pick_claims(session, public, f"C-{nth + 5}", limit=30))
        ask("claim picker, a word", lambda nth: lookups.pick_claims(session, public, words(nth, 1, 0), limit=30))
        ask(
            "claim picker, a word's beginning",
            lambda nth: lookups.pick_claims(session, public, words(nth, 1, 0)[:3], limit=30),
        )
        for typed in ("", "m", "ma", "mini"):
            ask(f"speaker typeahead, “{typed}”", _typed(session, public, typed))
        ask("speaker typeahead, a name", lambda nth: _typed(session, public, names[nth * 13])(0))
        ask("source typeahead, “s”", lambda _nth: naming.offer(session, public, "source", "s", limit=20))
    engine.dispose()
    return rows


def _typed(session: Session, request: Request, typed: str) -> Callable[[int], Any]:
    return lambda _nth: naming.offer(session, request, "speaker", typed, limit=20)


def _row(what: str, work: Callable[[int], Any]) -> str:
    """Milliseconds for one kind of question, after a first round that fills the caches as a running bot has them."""
    for nth in range(3):
        work(nth)
    seconds = []
    for nth in range(ROUNDS):
        start = perf_counter()
        work(nth)
        seconds.append(perf_counter() - start)
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    p50, p95, p99 = (f"{1000 * cuts[percentile - 1]:.1f} ms" for percentile in (50, 95, 99))
    row = f"| {what} | {p50} | {p95} | {p99} |"
    print(row, flush=True)
    return row


def fill_record(file: Path, claims: int) -> tuple[list[str], list[str]]:
    """Make the record; the speakers' names and the words, the commonest first."""
    chance = random.Random(1)  # noqa: S311 - nothing is kept secret with it
    vocabulary = list(dict.fromkeys(_word(chance) for _ in range(WORDS * 2)))[:WORDS]
    names = list(dict.fromkeys(f"{_word(chance).title()} {_word(chance).title()}" for _ in range(SPEAKERS * 2)))[
        :SPEAKERS
    ]
    engine = writer_engine(address(f"sqlite:///{file}"))
    migrate(engine, lambda config: command.upgrade(config, "head"))
    with Session(engine) as session, session.begin():
        session.add(Workspace(id=1, team_id="T1", next_number=claims + 1, address="https://example.slack.com/"))
        session.flush()
        desks = [("public", f"C{n}") for n in range(1, 21)] + [("private", f"C{n}") for n in range(95, 100)]
        for desk_id, (kind, channel) in enumerate(desks, 1):
            session.add(Desk(id=desk_id, workspace_id=1, kind=kind, channel=channel, opened_at=WHEN))
        session.flush()
        put = session.connection()
        _put(put, Speaker, [{"id": n, "name": name} for n, name in enumerate(names, 1)])
        _put(put, Source, [{"id": n + 1, "name": f"Source {n}"} for n in range(SOURCES)])
        _put_claims(put, chance, claims, names, vocabulary, len(desks))
    catch_up(engine)
    engine.dispose()
    return names, vocabulary


def _put(put: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    put.execute(insert(table), [row | {"workspace_id": 1, "folded": fold(row["name"])} for row in rows])


def _put_claims(
    put: Connection, chance: random.Random, claims: int, names: Sequence[str], vocabulary: Sequence[str], desks: int
) -> None:
    rows: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    reports: list[dict[str, Any]] = []
    disputes: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for n in range(1, claims + 1):
        speaker = _uneven(chance, len(names))
        state, verdict = _standing(chance, n / claims)
        common = {"workspace_id": 1, "filed_by": chance.choice(PEOPLE), "filed_at": WHEN + timedelta(minutes=n)}
        rows.append(
            common
            | {
                "id": n,
                "number": n,
                "desk_id": 1 if n == 1 else 1 + _uneven(chance, desks),
                "speaker_id": speaker + 1,
                "speaker": names[speaker],
                "statement": " ".join(vocabulary[_uneven(chance, len(vocabulary))] for _ in range(14)),
                "state": state,
                "verdict": verdict,
                "checker": chance.choice(PEOPLE) if state != "new" else None,
                "priority": "urgent" if chance.random() < 0.01 else "normal",
            }
        )
        chosen = {_uneven(chance, len(TAGS)) for _ in range(2)} if chance.random() < 0.5 else set()
        tags += [{"workspace_id": 1, "tag": TAGS[tag], "claim_id": n} for tag in chosen]
        report = {
            "workspace_id": 1,
            "claim_id": n,
            "added_by": "U1",
            "added_at": WHEN,
            "link": f"https://example.org/{n}",
        }
        reports.append(report | {"source_id": 1 + _uneven(chance, SOURCES), "outlet": "Source"})
        if chance.random() < 0.03:
            disputes.append(
                common
                | {
                    "claim_id": n,
                    "speaker_id": 1 + _uneven(chance, len(names)),
                    "speaker": "Somebody",
                    "statement": "That is not so.",
                    "kind": "denies",
                    "outcome": "open" if chance.random() < 0.5 else "stands",
                }
            )
        told = LONGEST_HISTORY if n == 1 else 3
        events += [_event(n, at, len(events) + 1 + at) for at in range(told)]
    for table, filled in ((Claim, rows), (ClaimTag, tags), (Report, reports), (Dispute, disputes), (Event, events)):
        put.execute(insert(table), filled)


def _event(claim: int, nth: int, sequence: int) -> dict[str, Any]:
    what = "filed" if nth == 0 else ("taken", "released")[nth % 2]
    said = {"what": what, "actor": "U1", "at": WHEN.isoformat(), "old": None, "new": None, "why": None, "claim": claim}
    return {
        "workspace_id": 1,
        "sequence": sequence,
        "claim_id": claim,
        "at": WHEN,
        "actor": "U1",
        "what": what,
        "canonical": json.dumps(said | {"sequence": sequence}),
        "hash": "",
    }


def _standing(chance: random.Random, age: float) -> tuple[str, str]:
    """A state and a verdict; the older claims are mostly settled."""
    if chance.random() < 0.03:
        return "discarded", "unverified"
    if chance.random() > age * 0.9:
        return "closed", chance.choice(VERDICTS)
    states = ("new", "checking", "review", "on hold")
    return chance.choices(states, (60, 30, 5, 1))[0], "unverified"


def _uneven(chance: random.Random, many: int) -> int:
    """An index below `many`, the first ones far more often, as words and names are."""
    return min(many - 1, int(many ** chance.random()) - 1)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(LETTERS[at % 2]) for at in range(chance.randint(3, 9)))


if __name__ == "__main__":
    main()
