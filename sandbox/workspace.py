"""The state of the workspace: people, channels, messages, and what time their timestamps say."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.clock import Clock
from sandbox.pictures import pictures_in

Json = dict[str, Any]
Kind = Literal["public", "private", "im"]
MICROSECONDS = 1_000_000


@dataclass
class Person:
    """Somebody in the workspace, or the bot. `role` is what a test calls them: "reporter", "lead" ..."""

    id: str
    name: str
    real_name: str
    role: str
    tz: str = "Europe/Kyiv"
    is_admin: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    color: str = "4f46a5"
    team: str | None = None  # of another workspace: then only the channels shared with it are theirs
    deactivated: bool = False  # an admin has closed the account


@dataclass(eq=False)
class File:
    """A file somebody posted or uploaded. `created` is in whole seconds.

    `shown_to` are the ids of the channels it stands in, and of the people who were shown it alone: nobody, and it is
    its owner's only.
    """

    id: str
    name: str
    data: bytes = field(repr=False)
    user: str
    created: int
    title: str = ""
    shown_to: set[str] = field(default_factory=set)
    unready: int = 0  # how often somebody still looks too early: Slack looks at what was uploaded in its own time

    def looked_at(self) -> bool:
        """Say whether Slack has looked at it by now, and knows what kind of file it is."""
        self.unready -= 1
        return self.unready < 0


@dataclass
class Message:
    """One message. `replies` hang on their parent, oldest first; `states` is what each person picked in it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    attachments: list[Json] | None = None
    subtype: str | None = None
    is_bot: bool = False
    edited: str | None = None
    ephemeral_for: str | None = None
    deleted: bool = False
    broadcast: bool = False
    mrkdwn: bool = True
    files: list[File] = field(default_factory=list)
    replies: list[Message] = field(default_factory=list, repr=False)
    states: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict, repr=False)
    offered: dict[str, list[Json]] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str | None:
        """Return `metadata.event_payload.key`, by which the bot finds its own posts again."""
        payload = (self.metadata or {}).get("event_payload") or {}
        key = payload.get("key")
        return key if isinstance(key, str) else None


@dataclass
class Channel:
    """A channel or a conversation. `top` is what history shows, oldest first; ephemeral messages are apart.

    `ext_shared`: another organisation is in it, too (Slack Connect).
    """

    id: str
    name: str
    kind: Kind
    members: set[str]
    topic: str = ""
    archived: bool = False
    ext_shared: bool = False
    created: int = 0
    creator: str = ""
    top: list[Message] = field(default_factory=list, repr=False)
    by_ts: dict[str, Message] = field(default_factory=dict, repr=False)
    ephemerals: dict[str, Message] = field(default_factory=dict, repr=False)
    last_read: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Organisation:
    """What several workspaces belong to (Enterprise Grid): the same people, each channel in one workspace."""

    id: str
    name: str
    domain: str


@dataclass
class Numbers:
    """Counts that several workspaces share: of ids, which Slack gives once in all, and of timestamps."""

    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    last_ts: int = 0


@dataclass(frozen=True)
class Change:
    """Something a page may want to draw again. `person` None: everybody's."""

    kind: str
    channel: str | None = None
    person: str | None = None


def microseconds(ts: str | float) -> int:
    """Return Slack's "1684850400.000100" (or any shorter form of it) as whole microseconds.

    Raises ValueError for what is no timestamp.
    """
    whole, _, rest = str(ts).partition(".")
    return int(whole or "0") * MICROSECONDS + int((rest + "000000")[:6])


