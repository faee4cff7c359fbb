"""The scene of a play: its workspace, its channel, what was filed in it under which reference, and what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from sandbox.acting import Actor
from sandbox.case import Case
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.phrasing import links
from sandbox.reading import Reader
from sandbox.server import SandboxServer
from sandbox.transcript import Transcript
from sandbox.workspace import Channel, Message


class Scene:
    """What everybody who acts in a play shares. `references` are given by the case's keys; `pause` is in seconds."""

    channel: Channel  # where it is played, once that is open

    def __init__(self, server: SandboxServer, case: Case, say: Callable[[str], None], pause: float) -> None:
        self.server = server
        self.case = case
        self.told = Transcript(say, server.clock, case.desk.zone)
        self.reader = Reader(case.desk.zone, self._name)
        self.pause = pause
        self.links = links(case)
        self.references: dict[str, str] = {}
        self.problems: list[str] = []

    def did(self, actor: Actor, what: str) -> None:
        """Tell what somebody typed or pressed."""
        name, role = actor.person.real_name.split()[0], actor.person.role
        self.told.did(f"{name} ({role})", f"#{self.channel.name}", what)

    def lines(self, seen: Message | View) -> list[str]:
        """A message or a form as it is read."""
        return self.reader.lines("" if isinstance(seen, View) else seen.text, seen.blocks)

    async def seen_by(self, actor: Actor) -> list[Message]:
        """The channel's messages as somebody sees them."""
        return await actor.messages(self.channel.id)

    async def timestamps(self, actor: Actor) -> set[str]:
        """Which messages somebody sees now."""
        return {message.ts for message in await self.seen_by(actor)}

    async def answer_to(self, actor: Actor, outcome: Outcome, before: set[str]) -> list[str]:
        """Return what somebody reads after an act: the answer, what is under a form's fields, or the error.

        `before`: the messages that were there already.
        """
        if outcome.errors or not outcome.acked:
            wrong = [*outcome.errors.values()] or [outcome.error or "The bot did not answer."]
            await self.put_away(actor)
            return wrong
        if outcome.view is not None:
            lines = self.lines(outcome.view)
            await self.put_away(actor)
            return lines or [outcome.view.title]
        messages = outcome.messages or await self._answered_later(actor, before)
        return [line for message in messages for line in self.lines(message)]

    async def settle(self) -> None:
        """Have everything sent that is on its way."""
        await self.server.move_clock(by=timedelta())

    async def put_away(self, actor: Actor) -> None:
        """Close whatever form is still open, so that the next act begins with none."""
        while (left := await actor.view()) is not None:
            await actor.close(left)

    async def rest(self) -> None:
        """Wait between two acts of a visible play."""
        if self.pause:
            await asyncio.sleep(self.pause)

    async def _answered_later(self, actor: Actor, before: set[str]) -> list[Message]:
        """Wait for an answer that comes as a message of its own, as it does after a form."""

        def answers() -> list[Message]:
            own = [m for m in self.channel.ephemerals.values() if m.ephemeral_for == actor.person.id]
            return [message for message in own if message.ts not in before]

        try:
            await self.server.until(lambda: bool(answers()))
        except TimeoutError:
            return []
        return answers()

    def _name(self, slack_id: str) -> str:
        channel = self.server.workspace.channels.get(slack_id)
        if channel is not None:
            return channel.name
        try:
            return self.server.workspace.person(slack_id).real_name
        except LookupError:
            return slack_id
