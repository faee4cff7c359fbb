"""Views: who has which modal open, whose App Home says what, and the triggers that allow to open one."""

from __future__ import annotations

import copy
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from sandbox import forms, limits
from sandbox.blocks import check_view
from sandbox.clock import Clock
from sandbox.errors import Refused
from sandbox.pictures import check_pictures, pictures_in
from sandbox.workspace import Json, Person, Workspace

TRIGGER_SECONDS = 3.0
MOST_VIEWS = 3
# What the bot may say of a view, and what Slack gives back where it said nothing.
CONTENT: Json = {
    "title": None,
    "blocks": [],
    "close": None,
    "submit": None,
    "private_metadata": "",
    "callback_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "external_id": "",
}
# A Home tab has no title of its own; Slack's payloads carry this one.
HOME_TITLE: Json = {"type": "plain_text", "text": "View Title", "emoji": True}


@dataclass
class View:
    """A modal or a Home tab as one person has it before them. `state` is what stands in its inputs."""

    id: str
    kind: str
    person: str
    content: Json
    hash: str
    state: forms.State
    root_id: str
    previous_id: str | None = None
    offered: forms.Offered = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Return its blocks, every one with its ids."""
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def callback_id(self) -> str:
        """Return the name the bot gave it."""
        return str(self.content["callback_id"])

    @property
    def title(self) -> str:
        """Return what stands at its top."""
        return str((self.content.get("title") or {}).get("text", ""))


@dataclass
class _Trigger:
    person: str
    issued: float
    used: bool = False


class Views:
    """All open views and all triggers of one workspace. What it refuses it refuses with Slack's words."""

    def __init__(self, clock: Clock, workspace: Workspace) -> None:
        self._clock = clock
        self._workspace = workspace
        self._numbers = itertools.count(1)
        self._triggers: dict[str, _Trigger] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def new_trigger(self, person: Person) -> str:
        """Give out a trigger: it opens or pushes one view, within three seconds (monotonic)."""
        trigger_id = f"{next(self._numbers)}.{self._workspace.team_id[2:]}.sandbox"
        self._triggers[trigger_id] = _Trigger(person.id, self._clock.monotonic())
        return trigger_id

    def top(self, person_id: str) -> View | None:
        """Return the modal a person has before them, if any."""
        stack = self.stacks.get(person_id)
        return stack[-1] if stack else None

    def knows(self, arguments: Json) -> bool:
        """Say whether a call names a trigger or a view of this workspace."""
        given = str(arguments.get("trigger_id")) in self._triggers
        return given or self.find(arguments.get("view_id"), arguments.get("external_id")) is not None

    def by_id(self, view_id: str) -> View | None:
        """Return an open view or a Home tab."""
        return next((view for view in self._everything() if view.id == view_id), None)

    def open(self, trigger_id: str, body: Json) -> View:
        """Open a modal for the person of the trigger; it takes the place of what they had open."""
        self._check(body, "modal")
        person = self._use(trigger_id).person
        return self._add(person, body, [])

    def push(self, trigger_id: str, body: Json) -> View:
        """Put a modal on top of the one the trigger came from; not more than three lie on each other."""
        self._check(body, "modal")
        return self.push_for(self._use(trigger_id).person, body)

    def push_for(self, person_id: str, body: Json) -> View:
        """Put a modal on top of a person's stack, as `response_action: push` does."""
        self._check(body, "modal")
        stack = self.stacks.get(person_id, [])
        if not stack:
            raise Refused("not_found")
        if len(stack) >= MOST_VIEWS:
            raise Refused("push_limit_reached")
        return self._add(person_id, body, stack)

    def update(self, view: View | None, body: Json, expected_hash: str | None = None) -> View:
        """Put other content into an open view; what a person wrote stays in inputs that keep their ids."""
        if view is None:
            raise Refused("not_found")
        self._check(body, view.kind, view)
        if expected_hash and expected_hash != view.hash:
            raise Refused("hash_conflict")
        view.content = self._content(body, view.person)
        view.state = forms.first_state(view.blocks, view.state)
        view.hash = self._new_hash()
        self._workspace.changed("home" if view.kind == "home" else "view", person=view.person)
        return view

    def publish(self, person: Person, body: Json, expected_hash: str | None = None) -> View:
        """Put up a person's Home tab."""
        self._check(body, "home")
        home = self.homes.get(person.id)
        if home is not None:
            return self.update(home, body, expected_hash)
        if expected_hash:
            raise Refused("hash_conflict")
        home = self._new(person.id, body, "home")
        self.homes[person.id] = home
        self._workspace.changed("home", person=person.id)
        return home

    def close(self, view: View, *, everything: bool = False) -> None:
        """Take a modal from its person's screen, or the whole stack."""
        stack = self.stacks.get(view.person, [])
        kept = [] if everything else [other for other in stack if other is not view]
        self.stacks[view.person] = kept
        self._workspace.changed("view", person=view.person)

    def find(self, view_id: str | None, external_id: str | None) -> View | None:
        """Return the view of an id or of the name the bot gave it, as `views.update` finds it."""
        if view_id:
            return self.by_id(view_id)
        return self._named(external_id) if external_id else None

    def _everything(self) -> list[View]:
        return [*itertools.chain.from_iterable(self.stacks.values()), *self.homes.values()]

    def _named(self, external_id: str) -> View | None:
        return next((view for view in self._everything() if view.content["external_id"] == external_id), None)

    def _use(self, trigger_id: str) -> _Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock.monotonic() - trigger.issued > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def _check(self, body: Json, kind: str, replaced: View | None = None) -> None:
        if not isinstance(body, dict):
            raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing view"]})
        problems = check_view(body) or check_pictures(body.get("blocks"), "/view/blocks", self._workspace)
        if not problems and body.get("type") != kind:
            problems = [f"must be of type {kind} [json-pointer:/view/type]"]
        if problems:
            messages = [f"[ERROR] {problem}" for problem in problems]
            raise Refused("invalid_arguments", response_metadata={"messages": messages})
        external_id = body.get("external_id")
        if external_id and self._named(external_id) not in (None, replaced):
            raise Refused("duplicate_external_id")
        if len(json.dumps(body, ensure_ascii=False).encode()) > limits.VIEW_SIZE:
            raise Refused("view_too_large")

    def _add(self, person_id: str, body: Json, below: list[View]) -> View:
        view = self._new(person_id, body, "modal")
        if below:
            view.root_id, view.previous_id = below[0].id, below[-1].id
        self.stacks[person_id] = [*below, view]
        self._workspace.changed("view", person=person_id)
        return view

    def _new(self, person_id: str, body: Json, kind: str) -> View:
        view_id = self._workspace.new_id("V")
        content = self._content(body, person_id)
        state = forms.first_state(content["blocks"])
        return View(view_id, kind, person_id, content, self._new_hash(), state, view_id)

    def _content(self, body: Json, person_id: str) -> Json:
        content: Json = {name: copy.deepcopy(body.get(name, empty)) for name, empty in CONTENT.items()}
        self._workspace.show(person_id, pictures_in(content["blocks"], self._workspace.files))
        content["blocks"] = forms.named(content["blocks"] or [], self._workspace.new_name)
        return content

    def _new_hash(self) -> str:
        return f"{int(self._clock.now().timestamp())}.{next(self._numbers):08x}"


def shown(view: View, workspace: Workspace, *, with_state: bool = True) -> Json:
    """Return a view as Slack's payloads and answers carry it."""
    body: Json = {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.kind,
        **view.content,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }
    if view.kind == "home":
        body["title"] = HOME_TITLE
    state: Any = {"values": copy.deepcopy(view.state) if with_state else {}}
    return body | {"state": state}
