"""One wrapper for every listener: nothing escapes it.

A person's mistake becomes a sentence to that person; a fault becomes a short code, shown to the person and logged with
what broke, never with what they typed. What leaves at once (`acknowledging`) is no longer Bolt's to lose, as it loses
an ack of its own listeners that raise within some 10 ms of it (slack_bolt 1.30, `listener/asyncio_runner.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.desk.filing import Filed
from bot.desk.links import as_typed
from bot.desk.matching import Match
from bot.desk.request import Request
from bot.errors import Mistake, NotFound
from bot.surfaces import answers
from bot.surfaces.forms import Origin, result
from bot.surfaces.message import Message
from handlers import requests
from handlers.acknowledging import Listener, at_once, listens_before
from handlers.answering import Answer, Broken, Filing, Reading
from handlers.answering import Body as Body
from handlers.answering import Checked as Checked
from handlers.answering import Followed as Followed
from handlers.answering import Later as Later
from handlers.answering import Redrawn as Redrawn
from handlers.answering import Replaced as Replaced
from handlers.answering import Reply as Reply
from handlers.asking import Asking
from handlers.breaking import broken
from handlers.codes import request_code
from handlers.homes import Homes
from handlers.looking import Looking
from handlers.patience import in_time
from store import Record
from store.record import watching_writes

OPENING = 2.0  # seconds: a trigger lives for three
# What is put up before the ack has left is overwritten by what that puts up.
ACK_LEAVES = 0.05


@dataclass(frozen=True)
class Listening:
    """Registers what answers each kind of request, wrapped."""

    app: AsyncApp
    record: Record
    clock: Clock
    asking: Asking
    looking: Looking = field(default_factory=Looking)
    homes: Homes = field(default_factory=Homes)
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    hears: list[Callable[[str, str, float], None]] = field(default_factory=list)  # listener, outcome, seconds
    _answering: set[asyncio.Task[Any]] = field(default_factory=set)

    async def finish(self, seconds: float) -> None:
        """Wait for the listeners that are still answering: Bolt neither keeps nor awaits them."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=seconds)
        await self.asking.finish()

    def command(self, name: str, answer: Answer, waits: Callable[[Body], bool] = lambda _body: True) -> None:
        """Answer a slash command: what it says is on disk before it is acknowledged.

        `waits`: whether it is worth a moment to learn what somebody may see.
        """

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
            async def answered() -> Any:
                return await self._answered(requests.from_command, answer, body, client, waits=waits(body))

            typed = f"{body['command']} {as_typed(str(body.get('text') or ''))}".strip()
            answering = self._begun(answered, body["command"])
            if late := not await in_time(answering):
                await ack({"response_type": "ephemeral"} | answers.not_yet(typed).payload())
            reply, later = _parted(await answering)
            if late:
                await self._say(reply, body, client, respond)
            else:
                if isinstance(reply, Mistake | Broken):
                    reply = _told(reply, typed).payload()
                await (ack({"response_type": "ephemeral"} | reply) if isinstance(reply, dict) else ack())
            await self._fill(reply, client)
            if later is not None:
                more = await self._guarded(lambda: _drawn_later(later), "later")
                await self._say(more, body, client, respond)

        self.app.command(name, middleware=[at_once(self._caught(name, listen))])(listens_before)

    def action(self, name: str, answer: Answer) -> None:
        """Answer a button: what it changed shows on the card; only what went wrong is said to the person alone."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
            reply = await self._guarded(lambda: self._answered(requests.from_action, answer, body, client), name)
            await ack()
            if isinstance(reply, Checked):
                await self._check(reply, body, client)
                return
            await self._fill(reply, client)
            await self._say(reply, body, client, respond)
            # What only opened a form has changed nothing; what was refused was perhaps overtaken.
            if reply is not None and body.get("view"):
                await self._home_again(requests.from_action, body, client)

        self.app.action(name, middleware=[at_once(self._caught(name, listen))])(listens_before)

    def shortcut(self, name: str, answer: Answer) -> None:
        """Answer a shortcut on a message."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
            reply = await self._guarded(lambda: self._answered(requests.from_shortcut, answer, body, client), name)
            await ack()
            await self._say(reply, body, client, respond)

        self.app.message_shortcut(name, middleware=[at_once(self._caught(name, listen))])(listens_before)

    def view(self, name: str, answer: Callable[[Request, Body], Awaitable[View | Followed | Checked]]) -> None:
        """Answer a form that was sent in: with what it did, or with what is wrong beside the field it is in."""
        self._sent(name, lambda request, body, _client: answer(request, body), waits=True)

    def filing(self, name: str, answer: Filing) -> None:
        """Answer a form that files a claim: it never waits for what Slack knows of its filer."""
        self._sent(name, answer, waits=False)

    def _sent(self, name: str, answer: Filing, *, waits: bool) -> None:
        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, _respond: AsyncRespond) -> None:
            async def sent() -> Any:
                reply = await answer(await self.asked(requests.from_view, body, client, waits=waits), body, client)
                if isinstance(reply, Checked):
                    return reply
                return _drawn(reply) if isinstance(reply, View) else (_drawn(reply.reply), reply.later)

            answering = self._begun(sent, name)
            if not await in_time(answering):
                await ack(response_action="errors", errors={requests.field_of(body): answers.NOT_YET_IN_A_FORM})
                return  # what comes of it, whoever sends it in again is told
            reply, later = _parted(await answering)
            if isinstance(reply, Mistake) and reply.who is not None:
                # What stands under a field is plain text, in which nobody can be named as Slack names them.
                await ack(
                    response_action="update",
                    view=_did_not_work(reply, requests.typed_in(body), requests.origin_of(body)),
                )
            elif isinstance(reply, Mistake):
                await ack(
                    response_action="errors",
                    errors={requests.field_of(body, reply.field): reply.sentence.replace("`", "")},
                )
            elif isinstance(reply, Broken):
                sentence = answers.fault_sentence(reply.code, perhaps=reply.perhaps)
                await ack(response_action="errors", errors={requests.field_of(body): sentence})
            elif isinstance(reply, Checked):
                await ack(response_action="update", view=reply.meanwhile.to_dict())
                await asyncio.sleep(ACK_LEAVES)
                await self._check(reply, body, client)
            else:
                await ack(response_action="update", view=reply)
            if later is not None:
                await self._shown_later(later, body, client)
            if isinstance(reply, dict | Checked):
                await self._home_again(requests.from_view, body, client)

        self.app.view(name, middleware=[at_once(self._caught(name, listen))])(listens_before)

    def options(self, name: str, answer: Callable[[Request, str], Awaitable[list[Option]]]) -> None:
        """Answer a menu that searches as one types."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, _respond: AsyncRespond) -> None:
            async def searched() -> list[Body]:
                request = await self.asked(requests.from_suggestion, body, client)
                found = await answer(request, body.get("value") or "")
                return [option.to_dict() for option in found]

            reply = await self._guarded(searched, name)
            await ack(options=reply if isinstance(reply, list) else [])

        self.app.options(name, middleware=[at_once(self._caught(name, listen))])(listens_before)

    def event(self, name: str, answer: Callable[[Body, AsyncWebClient], Awaitable[None]]) -> None:
        """Act on an event; Slack has its acknowledgement already."""

        async def listen(_ack: AsyncAck, body: Body, client: AsyncWebClient, _respond: AsyncRespond) -> None:
            await self._guarded(lambda: answer(body, client), name)

        self.app.event(name)(self._caught(name, listen))

    async def put_up_home(self, request: Request, client: AsyncWebClient) -> None:
        """Put up the Home tab of whoever asks, as it stands now."""
        await self.homes.put_up(self.record, request, client)

    async def asked(self, read: Reading, body: Body, client: AsyncWebClient, *, waits: bool = True) -> Request:
        """The request that came in a body, with what whoever asks may see. Raises NotAllowed."""
        return await self.asking.known(read(body, self.clock.now()), client, waits=waits)

    async def beside(
        self, request: Request, filed: Filed, client: AsyncWebClient
    ) -> tuple[Sequence[Match], Callable[[], Awaitable[Sequence[Match]]] | None]:
        """What the answer to a filing shows that looks the same, and what brings the rest."""
        request = filed.request or request
        if request.unasked:
            return await self.looking.afterwards(self.record, filed, lambda: self.asking.later(request, client))
        return await self.looking.beside(self.record, request, filed)

    async def _home_again(self, read: Reading, body: Body, client: AsyncWebClient) -> None:
        """Put a Home up again after what was done on it, or in a form opened from it."""

        async def put_up() -> None:
            if read(body, self.clock.now()).at_home:
                await self.put_up_home(await self.asked(read, body, client), client)

        await self._guarded(put_up, "home")

    def _caught(self, name: str, work: Listener) -> Listener:
        """A listener that nothing escapes: a payload that is none of Slack's can break what draws an answer, too."""

        async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
            escaped = await self._safely(lambda: work(ack, body, client, respond), name)
            if escaped is not None and ack.response is None:
                await ack()

        return listen

    async def _guarded(self, work: Callable[[], Awaitable[Any]], what: str) -> Any:
        """What `work` answers, or what went wrong; told to whoever hears of it."""
        began = self.clock.monotonic()
        reply = await self._safely(work, what)
        seconds = self.clock.monotonic() - began
        outcome = "mistake" if isinstance(reply, Mistake) else "fault" if isinstance(reply, Broken) else "answered"
        self.log.debug(outcome, step=what, ms=round(1000 * seconds))
        for hear in self.hears:
            hear(what, outcome, seconds)
        return reply

    async def _safely(self, work: Callable[[], Awaitable[Any]], what: str) -> Any:
        """What `work` answers, or what went wrong: a person's Mistake, or Broken."""
        self._keep()
        code = request_code(what)
        with watching_writes() as written:
            try:
                return await work()
            except Mistake as mistake:
                return mistake
            except Exception as error:
                return broken(self.log, code, error, perhaps=written.perhaps)

    def _begun(self, work: Callable[[], Awaitable[Any]], what: str) -> asyncio.Task[Any]:
        """The same, under way: it goes on however long it takes."""
        self._keep()
        request_code(what)  # one for all its steps, though the first is a task of its own
        return asyncio.create_task(self._guarded(work, what), name=f"answer to {what}")

    def _keep(self) -> None:
        task = asyncio.current_task()
        if task is not None and task not in self._answering:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answered(
        self, read: Reading, answer: Answer, body: Body, client: AsyncWebClient, *, waits: bool = True
    ) -> Any:
        """What is answered to a request that came in a body."""
        request = await self.asked(read, body, client, waits=waits)
        return await self._opened(request, answer(request, body, client), body, client)

    async def _opened(self, request: Request, answer: Awaitable[Reply], body: Body, client: AsyncWebClient) -> Any:
        """The answer; a message as Slack wants it, a form opened. Whatever cannot be drawn fails in here."""
        try:
            reply = _short(await answer) if request.short else await answer
        except NotFound as mistake:
            mistake.remedy = f"{mistake.remedy} {answers.SHORT_OF}".strip() if request.short else mistake.remedy
            raise
        if isinstance(reply, Message):
            return await self._shown(reply, body, client) if body.get("view") else reply.payload()
        if isinstance(reply, Replaced):
            shown = {"replace_original": True} | reply.message.payload()
            if not body.get("view"):
                return shown
            return await self._shown(reply.message, body, client, body["view"]["title"]["text"])
        if isinstance(reply, Followed):
            return _drawn(reply.reply), reply.later
        if isinstance(reply, Later):
            opened = await self._open(reply.view, body, client)
            return opened["view"]["id"], reply
        if isinstance(reply, View):
            await self._open(reply, body, client)
            return None
        return reply

    async def _shown(self, message: Message, body: Body, client: AsyncWebClient, title: str = "Done") -> Any:
        """A message to somebody who pressed a button in a form: in its place; on the Home tab: before it."""
        view = result(title, message, requests.origin_of(body))
        if body["view"]["type"] == "modal":
            return Redrawn(view)
        await self._open(view, body, client)
        return message

    async def _open(self, view: View, body: Body, client: AsyncWebClient) -> Any:
        async with asyncio.timeout(OPENING):
            if (body.get("view") or {}).get("type") == "modal":
                return await client.views_push(trigger_id=body["trigger_id"], view=view)
            return await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def _fill(self, reply: Any, client: AsyncWebClient) -> None:
        if not isinstance(reply, tuple):
            return
        view_id, later = reply
        filled = await self._guarded(later.fill, "form")
        view = _did_not_work(filled) if isinstance(filled, Mistake | Broken) else filled
        await self._guarded(lambda: client.views_update(view_id=view_id, view=view), "form")

    async def _shown_later(self, later: Any, body: Body, client: AsyncWebClient) -> None:
        """Put what is known by now into a form's place. Who has closed it is not asked again."""
        view = await self._guarded(lambda: _drawn_later(later), "later")

        async def show() -> None:
            with contextlib.suppress(SlackApiError):
                await client.views_update(view_id=body["view"]["id"], view=view)

        if isinstance(view, dict):
            await self._guarded(show, "form")

    async def _check(self, reply: Checked, body: Body, client: AsyncWebClient) -> None:
        """Put up what a form was found to be; if something in it was only chosen, unless another has come meanwhile."""
        drawn = await self._guarded(lambda: reply.draw(client), "form")
        view = (
            _did_not_work(drawn, requests.typed_in(body), requests.origin_of(body))
            if isinstance(drawn, Mistake | Broken)
            else drawn
        )
        seen = None if body["type"] == "view_submission" else body["view"]["hash"]

        async def show() -> None:
            with contextlib.suppress(SlackApiError):
                await client.views_update(view_id=body["view"]["id"], view=view, hash=seen)

        await self._guarded(show, "form")

    async def _say(self, reply: Any, body: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        """Tell one person something after a button or a shortcut. It is sent once, whatever becomes of it."""
        if isinstance(reply, Mistake | Broken) and body.get("view"):
            view = _did_not_work(reply, origin=requests.origin_of(body))
            if body["view"]["type"] != "modal":
                await self._guarded(lambda: self._open(view, body, client), "form")
                return
            reply = Redrawn(view)
        if isinstance(reply, Redrawn):
            await self._guarded(lambda: client.views_update(view_id=body["view"]["id"], view=reply.view), "form")
            return
        if isinstance(reply, Mistake | Broken):
            reply = _told(reply).payload()
        if isinstance(reply, dict):
            said = {"response_type": "ephemeral", "replace_original": False} | reply
            await self._guarded(lambda: respond(said), "answer")


def _short(reply: Reply) -> Reply:
    """An answer that says that not all could be looked for."""
    if isinstance(reply, Message):
        return answers.told_short(reply)
    return Replaced(answers.told_short(reply.message)) if isinstance(reply, Replaced) else reply


def _drawn(reply: Message | View) -> Body:
    return reply.payload() if isinstance(reply, Message) else reply.to_dict()


async def _drawn_later(later: Callable[[], Awaitable[Message | View | None]]) -> Body | None:
    reply = await later()
    return None if reply is None else _drawn(reply)


def _parted(reply: Any) -> tuple[Any, Any]:
    """An answer, and what follows it."""
    return reply if isinstance(reply, tuple) and callable(reply[1]) else (reply, None)


def _told(wrong: Mistake | Broken, typed: str | None = None) -> Message:
    if isinstance(wrong, Broken):
        return answers.fault(wrong.code, typed, perhaps=wrong.perhaps)
    return answers.mistake(wrong, typed)


def _did_not_work(wrong: Mistake | Broken, typed: str | None = None, origin: Origin | None = None) -> View:
    return result("That did not work", _told(wrong, typed), origin)
