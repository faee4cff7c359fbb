"""A record that is made up: words, speakers and sources as unevenly used as in a real one.

A third of its claims is settled, one in thirty disputed, and some are in private channels.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, insert
from sqlmodel import Session

from store import chain
from store.engines import address, writer_engine
from store.index import catch_up
from store.migrations import migrate
from store.names import fold
from store.tables import Claim, ClaimTag, Desk, Dispute, Event, Report, Source, Speaker, Workspace

TEAM, CHANNEL = "T0SANDBOX1", "C0VERIFY01"  # the sandbox's
SPEAKERS, SOURCES, WORDS = 8_000, 400, 20_000
LONGEST_HISTORY, EVENTS = 500, 3  # of the first claim, and of each other
AT_A_TIME = 20_000
WHEN = datetime(2023, 5, 23, 9, tzinfo=UTC)
PEOPLE = [f"U{n}" for n in range(40)]
TAGS = [f"tag{n}" for n in range(200)]
VERDICTS = ("confirmed", "false", "misleading", "unproven", "not checkable")
LETTERS = "bcdfghklmnprstvz", "aeiou"


@cache
def vocabulary() -> list[str]:
    """All words, the commonest first."""
    return list(dict.fromkeys(map(_word, [random.Random(1)] * 2 * WORDS)))[:WORDS]  # noqa: S311 (no secret)


@cache
def speakers() -> list[str]:
    """All speakers' names, the commonest first."""
    chance = random.Random(2)  # noqa: S311 (no secret)
    return list(dict.fromkeys(f"{_word(chance).title()} {_word(chance).title()}" for _ in range(2 * SPEAKERS)))[
        :SPEAKERS
    ]


def statement(chance: random.Random) -> str:
    """What somebody said, in words as unevenly used as in a real record."""
    return " ".join(vocabulary()[uneven(chance, WORDS)] for _ in range(14))


def fill_record(file: Path, claims: int) -> None:
    """Make a record with so many claims on file, of the sandbox's workspace."""
    chance = random.Random(3)  # noqa: S311 (no secret)
    engine = writer_engine(address(f"sqlite:///{file}"))
    migrate(engine, lambda config: command.upgrade(config, "head"))
    with Session(engine) as session, session.begin():
        workspace = Workspace(id=1, team_id=TEAM, next_number=claims + 1)
        session.add(workspace)
        session.flush()
        desks = [("public", channel) for channel in (CHANNEL, *(f"C{n}" for n in range(2, 21)))] + [
            ("private", f"C{n}") for n in range(95, 100)
        ]
        for desk_id, (kind, channel) in enumerate(desks, 1):
            session.add(Desk(id=desk_id, workspace_id=1, kind=kind, channel=channel, opened_at=WHEN))
        session.flush()
        put = session.connection()
        _put(put, Speaker, [{"id": n, "name": name} for n, name in enumerate(speakers(), 1)])
        _put(put, Source, [{"id": n + 1, "name": f"Source {n}"} for n in range(SOURCES)])
        for first in range(1, claims + 1, AT_A_TIME):
            numbers = range(first, min(first + AT_A_TIME, claims + 1))
            _put_claims(put, workspace, chance, numbers, of=claims, desks=len(desks))
    catch_up(engine)
    engine.dispose()


def _put(put: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    put.execute(insert(table), [row | {"workspace_id": 1, "folded": fold(row["name"])} for row in rows])


def _put_claims(
    put: Connection, workspace: Workspace, chance: random.Random, numbers: range, *, of: int, desks: int
) -> None:
    """Put some of the claims on file, with all that is beside them."""
    names = speakers()
    rows: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    reports: list[dict[str, Any]] = []
    disputes: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for n in numbers:
        speaker = uneven(chance, len(names))
        state, verdict = _standing(chance, n / of)
        common = {"workspace_id": 1, "filed_by": chance.choice(PEOPLE), "filed_at": WHEN + timedelta(minutes=n)}
        rows.append(
            common
            | {
                "id": n,
                "number": n,
                "desk_id": 1 if n == 1 else 1 + uneven(chance, desks),
                "speaker_id": speaker + 1,
                "speaker": names[speaker],
                "statement": statement(chance),
                "state": state,
                "verdict": verdict,
                "checker": chance.choice(PEOPLE) if state != "new" else None,
                "priority": "urgent" if chance.random() < 0.01 else "normal",
            }
        )
        chosen = {uneven(chance, len(TAGS)) for _ in range(2)} if chance.random() < 0.5 else set()
        tags += [{"workspace_id": 1, "tag": TAGS[tag], "claim_id": n} for tag in chosen]
        report = {
            "workspace_id": 1,
            "claim_id": n,
            "added_by": "U1",
            "added_at": WHEN,
            "link": f"https://example.org/{n}",
        }
        reports.append(report | {"source_id": 1 + uneven(chance, SOURCES), "outlet": "Source"})
        if chance.random() < 0.03:
            disputes.append(
                common
                | {
                    "claim_id": n,
                    "speaker_id": 1 + uneven(chance, len(names)),
                    "speaker": "Somebody",
                    "statement": "That is not so.",
                    "kind": "denies",
                    "outcome": "open" if chance.random() < 0.5 else "stands",
                }
            )
        events += [_event(workspace, n, nth) for nth in range(LONGEST_HISTORY if n == 1 else EVENTS)]
    for table, filled in ((Claim, rows), (ClaimTag, tags), (Report, reports), (Dispute, disputes), (Event, events)):
        if filled:
            put.execute(insert(table), filled)


def _event(workspace: Workspace, claim: int, nth: int) -> dict[str, Any]:
    """The next event of the workspace's chain."""
    happened: dict[str, Any] = {
        "sequence": workspace.chain_length + 1,
        "at": WHEN,
        "actor": "U1",
        "what": "filed" if nth == 0 else ("taken", "released")[nth % 2],
    }
    said = {"old": None, "new": None, "why": None}
    canonical = chain._canonical(workspace, number=claim, said=said, previous=workspace.chain_head, **happened)
    workspace.chain_length, workspace.chain_head = happened["sequence"], chain._hash(canonical)
    return happened | {"workspace_id": 1, "claim_id": claim, "canonical": canonical, "hash": workspace.chain_head}


def _standing(chance: random.Random, age: float) -> tuple[str, str]:
    """A state and a verdict; the older claims are mostly settled."""
    if chance.random() < 0.03:
        return "discarded", "unverified"
    if chance.random() > age * 0.9:
        return "closed", chance.choice(VERDICTS)
    states = ("new", "checking", "review", "on hold")
    return chance.choices(states, (60, 30, 5, 1))[0], "unverified"


def uneven(chance: random.Random, many: int) -> int:
    """An index below `many`, the first ones far more often, as words and names are."""
    return min(many - 1, int(many ** chance.random()) - 1)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(LETTERS[at % 2]) for at in range(chance.randint(3, 9)))
