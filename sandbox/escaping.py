"""How Slack writes down what a person typed: people, channels and links as tokens, the rest escaped."""

from __future__ import annotations

import re

from sandbox.workspace import Person, Workspace

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>\"“”„«»|]+)"
    r"|(?<![\w@.])@(?P<person>[a-z0-9][a-z0-9._-]*)"
    r"|(?<![\w#&/])#(?P<channel>[a-z0-9][a-z0-9_-]*)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'’"
_BROADCASTS = ("channel", "here", "everyone")


def escape(text: str) -> str:
    """Return the text with Slack's three entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_slack_writes(text: str, workspace: Workspace, person: Person) -> str:
    """Return what a person typed as Slack stores it and sends it where a command asks for escaping.

    `@rita` becomes `<@U…|rita>`, `#wire` (if they can see it) `<#C…|wire>`, a bare address `<https://…>`; typed `<`,
    `>` and `&` become entities.
    """
    parts: list[str] = []
    done = 0
    for found in _TOKEN.finditer(text):
        token, used = _token(found, workspace, person)
        parts += [escape(text[done : found.start()]), token]
        done = found.start() + used
    return "".join([*parts, escape(text[done:])])


def _token(found: re.Match[str], workspace: Workspace, person: Person) -> tuple[str, int]:
    """Return what stands for this place in the text, and how many characters of it that covers."""
    typed = found.group()
    if found["url"]:
        address = typed.rstrip(_TRAILING)
        # A bracket that was opened inside the address belongs to it, as in Wikipedia's.
        while typed[len(address) : len(address) + 1] == ")" and address.count("(") > address.count(")"):
            address += ")"
        return f"<{escape(address)}>", len(address)
    if found["person"]:
        name = found["person"].rstrip("._-").lower()
        if name in _BROADCASTS:
            return f"<!{name}>", len(name) + 1
        for somebody in [workspace.bot, *workspace.people.values()]:
            if somebody.name == name:
                return f"<@{somebody.id}|{name}>", len(name) + 1
    if found["channel"]:
        name = found["channel"].lower()
        for channel in workspace.visible_channels(person):
            if channel.kind != "im" and channel.name == name:
                return f"<#{channel.id}|{name}>", len(typed)
    return escape(typed), len(typed)
