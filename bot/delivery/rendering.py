"""What an outbox row says, rendered from the record as it stands when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.desk.access import kept
from bot.desk.digest import Digest, compile_digest, read_within
from bot.desk.permalinks import card_links
from bot.desk.reminders import compile_reminder
from bot.desk.telling import told_of
from bot.surfaces import digest as digest_surface
from bot.surfaces import notices
from bot.surfaces.card import card
from bot.surfaces.message import Message
from bot.surfaces.reminder import reminder
from bot.surfaces.thread import told, told_directly
from store import Session, chain, outbox
from store.claims import claim_by_id
from store.desks import desk_by_id
from store.dossiers import read_dossier
from store.events import event_by_id
from store.findings import evidence_by_id
from store.tables import Claim, Outbox
from store.workspaces import workspace_by_id


def render(session: Session, row: Outbox, now: datetime) -> Message | None:
    """The message a row asks for; None if there is nothing left to say."""
    return _RENDERERS[row.kind](session, row, now)


def _card(session: Session, row: Outbox, _now: datetime) -> Message:
    return card(read_dossier(session, claim_by_id(session, row.claim_id or 0)))


def _thread(session: Session, row: Outbox, _now: datetime) -> Message | None:
    claim = claim_by_id(session, row.claim_id or 0)
    return told(_event(session, row, claim), read_dossier(session, claim))


def _told(session: Session, row: Outbox, _now: datetime) -> Message | None:
    claim = claim_by_id(session, row.claim_id or 0)
    if kept(claim, desk_by_id(session, claim.desk_id)):
        return None  # since it was put here
    links = card_links(session, workspace_by_id(session, row.workspace_id), [claim])
    return told_directly(_event(session, row, claim), read_dossier(session, claim), links.get(claim.number))


def _event(session: Session, row: Outbox, claim: Claim) -> dict[str, Any]:
    return told_of(session, claim, chain.read(event_by_id(session, row.about["event"])))


def _desk_opened(session: Session, row: Outbox, _now: datetime) -> Message:
    return notices.desk_opened(desk_by_id(session, row.desk_id or 0))


def _cannot_post(session: Session, row: Outbox, _now: datetime) -> Message | None:
    waiting = outbox.row_by_id(session, row.about["row"])
    if waiting.state != "stuck":
        return None
    claim = claim_by_id(session, waiting.claim_id) if waiting.claim_id is not None else None
    return notices.cannot_post(desk_by_id(session, row.desk_id or 0), claim, waiting)


def _file_unread(session: Session, row: Outbox, _now: datetime) -> Message | None:
    found = evidence_by_id(session, row.workspace_id, row.about["evidence"])
    if found.unread is None or found.taken_back_by is not None:
        return None
    return notices.file_unread(claim_by_id(session, found.claim_id), found)


def _reminder(session: Session, row: Outbox, now: datetime) -> Message | None:
    compiled = compile_reminder(
        session,
        desk_by_id(session, row.desk_id or 0),
        checker=row.about["checker"],
        last=row.about["last"],
        nths={int(number): nth for number, nth in row.about["nths"].items()},
        now=now,
    )
    return None if compiled is None else reminder(compiled)


def _digest(session: Session, row: Outbox, now: datetime) -> Message | None:
    """The first part fixes which claims stand in which part, so that no later one repeats or drops any."""
    digest = digest_of(session, row, now)
    if digest.desk.kind != "public" and not read_within(digest.desk, row.target):
        return None  # its channel turned private since
    if row.thread_of is not None:
        pages, part = outbox.row_by_id(session, row.thread_of).about["pages"], row.about["part"]
        return digest_surface.next_part(digest, pages[part - 1]) if part <= len(pages) else None
    pages = row.about.get("pages") or plan(session, row, now)
    sending = digest_surface.Sending(
        datetime.fromisoformat(row.about["due"]), datetime.fromisoformat(row.about["noticed"])
    )
    return digest_surface.first_part(digest, pages[0], sending)


def digest_of(session: Session, row: Outbox, now: datetime) -> Digest:
    """The digest that a row asks for, as the record stands now."""
    since, desk = row.about.get("since"), desk_by_id(session, row.desk_id or 0)
    return compile_digest(
        session,
        desk,
        within=read_within(desk, row.target),
        now=now,
        since=datetime.fromisoformat(since) if since else None,
    )


def plan(session: Session, row: Outbox, now: datetime) -> list[list[int]]:
    """Which contested claims stand in which part of a digest."""
    return digest_surface.parts(digest_of(session, row, now))


def fix_parts(session: Session, row_id: int, pages: list[list[int]], now: datetime) -> None:
    """Fix a digest's parts before its first goes out, and put the others into its thread.

    They are fixed anew if Slack refused the first: nothing of the digest has gone out then.
    """
    row = outbox.row_by_id(session, row_id)
    row.about = row.about | {"pages": pages}
    session.add(row)
    for part in range(2, len(pages) + 1):
        outbox.put(
            session,
            row.workspace_id,
            key=f"{row.key}:{part}",
            kind="digest",
            target=row.target,
            at=now,
            desk_id=row.desk_id,
            thread_of=row.id,
            about={"part": part, "since": row.about["since"]},
        )


_RENDERERS: dict[str, Callable[[Session, Outbox, datetime], Message | None]] = {
    "card": _card,
    "thread": _thread,
    "told": _told,
    "desk_opened": _desk_opened,
    "cannot_post": _cannot_post,
    "file_unread": _file_unread,
    "reminder": _reminder,
    "digest": _digest,
}
