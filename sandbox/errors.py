"""What the sandbox says no with: to the bot as Slack does, to a person in a sentence."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A Web API call that Slack would refuse.

    `error` is Slack's own code ("channel_not_found"); `detail` is what else stands in the answer ("needed",
    "response_metadata" ...).
    """

    def __init__(self, error: str, **detail: Any) -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail


class CannotDoError(Exception):
    """Something Slack's own client would not let a person do; its text is the sentence they see."""
