"""The form that sets a desk up: its first page, its second, and under a field what follows from its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_sdk.models.blocks import Block, RichTextElement
from slack_sdk.models.views import View

from bot.desk.setup import Sheet
from bot.desk.setup_draft import Draft
from bot.surfaces import controls, setup_fields
from bot.surfaces.changes import last_changed
from bot.surfaces.forms import Origin
from bot.surfaces.message import button, buttons
from bot.surfaces.rich import block, channel, section
from bot.surfaces.setup_hints import hints

TITLE = "Set up this desk"


def opening(title: str = TITLE, words: str = "One moment…") -> View:
    """What stands there while Slack is asked."""
    return View(type="modal", title=title, close="Cancel", blocks=[block(section(words))])


def setup_form(
    origin: Origin, sheet: Sheet, draft: Draft, now: datetime, notes: Sequence[Sequence[RichTextElement]] = ()
) -> View:
    """One page of a desk's settings, as they were chosen so far. `notes`: what has to be read first."""
    first = draft.page == "first"
    blocks: list[Block] = []
    if notes:
        blocks.append(block(*(section(note) for note in notes), block_id="notes"))
    if origin.at_home and sheet.channel:
        blocks.append(block(section("The settings of ", channel(sheet.channel), "."), block_id="whose"))
    said = hints(draft, sheet, now)
    fields = setup_fields.first_page(draft, sheet, now) if first else setup_fields.more_page(draft)
    for field in fields:
        blocks.append(field)
        if field.block_id in said:
            blocks.append(block(section(said[field.block_id]), block_id=f"{field.block_id}:said"))
    turn = (
        button("More settings", controls.MORE_SETTINGS, "more")
        if first
        else button("Back", controls.FIRST_SETTINGS, "first")
    )
    blocks.append(buttons(f"turn:{draft.page}", turn))
    changes = sheet.changes[:1] if first else sheet.changes
    if changes:
        blocks.append(block(*(section(last_changed(change)) for change in changes), block_id="changes"))
    return View(
        type="modal",
        callback_id=controls.SETUP_FORM,
        title=TITLE if first else "More settings",
        submit="Save",
        close="Cancel",
        private_metadata=replace(origin, revision=sheet.revision, draft=draft.packed()).packed(),
        blocks=blocks,
    )
