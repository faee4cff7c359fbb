"""Load: people who type, dispute and press without a pause, and who remember what was acknowledged."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.acting import Actor
from sandbox.outcome import Outcome
from sandbox.server import SandboxServer
from tests.process.bot_process import PATIENCE

REFERENCE = re.compile(r"C-\d+")
BREATH = 0.1  # seconds, at most, between two things that one person does
TRIES = 5


@dataclass
class Person:
    """One person in one channel. Only they dispute and take what they filed, so they know what it must be."""

    server: SandboxServer
    actor: Actor
    channel: str
    cards_in: str
    chance: random.Random
    days: Callable[[], int] = lambda: 0  # how often more than minutes have passed: then the same words are meant anew
    filed: dict[str, str] = field(default_factory=dict)  # statement: reference, as it was acknowledged
    disputed: dict[str, str] = field(default_factory=dict)  # the same of disputes
    taken: dict[str, bool | None] = field(default_factory=dict)  # reference: taken, as acknowledged; None: not known
    breath: float = BREATH
    patience: float = PATIENCE
    done: int = 0
    typed: int = 0
    lost: int = 0
    told: list[str] = field(default_factory=list)  # instead of a reference

    async def work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            what = self.chance.random()
            if what < 0.5 or not self.filed:
                await self.file()
            elif what < 0.75:
                await self.dispute()
            else:
                await self.press()
            await asyncio.sleep(self.chance.random() * self.breath)

    async def file(self) -> None:
        said = self.statement()
        outcome = await self.say_until_acknowledged(f"/claim Kyiv: {said} https://example.org/{self.done}")
        if outcome is not None:
            self.filed[said] = reference(outcome)

    async def dispute(self) -> None:
        number = self.chance.choice(list(self.filed.values()))
        said = self.statement()
        outcome = await self.say_until_acknowledged(f"/dispute {number} Moscow: {said} https://example.org/no")
        if outcome is not None:
            assert reference(outcome) == number, outcome.messages[0].text
            self.disputed[said] = number

    async def press(self) -> None:
        cards = [
            message
            for message in await self.actor.messages(self.cards_in)
            if message.is_bot and f"C-{(message.key or '').rpartition(':')[2]}" in self.filed.values()
        ]
        if not cards:
            return
        card = self.chance.choice(cards)
        number = f"C-{(card.key or '').rpartition(':')[2]}"
        action = "release" if self.taken.get(number) else "take"
        try:
            outcome = await self.actor.press(card, action)
        except LookupError:  # the card is drawn a moment later
            return
        self.taken[number] = (action == "take") if outcome.acked else None
        await self.wait_for_the_bot(outcome)

    async def say_until_acknowledged(self, line: str) -> Outcome | None:
        """Type a line, and once more if it seemed to fail, as people do within minutes."""
        day = self.days()
        for _ in range(TRIES):
            outcome = await self.actor.type(self.channel, line)
            self.typed += 1
            if outcome.acked and REFERENCE.search(outcome.messages[0].text):
                return outcome
            if outcome.acked:
                self.told.append(outcome.messages[0].text)
            else:
                self.lost += 1
                await self.wait_for_the_bot(outcome)
            if self.days() != day:
                return None
        return None

    async def wait_for_the_bot(self, outcome: Outcome) -> None:
        if not outcome.acked:
            await self.server.link.connected(seconds=self.patience)

    def statement(self) -> str:
        self.done += 1
        return f"This is number {self.done} of {self.actor.person.name} in {self.channel}."


def reference(outcome: Outcome) -> str:
    found = REFERENCE.search(outcome.messages[0].text)
    assert found is not None, outcome.messages[0].text
    return found[0]
