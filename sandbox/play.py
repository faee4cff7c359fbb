"""Plays a case in the sandbox: files it as a reporter would, moves the clock, and holds what comes against the case."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.acting import Actor
from sandbox.case import Case, Claim, Dispute, Utterance
from sandbox.errors import CannotDoError
from sandbox.expectations import check_counts, check_digest, is_digest, read_digest
from sandbox.newsroom import open_channel, set_up_desk
from sandbox.outcome import Outcome
from sandbox.paperwork import EDIT, button, ready, said_in_form, submit
from sandbox.phrasing import claim_line, dispute_line, links
from sandbox.reading import Reader
from sandbox.server import SandboxServer
from sandbox.transcript import Transcript
from sandbox.workspace import Channel, Message

FILED_AT = time(17, 0)
DIGEST_AT = time(9, 0)
# When a reminder of what was filed at 17:00 is looked for: a day later, or, if that is after hours, next morning.
REMINDED_AFTER = (timedelta(hours=24, minutes=30), timedelta(hours=42))
REFERENCE = re.compile(r"\bC-\d+\b")
REFUSED = re.compile(r"\b(?:nothing was filed|was not filed|not filed)\b", re.IGNORECASE)
REMINDER = re.compile(r"still unverified|\breminder \d+ of \d+", re.IGNORECASE)


@dataclass(frozen=True)
class Played:
    """How a play ended: whether all the case expects came true, and a sentence for each thing that did not."""

    ok: bool
    problems: list[str] = field(default_factory=list)


async def play(server: SandboxServer, case: Case, say: Callable[[str], None], *, pause: float = 0.0) -> Played:
    """Play a case from the hour it was filed to the reminder after its digest, telling it through `say`.

    The server runs and the bot is connected to it. `pause` is how many seconds a visible play waits between steps.
    """
    return await _Play(server, case, say, pause).run()


class _Play:
    def __init__(self, server: SandboxServer, case: Case, say: Callable[[str], None], pause: float) -> None:
        self.server = server
        self.case = case
        self.zone: ZoneInfo = case.desk.zone
        self.told = Transcript(say, server.clock, self.zone)
        self.reader = Reader(self.zone, self._name)
        self.pause = pause
        self.reporter = server.actor("reporter")
        self.links = links(case)
        self.references: dict[str, str] = {}
        self.problems: list[str] = []
        self.known: set[tuple[str, str]] = set()  # messages read before: channel and timestamp

    async def run(self) -> Played:
        case = self.case
        filed = datetime.combine(case.filed_on, FILED_AT, self.zone)
        await self.server.move_clock(to=filed)
        self.told.heading(f"{case.name}: {len(case.claims)} claims, {len(case.disputes)} disputes")
        channel = await open_channel(self.server, case, self.told)
        lead = self.server.actor("lead")
        self.problems += await set_up_desk(self.server, lead, channel, self.told, self.reader)
        for claim in case.claims:
            await self.file(channel, claim)
        for dispute in case.disputes:
            await self.dispute(channel, dispute)
        await self.server.move_clock(by=timedelta())  # the cards come before the clock moves on
        await self.read_all(channel)
        await self.morning(channel, lead, datetime.combine(case.filed_on + timedelta(days=1), DIGEST_AT, self.zone))
        await self.reminded(channel, filed)
        self.told.verdict(self.problems)
        return Played(not self.problems, self.problems)

    # Filing

    async def file(self, channel: Channel, claim: Claim) -> None:
        """File a claim as the reporter, in one line if one line can say it; its reference is kept."""
        line = claim_line(claim, self.links[claim])
        answer, _ = await self.say_it(channel, line or "/claim", claim)
        first = _first(answer)
        found = REFERENCE.search(first)
        if found is None or REFUSED.search(first):
            self.problems.append(f"The claim `{claim.key}` was not filed: {first}")
        elif found[0] in self.references.values():
            self.problems.append(f"The claim `{claim.key}` was taken for {found[0]}, which is another.")
        else:
            self.references[claim.key] = found[0]

    async def dispute(self, channel: Channel, dispute: Dispute) -> None:
        """File a dispute as the reporter and, if it does not contradict, give it its kind through Edit."""
        reference = self.references.get(dispute.claim)
        if reference is None:
            self.problems.append(f"{dispute.speaker} disputes `{dispute.claim}`, which was not filed.")
            return
        line = dispute_line(dispute, reference, self.links[dispute])
        before = await self.seen_by(self.reporter, channel)
        answer, in_a_form = await self.say_it(channel, line or f"/dispute {reference}", dispute)
        first = _first(answer)
        if reference not in REFERENCE.findall(first) or REFUSED.search(first):
            self.problems.append(f"The dispute of {dispute.speaker} against {reference} was not filed: {first}")
            return
        if not in_a_form and dispute.kind != "contradicts":
            new = [message for message in await self.seen_by(self.reporter, channel) if message not in before]
            await self.give_kind(channel, new, dispute, reference)

    async def say_it(self, channel: Channel, typed: str, said: Utterance) -> tuple[list[str], bool]:
        """Type a command, fill in the form if one opens; return the answer's lines, and whether there was a form."""
        before = {message.ts for message in await self.seen_by(self.reporter, channel)}
        self.told.did(_who(self.reporter), f"#{channel.name}", typed)
        outcome = await self.reporter.type(channel.id, typed)
        in_a_form = outcome.view is not None
        if outcome.view is not None:
            values = said_in_form(said, self.links[said])
            self.told.note(f"in the form “{outcome.view.title}”: " + "; ".join(filter(None, values.values())))
            try:
                form = await ready(self.server, self.reporter, "speaker")
                outcome = await submit(self.reporter, form, values, lenient=True)
            except (CannotDoError, LookupError) as why:
                outcome = Outcome(error=str(why))
        answer = await self.answer_to(channel, outcome, before)
        self.told.answered(answer)
        await self.rest()
        return answer, in_a_form

    async def answer_to(self, channel: Channel, outcome: Outcome, before: set[str]) -> list[str]:
        """Return what the reporter reads after a command: the answer, what is under a form's fields, or the error."""
        if outcome.errors or not outcome.acked:
            wrong = [*outcome.errors.values()] or [outcome.error or "The bot did not answer."]
            await self.put_away(self.reporter)
            return wrong
        if outcome.view is not None:
            lines = self.reader.lines("", outcome.view.blocks)
            await self.put_away(self.reporter)
            return lines or [outcome.view.title]
        messages = outcome.messages or await self.answered_later(channel, before)
        return [line for message in messages for line in self.reader.lines(message.text, message.blocks)]

    async def answered_later(self, channel: Channel, before: set[str]) -> list[Message]:
        """Wait for an answer that comes as a message of its own, as it does after a form."""
        reporter = self.reporter.person.id
        place = self.server.workspace.channels[channel.id]

        def answers() -> list[Message]:
            return [m for m in place.ephemerals.values() if m.ephemeral_for == reporter and m.ts not in before]

        try:
            await self.server.until(lambda: bool(answers()))
        except TimeoutError:
            return []
        return answers()

    async def give_kind(self, channel: Channel, answers: list[Message], dispute: Dispute, reference: str) -> None:
        """Say through Edit that a dispute denies, corrects or adds context: in one line it contradicts."""
        try:
            message, action = _with_button(answers, EDIT)
            outcome = await self.reporter.press(message, action)
            if outcome.view is None:
                raise LookupError(outcome.error or "Edit opened no form.")
            self.told.did(
                _who(self.reporter), f"#{channel.name}", f"Edit: {dispute.speaker} {dispute.kind} {reference}"
            )
            form = await ready(self.server, self.reporter, "kind")
            outcome = await submit(self.reporter, form, {"kind": dispute.kind})
            if outcome.errors or not outcome.acked:
                raise LookupError(" ".join(outcome.errors.values()) or outcome.error or "The bot did not answer.")
        except (CannotDoError, LookupError) as why:
            self.problems.append(f"That {dispute.speaker} {dispute.kind} {reference} could not be said: {why}")
        await self.put_away(self.reporter)
        await self.rest()

    # Reading

    async def morning(self, channel: Channel, lead: Actor, at: datetime) -> None:
        """Move to the digest's hour and hold the digest against the case."""
        await self.server.move_clock(to=at)
        self.told.heading("Next morning")
        digests = []
        for message in await self.read_all(channel):
            lines = self.reader.lines(message.text, message.blocks)
            if message.channel == channel.id and is_digest(lines):
                thread = (await lead.thread(channel.id, message.ts))[1:]
                rest = [self.reader.lines(reply.text, reply.blocks) for reply in thread]
                digests.append([lines, *rest])
        for messages in digests:
            self.told.did("Counterclaim", f"#{channel.name}", messages[0][0])
            self.told.answered([*messages[0][1:], *(line for lines in messages[1:] for line in lines)])
        if len(digests) != 1:
            self.problems.append(f"One digest was to come in #{channel.name}; there came {len(digests) or 'none'}.")
        if digests:
            digest = read_digest(digests[0])
            self.problems += check_counts(self.case, len(self.references), digest)
            self.problems += check_digest(self.case, self.references, digest)
        await self.rest()

    async def reminded(self, channel: Channel, filed: datetime) -> None:
        """Move on until the claims are due for a reminder, and see that one comes."""
        for after in REMINDED_AFTER:
            await self.server.move_clock(to=filed + after)
            self.told.heading("A day after filing" if after == REMINDED_AFTER[0] else "The morning after")
            reminders = []
            for message in await self.read_all(channel):
                lines = self.reader.lines(message.text, message.blocks)
                if REMINDER.search("\n".join(lines)):
                    place = self.server.workspace.channels[message.channel]
                    self.told.did("Counterclaim", f"#{place.name}" if place.name else "a conversation", lines[0])
                    self.told.answered(lines[1:])
                    reminders.append(message)
            if reminders:
                return
        self.problems.append("Nobody was reminded of what is still unverified.")

    async def read_all(self, channel: Channel) -> list[Message]:
        """Return what the bot has posted since this was last asked: in the channel and in anybody's conversation."""
        new = []
        for place in (channel, *(place for place in self.server.workspace.channels.values() if place.kind == "im")):
            for message in place.top:
                if (place.id, message.ts) not in self.known and message.is_bot and not message.deleted:
                    new.append(message)
                self.known.add((place.id, message.ts))
        return new

    async def seen_by(self, actor: Actor, channel: Channel) -> list[Message]:
        return await actor.messages(channel.id)

    # Between steps

    async def put_away(self, actor: Actor) -> None:
        """Close whatever form is still open, so that the next step begins with none."""
        while (left := await actor.view()) is not None:
            await actor.close(left)

    async def rest(self) -> None:
        if self.pause:
            await asyncio.sleep(self.pause)

    def _name(self, slack_id: str) -> str:
        channel = self.server.workspace.channels.get(slack_id)
        if channel is not None:
            return channel.name
        try:
            return self.server.workspace.person(slack_id).real_name
        except LookupError:
            return slack_id


def _who(actor: Actor) -> str:
    return f"{actor.person.real_name.split()[0]} ({actor.person.role})"


def _first(answer: list[str]) -> str:
    """What an answer begins with: there it says whether something was filed, below that what was typed comes back."""
    return answer[0] if answer else "the bot did not answer."


def _with_button(messages: list[Message], label: str) -> tuple[Message, str]:
    for message in reversed(messages):
        try:
            return message, button(message, label)
        except LookupError:
            continue
    raise LookupError(f"No answer has a button that says {label}.")
