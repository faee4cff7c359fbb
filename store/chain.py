"""The event chain: one append-only history a workspace, each event covering the hash of the one before.

The hash is the SHA-256 of `canonical`, a text that is kept beside it: sorted compact JSON with a format version, so
that it verifies on either database and after moving. It shows a change behind the bot's back; it cannot show that
somebody who may write the database forged the whole chain anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from store.errors import ChainBroken
from store.rows import add
from store.tables import Claim, Event, Workspace

FORMAT = 1
PAGE = 500

Told = Callable[[int, int], None]


def append(
    session: Session,
    workspace: Workspace,
    *,
    at: datetime,
    actor: str,
    what: str,
    claim: Claim | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    why: str | None = None,
) -> Event:
    """Write down what happened and move the chain's head on; the workspace's row must be locked already.

    `at` is aware. `old` and `new` hold JSON, aware times and dates; floats only if finite.
    """
    if claim is not None and claim.id is None:
        session.flush()  # the event refers to the claim by its id
    sequence = workspace.chain_length + 1
    canonical = _canonical(
        workspace,
        sequence=sequence,
        at=at,
        actor=actor,
        what=what,
        number=claim.number if claim else None,
        said={"old": old, "new": new, "why": why},
        previous=workspace.chain_head,
    )
    values: dict[str, Any] = {
        "workspace_id": workspace.id,
        "sequence": sequence,
        "claim_id": claim.id if claim else None,
        "at": at,
        "actor": actor,
        "what": what,
        "canonical": canonical,
        "hash": _hash(canonical),
    }
    event = Event(id=add(session, Event, **values), **values)
    workspace.chain_length, workspace.chain_head = sequence, event.hash
    return event


def read(event: Event) -> dict[str, Any]:
    """Return what the event says: at, actor, what, claim (its number), old, new, why, sequence, previous."""
    said: dict[str, Any] = json.loads(event.canonical)
    return said


def verify(session: Session, workspace: Workspace, told: Told = lambda _done, _of: None) -> int:
    """Return how many events there are, all of them unchanged and in order. Raises ChainBroken at the first not.

    `told` hears now and then how many are verified, and of how many.
    """
    # As it stands in this transaction: the caller's may be older than the events we read.
    length, last = session.exec(
        select(Workspace.chain_length, Workspace.chain_head).where(Workspace.id == workspace.id)
    ).one()
    count, head = 0, ""
    for event, number in _events(session, workspace):
        count += 1
        if event.sequence != count:
            raise ChainBroken(count, f"{event.sequence} stands in its place")
        if _hash(event.canonical) != event.hash:
            raise ChainBroken(count, "its text is not what its hash covers", number)
        if _rewritten(event, number, workspace, head) != event.canonical:
            raise ChainBroken(count, "its row and its text differ, or it does not follow the event before", number)
        head = event.hash
        if count % PAGE == 0:
            told(count, length)
    if count < length:
        raise ChainBroken(count + 1, "it is missing")
    if count > length or head != last:
        raise ChainBroken(count, "the workspace knows another last event")
    return count


def _events(session: Session, workspace: Workspace) -> Iterator[tuple[Event, int | None]]:
    """All events in order with their claim's number, a page at a time so that memory stays flat."""
    wanted = (
        select(Event, Claim.number)
        .join(Claim, col(Event.claim_id) == col(Claim.id), isouter=True)
        .where(Event.workspace_id == workspace.id)
        .order_by(col(Event.sequence))
        .limit(PAGE)
    )
    page = session.exec(wanted).all()
    while page:
        yield from page
        last = page[-1][0].sequence
        page = session.exec(wanted.where(Event.sequence > last)).all()


def _rewritten(event: Event, number: int | None, workspace: Workspace, previous: str) -> str | None:
    """The text as it must be by the event's row; None when the kept text cannot be read."""
    try:
        said = read(event)
        if said["v"] != FORMAT:
            return None
    except (ValueError, TypeError, KeyError):
        return None
    return _canonical(
        workspace,
        sequence=event.sequence,
        at=event.at,
        actor=event.actor,
        what=event.what,
        number=number,
        said={key: said.get(key) for key in ("old", "new", "why")},
        previous=previous,
    )


def _canonical(
    workspace: Workspace,
    *,
    sequence: int,
    at: datetime,
    actor: str,
    what: str,
    number: int | None,
    said: dict[str, Any],
    previous: str,
) -> str:
    whole = {
        "v": FORMAT,
        "workspace": workspace.team_id,
        "sequence": sequence,
        "at": _plain(at),
        "actor": actor,
        "what": what,
        "claim": number,
        "previous": previous,
        **said,
    }
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("A time in the chain must know its zone.")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"The chain cannot hold a {type(value).__name__}.")


def _hash(canonical: str) -> str:
    return sha256(canonical.encode()).hexdigest()
