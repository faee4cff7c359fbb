"""What PostgreSQL does with queries of tables that grow: planned by what a large record looks like, nothing forced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from bot.desk.home import home_of
from bot.desk.request import Request
from store import Record, due, heads, outbox
from store.candidates import candidates, twins
from store.chain import append
from store.claims import Sight, visible
from store.digests import Remit, contested_at, moved_since, unverified_at, waiting_at
from store.folding import fingerprint, terms
from store.inbound import earlier_answer
from store.index import index_claims
from store.known_names import known_among, suggest, tally
from store.lanes import held_by_others
from store.lists import Wanted, count, page
from store.search import search
from store.tables import Claim, ClaimTag, Dispute, Due, InboundKey, Lane, Outbox, Report, Source, Speaker, Workspace
from tests.databases import Database
from tests.store.claims_on_file import WHEN, open_workspace
from tests.store.plans import steps_of

pytestmark = pytest.mark.postgres_only("SQLite plans by its indexes alone: test_lists.py, test_index.py, test_home.py")

MANY = 2_000
TIMES = 500  # PostgreSQL is told that there are so many times as many
FEW_ROWS = {"workspace", "desk", "index_size", "speaker", "source"}
EMPTY = {"person", "evidence", "reply_request"}  # in this record: PostgreSQL knows, whatever it is told
SIGHT = Sight(1, "U1", "C1")
REMIT = Remit(1, 1, within=True)


def word(number: int) -> str:
    """A word of its own for each number: it has no digit in it, which would be a term by itself."""
    return "".join("bcdfghjklm"[int(digit)] for digit in str(number))


def fill(session: Session) -> None:
    """Claims as years leave them: most are settled, few are urgent, taken, tagged alike or contested."""
    open_workspace(session)
    ids = range(1, MANY + 1)
    some = range(1, MANY // 10)

    def put(kind: Any, rows: list[dict[str, Any]]) -> None:
        session.execute(insert(kind), rows)

    by = {"added_by": "U1", "added_at": WHEN}
    for kind in (Speaker, Source):
        put(kind, [{"workspace_id": 1, "name": f"Name {n}", "folded": f"name {n}"} for n in some])
    put(Claim, [
        {
            "workspace_id": 1, "number": n, "desk_id": 2 if n % 50 == 0 else 1, "speaker_id": n % 190 + 1,
            "speaker": f"Name {n % 190 + 1}", "statement": f"{word(n)} {word(n % 40)}", "tags": [f"t{n % 90}"],
            "priority": "urgent" if n % 97 == 0 else "normal", "state": "new" if n % 40 == 0 else "closed",
            "verdict": "unverified" if n % 40 == 0 else "confirmed", "checker": f"U{n % 60}" if n % 3 else None,
            "filed_by": "U1", "filed_at": WHEN,
        }
        for n in ids
    ])  # fmt: skip
    put(ClaimTag, [{"workspace_id": 1, "tag": f"t{n % 90}", "claim_id": n} for n in ids])
    put(Report, [
        {"workspace_id": 1, "claim_id": n, "source_id": n % 190 + 1, "origin_id": n % 180 + 1, **by}
        for n in ids
    ])  # fmt: skip
    put(Dispute, [
        {
            "workspace_id": 1, "claim_id": n, "speaker_id": n % 190 + 1, "statement": "No",
            "filed_by": "U1", "filed_at": WHEN,
            "outcome": "open" if n % 100 == 0 else "stands",
        }
        for n in ids
    ])  # fmt: skip
    put(
        Due,
        [
            {"workspace_id": 1, "kind": "reminder", "desk_id": 1, "claim_id": n, "at": WHEN + timedelta(hours=n)}
            for n in ids
        ],
    )
    put(Outbox, [
        {
            "workspace_id": 1, "key": f"card:1:{n}", "kind": "card", "desk_id": 1, "claim_id": n,
            "target": "C1", "channel": "C1", "slack_ts": f"1684839720.{n:06}",
            "state": "waiting" if n % 400 == 0 else "sent", "created_at": WHEN,
        }
        for n in ids
    ])  # fmt: skip
    put(Lane, [{"workspace_id": 1, "target": f"C{n}", "holder": "H2" if n % 300 == 0 else None} for n in ids])
    put(
        InboundKey,
        [
            {"workspace_id": 1, "key": f"k{n}", "person": f"U{n % 60}", "channel": "C1", "words": f"w{n}", "at": WHEN}
            for n in ids
        ],
    )
    workspace = session.get_one(Workspace, 1)
    for n in some:
        append(
            session,
            workspace,
            at=WHEN + timedelta(minutes=n),
            actor="U1",
            what="filed",
            claim=session.get_one(Claim, n),
        )
    session.flush()
    index_claims(session, list(ids))


ASKED: dict[str, Any] = {
    "search": lambda s: search(s, 1, f"{word(77)} {word(3)}", seen=visible(SIGHT)),
    "near": lambda s: candidates(s, 1, terms(f"{word(88)} {word(8)}"), seen=visible(SIGHT)),
    "twins": lambda s: twins(s, 1, fingerprint(f"{word(9)} {word(9)}"), seen=visible(SIGHT)),
    "home": lambda s: home_of(s, Request(team="T1", person="U7", channel="", kind="public", key="", now=WHEN)),
    "a speaker": lambda s: (suggest(s, SIGHT, Speaker, "name 7", limit=9), tally(s, SIGHT, Speaker, [7])),
    "a source": lambda s: (known_among(s, SIGHT, Source, [7]), tally(s, SIGHT, Source, [7])),
    "contested": lambda s: contested_at(s, REMIT),
    "unverified": lambda s: unverified_at(s, REMIT, limit=3),
    "waiting": lambda s: waiting_at(s, REMIT, limit=3),
    "moved": lambda s: moved_since(s, REMIT, ("filed", "settled"), WHEN + timedelta(minutes=MANY // 10 - 5)),
    "due": lambda s: (due.workspaces_due(s, WHEN), due.next_due(s, 1, "reminder", WHEN), due.reminder_due(s, 7)),
    "outbox": lambda s: (heads.heads(s, "H1"), held_by_others(s, "H1"), outbox.row_by_key(s, "card:1:7")),
    "earlier": lambda s: earlier_answer(s, 1, key="k7", person="U1", channel="C1", words="w7", at=WHEN),
}
LISTS = {
    "everything": Wanted(),
    "list unverified": Wanted(verdicts=("unverified",)),
    "discarded": Wanted(states=("discarded",)),
    "taken": Wanted(people=("U7", "U8")),
    "urgent": Wanted(urgent=True),
    "tagged": Wanted(tags=("t7",)),
    "list contested": Wanted(contested=True),
    "speaker": Wanted(speakers=(7, 8)),
    "source": Wanted(sources=(7,)),
    "of a desk": Wanted(desk=2, verdicts=("unverified",)),
}


def ask(session: Session, name: str) -> None:
    if name in ASKED:
        ASKED[name](session)
    else:
        page(session, SIGHT, LISTS[name], limit=15, beyond=MANY - 100)
        count(session, SIGHT, LISTS[name])


async def test_no_query_walks_what_grows(record: Record, database: Database) -> None:
    await record.write(fill)
    database.run(
        "ANALYZE",
        "UPDATE pg_class SET reltuples = reltuples * :times WHERE relkind = 'r' "
        "AND relnamespace = 'public'::regnamespace AND relname NOT IN ('workspace', 'desk')",
        times=TIMES,
    )
    walked: dict[str, set[str]] = {}
    for name in (*ASKED, *LISTS):
        steps = await steps_of(record, lambda session, n=name: ask(session, n))  # type: ignore[misc]
        # By its workspace alone nothing is found: most records have one.
        whole = [step for step in steps if step.startswith("SCAN") or step.endswith(" (workspace_id = 1)")]
        walked[name] = {step.split()[1] for step in whole} - FEW_ROWS - EMPTY
    # All of them are counted up to ten thousand, which are soon found wherever one begins.
    assert walked.pop("everything") <= {"claim"}
    assert {name: tables for name, tables in walked.items() if tables} == {}
