"""What stands under a field of the set-up form: what follows from the answer there, or why it cannot be."""

from __future__ import annotations

from datetime import date, datetime

from slack_sdk.models.blocks import RichTextElement

from bot.desk import holidays_of
from bot.desk.days_off import days_from, folded, read_days_off
from bot.desk.desk_settings import MIDNIGHT, clock, known_zone, no_time
from bot.desk.setup import Sheet
from bot.desk.setup_answers import minute_in, today_in
from bot.desk.setup_draft import PAGES, Draft
from bot.desk.setup_findings import Audience
from bot.errors import Mistake
from bot.surfaces.phrases import count
from bot.surfaces.rich import channel, coded, line, person, words

Runs = list[RichTextElement]
STRETCHES = 5  # of days off that are named
# Why somebody cannot be chosen.
WHY = {
    "gone": "has left this workspace.",
    "bot": "is a bot.",
    "guest": "is a guest here.",
    "stranger": "is from another organisation.",
    "unknown": "is nobody I can find in this workspace.",
}
CHOOSE = "Choose full members of this workspace."


def hints(draft: Draft, sheet: Sheet, now: datetime) -> dict[str, Runs]:
    """The lines under the fields of the page that a draft is on, by field."""
    given, shown = draft.given, PAGES[draft.page]
    today = today_in(given["zone"] or "", now)
    said = {
        "zone": _zone(given["zone"] or "", now),
        "digest_channel": _audience(draft.audience),
        "digest_time": _held(given),
        "leads": cannot_be_chosen(draft, given["leads"]),
        "tell_at_last": cannot_be_chosen(draft, given["tell_at_last"]),
        "work_until": _hours(given),
        "holidays_of": _holidays(given["holidays_of"], today),
        "days_off": _days_off(given["days_off"], today),
    }
    if sheet.stays:  # there is no such field
        said["digest_days"] = line("What is filed here stays here, and so does its digest.")
        del said["digest_channel"]
    return {name: runs for name, runs in said.items() if runs and name in shown}


def refused(mistake: Mistake) -> Runs:
    """Why an answer cannot be."""
    return line(words(mistake.what, bold=True), f" {mistake.remedy}" if mistake.remedy else "")


def cannot_be_chosen(draft: Draft, named: list[str] | None) -> Runs:
    """Who of these people cannot be chosen, each with why; nothing if all of them can."""
    runs: Runs = []
    for who, why in draft.wrong(named or ()):
        runs += line(person(who), f" {WHY[why]} ")
    return line(runs, words(CHOOSE, bold=True)) if runs else []


def _zone(name: str, now: datetime) -> Runs:
    zone = known_zone(name)
    if zone is None:
        return []
    there = now.astimezone(zone)
    return line(f"It is {there:%H:%M} there now, {_day(there.date())}.")


def _audience(audience: Audience | None) -> Runs:
    if audience is None:
        return []
    place = channel(audience.channel)
    if audience.archived:
        return line(place, words(" is archived, so no digest can come there.", bold=True))
    if not audience.inside:
        known = "" if audience.members is None else f" It has {count(audience.members, 'member')}{_shared(audience)}."
        return line(
            words("I am not in ", bold=True),
            place,
            ".",
            known,
            coded(" Type `/invite @Counterclaim` there, or it waits."),
        )
    members = "" if audience.members is None else f" has {count(audience.members, 'member')}, me included"
    return line(place, f"{members}{_shared(audience)}: they read the digest." if members else " gets the digest.")


def _shared(audience: Audience) -> str:
    return ", and is shared with another organisation" if audience.shared else ""


def _held(given: dict[str, str]) -> Runs:
    """That the digest's hour is outside the desk's own, if it is."""
    try:
        at, since, until = (minute_in(given, name) for name in ("digest_time", "work_from", "work_until"))
    except Mistake:
        return []
    until = until or MIDNIGHT
    if since <= at <= until or (until < since and (at >= since or at <= until)):
        return []
    return line(f"The desk works from {clock(since)} until {clock(until)}, so it waits until {clock(since)}.")


def _hours(given: dict[str, str]) -> Runs:
    try:
        since, until = minute_in(given, "work_from"), minute_in(given, "work_until") or MIDNIGHT
    except Mistake as mistake:
        return refused(mistake)
    if since == until:
        return line(words(no_time(since, until), bold=True))
    if until - since == MIDNIGHT:
        return line("The whole day.")
    if until < since:
        return line(f"From {clock(since)} until {clock(until)} on the next day.")
    return line(f"From {clock(since)} until {clock(until)}.")


def _holidays(place: str | None, today: date) -> Runs:
    if not place:
        return []
    coming = holidays_of.next_holiday(place, today)
    if coming is None:
        return line(f"I know of no public holiday to come in {holidays_of.name_of(place)}.")
    day, name = coming
    return line(f"The next: {name}, {_day(day)} {day.year}.")


def _days_off(typed: str | None, today: date) -> Runs:
    if not typed:
        return []
    try:
        days = days_from(read_days_off(typed, today), today)
    except Mistake as mistake:
        return refused(mistake)
    if not days:
        return line("All of these are past.")
    stretches = [_day(first) if first == last else f"{_day(first)} to {_day(last)}" for first, last in folded(days)]
    more = f" and {len(stretches) - STRETCHES} more" if len(stretches) > STRETCHES else ""
    return line(f"{count(len(days), 'day')} off: {', '.join(stretches[:STRETCHES])}{more}.")


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
