"""Quotation marks: which stand for a quotation, and which are apostrophes, inches or Hebrew abbreviations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.desk.links import Span

Kind = Literal["quotation", "partial quotation", "paraphrase"]

# What each mark can close. `‘…’` and `'…'` are absent on purpose: an apostrophe never quotes.
_CLOSES = {
    '"': '"',
    "＂": "＂",
    "״": "״",
    "”": "“„”",
    "“": "„",
    "»": "«",
    "«": "»",
    "」": "「",
    "』": "『",
}
_STRAIGHT = {'"', "＂", "״"}
_ALWAYS_OPENS = {"„", "「", "『"}
_MARK = re.compile('["＂״“”„«»「」『』]')
# Scripts without spaces between words, where a mark between two letters is still a mark.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_AFTER_QUOTATION = " .,;!?…。！？،؛।—–-"


@dataclass(frozen=True)
class Quotation:
    """A quotation in a text: `start` is its opening mark, `end` the place after its closing one."""

    start: int
    end: int


def find_quotations(plain: str, links: Sequence[Span] = ()) -> tuple[Quotation, ...]:
    """The outermost quotations in `plain`, in order; one that is opened and not closed is none.

    Marks inside `links` do not count. Linear in the length of `plain`.
    """
    pairs: list[Quotation] = []
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    next_link = 0
    for found in _MARK.finditer(plain):
        at, mark = found.start(), found[0]
        while next_link < len(links) and links[next_link].end <= at:
            next_link += 1
        if next_link < len(links) and links[next_link].start <= at:
            continue
        closes = _closes(plain, at, waiting)
        if closes:
            while True:
                opener, start = opened.pop()
                waiting[opener] -= 1
                if opener in closes:
                    break
            pairs.append(Quotation(start, at + 1))
        elif _opens(plain, at):
            opened.append((mark, at))
            waiting[mark] += 1
    return tuple(_outermost(pairs))


def kind_of(statement: str) -> Kind:
    """Whether `statement` is a quotation as a whole, in part, or not at all."""
    quotations = find_quotations(statement)
    if not quotations:
        return "paraphrase"
    first = quotations[0]
    whole = first.start == 0 and not statement[first.end :].strip(_AFTER_QUOTATION)
    return "quotation" if whole else "partial quotation"


def _closes(plain: str, at: int, waiting: Counter[str]) -> str:
    """The opening marks waiting that the mark at `at` closes; empty if it closes none."""
    mark = plain[at]
    closes = "".join(opener for opener in _CLOSES.get(mark, "") if waiting[opener])
    if not closes:
        return ""
    before, after = plain[at - 1 : at], plain[at + 1 : at + 2]
    if mark == "“":  # „…“ closes with what opens “…”
        return closes if not before.isspace() else ""
    if mark in _STRAIGHT:
        if _inside_word(before, after):
            return ""
        opens_too = (not before or not before.isalnum()) and bool(after) and after.isalnum()
        return "" if opens_too and (before.isspace() or before in "([«“„") else closes
    return closes


def _opens(plain: str, at: int) -> bool:
    """Whether the mark at `at` can open a quotation."""
    mark, before, after = plain[at], plain[at - 1 : at] if at else "", plain[at + 1 : at + 2]
    if mark in _ALWAYS_OPENS or mark in "“«":
        return True
    if not after or after.isspace():
        return False
    if mark in _STRAIGHT:
        return not before.isalnum() or bool(_UNSPACED.match(before))
    return mark in "”»" and (not before or not before.isalnum())  # ”…” and »…«


def _inside_word(before: str, after: str) -> bool:
    """Whether a mark stands between two letters, as in צה"ל."""
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    return before.isalnum() and after.isalnum()


def _outermost(pairs: list[Quotation]) -> list[Quotation]:
    """The pairs that lie in no other; pairs nest, they never cross."""
    outer: list[Quotation] = []
    for pair in sorted(pairs, key=lambda pair: pair.start):
        if not outer or pair.start >= outer[-1].end:
            outer.append(pair)
    return outer
