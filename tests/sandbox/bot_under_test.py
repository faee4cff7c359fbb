"""A small bot on the real slack_bolt, connected to a sandbox over real HTTP and WebSocket."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer

BOT_TOKEN = "xoxb-test"
APP_TOKEN = "xapp-test"

MANIFEST: dict[str, Any] = {
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "Counterclaim"},
        "slash_commands": [
            {"command": "/claim", "description": "File a claim", "usage_hint": "SPEAKER: …", "should_escape": True},
            {"command": "/plain", "description": "Not escaped", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "File as claim", "type": "message", "callback_id": "file_claim", "description": "File it"},
            {"name": "New claim", "type": "global", "callback_id": "new_claim", "description": "File one"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:history",
                "channels:read",
                "chat:write",
                "commands",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "member_joined_channel", "member_left_channel", "message.im"]
        }
    },
}


class Wall:
    """The real clock, which only tests of the sandbox read here."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def new_app(server: SandboxServer) -> AsyncApp:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=server.api_url, retry_handlers=[])
    return AsyncApp(token=BOT_TOKEN, client=client)


@asynccontextmanager
async def connected(app: AsyncApp, server: SandboxServer) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connect the app by Socket Mode until the block ends."""
    before = server.link.sockets
    web_client = AsyncWebClient(token=APP_TOKEN, base_url=server.api_url)
    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=web_client, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await server.link.connected(before + 1)
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


def button(action_id: str, value: str = "C-1", text: str = "Take") -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": action_id,
        "value": value,
        "text": {"type": "plain_text", "text": text},
    }


def actions(*elements: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **rest}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}


def text_input(block_id: str, action_id: str = "text", **rest: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": action_id} | rest.pop("element", {})
    label = {"type": "plain_text", "text": block_id}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **rest}


def modal(*blocks: dict[str, Any], callback_id: str = "form", **rest: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": "A claim"},
        "submit": {"type": "plain_text", "text": "File"},
        "blocks": list(blocks),
        **rest,
    }
