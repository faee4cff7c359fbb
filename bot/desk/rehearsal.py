"""A test digest: the desk's digest as it would be now, to one person alone. It counts as none and changes nothing."""

from __future__ import annotations

from bot.desk import setup
from bot.desk.digest import Digest, compile_digest, last_digest_at
from bot.desk.request import Request
from bot.errors import NotAllowed
from store import Session, outbox
from store.desks import desk_by_id


def ask_for_test(session: Session, request: Request, desk_id: int) -> Digest | None:
    """Send whoever asks the digest of a public desk; that of any other is given back, to be shown where it stays.

    Raises NotAllowed and NotFound.
    """
    setup.settings_here(session, request, desk_id)
    desk = desk_by_id(session, desk_id)
    if desk.kind == "public":
        outbox.put(
            session,
            desk.workspace_id,
            key=f"test_digest:{desk.id}:{request.key}",
            kind="test_digest",
            target=request.person,
            at=request.now,
            desk_id=desk.id,
        )
        return None
    if desk.person != request.person and request.channel != desk.channel:
        raise NotAllowed(
            "What is filed there stays there, and so does its digest.",
            unchanged="",
            remedy="In that channel, type `/claim digest`.",
        )
    return compile_digest(session, desk, now=request.now, since=last_digest_at(session, desk), within=True)
