"""What was changed in a desk's settings, in words: only what is different, the old before the new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk import holidays_of
from bot.desk.days_off import folded
from bot.desk.desk_settings import DAYS, NAMES, PEOPLE_AT_MOST, clock
from bot.desk.setup_history import Change
from bot.desk.slots import EVERY_DAY
from bot.surfaces.answers import hours
from bot.surfaces.phrases import count
from bot.surfaces.rich import channel, cut, line, moment, person

Runs = list[RichTextElement]


def last_changed(change: Change) -> Runs:
    """Who changed a desk's settings, when, and what in them."""
    did = "Put back by " if change.undone else "Set up by " if change.first else "Changed by "
    return line(did, person(change.actor), ", ", moment(change.at), *_told(": ", changed(change)), ".")


def changed(change: Change) -> Runs:
    """What is different: `digest 09:00 → 08:30, leads …`. Nothing if nothing is."""
    runs: Runs = []
    for name in NAMES:
        old, new = change.old.get(name), change.new.get(name)
        own = name == "leads" and change.first and new == [change.actor]  # as whoever sets a channel up first
        if name in change.old and old != new and not own:
            label, show = WORDS[name]
            runs += line("; " if runs else "", f"{label} ", show(old), " → ", show(new))
    return runs


def _told(before: str, runs: Runs) -> list[str | Runs]:
    return [before, runs] if runs else []


def _days(mask: int) -> str:
    if mask in (0, EVERY_DAY):
        return "every day" if mask else "never"
    if mask == 0b0011111:
        return "Mon to Fri"
    return ", ".join(day[:3] for index, day in enumerate(DAYS) if mask >> index & 1)


def _people(ids: list[str]) -> Runs:
    named = [part for each in ids[:PEOPLE_AT_MOST] for part in line(", ", person(each))][1:]
    return line(named) if named else line("nobody")


def _dates(kept: list[str]) -> str:
    stretches = folded([date.fromisoformat(day) for day in kept])
    shown = [str(first) if first == last else f"{first} to {last}" for first, last in stretches]
    return cut(", ".join(shown), 60) if len(shown) < 4 else f"{count(len(kept), 'day')}"


def _plain(value: Any) -> str:
    return str(value)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _every(minutes: int) -> str:
    return f"every {hours(minutes)}" if minutes < 1440 else f"every {count(minutes // 1440, 'day')}"


# What each setting is called, and how a value of it is told.
WORDS: dict[str, tuple[str, Callable[[Any], str | Runs]]] = {
    "zone": ("time zone", _plain),
    "digest_minute": ("digest", clock),
    "digest_days": ("days of the digest", _days),
    "digest_channel": ("channel of the digest", lambda value: line(channel(value)) if value else "the desk's own"),
    "patience": ("first reminder after", hours),
    "second_reader": ("second reader", _yes),
    "leads": ("leads", _people),
    "remind_every": ("reminders", _every),
    "remind_times": ("how many reminders", _plain),
    "tell_at_last": ("told in the end", lambda value: _people(value) if value else "the leads"),
    "work_days": ("working days", _days),
    "work_from": ("work from", clock),
    "work_until": ("work until", clock),
    "holidays_of": ("public holidays", lambda value: cut(holidays_of.name_of(value), 60) if value else "none"),
    "days_off": ("days off", lambda value: _dates(value) if value else "none"),
    "if_nothing": ("if nothing is contested", _plain),
    "restricted": ("restricted", _yes),
    "picture_day": ("picture of the week", lambda value: "never" if value is None else f"on {DAYS[value]}s"),
    "admiralty": ("Admiralty code", _yes),
}
