"""Which methods there are, what each needs, and what every call is asked before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import Refused
from sandbox.installations import Installations, Token
from sandbox.modals import Views
from sandbox.record import Record
from sandbox.socket import Link
from sandbox.uploads import Uploads
from sandbox.workspace import Channel, Json, Person, Workspace

HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
READ = {"public": "channels:read", "private": "groups:read", "im": "im:read"}


@dataclass(frozen=True)
class Office:
    """What the methods work on: one workspace, and what it shares with the others."""

    workspace: Workspace
    views: Views
    record: Record
    link: Link
    uploads: Uploads
    installations: Installations


@dataclass(frozen=True)
class Call:
    """One call of a method: its arguments, the office it is made at, the address it came to, and its token."""

    method: str
    arguments: Json
    office: Office
    host: str
    token: Token

    @property
    def workspace(self) -> Workspace:
        """Return the workspace it is about."""
        return self.office.workspace

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes its token was granted."""
        return self.office.installations.scopes_of(self.token)

    def need(self, *scopes: str) -> None:
        """Refuse with missing_scope unless one of these scopes is granted."""
        granted = self.scopes
        if scopes and not granted.intersection(scopes):
            raise Refused("missing_scope", needed=scopes[0], provided=",".join(sorted(granted)))

    def text(self, name: str, error: str = "invalid_arguments") -> str:
        """Return an argument that must be there; Refused(`error`) if it is not."""
        value = self.arguments.get(name)
        if value in (None, ""):
            messages = [f"[ERROR] missing required field: {name}"]
            raise Refused(error, response_metadata={"messages": messages})
        return str(value)

    def person(self, name: str = "user") -> Person:
        """Return the person an argument names by id; user_not_found if there is none."""
        person_id = self.text(name, "user_not_found")
        if person_id == self.workspace.bot.id:
            return self.workspace.bot
        person = self.workspace.people.get(person_id)
        if person is None:
            raise Refused("user_not_found")
        return person

    def channel(self) -> Channel:
        """Return the channel the bot may know of; channel_not_found for any other, private ones included."""
        name = self.text("channel", "channel_not_found")
        channel = self.workspace.channels.get(name)
        if channel is None and name.startswith("#"):
            channel = next((c for c in self.workspace.channels.values() if c.name == name[1:]), None)
        if channel is None or (channel.kind != "public" and not self.inside(channel)):
            raise Refused("channel_not_found")
        return channel

    def inside(self, channel: Channel) -> bool:
        """Say whether the bot is a member."""
        return self.workspace.bot.id in channel.members


Answer = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A method: what answers it, the scope it always needs (if any), and the kind of token it takes.

    `of_a_team`: with the token of an organisation it must be told which workspace is meant.
    """

    answer: Answer
    scope: str | None = None
    token: str = "bot"  # noqa: S105 (its kind, not a secret)
    of_a_team: bool = False
