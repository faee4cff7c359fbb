"""One wrapper for every listener: nothing escapes it.

A person's mistake becomes a sentence to that person; a fault becomes a short code, shown to the person and logged with
what broke, never with what they typed. That nothing is raised after an ack also keeps Bolt's `AsyncApp` from losing it:
an exception within some 10 ms of `await ack()` wipes the ack before it is sent (slack_bolt 1.30,
`listener/asyncio_runner.py`).
"""

from __future__ import annotations

import asyncio
import secrets
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.desk.links import as_typed
from bot.desk.request import Request
from bot.errors import Mistake
from bot.surfaces import answers
from bot.surfaces.forms import result
from bot.surfaces.message import Message
from handlers import requests
from store import Record

OPENING = 2.0  # seconds: a trigger lives for three


@dataclass(frozen=True)
class Later:
    """A form that opens at once and is filled in when Slack has been asked for what it needs."""

    view: View
    fill: Callable[[], Awaitable[View]]


@dataclass(frozen=True)
class Redrawn:
    """A form in the place of the one that a button in it was pressed in."""

    view: View


Reply = Message | View | Later | Redrawn | None
Body = dict[str, Any]


@dataclass(frozen=True)
class Listening:
    """Registers what answers each kind of request, wrapped."""

    app: AsyncApp
    record: Record
    clock: Clock
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    _answering: set[asyncio.Task[Any]] = field(default_factory=set)

    async def finish(self, seconds: float) -> None:
        """Wait for the listeners that are still answering: Bolt neither keeps nor awaits them."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=seconds)

    def command(self, name: str, answer: Callable[[Request, Body, AsyncWebClient], Awaitable[Reply]]) -> None:
        """Answer a slash command: what it says is on disk before it is acknowledged."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
            typed = f"{body['command']} {as_typed(body.get('text') or '')}".strip()
            reply = await self._guarded(
                lambda: self._opened(answer(requests.from_command(body, self.clock.now()), body, client), body, client),
                body["command"],
                typed,
            )
            payload = _payload(reply)
            await (ack(payload) if payload else ack())
            await self._fill(reply, body, client)

        self.app.command(name)(listen)

    def action(self, name: str, answer: Callable[[Request, Body, AsyncWebClient], Awaitable[Reply]]) -> None:
        """Answer a button: what it changed shows on the card; only what went wrong is said to the person alone."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
            reply = await self._guarded(
                lambda: self._opened(answer(requests.from_action(body, self.clock.now()), body, client), body, client),
                name,
            )
            await ack()
            await self._fill(reply, body, client)
            await self._say(reply, body, client, respond)

        self.app.action(name)(listen)

    def shortcut(self, name: str, answer: Callable[[Request, Body, AsyncWebClient], Awaitable[Reply]]) -> None:
        """Answer a shortcut on a message."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
            reply = await self._guarded(
                lambda: self._opened(
                    answer(requests.from_shortcut(body, self.clock.now()), body, client), body, client
                ),
                name,
            )
            await ack()
            await self._say(reply, body, client, respond)

        self.app.message_shortcut(name)(listen)

    def view(self, name: str, answer: Callable[[Request, Body], Awaitable[View]]) -> None:
        """Answer a form that was sent in: with what it did, or with what is wrong beside the field it is in."""

        async def listen(ack: AsyncAck, body: Body) -> None:
            reply = await self._guarded(lambda: answer(requests.from_view(body, self.clock.now()), body), name)
            if isinstance(reply, View):
                await ack(response_action="update", view=reply)
            elif isinstance(reply, Mistake) and reply.who is None:
                await ack(response_action="errors", errors={_field(reply, body): reply.sentence.replace("`", "")})
            elif isinstance(reply, Mistake):
                # What stands under a field is plain text, in which nobody can be named as Slack names them.
                await ack(response_action="update", view=result("That did not work", answers.mistake(reply)))
            elif isinstance(reply, Message):
                await ack(response_action="update", view=result("That did not work", reply))

        self.app.view(name)(listen)

    def options(self, name: str, answer: Callable[[Request, str], Awaitable[list[Option]]]) -> None:
        """Answer a menu that searches as one types."""

        async def listen(ack: AsyncAck, body: Body) -> None:
            request = requests.from_suggestion(body, self.clock.now())
            found = await self._guarded(lambda: answer(request, body.get("value") or ""), name)
            await ack(options=found if isinstance(found, list) else [])

        self.app.options(name)(listen)

    def event(self, name: str, answer: Callable[[Body], Awaitable[None]]) -> None:
        """Act on an event; Slack has its acknowledgement already."""

        async def listen(body: Body) -> None:
            await self._guarded(lambda: answer(body), name)

        self.app.event(name)(listen)

    async def _guarded(self, work: Callable[[], Awaitable[Any]], what: str, typed: str | None = None) -> Any:
        """What `work` answers, or the sentence that stands for its failure; forms get the mistake itself."""
        self._keep()
        try:
            return await work()
        except Mistake as mistake:
            return mistake if typed is None else answers.mistake(mistake, typed)
        except Exception as error:
            code = secrets.token_hex(3)
            # The kind and the place of the error only: its message may hold what somebody typed.
            places = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            self.log.error("fault", code=code, listener=what, error=type(error).__name__, places=places[-6:])
            return answers.fault(code, typed)

    def _keep(self) -> None:
        task = asyncio.current_task()
        if task is not None and task not in self._answering:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _opened(self, answer: Awaitable[Reply], body: Body, client: AsyncWebClient) -> Any:
        """The answer; if it is a form, opened."""
        reply = await answer
        if isinstance(reply, Later):
            opened = await self._open(reply.view, body, client)
            return opened["view"]["id"], reply
        if isinstance(reply, View):
            await self._open(reply, body, client)
            return None
        return reply

    async def _open(self, view: View, body: Body, client: AsyncWebClient) -> Any:
        async with asyncio.timeout(OPENING):
            if body.get("view"):
                return await client.views_push(trigger_id=body["trigger_id"], view=view)
            return await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _fill(self, reply: Any, body: Body, client: AsyncWebClient) -> None:
        if not isinstance(reply, tuple):
            return
        view_id, later = reply
        filled = await self._guarded(later.fill, "form")
        if isinstance(filled, Mistake):
            filled = answers.mistake(filled)
        view = filled if isinstance(filled, View) else result("That did not work", filled)
        await self._guarded(lambda: client.views_update(view_id=view_id, view=view), "form")

    async def _say(self, reply: Any, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """Tell one person something after a button or a shortcut. It is sent once, whatever becomes of it."""
        if isinstance(reply, Redrawn):
            await self._guarded(lambda: client.views_update(view_id=body["view"]["id"], view=reply.view), "form")
            return
        message = answers.mistake(reply) if isinstance(reply, Mistake) else reply
        if not isinstance(message, Message):
            return
        if body.get("view"):
            view = result("That did not work", message)
            await self._guarded(lambda: client.views_update(view_id=body["view"]["id"], view=view), "form")
        else:
            said: Body = {"response_type": "ephemeral", "replace_original": False} | message.payload()
            await self._guarded(lambda: respond(said), "answer")


def _payload(reply: Any) -> dict[str, Any]:
    if isinstance(reply, Mistake):
        reply = answers.mistake(reply)
    return {"response_type": "ephemeral"} | reply.payload() if isinstance(reply, Message) else {}


def _field(mistake: Mistake, body: Body) -> str:
    """The field a mistake belongs to; what belongs to none is said beside the first, so that no typing is lost."""
    fields = [str(block["block_id"]) for block in body["view"]["blocks"] if block["type"] == "input"]
    return mistake.field if mistake.field in fields else fields[0]
