"""Previews of links to messages: Slack makes them by itself, with the access of whoever posted the link.

The preview is an attachment with `is_msg_unfurl`; of a private channel's message it has `private_channel_prompt`, too.
Here it is shown to those who can see the channel it leads to, and to nobody else.
"""

from __future__ import annotations

import re

from sandbox.workspace import Json, Message, Person, Workspace

LINK = re.compile(
    r"<?(?P<url>https://(?P<domain>[\w-]+)\.slack\.com/archives/(?P<channel>\w+)/p(?P<ts>\d{16})[^\s<>|]*)"
)
MOST = 300  # characters


def previews(workspace: Workspace, person: Person, text: str) -> list[Json]:
    """Return an attachment for each message of this workspace that a text links to and its writer can see."""
    found: list[Json] = []
    seen = {channel.id: channel for channel in workspace.visible_channels(person)}
    for link in LINK.finditer(text):
        channel = seen.get(link["channel"])
        ts = f"{link['ts'][:10]}.{link['ts'][10:]}"
        message = None if channel is None else workspace.find(channel.id, ts)
        if channel is None or message is None or link["domain"] != workspace.domain:
            continue
        preview: Json = {
            "is_msg_unfurl": True,
            "from_url": link["url"],
            "channel_id": channel.id,
            "ts": ts,
            "author_id": message.user,
            "text": message.text[:MOST],
            "footer": f"From #{channel.name}" if channel.kind != "im" else "From a conversation",
        }
        found.append(preview | ({"private_channel_prompt": True} if channel.kind != "public" else {}))
    return found


def shown_to(workspace: Workspace, message: Message, person: Person) -> list[Json]:
    """Return the previews in a message that somebody is shown."""
    mine = {channel.id for channel in workspace.visible_channels(person)}
    every = [each for each in message.attachments or [] if each.get("is_msg_unfurl")]
    return [each for each in every if each["channel_id"] in mine]
