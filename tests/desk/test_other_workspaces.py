"""No row of one workspace is ever read for another.

Two workspaces lie in one record, alike in everything but their ids. Whatever is done in the first, every row that any
statement brings back is looked at, the second's rows are the same afterwards, and what is shown is what is shown where
the first is alone. Every function of the store that asks the database is walked, or says why it is not.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import NoResultFound

import store
from bot.desk.exhibits import SIDES
from store import Session
from store.engines import address, writer_engine
from tests.begun import begin_record
from tests.desk.access_ways import Way
from tests.desk.access_world import NUMBERS, PEOPLE, Who, asks, file_all
from tests.desk.asked_directly import ACROSS, DIRECTLY
from tests.desk.newsroom_life import FOLLOWING, NewsroomLife
from tests.desk.newsroom_life import PEOPLE as TEAM
from tests.desk.second_workspace import APART, MARK, found_another, is_theirs, theirs
from tests.desk.test_access_matrix import POSTED, TRIED, posted, tried

STORE = Path(store.__file__).parent
# From one corner each; from all of them with COUNTERCLAIM_CORNERS=9.
AT_MOST = int(os.environ.get("COUNTERCLAIM_CORNERS", "1"))
CORNERS = [(PEOPLE[0], "C1"), (PEOPLE[1], "C3"), (PEOPLE[3], "")]
RENDERED = {"card", "thread", "told", "reminder", "reply_ended", "digest", "test_digest"}


class Watch:
    """Every statement that asks the database: what it brought back of the second workspace, and who asked."""

    def __init__(self) -> None:
        self.leaked: dict[str, str] = {}
        self.walked: set[str] = set()
        self.statements: set[str] = set()

    def see(self, connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        asked = list(_asking())
        self.walked.update(asked)
        self.statements.add(statement)
        if many or not asked or not re.match(r"\s*(SELECT|WITH)\b", statement):
            return
        again = connection.connection.driver_connection.execute(statement, parameters)
        if any(is_theirs(row) for row in again):
            self.leaked.setdefault(statement, f"{asked[:1]}: {statement[:300]}")


def _asking() -> Iterator[str]:
    """The functions of the store on the way to a statement, the innermost first."""
    frame = sys._getframe()
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(f"{STORE}/"):
            yield f"{file.rpartition('/')[2].removesuffix('.py')}.{frame.f_code.co_qualname}"
        frame = frame.f_back  # type: ignore[assignment]


@contextmanager
def record(file: Path, *, both: bool, watch: Watch | None = None) -> Iterator[Session]:
    engine = writer_engine(address(f"sqlite:///{begin_record(file)}"))
    with Session(engine, expire_on_commit=False) as session:
        if watch is not None and not both:
            event.listen(engine, "after_cursor_execute", watch.see)
        file_all(session)
        if both:
            found_another(session)
        if watch is not None and both:
            event.listen(engine, "after_cursor_execute", watch.see)
        yield session
        session.rollback()
    engine.dispose()


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, watch: Watch) -> Iterator[Session]:
    with record(tmp_path_factory.mktemp("alone") / "record.db", both=False, watch=watch) as session:
        yield session


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory, watch: Watch) -> Iterator[Session]:
    with record(tmp_path_factory.mktemp("both") / "record.db", both=True, watch=watch) as session:
        yield session


@pytest.fixture(scope="module")
def before(together: Session) -> str:
    """What is on file of the other workspace; nothing that is tried stays in the record."""
    return theirs(together)


def shown(session: Session, work: Callable[[Session], Any], *, unchanged: str | None = None) -> str:
    """What is shown, and taken back if it changed something; of the other workspace it must be `unchanged`."""

    def watched(session: Session) -> str:
        found = repr(work(session))
        assert unchanged is None or theirs(session) == unchanged, "it changes something of another workspace"
        return found

    return re.sub(r"action:\d+", "", str(tried(session, watched)))


# Several names begin the same way: it is tried once.
ONCE = {id(way): name for name, way in TRIED.items()}


@pytest.mark.parametrize("name", ONCE.values())
def test_what_is_shown_is_what_is_shown_where_there_is_no_other(
    name: str, alone: Session, together: Session, before: str, watch: Watch
) -> None:
    way = TRIED[name]
    for who, place in corners(way):
        seen = partial(_seen, way, who, place)
        assert shown(together, seen, unchanged=before) == shown(alone, seen), f"{who.name} from {place}"
    assert not watch.leaked, "\n".join(watch.leaked.values())


@pytest.mark.parametrize("name", ONCE.values())
def test_an_id_of_another_workspace_shows_nothing_of_it(
    name: str, together: Session, before: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a button of theirs would carry it, had somebody made it up."""
    way = TRIED[name]
    for kind, number in list(NUMBERS.items()):
        monkeypatch.setitem(NUMBERS, kind, number + APART)
    for who, place in corners(way):
        assert MARK not in shown(together, partial(_seen, way, who, place), unchanged=before), name
    assert not watch.leaked, "\n".join(watch.leaked.values())


