"""A campaign of faults: one after another under load, and after each what must hold."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.surfaces.answers import NOT_YET
from store import Session
from tests.faults.room import Room
from tests.faults.table import Fault
from tests.process.audit import (
    missing,
    not_as_it_should_be,
    nothing_is_told_twice,
    on_file_twice,
    the_chain_verifies,
)

WELL_WITHIN = 60.0  # seconds after the end of a fault
SENT_WITHIN = 330.0  # seconds: what was refused in the moment a channel came back waits for the look every five minutes
SETTLES = 1.0  # seconds that people go on typing before a fault and after it
CODE = re.compile(r"code: ([0-9a-f]{6})")


@dataclass
class Outcome:
    """What came of one fault, or of all of one kind."""

    times: int = 0
    typed: int = 0
    acknowledged: int = 0
    posts: int = 0
    told: int = 0
    silent: int = 0  # commands of which people heard nothing of the bot's
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what else does not hold
    well_after: float = 0.0

    def add(self, other: Outcome) -> None:
        self.times += other.times
        self.typed += other.typed
        self.acknowledged += other.acknowledged
        self.posts += other.posts
        self.told += other.told
        self.silent += other.silent
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong
        self.well_after = max(self.well_after, other.well_after)

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)


async def suffer(room: Room, fault: Fault, hurry: float = 1.0) -> Outcome:
    """Have one fault happen while people type; wait until the bot is well again, and look at what came of it."""
    before, tellings = _counts(room), _notices(room)
    told = [len(person.told) for person in room.people]
    taken = [dict(person.taken) for person in room.people]
    outcome = Outcome(times=1)
    ends = len(room.bot.ends)
    async with room.people_at_work():
        await asyncio.sleep(SETTLES * hurry)
        async with fault.happening(room):
            await asyncio.sleep(room.chance.uniform(*fault.lasts) * hurry)
        ended = time.monotonic()
        try:
            await _well_again(room)
            outcome.well_after = time.monotonic() - ended
        except TimeoutError:
            outcome.wrong.append(f"not well again after {WELL_WITHIN:.0f} s")
        await asyncio.sleep(SETTLES * hurry)
    if not fault.keeps:  # a button that could not be heeded is acknowledged all the same
        for person, then in zip(room.people, taken, strict=True):
            person.taken = {number: was if was == then.get(number) else None for number, was in person.taken.items()}
    try:
        await room.drained(SENT_WITHIN)
    except TimeoutError:
        outcome.wrong.append(f"not everything sent after {SENT_WITHIN:.0f} s")
    after = _counts(room)
    outcome.typed, outcome.silent, outcome.acknowledged, outcome.posts = (
        now - then for now, then in zip(after, before, strict=True)
    )
    sentences = [each for person, seen in zip(room.people, told, strict=True) for each in person.told[seen:]]
    outcome.told = len(sentences) + _notices(room) - tellings
    outcome.wrong += _unexpected(room, fault, outcome, sentences, ends)
    await asyncio.to_thread(_look, room, outcome)
    return outcome


async def suffer_all(room: Room, faults: Sequence[Fault], hurry: float) -> Outcome:
    """Have them happen one after the other with people at work throughout, and look once, when it is all over."""
    outcome = Outcome()
    async with room.people_at_work():
        for fault in sorted(faults, key=lambda fault: not fault.there):  # what takes the bot away comes last
            async with fault.happening(room):
                if fault.there and fault.keeps:
                    await _acknowledged(room)
                else:
                    await asyncio.sleep(fault.lasts[0] * hurry)
        await _well_again(room)
    for person in room.people:  # a button that could not be heeded is acknowledged all the same
        person.taken.clear()
    await room.drained(SENT_WITHIN)
    outcome.times = len(faults)
    outcome.typed, outcome.silent, outcome.acknowledged, outcome.posts = _counts(room)
    await asyncio.to_thread(_look, room, outcome)
    return outcome


async def _acknowledged(room: Room) -> None:
    """Wait until something more was acknowledged."""
    before = _counts(room)[2]
    async with asyncio.timeout(WELL_WITHIN):
        while _counts(room)[2] <= before:  # noqa: ASYNC110 (people act of their own)
            await asyncio.sleep(0.05)


async def _well_again(room: Room) -> None:
    """Wait until each person has had a new claim acknowledged."""
    filed = [len(person.filed) for person in room.people]
    async with asyncio.timeout(WELL_WITHIN):
        while any(len(person.filed) <= before for person, before in zip(room.people, filed, strict=True)):  # noqa: ASYNC110 (people act of their own)
            await asyncio.sleep(0.1)


def _unexpected(room: Room, fault: Fault, outcome: Outcome, sentences: list[str], ends: int) -> list[str]:
    found = []
    if fault.there and outcome.silent:
        found.append(f"{outcome.silent} commands were not answered")
    if fault.there and room.bot.ends[ends:]:
        found.append(f"the bot ended: {room.bot.ends[ends:]}")
    broke = [each for each in sentences if NOT_YET not in each]  # a slow machine is no fault, if people are told
    if fault.keeps and broke:
        found.append(f"not filed: {broke[0]}")
    if fault.tells and not outcome.told:
        found.append("nobody was told")
    said = room.bot.said
    for sentence in sentences:
        code = CODE.search(sentence)
        if code is not None and code[1] not in said:
            found.append(f"code {code[1]} is not in the log")
    return found


def _look(room: Room, outcome: Outcome) -> None:
    def look(session: Session) -> None:
        outcome.lost += missing(session, room.people)
        outcome.doubled += [f"twice on file: {said}" for said in on_file_twice(session)]
        outcome.doubled += [f"{key}: {times} times in Slack" for key, times in room.server.record.doubled().items()]
        outcome.wrong += not_as_it_should_be(session, room.server.record)
        outcome.doubled += _failing(lambda: nothing_is_told_twice(session), "told twice")
        outcome.wrong += _failing(lambda: the_chain_verifies(session), "the chain")

    room.read(look)


def _failing(look: Callable[[], object], what: str) -> list[str]:
    try:
        look()
    except Exception as error:
        return [f"{what}: {error!r}"]
    return []


def _counts(room: Room) -> tuple[int, int, int, int]:
    people = room.people
    return (
        sum(person.typed for person in people),
        sum(person.lost for person in people),
        sum(len(person.filed) + len(person.disputed) for person in people),
        sum(post.key is not None for post in room.server.record.posts),
    )


def _notices(room: Room) -> int:
    return sum((post.key or "").startswith("cannot_post:") for post in room.server.record.posts)
