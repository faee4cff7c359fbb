"""Attribution: a claim as a story would print it, with who said it, who carried it, what we found and who denies it.

What people said is kept letter for letter, in any script, with its own quotation marks and with none that it did not
have. A verdict that nobody has signed off is never in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.desk.filing import UNKNOWN
from bot.desk.quotation import kind_of
from bot.desk.replies import NO_ANSWER, OPEN, REFUSED
from bot.desk.withholding import WITHHELD
from bot.surfaces.house import HOUSE, House
from bot.surfaces.phrases import day, place
from store.basis import BACKGROUND, OFF_RECORD
from store.dossiers import CONTESTING, SET_ASIDE, Carried, Dossier, Objection
from store.names import fold
from store.tables import Claim, Dispute, ReplyRequest

ANSWER_FITS = 500  # characters of an answer to our request that may stand in a story
NOTE_FITS = 200  # characters of a piece of evidence's note that may stand in a story
# A sentence ends with one of these, in whichever script, and with what closes a quotation or a bracket behind it.
_ENDED = re.compile("[.!?…。！？؟۔।॥։።]['\"”“»«›’)\\]」』]*$")
_SEVERAL_SENTENCES = re.compile(r"[.!?…;]['\"”»’)]*\s")
_FIRST = re.compile(r"([A-Z][a-z]*) ([a-z0-9])")
_WORD = re.compile(r"[\w’']+")


def attribution(
    dossier: Dossier,
    today: date,
    newer: Dossier | None = None,
    *,
    denials: int | None = None,
    translated: bool = True,
    house: House = HOUSE,
) -> str:
    """The sentences for a story, one after the other on one line.

    `today` is the desk's day: a date of the same year is told without it. `newer` is the claim that updates this one.
    `denials`: only so many, the newest ones.
    """
    claim = dossier.claim
    sentences = [_said(dossier, today, house)]
    if claim.translation and translated:
        phrase = house.translated_by_machine if claim.machine_translated else house.translated
        sentences.append(ended(phrase.format(translation=claim.translation)))
    sentences.append(found(dossier, house))
    against = contrary(dossier)
    shown = against if denials is None else against[max(0, len(against) - denials) :]
    sentences += [_denied(objection, dossier.desk.zone, today, house) for objection in shown]
    sentences += [_replied(row, house) for row in latest_replies(dossier)]
    if newer is not None:
        sentences.append(_updated(newer, today, house))
    return " ".join(sentences)


def contrary(dossier: Dossier) -> list[Objection]:
    """What is said against a claim and has not fallen: open disputes, and those found to stand."""
    return [
        each
        for each in dossier.objections
        if each.dispute.kind in CONTESTING
        and each.dispute.outcome in ("open", "stands")
        and each.with_state not in SET_ASIDE
        and not unquotable(each.reports)
    ]


def latest_replies(dossier: Dossier) -> list[ReplyRequest]:
    """What came last of our requests to each who was asked, and is not told elsewhere; an open one says nothing yet."""
    last = {fold(row.asked): row for row in dossier.replies}
    filed = [row for row in last.values() if row.dispute_id is None and row.report_id is None]
    return [row for row in filed if row.state != OPEN]


def unquotable(reports: Sequence[Carried]) -> bool:
    """Whether all that carries a statement is off the record: then no story quotes it."""
    return bool(reports) and all(report.basis == OFF_RECORD for report in reports)


def found(dossier: Dossier, house: House = HOUSE) -> str:
    """What we found, in the house's words; what waits for a second reader is not found yet."""
    claim = dossier.claim
    phrase = {
        "confirmed": house.confirmed,
        "false": house.false,
        "misleading": house.misleading,
        "unproven": house.unproven,
        "not checkable": house.not_checkable,
    }.get(claim.verdict)
    if phrase is None:
        return house.unverified
    note = _note(dossier)
    if not note:
        return phrase.format(how="")
    before, _, after = phrase.partition("{how}")
    if after == "." and _ENDED.search(note):
        after = ""
    return before + house.how.format(note=note) + after


def ended(text: str) -> str:
    """The text with a full stop, if it does not end a sentence already."""
    return text if _ENDED.search(text) else f"{text}."


def reported(reports: Sequence[Carried], speaker: str, house: House = HOUSE) -> str:
    """Where it was reported; many reports that lead back to one origin are told as one.

    A source on background has no name, and none that is open needs it.
    """
    named = _distinct(
        (report for report in reports if not report.protected), lambda report: (_outlet(report), report.origin or "")
    )
    origins = [report.traced_to for report in _distinct(named, lambda report: (report.traced_to,))]
    (origin, *more) = origins or [""]
    if not named and any(report.basis == BACKGROUND for report in reports):
        return house.on_background
    if not origin or (len(named) == 1 and fold(origin) == fold(speaker)):
        return ""
    credit = [report for report in named if report.origin]
    carriers = [_outlet(report) for report in _distinct(credit, lambda report: (_outlet(report),))]
    if more:
        outlets = [
            house.citing.format(outlet=_outlet(report), origin=report.origin) if report.origin else _outlet(report)
            for report in named
        ]
        return house.reported.format(outlets=_together(outlets, house))
    if not carriers:
        return house.reported.format(outlets=origin)
    if len(named) == 1:
        return house.reported_citing.format(outlets=carriers[0], origin=origin)
    return house.one_origin.format(origin=origin, outlets=_together(carriers, house))


