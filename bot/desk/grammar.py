"""The one-line grammar: `SPEAKER: STATEMENT TAIL`.

The tail is the run of links and `via`, `off the record`, `said`, `#tag` that ends the line. It begins at its first
link, or after the closing quotation mark; with neither, only `via` with a source already known or `said` with a whole
date make one. Everything else is statement: a link with more words after it is a report and stays in the statement as
well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.desk import limits
from bot.desk.basis import ends_in_terms, phrase_of
from bot.desk.elements import Said, Tag
from bot.desk.limits import check_count, check_length, check_reports
from bot.desk.links import Span, read_typed
from bot.desk.moments import REMEDY, Moment
from bot.desk.quotation import Kind, find_quotations, kind_of
from bot.desk.speaker import read_head, second_speaker
from bot.desk.tail import Part, ReportLine, TailReader, reports_of
from bot.errors import NotUnderstood
from store.basis import PROTECTED

__all__ = ["Kind", "Line", "Missing", "Moment", "ReportLine", "read_line"]

Missing = Literal["speaker", "statement", "source"]

# What joins a statement to what stands round it, and belongs to neither.
_JOINTS = " ,|·–—-，；،؛\u200e\u200f\u061c"
_VIA = re.compile(r"\svia\s", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """What one typed line is understood as. Nothing is filled in that was not typed, but a link's outlet."""

    speaker: str | None
    role: str | None
    statement: str  # with its quotation marks; empty: there is none
    kind: Kind
    reports: tuple[ReportLine, ...]
    said: Moment | None
    tags: tuple[str, ...]
    ambiguous: str | None  # the second "speaker" of `Reuters: Peskov: …`: the form asks
    typed: str  # all of it, in one line, without Slack's escapes
    wire: str = ""  # `BREAKING`, set aside because a speaker follows
    tail: str = ""  # as typed, for "part of the statement"
    known_to: tuple[str, ...] = ()  # Slack's ids of who knows a withheld speaker; a form asks for them

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the form must ask for, in its order; the speaker also where two names compete."""
        wanted: tuple[tuple[Missing, bool], ...] = (
            ("speaker", bool(self.speaker) and self.ambiguous is None),
            ("statement", bool(self.statement)),
            ("source", bool(self.reports)),
        )
        return tuple(part for part, there in wanted if not there)


def read_line(text: str, *, knows_source: Callable[[str], bool], now: datetime, zone: ZoneInfo) -> Line:
    """Read one line as Slack sends it; `now` is aware, dates are read in `zone`.

    Raises NotUnderstood for a date that is none or in the future, a link that is none, control characters, and for
    what is too long. What is merely missing stands in `Line.missing`.
    """
    typed = read_typed(text)
    plain = typed.plain
    quotations = find_quotations(plain, typed.links)
    links = _outside(typed.links, [(q.start, q.end) for q in quotations])
    leading, start = _leading(plain, links)
    head = read_head(typed, quotations, start)
    links = links[len(leading) :]
    inside_body = [q for q in quotations if q.start >= head.end]
    tail = TailReader(plain, links, inside_body, knows_source, now, zone).read(head.end)
    statement = _statement(plain[head.end : tail.start], before_tail=tail.start < len(plain))
    _check_source_apart(statement)
    in_statement = [link for link in links if link.start < tail.start]
    second = second_speaker(typed, quotations, head.end, tail.start) if head.speaker else None
    return Line(
        speaker=head.speaker,
        role=head.role,
        statement=check_length("statement", statement, limits.STATEMENT, field="statement"),
        kind=kind_of(statement),
        reports=_reports([*leading, *in_statement, *tail.parts]),
        said=_said(tail.parts),
        tags=_tags(tail.parts),
        ambiguous=second if second and statement.startswith(second) else None,
        typed=plain,
        wire=head.wire,
        tail=plain[tail.start :].strip(),
    )


def _outside(links: Sequence[Span], quotations: Sequence[tuple[int, int]]) -> list[Span]:
    """The links that stand in no quotation; both come in order."""
    outside: list[Span] = []
    n = 0
    for link in links:
        while n < len(quotations) and quotations[n][1] <= link.start:
            n += 1
        if n == len(quotations) or link.start < quotations[n][0]:
            outside.append(link)
    return outside


def _leading(plain: str, links: Sequence[Span]) -> tuple[list[Span], int]:
    """The links pasted before the line itself, and where the line then begins; a link with a label is part of it."""
    at = count = 0
    while count < len(links) and links[count].is_bare and not plain[at : links[count].start].strip(_JOINTS):
        at = links[count].end
        count += 1
    rest = plain[at:].strip(_JOINTS + "().")
    first = rest.split(maxsplit=1)[0].casefold() if rest else ""
    if not rest or first in {"via", "citing", "said"} or first.startswith(("#", "＃")):
        return [], 0
    return list(links[:count]), at


def _statement(text: str, *, before_tail: bool) -> str:
    """The statement as typed, without what joined it to the tail; empty if there is no word in it."""
    statement = text.strip(" \u200e\u200f\u061c")
    if before_tail:
        statement = statement.rstrip(_JOINTS + "([")
        if statement.casefold() == "via" or statement.casefold().endswith(" via"):
            statement = statement[:-3].rstrip(_JOINTS + "([")
    says_something = any(unicodedata.category(letter)[0] in "LN" or letter > "\u2190" for letter in statement)
    return statement if says_something else ""


def _check_source_apart(statement: str) -> None:
    """Refuse a protected source at the end of what would be the statement, which everybody reads.

    Raises NotUnderstood.
    """
    *before, source = _VIA.split(statement)
    terms = ends_in_terms(source.casefold().split())
    if before and terms in PROTECTED:
        raise NotUnderstood(
            f"I cannot tell “via {source[:60]}” from the statement.",
            remedy="Put it behind a link or behind the statement's quotation marks: "
            f'`Kyiv: "no" via WION {phrase_of(terms)}`',
            field="source",
        )


def _reports(parts: Iterable[Part]) -> tuple[ReportLine, ...]:
    reports = reports_of(parts)
    for report in reports:
        check_length("outlet", report.outlet or "", limits.OUTLET, field="source")
        check_length("origin", report.origin or "", limits.OUTLET, field="source")
    check_reports([report.characters for report in reports])
    return reports


def _said(parts: Iterable[Part]) -> Moment | None:
    moments = {part.moment: None for part in parts if isinstance(part, Said)}
    if len(moments) > 1:
        raise NotUnderstood("There are two dates; it was said once.", remedy=REMEDY, field="said")
    return next(iter(moments), None)


def _tags(parts: Iterable[Part]) -> tuple[str, ...]:
    """The tags as typed, each once, whatever its capitals."""
    names: dict[str, str] = {}
    for part in parts:
        if isinstance(part, Tag):
            names.setdefault(part.name.casefold(), part.name)
    tags = tuple(names.values())
    for tag in tags:
        check_length("tag", tag, limits.TAG, field="tags")
    check_count("tags", len(tags), limits.TAGS, field="tags")
    return tags
