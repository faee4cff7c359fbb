"""Asking: what is known of whoever asks, and of where they ask, before Slack is asked anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.desks import ASK_AGAIN_AFTER, learn_channel
from bot.desk.request import Request
from bot.errors import UNCHANGED, NotAllowed
from store import Session
from store.desks import desk_of_channel
from store.leavers import forget_left, keep_left, left
from store.workspaces import find_person, find_workspace, lock_workspace


@dataclass(frozen=True)
class Asker:
    """Whoever asks. `member`: a full one, who sees all public desks; None while Slack has not told us yet.

    `aged`: that was learnt long ago. `private`: the record knows the channel as private. `turned`: it was public there,
    and the request says otherwise. `left`: they left the channel since.
    """

    member: bool | None = None
    aged: bool = False
    private: bool = False
    turned: bool = False
    left: bool = False


def asker(session: Session, request: Request) -> Asker:
    """What the record knows of whoever asks."""
    stranger = request.stranger
    workspace = find_workspace(session, request.team, request.enterprise)
    if workspace is None:
        return Asker(False if stranger else None, private=request.kind == "private")
    workspace_id = workspace.id or 0
    person = find_person(session, workspace_id, request.person)
    desk = desk_of_channel(session, workspace_id, request.channel) if request.channel else None
    learnt = person.learnt_at if person is not None else None
    guest = True if stranger else person.guest if person is not None else None
    return Asker(
        member=None if guest is None else not guest,
        aged=learnt is not None and request.now - learnt >= ASK_AGAIN_AFTER,
        private=request.kind == "private" or (desk is not None and desk.kind == "private"),
        turned=request.kind == "private" and desk is not None and desk.kind == "public",
        left=bool(request.channel) and left(session, workspace_id, request.channel, request.person) is not None,
    )


def as_known(session: Session, request: Request) -> Request:
    """What is filed, with what the record alone knows of its filer: it does not wait for Slack. Raises NotAllowed."""
    if not request.unasked:
        return request
    known = asker(session, request)
    request = where_it_is_now(request, known)
    return replace(request, channels=None, unasked=False) if known.member else request


def where_it_is_now(request: Request, known: Asker) -> Request:
    """The request as its channel is now.

    Raises NotAllowed for a form that was opened in a private channel, and is sent by somebody who has left that since.
    """
    if known.private and request.kind == "public":
        request = replace(request, kind="private")
    if not (request.opened and known.left):
        return request
    if request.kind == "private":
        raise NotAllowed(
            "You are not in that channel any more, and what is in it stays there.",
            unchanged=UNCHANGED,
            remedy="Ask somebody there to invite you.",
        )
    return replace(request, outside=True)


def channel_turned(session: Session, request: Request) -> None:
    """Keep that the channel of a request is private now."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    desk = desk_of_channel(session, workspace.id or 0, request.channel)
    if desk is not None:
        learn_channel(session, desk, request.now, private=True)


def somebody_left(session: Session, team: str, enterprise: str, channel: str, person: str, now: datetime) -> None:
    """Keep that somebody left a channel."""
    workspace = lock_workspace(session, team, enterprise)
    keep_left(session, workspace.id or 0, channel, person, now)


def somebody_came(session: Session, team: str, enterprise: str, channel: str, person: str) -> None:
    """Forget that somebody had left a channel."""
    workspace = lock_workspace(session, team, enterprise)
    forget_left(session, workspace.id or 0, channel, person)
