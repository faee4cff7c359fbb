"""Printing: the record as a file for whoever runs the bot, desk by desk, with nobody's conversation in between."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from bot.delivery.exports import Made, make, paper_of
from bot.desk import exporting
from bot.desk.exporting import Extract
from bot.desk.wishes import PUBLISHED, Format, Wish, no_such_format, read_wish
from bot.errors import NotFound, NotUnderstood
from bot.surfaces.exports.review import Publisher
from bot.surfaces.phrases import count as counted
from store import Record, Session
from store.lists import count
from store.tables import Workspace
from store.workspaces import all_workspaces

UNWRITTEN = "Nothing was written."
_IN_SLACK = re.compile(rf"/claim export ({'|'.join(Format)})")
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What is to be written: of which workspace, in which form, since when."""

    wish: Wish
    team: str | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Printed:
    """What was written, and how many claims that are kept in their channels were left out."""

    made: Made
    left_out: int

    @property
    def sentence(self) -> str:
        """What whoever asked reads."""
        told = f"{counted(self.made.claims, 'claim')} written."
        if self.made.without:
            told += f" Left out: {counted(self.made.without, 'claim')} that no story of ours relies on."
        if self.left_out:
            told += (
                f" Left out: {counted(self.left_out, 'claim')} kept in a channel; --with-restricted takes them along."
            )
        return told


def read_order(form: str, words: Sequence[str], *, since: str | None, team: str | None, restricted: bool) -> Order:
    """What was asked for on the command line. Raises NotUnderstood."""
    if form not in tuple(Format):
        raise no_such_format(form, unchanged=UNWRITTEN, remedy="For example: --format csv")
    if words and words[0].casefold() in tuple(Format):
        raise NotUnderstood(
            "The format has an option of its own.",
            unchanged=UNWRITTEN,
            remedy=f"For example: app.py export --format {words[0].casefold()}",
        )
    try:
        wish = read_wish(" ".join([form, *words]))
    except NotUnderstood as mistake:  # worded for Slack
        mistake.unchanged = UNWRITTEN
        mistake.remedy = _IN_SLACK.sub(r"app.py export --format \1", mistake.remedy)
        raise
    if wish is None or wish.restricted:
        raise NotUnderstood(
            f"“{' '.join(words)}” does not say which claims.",
            unchanged=UNWRITTEN,
            remedy="For example: app.py export contested by Moscow",
        )
    if wish.filter.mine:
        raise NotUnderstood("Nobody's claims are `mine` here.", unchanged=UNWRITTEN, remedy="For example: <@U0123456>")
    if restricted and wish.format is Format.REVIEW:
        raise NotUnderstood(PUBLISHED, unchanged=UNWRITTEN)
    return Order(replace(wish, restricted=restricted), team, None if since is None else _day(since))


async def print_record(
    record: Record, order: Order, out: IO[bytes], *, publisher: Publisher, now: datetime, told: Told
) -> Printed:
    """Write a record. `told` hears how many claims are written, of how many. Raises NotFound and NotUnderstood."""
    workspace = await record.read(lambda session: _workspace(session, order.team))
    # Whoever runs the bot has the database, and asks for what is restricted by its whole name.
    reach = exporting.Reach(kept=order.wish.restricted, names=order.wish.restricted)
    inside, outside = await record.read(lambda session: exporting.shelves(session, workspace, order.wish, reach))
    extracts = [replace(each, since=order.since) for each in inside]
    total = await record.read(lambda session: _counted(session, inside))
    left_out = await record.read(lambda session: _counted(session, outside))

    async def so_far(done: int) -> None:
        told(done, total)

    made = await make(record, extracts, paper_of(order.wish.format, reach, publisher), out, so_far)
    await record.write(lambda session: exporting.note_printed(session, workspace.id or 0, order.wish, made.claims, now))
    return Printed(made, left_out)


@contextmanager
def written_to(path: Path | None) -> Iterator[IO[bytes]]:
    """Where a file is written to: the standard output, or beside its place, into which it comes when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise NotUnderstood(
            f"“{text}” is no day.", unchanged=UNWRITTEN, remedy="For example: --since 2023-05-23"
        ) from None


def _workspace(session: Session, team: str | None) -> Workspace:
    found = all_workspaces(session)
    if not found:
        raise NotFound("Nothing is on file yet.", unchanged=UNWRITTEN)
    named = [each for each in found if team in (None, each.team_id)]
    if len(named) == 1:
        return named[0]
    teams = ", ".join(each.team_id for each in found)
    what = f"There is no workspace {team}." if team is not None else f"There are {len(found)} workspaces."
    remedy = f"Choose one: --team {found[0].team_id}"
    raise NotUnderstood(f"{what} On file: {teams}.", unchanged=UNWRITTEN, remedy=remedy)


def _counted(session: Session, extracts: Sequence[Extract]) -> int:
    return sum(count(session, each.sight, each.wanted, at_most=10**9) for each in extracts)
