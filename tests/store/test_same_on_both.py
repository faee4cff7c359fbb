"""Whichever database holds the record, the same is found, in the same order, with the same scores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.desk.home import home_of
from bot.desk.matching import near_matches
from bot.desk.request import Request
from store.candidates import candidates
from store.claims import Sight, visible
from store.engines import address, writer_engine
from store.folding import terms
from store.known_names import suggest
from store.lists import Wanted, count, page
from store.search import search
from store.tables import Source, Speaker
from tests.begun import begin_record
from tests.databases import Database
from tests.store.claims_on_file import WHEN, fill_desk, open_workspace, put_claim, put_dispute, put_report

pytestmark = pytest.mark.postgres_only("what it finds is compared with what SQLite finds")

SAID = [
    "More than 70 fighters were killed in Belgorod",
    "More than 60 fighters were killed in BELGOROD.",
    "Более 70 боевиков убиты в Белгороде",
    "Понад 70 бойовиків вбито у Бєлгороді, об’єкт зруйновано",
    "قُتل أكثر من ٧٠ مقاتلاً في بيلغورود",
    "ベルゴロドで70人以上の戦闘員が殺害された",
    "Au moins 70 combattants ont été tués à Belgorod",
    "Über 70 Kämpfer wurden in Belgorod getötet",
    "Tras la incursión murieron 70 combatientes",
    "70% of C++ users said “no_such_thing”; 5.3 and 1,000 did",
]
NAMES = ["Kyiv", "Київ", "KYIV Post", "Élysée", "elysee", "a_b", "A%B", "Ömer", "Zelenskyy", "Åse", "عمر", "東京"]
ASKED = [
    "fighters killed",
    "70",
    "боевик",
    "Белгород",
    "مقاتل",
    "戦闘員",
    "tue",
    "kampf",
    "inc",
    "о",
    "Bel",
    "c++ users",
    "_",
    "%",
]


def fill(session: Session) -> None:
    workspace = open_workspace(session)
    fill_desk(session, workspace, 20)
    for number, said in enumerate(SAID * 2):
        name = NAMES[number % len(NAMES)]
        claim = put_claim(
            session, workspace, said, speaker=name, channel="C2" if number % 5 == 4 else "C1", indexed=number % 7 != 0
        )
        put_report(session, claim, NAMES[-1 - number % len(NAMES)], "Reuters" if number % 3 else None)
        if number % 4 == 0:
            put_dispute(session, claim, "Moscow", SAID[-1 - number % len(SAID)])


def found(session: Session) -> dict[tuple[str, ...], Any]:
    """What is found by everything that finds."""
    answers: dict[tuple[str, ...], Any] = {}
    for channel in ("C1", "C2"):
        sight = Sight(1, "U1", channel)
        for words in (*ASKED, *SAID) if channel == "C1" else ASKED[:4]:
            answers["search", channel, words] = search(session, 1, words, seen=visible(sight))
            near = candidates(session, 1, terms(words), seen=visible(sight))
            answers["near", channel, words] = sorted(each.claim_id for each in near.found), near.frequencies
            alike = near_matches(session, sight, words, meanings=None)
            answers["alike", channel, words] = [(each.dossier.claim.number, each.likeness) for each in alike]
        for typed in ("", *NAMES, *"ekKКzö_%"):
            for kind in (Speaker, Source):
                names = [row.name for row in suggest(session, sight, kind, typed, limit=9)]
                answers["names", channel, kind.__name__, typed] = names
        for wanted in (Wanted(), Wanted(contested=True), Wanted(verdicts=("unverified",)), Wanted(speakers=(1, 2, 3))):
            numbers = [claim.number for claim in page(session, sight, wanted, limit=50)]
            answers["list", channel, str(wanted)] = numbers, count(session, sight, wanted)
    home = home_of(session, Request(team="T1", person="U1", channel="", kind="public", key="", now=WHEN))
    answers["home",] = [(each.part, [d.claim.number for d in each.dossiers], each.total) for each in home.sections]
    return answers


@pytest.fixture
def sessions(tmp_path: Path, database: Database) -> Iterator[list[Session]]:
    """The same claims on SQLite and on PostgreSQL."""
    engines = [writer_engine(address(url)) for url in (f"sqlite:///{begin_record(tmp_path / 'same.db')}", database.url)]
    sessions = [Session(engine) for engine in engines]
    for session in sessions:
        fill(session)
    yield sessions
    for session, engine in zip(sessions, engines, strict=True):
        session.close()
        engine.dispose()


def test_the_same_claims_are_found_in_any_language_in_the_same_order(sessions: list[Session]) -> None:
    on_sqlite, on_postgres = map(found, sessions)
    assert {asked: answer for asked, answer in on_postgres.items() if answer != on_sqlite[asked]} == {}
    assert sum(bool(answer) for asked, answer in on_sqlite.items() if asked[0] == "search") > len(ASKED)
