"""What the bot did and what it was refused, kept in order, so that a test can count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Post:
    """A message that was accepted. `key` is `metadata.event_payload.key`, if the bot gave one."""

    method: str
    channel: str
    ts: str
    text: str
    thread_ts: str | None = None
    key: str | None = None
    person: str | None = None  # the one an ephemeral message was for
    team: str | None = None  # the workspace: a channel's id is the only one of its workspace


@dataclass(frozen=True)
class Refusal:
    """A call that was refused: the method, Slack's error code, and everything else it was told."""

    method: str
    error: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Delivery:
    """An envelope sent to the bot. `seconds` is how long the ack took; None: there was none in time."""

    envelope_id: str
    kind: str
    name: str
    seconds: float | None
    retry: int = 0


@dataclass
class Record:
    """The transcript of one sandbox, from its start."""

    posts: list[Post] = field(default_factory=list)
    edits: list[Post] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def refused(self, method: str, error: str, **detail: Any) -> None:
        """Note a refusal."""
        self.refusals.append(Refusal(method, error, detail))

    def doubled(self) -> dict[str, int]:
        """Return the keys that were posted more than once, and how often."""
        counts = Counter(post.key for post in self.posts if post.key is not None)
        return {key: times for key, times in counts.items() if times > 1}

    def by_key(self, key: str) -> list[Post]:
        """Return every accepted post with this metadata key, in order."""
        return [post for post in self.posts if post.key == key]
