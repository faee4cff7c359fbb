"""What came of something a person did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.modals import View
from sandbox.socket import Ack
from sandbox.workspace import Json, Message

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class Outcome:
    """What a person's act led to.

    `acked`: the bot answered in time. `payload`: what its answer carried. `seconds`: how long it took (monotonic).
    `errors`: what stands under the inputs of a form, by block_id. `messages`: what the answer itself put into the
    channel. `error`: the sentence Slack shows the person, if something went wrong. `request`: the payload that was
    sent to the bot, None if nothing was sent. `view`: the modal the person has before them afterwards.
    """

    acked: bool = False
    payload: Any = None
    seconds: float = 0.0
    errors: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    error: str | None = None
    request: Json | None = None
    view: View | None = None

    @classmethod
    def of(cls, ack: Ack, request: Json) -> Outcome:
        """Make the outcome of an envelope that was sent."""
        error = None if ack.acked else TROUBLE
        return cls(ack.acked, ack.payload, ack.seconds, error=error, request=request)
