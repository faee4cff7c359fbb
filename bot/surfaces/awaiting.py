"""Awaiting a reply: a request near its end in a reminder's line, and what is said once when its time is over."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block

from bot.desk.awaiting import Ended
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import called, local, who_said
from bot.surfaces.rich import block, coded, cut, line, section, words
from store.dossiers import Dossier
from store.tables import ReplyRequest

NAMES, STATEMENT = 60, 100  # characters
SHOWN = 20  # two blocks each, of the fifty a message holds
IN_A_LINE = 3  # requests of one claim


def due_words(row: ReplyRequest, now: datetime, zone: str) -> str:
    """When a reply is due: `Reply from Kyiv's ministry due today 18:00`, or that it was."""
    there, today = row.until.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    when = f"today {there:%H:%M}" if there.date() == today else local(row.until, zone)
    asked = cut(row.asked, NAMES)
    if row.until <= now:
        return f"Reply from {asked} was due {when}: what came of it?"
    return f"Reply from {asked} due {when}"


def ended(told: Ended) -> Message:
    """That the time for a reply is over, each request with the button that notes what came of it."""
    most = min(len(told.lines), SHOWN)
    return Message(fullest(_ended(told, shown) for shown in range(most, 0, -1)))


def _ended(told: Ended, most: int) -> list[Block]:
    number = len(told.lines)
    what = "a reply" if number == 1 else f"{number} replies"
    blocks: list[Block] = [
        block(section(called(told.named), words(f"the time for {what} is over", bold=True)), block_id="head")
    ]
    for dossier, row in told.lines[:most]:
        blocks += _line(dossier, row, told)
    more = number - most
    left = f"{more} more: `/claim C-…` shows its requests. " if more else ""
    foot = coded(f"{left}You are told of it once. Until it is noted, Copy wording says nothing of it.")
    return [*blocks, block(section(foot), block_id="foot")]


def _line(dossier: Dossier, row: ReplyRequest, told: Ended) -> list[Block]:
    claim = dossier.claim
    runs = line(
        words(f"{show(claim.number)} ", bold=True),
        who_said(dossier.speaker, claim.role, NAMES),
        f": {cut(claim.statement, STATEMENT)} · {due_words(row, told.now, told.desk.zone)}",
    )
    name = show(claim.number)
    row_of = buttons(
        f"reply:{row.id}",
        button("Note the reply…", controls.NOTE_REPLY, row.id or 0, label=f"Note the reply to {name}"),
        button("More", controls.MORE, claim.number, label=f"More about {name}"),
    )
    return [block(section(runs), block_id=f"request:{row.id}"), row_of]
