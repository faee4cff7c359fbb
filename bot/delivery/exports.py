"""Exports: a file is made of the record a page at a time, uploaded, and sent to one person, once at most.

Until it leaves, everything can be done again: an export that a crash cut off is begun anew. Whether a file that has
left arrived nobody can look up, so it is not sent a second time: its person is told how to ask for it again.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import learning, posting, uploads
from bot.delivery.leases import Lease
from bot.desk import exporting
from bot.desk.exporting import Extract, Outcome
from bot.desk.wishes import Format
from bot.errors import Mistake
from bot.surfaces import exported
from bot.surfaces.exports.lines import json_lines
from bot.surfaces.exports.paper import Paper
from bot.surfaces.exports.review import Publisher, claim_review
from bot.surfaces.exports.spreadsheet import spreadsheet
from store import Record, Session, outbox
from store.desks import desk_by_id
from store.lists import count
from store.tables import Outbox

LONG = 2_000  # claims, from which on it is worth saying how far it is
EVERY = 3.0  # seconds between two words on how far it is
TRIES = 3
log: structlog.stdlib.BoundLogger = structlog.get_logger()
Told = Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class Made:
    """What a file holds: so many claims; so many that fit could not be in it."""

    claims: int
    without: int


@dataclass(frozen=True)
class _Piece:
    text: str
    claims: int
    without: int
    last: int | None


def paper_of(form: Format, reach: exporting.Reach, publisher: Publisher) -> Paper:
    """How a record is written."""
    match form:
        case Format.CSV:
            return spreadsheet(reach)
        case Format.LINES:
            return json_lines(reach)
        case _:
            return claim_review(publisher)


async def make(record: Record, extracts: Sequence[Extract], paper: Paper, out: IO[bytes], told: Told) -> Made:
    """Write a file claim by claim. Each page is read, and written out, in a thread, and then forgotten."""
    claims = without = 0
    await asyncio.to_thread(out.write, paper.opening.encode())
    for extract in extracts:
        until = await record.read(partial(exporting.newest, extract=extract))
        beyond: int | None = 0
        while beyond is not None and beyond < until:
            page = partial(exporting.read_page, extract=extract, beyond=beyond, until=until)
            piece = await record.read(partial(_piece, page=page, paper=paper, first=claims == 0))
            await asyncio.to_thread(out.write, piece.text.encode())
            claims, without, beyond = claims + piece.claims, without + piece.without, piece.last
            await told(claims + without)
    await asyncio.to_thread(out.write, paper.closing.encode())
    return Made(claims, without)


def _piece(session: Session, *, page: Callable[[Session], exporting.Page], paper: Paper, first: bool) -> _Piece:
    read = page(session)
    texts = [text for whole in read.wholes if (text := paper.write(whole)) is not None]
    joined = paper.between.join(texts)
    ahead = paper.between if texts and not first else ""
    return _Piece(ahead + joined, len(texts), len(read.wholes) - len(texts), read.last)


async def send(
    record: Record, client: AsyncWebClient, clock: Clock, row: Outbox, publisher: Publisher, lease: Lease
) -> None:
    """Send somebody what a row asks for; whatever becomes of it, they hear of it."""
    sending = _Sending(record, client, clock, row, lease)
    if row.attempts:
        await sending.over(Outcome.UNKNOWN)
        return
    try:
        await sending.go(publisher)
    except (posting.Busy, asyncio.CancelledError):
        raise
    except Mistake:  # what was asked for by name has gone
        await sending.over(Outcome.NOTHING)
    except posting.NotSent as error:
        if str(error) != Outcome.WITHHELD:
            raise
        await sending.over(Outcome.WITHHELD)
    except posting.NeedsPerson as refusal:
        await sending.over(Outcome.FAILED, refusal.problem)
    except Exception as error:
        tries = row.about.get("tries", 0) + 1
        if tries < TRIES:
            await record.write(lambda session: outbox.remember(session, row.id or 0, {"tries": tries}))
            raise
        log.error("export given up", row=row.id, problem=type(error).__name__)
        await sending.over(Outcome.FAILED, type(error).__name__)


@dataclass
class _Sending:
    record: Record
    client: AsyncWebClient
    clock: Clock
    row: Outbox
    lease: Lease
    _said: float = float("-inf")
    _total: int = 0

    async def go(self, publisher: Publisher) -> None:
        extract = await self.record.read(lambda session: exporting.extract_of(session, self.row))
        wish = exporting.wish_of(self.row)
        paper = paper_of(wish.format, extract.reach, publisher)
        self._total = await self.record.read(
            lambda session: count(session, extract.sight, extract.wanted, at_most=10**9)
        )
        with tempfile.TemporaryFile() as file:
            made = await make(self.record, [extract], paper, file, self._on_its_way)
            if not made.claims:
                await self.over(Outcome.NOTHING, without=made.without)
                return
            file.seek(0)
            name = exported.file_name(paper.ending, self.clock.now())
            file_id = await uploads.upload(self.client, file, name)
        channel = await learning.open_conversation(self.client, self.row.about["person"])
        # From here on it is not sent again.
        now = self.clock.now()
        noted = partial(exporting.note_leaving, row=self.row, claims=made.claims, now=now)
        if not await self.lease.leaves(self.row.id or 0, channel, noted):
            return
        desk = await self.record.read(lambda session: desk_by_id(session, self.row.desk_id or 0))
        message = exported.file_message(desk, wish, made.claims, made.without, named=bool(publisher.name))
        try:
            await uploads.share(self.client, file_id, name, channel, message)
        except posting.FateUnknown:
            await self.over(Outcome.UNKNOWN)
            return
        except posting.Busy:
            await self.record.write(lambda session: outbox.refused(session, self.row.id or 0))
            raise
        except posting.Gone as error:
            raise posting.NeedsPerson(str(error)) from None
        await self.over(Outcome.SENT)

    async def over(self, outcome: Outcome, problem: str | None = None, without: int = 0) -> None:
        """Note what became of it, and say so unless the file itself does."""
        now = self.clock.now()

        def note(session: Session) -> None:
            row = outbox.row_by_id(session, self.row.id or 0)
            how: dict[str, Any] = {"outcome": str(outcome), "problem": problem, "without": without}
            if outcome is not Outcome.SENT or exporting.is_told(session, row):
                exporting.told_beside(session, row, now, **how)
            else:
                outbox.remember(session, row.id or 0, how)
            outbox.end(session, row.id or 0)

        await self.record.write(note)

    async def _on_its_way(self, done: int) -> None:
        now, wall = self.clock.monotonic(), self.clock.now()
        if self._total < LONG or now - self._said < EVERY:
            return
        self._said = now
        await self.record.write(
            lambda session: exporting.told_beside(
                session, outbox.row_by_id(session, self.row.id or 0), wall, done=done, total=self._total
            )
        )
