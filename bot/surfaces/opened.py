"""Opened: the claims that a message names, the first in full, any others in short with a button each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.surfaces.card import whole
from bot.surfaces.lists import LISTED, named, opener
from bot.surfaces.message import Message, fullest
from bot.surfaces.phrases import BRIEF, Detail, claim_line
from bot.surfaces.rich import block, quote, section, words
from store.dossiers import Dossier


def opened(dossiers: Sequence[Dossier], links: Mapping[int, str], now: datetime, left_out: int = 0) -> Message:
    """One claim as somebody who looks it up sees it; of several each in short. `left_out`: there were too many."""
    if len(dossiers) == 1:
        return whole(dossiers[0])
    versions = [(len(dossiers), LISTED), *((most, BRIEF) for most in range(len(dossiers), 0, -1))]
    return Message(fullest(_several(dossiers, most, links, now, detail, left_out) for most, detail in versions))


def _several(
    dossiers: Sequence[Dossier], most: int, links: Mapping[int, str], now: datetime, detail: Detail, left_out: int
) -> list[Block]:
    left_out += len(dossiers) - most
    more = f", and {left_out} more that do not fit here" if left_out else ""
    blocks: list[Block] = [
        block(section(words(f"This message names {most} claims{more}", bold=True)), block_id="title")
    ]
    for dossier in dossiers[:most]:
        head = section(named(dossier, links.get(dossier.claim.number), now))
        blocks += [block(head, quote(claim_line(dossier, detail))), opener(dossier)]
    return blocks
