"""Verifying a whole record from outside: the history of every workspace, whether the bot runs or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from store import chain
from store.engines import address, reader_engine, said_by, sealed_engine
from store.errors import CannotOpen, ChainBroken
from store.migrations import REVISION, revision_of, revisions
from store.workspaces import all_workspaces

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Verified:
    """One workspace's history. `broken`: the first event that does not fit; None if all do."""

    team: str
    events: int
    broken: ChainBroken | None = None


def verify_all(url: str, told: Told = lambda _team, _done, _of: None) -> list[Verified]:
    """Verify the history of every workspace. `told` hears how far it is. Raises CannotOpen, AddressNotUnderstood."""
    with reading(url) as session:
        return list(_verified(session, told))


def _verified(session: Session, told: Told) -> Iterator[Verified]:
    for workspace in all_workspaces(session):
        team = workspace.team_id
        try:
            events = chain.verify(session, workspace, lambda done, of, team=team: told(team, done, of))  # type: ignore[misc]
        except ChainBroken as broken:
            yield Verified(team, broken.sequence - 1, broken)
        else:
            yield Verified(team, events)


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """A session that sees the record as it is at one moment and cannot write. Raises CannotOpen."""
    at = address(url)
    on_sqlite = at.get_backend_name() == "sqlite"
    file = Path(at.database or "")
    if on_sqlite and not file.is_file():
        raise CannotOpen(f"There is no file {file}.")
    engine = sealed_engine(file) if on_sqlite else reader_engine(at)
    try:
        with Session(engine) as session:
            _check_revision(session)
            yield session
    except DBAPIError as error:
        raise CannotOpen(f"The database cannot be read: {said_by(error)}.") from None
    finally:
        engine.dispose()


def _check_revision(session: Session) -> None:
    connection = session.connection()
    if not inspect(connection).has_table(REVISION):
        raise CannotOpen("That is no record of Counterclaim's.")
    revision, known = revision_of(connection), revisions()
    if revision not in known:
        raise CannotOpen("It was written by a newer Counterclaim. Bring this one up to date.")
    if revision != known[0]:
        raise CannotOpen(
            f"It was written by an older Counterclaim ({revision}; this one writes {known[0]}). Start the bot once."
        )
