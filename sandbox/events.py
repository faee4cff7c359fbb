"""Events: only those the manifest asks for, and again if nobody acks: at once, after one minute, after five."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.files import files_in_message
from sandbox.payloads import Payloads
from sandbox.socket import Ack
from sandbox.ways import Ways
from sandbox.workspace import Channel, Json, Message, Workspace

AGAIN_AFTER = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))
LOOK_SECONDS = 1.0  # the clock may be moved by somebody who does not tell us
MESSAGE_EVENTS = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
LAST_WORDS = ("app_uninstalled", "tokens_revoked")  # of these the app hears after it is gone
CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}


@dataclass(order=True)
class _Late:
    due: datetime
    attempt: int
    reason: str
    payload: Json = field(compare=False)


class Events:
    """Sends one workspace's events and sends again what was not acked."""

    def __init__(self, workspace: Workspace, payloads: Payloads, ways: Ways) -> None:
        self._workspace = workspace
        self._payloads = payloads
        self._ways = ways
        self._late: list[_Late] = []
        self._tasks: set[asyncio.Task[Ack | None]] = set()
        self._look = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    @property
    def subscribed(self) -> frozenset[str]:
        """Return the events the manifest asks for."""
        events = self._workspace.manifest.get("settings", {}).get("event_subscriptions", {})
        return frozenset(events.get("bot_events", []))

    @property
    def waiting(self) -> int:
        """Return how many events wait for their next attempt."""
        return len(self._late)

    async def start(self) -> None:
        """Begin to look for attempts that are due."""
        self._watch = asyncio.create_task(self._send_late())

    async def stop(self) -> None:
        """Give up everything that is not sent yet."""
        tasks = [*self._tasks, *([self._watch] if self._watch else [])]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def look(self) -> None:
        """Look now for what is due: the clock was moved."""
        self._look.set()

    async def send(self, event: Json, name: str | None = None) -> Ack | None:
        """Send an event, if the app is here and its manifest asks for it, and return the first attempt's ack.

        `name` is what the manifest calls it, if not the event's own type (`message.channels`). None: not asked for.
        """
        if (name or event["type"]) not in self.subscribed:
            return None
        if not self._workspace.installed and event["type"] not in LAST_WORDS:
            return None
        return await self._attempt(self._payloads.event(event), 0)

    def send_soon(self, event: Json, name: str | None = None) -> None:
        """Send an event without waiting for its ack."""
        self._keep(asyncio.create_task(self.send(event, name)))

    def posted(self, message: Message) -> None:
        """Tell the bot of a message in a channel it is in."""
        channel = self._workspace.channels[message.channel]
        if self._workspace.bot.id not in channel.members:
            return
        event: Json = {
            "type": "message",
            "channel": channel.id,
            "channel_type": CHANNEL_TYPES[channel.kind],
            "user": message.user,
            "text": message.text,
            "ts": message.ts,
            "event_ts": message.ts,
            "team": self._workspace.team_id,
        }
        if message.subtype:
            event["subtype"] = message.subtype
        if message.thread_ts:
            event["thread_ts"] = message.thread_ts
        if message.files:
            files = files_in_message(message.files, channel, self._workspace)
            event |= {"subtype": "file_share", "files": files, "upload": False, "display_as_bot": False}
        self.send_soon(event, MESSAGE_EVENTS[channel.kind])
        if channel.kind != "im" and f"<@{self._workspace.bot.id}" in message.text:
            self.send_soon(event | {"type": "app_mention"})

    async def membership(self, kind: str, channel: Channel, person_id: str, by: str | None = None) -> Ack | None:
        """Send member_joined_channel or member_left_channel."""
        event: Json = {
            "type": kind,
            "user": person_id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "public" else "G",
            "team": self._workspace.team_id,
            "event_ts": self._workspace.new_ts(),
        }
        return await self.send(event | ({"inviter": by} if by else {}))

    async def _attempt(self, payload: Json, attempt: int, reason: str = "") -> Ack:
        name = payload["event"]["type"]
        ack = await self._ways.send("events_api", payload, name=name, answerable=False, retry=attempt, reason=reason)
        if not ack.acked and ack.again and attempt < len(AGAIN_AFTER):
            due = self._workspace.clock.now() + AGAIN_AFTER[attempt]
            self._late.append(_Late(due, attempt + 1, ack.reason, payload))
            self._look.set()
        return ack

    async def _send_late(self) -> None:
        while True:
            self._look.clear()
            now = self._workspace.clock.now()
            for late in sorted(self._late):
                if late.due <= now:
                    self._late.remove(late)
                    self._keep(asyncio.create_task(self._attempt(late.payload, late.attempt, late.reason)))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if self._late else None):
                    await self._look.wait()

    def _keep(self, task: asyncio.Task[Ack] | asyncio.Task[Ack | None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
