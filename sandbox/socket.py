"""Socket Mode from Slack's side: open sockets, envelopes to one of them, acks within three seconds."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.record import Delivery, Record
from sandbox.workspace import Json, Workspace

ACK_SECONDS = 3.0
MOST_SOCKETS = 10
TIMEOUT = "operation_timeout"
NO_SOCKET = "dispatch_failed"
ENDING = ("link_disabled", "too_many_websockets")  # no socket outlives these
HELD_BACK_SECONDS = 1.0


@dataclass(frozen=True)
class Ack:
    """The bot's answer to an envelope. `failure` is None, or what Slack calls what went wrong.

    An event that was not acked is sent another time for that `reason`, unless the bot does not want it `again`.
    """

    payload: Any
    seconds: float
    failure: str | None = None
    reason: str = "timeout"
    again: bool = True

    @property
    def acked(self) -> bool:
        """Say whether the bot answered in time."""
        return self.failure is None


class Link:
    """The bot's open sockets. Each envelope goes to one of them in turn; any of them may bring the ack."""

    def __init__(self, workspace: Workspace, record: Record) -> None:
        self._workspace = workspace
        self._clock: Clock = workspace.clock
        self._record = record
        self.faults = Faults(self.cut, self.disconnect)
        self._tickets: set[str] = set()
        self._alive: dict[web.WebSocketResponse, web.Request] = {}
        self._sockets: list[web.WebSocketResponse] = []  # those of them that still get envelopes
        self._turn = 0
        self._count = 0
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._opened = asyncio.Condition()
        self._next_went_out = asyncio.Event()
        self.enabled = True

    @property
    def sockets(self) -> int:
        """Return how many sockets are open."""
        return len(self._sockets)

    def ticket(self) -> str:
        """Return a ticket for one new connection."""
        self._count += 1
        ticket = f"ticket-{self._count}"
        self._tickets.add(ticket)
        return ticket

    async def connected(self, count: int = 1, seconds: float = 10.0) -> None:
        """Wait until `count` sockets are open; TimeoutError after `seconds` of real time."""
        async with asyncio.timeout(seconds), self._opened:
            await self._opened.wait_for(lambda: len(self._sockets) >= count)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Answer `/link?ticket=…`: say hello, then take acks until the socket closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="invalid ticket")
        self._tickets.discard(ticket)
        # Without compression a frame is one write: many tasks can send at once.
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        if len(self._sockets) >= MOST_SOCKETS or self.faults.crowded:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._sockets) + 1,
                "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
                "connection_info": {"app_id": self._workspace.app_id},
            }
        )
        self._alive[socket] = request
        self._sockets.append(socket)
        async with self._opened:
            self._opened.notify_all()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take_ack(message.data)
        finally:
            self._forget(socket)
            self._alive.pop(socket, None)
        return socket

    async def send(self, kind: str, payload: Json, *, name: str = "", answerable: bool = True, retry: int = 0) -> Ack:
        """Send one envelope and wait for its ack.

        `kind` is slash_commands, interactive or events_api; `answerable` says whether the ack may carry a payload.
        Without an open socket there is no ack, at once; without an ack, after three seconds.
        """
        started = self._clock.monotonic()
        self._count += 1
        envelope_id = f"{self._count:08d}-0000-4000-8000-000000000000"
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": answerable,
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        failure: str | None = None
        body: Any = None
        try:
            if not await self._put(json.dumps(envelope, ensure_ascii=False)):
                failure = NO_SOCKET
            else:
                async with asyncio.timeout(ACK_SECONDS):
                    body = await answer
        except TimeoutError:
            failure = TIMEOUT
        finally:
            del self._waiting[envelope_id]
        seconds = self._clock.monotonic() - started
        taken = None if failure else seconds
        self._record.deliveries.append(Delivery(envelope_id, kind, name, taken, retry))
        self._workspace.changed("call")
        return Ack(body if answerable else None, seconds, failure)

    async def cut(self) -> None:
        """Cut every socket without a word, as a lost network does."""
        for socket, request in tuple(self._alive.items()):
            self._forget(socket)
            if request.transport is not None:
                request.transport.abort()

    async def disconnect(self, reason: str) -> None:
        """Send Slack's `disconnect` to every socket.

        After a warning a socket still gets envelopes; after refresh_requested only its acks are taken. The others end
        at once: after link_disabled no new socket is given out until `enabled`, after too_many_websockets none is let
        stay while `faults.crowded`.
        """
        if reason == "link_disabled":
            self.enabled = False
        for socket in tuple(self._sockets):
            if reason != "warning":
                self._forget(socket)
            await socket.send_json(_disconnect(reason))
            if reason in ENDING:
                await socket.close()

    async def close(self) -> None:
        """Close every socket politely."""
        for socket in tuple(self._alive):
            self._forget(socket)
            await socket.close()

    async def _put(self, text: str) -> bool:
        if self.faults.take_envelope("hold_back"):
            await self._until_the_next()
        times = 2 if self.faults.take_envelope("double_envelopes") else 1
        sent = 0
        while sent < times and self._sockets:
            socket = self._sockets[self._turn % len(self._sockets)]
            self._turn += 1
            try:
                await socket.send_str(text)
                sent += 1
            except ConnectionError:
                self._forget(socket)
        self._next_went_out.set()
        return sent > 0

    async def _until_the_next(self) -> None:
        self._workspace.changed("call")  # what is held back is waited for in tests as well
        self._next_went_out.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(HELD_BACK_SECONDS):
                await self._next_went_out.wait()

    def _take_ack(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        answer = self._waiting.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(ack.get("payload"))

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
