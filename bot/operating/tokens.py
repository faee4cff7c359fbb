"""What Slack says of a token: whether it is good, what it may do, and what time it is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery.posting import ATTEMPT


@dataclass(frozen=True)
class Answered:
    """Slack's answer. `refused`: its error, None if it took the token; `silent`: that there was no answer at all."""

    refused: str | None = None
    silent: bool = False
    name: str = ""
    team: str = ""
    scopes: frozenset[str] | None = None  # None: it did not say
    ahead: float | None = None  # seconds by which our clock is ahead of Slack's; None: it did not say


async def of_bot(client: AsyncWebClient, clock: Clock) -> Answered:
    """What Slack says of a bot token."""
    return await _asked(client.auth_test, clock)


async def of_app(client: AsyncWebClient, token: str, clock: Clock) -> Answered:
    """What Slack says of an app token. It gives an address for a socket, which nobody opens."""
    return await _asked(lambda: client.apps_connections_open(app_token=token), clock)


async def _asked(method: Callable[[], Awaitable[Any]], clock: Clock) -> Answered:
    before = clock.monotonic()
    try:
        answer: Any = await method()
        refused = None
    except SlackApiError as error:
        answer = error.response
        refused = str(answer.get("error") or f"status {answer.status_code}")
    except (aiohttp.ClientError, TimeoutError, OSError):
        return Answered(silent=True)
    headers = {name.lower(): value for name, value in (answer.headers or {}).items()}
    scopes = headers.get("x-oauth-scopes")
    return Answered(
        refused,
        name=answer.get("user") or "",
        team=answer.get("team") or "",
        scopes=None if scopes is None else frozenset(filter(None, (each.strip() for each in scopes.split(",")))),
        ahead=_ahead(headers.get("date"), clock, clock.monotonic() - before),
    )


def _ahead(date: str | None, clock: Clock, took: float) -> float | None:
    """How far our clock is ahead of Slack's; what the way there and back and a header of whole seconds explain is 0."""
    try:
        theirs = None if date is None else parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return None
    if theirs is None or took > ATTEMPT:
        return None
    latest = (clock.now() - theirs).total_seconds()  # if Slack wrote it as we asked: at most so far
    earliest = latest - took - 1.0
    return 0.0 if earliest <= 0 <= latest else (earliest if earliest > 0 else latest)
