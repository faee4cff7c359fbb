"""What a digest says: the contested claims of a desk, what changed, what nobody has verified."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.desk.deciding import decide_first, newly
from bot.desk.desk_settings import IF_NOTHING
from bot.desk.history import What
from bot.desk.permalinks import card_links
from bot.desk.scheduling import digest_key
from bot.desk.steps import State
from store import Session, chain, due, outbox
from store.claims import claims_by_ids
from store.digests import (
    Contested,
    Few,
    Moved,
    Remit,
    contested_at,
    held,
    moved_since,
    shaken_at,
    unverified_at,
    waiting_at,
)
from store.dossiers import CONTESTING, SET_ASIDE, Dossier, read_dossiers
from store.events import event_by_id
from store.tables import Claim, Desk
from store.weeks import events_since
from store.workspaces import workspace_by_id

SAY, BRIEFLY, NOT_AT_ALL = IF_NOTHING
OLDEST_SHOWN = 3
NAMED = 20  # claims of a kind, in one line
DAYS_APART = timedelta(hours=36)  # less, and the digest before was yesterday's
READ_AT_MOST = 240  # contested claims that a digest sets out; more fit into no ten messages
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
class Moves:
    """The first few claims that something became of, and how many there are."""

    first: tuple[Move, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Shown:
    """Contested claims that one message sets out, each with both sides, and the links to their cards."""

    desk: Desk
    now: datetime
    dossiers: tuple[Dossier, ...]
    links: Mapping[int, str] = field(default_factory=dict)  # by reference
    new: Collection[int] = ()  # those contested only since the digest before, if there was one


@dataclass(frozen=True)
class Digest:
    """One desk's digest as the record stands at `now`; `since` is when the one before was due, if there was one."""

    desk: Desk
    now: datetime
    since: datetime | None
    order: tuple[Contested, ...]  # every contested claim, what must be decided first
    shown: Shown  # those of them that were asked for
    corrections: Moves
    moves: Moves
    updated: Moves
    filed: Few  # since the digest before, and not set aside
    shaken: Few
    waiting: Few
    oldest: tuple[Claim, ...]
    unverified: int
    next_at: datetime | None

    @property
    def disputes(self) -> int:
        """How many open disputes make these claims contested."""
        return sum(claim.disputes for claim in self.order)

    @property
    def newly_contested(self) -> list[int]:
        """Which of the claims have been contested only since the digest before."""
        return [claim.number for claim in self.order if newly(claim, self.since)]

    @property
    def follows_yesterday(self) -> bool:
        """Whether the digest before was yesterday's; for the first, whether the desk is no older."""
        return self.now - (self.since or self.desk.opened_at) < DAYS_APART

    def showing(self, dossiers: tuple[Dossier, ...]) -> Digest:
        """The same digest, with other claims to be set out."""
        return replace(self, shown=replace(self.shown, dossiers=dossiers))

    @property
    def news(self) -> bool:
        """Whether there is something to say even where nothing is contested: what readers knew is so no more."""
        return bool(self.corrections.total or self.moves.total or self.updated.total or self.shaken.total)

    @property
    def silent(self) -> bool:
        """Whether it is not posted: the desk does not want to hear that there is nothing, and there is no news."""
        return self.desk.if_nothing == NOT_AT_ALL and not self.order and not self.news

    @property
    def brief(self) -> bool:
        """Whether it is one line: as `silent`, for a desk that wants to hear it in short."""
        return self.desk.if_nothing == BRIEFLY and not self.order and not self.news


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


def compile_digest(
    session: Session,
    desk: Desk,
    *,
    now: datetime,
    since: datetime | None,
    within: bool,
    numbers: Sequence[int] | None = None,
) -> Digest:
    """Read what a desk's digest is to say now; what is kept in the desk's channel only if it is read `within` it.

    `numbers`: the contested claims to be set out; the first of all, if it is not said.
    """
    remit = Remit(desk.workspace_id, desk.id or 0, within=within)
    after = since or desk.opened_at
    order = decide_first(contested_at(session, remit, _turned(session, desk, after)), since)
    new = [] if since is None else [claim.number for claim in order if newly(claim, since)]
    if numbers is None:
        numbers = [claim.number for claim in order[:READ_AT_MOST]]
    oldest, unverified = unverified_at(session, remit, limit=OLDEST_SHOWN)
    upcoming = due.digest_due(session, desk.id)
    moved = moved_since(session, remit, (*STILL, What.CORRECTED), after)
    filed = [claim for claim in moved_since(session, remit, (What.FILED,), after) if claim.state not in SET_ASIDE]
    return Digest(
        desk=desk,
        now=now,
        since=since,
        order=tuple(order),
        shown=read_shown(session, desk, numbers, now=now, within=within, new=new),
        corrections=_moves(session, moved_since(session, remit, (What.CORRECTED,), after)),
        # A correction stands at the head; what became of that claim before it is not news any more.
        moves=_moves(session, [each for each in moved if each.what in STILL and each.state in STILL[What(each.what)]]),
        updated=_moves(session, [each for each in moved_since(session, remit, (What.UPDATED,), after) if each.updated]),
        filed=Few(tuple(claim.number for claim in filed[:NAMED]), len(filed)),
        shaken=shaken_at(session, remit, limit=NAMED),
        waiting=waiting_at(session, remit, limit=NAMED),
        oldest=tuple(oldest),
        unverified=unverified,
        next_at=upcoming.at if upcoming is not None else None,
    )


def read_shown(
    session: Session, desk: Desk, numbers: Sequence[int], *, now: datetime, within: bool, new: Collection[int]
) -> Shown:
    """Read the claims of one message: those of these references that are still contested, in this order.

    `new`: which of a digest's claims have been contested only since the one before.
    """
    remit = Remit(desk.workspace_id, desk.id or 0, within=within)
    claims = [claim for claim in held(session, remit, numbers) if claim.state not in SET_ASIDE]
    dossiers = tuple(dossier for dossier in read_dossiers(session, claims) if dossier.against)
    workspace = workspace_by_id(session, desk.workspace_id)
    links = card_links(session, workspace, [each.claim for each in dossiers])
    return Shown(desk, now, dossiers, links, new)


def contested_beyond(session: Session, desk: Desk, numbers: Collection[int], *, within: bool) -> int:
    """How many of a desk's contested claims are none of these."""
    remit = Remit(desk.workspace_id, desk.id or 0, within=within)
    return sum(claim.number not in numbers for claim in contested_at(session, remit))


def _turned(session: Session, desk: Desk, since: datetime) -> dict[int, datetime]:
    """The disputes that were made to contest their claims since then, and only added context before."""
    edited = events_since(session, desk.workspace_id, (What.DISPUTE_EDITED,), since)
    read = [(chain.read(event), event.at) for event in edited]
    return {
        event["old"]["dispute"]: at
        for event, at in read
        if event["old"]["kind"] not in CONTESTING and event["new"]["kind"] in CONTESTING
    }


def _moves(session: Session, moved: Sequence[Moved]) -> Moves:
    shown = moved[:NAMED]
    dossiers = read_dossiers(session, claims_by_ids(session, [each.claim_id for each in shown]))
    return Moves(
        tuple(_move(session, each, dossier) for each, dossier in zip(shown, dossiers, strict=True)), len(moved)
    )


def _move(session: Session, moved: Moved, dossier: Dossier) -> Move:
    event = chain.read(event_by_id(session, moved.event_id))
    old, new = event["old"] or {}, event["new"] or {}
    return Move(dossier, moved.what, new.get("verdict") or "", old.get("was") or old.get("verdict"), event["why"])
