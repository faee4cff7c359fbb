"""The socket we open to Slack, and how it is closed without losing what somebody has just typed.

Slack goes on sending until it has our word that we close, and after that word nothing can be answered on this socket.
What arrives in between is answered on another one, opened for that alone: Slack takes an answer by any of ours.
Slack_sdk's own closing drops what it has received, and the answers to it.
"""

from __future__ import annotations

import asyncio
import struct
from typing import Any

import structlog
from aiohttp import WSCloseCode, WSMessage, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

AT_MOST = 4.5  # seconds for all of it
QUIET = 3.0  # seconds that we wait for a moment in which nothing is being answered; Slack waits no longer for an answer
PARTING = 1.5  # seconds that Slack has to take leave too
ROUNDS = 3  # sockets at most: that anything comes while one closes is rare, that it does so thrice in a row is not seen
NOW_AND_THEN = 0.01  # seconds

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Socket(SocketModeClient):
    """Slack_sdk's socket, which knows what it has not answered yet."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        super().__init__(
            app_token, app.logger, app.client, ping_interval=10, on_close_listeners=[self._other_side_closed]
        )
        self._app = app
        self.socket_mode_request_listeners.append(self._answer)
        self._in_hand = 0
        self._open = asyncio.Event()  # to answers of ours
        self._open.set()
        self._closed_there = asyncio.Event()

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Have a request answered, and know of it meanwhile."""
        self._in_hand += 1
        try:
            await super().run_message_listeners(message, raw_message)
        finally:
            self._in_hand -= 1

    async def send_message(self, message: str) -> None:
        """Send an answer, once there is a socket that takes it."""
        await self._open.wait()
        await super().send_message(message)

    async def part(self) -> None:
        """Close, with everything answered that Slack has sent."""
        self.default_auto_reconnect_enabled = self.auto_reconnect_enabled = False
        try:
            async with asyncio.timeout(AT_MOST):
                for _ in range(ROUNDS):
                    if not await self._say_that_we_close():
                        break
                    log.info("answering on another socket")
                    await self.connect_to_new_endpoint(force=True)
                    self._open.set()
        except (TimeoutError, ConnectionError) as error:
            log.warning("socket not closed in good order", problem=type(error).__name__)
        finally:
            self._open.set()
            await self.close()  # type: ignore[no-untyped-call]

    async def _say_that_we_close(self) -> bool:
        """Tell Slack that we close this socket, and wait until it knows; whether anything is left to be answered."""
        session = self.current_session
        if session is None or session.closed:
            return False
        await self._quiet(QUIET)
        self._open.clear()
        self._closed_there.clear()
        # Unlike close(), this lets what is still on its way be read.
        await session.send_frame(struct.pack("!H", WSCloseCode.OK), WSMsgType.CLOSE)
        async with asyncio.timeout(PARTING):
            await self._closed_there.wait()
        await asyncio.sleep(NOW_AND_THEN)
        return not self._is_quiet()

    async def _quiet(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self._is_quiet() and loop.time() < until:  # noqa: ASYNC110 (slack_sdk says nothing)
            await asyncio.sleep(NOW_AND_THEN)

    def _is_quiet(self) -> bool:
        return self._in_hand == 0 and self.message_queue.empty()

    async def _answer(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(self, request, answer, 0.0)  # it only says how long that took

    async def _other_side_closed(self, _message: WSMessage) -> None:
        self._closed_there.set()
