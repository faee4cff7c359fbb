"""Lists are read along an index, hold what fits and can be seen, and go on where the page before ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from store import Record, lists
from store.claims import Sight
from store.known_names import known_among, suggest, tally
from store.lists import Wanted, count, page
from store.names import find_named, group_of, join_names
from store.tables import Claim, Source, Speaker
from store.tags import set_tags
from tests.store.claims_on_file import open_workspace, put_claim, put_dispute, put_report
from tests.store.plans import steps_of

MANY = 60


@pytest.fixture
async def workspace(record: Record) -> int:
    """Sixty claims, every third private, by three speakers, with tags, reports, disputes and verdicts."""

    def work(session: Session) -> int:
        workspace = open_workspace(session)
        for n in range(1, MANY + 1):
            claim_id = put_claim(
                session,
                workspace,
                f"Claim number {n}",
                speaker=("Moscow", "Kyiv", "Minsk")[n % 3] if n % 3 or n < 50 else "Guide",
                channel="C2" if n % 3 == 0 else "C1",
                indexed=False,
                tags=["even"] if n % 2 == 0 else ["odd", "third"] if n % 3 == 0 else ["odd"],
                state="discarded" if n == 1 else "closed" if n % 5 == 0 else "checking" if n % 7 == 0 else "new",
                verdict="confirmed" if n % 5 == 0 else "unverified",
                checker="U2" if n % 7 == 0 else None,
                priority="urgent" if n % 11 == 0 else "normal",
            )
            set_tags(session, session.get_one(Claim, claim_id))
            put_report(session, claim_id, "WION" if n % 2 else "TASS", "Reuters" if n % 4 == 0 else None)
            if n % 8 == 0:
                put_dispute(session, claim_id, "Kyiv", "That is not so.")
        return workspace

    return await record.write(work)


def ids(session: Session, kind: Any, workspace: int, *names: str) -> tuple[int, ...]:
    return tuple(found.id or 0 for name in names if (found := find_named(session, kind, workspace, name)))


Fits = Callable[[int], bool]
CASES: dict[str, tuple[dict[str, Any], Fits]] = {
    "everything": ({}, lambda n: n != 1),
    "unverified": ({"verdicts": ("unverified",)}, lambda n: n % 5 != 0 and n != 1),
    "closed": ({"states": ("closed",)}, lambda n: n % 5 == 0),
    "discarded": ({"states": ("discarded",)}, lambda n: n == 1),
    "taken": ({"people": ("U2", "U9")}, lambda n: n % 7 == 0),
    "taken and confirmed": ({"people": ("U2",), "verdicts": ("confirmed",)}, lambda n: n % 35 == 0),
    "urgent": ({"urgent": True}, lambda n: n % 11 == 0),
    "one tag": ({"tags": ("even",)}, lambda n: n % 2 == 0),
    "two tags": ({"tags": ("odd", "Third")}, lambda n: n % 6 == 3),
    "contested": ({"contested": True}, lambda n: n % 8 == 0),
    "contested, urgent, tagged": ({"contested": True, "urgent": True, "tags": ("even",)}, lambda n: n % 88 == 0),
    "by a speaker": ({"speakers": "Moscow Kyiv"}, lambda n: (n % 3 == 1 and n != 1) or (n % 3 == 0 and n < 50)),
    "via a source": ({"sources": "Reuters"}, lambda n: n % 4 == 0),
    "by a speaker via a source": ({"speakers": "Kyiv", "sources": "TASS"}, lambda n: n % 3 == 1 and n % 2 == 0),
    "of a desk": ({"desk": 1, "verdicts": ("unverified",)}, lambda n: n % 3 != 0 and n % 5 != 0 and n != 1),
}


def wanted_of(session: Session, workspace: int, conditions: dict[str, Any]) -> Wanted:
    resolved = dict(conditions)
    for field, kind in (("speakers", Speaker), ("sources", Source)):
        if field in resolved:
            resolved[field] = ids(session, kind, workspace, *resolved[field].split())
    return Wanted(**resolved)


@pytest.mark.parametrize("few", [lists.FEW, 0])
async def test_a_list_holds_what_fits_page_by_page_in_either_order(record: Record, workspace: int, few: int) -> None:
    def look(session: Session, name: str, channel: str) -> None:
        conditions, fits = CASES[name]
        expected = [n for n in range(MANY, 0, -1) if fits(n) and (channel == "C2" or n % 3)]
        sight, wanted = Sight(workspace, "U1", channel, channels=None), wanted_of(session, workspace, conditions)
        for oldest_first, whole in ((False, expected), (True, expected[::-1])):
            found: list[int] = []
            beyond = None
            while rows := page(session, sight, wanted, limit=7, beyond=beyond, oldest_first=oldest_first, few=few):
                found += [claim.number for claim in rows]
                beyond = found[-1]
            assert found == whole, name
        assert count(session, sight, wanted) == len(expected), name
        assert count(session, sight, wanted, at_most=2) == min(3, len(expected)), name

    for name in CASES:
        for channel in ("C1", "C2"):
            await record.read(lambda session, n=name, c=channel: look(session, n, c))  # type: ignore[misc]


@pytest.mark.sqlite_only("PostgreSQL plans by what is in the tables: test_plans.py")
async def test_no_list_walks_the_table_or_sorts_what_an_index_has_in_order(record: Record, workspace: int) -> None:
    def ask(session: Session, name: str) -> None:
        wanted, sight = wanted_of(session, workspace, CASES[name][0]), Sight(workspace, "U1", "C1", channels=None)
        page(session, sight, wanted, limit=15, beyond=50)
        count(session, sight, wanted)

    for name, (conditions, _) in CASES.items():
        steps = await steps_of(record, lambda session, n=name: ask(session, n))  # type: ignore[misc]
        assert [step for step in steps if re.match(r"SCAN (claim|report|dispute|claim_tag)\b", step)] == [], name
        if {"tags", "sources", "contested"} & set(conditions):
            assert any("claim USING INTEGER PRIMARY KEY" in step for step in steps), name
            continue
        # Along an index: what it yields is in order already.
        assert [step for step in steps if "TEMP B-TREE FOR ORDER BY" in step] == [], name
        walked = [step for step in steps if re.match(r"SEARCH claim USING (COVERING )?INDEX", step)]
        keys = ("state=?", "checker=?", "priority=?", "speaker_id=?", "number=?")
        if conditions:
            assert [step for step in walked if not any(key in step for key in keys)] == [], name


async def test_names_are_known_only_where_they_are_used(record: Record, workspace: int) -> None:
    def look(session: Session) -> None:
        guide = find_named(session, Speaker, workspace, "Guide")
        assert guide is not None
        outside, inside = Sight(workspace, "U1", "C1", channels=None), Sight(workspace, "U1", "C2", channels=None)
        assert known_among(session, outside, Speaker, [guide.id]) == set()
        assert known_among(session, inside, Speaker, [guide.id]) == {guide.id}
        assert [found.name for found in suggest(session, outside, Speaker, "g", limit=9)] == []
        assert [found.name for found in suggest(session, inside, Speaker, "g", limit=9)] == ["Guide"]
        assert {found.name for found in suggest(session, outside, Source, "", limit=9)} == {"WION", "TASS"}

    await record.read(look)


async def test_what_is_on_file_of_a_speaker_is_counted_under_all_names_and_within_sight(
    record: Record, workspace: int
) -> None:
    def work(session: Session) -> None:
        moscow, minsk = (find_named(session, Speaker, workspace, name) for name in ("Moscow", "Minsk"))
        assert moscow is not None
        assert minsk is not None
        join_names(session, moscow, [minsk])
        session.flush()
        group = group_of(session, minsk)
        assert [row.name for row in group] == ["Moscow", "Minsk"]
        theirs = [row.id or 0 for row in group]
        of_minsk = [n for n in range(2, MANY + 1) if n % 3 == 2]
        found = tally(session, Sight(workspace, "U1", "C1", channels=None), Speaker, theirs)
        assert found.verdicts == {
            "confirmed": sum(n % 5 == 0 for n in of_minsk),
            "unverified": sum(n % 5 != 0 for n in of_minsk),
        }
        assert found.contested == sum(n % 8 == 0 for n in of_minsk)
        kyiv = find_named(session, Speaker, workspace, "Kyiv")
        assert kyiv is not None
        against = tally(session, Sight(workspace, "U1", "C1", channels=None), Speaker, [kyiv.id or 0]).disputes
        assert against == sum(n % 8 == 0 for n in of_minsk)

    await record.write(work)
