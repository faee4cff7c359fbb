"""HTTP from Slack's side: signed requests to the app's addresses, and its answer within three seconds.

Source: docs.slack.dev/apis/events-api/using-http-request-urls and docs.slack.dev/authentication/verifying-requests
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.faults import Faults
from sandbox.payloads import VERIFICATION_TOKEN
from sandbox.record import Delivery, Record
from sandbox.registration import Registration
from sandbox.socket import ACK_SECONDS, NO_SOCKET, TIMEOUT, Ack
from sandbox.workspace import Json, Workspace

FORM = "application/x-www-form-urlencoded"
MOST_REDIRECTS = 2
NOWHERE = Ack(None, 0.0, NO_SOCKET, "connection_failed")


def signature(secret: str, timestamp: str, body: str) -> str:
    """Return what X-Slack-Signature says of a body."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Courier:
    """Carries requests to one app. `wall` is the real time: the app holds timestamps against its own clock."""

    def __init__(
        self,
        registration: Registration,
        workspace: Workspace,
        record: Record,
        faults: Faults,
        wall: Callable[[], datetime],
    ) -> None:
        self._registration = registration
        self._workspace = workspace
        self._record = record
        self._faults = faults
        self._wall = wall
        self._session: aiohttp.ClientSession | None = None
        self._verified: set[str] = set()
        self._count = 0

    async def open(self) -> None:
        """Be ready to send."""
        # Slack sends as much at once as people do, and an app that was started anew is not met on its old connection.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=ACK_SECONDS))

    async def close(self) -> None:
        """Send nothing more."""
        if self._session is not None:
            await self._session.close()

    async def send(
        self, kind: str, payload: Json, *, name: str = "", answerable: bool = True, retry: int = 0, reason: str = ""
    ) -> Ack:
        """Send one request and wait for its answer; what the answer says is the ack's payload.

        An address for events is asked for a challenge first, and gets none before it has given it back.
        """
        started = self._workspace.clock.monotonic()
        self._count += 1
        address = self._registration.address_for(kind, payload)
        ack = NOWHERE
        if address and (kind != "events_api" or await self._is_verified(address)):
            headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
            times = 2 if self._faults.take_envelope("double_envelopes") else 1
            answers = await asyncio.gather(*(self._post(address, kind, payload, headers) for _ in range(times)))
            ack = next((each for each in answers if each.acked), answers[0])
        seconds = self._workspace.clock.monotonic() - started
        taken = seconds if ack.acked else None
        self._record.deliveries.append(Delivery(f"http-{self._count}", kind, name, taken, retry))
        self._workspace.changed("call")
        return replace(ack, payload=ack.payload if answerable else None, seconds=seconds)

    async def _is_verified(self, address: str) -> bool:
        if address in self._verified:
            return True
        challenge = secrets.token_urlsafe(32)
        question = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        ack = await self._post(address, "events_api", question, {})
        given = ack.payload.get("challenge") if isinstance(ack.payload, dict) else ack.payload
        if ack.acked and given == challenge:
            self._verified.add(address)
            return True
        self._record.refused("url_verification", ack.failure or "challenge_failed", url=address)
        return False

    async def _post(self, address: str, kind: str, payload: Json, headers: dict[str, str]) -> Ack:
        """Post one body. Whoever does not answer, or not with 2xx, has not acked it."""
        body, content = _written(kind, payload)
        timestamp = str(int(self._wall().timestamp()))
        signed = {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._registration.signing_secret, timestamp, body),
            **headers,
        }
        if self._session is None:
            return NOWHERE
        try:
            async with self._session.post(
                address, data=body.encode(), headers=signed, max_redirects=MOST_REDIRECTS
            ) as answer:
                text = await answer.text()
                if answer.ok:
                    return Ack(_read(text, answer.content_type), 0.0)
                again = answer.headers.get("X-Slack-No-Retry") != "1"
                return Ack(None, 0.0, NO_SOCKET, "http_error", again)
        except TimeoutError:
            return Ack(None, 0.0, TIMEOUT, "http_timeout")
        except aiohttp.TooManyRedirects:
            return Ack(None, 0.0, NO_SOCKET, "too_many_redirects")
        except aiohttp.ClientError:
            return NOWHERE


def _written(kind: str, payload: Json) -> tuple[str, str]:
    """Return a body and its type: events are JSON, commands a form, everything else JSON in a form's `payload`."""
    if kind == "events_api":
        return json.dumps(payload, ensure_ascii=False), "application/json"
    if kind == "slash_commands":
        return urlencode(payload), FORM
    return urlencode({"payload": json.dumps(payload, ensure_ascii=False)}), FORM


def _read(text: str, content_type: str) -> Any:
    if not text.strip():
        return None
    if content_type != "application/json":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None
