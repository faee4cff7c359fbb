"""What every message and view has to pass: the sandbox's own checks, which are Slack's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.views import View

from bot.surfaces.message import Message
from sandbox import limits
from sandbox.blocks import check_message, check_view, message_size
from sandbox.webapi.chat import MOST_TEXT_IN_UPDATE


def passes(message: Message) -> dict[str, Any]:
    """Its payload, if Slack takes it: to post it, to edit it, and as an answer."""
    payload = message.payload()
    blocks = payload.get("blocks", [])
    assert check_message(blocks) == []
    assert message_size(blocks) <= limits.MESSAGE_SIZE
    assert payload["text"].strip(), "a message without blocks' text has no fallback"
    if blocks:
        assert len(payload["text"]) <= MOST_TEXT_IN_UPDATE
    return payload


def view_passes(view: View) -> dict[str, Any]:
    """Its JSON, if Slack takes it."""
    shown = view.to_dict()
    assert check_view(shown) == []
    return shown


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload, whatever it stands in."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from parts(each)


def shown(value: Any) -> str:
    """All the words in rich text, in order."""
    return "".join(part["text"] for part in parts(value) if part.get("type") in ("text", "link") and "text" in part)
