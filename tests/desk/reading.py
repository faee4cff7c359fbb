"""How the tests write down what a line is understood as."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.desk.grammar import Line, ReportLine, read_line
from bot.desk.moments import Moment, write_day

NOW = datetime(2023, 5, 23, 12, 0, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")
SOURCES = {"wion", "reuters", "telegram", "suspilne"}


def read(text: str) -> Line:
    """Read `text` on 23 May 2023, 15:00 in Kyiv, by a desk that knows four sources."""
    return read_line(text, knows_source=lambda name: name.casefold() in SOURCES, now=NOW, zone=KYIV)


def written(line: Line) -> str:
    """All that a line is understood as, on one line: `who: … | says: … | at: … | asks: …`."""
    parts = {
        "flash": line.wire,
        "who": f"{line.speaker}, as {line.role}" if line.role else line.speaker,
        "or": line.ambiguous,
        "says": line.statement,
        "kind": "" if line.kind == "paraphrase" else line.kind,
        "at": " + ".join(map(_report, line.reports)),
        "when": _moment(line.said) if line.said else "",
        "tags": " ".join(line.tags),
        "asks": ", ".join(line.missing),
    }
    return " | ".join(f"{name}: {value}" for name, value in parts.items() if value)


def _report(report: ReportLine) -> str:
    link = f" <{report.link}>" if report.link else ""
    credited = f" citing {report.origin}" if report.origin else ""
    return f"{report.outlet}{link}{credited}" + (f" ({report.basis})" if report.basis else "")


def _moment(moment: Moment) -> str:
    local = moment.at.astimezone(KYIV) if moment.at else None
    shown = f"{write_day(local.date())}, {local:%H:%M}" if local else write_day(moment.day) if moment.day else ""
    return f"about {shown}" if moment.about else shown
