"""The tail of a line: where it begins, and the reports in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.basis import phrase_of
from bot.desk.elements import Citing, Element, On, Reader, Via, has_its_report
from bot.desk.limits import REPORTS, check_count
from bot.desk.links import Span
from bot.desk.outlets import outlet_of
from bot.desk.quotation import Quotation
from bot.errors import NotUnderstood
from store.basis import strictest

Part = Span | Element

# A tail holds ten reports at most, so no more closing quotation marks need trying.
_QUOTATIONS_TRIED = 12
_ENDING = re.compile(r"[.,;!?…。！？،؛؟।]*")


@dataclass(frozen=True)
class ReportLine:
    """Where a statement was reported: a link, an outlet, or both, whom the report credits, and on what terms."""

    link: str | None
    outlet: str | None
    origin: str | None
    basis: str | None = None

    @property
    def characters(self) -> int:
        """How much of a form's field it takes, without the words between its parts."""
        parts = (self.link, self.outlet, self.origin, phrase_of(self.basis))
        return sum(len(part) for part in parts if part)


@dataclass(frozen=True)
class Tail:
    """Where in the line the tail begins (its length: there is none), and its parts in order."""

    start: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class TailReader:
    """Finds the tail of a line. `links` and `quotations` are those after its speaker; no link is in a quotation."""

    plain: str
    links: Sequence[Span]
    quotations: Sequence[Quotation]
    knows_source: Callable[[str], bool]
    now: datetime
    zone: ZoneInfo

    def read(self, start: int) -> Tail:
        """The tail of what begins at `start`. Raises NotUnderstood for dates that are none or in the future."""
        any_source = Reader(self.now, self.zone)
        if self.links:
            last = replace(any_source, insists=True).read(self.plain[self.links[-1].end :])
            if last is not None:
                return self._after_quotation(self._from_links(last, any_source), any_source)
        tail = self._after_quotation(Tail(len(self.plain)), any_source)
        if tail.parts:
            return tail
        begin = max([start, *(link.end for link in self.links[-1:]), *(q.end for q in self.quotations[-1:])])
        known_only = replace(any_source, known=self.knows_source)
        elements, place = known_only.read_end(self.plain[begin:], with_tags=begin > start)
        return Tail(begin + place, tuple(elements))

    def _from_links(self, last: list[Element], reader: Reader) -> Tail:
        """The run of links with nothing but elements between them that ends the line; `last` follows the last."""
        parts: list[Part] = [self.links[-1], *last]
        start = self.links[-1].start
        for link in reversed(self.links[:-1]):
            between = reader.read(self.plain[link.end : start], before_link=True)
            if between is None:
                break
            parts = [link, *between, *parts]
            start = link.start
        return Tail(start, tuple(parts))

    def _after_quotation(self, tail: Tail, reader: Reader) -> Tail:
        """The tail drawn forward to a closing quotation mark, where only elements stand between."""
        after_links = self.links[-1].end if self.links and tail.start == len(self.plain) else 0
        found = tail
        for quotation in list(reversed(self.quotations))[:_QUOTATIONS_TRIED]:
            end = _ENDING.match(self.plain, quotation.end)
            place = end.end() if end else quotation.end
            if place > tail.start or quotation.start < after_links:
                continue
            elements = reader.read(self.plain[place : tail.start], before_link=bool(tail.parts))
            if elements is None:
                break
            begins = bool(elements) and not isinstance(elements[0], Citing | On)
            if elements and (tail.parts or (begins and has_its_report(elements))):
                found = Tail(place, (*elements, *tail.parts))
        return found


def reports_of(parts: Iterable[Part]) -> tuple[ReportLine, ...]:
    """The reports that `parts` name, each link once.

    `via` names the link before it, or with none before it the one that follows without a `via` of its own; a second
    `via` is a second report. Without one the outlet is the site's name. Raises NotUnderstood for a link that is none.
    """
    parts = list(parts)
    check_count("links", len({part.link for part in parts if isinstance(part, Span)}), REPORTS, field="source")
    reports: list[ReportLine] = []
    origin: str | None = None
    basis: str | None = None
    for part in parts:
        last = reports[-1] if reports else None
        if isinstance(part, Span):
            reports.append(ReportLine(part.checked(), None, origin, basis))
            origin = basis = None
        elif isinstance(part, Via):
            if last and last.outlet is None:
                reports[-1] = replace(last, outlet=part.outlet, origin=_one(last.origin, part.origin))
            else:
                reports.append(ReportLine(None, part.outlet, _one(origin, part.origin), basis))
                origin = basis = None
        elif isinstance(part, Citing):
            if last:
                reports[-1] = replace(last, origin=_one(last.origin, part.origin))
            else:
                origin = _one(origin, part.origin)
        elif isinstance(part, On):
            if last:
                reports[-1] = replace(last, basis=strictest(last.basis, part.basis))
            else:
                basis = part.basis
    if len(reports) > 1 and reports[0].link is None and reports[1].outlet is None:
        first, second = reports[:2]
        terms = strictest(first.basis, second.basis)
        reports[:2] = [ReportLine(second.link, first.outlet, first.origin or second.origin, terms)]
    return tuple(_named(report) for report in _each_once(reports))


def _one(origin: str | None, other: str | None) -> str | None:
    """The source that a report credits. Raises NotUnderstood for two: one of them would be dropped."""
    if origin and other and origin.casefold() != other.casefold():
        raise NotUnderstood(
            f"“{origin}” and “{other}” are both credited; a report credits one source.",
            remedy="Name one, or two reports: `https://a.example/1 citing Reuters https://b.example/2 citing AFP`",
            field="source",
        )
    return origin or other


def _named(report: ReportLine) -> ReportLine:
    return replace(report, outlet=outlet_of(report.link)) if report.link and not report.outlet else report


def _each_once(reports: list[ReportLine]) -> list[ReportLine]:
    """The same link twice is one report, unless two outlets are named."""
    kept: list[ReportLine] = []
    place: dict[str, int] = {}
    for report in reports:
        at = place.get(report.link) if report.link else None
        if at is not None and (report.outlet is None or kept[at].outlet in {None, report.outlet}):
            old = kept[at]
            kept[at] = ReportLine(
                old.link, old.outlet or report.outlet, old.origin or report.origin, strictest(old.basis, report.basis)
            )
        elif report not in kept[: REPORTS + 1]:
            kept.append(report)
            if report.link:
                place.setdefault(report.link, len(kept) - 1)
    return kept
