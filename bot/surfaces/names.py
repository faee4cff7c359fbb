"""Menus of known names: to choose one on file, or to say who said it, where a new name can be entered as well."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock, Option

from bot.desk.naming import Name
from bot.surfaces import controls
from bot.surfaces.rich import cut

OPTION_TEXT, OPTION_VALUE = 75, 150  # characters in a menu's option: Slack refuses more
TOO_LONG = "…"  # the value of an option that only says that a name does not fit into a menu


def name_options(names: Sequence[Name]) -> list[Option]:
    """Names in a menu that chooses one on file."""
    return [Option(text=cut(each.name, OPTION_TEXT), value=str(each.id)) for each in names]


def speaker_options(typed: str, names: Sequence[Name]) -> list[Option]:
    """Names in a menu that fills in who said it: what was typed first, so that a new name can be entered."""
    typed = " ".join(typed.split())
    offered = [typed, *(each.name for each in names)] if typed else [each.name for each in names]
    fitting = [each for each in dict.fromkeys(offered) if len(each) <= OPTION_VALUE]
    options = [speaker_option(each) for each in fitting]
    if len(typed) > OPTION_VALUE:
        said = f"This has {len(typed)} characters; {OPTION_VALUE} fit"
        return [Option(text=said, value=TOO_LONG), *options]
    return options


def speaker_option(name: str) -> Option:
    """A name as it is filled in."""
    return Option(text=cut(name, OPTION_TEXT), value=name)


def speaker_field(label: str, value: str | None, *, focus: bool, hint: str) -> InputBlock:
    """The field that asks who said it: a menu of known names in which a new one can be typed."""
    element = ExternalDataSelectElement(
        action_id=controls.PICK_SPEAKER,
        placeholder="Type a name",
        initial_option=speaker_option(value) if value else None,
        min_query_length=0,
        focus_on_load=focus or None,
    )
    return InputBlock(block_id="speaker", label=label, element=element, hint=hint)


def fits_menu(name: str | None) -> bool:
    """Whether a name is shown whole in a menu; a longer one is edited as text."""
    return name is None or len(name) <= OPTION_TEXT