def _said(dossier: Dossier, today: date, house: House) -> str:
    claim, statement = dossier.claim, dossier.claim.statement
    parts = {
        "who": _who(dossier.speaker, claim.role, house),
        "when": _when(claim, dossier.desk.zone, today, house),
        "reported": reported(dossier.reports, dossier.speaker, house),
    }
    indirect = _indirect(statement, house)
    if indirect is not None:
        return house.said_that.format(statement=indirect, **parts)
    return ended(house.said.format(statement=statement, **parts))


def _denied(objection: Objection, zone: str, today: date, house: House) -> str:
    dispute = objection.dispute
    said = house.disputes[dispute.kind].format(
        who=_who(objection.speaker, dispute.role, house),
        when=_when(dispute, zone, today, house),
        reported=reported(objection.reports, objection.speaker, house),
        statement=dispute.statement,
    )
    return ended(said)


def _replied(row: ReplyRequest, house: House) -> str:
    who = _named(row.asked, house)
    if row.state == REFUSED:
        return house.declined.format(who=who)
    if row.state == NO_ANSWER:
        return house.no_answer.format(who=who)
    answer = row.answer or ""
    if len(answer) > ANSWER_FITS:
        return house.answered_at_length.format(who=who)
    return ended(house.answered.format(who=_inside(who, house), answer=answer))


def _inside(who: str, house: House) -> str:
    """A name as it stands inside a sentence: with a small article, if we put one there."""
    article = f"{house.article} "
    return f"{house.article.lower()} {who.removeprefix(article)}" if who.startswith(article) else who


def _updated(newer: Dossier, today: date, house: House) -> str:
    said = house.newer_figure.format(
        who=_who(newer.speaker, newer.claim.role, house),
        when=_when(newer.claim, newer.desk.zone, today, house),
        reported=reported(newer.reports, newer.speaker, house),
        statement=newer.claim.statement,
    )
    return ended(said)


def _who(speaker: str, role: str | None, house: House) -> str:
    name = _named(speaker, house)
    return house.with_role.format(name=name, role=role) if role else name


def _named(speaker: str, house: House) -> str:
    if fold(speaker) == UNKNOWN:
        return house.nobody_named
    if speaker == WITHHELD:
        return house.withheld
    words = speaker.split()
    owned = any(word.endswith(("'s", "’s", "s'", "s’")) for word in words)
    takes_one = len(words) > 1 and words[-1] in house.with_article and words[0] != house.article and not owned
    return f"{house.article} {speaker}" if takes_one else speaker


def _when(row: Claim | Dispute, zone: str, today: date, house: House) -> str:
    """When it was said, as precisely as it was given; nothing for what nobody gave."""
    if row.said_at is not None:
        there = row.said_at.astimezone(ZoneInfo(zone))
        phrase = house.about_day if row.said_about else house.at_minute
        return phrase.format(day=day(there.date(), today), time=f"{there:%H:%M}", place=place(zone))
    if row.said_on is not None:
        return (house.about_day if row.said_about else house.on_day).format(day=day(row.said_on, today))
    return ""


def _indirect(statement: str, house: House) -> str | None:
    """A statement as it stands behind "that": its first letter small, its full stop gone; None if it cannot."""
    begins = _FIRST.match(statement)
    if begins is None or begins[1] not in house.indirect or kind_of(statement) == "quotation":
        return None
    body = statement[:-1] if statement.endswith(".") else statement
    words = {word.casefold().partition("’")[0].partition("'")[0] for word in _WORD.findall(body)}
    if _ENDED.search(body) or _SEVERAL_SENTENCES.search(body) or ":" in body or words & set(house.own_words):
        return None
    return body[0].lower() + body[1:]


def _note(dossier: Dossier) -> str:
    """Why the verdict is so: what was written beside it; of what is confirmed else a short note of the evidence."""
    claim = dossier.claim
    if claim.verdict_why:
        return claim.verdict_why
    if claim.verdict != "confirmed":
        return ""
    notes = [each.note for each in dossier.evidence if each.side == "supports" and each.note]
    return notes[-1] if notes and len(notes[-1]) <= NOTE_FITS else ""


def _outlet(report: Carried) -> str:
    return report.outlet or report.link or ""


def _distinct(reports: Iterable[Carried], names: Callable[[Carried], tuple[str, ...]]) -> list[Carried]:
    """The first of each of those that go by the same names; reports that name nothing are left out."""
    seen: dict[tuple[str, ...], Carried] = {}
    for report in reports:
        if _outlet(report):
            seen.setdefault(tuple(map(fold, names(report))), report)
    return list(seen.values())


def _together(names: Sequence[str], house: House) -> str:
    if len(names) > house.outlets_named:
        return f"{names[0]} and {house.others}"
    return " and ".join(names)
