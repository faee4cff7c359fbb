"""The rules every message of the bot passes, whichever way it comes: web API, ack or response_url."""

from __future__ import annotations

import re

from sandbox import forms, limits
from sandbox.blocks import check_message, message_size
from sandbox.errors import Refused
from sandbox.pictures import check_pictures
from sandbox.workspace import Json, Workspace

MOST_TEXT = 40_000
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def checked_content(arguments: Json, workspace: Workspace) -> Json:
    """Return text, blocks, attachments and mrkdwn of a message that Slack would take, blocks with their ids.

    Text over 40,000 characters is cut off. Raises Refused: no_text, invalid_blocks, msg_blocks_too_long ...
    """
    text = arguments.get("text") or arguments.get("markdown_text") or ""
    blocks, attachments = arguments.get("blocks"), arguments.get("attachments")
    if not isinstance(text, str):
        raise Refused("invalid_arguments")
    if arguments.get("markdown_text") and (arguments.get("text") or blocks):
        raise Refused("markdown_text_conflict")
    if not text.strip() and not blocks and not attachments:
        raise Refused("no_text")
    if blocks:
        blocks = checked_blocks(blocks, workspace)
    return {
        "text": text[:MOST_TEXT],
        "blocks": blocks or None,
        "attachments": attachments or None,
        "mrkdwn": arguments.get("mrkdwn") not in (False, "false", "0"),
    }


def checked_blocks(blocks: object, workspace: Workspace) -> list[Json]:
    """Return a message's blocks with their ids, or refuse them as Slack does."""
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    problems = check_message(blocks) or check_pictures(blocks, "/blocks", workspace)
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise Refused("invalid_blocks", errors=problems, response_metadata={"messages": messages})
    if message_size(blocks) > limits.MESSAGE_SIZE:
        raise Refused("msg_blocks_too_long")
    return forms.named(blocks, workspace.new_name)


def checked_metadata(metadata: object) -> Json | None:
    """Return message metadata as Slack keeps it; Refused if its shape or its names are not Slack's."""
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not _NAME.fullmatch(metadata["event_type"]):
        raise Refused("invalid_metadata_format")
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in metadata["event_payload"]):
        raise Refused("invalid_metadata_schema")
    if any(isinstance(value, dict | list) for value in metadata["event_payload"].values()):
        # "metadata: flat": nested values belong to custom types, which this app has none of.
        raise Refused("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": dict(metadata["event_payload"])}
