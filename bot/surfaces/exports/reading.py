"""What a file tells of a claim beyond its columns: times, names that may leave, and its history in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from slack_sdk.models.blocks import RichTextElementParts as Parts

from bot.desk.exporting import Reach
from bot.desk.filing import UNKNOWN
from bot.desk.references import show
from bot.desk.withholding import WITHHELD
from bot.surfaces.happened import Told
from bot.surfaces.story import story
from store import chain
from store.basis import PROTECTED
from store.tables import Claim, Dispute, Event, Report
from store.wholes import Whole

NOBODY = (UNKNOWN, WITHHELD)  # speakers that are no names


def when(value: date | datetime | None) -> str | None:
    """A moment in UTC, or a day, as ISO 8601 has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return None if value is None else value.isoformat()


def shown(number: int | None) -> str | None:
    """A reference that a claim is linked to."""
    return None if number is None else show(number)


def protected(report: Report, reach: Reach) -> bool:
    """Whether the name of a report's source must not leave: it was given on background, or off the record."""
    return report.basis in PROTECTED and not reach.names


def traceable(row: Claim | Dispute, reports: Iterable[Report], reach: Reach) -> bool:
    """Whether a file may say from which message this was filed: of who must not be named it may be the only trace."""
    hidden = bool(row.known_to) and not reach.names
    return not hidden and not any(protected(report, reach) for report in reports)


def all_reports(whole: Whole) -> Iterator[Report]:
    """The reports of a claim and of what was said against it."""
    yield from whole.reports
    for reports in whole.of_disputes.values():
        yield from reports


def told(event: Event, whole: Whole, reach: Reach) -> str | None:
    """What happened, in a sentence; None where it might name who must not be named, or nobody knows how to tell it."""
    if any(protected(report, reach) for report in all_reports(whole)):
        return None
    if event.sequence in whole.untold and not reach.kept:
        return None
    found = story(chain.read(event), whole.dossier)
    return None if found is None else _plain(found)


def _plain(told: Told) -> str:
    lines = [_words(told.runs), *(_words(quoted) for quoted in told.quotes)]
    return "\n".join(line for line in lines if line.strip())


def _words(runs: Iterable[Any]) -> str:
    return "".join(_word(run) for run in runs)


def _word(run: Any) -> str:
    if isinstance(run, Parts.User):
        return str(run.user_id)
    if isinstance(run, Parts.Channel):
        return str(run.channel_id)
    if isinstance(run, Parts.Date):
        return when(datetime.fromtimestamp(run.timestamp, UTC)) or ""
    if isinstance(run, Parts.Link):
        return f"{run.text} <{run.url}>" if run.text else str(run.url)
    return str(getattr(run, "text", None) or "")
