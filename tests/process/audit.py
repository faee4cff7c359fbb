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
    assert missing(session, people) == []
    assert on_file_twice(session) == []


def missing(session: Session, people: Iterable[Person]) -> list[str]:
    """What was acknowledged and is not as it was said to be; and numbers that are left out."""
    claims = session.exec(select(Claim)).all()
    references = {claim.id: f"C-{claim.number}" for claim in claims}
    filed = {claim.statement: references[claim.id] for claim in claims}
    disputed = {each.statement: references[each.claim_id] for each in session.exec(select(Dispute))}
    checkers = {f"C-{claim.number}": claim.checker for claim in claims}
    found = [f"C-{number} is left out" for number in range(1, len(claims) + 1) if f"C-{number}" not in checkers]
    for person in people:
        for acknowledged, there in ((person.filed, filed), (person.disputed, disputed)):
            found += [
                f"{number} {said}: on file as {there.get(said)}"
                for said, number in acknowledged.items()
                if there.get(said) != number
            ]
        for number, taken in person.taken.items():
            checker = checkers.get(number)
            if taken is not None and checker != (person.actor.person.id if taken else None):
                found.append(f"{number}: {person.actor.person.name} {'took' if taken else 'released'} it: {checker}")
    return found


def on_file_twice(session: Session) -> list[str]:
    """Which statements are on file more than once."""
    found = []
    for statements in (select(Claim.statement), select(Dispute.statement)):
        found += [said for said, times in Counter(session.exec(statements).all()).items() if times > 1]
    return found


def everything_is_in_slack_once(session: Session, slack: SlackRecord) -> None:
    """Each row that was sent is one message, where and when the record says; nothing else was posted."""
    assert slack.doubled() == {}
    assert not_as_it_should_be(session, slack) == []


def not_as_it_should_be(session: Session, slack: SlackRecord) -> list[str]:
    """What is not in Slack as the record has it, or is there and not on record."""
    rows = session.exec(select(Outbox).where(col(Outbox.kind).in_((*POSTED, "cannot_post")))).all()
    posts = {post.key: (post.channel, post.ts) for post in slack.posts if post.key is not None}
    sent = {row.key: (row.channel, row.slack_ts) for row in rows if row.state == "sent"}
    found = [f"{row.key} is {row.state}" for row in rows if row.state not in ("sent", "ended")]
    found += [
        f"{key}: on record {sent.get(key)}, in Slack {posts.get(key)}"
        for key in sorted(sent.keys() | posts.keys())
        if sent.get(key) != posts.get(key)
    ]
    found += [f"{row.key} is not drawn" for row in rows if row.state == "sent" and row.drawn != row.wanted]
    cards = {row.claim_id for row in rows if row.kind == "card"}
    found += [f"claim {claim} has no card" for claim in session.exec(select(Claim.id)) if claim not in cards]
    return found


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
