"""What a listener may answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.request import Request
from bot.surfaces.message import Message


@dataclass(frozen=True)
class Later:
    """A form that opens at once and is filled in when Slack has been asked for what it needs."""

    view: View
    fill: Callable[[], Awaitable[View]]


@dataclass(frozen=True)
class Redrawn:
    """A form in the place of the one that a button in it was pressed in."""

    view: View


@dataclass(frozen=True)
class Replaced:
    """A message in the place of the one that a button in it was pressed in."""

    message: Message


@dataclass(frozen=True)
class Followed:
    """An answer at once, and what follows it to the same person as soon as it is known, if there is anything."""

    reply: Message | View
    later: Callable[[], Awaitable[Message | View | None]]


@dataclass(frozen=True)
class Broken:
    """A fault, by the code under which it is logged; whether anything may have come of it all the same."""

    code: str
    perhaps: bool = True


@dataclass(frozen=True)
class Checked:
    """A form drawn again in its place, once Slack was asked about what is in it; until then what is in it stays.

    One that was sent in says `meanwhile`. One that only something was chosen in is left alone if it has changed since.
    """

    draw: Callable[[AsyncWebClient], Awaitable[View]]
    meanwhile: View


Reply = Message | View | Later | Redrawn | Replaced | Followed | Checked | None
Body = dict[str, Any]
Answer = Callable[[Request, Body, AsyncWebClient], Awaitable[Reply]]
Filing = Callable[[Request, Body, AsyncWebClient], Awaitable[View | Followed | Checked]]
Reading = Callable[[Body, datetime], Request]
