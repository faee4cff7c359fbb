"""Acknowledging: an answer leaves as soon as it is known.

Bolt runs a listener beside its request and looks every 10 ms whether that has acknowledged by now: each answer waits
for half of that, and with a thousand that wait for the disk the loop does little else. What Bolt awaits is a listener's
middleware, which may answer itself: ours listen from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

Listener = Callable[[AsyncAck, dict[str, Any], AsyncWebClient, AsyncRespond], Awaitable[None]]

TOO_LATE = 3.0  # seconds: by then Slack has told the person that it failed


async def listens_before() -> None:
    """What Bolt is given as the listener: never run, as its middleware answers."""


class _Acknowledging(AsyncAck):
    """An ack whose response can be awaited."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.left: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *said: Any, **more: Any) -> BoltResponse:
        response = await super().__call__(*said, **more)
        if not self.left.done():
            self.left.set_result(response)
        return response


def at_once(listen: Listener) -> Callable[..., Awaitable[BoltResponse]]:
    """The middleware that runs `listen` and answers with what it acknowledges; it goes on for as long as it likes."""

    async def answer(body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> BoltResponse:
        ack = _Acknowledging()
        listening = asyncio.ensure_future(listen(ack, body, client, respond))
        waited: set[asyncio.Future[Any]] = {ack.left, listening}
        await asyncio.wait(waited, timeout=TOO_LATE, return_when=asyncio.FIRST_COMPLETED)
        if ack.left.done():
            return ack.left.result()
        if listening.done():
            listening.result()  # whatever it raised is Bolt's to log
        return BoltResponse(status=404, body={"error": "nothing was acknowledged in time"})

    return answer
