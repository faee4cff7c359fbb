"""The outbox: what is to be sent, and what became of it.

A row goes waiting → sending → sent. While it has `attempts` nobody knows whether Slack has it: who takes it over looks
in Slack's history first. `ended` was not worth sending any more; `stuck` waits for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from store.lanes import still_has
from store.rows import add, find, find_locked
from store.tables import Claim, Desk, Outbox
from store.workspaces import all_workspaces, lock_known

UNSENT = ("waiting", "sending")
DONE = ("sent", "ended")


def put(
    session: Session,
    workspace_id: int,
    *,
    key: str,
    kind: str,
    target: str | None,
    at: datetime,
    desk_id: int | None = None,
    claim_id: int | None = None,
    thread_of: int | None = None,
    about: dict[str, Any] | None = None,
) -> Outbox | None:
    """Put something into the outbox, once: None if its key is there already."""
    if row_by_key(session, key) is not None:
        return None
    row = Outbox(
        workspace_id=workspace_id,
        key=key,
        kind=kind,
        target=target,
        desk_id=desk_id,
        claim_id=claim_id,
        thread_of=thread_of,
        about=about or {},
        created_at=at,
    )
    return _added(session, row)


def want_again(session: Session, row: Outbox) -> None:
    """Ask for a row to be drawn once more from the record as it now stands."""
    row.wanted += 1
    if row.state in DONE:
        row.state = "waiting"
    session.add(row)


def want_card(session: Session, claim: Claim, desk: Desk, at: datetime) -> Outbox:
    """Ask for a claim's card to be posted, or drawn again; it is one row for life."""
    row = row_by_key(session, _card_key(claim))
    if row is None:
        return row_by_id(session, new_card(session, claim, desk, at))
    want_again(session, row)
    return row


def new_card(session: Session, claim: Claim, desk: Desk, at: datetime) -> int:
    """Ask for the card of a claim that has none yet; returns its row's id."""
    return add(
        session,
        Outbox,
        workspace_id=claim.workspace_id,
        key=_card_key(claim),
        kind="card",
        target=desk.person or desk.channel,
        desk_id=desk.id,
        claim_id=claim.id,
        created_at=at,
    )


def _card_key(claim: Claim) -> str:
    return f"card:{claim.workspace_id}:{claim.number}"


def cards_of(session: Session, claim_ids: Iterable[int | None]) -> Sequence[Outbox]:
    """The cards of these claims."""
    return session.exec(select(Outbox).where(col(Outbox.claim_id).in_(claim_ids), Outbox.kind == "card")).all()


def row_by_key(session: Session, key: str) -> Outbox | None:
    """The row with this key."""
    return find(session, Outbox, key=key)


def newest_done(session: Session, keys: Collection[str]) -> Outbox | None:
    """Of the rows with these keys the newest that was posted, or was not worth it; none that still waits."""
    done = or_(col(Outbox.slack_ts).is_not(None), col(Outbox.state) == "ended")
    query = select(Outbox).where(col(Outbox.key).in_(keys), done)
    return session.exec(query.order_by(col(Outbox.id).desc())).first()


def row_by_id(session: Session, row_id: int) -> Outbox:
    """The row with this id, which exists."""
    return session.get_one(Outbox, row_id)


def row_to_change(session: Session, row_id: int) -> Outbox:
    """The row with this id as it is now, its workspace locked: nobody else changes it before the transaction ends."""
    lock_known(session, session.exec(select(Outbox.workspace_id).where(Outbox.id == row_id)).one())
    return find_locked(session, Outbox, id=row_id) or row_by_id(session, row_id)


def begin(session: Session, row_id: int, lane_id: int, holder: str, channel: str) -> bool:
    """Note that a post is about to leave, and from where history is to be read should its fate stay unknown.

    False if the lane is no longer the holder's, or the row not to go there any more: then nothing may be sent.
    """
    row = row_to_change(session, row_id)
    lane = still_has(session, holder, lane_id)
    if lane is None or (lane.workspace_id, lane.target) != (row.workspace_id, row.target) or row.state not in UNSENT:
        return False
    if row.oldest is None or row.channel != channel:
        row.oldest = last_timestamp(session, row.workspace_id, channel)
    row.state, row.channel, row.attempts = "sending", channel, row.attempts + 1
    session.add(row)
    return True


def last_timestamp(session: Session, workspace_id: int, channel: str) -> str | None:
    """Slack's timestamp of our last post in a channel, as far as we know."""
    return session.exec(
        select(func.max(Outbox.slack_ts)).where(Outbox.workspace_id == workspace_id, Outbox.channel == channel)
    ).one()


def arrived(session: Session, row_id: int, *, slack_ts: str, drawn: int) -> Outbox:
    """Note that Slack has it, and which wanted revision it shows; a newer one is drawn next."""
    row = row_to_change(session, row_id)
    row.slack_ts, row.drawn, row.attempts, row.problem = slack_ts, drawn, 0, None
    row.state = "sent" if row.drawn >= row.wanted else "waiting"
    session.add(row)
    return row


def refused(session: Session, row_id: int) -> None:
    """Note that Slack surely does not have what was about to leave."""
    row = row_to_change(session, row_id)
    row.state, row.attempts = "waiting", 0
    session.add(row)


def lost(session: Session, row_id: int) -> None:
    """Note that somebody deleted the message in Slack: it is posted anew.

    What stands in a thread has lost the message above it: a card is posted anew before it, the rest of a digest whose
    beginning is gone is let go.
    """
    row = row_to_change(session, row_id)
    row.slack_ts, row.drawn, row.state, row.attempts = None, 0, "waiting", 0
    session.add(row)
    if row.thread_of is None:
        return
    if row_by_id(session, row.thread_of).kind == "card":
        lost(session, row.thread_of)
    else:
        row.state = "ended"


