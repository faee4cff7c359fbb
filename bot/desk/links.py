"""Links, bare or as Slack escapes them; only http and https are links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.desk.characters import clean
from bot.desk.limits import LINK, check_length
from bot.errors import NotUnderstood

_ESCAPED = re.compile(r"<([^<>]*)>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_SCHEME = re.compile(r"https?:/", re.IGNORECASE)
# A bare link ends at white space, at a quotation mark, at a direction mark, and at the punctuation of scripts that
# put no space after it.
_BARE = re.compile(r"https?:/[^\s<>\"“”„«»「」『』，。；！？、（）【】…\u200b\u200e\u200f\u061c]*", re.IGNORECASE)
# One part of a host, in any script (vowel signs are no `\w`); ASCII punctuation and `…` are in none.
_LABEL = re.compile(r"(?!-)[^\s!-,./:-@\[-^`{-~…]{1,63}(?<!-)")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Span:
    """A link and the characters of the text it stands on; `link` may be none, see `checked`."""

    start: int
    end: int
    link: str

    def checked(self) -> str:
        """The link; raises NotUnderstood if it is none."""
        return check_link(self.link)


@dataclass(frozen=True)
class Typed:
    """What a person typed, in one line and without Slack's escapes, and where its links stand."""

    plain: str
    links: tuple[Span, ...]


def read_typed(text: str) -> Typed:
    """Undo Slack's escapes: `<https://a|label>`, `<@U1|rita>`, `<#C1|belgorod>`, `&amp;`.

    Mentions come out as words (`@rita`), a channel as its tag (`#belgorod`: Slack makes a channel of a tag of the
    same name). White space becomes single spaces. Raises NotUnderstood for control characters.
    """
    raw = clean(text)
    pieces: list[str] = []
    spans: list[Span] = []
    length = at = 0

    def add(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    def add_bare(escaped: str) -> None:
        plain = unescape(escaped)
        spans.extend(
            Span(length + found.start(), length + found.start() + len(link), link)
            for found in _BARE.finditer(plain)
            if (link := _trimmed(found[0]))
        )
        add(plain)

    for token in _ESCAPED.finditer(raw):
        shown = _shown(token[1])
        if shown is None:
            continue
        add_bare(raw[at : token.start()])
        words, link = shown
        if link is not None:
            spans.append(Span(length, length + len(words), link))
        add(words)
        at = token.end()
    add_bare(raw[at:])
    return Typed("".join(pieces), tuple(spans))


def unescape(text: str) -> str:
    """Undo the three entities Slack uses, once: `&amp;lt;` was typed as `&lt;`."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)


def escape(text: str) -> str:
    """Make Slack's three special characters harmless, as Slack does in what it sends us and wants in what it parses.

    Cut first, then escape: an entity cut in two would show. Source: Slack, Formatting text for app surfaces.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_link(text: str) -> bool:
    """Whether the whole of `text` is one http or https link with a host."""
    scheme, _, rest = text.partition("://")
    if scheme.casefold() not in {"http", "https"} or not rest or re.search(r"[\s<>\"]", text):
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host:
        return False
    if ":" in host:  # IPv6; urlsplit has checked it
        return True
    return all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))


def check_link(text: str) -> str:
    """Give `text` back if it is a link; raises NotUnderstood with the wrong part and a right example."""
    if is_link(text):
        return check_length("link", text, LINK, field="reports")
    shown = text if len(text) <= 60 else text[:59] + "…"
    raise NotUnderstood(
        f"`{shown}` is no link." if shown else "There is no link.",
        remedy="A link begins with http:// or https:// and names a site: `https://example.org/1`",
        field="reports",
    )


def parse_link(text: str) -> str:
    """The link that the whole of `text` is, bare or as Slack escapes it; raises NotUnderstood for anything else."""
    typed = read_typed(text)
    if len(typed.links) == 1 and typed.links[0].end - typed.links[0].start == len(typed.plain):
        return typed.links[0].checked()
    return check_link(typed.plain)


def _shown(token: str) -> tuple[str, str | None] | None:
    """The words a Slack escape stands for, and its link if it is one; None if it is no escape of Slack's."""
    target, _, label = (unescape(part) for part in token.partition("|"))
    if _SCHEME.match(target):
        same = not label or _SCHEME.match(label) or _without_scheme(label) == _without_scheme(target)
        return (target if same else f"{label} ({target})"), target
    if re.fullmatch(r"@[UW]\w*", target):
        return "@" + (label.removeprefix("@") or target[1:]), None
    if re.fullmatch(r"#[CDG]\w*", target):
        return "#" + (label or target[1:]), None
    if target.startswith("!"):
        command = target[1:].split("^")
        return (label or "@" + command[1 if command[0] == "subteam" and len(command) > 1 else 0]), None
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2], None
    return None


def _without_scheme(link: str) -> str:
    """A link as Slack labels it when it made the link itself."""
    return re.sub(r"^https?://", "", link.casefold()).rstrip("/")


def _trimmed(link: str) -> str:
    """A bare link without the punctuation that belongs to the sentence round it."""
    end = len(link)
    spare = {closing: link.count(closing) - link.count(opening) for closing, opening in _BRACKETS.items()}
    while end:
        last = link[end - 1]
        if last in _BRACKETS:
            if spare[last] <= 0:
                break
            spare[last] -= 1
        elif last not in ".,;:!?*'’”~|":
            break
        end -= 1
    # `https://` and `http:/` keep their slashes and colon: they are no links, and the refusal shows them.
    return link[: max(end, link.index("/") + 1)]
