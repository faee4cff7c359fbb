"""The history: what each event is called, how it is filed, and who hears of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.desk.access import kept
from bot.desk.request import Request
from store import Session, outbox
from store.chain import append
from store.followers import followers_of
from store.index import index_claim, index_new
from store.tables import Claim, Desk, Event, Workspace


class What(StrEnum):
    """The tags of the history. They are in every event ever filed: add to them, never change one."""

    FILED = "filed"
    EDITED = "edited"
    DISPUTED = "disputed"
    DISPUTE_EDITED = "dispute edited"
    TAKEN = "taken"
    RELEASED = "released"
    SNOOZED = "snoozed"
    DISCARDED = "discarded"
    RESTORED = "restored"
    HANDED_OVER = "handed over"
    ASKED_TO_HAND_OVER = "asked to hand over"
    PROPOSED = "proposed"
    ASKED_TO_SIGN = "asked to sign"
    SENT_BACK = "sent back"
    SETTLED = "settled"
    CORRECTED = "corrected"
    REOPENED = "reopened"
    HELD = "held"
    RESUMED = "resumed"
    MERGED = "merged"
    MERGED_IN = "merged in"
    UNMERGED = "unmerged"
    MERGED_OUT = "merged out"
    SPLIT = "split"
    UPDATED = "updated"
    NOT_UPDATED = "not updated"
    DISPUTE_DECIDED = "dispute decided"
    EVIDENCE_ADDED = "evidence added"
    EVIDENCE_TAKEN_BACK = "evidence taken back"
    FILE_READ = "file read"
    REPORT_ADDED = "report added"
    USED = "used"
    TRANSLATED = "translated"
    PRIORITY_SET = "priority set"
    RESTRICTED = "restricted"
    SOURCE_RATED = "source rated"
    REPLY_ASKED = "reply asked"
    REPLY_NOTED = "reply noted"
    REPLY_FILED = "reply filed"
    RESTRICTION_LIFTED = "restriction lifted"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    ALIKE_ANSWERED = "alike answered"
    NAMES_JOINED = "names joined"
    NAMES_PARTED = "names parted"
    REMINDERS_CHOSEN = "reminders chosen"
    DESK_OPENED = "desk opened"
    DESK_SET_UP = "desk set up"
    SETTINGS_PUT_BACK = "settings put back"
    ZONE_LEARNT = "zone learnt"
    EXPORTED = "exported"


# What shows on the card alone, or nowhere; the rest is told to everybody who reads the card's thread.
QUIET = (
    What.FILED,
    What.SNOOZED,
    What.FILE_READ,
    What.FOLLOWED,
    What.UNFOLLOWED,
    What.ALIKE_ANSWERED,
    What.NAMES_JOINED,
    What.NAMES_PARTED,
    What.REMINDERS_CHOSEN,
    What.REPLY_FILED,
)
# What followers are told of by name, and in a message of their own if they asked for it.
NEWS = (
    What.DISPUTED,
    What.DISPUTE_DECIDED,
    What.SETTLED,
    What.CORRECTED,
    What.REOPENED,
    What.EDITED,
    What.UPDATED,
)
# What changes the words that a claim is found by.
WORDED = (
    What.FILED,
    What.EDITED,
    What.DISPUTED,
    What.DISPUTE_EDITED,
    What.SPLIT,
    What.MERGED,
    What.MERGED_IN,
    What.UNMERGED,
    What.MERGED_OUT,
    What.SETTLED,
    What.CORRECTED,
    What.EVIDENCE_ADDED,
    What.EVIDENCE_TAKEN_BACK,
    What.REPORT_ADDED,
    What.TRANSLATED,
    What.REPLY_ASKED,
    What.REPLY_NOTED,
)
# Who did what the clock brought about.
CLOCK = "clock"


def note(
    session: Session,
    workspace: Workspace,
    request: Request,
    what: What,
    *,
    claim: Claim | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    why: str | None = None,
) -> Event:
    """File one event, and keep the words it brought findable."""
    event = append(
        session, workspace, at=request.now, actor=request.person, what=what, claim=claim, old=old, new=new, why=why
    )
    if claim is not None and what == What.FILED:
        index_new(session, claim, [name for report in (new or {})["reports"] for name in (report[0], report[2])])
    elif claim is not None and what in WORDED:
        index_claim(session, claim.id or 0)
    return event


def tell(session: Session, event: Event, claim: Claim, desk: Desk) -> None:
    """Draw the claim's card again, tell the event in the card's thread and, if it is news, each follower who asked.

    What is kept stays in its channel: there nobody is told elsewhere.
    """
    card = outbox.want_card(session, claim, desk, event.at)
    session.flush()
    if event.what in NEWS and not kept(claim, desk):
        for follower in followers_of(session, claim.id):
            if follower.person != event.actor and (follower.directly or event.what == What.CORRECTED):
                outbox.put(
                    session,
                    claim.workspace_id,
                    key=f"told:{claim.workspace_id}:{event.sequence}:{follower.person}",
                    kind="told",
                    target=follower.person,
                    at=event.at,
                    desk_id=desk.id,
                    claim_id=claim.id,
                    about={"event": event.id},
                )
    if event.what not in QUIET:
        outbox.put(
            session,
            claim.workspace_id,
            key=f"event:{claim.workspace_id}:{event.sequence}",
            kind="thread",
            target=card.target,
            at=event.at,
            desk_id=desk.id,
            claim_id=claim.id,
            thread_of=card.id,
            about={"event": event.id},
        )
