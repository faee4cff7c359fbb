"""Which reports of many a form holds, and that the others stay on file when it is sent in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.desk.grammar import ReportLine
from bot.desk.limits import reports_that_fit
from store.dossiers import Carried


def fitting(reports: Sequence[Carried]) -> Sequence[Carried]:
    """The first of these reports, as many as a form holds."""
    lengths = [ReportLine(each.link, each.outlet, each.origin, each.basis).characters for each in reports]
    return reports[: reports_that_fit(lengths)]


def with_the_rest(said: list[Carried], on_file: Sequence[Carried], shown: Collection[int] | None) -> list[Carried]:
    """The reports that a form names, and behind them those on file that it did not show; `shown` None: it showed all.

    A report that somebody added while the form was open was not shown, either.
    """
    return said if shown is None else said + [report for report in on_file if report.id not in shown]
