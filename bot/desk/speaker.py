"""Who speaks: what stands before the first colon that is a speaker's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.desk.limits import ROLE, SPEAKER, check_length
from bot.desk.links import Span, Typed
from bot.desk.quotation import Quotation
from bot.desk.wire import is_wire, split_wire

_COLON = re.compile("[:：﹕︓]")
# Slack sends emoji by name, `:rotating_light:`; a colon before `//` is a scheme of some kind.
_EMOJI = re.compile(r"(?<![^\s:]):[a-z0-9_+'-]+(?:::skin-tone-\d)?:(?=[\s:]|$)")
_COMMA = re.compile(r"(?<!\d)[,،，]|[,،，](?!\d)")
_IN_BRACKETS = re.compile(r"(?P<name>[^()（）]+)[(（](?P<role>[^()（）]+)[)）]")
_ENDS_SENTENCE = re.compile(r"[.!?…](?:\s|$)|[。！？।؟]")
_BULLET = re.compile(r"^(?:[>•*–—-]\s+)+")

# A colon this far into a pasted text is nobody's: longer than any name and role together.
_FARTHEST = 2 * (SPEAKER + ROLE)
# What may be a second speaker is as short as a name.
_NAME_LENGTH, _NAME_WORDS = 80, 8
# A whole quotation before a colon is a name when it is short («Медуза»: …), somebody's words when it is longer.
_QUOTED_NAME_WORDS = 4


@dataclass(frozen=True)
class Head:
    """The beginning of a line: who speaks, in what role, after which wire words, and where the rest begins."""

    speaker: str | None
    role: str | None
    wire: str
    end: int


def read_head(typed: Typed, quotations: Sequence[Quotation], start: int) -> Head:
    """Read the speaker from `start` on. Raises NotUnderstood when name or role are too long.

    Where nobody is named nothing is taken away: wire words then stay in the statement.
    """
    plain = typed.plain
    first_link = next((link.start for link in typed.links if link.start >= start), len(plain))
    wire: list[str] = []
    at = start
    for colon in colons(typed, quotations, start):
        head = _BULLET.sub("", plain[at:colon].strip(), count=1)
        if colon > first_link or colon - at > _FARTHEST:
            break
        if is_wire(head):
            wire.append(head)
            at = colon + 1
            continue
        flash, head = split_wire(head)
        if not _is_name(head, plain, at, colon, quotations):
            break
        wire += [flash] if flash else []
        name, role = split_role(head)
        check_length("speaker", name, SPEAKER, field="speaker")
        check_length("role", role or "", ROLE, field="role")
        return Head(name, role, " ".join(wire), colon + 1)
    return Head(None, None, "", start)


def second_speaker(typed: Typed, quotations: Sequence[Quotation], start: int, end: int) -> str | None:
    """What else could be a speaker: what stands before the next colon between `start` and `end`."""
    plain = typed.plain
    for colon in colons(typed, quotations, start):
        head = plain[start:colon].strip()
        if colon >= end or not plain[colon + 1 : end].strip(" -–—.…") or colon - start > _NAME_LENGTH:
            return None
        if is_wire(head):
            return None
        name_like = len(head.split()) <= _NAME_WORDS and not _ENDS_SENTENCE.search(head)
        linked = any(start <= link.start < colon for link in typed.links)
        if name_like and not linked and _is_name(head, plain, start, colon, quotations):
            return head
        return None
    return None


def colons(typed: Typed, quotations: Sequence[Quotation], start: int) -> Iterator[int]:
    """The colons from `start` on that can end a name: outside links and quotations, not `10:40`, not `:fire:`."""
    plain = typed.plain
    masks = _masks(typed.links, quotations)
    masked = next(masks, None)
    emoji = _EMOJI.finditer(plain, start)
    face = next(emoji, None)
    for found in _COLON.finditer(plain, start):
        at = found.start()
        while masked and masked[1] <= at:
            masked = next(masks, None)
        while face and face.end() <= at:
            face = next(emoji, None)
        if (masked and masked[0] <= at) or (face and face.start() <= at):
            continue
        before, after = plain[at - 1 : at] if at else "", plain[at + 1 : at + 3]
        if (before.isdecimal() and after[:1].isdecimal()) or after == "//":
            continue
        yield at


def split_role(head: str) -> tuple[str, str | None]:
    """Name and role of `NAME, ROLE` or `NAME (ROLE)`; a comma between digits separates nothing."""
    found = _IN_BRACKETS.fullmatch(head)
    if found and found["name"].strip():
        return found["name"].strip(" ,،，"), found["role"].strip() or None
    comma = _COMMA.search(head)
    if comma:
        name, role = head[: comma.start()].strip(), head[comma.end() :].strip(" ,،，")
        if name and role:
            return name, role
        return name or role, None
    return head, None


def _masks(links: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """Where links and quotations stand, in order and without overlap."""
    end = 0
    for start, stop in sorted([(link.start, link.end) for link in links] + [(q.start, q.end) for q in quotations]):
        if stop > end:
            yield max(start, end), stop
            end = stop


def _is_name(head: str, plain: str, start: int, colon: int, quotations: Sequence[Quotation]) -> bool:
    """Whether `head`, which is `plain[start:colon]`, can be anybody's name."""
    if not any(letter.isalpha() for letter in head):
        return False
    spoken = any(start <= q.start and q.end <= colon and plain[q.start : q.end] == head for q in quotations)
    return not spoken or len(head.split()) <= _QUOTED_NAME_WORDS
