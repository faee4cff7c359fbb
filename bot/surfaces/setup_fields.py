"""The fields of the form that sets a desk up, each with the answer it has so far, and the menus behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)

from bot.desk import holidays_of
from bot.desk.days_off import TYPED_AT_MOST
from bot.desk.desk_settings import DAYS, IF_NOTHING, PATIENCES, PEOPLE_AT_MOST, REMIND_EVERY, REMIND_TIMES, known_zone
from bot.desk.setup import Sheet
from bot.desk.setup_answers import NEVER, YES
from bot.desk.setup_draft import Draft
from bot.desk.zones import zones_like
from bot.surfaces import controls
from bot.surfaces.answers import hours
from bot.surfaces.rich import cut

# What is chosen in these is looked at at once; two of them are menus that search, too.
LOOKED_AT = (
    *(controls.PICK_ZONE, controls.PICK_HOLIDAYS, controls.DIGEST_TIME, controls.DIGEST_CHANNEL, controls.LEADS),
    *(controls.TELL_AT_LAST, controls.WORK_FROM, controls.WORK_UNTIL, controls.DAYS_OFF),
)
CHOICES = 50  # in a menu that searches
ENTER = {"trigger_actions_on": ["on_enter_pressed"]}
EVERY = dict(zip(REMIND_EVERY, ("Every 4 hours", "Every 8 hours", "Daily", "Every 2 days", "Weekly"), strict=True))
SAID = dict(
    zip(IF_NOTHING, ("It says so, with what is unverified", "It says so in one line", "None comes"), strict=True)
)
TIMES = {1: "Once", 2: "Twice"} | {many: f"{many} times" for many in range(3, REMIND_TIMES + 1)}


def first_page(draft: Draft, sheet: Sheet, now: datetime) -> list[InputBlock]:
    """What every desk is asked."""
    given = draft.given
    zone = given["zone"] or ""
    where = _field(
        "digest_channel",
        "In which channel?",
        ConversationSelectElement(
            action_id=controls.DIGEST_CHANNEL,
            initial_conversation=given["digest_channel"],
            filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        ),
        optional=True,
        hint="Left empty: in the desk's own.",
        looked_at=True,
    )
    return [
        _field(
            "zone",
            "Time zone",
            ExternalDataSelectElement(
                action_id=controls.PICK_ZONE,
                placeholder="Type a city or a country",
                min_query_length=0,
                initial_option=zone_option(zone, now) if known_zone(zone) else None,
            ),
            looked_at=True,
        ),
        _field(
            "digest_time",
            "When does the digest come?",
            _time(controls.DIGEST_TIME, given["digest_time"]),
            looked_at=True,
        ),
        _days("digest_days", "On which days?", given["digest_days"], "None at all: no digest.", optional=True),
        *([] if sheet.stays else [where]),
        _people(
            "leads",
            "Who leads this desk?",
            given["leads"],
            "They change its settings, hand claims over, and are told what nobody answers.",
        ),
        _tick(
            "second_reader",
            "Does a second reader sign off each verdict?",
            "Yes: nobody signs off their own verdict",
            given,
        ),
    ]


def more_page(draft: Draft) -> list[InputBlock]:
    """What most desks leave as it is."""
    given = draft.given
    return [*_reminders(given), *_rest(given), *_filing(given)]


def _reminders(given: dict[str, Any]) -> list[InputBlock]:
    patience = {minutes: hours(minutes) for minutes in PATIENCES}
    return [
        _select(
            "patience",
            "How long after a claim is filed does its first reminder come?",
            patience,
            given,
            hint="An urgent one's comes after 2 hours, if that is sooner.",
        ),
        _select("remind_every", "And the next ones?", EVERY, given),
        _select("remind_times", "How many in all?", TIMES, given),
        _people(
            "tell_at_last",
            "Who is told after the last one?",
            given["tell_at_last"],
            "Once, then it is quiet. Left empty: the leads.",
            optional=True,
        ),
    ]


def _rest(given: dict[str, Any]) -> list[InputBlock]:
    place = given["holidays_of"]
    country = ExternalDataSelectElement(
        action_id=controls.PICK_HOLIDAYS,
        placeholder="Type a country, or a part of one",
        min_query_length=0,
        initial_option=place_option(place) if place else None,
    )
    days_off = PlainTextInputElement(
        action_id=controls.DAYS_OFF,
        initial_value=given["days_off"] or None,
        multiline=True,
        max_length=TYPED_AT_MOST,
        placeholder="24 December\n2026-12-24 to 2027-01-02",
        dispatch_action_config=ENTER,
    )
    return [
        _days(
            "work_days",
            "On which days does the desk work?",
            given["work_days"],
            "On others, reminders and the digest wait.",
        ),
        _field("work_from", "From what time?", _time(controls.WORK_FROM, given["work_from"]), looked_at=True),
        _field(
            "work_until",
            "Until what time?",
            _time(controls.WORK_UNTIL, given["work_until"]),
            hint="00:00 both times: the whole day. 22:00 until 06:00: the night.",
            looked_at=True,
        ),
        _field("holidays_of", "Whose public holidays are free?", country, optional=True, looked_at=True),
        _field(
            "days_off",
            "Which other days are free?",
            days_off,
            optional=True,
            hint="A date or a range a line. What is past drops out.",
            looked_at=True,
        ),
    ]


def _filing(given: dict[str, Any]) -> list[InputBlock]:
    picture = {NEVER: "Never"} | {str(day): f"On {name}s" for day, name in enumerate(DAYS)}
    return [
        _select("if_nothing", "When nothing is contested, what does the digest do?", SAID, given),
        _select("picture_day", "When does the digest bring the picture of the week?", picture, given),
        _tick(
            "restricted", "Are the claims filed here restricted?", "Yes: shown in this channel, and nowhere else", given
        ),
        _tick(
            "admiralty",
            "Does this desk use the Admiralty code?",
            "Yes: A to F for a source, 1 to 6 for evidence",
            given,
        ),
    ]


def zone_options(typed: str, now: datetime) -> list[Option]:
    """The time zones of the city or the country that was typed, with the time it is there now."""
    return [zone_option(name, now) for name in zones_like(typed, CHOICES)]


def zone_option(name: str, now: datetime) -> Option:
    """A time zone in a menu."""
    return Option(text=f"{name} · {now.astimezone(known_zone(name)):%H:%M}", value=name)


def place_options(typed: str) -> list[Option]:
    """The countries, and parts of them, whose name or code holds what was typed."""
    return [place_option(place) for place in holidays_of.places_like(typed, CHOICES)]


def place_option(place: str) -> Option:
    """A country or a part of one in a menu."""
    return Option(text=cut(holidays_of.name_of(place), 75), value=place)


def _field(name: str, label: str, element: Any, *, looked_at: bool = False, **more: Any) -> InputBlock:
    """A field; one that is `looked_at` sends what is chosen in it at once."""
    optional = more.get("optional", False)
    hint = more.get("hint")
    return InputBlock(
        block_id=name, label=label, element=element, optional=optional, hint=hint, dispatch_action=looked_at or None
    )


def _time(action: str, given: str | None) -> TimePickerElement:
    is_time = re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", given or "")
    return TimePickerElement(action_id=action, initial_time=given if is_time else None)


def _days(name: str, label: str, given: Sequence[str] | None, hint: str, *, optional: bool = False) -> InputBlock:
    days = [Option(text=day, value=str(index)) for index, day in enumerate(DAYS)]
    chosen = [day for day in days if day.value in (given or ())]
    element = CheckboxesElement(action_id=name, options=days, initial_options=chosen or None)
    return _field(name, label, element, optional=optional, hint=hint)


def _people(name: str, label: str, given: Sequence[str] | None, hint: str, *, optional: bool = False) -> InputBlock:
    element = UserMultiSelectElement(
        action_id=name, initial_users=list(given or ()) or None, max_selected_items=PEOPLE_AT_MOST
    )
    return _field(name, label, element, optional=optional, hint=hint, looked_at=True)


def _select(
    name: str, label: str, choices: dict[Any, str], given: dict[str, Any], *, hint: str | None = None
) -> InputBlock:
    options = [Option(text=text, value=str(value)) for value, text in choices.items()]
    chosen = next((option for option in options if option.value == given[name]), None)
    element = StaticSelectElement(action_id=name, options=options, initial_option=chosen)
    return _field(name, label, element, hint=hint)


def _tick(name: str, label: str, answer: str, given: dict[str, Any]) -> InputBlock:
    yes = Option(text=answer, value=YES[0])
    element = CheckboxesElement(action_id=name, options=[yes], initial_options=[yes] if given[name] else None)
    return _field(name, label, element, optional=True)
