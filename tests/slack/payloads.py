"""Every kind of payload that Slack sends us, as the sandbox makes them: one for each thing that can be typed, pressed,
chosen, sent in, or told of.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.surfaces import controls
from sandbox import filling, forms
from sandbox.acting import Actor
from sandbox.errors import CannotDoError
from sandbox.menus import EXTERNAL
from sandbox.modals import View
from sandbox.workspace import Json, Message
from tests.desk.access_ways import ACTIONS, FORMS, MENUS
from tests.slack.newsroom import LINE, Newsroom

# Stands in whatever is typed: it is looked for in the log.
SECRET = "Xyzzyplugh"
TYPED = f"{SECRET} said so https://example.org/{SECRET}"
# What is given out for one use is put in when a payload is sent.
FRESH_TRIGGER, FRESH_ADDRESS, FRESH_TS, FRESH_NAME = "fresh trigger", "fresh address", "fresh ts", "fresh name"
FRESH = {"trigger_id": FRESH_TRIGGER, "response_url": FRESH_ADDRESS, "action_ts": FRESH_TS, "event_id": FRESH_NAME}
COMMANDS = (
    *("", "help", "C-1", "list unverified", f"search {SECRET}", "history C-1", "wording C-1", "digest", "setup"),
    *("reminders", "export", "evidence C-1 supports https://example.org/e", f"report C-1 https://example.org/{SECRET}"),
    *(f"ask C-1 Kyiv by mail until tomorrow: {SECRET}?", f"{SECRET}: {TYPED}", f"{SECRET}: it was them", "12 C-"),
)
DISPUTES = ("", "C-1", f"C-1 Kyiv: {TYPED}", "C-1 with C-2", "C-999 Kyiv: no https://example.org/n", "Kyiv: no")
DEEP = 3  # a form over a form, as Slack has it at most


@dataclass(frozen=True)
class Payload:
    """What is sent, and the forms that somebody has open meanwhile."""

    kind: str  # of the envelope
    body: Json
    name: str
    person: str
    open: tuple[View, ...] = ()


class Gathering:
    """Goes through a newsroom, and keeps the payload of all that can be done in it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._server = newsroom.server
        self._found: dict[tuple[str, str], Payload] = {}

    async def everything(self) -> list[Payload]:
        """One payload for each thing that can be done."""
        room, lead = self._newsroom, self._newsroom.lead
        await room.file()
        await room.file(LINE.replace("Ukrainian", "Russian"))
        await room.dispute(1)
        await room.settle()
        await self._typed(lead, "/claim", COMMANDS)
        await self._typed(lead, "/dispute", DISPUTES)
        await room.settings(lead)
        await self._looked_at(lead, 1)
        await lead.open_home()
        await room.settle()
        home = await lead.home()
        assert home is not None
        card, reply = room.card_now(2), room.card_now(1).replies[0]
        for where in (home, card, reply, room.card_now(1)):
            await self._pressed(lead, where, 0)
        for name in self._server.stage.shortcuts():
            for about in (card, (await room.reporter.type("verification", TYPED)).messages[0]):
                sent = await lead.shortcut(name, "verification", about.ts)
                self._keep("interactive", sent.request, name, lead, "ours" if about is card else "")
                await self._looked_at(lead, 1)
        self._told(lead)
        self._others(lead, card)
        await room.settle()
        return list(self._found.values())

    async def _typed(self, who: Actor, command: str, lines: tuple[str, ...]) -> None:
        for line in lines:
            outcome = await who.type("verification", f"{command} {line}".strip())
            self._keep("slash_commands", outcome.request, command, who, line)
            await self._looked_at(who, 1)
            for message in outcome.messages:
                await self._pressed(who, message, 1)

    async def _looked_at(self, who: Actor, deep: int) -> None:
        """What can be done in the form that somebody has open now; then it is closed."""
        view = await who.view()
        if view is None:
            return
        body = self._server.stage.payloads.submission(who.person, view, trigger_id=FRESH_TRIGGER)
        for _, value in _fields(body):
            if value["type"] == "plain_text_input" and not value["value"]:
                value["value"] = TYPED
        self._keep("interactive", body, view.callback_id, who)
        await self._pressed(who, view, deep)
        left = await who.view()
        if left is not None:
            await who.close(left, leave=True)

    async def _pressed(self, who: Actor, where: Message | View, deep: int) -> None:
        """Press everything there is, once under each name, and look at what it opens."""
        stacks, person = self._server.views.stacks, who.person.id
        over = list(stacks.get(person, []))
        content = where.content if isinstance(where, View) else None
        for block, element in list(forms.interactive(where.blocks)):
            name, stacks[person] = str(element["action_id"]), list(over)
            if isinstance(where, View) and content is not None:  # what was pressed may have put another in its place
                where.content = content
            if element["type"] in EXTERNAL:
                source = self._server.stage.source(who.person, where)
                body = self._server.stage.payloads.suggestion(who.person, source, element, block["block_id"], "C-1")
                self._keep("interactive", body, name, who)
            elif ("block_actions", name) not in self._found and deep < DEEP:
                await self._press(who, where, block, element, deep)

    async def _press(self, who: Actor, where: Message | View, block: Json, element: Json, deep: int) -> None:
        name, value = str(element["action_id"]), element.get("value")
        if element["type"] in forms.FIELDS:
            state = filling.state_of(where, who.person).get(block["block_id"], {}).get(name, {})
            options = forms.options_in(element)
            value = state.get(forms.FIELDS[element["type"]][0]) or (options[0]["value"] if options else None)
        before = await who.view()
        with suppress(CannotDoError, LookupError, ValueError):
            outcome = await who.press(where, name, block["block_id"], value)
            self._keep("interactive", outcome.request, name, who)
            if await who.view() not in (None, before):
                await self._looked_at(who, deep + 1)

    def _told(self, who: Actor) -> None:
        """The events."""
        stage = self._server.stage
        channel, ts = stage.workspace.channel("verification").id, stage.workspace.new_ts()
        about: Json = {"user": who.person.id, "channel": channel, "channel_type": "C", "event_ts": ts}
        for name in sorted(stage.events.subscribed):
            event = {"type": name} | about | ({"tab": "home"} if name == "app_home_opened" else {})
            self._keep("events_api", stage.payloads.event(event), name, who)

    def _others(self, who: Actor, card: Message) -> None:
        """What did not come up on the way, made of what did: the shape is the same, and the name another."""
        button = self._found["block_actions", "take"]
        sent = self._found["view_submission", controls.FILE_FORM]
        typed = self._found["block_suggestion", controls.PICK_CLAIMS]

        def missing(table: Iterable[str], kind: str) -> list[str]:
            return sorted(set(table) - {name for of, name in self._found if of == kind})

        for name in missing(ACTIONS, "block_actions"):
            body = copy.deepcopy(button.body)
            body["actions"][0] |= {"action_id": name, "value": "1"}
            self._keep("interactive", body, name, who)
        for name in missing(FORMS, "view_submission"):
            body = copy.deepcopy(sent.body)
            body["view"]["callback_id"] = name
            self._keep("interactive", body, name, who)
        for name in missing(MENUS, "block_suggestion"):
            self._keep("interactive", copy.deepcopy(typed.body) | {"action_id": name}, name, who)

    def _keep(self, kind: str, body: Json | None, name: str, who: Actor, more: str = "") -> None:
        if body is None:
            return
        views = tuple(copy.deepcopy(self._server.views.stacks.get(who.person.id, [])))
        body = _freshened(copy.deepcopy(body))
        named = f"{name} {more}".strip()
        of = str(body.get("type", kind))
        self._found.setdefault((of, named), Payload(kind, body, f"{of} {named}", who.person.id, views))


def _fields(body: Json) -> Iterator[tuple[str, Json]]:
    for block, elements in body["view"]["state"]["values"].items():
        for value in elements.values():
            yield block, value


def _freshened(body: Json) -> Json:
    """A payload without what can be used once."""
    for place in (body, *(body.get("actions") or [])):
        for name, fresh in FRESH.items():
            if name in place:
                place[name] = fresh
    if isinstance(body.get("view"), dict):
        body["view"]["hash"] = FRESH_NAME
    return body
