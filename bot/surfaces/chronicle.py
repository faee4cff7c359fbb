"""A claim's history as it is looked up: what happened, oldest first, with who, when and why, by pages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from bot.desk.finding import HistoryPage
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import BRIEF, SHORT, claim_line
from bot.surfaces.rich import block, line, moment, quote, section, words
from bot.surfaces.story import story


def chronicle(page: HistoryPage, *, back: bool = False) -> Message:
    """A page of a claim's history; `back`: it ends before the page that was left."""
    most = len(page.events)
    versions = [(most, SHORT), (most, SHORT // 2), *((fewer, SHORT // 2) for fewer in range(most, 0, -1))]
    return Message(fullest(_chronicle(page, fewer, characters, back=back) for fewer, characters in versions))


def _chronicle(page: HistoryPage, most: int, characters: int, *, back: bool) -> list[Block]:
    shown = page.events[-most:] if back else page.events[:most]
    first = page.at + (len(page.events) - len(shown) if back else 0)
    last = first + len(shown)
    number = page.dossier.claim.number
    which = f", {first + 1} to {last} of {page.total}" if len(shown) < page.total else ""
    title = line(words(f"What happened to {show(number)}", bold=True), which)
    blocks: list[Block] = [block(section(title), quote(claim_line(page.dossier, BRIEF)), block_id="title")]
    blocks += [_event(event, page, characters) for event in shown]
    ways = []
    if first > 0:
        earlier = json.dumps({"claim": number, "before": shown[0]["sequence"], "at": first})
        ways.append(
            button("Earlier", controls.HISTORY_EARLIER, earlier, label=f"What happened to {show(number)} before")
        )
    if last < page.total:
        later = json.dumps({"claim": number, "after": shown[-1]["sequence"], "at": last})
        ways.append(button("Later", controls.HISTORY_LATER, later, label=f"What happened to {show(number)} after that"))
    return [*blocks, buttons("pages", *ways)] if ways else blocks


def _event(event: dict[str, Any], page: HistoryPage, characters: int) -> Block:
    when = moment(datetime.fromisoformat(event["at"]))
    told = story(event, page.dossier, most=characters)
    if told is None:  # written by a newer copy of the bot
        return block(section(when, f": {event['what']}"))
    return block(section(when, ": ", told.runs), *map(quote, told.quotes))
