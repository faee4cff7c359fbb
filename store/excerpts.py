"""Excerpts: the part of a text that holds what was looked for, with the matches marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.folding import UNSPACED, terms

WIDTH = 160  # characters shown
BEFORE = 4  # a quarter of them, at most, stands before the first match

_RUN = re.compile(f"[{UNSPACED}]+|[^\\s{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt, and whether it is what was looked for."""

    text: str
    matched: bool


def excerpt(text: str, wanted: set[str], *, width: int = WIDTH) -> list[Piece]:
    """The part of a text with the most matches of these terms, at most `width` characters, an ellipsis for the rest."""
    found = list(_matches(text, wanted))
    begin, end = _window(text, found, width)
    pieces = [Piece("…" if begin else "", False)]
    at = begin
    for start, stop in found:
        if begin <= start < end:
            pieces += [Piece(text[at:start], False), Piece(text[start : min(stop, end)], True)]
            at = min(stop, end)
    pieces += [Piece(text[at:end], False), Piece("…" if text[end:].strip() else "", False)]
    return _joined(pieces)


def _matches(text: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    """Where a word stands that holds one of the terms, without the marks round it; of unspaced scripts, each letter."""
    for run in _RUN.finditer(text):
        if wanted.isdisjoint(terms(run[0])):
            continue
        start, stop = run.span()
        if _UNSPACED.match(run[0]):
            pairs = [at for at in range(start, stop - 1) if not wanted.isdisjoint(terms(text[at : at + 2]))]
            yield from ((at, at + 1) for at in sorted({*pairs, *(at + 1 for at in pairs)}) if pairs)
            if not pairs:  # a letter alone, or letters with marks that fold away
                yield start, stop
            continue
        while start < stop and not text[start].isalnum():
            start += 1
        while start < stop and not text[stop - 1].isalnum():
            stop -= 1
        yield start, stop


def _window(text: str, found: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """From where to where: so that the most matches are inside, the first of them with something before it."""
    if len(text) <= width:
        return 0, len(text)
    room = width - width // BEFORE
    first = max(found, key=lambda each: (_between(found, each[0], each[0] + room), -each[0]), default=(0, 0))[0]
    begin = max(0, min(first - width // BEFORE, len(text) - width))
    if begin:  # at the beginning of a word, if one begins before the match
        space = re.compile(r"\s").search(text, begin - 1, first)
        begin = space.end() if space else begin
    end = min(len(text), begin + width)
    space_before = text.rfind(" ", first + 1, end)
    return begin, space_before if end < len(text) and space_before > begin + width // 2 else end


def _between(found: list[tuple[int, int]], begin: int, end: int) -> int:
    return sum(begin <= start < end for start, _ in found)


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].matched == piece.matched:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.matched)
        elif piece.text:
            joined.append(piece)
    return joined
