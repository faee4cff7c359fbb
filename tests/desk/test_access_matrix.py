"""Who sees what: every way to see a claim, for everybody, from everywhere, of every kind of claim.

The ways are read off the code: a new command, button, form, menu, shortcut or message without an entry fails here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import true

from bot.delivery import rendering
from bot.desk import commands, finding, lookups, matching, reminders
from bot.surfaces import controls
from store import Session, alikes, claims, known_names, lists
from store.engines import address, writer_engine
from store.events import find_last
from store.outbox import row_of_message
from store.tables import Claim, Outbox
from tests.begun import begin_record
from tests.desk import access_ways
from tests.desk.access_ways import WAYS, Way
from tests.desk.access_world import (
    CHANNELS,
    FILER,
    KEPT,
    KINDS,
    NUMBERS,
    PEOPLE,
    WORDS,
    Who,
    asks,
    corners,
    desk_of,
    file_all,
    ts_of,
)
from tests.desk.reading import NOW

TRIED = {name: way for name, way in WAYS.items() if isinstance(way, Way)}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The record in which everything is on file; nothing that is tried stays in it."""
    engine = writer_engine(address(f"sqlite:///{begin_record(tmp_path_factory.mktemp('access') / 'record.db')}"))
    with Session(engine, expire_on_commit=False) as session:
        file_all(session)
        yield session
        session.rollback()
    engine.dispose()


def tried(session: Session, work: Callable[[Session], Any]) -> Any:
    """Do something with the record, and take it back."""
    savepoint = session.begin_nested()
    try:
        return work(session)
    finally:
        savepoint.rollback()
        session.expire_all()


def shown(found: str | Collection[str]) -> set[str]:
    """The kinds of claims that were shown."""
    if isinstance(found, str):
        return {kind for kind in KINDS if WORDS[kind] in found.casefold()}
    return set(found)


def wrong(session: Session, way: Way, who_and_where: Iterable[tuple[Who, str]]) -> tuple[list[str], int]:
    """Where a way shows other claims than the rule says, and how many cells that were."""
    found, cells = [], 0
    for who, place in who_and_where:
        if way.places is not None and place not in way.places:
            continue
        seen = shown(way.seen(session, asks(who, place)))
        expected = {kind for kind in KINDS if way.expected(who, place, kind)}
        cells += len(KINDS)
        if seen != expected:
            found.append(f"{who.name} from {place or 'home'} sees {sorted(seen)}, not {sorted(expected)}")
    return found, cells


def test_every_way_that_the_code_registers_has_its_entry() -> None:
    names = {name: value for name, value in vars(controls).items() if name.isupper()}
    shortcuts = set(access_ways.SHORTCUTS)
    assert {value for name, value in names.items() if name.endswith("_FORM")} == set(access_ways.FORMS)
    assert {value for name, value in names.items() if name.startswith("PICK_")} == set(access_ways.MENUS)
    rest = {value for name, value in names.items() if not name.endswith("_FORM") and not name.startswith("PICK_")}
    assert rest == set(access_ways.ACTIONS) | shortcuts, "how does it show claims?"
    assert set(commands._VERBS) <= set(access_ways.COMMANDS), "how does that command show claims?"
    assert set(rendering._RENDERERS) == set(POSTED), "where does that message show claims?"
    assert all(way for way in WAYS.values() if isinstance(way, str)), "say why it shows none"


# Several names begin the same way: it is tried once, and its cells count for each.
_done: dict[int, tuple[list[str], int]] = {}
_cells: dict[str, int] = {}


@pytest.mark.parametrize("name", TRIED)
def test_everybody_sees_what_the_rule_says_and_nothing_else(record: Session, name: str) -> None:
    way = TRIED[name]
    if id(way) not in _done:
        _done[id(way)] = tried(record, lambda session: wrong(session, way, corners()))
    found, _cells[name] = _done[id(way)]
    assert found == [], name


