"""What stands behind every act of a person: the workspace and the ways from it to the bot."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.errors import CannotDoError
from sandbox.events import Events
from sandbox.modals import View, Views
from sandbox.payloads import Payloads, Source
from sandbox.record import Record
from sandbox.responses import Responses
from sandbox.socket import NO_SOCKET, Ack
from sandbox.ways import Ways
from sandbox.workspace import Channel, Json, Message, Person, Workspace


@dataclass(frozen=True)
class Stage:
    """One workspace with everything that sends to the bot on a person's behalf."""

    workspace: Workspace
    views: Views
    record: Record
    ways: Ways
    payloads: Payloads
    events: Events
    responses: Responses

    async def send(self, kind: str, payload: Json, name: str) -> Ack:
        """Send the bot what a person did, and wait for its ack; where the app is not installed, nobody answers."""
        if not self.workspace.installed:
            return Ack(None, 0.0, NO_SOCKET)
        return await self.ways.send(kind, payload, name=name)

    def commands(self) -> dict[str, Json]:
        """Return the slash commands the manifest registers, by name; none where the app is not installed."""
        if not self.workspace.installed:
            return {}
        commands = self.workspace.manifest.get("features", {}).get("slash_commands", [])
        return {command["command"]: command for command in commands}

    def shortcuts(self) -> dict[str, Json]:
        """Return the shortcuts the manifest registers, by callback_id; none where the app is not installed."""
        if not self.workspace.installed:
            return {}
        shortcuts = self.workspace.manifest.get("features", {}).get("shortcuts", [])
        return {shortcut["callback_id"]: shortcut for shortcut in shortcuts}

    def seen(self, person: Person, name: str) -> Channel:
        """Return a channel a person can see; LookupError for any other, as if it did not exist."""
        channel = self.workspace.im_of(person.id) if name == "im" else self.workspace.channel(name)
        if channel not in self.workspace.visible_channels(person):
            raise LookupError(f"There is no channel called {name} here.")
        return channel

    def places(self, person: Person) -> set[str]:
        """Return where a file that a person may see is shown: to them alone, or in a channel that they can see."""
        return {person.id, *(channel.id for channel in self.workspace.visible_channels(person))}

    def joined(self, person: Person, name: str) -> Channel:
        """Return a channel a person can write in; CannotDoError with the reason if they cannot."""
        channel = self.seen(person, name)
        if person.id not in channel.members:
            raise CannotDoError(f"You are not in #{channel.name}. Join it first.")
        if channel.archived:
            raise CannotDoError(f"#{channel.name} is archived. Nobody can write in it.")
        return channel

    def message(self, person: Person, channel: Channel, ts: str) -> Message:
        """Return a message a person can see; LookupError if there is none, or it is for somebody else."""
        message = channel.ephemerals.get(ts) or self.workspace.find(channel.id, ts)
        if message is None or message.ephemeral_for not in (None, person.id):
            raise LookupError("There is no such message here.")
        return message

    def source(self, person: Person, where: Message | View) -> Source:
        """Return where an element stands; LookupError if the person cannot see it, or not any more."""
        if isinstance(where, Message):
            channel = self.seen(person, where.channel)
            return Source(channel, self.message(person, channel, where.ts))
        if where is self.views.top(person.id) or where is self.views.homes.get(person.id):
            return Source(view=where)
        raise LookupError("That form is not open in front of this person.")