class Workspace:
    """One team with its people and channels; the only place messages are made, changed and taken away.

    `installed`: the app is here. `org_wide`: it came with the whole organisation and not for this workspace alone.
    """

    def __init__(self, clock: Clock, manifest: Json, numbers: Numbers | None = None) -> None:
        self.clock = clock
        self.manifest = manifest
        self.team_id = "T0SANDBOX1"
        self.team_name = "Sandbox"
        self.domain = "counterclaim-sandbox"
        self.organisation: Organisation | None = None
        self.installed = True
        self.org_wide = False
        self.app_id = "A0CLAIMBOT"
        self.bot_id = "B0CLAIMBOT"
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.unready = 0  # how often a file that was just uploaded is looked for too early
        self.address = ""  # of the server, for links that lead back to it
        self.bot = Person("U0CLAIMBOT", "counterclaim", "Counterclaim", "bot", is_bot=True)
        self._numbers = numbers or Numbers()
        self.watchers: set[Callable[[Change], None]] = set()  # workspaces of one organisation share theirs

    # Names and time

    @property
    def has_home_tab(self) -> bool:
        """Say whether the bot is here and its manifest gives it a Home tab."""
        return self.installed and bool(self.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled"))

    @property
    def has_messages_tab(self) -> bool:
        """Say whether people and the bot can write to each other; a manifest that says nothing of it allows it."""
        return self.manifest.get("features", {}).get("app_home", {}).get("messages_tab_enabled") is not False

    def new_id(self, prefix: str) -> str:
        """Return an id never given before in this workspace: the prefix and a number, as Slack's ids look."""
        return f"{prefix}0{next(self._numbers.ids):09d}"

    def new_name(self) -> str:
        """Return an id for a block or an element the bot left without one."""
        return f"sb{next(self._numbers.ids):x}="

    def new_ts(self) -> str:
        """Return the next message timestamp: now, but always later than the one before."""
        now = self.clock.now()
        wanted = int(now.timestamp()) * MICROSECONDS + now.microsecond
        ts = self._numbers.last_ts = max(wanted, self._numbers.last_ts + 1)
        return f"{ts // MICROSECONDS}.{ts % MICROSECONDS:06d}"

    def person(self, name: str) -> Person:
        """Return somebody by id, role or handle; LookupError if there is nobody."""
        named = name in (self.bot.id, self.bot.role) or name.lower() in (self.bot.name, self.bot.real_name.lower())
        if named and self.installed:
            return self.bot
        for person in self.people.values():
            if name in (person.id, person.role, person.name):
                return person
        raise LookupError(f"There is nobody called {name} here.")

    def channel(self, name: str) -> Channel:
        """Return a channel by id or name, with or without "#"; LookupError if there is none."""
        if name in self.channels:
            return self.channels[name]
        plain = name.removeprefix("#")
        for channel in self.channels.values():
            if channel.kind != "im" and channel.name == plain:
                return channel
        raise LookupError(f"There is no channel called {name} here.")

    def im_of(self, person_id: str) -> Channel:
        """Return the conversation of a person with the bot; it is there from the start."""
        for channel in self.channels.values():
            if channel.kind == "im" and person_id in channel.members:
                return channel
        raise LookupError(f"{person_id} has no conversation with the bot.")

    # Messages

    def post(self, channel: Channel, user: str, text: str, **rest: Any) -> Message:
        """Add a message to its channel or, with `thread_ts`, to its thread; everybody who can see it is told."""
        message = Message(channel.id, self.new_ts(), user, text, is_bot=user == self.bot.id, **rest)
        if message.ephemeral_for is not None:
            channel.ephemerals[message.ts] = message
        else:
            channel.by_ts[message.ts] = message
            if message.thread_ts is None or message.broadcast:
                channel.top.append(message)
            if message.thread_ts is not None:
                channel.by_ts[message.thread_ts].replies.append(message)
            if not message.is_bot:
                channel.last_read[user] = message.ts
        self._show(message)
        self.changed("message", channel.id, message.ephemeral_for)
        return message

    def add_file(self, user: str, name: str, data: bytes, **rest: Any) -> File:
        """Keep a file of somebody's; a message that it stands in shows it to others."""
        file = File(
            rest.pop("id", None) or self.new_id("F"), name, data, user, int(self.clock.now().timestamp()), **rest
        )
        self.files[file.id] = file
        return file

    def may_read(self, file: File) -> bool:
        """Say whether the bot may know of a file: its own, and those in channels it belongs to (`files.info`)."""
        places = [self.channels[place] for place in file.shown_to if place in self.channels]
        return file.user == self.bot.id or any(self.bot.id in place.members for place in places)

    def show(self, whom: str, files: Iterable[File]) -> None:
        """Note that a channel, or one person, is shown these files."""
        for file in files:
            file.shown_to.add(whom)

    def _show(self, message: Message) -> None:
        whom = message.ephemeral_for or message.channel
        self.show(whom, [*message.files, *pictures_in(message.blocks, self.files)])

    def edited(self, message: Message) -> None:
        """Mark a message as edited now, and tell the pages. An ephemeral one is replaced, and bears no mark of it."""
        if message.ephemeral_for is None:
            message.edited = self.new_ts()
        self._show(message)
        self.changed("messages_changed", message.channel, message.ephemeral_for)

    def delete(self, message: Message) -> None:
        """Take a message away; a parent with replies stays as an empty place, as in Slack."""
        channel = self.channels[message.channel]
        message.deleted = True
        if message.ephemeral_for is not None:
            channel.ephemerals.pop(message.ts, None)
        elif not message.replies:
            channel.by_ts.pop(message.ts, None)
            channel.top[:] = [kept for kept in channel.top if kept is not message]
            parent = channel.by_ts.get(message.thread_ts or "")
            if parent is not None:
                parent.replies[:] = [kept for kept in parent.replies if kept is not message]
        self.changed("messages_changed", message.channel, message.ephemeral_for)

    def find(self, channel_id: str, ts: str) -> Message | None:
        """Return a message of a channel, thread replies included, ephemeral ones not."""
        channel = self.channels.get(channel_id)
        message = channel.by_ts.get(ts) if channel else None
        return message if message is not None and not message.deleted else None

    def visible_channels(self, person: Person) -> Iterator[Channel]:
        """Yield what a person can see: all public channels and their own; guests and strangers only their own."""
        for channel in self.channels.values():
            if channel.kind == "im" and not self.installed:
                continue  # what was said to the bot is there again when it comes back
            outside = person.is_restricted or person.team is not None
            if person.id in channel.members or (channel.kind == "public" and not outside):
                yield channel

    # Being told

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call `watcher` at every change; returns what ends that."""
        self.watchers.add(watcher)
        return lambda: self.watchers.discard(watcher)

    def changed(self, kind: str, channel: str | None = None, person: str | None = None) -> None:
        """Tell everybody who watches."""
        change = Change(kind, channel, person)
        for watcher in tuple(self.watchers):
            watcher(change)

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until something has made `condition` true; TimeoutError after `seconds` of real time."""
        happened = asyncio.Event()
        unwatch = self.watch(lambda _: happened.set())
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    happened.clear()
                    await happened.wait()
        finally:
            unwatch()
