"""`manifest.yml` equals what the code registers and uses, and Slack's schema takes it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cryptography.fernet import Fernet
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from typer.testing import CliRunner

import handlers
from app import commands
from bot.clock import SystemClock
from bot.delivery.clients import InstalledClients
from bot.delivery.renewing import Renewal
from bot.installations import Installations
from bot.operating.http_door import EVENTS
from bot.operating.installing import BACK
from bot.operating.manifest import http_manifest, socket_manifest
from bot.sealing import Seal
from bot.surfaces import controls
from bot.surfaces.setup_fields import LOOKED_AT
from store import Record

ROOT = Path(__file__).parent.parent
MANIFEST = socket_manifest()
URL = "https://bot.example.org"
HTTP = http_manifest(URL)

# The scopes each Web API method needs where we use it. Source: the methods' pages at docs.slack.dev/reference/methods
SCOPES: dict[str, set[str]] = {
    "apps.connections.open": set(),  # with the app's own token
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
    "oauth.v2.access": set(),  # with the app's own secret
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
    "app_uninstalled": set(),
    "channel_unarchive": {"channels:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "tokens_revoked": set(),
}
BODIES: dict[str, Any] = {
    "command": lambda name: {"command": name},
    "action": lambda name: {"type": "block_actions", "actions": [{"type": "button", "action_id": name}]},
    "view": lambda name: {"type": "view_submission", "view": {"type": "modal", "callback_id": name}},
    "options": lambda name: {"type": "block_suggestion", "action_id": name},
    "shortcut": lambda name: {"type": "message_action", "callback_id": name},
    "event": lambda name: {"type": "event_callback", "event": {"type": name}},
}


def in_manifest(manifest: dict[str, Any] = MANIFEST) -> dict[str, set[str]]:
    features = manifest["features"]
    return {
        "command": {each["command"] for each in features["slash_commands"]},
        "shortcut": {each["callback_id"] for each in features["shortcuts"]},
        "event": set(manifest["settings"]["event_subscriptions"]["bot_events"]),
    }


def in_controls() -> dict[str, set[str]]:
    names = {name: value for name, value in vars(controls).items() if name.isupper()}
    shortcuts = in_manifest()["shortcut"]
    views = {value for name, value in names.items() if name.endswith("_FORM")}
    options = {value for name, value in names.items() if name.startswith("PICK_")}
    actions = {value for name, value in names.items() if not name.endswith("_FORM") and not name.startswith("PICK_")}
    actions |= set(LOOKED_AT)
    return {"view": views, "options": options, "action": actions - shortcuts, "shortcut": actions & shortcuts}


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def manifest(mode: str) -> dict[str, Any]:
    return HTTP if mode == "http" else MANIFEST


@pytest.fixture
def app(tmp_path: Path, mode: str) -> AsyncApp:
    """The real app with every listener on it; nothing is connected."""

    async def authorize(**_request: Any) -> AuthorizeResult:
        raise AssertionError("nothing is dispatched here")

    app, client, clock = AsyncApp(client=AsyncWebClient(), authorize=authorize), AsyncWebClient(), SystemClock()
    record = Record(f"sqlite:///{tmp_path / 'record.db'}")
    installations = Installations(record, "1.2", Seal([Fernet.generate_key().decode()]), clock)
    installed = InstalledClients(installations, Renewal(installations, client, clock, "secret"), AsyncWebClient)
    handlers.register(app, record, clock, installed=installed if mode == "http" else None)
    return app


async def answering(app: AsyncApp, kind: str, name: str) -> list[int]:
    """Which listeners answer a request of this kind and name."""
    request = AsyncBoltRequest(mode="socket_mode", body=BODIES[kind](name))
    response = BoltResponse(status=200)
    listeners = app._async_listeners
    return [at for at, each in enumerate(listeners) if await each.async_matches(req=request, resp=response)]


async def test_every_request_slack_can_send_has_one_listener_and_every_listener_its_request(
    app: AsyncApp, manifest: dict[str, Any]
) -> None:
    expected: set[tuple[str, str]] = set()
    for named in (in_manifest(manifest), in_controls()):
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


def test_the_scopes_granted_are_the_scopes_used(manifest: dict[str, Any]) -> None:
    used = set(methods_used([ROOT / "bot", ROOT / "handlers", ROOT / "app.py"]))
    assert used == set(SCOPES), "the table above names methods that nothing calls"
    needed = {"commands"}.union(*(SCOPES[method] for method in used))
    for event in in_manifest(manifest)["event"]:
        needed |= EVENT_SCOPES[event]
    granted = manifest["oauth_config"]["scopes"]["bot"]
    assert sorted(granted) == sorted(needed)


def test_commands_come_escaped() -> None:
    """Then a link, a person and a channel arrive as Slack knows them, and not as somebody spelt them."""
    assert all(each["should_escape"] is True for each in MANIFEST["features"]["slash_commands"])


def test_with_http_every_request_has_an_address_that_is_listened_on(tmp_path: Path) -> None:
    features, settings = HTTP["features"], HTTP["settings"]
    addresses = {command["url"] for command in features["slash_commands"]}
    addresses |= {settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"]}
    addresses |= {settings["interactivity"]["message_menu_options_url"]}
    assert addresses == {URL + EVENTS}
    assert HTTP["oauth_config"]["redirect_urls"] == [URL + BACK]


def test_but_for_that_it_is_the_manifest_of_socket_mode() -> None:
    """What is in one only, by its path."""

    def paths(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
        items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for name, inner in items:
            yield from paths(inner, f"{path}.{name}" if isinstance(name, str) else path)
        if not isinstance(part, dict | list):
            yield path, str(part)

    differ = {path for path, _ in set(paths(HTTP)) ^ set(paths(MANIFEST))}
    assert differ == {
        ".features.slash_commands.url",
        ".oauth_config.redirect_urls",
        ".settings.event_subscriptions.bot_events",
        ".settings.event_subscriptions.request_url",
        ".settings.interactivity.message_menu_options_url",
        ".settings.interactivity.request_url",
        ".settings.org_deploy_enabled",
        ".settings.socket_mode_enabled",
        ".settings.token_rotation_enabled",
    }


@pytest.mark.parametrize(
    ("typed", "printed"), [([], MANIFEST), (["--http", "--url", URL], HTTP), (["--http", "--url", URL + "/"], HTTP)]
)
def test_it_can_be_printed(typed: list[str], printed: dict[str, Any]) -> None:
    told = CliRunner().invoke(commands, ["manifest", *typed])
    assert (told.exit_code, yaml.safe_load(told.output)) == (0, printed)


@pytest.mark.parametrize(
    "url",
    ["", "http://bot.example.org", "bot.example.org", "https://bot", "https://.", URL + "/slack/events", URL + "?x"],
)
def test_for_http_an_address_is_asked_for(url: str) -> None:
    told = CliRunner().invoke(commands, ["manifest", "--http", "--url", url])
    assert told.exit_code == 2
    assert "app.py manifest --http --url https://bot.example.org" in told.output


def test_slacks_own_schema_takes_it(manifest: dict[str, Any]) -> None:
    schema = os.environ.get("SLACK_MANIFEST_SCHEMA")
    if not schema:
        pytest.skip("SLACK_MANIFEST_SCHEMA does not name manifest.schema.1.0.0.json of slackapi/manifest-schema")
    validator = jsonschema.Draft7Validator(json.loads(Path(schema).read_text("utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(manifest)] == []


def methods_used(places: Iterable[Path]) -> list[str]:
    """The Web API methods called in these files: `client.chat_update` is `chat.update`."""
    files = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    found = {
        name.replace("_v2_", ".v2.").replace("_connections_", ".connections.").replace("_", ".", 1)
        for file in files
        for name in re.findall(r"(?<!socket\.)\bclient\.([a-z]+_\w+)", file.read_text("utf-8"))
    }
    return sorted(found)
