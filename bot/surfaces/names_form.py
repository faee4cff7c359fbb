"""The form that joins two names of one speaker, or of one source."""

from __future__ import annotations

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock
from slack_sdk.models.views import View

from bot.desk.naming import Kind, Profile
from bot.surfaces import controls
from bot.surfaces.forms import Origin, form
from bot.surfaces.rich import block, section, words

OTHERS = {"speaker": controls.PICK_OTHER_SPEAKER, "source": controls.PICK_OTHER_SOURCE}


def join_form(origin: Origin, profile: Profile) -> View:
    """The form that asks which other name is the same speaker's, or the same source's."""
    told = block(
        section(words(profile.name.name, bold=True), f" is one {profile.kind}. Under which other name is it on file?"),
        section("Claims keep the name they were filed with; lists, searches by name and counts take both as one."),
    )
    picker = InputBlock(
        block_id="other",
        label="The same as…",
        element=ExternalDataSelectElement(
            action_id=OTHERS[profile.kind],
            placeholder="Type a part of the name",
            min_query_length=0,
            focus_on_load=True,
        ),
    )
    return form(controls.JOIN_FORM, f"One {profile.kind}", "Join", origin, [told, picker])


def joined_kind(value: str) -> tuple[Kind, int]:
    """What a button for names carries: which kind, and the name's id."""
    kind, _, name_id = value.partition(":")
    return ("source" if kind == "source" else "speaker"), int(name_id)
