"""What a person does in the workspace: type, press, choose, fill in, submit, look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import app_home, filling, forms, joining
from sandbox.errors import CannotDoError, Refused
from sandbox.escaping import as_slack_writes
from sandbox.menus import ask_for_options
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.previews import previews
from sandbox.socket import Ack
from sandbox.stage import Stage
from sandbox.submitting import take_answer
from sandbox.workspace import Channel, Json, Message, Person

SLACKBOT = "USLACKBOT"
OWN_COMMANDS = ("/invite", "/remove", "/leave")


class Actor:
    """One person at work. Channels are named by id, by name, or "im" for the conversation with the bot.

    What Slack's own client would not let them do raises CannotDoError; what is not there for them, LookupError.
    """

    def __init__(self, stage: Stage, person: Person) -> None:
        self._stage = stage
        self.person = person

    @property
    def stage(self) -> Stage:
        """Return the workspace this person is at work in, with everything behind it."""
        return self._stage

    # Looking

    async def messages(self, channel: str) -> list[Message]:
        """Return a channel's messages as this person sees them, oldest first: their ephemeral ones among them."""
        place = self._stage.seen(self.person, channel)
        own = [message for message in place.ephemerals.values() if self._for_me(message) and not message.thread_ts]
        return sorted([*place.top, *own], key=lambda message: message.ts)

    async def thread(self, channel: str, ts: str) -> list[Message]:
        """Return a message and its replies, oldest first, this person's ephemeral ones among them."""
        place = self._stage.seen(self.person, channel)
        parent = self._stage.message(self.person, place, ts)
        own = [m for m in place.ephemerals.values() if self._for_me(m) and m.thread_ts == parent.ts]
        return [parent, *sorted([*parent.replies, *own], key=lambda message: message.ts)]

    async def view(self) -> View | None:
        """Return the modal this person has before them, if any."""
        return self._stage.views.top(self.person.id)

    async def home(self) -> View | None:
        """Return this person's Home tab as it was last put up, if it was."""
        return self._stage.views.homes.get(self.person.id)

    # Writing

    async def type(self, channel: str, text: str, thread_ts: str | None = None) -> Outcome:
        """Send a line: a slash command if the manifest registers it, else a plain message.

        A command the bot does not ack within three seconds leaves Slackbot's sentence in the channel, for this
        person only. Slack takes no commands in threads.
        """
        place = self._stage.joined(self.person, channel)
        if text.startswith("/"):
            word, rest = [*text.split(None, 1), ""][:2]
            return await self._command(place, word, rest, thread_ts)
        if not text.strip():
            raise CannotDoError("There is nothing to send.")
        return self._post(place, text, thread_ts)

    async def post_file(
        self, channel: str, name: str, data: bytes, text: str = "", thread_ts: str | None = None
    ) -> Outcome:
        """Send a file, with a line or without one; its kind is told by the ending of its name."""
        place = self._stage.joined(self.person, channel)
        if not name.strip() or not data:
            raise CannotDoError("There is nothing in this file.")
        return self._post(place, text, thread_ts, (name, data))

    def _post(
        self, place: Channel, text: str, thread_ts: str | None, upload: tuple[str, bytes] | None = None
    ) -> Outcome:
        workspace = self._stage.workspace
        if thread_ts is not None and workspace.find(place.id, thread_ts) is None:
            raise LookupError("There is no such thread here.")
        written = as_slack_writes(text, workspace, self.person)
        files = [workspace.add_file(self.person.id, *upload)] if upload else []
        links = previews(workspace, self.person, written) or None
        message = workspace.post(place, self.person.id, written, thread_ts=thread_ts, files=files, attachments=links)
        self._stage.events.posted(message)
        return Outcome(acked=True, messages=[message])

    async def _command(self, place: Channel, word: str, rest: str, thread_ts: str | None) -> Outcome:
        if thread_ts is not None:
            return Outcome(error=f"{word} is not supported in threads. Sorry!")
        if word in OWN_COMMANDS:
            await self._own(word, place, rest.strip().removeprefix("@"))
            return Outcome(acked=True)
        command = self._stage.commands().get(word) if self.person.team is None else None
        if command is None:
            return Outcome(error=f"{word} is not a valid command.")
        text = rest.strip()
        if command.get("should_escape"):
            text = as_slack_writes(text, self._stage.workspace, self.person)
        payload = self._stage.payloads.command(
            self.person,
            place,
            word,
            text,
            trigger_id=self._stage.views.new_trigger(self.person),
            response_url=self._stage.responses.new_url(self.person, place),
        )
        ack = await self._stage.send("slash_commands", payload, word)
        outcome = Outcome.of(ack, payload)
        if not ack.acked:
            outcome.error = f"{word} failed with the error “{ack.failure}”"
            self._tell(place, outcome.error)
        elif ack.payload:
            self._answer(place, word, ack.payload, outcome)
        outcome.view = self._stage.views.top(self.person.id)
        return outcome

    async def _own(self, word: str, place: Channel, who: str) -> None:
        """Do what one of Slack's own commands does; inviting an address brings somebody of another workspace."""
        if word == "/invite" and "@" in who:
            await joining.share(self._stage, self.person, place, who)
        elif word == "/invite":
            await self.invite(place.id, who)
        elif word == "/remove":
            await self.kick(place.id, who)
        else:
            await self.leave(place.id)

    # Buttons, menus and forms

    async def press(
        self, where: Message | View, action_id: str, block_id: str | None = None, value: Any = None
    ) -> Outcome:
        """Press a button or choose in a menu, and tell the bot.

        The first element of that name is taken; `value` tells buttons of one name apart, and is what is chosen in
        anything else: an option's value, a list of them, an id, a date.
        """
        source = self._stage.source(self.person, where)
        block, element = filling.pick(where, action_id, block_id, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise CannotDoError(f"{action_id} is part of a form: fill it in, it sends nothing by itself.")
        value = await filling.named(self._stage, self.person, where, block, element, value)
        filling.state_of(where, self.person)
        if element["type"] in forms.FIELDS:
            await filling.put(self._stage, self.person, where, block, element, value)
        workspace = self._stage.workspace
        action = forms.action_of(block, element, value, where.offered, workspace.new_ts())
        response_url = None
        if source.channel is not None:
            response_url = self._stage.responses.new_url(self.person, source.channel, source.message)
        payload = self._stage.payloads.actions(
            self.person,
            source,
            [action],
            trigger_id=self._stage.views.new_trigger(self.person),
            response_url=response_url,
        )
        return await self._send(payload, action_id)

    async def options(
        self, where: Message | View, action_id: str, typed: str, block_id: str | None = None
    ) -> list[Json]:
        """Return the options a menu shows for what was typed; only those can be chosen from then on.

        Fewer characters than its `min_query_length` (3 unless it says so) ask nobody and find nothing.
        """
        source = self._stage.source(self.person, where)
        block, element = forms.find(where.blocks, action_id, block_id)
        return await ask_for_options(self._stage, self.person, source, block, element, typed)

    async def fill(self, view: View, values: Mapping[str, Any]) -> None:
        """Put values into a form, by block_id or action_id, or by block_id and in that by action_id.

        What a menu asks the bot for is typed into it: an option's text, how that begins, or its value.
        """
        self._stage.source(self.person, view)
        await filling.fill(self._stage, self.person, view, values)

    async def submit(self, view: View, values: Mapping[str, Any] | None = None) -> Outcome:
        """Fill in and submit a form. What Slack's client checks itself is not sent and comes back in `errors`."""
        if view is not self._stage.views.top(self.person.id):
            raise LookupError("That form is not open in front of this person.")
        if view.content.get("submit") is None and not any(b["type"] == "input" for b in view.blocks):
            raise CannotDoError("This form has nothing to submit.")
        await self.fill(view, values or {})
        problems = forms.left_empty(view.blocks, view.state)
        if problems:
            return Outcome(errors=problems, view=view)
        trigger_id = self._stage.views.new_trigger(self.person)
        payload = self._stage.payloads.submission(self.person, view, trigger_id=trigger_id)
        outcome = await self._send(payload, view.callback_id)
        if outcome.acked:
            take_answer(self._stage, view, outcome.payload, outcome)
        outcome.view = self._stage.views.top(self.person.id)
        return outcome

    async def close(self, view: View, *, leave: bool = False) -> Outcome:
        """Put a form away by its Cancel, or (`leave`) all that lie on each other by the × in the corner.

        The bot is told only of what says `notify_on_close`; of leaving it hears once, of the form at the bottom.
        """
        if view is not self._stage.views.top(self.person.id):
            raise LookupError("That form is not open in front of this person.")
        everything = leave or bool(view.content["clear_on_close"])
        stack = list(self._stage.views.stacks[self.person.id]) if everything else [view]
        if leave:
            stack = stack[:1]
        self._stage.views.close(view, everything=everything)
        outcome = Outcome(acked=True)
        for closed in reversed(stack):
            if closed.content["notify_on_close"]:
                payload = self._stage.payloads.closed(self.person, closed, cleared=everything)
                outcome = await self._send(payload, closed.callback_id)
        return outcome

    async def shortcut(self, callback_id: str, channel: str | None = None, ts: str | None = None) -> Outcome:
        """Use a shortcut: one for messages on the message of `channel` and `ts`, a global one on nothing."""
        known = self._stage.shortcuts().get(callback_id) if self.person.team is None else None
        if known is None:
            raise LookupError(f"There is no shortcut called {callback_id}.")
        trigger_id = self._stage.views.new_trigger(self.person)
        if known["type"] == "global":
            payload = self._stage.payloads.global_shortcut(self.person, callback_id, trigger_id=trigger_id)
            return await self._send(payload, callback_id)
        if channel is None or ts is None:
            raise CannotDoError(f"{known['name']} is used on a message.")
        place = self._stage.seen(self.person, channel)
        message = self._stage.message(self.person, place, ts)
        if message.ephemeral_for is not None:
            raise CannotDoError("An answer that only you see has no shortcuts.")
        payload = self._stage.payloads.message_shortcut(
            self.person,
            place,
            message,
            callback_id,
            trigger_id=trigger_id,
            response_url=self._stage.responses.new_url(self.person, place, message),
        )
        return await self._send(payload, callback_id)

    async def open_home(self) -> View | None:
        """Open the bot's Home tab and return what the bot puts up there; None if it never put up anything.

        CannotDoError if the manifest switches the tab off.
        """
        return await app_home.open_home(self._stage, self.person)

    async def open_messages(self) -> Outcome:
        """Go to the conversation with the bot; of an app that has a Home tab, the bot hears of it."""
        ack = await app_home.tell(self._stage, self.person, "messages")
        return Outcome(acked=True) if ack is None else Outcome(ack.acked, seconds=ack.seconds)

    # Channels

    async def invite(self, channel: str, who: str) -> None:
        """Bring somebody (id, role, handle or the bot's name) into a channel this person is in."""
        place = self._stage.joined(self.person, channel)
        await joining.invite(self._stage, self.person, place, self._stage.workspace.person(who))

    async def join(self, channel: str) -> None:
        """Join a public channel."""
        place = self._stage.seen(self.person, channel)
        await joining.invite(self._stage, self.person, place, self.person)

    async def kick(self, channel: str, who: str) -> None:
        """Take somebody, the bot too, out of a channel this person is in."""
        place = self._stage.joined(self.person, channel)
        await joining.leave(self._stage, place, self._stage.workspace.person(who))

    async def leave(self, channel: str) -> None:
        """Leave a channel."""
        await joining.leave(self._stage, self._stage.joined(self.person, channel), self.person)

    async def share(self, channel: str, address: str) -> Actor:
        """Invite somebody of another workspace into a channel, by their address; who that is."""
        place = self._stage.joined(self.person, channel)
        return Actor(self._stage, await joining.share(self._stage, self.person, place, address))

    async def make_private(self, channel: str) -> None:
        """Make a public channel private."""
        await joining.make_private(self._stage, self.person, self._stage.joined(self.person, channel))

    async def archive(self, channel: str, *, archived: bool = True) -> None:
        """Put a channel away, or (`archived=False`) take it out again."""
        place = self._stage.seen(self.person, channel)
        await joining.archive(self._stage, self.person, place, archived=archived)

    # Inside

    def _for_me(self, message: Message) -> bool:
        return message.ephemeral_for == self.person.id

    def _tell(self, place: Channel, text: str) -> None:
        self._stage.workspace.post(place, SLACKBOT, text, ephemeral_for=self.person.id)

    def _answer(self, place: Channel, word: str, answer: Any, outcome: Outcome) -> None:
        body = {"text": answer} if isinstance(answer, str) else answer
        try:
            message = self._stage.responses.answer(self.person, place, body, method="ack")
            outcome.messages.append(message)
        except Refused as refusal:
            self._stage.record.refused("ack", refusal.error, **refusal.detail)
            outcome.error = f"{word} failed with the error “{refusal.error}”"
            self._tell(place, outcome.error)

    async def _send(self, payload: Json, name: str) -> Outcome:
        ack: Ack = await self._stage.send("interactive", payload, name)
        outcome = Outcome.of(ack, payload)
        outcome.view = self._stage.views.top(self.person.id)
        return outcome
