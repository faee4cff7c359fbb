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
# A bare link ends at white space, at a quotation mark, at a direction mark, at the punctuation of scripts that put no
# space after it, and where a comma joins the next link.
_BARE = re.compile(
    r"https?:/(?:(?![,;|]https?:/)[^\s<>\"“”„«»「」『』，。；！？、（）【】…\u200b\u200e\u200f\u061c])*", re.IGNORECASE
)
# A host ends at punctuation that no host has, whatever follows.
_HOST_ENDS = re.compile(r"(https?://[^/?#(){},;|!'’*]+)[(){},;|!'’*]", re.IGNORECASE)
# One part of a host, in any script (vowel signs are no `\w`); ASCII punctuation and `…` are in none.
_LABEL = re.compile(r"(?!-)[^\s!-,./:-@\[-^`{-~…]{1,63}(?<!-)")
_MAY_FOLLOW = " .,;:!?*'’”“\"»«<>)]}|…，。；！？、（）「」"
# A link may stand in quotation marks; they are its dress, and quote nothing.
_QUOTED = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」"}
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Span:
    """A link and the characters of the text it stands on; `link` may be none, see `checked`."""

    start: int
    end: int
    link: str

    @property
    def is_bare(self) -> bool:
        """Whether the text shows the link alone, without a label."""
        return self.end - self.start == len(self.link)

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
    pieces: list[tuple[str, bool, list[Span]]] = []
    at = 0
    for token in _ESCAPED.finditer(raw):
        shown = _shown(token[1])
        if shown is not None:
            words, link = shown
            pieces.append(_bare_piece(raw[at : token.start()]))
            pieces.append((words, link is not None, [Span(0, len(words), link)] if link else []))
            at = token.end()
    pieces.append(_bare_piece(raw[at:]))
    return _joined(pieces)


def _bare_piece(escaped: str) -> tuple[str, bool, list[Span]]:
    """Text between Slack's escapes, and the bare links in it."""
    plain = unescape(escaped)
    found = [(match.start(), _trimmed(match[0])) for match in _BARE.finditer(plain)]
    return plain, False, [Span(start, start + len(link), link) for start, link in found]


def _joined(pieces: list[tuple[str, bool, list[Span]]]) -> Typed:
    """The pieces as one text; where Slack's brackets were the only boundary of a link a space takes their place."""
    texts: list[str] = []
    spans: list[Span] = []
    length, last, after_link = 0, "", False
    for text, is_link_piece, links in pieces:
        if not text:
            continue
        touching = (is_link_piece and last.isalnum()) or (after_link and text[0] not in _MAY_FOLLOW)
        if touching:
            texts.append(" ")
            length += 1
        spans.extend(Span(length + link.start, length + link.end, link.link) for link in links)
        texts.append(text)
        length, last, after_link = length + len(text), text[-1], is_link_piece
    plain = "".join(texts)
    return Typed(plain, tuple(_with_marks(plain, span) for span in spans))


def _with_marks(plain: str, span: Span) -> Span:
    """The span of a link together with the quotation marks that hold nothing else."""
    before, after = plain[max(span.start - 1, 0) : span.start], plain[span.end : span.end + 1]
    if before in _QUOTED and after and after in _QUOTED[before]:
        return Span(span.start - 1, span.end + 1, span.link)
    return span


def as_typed(text: str) -> str:
    """Undo Slack's escapes and change nothing else: to give back what somebody typed."""
    pieces: list[str] = []
    at = 0
    for token in _ESCAPED.finditer(text):
        shown = _shown(token[1])
        if shown is not None:
            pieces += [unescape(text[at : token.start()]), shown[0]]
            at = token.end()
    return "".join([*pieces, unescape(text[at:])])


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
        return check_length("link", text, LINK, field="source")
    shown = text if len(text) <= 60 else text[:59] + "…"
    raise NotUnderstood(
        f"`{shown}` is no link." if shown else "There is no link.",
        remedy="A link begins with http:// or https:// and names a site: `https://example.org/1`",
        field="source",
    )


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
    cut = _HOST_ENDS.match(link)
    link = cut[1] if cut else link
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