def end(session: Session, row_id: int) -> None:
    """Note that there is nothing left to say, in its thread neither."""
    row = row_to_change(session, row_id)
    row.state, row.problem = "ended", None
    session.add(row)
    for reply in session.exec(select(Outbox).where(Outbox.thread_of == row_id, col(Outbox.state).not_in(DONE))):
        end(session, reply.id or 0)


def remember(session: Session, row_id: int, about: dict[str, Any]) -> None:
    """Put down what the next try has to know."""
    row = row_to_change(session, row_id)
    row.about = row.about | about
    session.add(row)


def stick(session: Session, row_id: int, problem: str) -> Outbox:
    """Note that it cannot be sent until a person does something."""
    row = row_to_change(session, row_id)
    row.state, row.problem = "stuck", problem
    session.add(row)
    return row


def unstick(session: Session, workspace_id: int | None = None, target: str | None = None) -> None:
    """Let what is stuck try again: everything, or what goes to one target, or waits for one channel.

    What repeats itself is said once: of a desk's digests, and of its reminders to one checker, only the newest goes out
    and says what the others had to say.
    """
    query = select(Outbox).where(Outbox.state == "stuck").order_by(col(Outbox.id).desc())
    if workspace_id is None:
        for workspace in all_workspaces(session):
            lock_known(session, workspace.id or 0)
    else:
        query = query.where(Outbox.workspace_id == workspace_id)
    if target is not None:
        query = query.where(or_(col(Outbox.target) == target, col(Outbox.channel) == target))
    newest: dict[tuple[Any, ...], Outbox] = {}
    for row in session.exec(query).all():
        if row.state != "stuck":  # it ended with what it stands in the thread of
            continue
        series = _series(row)
        if series not in newest:
            newest[series] = _latest_digest(session, row) if series[0] == "digests" else row
        if newest[series] is row:
            # An attempt whose fate is unknown stays so: it is looked up before it is sent again.
            row.state, row.problem = "sending" if row.attempts else "waiting", None
            session.add(row)
        else:
            _hand_over(session, row, newest[series])


def _series(row: Outbox) -> tuple[Any, ...]:
    """What a row is the next one of; most are of no series but their own."""
    if row.kind == "digest" and row.thread_of is None:
        return "digests", row.desk_id
    if row.kind == "reminder":
        own = row.about.get("direct") and not row.about["last"]  # of whatever desks
        return "reminders", None if own else row.desk_id, row.target, row.about["checker"], row.about["last"]
    return "alone", row.key


def _latest_digest(session: Session, row: Outbox) -> Outbox:
    """A desk's newest digest that was sent or still will be: what comes after it would be old.

    One that ended unsent had nothing to say, and cannot say what an older one that waits has to.
    """
    return session.exec(
        select(Outbox)
        .where(Outbox.desk_id == row.desk_id, Outbox.kind == "digest", col(Outbox.thread_of).is_(None))
        .where(Outbox.state != "ended")
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).one()


def _hand_over(session: Session, row: Outbox, successor: Outbox) -> None:
    if row.kind == "reminder":
        successor.about = successor.about | {"nths": row.about["nths"] | successor.about["nths"]}
    elif successor.slack_ts is None:
        successor.about = successor.about | {"since": row.about["since"]}
    session.add(successor)
    end(session, row.id or 0)


def stuck_of(session: Session, workspace_id: int) -> Sequence[Outbox]:
    """What of a workspace's desks cannot be sent until somebody does something."""
    return session.exec(
        select(Outbox).where(
            Outbox.state == "stuck", Outbox.workspace_id == workspace_id, col(Outbox.desk_id).is_not(None)
        )
    ).all()


def redirect(session: Session, desk_id: int, kind: str, target: str) -> None:
    """Send what is stuck of a kind to another target; what stands in a thread elsewhere cannot follow, and ends."""
    stuck = session.exec(
        select(Outbox).where(
            Outbox.state == "stuck", Outbox.desk_id == desk_id, Outbox.kind == kind, Outbox.target != target
        )
    ).all()
    for row in stuck:
        if row.thread_of is not None:
            end(session, row.id or 0)
            continue
        for each in (row, *session.exec(select(Outbox).where(Outbox.thread_of == row.id))):
            each.target, each.attempts = target, 0  # whether the old target has it does not matter any more
            session.add(each)


def send_elsewhere(session: Session, row: Outbox, target: str | None, *, key: str, about: dict[str, Any]) -> None:
    """Send a row that Slack surely refused to another target, under another key and saying something else."""
    row.target, row.key, row.about = target, key, row.about | about
    row.state, row.attempts, row.oldest, row.problem = "waiting", 0, None, None
    session.add(row)


def last_arrival(session: Session, desk_id: int, kind: str) -> str | None:
    """Slack's timestamp of the last that arrived of a kind from a desk."""
    return session.exec(select(func.max(Outbox.slack_ts)).where(Outbox.desk_id == desk_id, Outbox.kind == kind)).one()


def row_of_message(session: Session, workspace_id: int, channel: str, slack_ts: str) -> Outbox | None:
    """The row that a message of ours in Slack came from."""
    return session.exec(
        select(Outbox).where(
            Outbox.workspace_id == workspace_id, Outbox.channel == channel, Outbox.slack_ts == slack_ts
        )
    ).first()


def _added(session: Session, row: Outbox) -> Outbox:
    session.add(row)
    session.flush()
    return row
