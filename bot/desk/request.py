"""A request: who asks for something, from where, and when."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.claims import Sight

Kind = Literal["public", "private", "direct"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing somebody did. `key` is the same when Slack delivers it again; ids are Slack's; `now` is UTC."""

    team: str
    enterprise: str = ""
    person: str
    channel: str
    kind: Kind
    key: str
    now: datetime
    typed: str | None = None
    message_ts: str | None = None  # the message it was filed from, in `channel`
    thread_ts: str | None = None  # the thread that message is in
    passed_on_by: str | None = None  # that message's author, who is never the speaker
    # Those whose desks' claims they see from elsewhere; None: all public ones, as full members do.
    channels: frozenset[str] | None = frozenset()
    short: bool = False  # Slack did not tell those in time
    unasked: bool = False  # nor was it asked: what is filed does not wait for that
    stranger: bool = False  # they belong to another workspace
    opened: bool = False  # it comes out of a form that was opened earlier, or of the Home tab
    outside: bool = False  # it comes out of a form of a public channel that they have left since

    @property
    def words(self) -> str | None:
        """A hash of what was typed, to know a person's own retry; the words themselves are kept nowhere else."""
        return None if self.typed is None else hashlib.sha256(self.typed.encode()).hexdigest()

    @property
    def at_home(self) -> bool:
        """Whether it was asked on the Home tab: in no channel, and in public, as all that it shows is public."""
        return self.kind == "public" and not self.channel

    def sight(self, workspace_id: int) -> Sight:
        """What can be seen from where this was asked."""
        channel = None if self.outside else self.channel
        return Sight(workspace_id, self.person, channel, self.kind == "direct", self.channels)
