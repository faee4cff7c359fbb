"""The form that sets a desk up, and the menu of time zones behind it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.desk.setup import PATIENCES, Settings
from bot.surfaces import controls
from bot.surfaces.answers import hours
from bot.surfaces.forms import Origin
from bot.surfaces.rich import block, section

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ZONES_SHOWN = 50


def opening() -> View:
    """What stands there while Slack is asked who may set this up."""
    return View(type="modal", title="Set up this desk", close="Cancel", blocks=[block(section("One moment…"))])


def setup_form(origin: Origin, settings: Settings, now: datetime) -> View:
    """The settings of a desk as they are."""
    zone = InputBlock(
        block_id="zone",
        label="Time zone",
        element=ExternalDataSelectElement(
            action_id=controls.PICK_ZONE,
            placeholder="Type a city",
            min_query_length=0,
            initial_option=zone_option(settings.zone, now),
        ),
    )
    time = InputBlock(
        block_id="digest_time",
        label="When does the digest come?",
        element=TimePickerElement(
            action_id="digest_time", initial_time=f"{settings.digest_minute // 60:02}:{settings.digest_minute % 60:02}"
        ),
    )
    days = [Option(text=day, value=str(index)) for index, day in enumerate(DAYS)]
    chosen = [option for index, option in enumerate(days) if settings.digest_days >> index & 1]
    on = InputBlock(
        block_id="digest_days",
        label="On which days?",
        optional=True,
        hint="None at all: no digest.",
        element=CheckboxesElement(action_id="digest_days", options=days, initial_options=chosen or None),
    )
    where = InputBlock(
        block_id="digest_channel",
        label="In which channel?",
        optional=True,
        hint="Left empty: in this one. I have to be in it.",
        element=ConversationSelectElement(
            action_id="digest_channel",
            initial_conversation=settings.digest_channel,
            filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        ),
    )
    waits = [Option(text=hours(minutes), value=str(minutes)) for minutes in PATIENCES]
    patience = InputBlock(
        block_id="patience",
        label="How long after a claim is filed does its first reminder come?",
        element=StaticSelectElement(
            action_id="patience",
            options=waits,
            initial_option=next(wait for wait in waits if wait.value == str(settings.patience)),
        ),
    )
    asked = Option(text="Yes: nobody signs off their own verdict", value="yes")
    second = InputBlock(
        block_id="second_reader",
        label="Does a second reader sign off each verdict?",
        optional=True,
        element=CheckboxesElement(
            action_id="second_reader", options=[asked], initial_options=[asked] if settings.second_reader else None
        ),
    )
    return View(
        type="modal",
        callback_id=controls.SETUP_FORM,
        title="Set up this desk",
        submit="Save",
        close="Cancel",
        private_metadata=origin.packed(),
        blocks=[zone, time, on, *([where] if origin.kind == "public" else []), patience, second],
    )


def zone_options(typed: str, now: datetime) -> list[Option]:
    """The time zones whose name holds what was typed, with the time it is there now."""
    wanted = typed.casefold().replace(" ", "_").strip("_")
    names = sorted(name for name in available_timezones() if wanted in name.casefold() and _named_after_a_place(name))
    return [zone_option(name, now) for name in names[:ZONES_SHOWN]]


def zone_option(name: str, now: datetime) -> Option:
    """A time zone in a menu."""
    return Option(text=f"{name} · {now.astimezone(ZoneInfo(name)):%H:%M}", value=name)


def _named_after_a_place(name: str) -> bool:
    return name == "UTC" or ("/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/")))
