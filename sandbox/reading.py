"""What a person reads in a message: its blocks as plain lines, without the marks that only format."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
Names = Callable[[str], str]

TOKEN = re.compile(r"<([^<>]+)>")
DATE_TOKEN = re.compile(r"\{(\w+)\}")
QUOTED = re.compile(r"^\s*(?:&gt;|>)\s?", re.MULTILINE)
APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛", "'"))
MARKS = re.compile(r"[*_~`>\"“”„‟«»‹›「」『』]")


class Reader:
    """Reads messages as one person sees them: in `zone`, and with the people `names` knows by their ids."""

    def __init__(self, zone: ZoneInfo, names: Names = str) -> None:
        self.zone = zone
        self.names = names

    def lines(self, text: str, blocks: Iterable[Json] | None) -> list[str]:
        """Return a message as lines: empty ones left out, quoted ones after "> ", `text` only without blocks."""
        shown = self.mrkdwn(text) if not blocks else "\n".join(self.block(block) for block in blocks)
        return [line.rstrip() for line in shown.splitlines() if line.strip()]

    def block(self, block: Json) -> str:
        """Return one block; parts that stand beside or under each other come on lines of their own."""
        match block.get("type"):
            case "section":
                parts = [block["text"]] if "text" in block else []
                parts = [self.text(part) for part in [*parts, *block.get("fields", [])]]
                accessory = block.get("accessory")
                if accessory:
                    parts.append(self.element(accessory))
                return "\n".join(parts)
            case "header":
                return self.text(block["text"])
            case "context" | "actions":
                return " ".join(self.element(element) for element in block["elements"])
            case "rich_text":
                return "\n".join(self.rich(part) for part in block["elements"])
            case "table":
                return "\n".join(self.row(row) for row in block["rows"])
            case "markdown":
                return self.mrkdwn(block["text"])
            case "image":
                return f"[{block.get('alt_text', '')}]"
            case "input":
                return self.text(block["label"])
        return ""

    def text(self, text: Json) -> str:
        """Return a text object, formatted or plain."""
        return self.mrkdwn(text["text"]) if text.get("type") == "mrkdwn" else str(text.get("text", ""))

    def mrkdwn(self, text: str) -> str:
        """Return mrkdwn as it is read: links by their words, people by their names, dates in the reader's zone."""
        shown = QUOTED.sub("> ", text)
        shown = re.sub(r"[*~`]|(?<!\w)_|_(?!\w)", "", TOKEN.sub(self._token, shown))
        return html.unescape(shown)

    def element(self, element: Json) -> str:
        """Return what is written on a button, a menu or a text among them."""
        match element.get("type"):
            case "mrkdwn" | "plain_text":
                return self.text(element)
            case "image":
                return f"[{element.get('alt_text', '')}]"
            case "button":
                return f"[{self.text(element['text'])}]"
            case "overflow":
                return "[…]"
        shown = element.get("initial_option", {}).get("text") or element.get("placeholder")
        return f"[{self.text(shown)}]" if shown else ""

    def rich(self, part: Json) -> str:
        """Return a part of rich text: a section, a quotation, a list, or one of their words."""
        match part.get("type"):
            case "rich_text_list":
                return "\n".join(f"- {self.rich(item)}" for item in part["elements"])
            case "rich_text_quote":
                quoted = "".join(self.rich(inner) for inner in part["elements"])
                return "\n".join(f"> {line}" for line in quoted.splitlines())
            case "text":
                return str(part["text"])
            case "link":
                return str(part.get("text") or part["url"])
            case "user":
                return "@" + self.names(part["user_id"])
            case "channel":
                return "#" + self.names(part["channel_id"])
            case "date":
                return self.moment(part["timestamp"], part["format"])
            case "emoji":
                return f":{part['name']}:"
            case "broadcast":
                return f"@{part['range']}"
        return "".join(self.rich(inner) for inner in part.get("elements", []))

    def row(self, cells: Iterable[Json]) -> str:
        """Return a row of a table."""
        return " | ".join(cell["text"] if cell["type"] == "raw_text" else self.block(cell) for cell in cells)

    def moment(self, timestamp: int, form: str) -> str:
        """Return a date token's text for this reader."""
        at = datetime.fromtimestamp(timestamp, self.zone)
        day = f"{at.day} {at:%b %Y}"
        shown = {"time": f"{at:%H:%M}", "time_secs": f"{at:%H:%M:%S}", "date_num": f"{at:%Y-%m-%d}"}
        return DATE_TOKEN.sub(lambda token: shown.get(token[1], day), form)

    def _token(self, found: re.Match[str]) -> str:
        content, _, label = found[1].partition("|")
        if content.startswith("!date^"):
            timestamp, form = [*content.split("^"), "", ""][1:3]
            return self.moment(int(timestamp), form) if timestamp.isdecimal() else label
        if content.startswith("!"):
            return label or "@" + content[1:]
        if content[:1] in "@#":
            return content[0] + (label or self.names(content[1:]))
        return label or content


def alike(text: str) -> str:
    """Return a text for comparing: formatting and quotation marks and invisible signs do not count."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = MARKS.sub("", unicodedata.normalize("NFC", visible).translate(APOSTROPHES))
    return " ".join(plain.split())


def shows(shown: str, wanted: str, least: int = 60) -> bool:
    """Whether `wanted` is to be read in `shown`, whole or, when it is long, its beginning followed by "…"."""
    there, whole = alike(shown), alike(wanted)
    if whole in there:
        return True
    return any(
        len(begun) >= min(least, len(whole)) and whole.startswith(begun) for begun in _begun(there, whole[:least])
    )


def _begun(there: str, start: str) -> Iterable[str]:
    at = there.find(start)
    while at >= 0:
        end = there.find("…", at)
        if end < 0:
            return
        yield there[at:end].rstrip()
        at = there.find(start, at + 1)
