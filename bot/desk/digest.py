"""What a digest says: the contested claims of a desk, what changed, what nobody has verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.desks import digest_key
from bot.desk.history import What
from bot.desk.permalinks import card_links
from store import Session, due, outbox
from store.claims import contested_at, settled_since, unverified_at
from store.dossiers import Dossier, read_dossiers
from store.tables import Desk
from store.workspaces import workspace_by_id

OLDEST_SHOWN = 3


@dataclass(frozen=True)
class Digest:
    """One desk's digest as the record stands at `now`; `since` is when the one before was due, if there was one."""

    desk: Desk
    now: datetime
    since: datetime | None
    contested: tuple[Dossier, ...]
    discarded: tuple[Dossier, ...]
    oldest: tuple[Dossier, ...]
    unverified: int
    next_at: datetime | None
    links: Mapping[int, str] = field(default_factory=dict)  # to the cards, by reference

    @property
    def disputes(self) -> int:
        """How many open disputes make these claims contested."""
        return sum(len(dossier.against) for dossier in self.contested)

    @property
    def newly_contested(self) -> int:
        """How many of the claims have been contested only since the digest before."""
        if self.since is None:
            return len(self.contested)
        return sum(
            all(objection.dispute.filed_at > self.since for objection in dossier.against) for dossier in self.contested
        )


def last_digest_at(session: Session, desk: Desk) -> datetime | None:
    """When a desk's last digest was put together, if it had one: what that told is not new any more."""
    row = due.digest_due(session, desk.id)
    if row is None or row.last_day is None:
        return None
    before = outbox.row_by_key(session, digest_key(desk, row.last_day))
    return None if before is None else datetime.fromisoformat(before.about["noticed"])


def compile_digest(session: Session, desk: Desk, *, now: datetime, since: datetime | None) -> Digest:
    """Read what a desk's digest is to say now."""
    desk_id = desk.id or 0
    oldest, unverified = unverified_at(session, desk_id, limit=OLDEST_SHOWN)
    discarded = [] if since is None else settled_since(session, desk_id, What.DISCARDED, since)
    upcoming = due.digest_due(session, desk_id)
    contested = contested_at(session, desk_id)
    return Digest(
        desk=desk,
        now=now,
        since=since,
        contested=tuple(read_dossiers(session, contested)),
        discarded=tuple(read_dossiers(session, discarded)),
        oldest=tuple(read_dossiers(session, oldest)),
        unverified=unverified,
        next_at=upcoming.at if upcoming is not None else None,
        links=card_links(session, workspace_by_id(session, desk.workspace_id), contested),
    )
