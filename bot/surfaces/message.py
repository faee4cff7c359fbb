"""A message: its blocks, and the plain text that stands for them in notifications and to screen readers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    Option,
    PlainTextObject,
    RichTextBlock,
    StaticSelectElement,
)

from bot.surfaces import rich

BLOCKS_AT_MOST = 50
# Slack refuses blocks whose text adds up to some 13,200 characters; nobody has documented how it counts.
SIZE_AT_MOST = 11_000
FALLBACK_AT_MOST = 3_000


@dataclass(frozen=True)
class Message:
    """What is posted or answered. `text` is the fallback; where it is empty it is read from the blocks."""

    blocks: Sequence[Block]
    text: str = ""
    verbatim: bool = False  # `text` stands alone and is shown as it is

    def payload(self) -> dict[str, Any]:
        """The arguments of `chat.postMessage`, `chat.update`, `ack` and `respond`. Links show no previews."""
        blocks = [block.to_dict() for block in self.blocks]
        payload: dict[str, Any] = {"text": self.text or self._fallback()}
        if blocks:
            payload["blocks"] = blocks
        if self.verbatim:
            payload["mrkdwn"] = False
        return payload

    def _fallback(self) -> str:
        text = rich.NEW_LINE.join(rich.plain(block) for block in self.blocks if isinstance(block, RichTextBlock))
        if len(text) <= FALLBACK_AT_MOST:
            return text
        # Whole lines only: a token or an entity cut in two would show.
        kept = text[:FALLBACK_AT_MOST].rpartition(rich.NEW_LINE)[0]
        return kept or "Open Slack to read this message."


def size(blocks: Sequence[Block]) -> int:
    """How much of a message's room these blocks take, in characters."""
    return len(json.dumps([block.to_dict() for block in blocks], ensure_ascii=False, separators=(",", ":")))


def fullest(versions: Iterable[Sequence[Block]], room: int = SIZE_AT_MOST) -> list[Block]:
    """The first of several versions, each shorter than the one before, that fits into `room`; else the last."""
    shown: Sequence[Block] = []
    for shown in versions:
        if size(shown) <= room:
            break
    return list(shown)


def buttons(block_id: str, *elements: ButtonElement) -> ActionsBlock:
    """A row of buttons."""
    return ActionsBlock(block_id=block_id, elements=list(elements))


def menu(block_id: str, action: str, placeholder: str, choices: Sequence[tuple[str, int | str]]) -> ActionsBlock:
    """A menu of up to a hundred things, each with the number or the name that is sent when it is chosen."""
    options = [Option(text=rich.cut(text, 75), value=str(value)) for text, value in choices[:100]]
    element = StaticSelectElement(action_id=action, placeholder=placeholder, options=options)
    return ActionsBlock(block_id=block_id, elements=[element])


def button(text: str, action: str, value: str | int, *, style: str | None = None, label: str = "") -> ButtonElement:
    """A button; `label` is what a screen reader says where the text alone does not tell."""
    # What our buttons say holds no emoji, and a dozen rows of them have to fit into a message.
    return ButtonElement(
        text=PlainTextObject(text=text),
        action_id=action,
        value=str(value),
        style=style,
        accessibility_label=label[:75] or None,
    )
