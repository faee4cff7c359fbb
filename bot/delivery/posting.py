"""One attempt to send, and what its end means.

Slack has no idempotency key, so an attempt ends in one of five ways, and only one of them may simply be tried again.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Fault
from bot.surfaces.message import Message

ATTEMPT = 10.0  # seconds: no attempt outlives its lease

# Only a person can put these right.
PEOPLE_MEND = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "user_not_found"}
# The message is gone from Slack, or can no longer be changed there.
GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"}
# Slack could not, this time; whether it did before it said so is not known.
PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
# Slack will not talk to this token; whoever runs the bot has to look.
CLOSED = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"}


class NotSent(Fault):
    """An attempt failed, and Slack surely does not have the message: it may be tried again."""


class FateUnknown(Fault):
    """An attempt failed, and nobody knows whether Slack has the message: look before trying again."""


class Busy(Fault):
    """Slack asks us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Slack asks us to wait.")
        self.seconds = seconds


class Gone(Fault):
    """The message to be changed is not there any more."""


class NeedsPerson(Fault):
    """It cannot be sent until somebody does something."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


FAILED = (NotSent, FateUnknown, Busy, Gone, NeedsPerson)


async def call(method: Any, **arguments: Any) -> Any:
    """One call of a method of Slack's, with its failure told apart. Raises the five above."""
    try:
        async with asyncio.timeout(ATTEMPT):
            return await method(**arguments)
    except SlackApiError as error:
        raise _meaning(error) from None
    except aiohttp.ClientConnectorError:
        raise NotSent("no connection") from None
    except (TimeoutError, aiohttp.ClientError) as error:
        raise FateUnknown(type(error).__name__) from None


def _meaning(error: SlackApiError) -> Fault:
    response = error.response
    status = getattr(response, "status_code", 200)
    if status >= 500:
        return FateUnknown(f"status {status}")
    problem = "ratelimited" if status == 429 else str(response.get("error", "unknown_error"))
    if problem in ("ratelimited", "rate_limited"):
        return Busy(float(response.headers.get("Retry-After", 1)))
    if problem in PASSING:
        return FateUnknown(problem)
    if problem in GONE:
        return Gone(problem)
    if problem in CLOSED:
        return NotSent(problem)
    return NeedsPerson(problem)


async def post(client: AsyncWebClient, channel: str, message: Message, *, key: str, thread_ts: str | None) -> str:
    """Post a message, with its key in the metadata; its timestamp."""
    answer = await call(
        client.chat_postMessage,
        channel=channel,
        thread_ts=thread_ts,
        metadata=_metadata(key),
        unfurl_links=False,
        unfurl_media=False,
        **message.payload(),
    )
    return str(answer["ts"])


async def update(client: AsyncWebClient, channel: str, ts: str, message: Message, *, key: str) -> None:
    """Draw a message anew. Doing it twice does no harm."""
    await call(
        client.chat_update,
        channel=channel,
        ts=ts,
        metadata=_metadata(key),
        **message.payload(),
    )


def _metadata(key: str) -> dict[str, Any]:
    """What travels with a message, and tells it from all others when it is looked for."""
    return {"event_type": "counterclaim", "event_payload": {"key": key}}


async def find(
    client: AsyncWebClient, channel: str, *, key: str, oldest: str | None, thread_ts: str | None
) -> str | None:
    """The timestamp of the message with this key, if Slack has it.

    `oldest` is a timestamp of Slack's own, as our clock may differ from Slack's: a minute before it is looked through.
    """
    since = f"{float(oldest) - 60:.6f}" if oldest is not None else "0"
    cursor = None
    while True:
        arguments: dict[str, Any] = {
            "channel": channel,
            "oldest": since,
            "limit": 200,
            "include_all_metadata": True,
            "cursor": cursor,
        }
        if thread_ts is None:
            answer = await call(client.conversations_history, **arguments)
        else:
            answer = await call(client.conversations_replies, ts=thread_ts, **arguments)
        for message in answer["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not answer.get("has_more") or not cursor:
            return None
