"""Forms about reminders: until when the next one of a claim is put off, and how somebody is reminded of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, DatePickerElement, InputBlock, Option, RadioButtonsElement
from slack_sdk.models.views import View

from bot.desk.own_reminders import OwnReminders
from bot.desk.references import show
from bot.desk.scheduling import Reminded
from bot.desk.snoozing import Snooze, until
from bot.desk.working import working_of
from bot.surfaces import controls
from bot.surfaces.forms import Origin, about, form
from bot.surfaces.message import Message
from bot.surfaces.phrases import local, place
from bot.surfaces.rich import block, section
from store.dossiers import Dossier

HOW = {
    Reminded.AS_DUE: "As they fall due",
    Reminded.DAILY: "Once a day, at 09:00",
    Reminded.NEVER: "Not at all",
}


def snooze_form(origin: Origin, dossier: Dossier, next_at: datetime, now: datetime, zone: ZoneInfo) -> View:
    """The form that asks until when the next reminder of a claim is put off, in the zone of whoever asks."""
    working = working_of(dossier.desk)
    hour, morning = (
        local(working.next_working(until(each, None, now, zone)), zone.key) for each in (Snooze.HOUR, Snooze.TOMORROW)
    )
    choices = [
        Option(text="In an hour", value=Snooze.HOUR, description=hour),
        Option(text="Tomorrow morning", value=Snooze.TOMORROW, description=morning),
        Option(text="In the morning of another day", value=Snooze.DAY, description="Choose it below."),
    ]
    fields: Sequence[Block] = [
        about(dossier, f"Its next reminder comes {local(next_at, zone.key)}. Only that one moves."),
        _choice("until", "When shall it come back?", choices, choices[1]),
        InputBlock(
            block_id="day",
            label="On which day?",
            hint="Outside the desk's working hours it comes when they begin.",
            optional=True,
            element=DatePickerElement(
                action_id="day", initial_date=(now.astimezone(zone).date() + timedelta(days=2)).isoformat()
            ),
        ),
    ]
    return form(controls.SNOOZE_FORM, f"Snooze {show(dossier.claim.number)}", "Snooze", origin, fields)


def how_reminded_form(origin: Origin, own: OwnReminders) -> View:
    """The form that asks how somebody is reminded of the claims they took."""
    choices = [Option(text=text, value=how, description=_described(how, own)) for how, text in HOW.items()]
    chosen = next(each for each in choices if each.value == own.how)
    field = _choice("how", "When are you reminded of the claims you took?", choices, chosen)
    return form(controls.HOW_REMINDED_FORM, "How I am reminded", "Save", origin, [field])


def reminders_chosen(own: OwnReminders) -> Message:
    """How somebody is reminded from now on."""
    at = f", at 09:00 {place(own.zone)} time" if own.zone else ", at 09:00 your time"
    said = {
        Reminded.AS_DUE: "You are reminded of the claims you took as they fall due.",
        Reminded.DAILY: f"You are reminded of the claims you took once a day{at}.",
        Reminded.NEVER: "You are not reminded of the claims you took. What stays unverified is still told in the end "
        "to whoever your desk chose for that, and it is said that you asked for no reminders.",
    }
    return Message([block(section(said[own.how]))])


def _described(how: Reminded, own: OwnReminders) -> str:
    if how == Reminded.DAILY:
        return f"In one message, {place(own.zone)} time." if own.zone else "In one message, your time."
    if how == Reminded.NEVER:
        return "Who is told in the end still hears of them."
    return "Those of an hour in one message."


def _choice(name: str, label: str, choices: Sequence[Option], chosen: Option) -> InputBlock:
    element = RadioButtonsElement(action_id=name, options=choices, initial_option=chosen)
    return InputBlock(block_id=name, label=label, element=element)
