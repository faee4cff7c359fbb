"""What Slack says of the channel that a digest is to come to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Who reads a channel, as far as Slack tells: how many, whether another organisation is in it, and whether we are.

    `members` is None where we cannot see the channel.
    """

    channel: str
    members: int | None = None
    shared: bool = False
    inside: bool = False
    archived: bool = False
