"""A newsroom: the real bot in a sandbox workspace, with people in it, and eyes to read what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app import Bot
from bot.desk.setup_answers import MORE
from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.paperwork import ready
from sandbox.reading import Reader
from sandbox.server import SandboxServer
from sandbox.workspace import Channel, Message
from store import Session, chain
from store.workspaces import find_workspace

KYIV = ZoneInfo("Europe/Kyiv")
# Where every test begins: Tue 23 May 2023, 14:02 in Kyiv, where the reporter and the lead live.
NOON = datetime(2023, 5, 23, 11, 2, tzinfo=UTC)
LINE = "Moscow: Ukrainian armed groups carried out the attack https://www.wionews.com/raid"
DENIAL = "Kyiv: Ukraine has nothing to do with it https://www.wionews.com/kyiv"
Refusal = tuple[str, str]
PATIENCE = 60.0  # seconds: three hundred cards take ten


def kyiv(day: int, hour: int, minute: int = 0, month: int = 5, year: int = 2023) -> datetime:
    """A moment in the desk's zone; May 2023 unless it says otherwise."""
    return datetime(year, month, day, hour, minute, tzinfo=KYIV)


@dataclass
class Newsroom:
    """Everybody at work. `expected` are the refusals (method, error) that a test means to cause."""

    server: SandboxServer
    bot: Bot
    expected: set[Refusal] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reporter, self.checker = self.server.actor("reporter"), self.server.actor("checker")
        self.lead, self.guest = self.server.actor("lead"), self.server.actor("guest")

    async def settle(self) -> None:
        """Have everything done that is due, and wait until all of it is sent; TimeoutError if that never ends."""
        async with asyncio.timeout(PATIENCE):
            await self.bot.settle()

    # Doing

    async def file(self, line: str = LINE, *, by: Actor | None = None, channel: str = "verification") -> int:
        """File a claim in one line; its number."""
        outcome = await (by or self.reporter).type(channel, f"/claim {line}")
        told = self.read(outcome)
        reference, _, rest = told.partition(" ")
        assert rest.startswith("is filed."), told
        return int(reference.removeprefix("C-"))

    async def know(self, who: Actor, channel: str = "verification") -> None:
        """File a claim as somebody, after which the bot has learnt their zone; until then it is UTC."""
        await self.file(f"{who.person.name}: I am at work https://www.wionews.com/hello", by=who, channel=channel)
        await self.settle()

    async def dispute(
        self, number: int, line: str = DENIAL, *, by: Actor | None = None, channel: str = "verification"
    ) -> Outcome:
        """Dispute a claim in one line."""
        outcome = await (by or self.reporter).type(channel, f"/dispute C-{number} {line}")
        assert "is filed." in self.read(outcome), self.read(outcome)
        return outcome

    async def set_up(self, by: Actor, channel: str = "verification", **values: Any) -> Outcome:
        """Type `/claim setup`, change what `values` name on either page, and save."""
        return await self.save(by, await self.settings(by, channel), **values)

    async def save(self, by: Actor, form: View, **values: Any) -> Outcome:
        """Change what `values` name on either page of a form that is open at the first, and save."""
        later = {name: value for name, value in values.items() if name in MORE}
        await by.fill(form, await self.chosen(by, {name: values[name] for name in values if name not in later}))
        if later:
            form = await self.press_in_form(by, form, "more_settings")
        outcome = await by.submit(form, later)
        await self.server.until(lambda: "Asking Slack" not in self.top(by))
        outcome.view = await by.view()
        return outcome

    async def ask_for_second_reader(self) -> None:
        """Have the desk ask for a second reader of every verdict; its lead signs off what others propose."""
        await self.set_up(self.lead, second_reader=["yes"])
        await self.lead.close(await self.form(self.lead))
        await self.settle()

    async def direct_messages(self, who: Actor) -> list[str]:
        """What somebody was told in their own conversation with the bot."""
        await self.settle()
        return [self.read(message) for message in await who.messages("im")]

    async def settings(self, by: Actor, channel: str = "verification") -> View:
        """Type `/claim setup` and wait for the form."""
        outcome = await by.type(channel, "/claim setup")
        assert outcome.acked, outcome.error
        return await ready(self.server, by, "zone")

    async def form(self, who: Actor) -> View:
        """The form somebody has open."""
        view = await who.view()
        assert view is not None, "no form is open"
        return view

    async def chosen(self, by: Actor, values: dict[str, Any]) -> dict[str, Any]:
        """What to submit for `values`; a zone has to be searched for before it can be chosen."""
        view = await by.view()
        if "zone" in values and view is not None:
            await by.options(view, "pick_zone", values["zone"])
        return values

    async def private_answer(self, who: Actor, act: Awaitable[Outcome]) -> str:
        """What `who` alone is told in a message because of `act`."""
        before = set(self._only_for(who))
        outcome = await act
        assert outcome.acked, outcome.error
        await self.server.until(lambda: bool(set(self._only_for(who)) - before))
        (new,) = set(self._only_for(who)) - before
        return self.read(self._only_for(who)[new])

    async def take(self, who: Actor, number: int) -> str:
        """Take a claim from its card; what they alone are told."""
        return await self.private_answer(who, who.press(await self.card(number), "take"))

    async def more(self, who: Actor, where: int | Message, action: str, value: Any = None) -> View:
        """Press More on a claim's card and a button behind it; the form it opens, or what it says was done."""
        opened = await who.press(self.card_now(where) if isinstance(where, int) else where, "more")
        assert opened.view is not None, opened.error
        return await self.press_in_form(who, opened.view, action, value)

    async def press_in_form(self, who: Actor, view: View, action: str, value: Any = None) -> View:
        """Press a button in a form; the form that has come in its place, or before it."""
        before = (view.id, view.hash)
        outcome = await who.press(view, action, value=value)
        assert outcome.acked, outcome.error
        await self.server.until(lambda: self._shown(who) != before)
        return await self.form(who)

    def top(self, who: Actor) -> str:
        """What somebody reads in the form they have open."""
        now = self.server.stage.views.top(who.person.id)
        return "" if now is None else self.read(now)

    def _shown(self, who: Actor) -> tuple[str, str] | None:
        now = self.server.stage.views.top(who.person.id)
        return None if now is None else (now.id, now.hash)

    async def press_stale(self, who: Actor, earlier: Outcome) -> str:
        """Press the button that `earlier` pressed on a card as it was drawn then; what `who` alone is told."""
        assert earlier.request is not None
        stage, body = self.server.stage, earlier.request
        channel = stage.workspace.channels[body["channel"]["id"]]
        message = stage.message(who.person, channel, body["container"]["message_ts"])
        now = body | {
            "user": body["user"] | {"id": who.person.id},
            "actions": [body["actions"][0] | {"action_ts": stage.workspace.new_ts()}],
            "trigger_id": self.server.views.new_trigger(who.person),
            "response_url": stage.responses.new_url(who.person, channel, message),
        }

        async def deliver() -> Outcome:
            return Outcome.of(await self.server.deliver("interactive", now), now)

        return await self.private_answer(who, deliver())

    async def discard(self, number: int, why: str = "Filed twice.", by: Actor | None = None) -> None:
        """Set a claim aside from its card, as it now stands."""
        who, key = by or self.reporter, f"card:1:{number}"
        await self.server.until(lambda: any(message.key == key for message in self.messages()))
        await self.more(who, number, "discard")
        answer = await who.submit(await self.form(who), {"why": why})
        assert "is discarded." in self.read(answer), answer.errors
        await who.close(await self.form(who))

    async def to(self, moment: datetime) -> None:
        """Move the clock once everybody is at rest, and have everything done that is due then."""
        async with asyncio.timeout(PATIENCE):
            await self.bot.settle()
            await self.server.move_clock(to=moment)

    # Reading

    def read(self, seen: Message | View | Outcome | list[Message]) -> str:
        """What somebody reads, as plain lines: a message, a form, or what an act answered."""
        if isinstance(seen, Outcome):
            if seen.messages:
                return self.read(seen.messages)
            return self.read(seen.view) if seen.view is not None else seen.error or ""
        if isinstance(seen, list):
            return "\n".join(self.read(message) for message in seen)
        text = "" if isinstance(seen, View) else seen.text
        return "\n".join(Reader(KYIV, self._name).lines(text, seen.blocks))

    async def card(self, number: int) -> Message:
        """The card of C-`number`, once everything is sent; LookupError if there is none."""
        await self.settle()
        return self.card_now(number)

    def card_now(self, number: int) -> Message:
        """The card of C-`number` as it is, whatever is still to be sent; LookupError if there is none."""
        for message in self.messages():
            if message.key == f"card:1:{number}":
                return message
        raise LookupError(f"C-{number} has no card.")

    async def card_text(self, number: int) -> str:
        """What stands on the card of C-`number`."""
        return self.read(await self.card(number))

    async def thread(self, number: int) -> list[str]:
        """What was told in the thread of C-`number`."""
        return [self.read(reply) for reply in (await self.card(number)).replies]

    def posts(self, kind: str) -> list[Message]:
        """What the bot posted of a kind (`reminder`, `digest`, `cannot_post`), oldest first."""
        found = [message for message in self.messages() if (message.key or "").startswith(f"{kind}:")]
        return sorted(found, key=lambda message: message.ts)

    def texts(self, kind: str) -> list[str]:
        """The same, as read."""
        return [self.read(message) for message in self.posts(kind)]

    def messages(self) -> Iterator[Message]:
        """Every message of the workspace that is in a channel or a conversation, threads left out."""
        for channel in self.server.workspace.channels.values():
            yield from channel.top

    def channel(self, name: str) -> Channel:
        """A channel, by name."""
        return self.server.workspace.channel(name)

    async def claims(self) -> int:
        """How many claims are on file: the highest reference given out."""
        return (await self._workspace_row())[0] - 1

    async def verify(self) -> int:
        """How many events the history has, all of them unchanged and in order."""
        return await self.bot.record.read(lambda session: chain.verify(session, _row(session, self.server)))

    async def _workspace_row(self) -> tuple[int, int]:
        def look(session: Session) -> tuple[int, int]:
            row = find_workspace(session, self.server.workspace.team_id)
            return (1, 0) if row is None else (row.next_number, row.chain_length)

        return await self.bot.record.read(look)

    async def check_out(self) -> None:
        """What has to be true after every test."""
        await self.settle()
        refused = {(refusal.method, refusal.error) for refusal in self.server.record.refusals}
        assert refused == self.expected, self.server.record.refusals
        assert self.server.record.doubled() == {}
        if (await self._workspace_row())[1]:
            assert await self.verify() > 0

    def _only_for(self, who: Actor) -> dict[str, Message]:
        channels = self.server.workspace.channels.values()
        found = [message for channel in channels for message in channel.ephemerals.values()]
        return {message.ts: message for message in found if message.ephemeral_for == who.person.id}

    def _name(self, slack_id: str) -> str:
        workspace = self.server.workspace
        if slack_id in workspace.channels:
            return workspace.channels[slack_id].name
        return workspace.person(slack_id).name


def _row(session: Session, server: SandboxServer) -> Any:
    return find_workspace(session, server.workspace.team_id)