@pytest.mark.parametrize("name", TRIED)
def test_a_way_that_forgets_to_look_is_caught(record: Session, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every condition lets everything through, the matrix says so of this way."""
    everything(monkeypatch)
    way, outside = TRIED[name], PEOPLE[5]
    place = next(each for each in outside.places if way.places is None or each in way.places)
    found, _ = tried(record, lambda session: wrong(session, way, [(outside, place)]))
    assert found, f"{name} would not be caught"


def everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything through in each condition that decides what is seen."""

    def all_desks(session: Session, _sight: Any) -> list[int]:
        return [desk_of(session, kind).id or 0 for kind in KINDS]

    def card_anywhere(session: Session, _workspace: int, _channel: str, ts: str) -> Any:
        kind = next((each for each in KINDS if ts_of(each) == ts), KINDS[0])
        return row_of_message(session, 1, CHANNELS[kind], ts)

    for module in (claims, alikes, finding, lookups, matching):
        monkeypatch.setattr(module, "visible", lambda _sight: true())
    for module in (lists, known_names):
        monkeypatch.setattr(module, "seen", lambda _session, _sight: true())
    for module in (finding, lookups):
        monkeypatch.setattr(module, "seen_desks", all_desks)
    monkeypatch.setattr(lookups, "read_within", lambda _desk, _place: True)
    monkeypatch.setattr(lookups, "row_of_message", card_anywhere)


# What is posted, and where it shows claims: the rule goes by the place, as everybody there reads it.
POSTED = {
    "card": "own",
    "thread": "own",
    "told": "a person",
    "desk_opened": "no claim",
    "cannot_post": "a reference, to whoever filed it or leads the desk, and nothing that was said",
    "file_unread": "a reference and a file's name, to whoever added it",
    "reminder": "own or a person",
    "reply_ended": "own",
    "export_note": "how many claims a file holds, to whoever asked for it",
    "digest": "own or elsewhere",
    "week": "figures",
    "test_digest": "a person",
}


PLACES = ("C1", "C2", "C3", "DF", "UMEMBER", "UGUESTOUTSIDE")


def posted(session: Session, kind: str, target: str) -> str:
    """What a message of this kind says of every claim, in this place; nothing where it says none."""
    told = []
    for each in KINDS:
        desk, number = desk_of(session, each), NUMBERS[each]
        claim = session.get_one(Claim, number)
        own = target in (desk.channel, desk.person)
        if not own and (POSTED[kind] == "own" or ("elsewhere" not in POSTED[kind] and not target.startswith("U"))):
            continue  # a card is in its desk's channel, and so is what is told in its thread
        row = Outbox(workspace_id=1, key=f"{kind}:{each}:{target}", kind=kind, target=target, created_at=NOW)
        row.desk_id, row.claim_id = desk.id, claim.id
        row.about = about(session, kind, number, target)
        session.add(row)
        session.flush()
        message = rendering.render(session, row, NOW)
        told.append("" if message is None else str(message.payload()))
    return "\n".join(told)


def seen_in(session: Session, *, kind: str, target: str) -> set[str]:
    """The kinds of claims that a message shows in a place."""
    return shown(posted(session, kind, target))


def about(session: Session, kind: str, number: int, target: str) -> dict[str, Any]:
    """What the outbox row of a message holds beside."""
    disputed = find_last(session, number, "disputed")
    assert disputed is not None
    when = {"due": NOW.isoformat(), "noticed": NOW.isoformat(), "since": None, "part": 1}
    reminder = {"checker": None, "last": False, "nths": {str(number): 1}, "direct": target.startswith("U")}
    return {"event": disputed.id, "requests": [number]} | when | (reminder if kind == "reminder" else {})


@pytest.mark.parametrize("kind", ["card", "thread", "told", "reminder", "reply_ended", "digest", "test_digest"])
def test_what_is_posted_shows_what_is_kept_in_its_own_channel_only(record: Session, kind: str) -> None:
    for target in PLACES:
        found = tried(record, partial(seen_in, kind=kind, target=target))
        own = {each for each in KINDS if target == CHANNELS[each] or (each == "direct" and target == FILER)}
        assert found & set(KEPT) <= own, f"{kind} in {target} shows {sorted(found)}"
        _cells[f"{kind} in {target}"] = len(KINDS)
    if kind in ("digest", "card", "reminder"):
        assert tried(record, lambda session: shown(posted(session, kind, "C1"))) >= {"restricted"}


def test_a_message_that_forgets_to_look_is_caught(record: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def caught(session: Session) -> dict[str, set[str]]:
        return {kind: shown(posted(session, kind, "UMEMBER")) for kind in ("told", "reminder", "test_digest")}

    for module in (rendering, reminders):
        monkeypatch.setattr(module, "kept", lambda _claim, _desk: False)
    found = tried(record, caught)
    for kind in ("told", "reminder"):
        assert found[kind] & set(KEPT), f"{kind} would not be caught"


def test_the_matrix_is_as_large_as_it_should_be(capsys: pytest.CaptureFixture[str]) -> None:
    cells, asked = sum(_cells.values()), list(corners())
    with capsys.disabled():
        sys.stdout.write(f"\n{cells:,} cells: {len(_cells)} ways, {len(asked)} places of people, {len(KINDS)} claims\n")
    if set(TRIED) <= set(_cells):
        everywhere = sum(way.places is None for way in TRIED.values())
        assert cells >= everywhere * len(asked) * len(KINDS)
