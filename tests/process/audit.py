"""What must hold after a campaign, of the record and of what Slack has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.scheduling import APART
from bot.rhythm.reminding import TOGETHER
from sandbox.record import Record as SlackRecord
from store import chain
from store.tables import Claim, Dispute, Outbox, Workspace
from tests.process.load import Person

POSTED = ("card", "thread", "desk_opened", "reminder", "digest")


def nothing_acknowledged_is_missing(session: Session, people: Iterable[Person]) -> None:
    """Each statement is on file once, under the reference that was told; numbers have no gaps."""
    claims = session.exec(select(Claim)).all()
    assert sorted(claim.number for claim in claims) == list(range(1, len(claims) + 1))
    references = {claim.id: f"C-{claim.number}" for claim in claims}
    filed = _once((claim.statement, f"C-{claim.number}") for claim in claims)
    disputed = _once((dispute.statement, references[dispute.claim_id]) for dispute in session.exec(select(Dispute)))
    checkers = {f"C-{claim.number}": claim.checker for claim in claims}
    for person in people:
        assert person.filed.items() <= filed.items()
        assert person.disputed.items() <= disputed.items()
        for number, taken in person.taken.items():
            if taken is not None:
                assert checkers[number] == (person.actor.person.id if taken else None), number


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement, number in pairs:
        assert statement not in found, f"{statement} is on file as {found[statement]} and {number}"
        found[statement] = number
    return found


def everything_is_in_slack_once(session: Session, slack: SlackRecord) -> None:
    """Each row that was sent is one message, where and when the record says; nothing else was posted."""
    rows = session.exec(select(Outbox).where(col(Outbox.kind).in_((*POSTED, "cannot_post")))).all()
    assert slack.doubled() == {}
    posts = {post.key: (post.channel, post.ts) for post in slack.posts if post.key is not None}
    assert Counter(row.state for row in rows if row.state not in ("sent", "ended")) == {}
    assert {row.key: (row.channel, row.slack_ts) for row in rows if row.state == "sent"} == posts
    assert all(row.drawn == row.wanted for row in rows if row.state == "sent")
    cards = {row.claim_id for row in rows if row.kind == "card"}
    assert cards == set(session.exec(select(Claim.id)).all())


def nothing_is_told_twice(session: Session) -> dict[str, int]:
    """No local date has two digests, no claim two reminders on each other's heels; how many messages there were."""
    told: Counter[str] = Counter()
    reminded: dict[str, datetime] = {}
    digests = set()
    for row in session.exec(
        select(Outbox).where(col(Outbox.kind).in_(("digest", "reminder"))).order_by(col(Outbox.id))
    ):
        told[row.kind] += row.about.get("part", 1) == 1
        if row.kind == "digest":
            date = (row.desk_id, row.key.split(":")[2], row.about["part"])
            assert date not in digests, row.key
            digests.add(date)
        for claim in row.about.get("nths", ()):
            if row.key != row.about["slot"]:  # in the end each of several people is told
                continue
            before = reminded.get(claim)
            assert before is None or row.created_at - before >= APART - TOGETHER, row.key
            reminded[claim] = row.created_at
    return dict(told)


def the_chain_verifies(session: Session) -> int:
    """How many events there are, all of them unchanged and in order."""
    return sum(chain.verify(session, workspace) for workspace in session.exec(select(Workspace)).all())
