"""Rich text: what people typed stands in it as text, whatever it looks like; nothing in it is parsed.

A line is a list of runs. Runs of people's text are cut before they are put in, so that nothing is cut in its middle.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from slack_sdk.models.blocks import RichTextBlock, RichTextElement, RichTextQuoteElement, RichTextSectionElement
from slack_sdk.models.blocks import RichTextElementParts as Parts

from bot.desk.links import escape, is_link

BOLD = Parts.TextStyle(bold=True)
NEW_LINE = "\n"


def words(text: str, *, bold: bool = False) -> RichTextElement:
    """Text as it is."""
    return Parts.Text(text=text, style=BOLD if bold else None)


def person(slack_id: str) -> RichTextElement:
    """A mention of a person: Slack shows the name, and notifies when the message is posted."""
    return Parts.User(user_id=slack_id)


def channel(slack_id: str) -> RichTextElement:
    """The name of a channel, as a link to it."""
    return Parts.Channel(channel_id=slack_id)


def link(url: str, text: str) -> RichTextElement:
    """A link; what is no http address stays text, so that nothing else can be hidden behind it."""
    return Parts.Link(url=url, text=text) if is_link(url) and len(url) <= 3000 else words(text)


def moment(at: datetime, form: str = "{date_short_pretty}, {time}") -> RichTextElement:
    """A moment, in each reader's own zone; the fallback is in UTC."""
    fallback = at.astimezone(UTC).strftime("%d %b %Y, %H:%M UTC")
    return Parts.Date(timestamp=int(at.timestamp()), format=form, fallback=fallback)


def line(*runs: RichTextElement | str | Iterable[RichTextElement]) -> list[RichTextElement]:
    """One list of runs out of runs, plain text and lists of runs. Text beside text in the same style is one run."""
    flat: list[RichTextElement] = []
    for run in runs:
        if isinstance(run, str):
            each: Iterable[RichTextElement] = [words(run)] if run else []
        else:
            each = [run] if isinstance(run, RichTextElement) else run
        for part in each:
            before = flat[-1] if flat else None
            if isinstance(before, Parts.Text) and isinstance(part, Parts.Text) and before.style is part.style:
                flat[-1] = Parts.Text(text=before.text + part.text, style=part.style)
            else:
                flat.append(part)
    return flat


def coded(text: str) -> list[RichTextElement]:
    """A sentence of ours, in which what stands between backticks is to be typed."""
    code = Parts.TextStyle(code=True)
    parts = enumerate(text.split("`"))
    runs = [Parts.Text(text=part, style=code if index % 2 else None) for index, part in parts if part]
    return [*runs] or [words(text)]


def section(*runs: RichTextElement | str | Iterable[RichTextElement]) -> RichTextElement:
    """A paragraph."""
    return RichTextSectionElement(elements=line(*runs))


def quote(*runs: RichTextElement | str | Iterable[RichTextElement]) -> RichTextElement:
    """A quotation, set off by a bar."""
    return RichTextQuoteElement(elements=line(*runs))


def block(*elements: RichTextElement, block_id: str | None = None) -> RichTextBlock:
    """A block of paragraphs and quotations."""
    return RichTextBlock(elements=list(elements), block_id=block_id)


def cut(text: str, characters: int) -> str:
    """The text, or its beginning and an ellipsis; never more than `characters`."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def plain(element: Any) -> str:
    """Everything in blocks as plain text, for a message's fallback."""
    if isinstance(element, list | tuple):
        return "".join(plain(part) for part in element)
    if isinstance(element, RichTextBlock):
        return NEW_LINE.join(plain(part).strip(NEW_LINE) for part in element.elements)
    if isinstance(element, RichTextSectionElement | RichTextQuoteElement):
        return plain(element.elements)
    if isinstance(element, Parts.User):
        return f"<@{element.user_id}>"
    if isinstance(element, Parts.Channel):
        return f"<#{element.channel_id}>"
    if isinstance(element, Parts.Date):
        return f"<!date^{element.timestamp}^{element.format}|{element.fallback}>"
    return escape(getattr(element, "text", None) or "")
