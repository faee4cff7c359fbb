"""Phrases that stand in several messages: who said what, when, where it was reported, how things stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import RichTextElement

from bot.desk.basis import phrase_of
from bot.desk.exhibits import CONTEXT, REFUTES, SUPPORTS
from bot.desk.files import Unread
from bot.desk.references import show
from bot.desk.withholding import KNOWN_AT_MOST, WITHHELD
from bot.surfaces.rich import NEW_LINE, cut, line, link, moment, person, words
from store.dossiers import Carried, Dossier, Objection
from store.tables import Claim, Dispute, Evidence

# Why a file that is evidence could not be read.
UNREAD = {
    Unread.DELETED: "it was deleted in Slack",
    Unread.NOT_FOUND: "it was deleted, or I am not in its channel",
    Unread.ELSEWHERE: "it is kept outside Slack",
    Unread.TOO_LARGE: "it is larger than 100 MB",
    Unread.WITHHELD: "Slack does not give it out to me",
    Unread.BROKE_OFF: "its download broke off each time",
}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
CALLED = 5  # people, in the head of a message
SHORT = 280  # characters of a statement where many stand together


@dataclass(frozen=True)
class Detail:
    """How much is shown of what somebody said: characters of the statement, of each name and of all links; reports."""

    statement: int = SHORT
    names: int = 120
    reports: int = 3
    links: int = 2_000
    asks: bool = False  # who knows a protected source or a withheld speaker is named, to be asked


FULL = Detail()
BRIEF = Detail(statement=140, names=60, reports=1, links=300)
BARE = Detail(statement=80, names=40, reports=1, links=0)


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


def carried(reports: Sequence[Carried], detail: Detail = FULL) -> list[RichTextElement]:
    """Where it was reported: outlets, as links while they fit, each behind the source it credits, and where in them."""
    runs: list[RichTextElement] = []
    room = detail.links
    for report in reports[: detail.reports]:
        if report.protected:
            ask = line(" (ask ", person(report.added_by), ")") if detail.asks and report.added_by else ""
            runs += line("; " if runs else "", phrase_of(report.basis), ask)
            continue
        name = cut(report.outlet or "link", min(detail.names, 80))
        takes = len(json.dumps(report.link or "", ensure_ascii=False)) - 2  # without its quotation marks
        linked = report.link if takes <= room else None
        room -= takes if linked else 0
        credited = f"{cut(report.origin, min(detail.names, 80))}, via " if report.origin else ""
        place = cut(report.place, min(detail.names, 40)) if report.place else ""
        inside = ", ".join(part for part in (report.reliability, place, phrase_of(report.basis)) if part)
        inside = f" ({inside})" if inside else ""
        runs += line("; " if runs else "", credited, link(linked, name) if linked else name, inside)
    if len(reports) > detail.reports:
        runs += line(f" and {len(reports) - detail.reports} more")
    return line(runs)


def traced(dossier: Dossier) -> str:
    """How many reports there are, and to how many origins they lead back: five reports may be one origin."""
    origins = dossier.origins
    named = f" ({cut(origins[0], 60)})" if len(origins) == 1 and origins[0] and len(dossier.reports) > 1 else ""
    return f"{count(len(dossier.reports), 'report')}, {count(len(origins), 'origin')}{named}"


def weighed(dossier: Dossier) -> str:
    """How many pieces of evidence are on which side: `2 for, 1 against, 1 for context`."""
    sides = {SUPPORTS: "for", REFUTES: "against", CONTEXT: "for context"}
    counted = {side: sum(each.side == side for each in dossier.evidence) for side in sides}
    return ", ".join(f"{number} {sides[side]}" for side, number in counted.items() if number)


def count(number: int, noun: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def who_said(speaker: str, role: str | None, most: int = FULL.names) -> list[RichTextElement]:
    """A speaker, with the role they spoke in."""
    name = "Speaker withheld" if speaker == WITHHELD else cut(speaker, most)
    return line(words(name, bold=True), f", {cut(role, most)}" if role else "")


def knowers(row: Claim | Dispute) -> list[RichTextElement]:
    """Whom to ask for a withheld speaker; nothing for one that is named."""
    named = [part for each in row.known_to[:KNOWN_AT_MOST] for part in (words(", "), person(each))][1:]
    return line("ask ", *named) if named else []


def objection(found: Objection, detail: Detail = FULL) -> list[RichTextElement]:
    """What was said against a claim: by whom, of which kind, when, what, and where it was reported."""
    dispute = found.dispute
    where = carried(found.reports, detail)
    return line(
        who_said(found.speaker, dispute.role, detail.names),
        line(" (", knowers(dispute), ")") if detail.asks and dispute.known_to else "",
        f" {dispute.kind}",
        said(dispute),
        ": ",
        cut(dispute.statement, detail.statement),
        line(" (", where, ")") if where else "",
        f" [{show(found.with_number)}]" if found.with_number is not None else "",
        _decided(dispute, detail),
    )


def _decided(dispute: Dispute, detail: Detail) -> list[RichTextElement]:
    """What became of a dispute, by whom and why; nothing while it is open."""
    if dispute.outcome == "open":
        return []
    why = f": {cut(dispute.outcome_why, min(detail.statement, SHORT))}" if dispute.outcome_why else ""
    by = line(", ", person(dispute.outcome_by)) if dispute.outcome_by else ""
    return line(" · ", words(dispute.outcome, bold=True), by, why)


def evidence(found: Evidence, detail: Detail = FULL, *, judged: bool = False) -> list[RichTextElement]:
    """A piece of evidence: on which side, what it is, where it is, what it shows; `judged`: how credible it is, too."""
    name = cut(found.file_name or found.kind, detail.names)
    address = found.link or found.message_link
    # As in `carried`: an address that takes more room than all of the rest is left out.
    linked = address if address and len(address) <= detail.links else None
    return line(
        words(found.side, bold=True),
        f" ({found.credibility})" if judged and found.credibility is not None else "",
        ", ",
        link(linked, name) if linked else name,
        f" (could not be read: {UNREAD[Unread(found.unread)]})" if found.unread else "",
        f": {cut(found.note, detail.statement)}" if found.note else "",
        line(" · ", person(found.added_by)),
    )


def translated(claim: Claim, most: int) -> list[RichTextElement]:
    """The translation beside the original, on a line of its own: by whom, and whether a machine made it."""
    if not claim.translation:
        return []
    by = line(person(claim.translated_by)) if claim.translated_by else line()
    how = "By machine, added by " if claim.machine_translated else "Translated by "
    return line(NEW_LINE, how, by, ": ", cut(claim.translation, most))


def claim_line(dossier: Dossier, detail: Detail = FULL) -> list[RichTextElement]:
    """A claim in a line: who, when, what, and where it was reported."""
    claim = dossier.claim
    where = carried(dossier.reports, detail)
    return line(
        who_said(dossier.speaker, claim.role, detail.names),
        said(claim),
        ": ",
        cut(claim.statement, detail.statement),
        line(" (", where, ")") if where else "",
    )


def tagged(claim: Claim) -> str:
    """A claim's tags as they are typed."""
    return cut(" ".join(f"#{tag}" for tag in claim.tags), 200)


