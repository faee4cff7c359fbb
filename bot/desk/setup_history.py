"""Who changed a desk's settings, when, from what and to what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.history import What
from bot.errors import UNCHANGED, NotFound
from store import Session, chain
from store.events import find_event, newest_of_workspace
from store.tables import Desk, Event

KINDS = (What.DESK_SET_UP, What.SETTINGS_PUT_BACK)
LOOKED_THROUGH = 200  # of the workspace's latest changes


@dataclass(frozen=True)
class Change:
    """One change of a desk's settings, as its event tells it. `old` and `new` hold every setting by its name."""

    at: datetime
    actor: str
    old: dict[str, Any]
    new: dict[str, Any]
    undone: bool = False  # it put back what was before another

    @property
    def desk(self) -> int:
        """Whose settings they are."""
        return int(self.new["desk"])

    @property
    def revision(self) -> int:
        """The revision the desk had after it; 0 where it was not kept yet."""
        return int(self.new.get("revision", 0))

    @property
    def first(self) -> bool:
        """Whether nobody had set the desk up before."""
        return not self.old.get("set_up", True)


def changes_of(session: Session, desk: Desk, limit: int) -> Sequence[Change]:
    """A desk's latest changes, the newest first."""
    found = [
        event
        for kind in KINDS
        for event in newest_of_workspace(session, desk.workspace_id, kind, limit=LOOKED_THROUGH)
        if chain.read(event)["new"]["desk"] == desk.id
    ]
    return [_change(event) for event in sorted(found, key=lambda event: -event.sequence)[:limit]]


def change_by_id(session: Session, workspace_id: int, event_id: int) -> Change:
    """A change by its event. Raises NotFound."""
    event = find_event(session, workspace_id, event_id)
    if event is None or event.what not in KINDS:
        raise NotFound("There is no such change.", unchanged=UNCHANGED)
    return _change(event)


def _change(event: Event) -> Change:
    told = chain.read(event)
    return Change(event.at, event.actor, told["old"] or {}, told["new"], event.what == What.SETTINGS_PUT_BACK)
