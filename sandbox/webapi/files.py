"""Files as the bot may know them."""

from __future__ import annotations

from sandbox.errors import Refused
from sandbox.files import SCOPE, bot_may_read, file_body
from sandbox.webapi.registry import Call, Method
from sandbox.workspace import Json


def info(call: Call) -> Json:
    """Describe one file, where it stands in a channel the bot belongs to."""
    file = call.workspace.files.get(call.text("file", "file_not_found"))
    if file is None or not bot_may_read(file, call.workspace):
        raise Refused("file_not_found")
    return {"file": file_body(file, call.workspace), "comments": [], "response_metadata": {"next_cursor": ""}}


def share_with_everybody(call: Call) -> Json:
    """Make a file public; not offered: Slack takes a person's token for it, which no bot has."""
    raise Refused("not_allowed_token_type")


METHODS = {
    "files.info": Method(info, SCOPE),
    "files.sharedPublicURL": Method(share_with_everybody, token="user"),  # noqa: S106
}