def standing(dossier: Dossier) -> str:
    """What we found, or that it was set aside; a verdict that waits for a second reader is told as provisional."""
    claim = dossier.claim
    if claim.state == "merged":
        return f"merged into {show(dossier.merged_into)}" if dossier.merged_into is not None else "merged"
    if claim.state == "discarded":
        return "discarded"
    if claim.proposed is not None:
        return f"in review: {claim.proposed}? (provisional)"
    return f"{claim.verdict} (was {claim.was})" if claim.was is not None else claim.verdict


def beside(dossier: Dossier) -> list[str]:
    """What else decides how a claim is read: that it waits, that a newer figure came, how urgent it is."""
    claim = dossier.claim
    told = []
    if claim.hold_until is not None:
        told.append(f"on hold until {day(claim.hold_until, claim.filed_at.date())}")
    if dossier.updated_by is not None:
        told.append(f"updated by {show(dossier.updated_by)}")
    if claim.priority != "normal":
        told.append(claim.priority)
    if claim.restricted and dossier.desk.kind == "public":
        told.append("restricted: stays in this channel")
    return told


def on_it(claim: Claim) -> list[RichTextElement]:
    """Who is on it."""
    return line(person(claim.checker), " is on it") if claim.checker else line("nobody is on it")


def called(people: Sequence[str]) -> list[RichTextElement]:
    """The first of those whom a bold sentence is for, at its beginning."""
    return [run for each in people[:CALLED] for run in (person(each), words(", ", bold=True))]


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


def ordinal(number: int) -> str:
    """`first`, `second`; `last` of what nobody counts in words."""
    return ORDINALS[number - 1] if 0 < number <= len(ORDINALS) else "last"
