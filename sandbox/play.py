"""Plays a case in the sandbox: acts it out as its people would, moves the clock, and holds what comes against it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sandbox.case import Case, Step
from sandbox.expectations import Digest, check_counts, check_digest, check_then, is_digest, read_digest
from sandbox.newsroom import open_channel, set_up_desk
from sandbox.reading import shows
from sandbox.scene import Scene
from sandbox.scribe import file_claim, file_dispute
from sandbox.server import SandboxServer
from sandbox.stepping import card_lines, take_step, thread_of
from sandbox.workspace import Message

FILED_AT = time(17, 0)
# When a reminder of what was filed at 17:00 is looked for: a day later, or, if that is after hours, next morning.
REMINDED_AFTER = (timedelta(hours=24, minutes=30), timedelta(hours=42))
REMINDER = re.compile(r"still unverified|\breminder \d+ of \d+", re.IGNORECASE)


@dataclass(frozen=True)
class Played:
    """How a play ended: whether all the case expects came true, and a sentence for each thing that did not."""

    ok: bool
    problems: list[str] = field(default_factory=list)


async def play(server: SandboxServer, case: Case, say: Callable[[str], None], *, pause: float = 0.0) -> Played:
    """Play a case from the hour it was filed to its last digest and a reminder, telling it through `say`.

    The server runs and the bot is connected to it. `pause` is how many seconds a visible play waits between steps.
    """
    return await _Play(Scene(server, case, say, pause)).run()


class _Play:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.case = scene.case
        self.known: set[tuple[str, str]] = set()  # messages read before: channel and timestamp
        self.reminded = False

    async def run(self) -> Played:
        case, scene = self.case, self.scene
        filed = datetime.combine(case.filed_on, FILED_AT, case.desk.zone)
        await scene.server.move_clock(to=filed)
        scene.told.heading(f"{case.name}: claims {len(case.claims)}, disputes {len(case.disputes)}")
        scene.channel = await open_channel(scene.server, case, scene.told)
        reporter, lead = scene.server.actor("reporter"), scene.server.actor("lead")
        scene.problems += await set_up_desk(scene.server, case, lead, scene.channel, scene.told, scene.reader)
        for claim in case.claims:
            await file_claim(scene, reporter, claim)
        for dispute in case.disputes:
            await file_dispute(scene, reporter, dispute)
        await scene.settle()  # the cards come before the clock moves on
        await self.read_all()
        digest = await self.morning(case.first_digest, "Next morning")
        if digest is not None:
            scene.problems += check_counts(case, len(scene.references), digest)
            scene.problems += check_digest(case, scene.references, digest)
        if case.then:
            await self.then()
        await self.until_reminded(filed)
        scene.told.verdict(scene.problems)
        return Played(not scene.problems, scene.problems)

    async def then(self) -> None:
        """Take the steps that follow, with a digest every morning between, and hold the last against the case."""
        for step in self.case.then:
            await self.come_to(step)
            await take_step(self.scene, step)
        digest = await self.morning(self.case.last_digest, "The morning after")
        afterwards = self.case.afterwards()
        if digest is not None:
            self.scene.problems += check_counts(afterwards, len(self.scene.references), digest)
            self.scene.problems += check_digest(afterwards, self.scene.references, digest)
        expected = self.case.expect_then
        if expected is None:
            return
        if digest is not None:
            self.scene.problems += check_then(expected, self.scene.references, digest)
        for key, wanted in expected.cards.items():
            self.check(key, "card", card_lines, wanted)
        for key, wanted in expected.threads.items():
            self.check(key, "thread", thread_of, wanted)

    async def come_to(self, step: Step) -> None:
        """Move to a step's moment, by way of the digests before it."""
        zone = self.case.desk.zone
        today = self.scene.server.clock.now().astimezone(zone).date()
        while today < step.at.date():
            at = self.case.morning_after(today)
            today = at.date()
            if at > self.case.first_digest and at <= step.at:
                await self.morning(at, "Next morning")
        if self.scene.server.clock.now() < step.at:
            await self.scene.server.move_clock(to=step.at)
            self.scene.told.heading("Then")
            await self.read_all()

    def check(self, key: str, what: str, look: Callable[[Scene, str], list[str]], wanted: tuple[str, ...]) -> None:
        """See that a card, or its thread, tells what it is to tell."""
        reference = self.scene.references.get(key, key)
        try:
            told = "\n".join(look(self.scene, reference))
        except LookupError as why:
            self.scene.problems.append(str(why))
            return
        self.scene.problems += [
            f"The {what} of {reference} does not tell “{words}”." for words in wanted if not shows(told, words)
        ]

    # Reading

    async def morning(self, at: datetime, heading: str) -> Digest | None:
        """Move to a digest's hour; the digest that came, if one did."""
        scene = self.scene
        lead = scene.server.actor("lead")
        await scene.server.move_clock(to=at)
        scene.told.heading(heading)
        digests = []
        for message in await self.read_all():
            lines = scene.lines(message)
            if message.channel == scene.channel.id and is_digest(lines):
                thread = (await lead.thread(scene.channel.id, message.ts))[1:]
                digests.append([lines, *map(scene.lines, thread)])
        for messages in digests:
            scene.told.did("Counterclaim", f"#{scene.channel.name}", messages[0][0])
            scene.told.answered([*messages[0][1:], *(line for lines in messages[1:] for line in lines)])
        if len(digests) != 1:
            where = f"#{scene.channel.name}"
            scene.problems.append(f"One digest was to come in {where}; there came {len(digests) or 'none'}.")
        await scene.rest()
        return read_digest(digests[0]) if digests else None

    async def until_reminded(self, filed: datetime) -> None:
        """Unless a reminder has come by now, move on until the claims are due for one, and see that it comes."""
        scene = self.scene
        for after in REMINDED_AFTER:
            if self.reminded:
                return
            if scene.server.clock.now() < filed + after:
                await scene.server.move_clock(to=filed + after)
                scene.told.heading("A day after filing" if after == REMINDED_AFTER[0] else "The morning after")
                await self.read_all()
        if not self.reminded:
            scene.problems.append("Nobody was reminded of what is still unverified.")

    async def read_all(self) -> list[Message]:
        """Return what the bot has posted since this was last asked: in the channel and in anybody's conversation.

        What reminds somebody is told at once.
        """
        scene, new = self.scene, []
        channels = scene.server.workspace.channels.values()
        for place in (scene.channel, *(place for place in channels if place.kind == "im")):
            for message in place.top:
                if (place.id, message.ts) not in self.known and message.is_bot and not message.deleted:
                    new.append(message)
                self.known.add((place.id, message.ts))
        for message in new:
            lines = scene.lines(message)
            if REMINDER.search("\n".join(lines)):
                place = scene.server.workspace.channels[message.channel]
                scene.told.did("Counterclaim", f"#{place.name}" if place.name else "a conversation", lines[0])
                scene.told.answered(lines[1:])
                self.reminded = True
        return new
