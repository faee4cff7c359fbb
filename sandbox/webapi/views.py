"""Modals and Home tabs."""

from __future__ import annotations

from sandbox.errors import Refused
from sandbox.modals import View, shown
from sandbox.webapi.registry import Call, Method
from sandbox.workspace import Json


def open_view(call: Call) -> Json:
    """Open a modal for the person whose trigger this is."""
    return _answer(call, call.office.views.open(call.text("trigger_id"), call.arguments.get("view") or {}))


def push(call: Call) -> Json:
    """Put a modal on top of the one the trigger came from."""
    return _answer(call, call.office.views.push(call.text("trigger_id"), call.arguments.get("view") or {}))


def update(call: Call) -> Json:
    """Put other content into an open view."""
    arguments = call.arguments
    view = call.office.views.find(arguments.get("view_id"), arguments.get("external_id"))
    return _answer(call, call.office.views.update(view, arguments.get("view") or {}, arguments.get("hash")))


def publish(call: Call) -> Json:
    """Put up somebody's Home tab."""
    if not call.workspace.has_home_tab:
        raise Refused("not_enabled")
    person = call.person("user_id")
    view = call.office.views.publish(person, call.arguments.get("view") or {}, call.arguments.get("hash"))
    return _answer(call, view)


def _answer(call: Call, view: View) -> Json:
    return {"view": shown(view, call.workspace)}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
