"""What an outbox row says, rendered from the record as it stands when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.access import kept
from bot.desk.awaiting import compile_ended
from bot.desk.digest import Digest, compile_digest, contested_beyond, last_digest_at, read_shown, read_within
from bot.desk.exporting import NOTE, wish_of
from bot.desk.permalinks import card_links
from bot.desk.reminders import compile_reminder
from bot.desk.telling import told_of
from bot.desk.week import Weeks, compile_weeks, picture_due
from bot.surfaces import digest as digest_surface
from bot.surfaces import exported, notices
from bot.surfaces.awaiting import ended
from bot.surfaces.card import card
from bot.surfaces.message import Message
from bot.surfaces.reminder import reminder
from bot.surfaces.setup_saved import rehearsed
from bot.surfaces.thread import told, told_directly
from bot.surfaces.weekly import week_message
from store import Session, chain, outbox
from store.claims import claim_by_id
from store.desks import desk_by_id
from store.dossiers import read_dossier
from store.events import event_by_id
from store.findings import evidence_by_id
from store.tables import Claim, Desk, Outbox
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
    compiled = compile_reminder(session, desk_by_id(session, row.desk_id or 0), row.about, now)
    return None if compiled is None else reminder(compiled)


def _reply_ended(session: Session, row: Outbox, now: datetime) -> Message | None:
    compiled = compile_ended(session, desk_by_id(session, row.desk_id or 0), row.about, now)
    return None if compiled is None else ended(compiled)


def _digest(session: Session, row: Outbox, now: datetime) -> Message | None:
    """The first part fixes which claims stand in which part, so that no later one repeats or drops any.

    Only the first reads the whole digest; of the others each reads its own claims.
    """
    desk = desk_by_id(session, row.desk_id or 0)
    if desk.kind != "public" and not read_within(desk, row.target):
        return None  # its channel turned private since
    if row.thread_of is not None:
        return _next_part(session, row, now)
    pages = row.about.get("pages")
    if pages is None:
        pages = parts_of(session, row, now).pages
    digest = digest_of(session, row, now, pages[0])
    if digest.silent and not brings_picture(row, desk):
        return None
    sending = digest_surface.Sending(
        datetime.fromisoformat(row.about["due"]), datetime.fromisoformat(row.about["noticed"])
    )
    return digest_surface.first_part(digest, pages, sending)


def _next_part(session: Session, row: Outbox, now: datetime) -> Message | None:
    first = outbox.row_by_id(session, row.thread_of or 0).about
    pages, part = first["pages"], row.about["part"]
    if part > len(pages):
        return None
    desk = desk_by_id(session, row.desk_id or 0)
    within = read_within(desk, row.target)
    shown = read_shown(session, desk, pages[part - 1], within=within, now=now, new=first.get("new", ()))
    last = part == len(pages) == digest_surface.PARTS_AT_MOST
    told = {number for page in pages for number in page}
    beyond = contested_beyond(session, desk, told, within=within) if last else 0
    return digest_surface.next_part(shown, more=first.get("many", True), beyond=beyond)


def _test_digest(session: Session, row: Outbox, now: datetime) -> Message:
    desk = desk_by_id(session, row.desk_id or 0)
    return rehearsed(compile_digest(session, desk, now=now, since=last_digest_at(session, desk), within=False))


def digest_of(session: Session, row: Outbox, now: datetime, numbers: Sequence[int] | None = None) -> Digest:
    """The digest that a row asks for, as the record stands now, with these claims to be set out."""
    desk = desk_by_id(session, row.desk_id or 0)
    within = read_within(desk, row.target)
    return compile_digest(session, desk, within=within, now=now, since=_since(row), numbers=numbers)


def _since(row: Outbox) -> datetime | None:
    since = row.about.get("since")
    return datetime.fromisoformat(since) if since else None


@dataclass(frozen=True)
class Parts:
    """Which contested claims stand in which part of a digest, and what the later parts have to know of the whole."""

    pages: list[list[int]]
    many: bool  # there are too many claims for several buttons each
    new: list[int]  # contested only since the digest before


def parts_of(session: Session, row: Outbox, now: datetime) -> Parts:
    """How a digest is told apart into messages, as the record stands now."""
    digest = digest_of(session, row, now)
    pages = digest_surface.parts(digest)
    told = {number for page in pages for number in page}
    return Parts(pages, digest_surface.many(digest), sorted(told.intersection(digest.shown.new)))


def brings_picture(row: Outbox, desk: Desk) -> bool:
    """Whether a digest brings the week's picture: the weekday has come that it was asked for on."""
    zone = ZoneInfo(desk.zone)
    day = datetime.fromisoformat(row.about["due"]).astimezone(zone).date()
    return picture_due(desk, day, (_since(row) or desk.opened_at).astimezone(zone).date())


def weeks_of(session: Session, row: Outbox) -> Weeks:
    """The eight weeks that a row shows: those that end when its digest was put together, whenever it is sent."""
    desk = desk_by_id(session, row.desk_id or 0)
    at = datetime.fromisoformat(row.about["at"])
    return compile_weeks(session, desk, at=at, within=read_within(desk, row.target))


def _week(session: Session, row: Outbox, _now: datetime) -> Message | None:
    desk = desk_by_id(session, row.desk_id or 0)
    if desk.kind != "public" and not read_within(desk, row.target):
        return None
    picture = row.about.get("picture")
    return week_message(weeks_of(session, row), picture, failed=picture is None)


def fix_parts(session: Session, row_id: int, parts: Parts, now: datetime) -> None:
    """Fix a digest's parts before its first goes out, and put the others into its thread.

    They are fixed anew if Slack refused the first: nothing of the digest has gone out then.
    """
    row = outbox.row_to_change(session, row_id)
    row.about = row.about | {"pages": parts.pages, "many": parts.many, "new": parts.new}
    session.add(row)
    for part in range(2, len(parts.pages) + 1):
        _put_in_thread(session, row, str(part), "digest", {"part": part, "since": row.about["since"]}, now)
    if brings_picture(row, desk_by_id(session, row.desk_id or 0)):
        # Last: what waits for it would wait for a picture.
        _put_in_thread(session, row, "week", "week", {"at": row.about["noticed"]}, now)


def _put_in_thread(session: Session, row: Outbox, name: str, kind: str, about: dict[str, Any], now: datetime) -> None:
    outbox.put(
        session,
        row.workspace_id,
        key=f"{row.key}:{name}",
        kind=kind,
        target=row.target,
        at=now,
        desk_id=row.desk_id,
        thread_of=row.id,
        about=about,
    )


def _export_note(session: Session, row: Outbox, _now: datetime) -> Message:
    export = outbox.row_by_id(session, row.about["row"])
    return exported.note(export.about, wish_of(export))


_RENDERERS: dict[str, Callable[[Session, Outbox, datetime], Message | None]] = {
    "card": _card,
    "thread": _thread,
    "told": _told,
    "desk_opened": _desk_opened,
    "cannot_post": _cannot_post,
    "file_unread": _file_unread,
    "reminder": _reminder,
    "reply_ended": _reply_ended,
    "digest": _digest,
    "week": _week,
    "test_digest": _test_digest,
    NOTE: _export_note,
}
