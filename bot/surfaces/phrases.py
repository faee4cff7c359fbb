"""Phrases that stand in several messages: who said what, when, where it was reported, how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import RichTextElement

from bot.desk.references import show
from bot.surfaces.rich import cut, line, link, moment, person, words
from store.dossiers import Carried, Dossier, Objection
from store.tables import Claim, Dispute

SHORT = 280  # characters of a statement where many stand together


def day(of: date, today: date | None = None) -> str:
    """A day as people write it; with its year unless that is this year's."""
    written = f"{of.day} {of:%B}"
    return written if today is not None and of.year == today.year else f"{written} {of.year}"


def said(row: Claim | Dispute) -> list[RichTextElement]:
    """When it was said, as precisely as it was given; nothing for what nobody gave."""
    about = "about " if row.said_about else ""
    if row.said_at is not None:
        return line(", ", about, moment(row.said_at))
    if row.said_on is not None:
        return line(f", {about}{day(row.said_on, row.filed_at.date())}")
    return []


def carried(reports: Sequence[Carried], most: int = 3) -> list[RichTextElement]:
    """Where it was reported: outlets as links, each with the source it credits."""
    runs: list[RichTextElement] = []
    for report in reports[:most]:
        name = cut(report.outlet or "link", 80)
        runs += line("" if not runs else ", ", link(report.link, name) if report.link else name)
        if report.origin:
            runs += line(f", citing {cut(report.origin, 80)}")
    if len(reports) > most:
        runs += line(f" and {len(reports) - most} more")
    return runs


def traced(dossier: Dossier) -> str:
    """How many reports there are, and to how many origins they lead back: five reports may be one origin."""
    origins = dossier.origins
    named = f" ({cut(origins[0], 60)})" if len(origins) == 1 and len(dossier.reports) > 1 else ""
    return f"{count(len(dossier.reports), 'report')}, {count(len(origins), 'origin')}{named}"


def count(number: int, noun: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def who_said(speaker: str, role: str | None) -> list[RichTextElement]:
    """A speaker, with the role they spoke in."""
    return line(words(cut(speaker, 120), bold=True), f", {cut(role, 120)}" if role else "")


def objection(found: Objection, most: int = SHORT) -> list[RichTextElement]:
    """What was said against a claim: by whom, of which kind, when, what, and where it was reported."""
    dispute = found.dispute
    where = carried(found.reports)
    return line(
        who_said(found.speaker, dispute.role),
        f" {dispute.kind}",
        said(dispute),
        ": ",
        cut(dispute.statement, most),
        line(" (", where, ")") if where else "",
        f" [{show(found.with_number)}]" if found.with_number is not None else "",
    )


def claim_line(dossier: Dossier, most: int = SHORT) -> list[RichTextElement]:
    """A claim in a line: who, when, what, and where it was reported."""
    claim = dossier.claim
    where = carried(dossier.reports)
    return line(
        who_said(dossier.speaker, claim.role),
        said(claim),
        ": ",
        cut(claim.statement, most),
        line(" (", where, ")") if where else "",
    )


def standing(dossier: Dossier) -> str:
    """What we found, or that it was set aside."""
    claim = dossier.claim
    return claim.state if claim.state in ("discarded", "merged") else claim.verdict


def on_it(claim: Claim) -> list[RichTextElement]:
    """Who is on it."""
    return line(person(claim.checker), " is on it") if claim.checker else line("nobody is on it")


def age(since: datetime, now: datetime) -> str:
    """How long ago, as people say it: to the nearest minute, hour or day."""
    minutes = max(0, round((now - since) / timedelta(minutes=1)))
    if minutes < 60:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else count(round(hours / 24), "day")


def local(at: datetime, zone: str, *, with_day: bool = True) -> str:
    """A moment in a desk's zone: `Wed 24 May, 09:00 Kyiv`."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%a} {there.day} {there:%b}, {there:%H:%M} {place(zone)}" if with_day else f"{there:%H:%M}"


def place(zone: str) -> str:
    """A zone as people say it: `Kyiv` for `Europe/Kyiv`."""
    return zone.rpartition("/")[2].replace("_", " ")