def corners(way: Way) -> list[tuple[Who, str]]:
    """From where a way is tried."""
    return [(who, place) for who, place in CORNERS if way.places is None or place in way.places][:AT_MOST]


def _seen(way: Way, who: Who, place: str, session: Session) -> Any:
    try:
        return way.seen(session, asks(who, place))
    except (NoResultFound, StopIteration) as nothing:  # no button of ours has such an id: it gets a code
        return repr(nothing)


def test_whatever_is_done_beside_another_workspace_is_done_to_ones_own(tmp_path: Path, watch: Watch) -> None:
    life = NewsroomLife(tmp_path)
    found_another(life.session)
    before = theirs(life.session)
    event.listen(life.engine, "after_cursor_execute", watch.see)
    life.once_through()
    for which, person in enumerate(TEAM):
        life.dispute(person, 1 + which % 2)
        life.dispute_with(person, 1, 2)
        life.edit(person, 1, which)
        for side in SIDES:
            life.add_evidence(person, 1, side)
        life.report(person, 1, "off the record")
        life.ask(person, 1)
        life.use(person, 1, which)
        life.update(person, 2, 1)
        life.undo_update(person, 2)
        life.merge_and_back(person, 2, 1)
        for at in range(4):
            life.edit_dispute(person, at, "denies")
            life.decide(person, at, "stands")
            life.take_back(person, at)
            life.note_reply(person, at, "refused")
        for follow in FOLLOWING:
            life.follow(person, 1, follow)
    assert theirs(life.session) == before
    assert sum(life.done.values()) > 60, life.done
    life.close()
    assert not watch.leaked, "\n".join(watch.leaked.values())


@pytest.mark.parametrize("kind", POSTED)
def test_what_is_posted_is_what_is_posted_where_there_is_no_other(
    kind: str, alone: Session, together: Session, before: str, watch: Watch
) -> None:
    for target in ("C1", "UMEMBER"):
        told = partial(posted, kind=kind, target=target)
        if kind in RENDERED:
            assert shown(together, told, unchanged=before) == shown(alone, told)
    assert not watch.leaked, "\n".join(watch.leaked.values())


@pytest.mark.parametrize("name", DIRECTLY)
def test_what_the_store_is_asked_of_a_workspace_is_of_that_one(
    name: str, alone: Session, together: Session, before: str, watch: Watch
) -> None:
    """What none of the ways above comes to."""
    assert shown(together, DIRECTLY[name], unchanged=before) == shown(alone, DIRECTLY[name])
    assert not watch.leaked, "\n".join(watch.leaked.values())


def asking_functions() -> Iterator[str]:
    """The functions of the store that ask the database themselves."""
    for file in sorted(STORE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_asks(call) for call in ast.walk(node)):
                yield f"{file.stem}.{node.name}"


def _asks(call: ast.AST) -> bool:
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("exec", "execute", "get", "get_one", "scalar", "delete")
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("session", "connection")
    )


def test_every_function_that_asks_the_database_was_walked(watch: Watch) -> None:
    walked = {re.sub(r"^(\w+)\.(?:.*\.)?(\w+)$", r"\1.\2", name) for name in watch.walked}
    asking = set(asking_functions())
    missing = {name for name in asking - walked if name not in ACROSS and name.partition(".")[0] not in ACROSS}
    told = f"{len(asking & walked)} of {len(asking)} functions walked"
    sys.stdout.write(f"\n{len(watch.statements):,} statements; {told}\n")
    assert missing == set(), "walk it in one of the ways, or say why none of one workspace's comes to it"
