"""What a digest says: the contested claims of a desk, what changed, what nobody has verified."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.desks import digest_key
from bot.desk.history import What
from bot.desk.permalinks import card_links
from bot.desk.steps import State
from store import Session, chain, due, outbox
from store.claims import contested_at, moved_since, unverified_at, upheld_at, waiting_at
from store.dossiers import Dossier, read_dossiers
from store.tables import Desk
from store.workspaces import workspace_by_id

OLDEST_SHOWN = 3
NAMED = 20  # claims of a kind, in one line
# What is told of a claim, while it is still so.
STILL = {
    What.SETTLED: (State.CLOSED,),
    What.REOPENED: (State.CHECKING, State.REVIEW, State.NEW, State.HOLD),
    What.DISCARDED: (State.DISCARDED,),
    What.MERGED: (State.MERGED,),
}


@dataclass(frozen=True)
class Move:
    """What became of a claim since the digest before: the event's kind, what it was ruled before, and why."""

    dossier: Dossier
    what: str
    verdict: str
    was: str | None
    why: str | None


@dataclass(frozen=True)
class Digest:
    """One desk's digest as the record stands at `now`; `since` is when the one before was due, if there was one."""

    desk: Desk
    now: datetime
    since: datetime | None
    contested: tuple[Dossier, ...]
    corrections: tuple[Move, ...]
    moves: tuple[Move, ...]
    upheld: tuple[Dossier, ...]
    waiting: tuple[Dossier, ...]
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


def read_within(desk: Desk, place: str | None) -> bool:
    """Whether what is read in a place (a channel, or a person) is read in the desk's own channel."""
    return place is not None and place in (desk.channel, desk.person)


def compile_digest(session: Session, desk: Desk, *, now: datetime, since: datetime | None, within: bool) -> Digest:
    """Read what a desk's digest is to say now; what is kept in the desk's channel only if it is read `within` it."""
    desk_id = desk.id or 0
    oldest, unverified = unverified_at(session, desk_id, limit=OLDEST_SHOWN, within=within)
    after = since or desk.opened_at
    upcoming = due.digest_due(session, desk_id)
    contested = contested_at(session, desk_id, within=within)
    return Digest(
        desk=desk,
        now=now,
        since=since,
        contested=tuple(read_dossiers(session, contested)),
        corrections=_moves(session, desk_id, (What.CORRECTED,), after, within=within),
        # A correction stands at the head; what became of that claim before it is not news any more.
        moves=tuple(
            move
            for move in _moves(session, desk_id, (*STILL, What.CORRECTED), after, within=within)
            if move.what != What.CORRECTED and move.dossier.claim.state in STILL[What(move.what)]
        ),
        upheld=tuple(read_dossiers(session, upheld_at(session, desk_id, limit=NAMED, within=within))),
        waiting=tuple(read_dossiers(session, waiting_at(session, desk_id, limit=NAMED, within=within))),
        oldest=tuple(read_dossiers(session, oldest)),
        unverified=unverified,
        next_at=upcoming.at if upcoming is not None else None,
        links=card_links(session, workspace_by_id(session, desk.workspace_id), contested),
    )


def _moves(
    session: Session, desk_id: int, whats: Collection[str], since: datetime, *, within: bool
) -> tuple[Move, ...]:
    found = moved_since(session, desk_id, whats, since, within=within)
    dossiers = read_dossiers(session, [claim for claim, _ in found])
    said = [chain.read(event) for _, event in found]
    return tuple(_move(dossier, event) for dossier, event in zip(dossiers, said, strict=True))


def _move(dossier: Dossier, event: dict[str, Any]) -> Move:
    old, new = event["old"] or {}, event["new"] or {}
    return Move(dossier, event["what"], new.get("verdict") or "", old.get("was") or old.get("verdict"), event["why"])
