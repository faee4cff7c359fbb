"""`manifest.yml` equals what the code registers and uses, and Slack's schema takes it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.clock import SystemClock
from bot.surfaces import controls
from bot.surfaces.setup_fields import LOOKED_AT
from store import Record

ROOT = Path(__file__).parent.parent
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))

# The scopes each Web API method needs where we use it. Source: the methods' pages at docs.slack.dev/reference/methods
SCOPES: dict[str, set[str]] = {
    "auth.test": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    # Looking for a post of ours: in channels of either kind, in conversations with one person or with several.
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.info": {"channels:read", "groups:read"},  # asked of channels only
    "conversations.open": {"im:write"},  # with one person only
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},  # and to download what it names
    "users.conversations": {"channels:read", "groups:read"},  # asked of channels of either kind
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
# The scopes events come with. Source: docs.slack.dev/reference/events
EVENT_SCOPES: dict[str, set[str]] = {
    "app_home_opened": set(),
    "channel_unarchive": {"channels:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
}
BODIES: dict[str, Any] = {
    "command": lambda name: {"command": name},
    "action": lambda name: {"type": "block_actions", "actions": [{"type": "button", "action_id": name}]},
    "view": lambda name: {"type": "view_submission", "view": {"type": "modal", "callback_id": name}},
    "options": lambda name: {"type": "block_suggestion", "action_id": name},
    "shortcut": lambda name: {"type": "message_action", "callback_id": name},
    "event": lambda name: {"type": "event_callback", "event": {"type": name}},
}


def in_manifest() -> dict[str, set[str]]:
    features = MANIFEST["features"]
    return {
        "command": {each["command"] for each in features["slash_commands"]},
        "shortcut": {each["callback_id"] for each in features["shortcuts"]},
        "event": set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]),
    }


def in_controls() -> dict[str, set[str]]:
    names = {name: value for name, value in vars(controls).items() if name.isupper()}
    shortcuts = in_manifest()["shortcut"]
    views = {value for name, value in names.items() if name.endswith("_FORM")}
    options = {value for name, value in names.items() if name.startswith("PICK_")}
    actions = {value for name, value in names.items() if not name.endswith("_FORM") and not name.startswith("PICK_")}
    actions |= set(LOOKED_AT)
    return {"view": views, "options": options, "action": actions - shortcuts, "shortcut": actions & shortcuts}


@pytest.fixture
def app(tmp_path: Path) -> AsyncApp:
    """The real app with every listener on it; nothing is connected."""

    async def authorize(**_request: Any) -> AuthorizeResult:
        raise AssertionError("nothing is dispatched here")

    app = AsyncApp(client=AsyncWebClient(), authorize=authorize)
    handlers.register(app, Record(f"sqlite:///{tmp_path / 'record.db'}"), SystemClock())
    return app


async def answering(app: AsyncApp, kind: str, name: str) -> list[int]:
    """Which listeners answer a request of this kind and name."""
    request = AsyncBoltRequest(mode="socket_mode", body=BODIES[kind](name))
    response = BoltResponse(status=200)
    listeners = app._async_listeners
    return [at for at, each in enumerate(listeners) if await each.async_matches(req=request, resp=response)]


async def test_every_request_slack_can_send_has_one_listener_and_every_listener_its_request(app: AsyncApp) -> None:
    expected: set[tuple[str, str]] = set()
    for named in (in_manifest(), in_controls()):
        expected |= {(kind, name) for kind, names in named.items() for name in names}
    heard: set[int] = set()
    for kind, name in sorted(expected):
        found = await answering(app, kind, name)
        assert len(found) == 1, f"{kind} {name} has {len(found)} listeners"
        heard |= set(found)
    assert len(heard) == len(app._async_listeners), "a listener waits for what nothing can send"


def test_the_shortcuts_are_those_the_code_names() -> None:
    assert in_controls()["shortcut"] == in_manifest()["shortcut"]
    assert all(each["type"] == "message" for each in MANIFEST["features"]["shortcuts"])


@pytest.mark.parametrize("at", ["bot", "handlers", "app.py"])
def test_every_method_of_the_web_api_that_is_used_has_its_scopes_in_the_table(at: str) -> None:
    for method in methods_used([ROOT / at]):
        assert hasattr(AsyncWebClient, method.replace(".", "_")), f"{method} is no method of Slack's"
        assert method in SCOPES, f"say above which scopes {method} needs"


def test_the_scopes_granted_are_the_scopes_used() -> None:
    used = set(methods_used([ROOT / "bot", ROOT / "handlers", ROOT / "app.py"]))
    assert used == set(SCOPES), "the table above names methods that nothing calls"
    needed = {"commands"}.union(*(SCOPES[method] for method in used))
    for event in in_manifest()["event"]:
        needed |= EVENT_SCOPES[event]
    granted = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert sorted(granted) == sorted(needed)


def test_commands_come_escaped() -> None:
    """Then a link, a person and a channel arrive as Slack knows them, and not as somebody spelt them."""
    assert all(each["should_escape"] is True for each in MANIFEST["features"]["slash_commands"])


def test_slacks_own_schema_takes_it() -> None:
    schema = os.environ.get("SLACK_MANIFEST_SCHEMA")
    if not schema:
        pytest.skip("SLACK_MANIFEST_SCHEMA does not name manifest.schema.1.0.0.json of slackapi/manifest-schema")
    validator = jsonschema.Draft7Validator(json.loads(Path(schema).read_text("utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(MANIFEST)] == []


def methods_used(places: Iterable[Path]) -> list[str]:
    """The Web API methods called in these files: `client.chat_update` is `chat.update`."""
    files = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    found = {
        name.replace("_", ".", 1)
        for file in files
        for name in re.findall(r"\bclient\.([a-z]+_\w+)", file.read_text("utf-8"))
    }
    return sorted(found)
