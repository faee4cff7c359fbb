"""A desk over time: a record with one desk in a zone, claims filed at it, and ticks at any moment."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.desk import lifecycle, own_reminders, scheduling, snoozing
from bot.desk.desks import Profile, learn_person
from bot.desk.filing import Filed, file_line
from bot.desk.request import Request
from bot.desk.snoozing import Snooze
from bot.rhythm.tick import tick
from store import Session, due
from store.desks import desk_of_channel
from store.engines import address, writer_engine
from store.tables import Desk, Due, Outbox
from store.workspaces import lock_workspace
from tests.begun import begin_record

TEAM, CHANNEL, RITA, CHEN = "T1", "C1", "U1", "U2"
_KEYS = itertools.count(1)


def request(now: datetime, person: str = RITA) -> Request:
    return Request(
        team=TEAM, person=person, channel=CHANNEL, kind="public", key=f"key {next(_KEYS)}", now=now, channels=None
    )


def file(session: Session, now: datetime) -> int:
    """File a claim as the command does; its number. The first one opens the desk."""
    line = f"Kyiv: We had nothing to do with it, {next(_KEYS)}. https://example.org/1"
    filed = file_line(session, request(now), line)
    assert isinstance(filed, Filed)
    return filed.dossier.claim.number


def only_desk(session: Session) -> Desk:
    desk = desk_of_channel(session, 1, CHANNEL)
    assert desk is not None
    return desk


def put_into(session: Session, kind: str) -> list[Outbox]:
    """What was put into the outbox of a kind, in order."""
    return list(session.exec(select(Outbox).where(Outbox.kind == kind).order_by(col(Outbox.id))).all())


@dataclass
class DeskOverTime:
    """One desk, on a session that is never committed: two years pass in a second or two."""

    session: Session
    now: datetime
    told: list[dict[str, int]] = field(default_factory=list)  # each reminder: claims, and which of theirs it is
    put: Sequence[Outbox] = ()  # what the last tick put into the outbox

    def open(self, *, zone: str, minute: int = 540, days: int = 0b1111111) -> None:
        file(self.session, self.now)
        self.set(zone=zone, minute=minute, days=days)

    @property
    def desk(self) -> Desk:
        return only_desk(self.session)

    def set(self, *, zone: str, minute: int, days: int) -> None:
        """Change when the desk's digest comes."""
        self.change(zone=zone, digest_minute=minute, digest_days=days)

    def change(self, **settings: Any) -> None:
        """Change the desk's settings, as the form does."""
        desk = self.desk
        for name, value in (settings | {"zone_of": None}).items():
            setattr(desk, name, value)
        self.session.add(desk)
        scheduling.reschedule(self.session, desk, self.now)

    @property
    def digest(self) -> Due:
        found = due.digest_due(self.session, self.desk.id)
        assert found is not None
        return found

    def tick(self) -> tuple[list[date], list[dict[str, int]]]:
        """Tick; the local dates of the digests and the claims of the reminders that makes."""
        before = self.session.exec(select(Outbox.id).order_by(col(Outbox.id).desc()).limit(1)).first() or 0
        count = tick(self.session, self.now)
        new = self.session.exec(select(Outbox).where(col(Outbox.id) > before).order_by(col(Outbox.id))).all()
        assert count == len(new)
        self.put = new
        digests = [date.fromisoformat(row.key.rpartition(":")[2]) for row in new if row.kind == "digest"]
        reminders = [row.about["nths"] for row in new if row.kind == "reminder"]
        self.told += reminders
        return digests, reminders

    def later(self, **step: float) -> None:
        self.now += timedelta(**step)

    def take(self, number: int) -> None:
        lifecycle.take(self.session, request(self.now, CHEN), number)

    def snooze(self, number: int, how: str = Snooze.TOMORROW, day: date | None = None) -> None:
        snoozing.snooze(self.session, request(self.now), number, how, day)

    def release(self, number: int) -> None:
        lifecycle.release(self.session, request(self.now, CHEN), number)

    def choose(self, how: str, zone: str) -> None:
        """Chen chooses how she is reminded of what she took, and lives in this zone."""
        workspace = lock_workspace(self.session, TEAM)
        learn_person(self.session, workspace, CHEN, Profile(zone, guest=False, admin=False), self.now)
        own_reminders.choose_reminders(self.session, request(self.now, CHEN), how)

    def next_reminder(self) -> datetime | None:
        return due.next_reminder_at(self.session, self.desk.id or 0)


@contextmanager
def desk_over_time(folder: Path, now: datetime) -> Iterator[DeskOverTime]:
    engine = writer_engine(address(f"sqlite:///{begin_record(folder / 'record.db')}"))
    try:
        with Session(engine) as session:
            yield DeskOverTime(session, now)
    finally:
        engine.dispose()
