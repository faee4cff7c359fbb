"""Reminders that are due: grouped, put into the outbox, and their next ones set.

What somebody took comes to them in one message of their own, from all desks; what is kept in a channel, what nobody is
on, and what waits for a second reader comes in the desk's channel. What has been told so often as the desk wants goes
to who is told in the end, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import scheduling
from bot.desk.access import kept
from bot.desk.reminders import told_in_the_end
from bot.desk.scheduling import Reminded, is_last, reminded_of, wants_reminding
from store import Session, due, outbox
from store.desks import desk_by_id
from store.tables import Claim, Desk, Due, Person

# Claims filed one after the other fall due one after the other; they are told of together, if their patience is long.
TOGETHER = timedelta(hours=1)
SHARE_OF_WAIT = 8

Group = tuple[str, str | None]


@dataclass(frozen=True)
class Owed:
    """A reminder that may go out now, of which claim, and whose own it is, if they are known."""

    row: Due
    claim: Claim
    desk: Desk
    person: Person | None

    @property
    def group(self) -> Group:
        """What it is told together with; only somebody's own go together from several desks."""
        stays = kept(self.claim, self.desk)
        if is_last(self.row, self.desk):
            return ("last, kept" if stays else "last"), None
        who = reminded_of(self.claim)
        # Guests, and whoever is not known yet, are told where they have seen it: in the channel.
        own = who is not None and not stays and self.person is not None and self.person.guest is False
        return ("own" if own else "desk"), who


def remind(session: Session, first: Due, now: datetime) -> int:
    """Remind of what a desk owes now, beginning with its reminder `first`; how many messages that makes."""
    groups: defaultdict[Group, list[Owed]] = defaultdict(list)
    for owed in _ready(session, due.reminders_at(session, first.desk_id, now + TOGETHER), now):
        groups[owed.group].append(owed)
    messages = 0
    for group, members in groups.items():
        kind, who = group
        if kind == "own" and who is not None:
            everywhere = _ready(session, due.reminders_of(session, first.workspace_id, who, now + TOGETHER), now)
            members = [owed for owed in everywhere if owed.group == group]
        if all(owed.row.at > now for owed in members):
            continue  # this group is not due by itself yet
        messages += _tell(session, group, members, now)
        for owed in members:
            scheduling.move_on(session, owed.row, owed.claim, owed.desk, now)
    session.flush()
    return messages


def _ready(session: Session, rows: Iterable[tuple[Due, Claim]], now: datetime) -> list[Owed]:
    """Those that may go out now, with what falls due soon enough to go along; what is due and may not is held back."""
    ready = []
    for row, claim in rows:
        desk = desk_by_id(session, claim.desk_id)
        person = scheduling.whose(session, row, claim, desk)
        wait = timedelta(minutes=min(desk.patience, desk.remind_every))
        if row.at > now + min(TOGETHER, wait / SHARE_OF_WAIT):
            continue
        if scheduling.may_go(row, desk, person, now):
            ready.append(Owed(row, claim, desk, person))
        elif row.at <= now:
            scheduling.hold_longer(session, row, desk, person, now)
    return ready


def _tell(session: Session, group: Group, members: Sequence[Owed], now: datetime) -> int:
    told = [owed for owed in members if wants_reminding(owed.claim)]
    if not told or (told[0].person is not None and told[0].person.reminded == Reminded.NEVER):
        return 0
    kind, who = group
    first, desk = told[0], told[0].desk
    place, in_the_end = desk.person or desk.channel, told_in_the_end(desk)
    key = f"reminder:{desk.id}:{first.claim.number}:{first.row.nth}:{first.row.at.isoformat()}"
    about: dict[str, object] = {
        "slot": key,
        "checker": who,
        "last": kind.startswith("last"),
        "nths": {str(owed.claim.number): owed.row.nth for owed in told},
        "named": in_the_end if kind == "last, kept" else [],
        "direct": False,
    }
    if kind == "own" and who is not None:
        ways = [(key, who, about | {"direct": True})]
    elif kind == "last" and in_the_end:
        ways = [(f"{key}:{each}", each, about | {"named": [each], "direct": True}) for each in in_the_end]
    else:
        ways = [(key, place or "", about)]
    return sum(_put(session, desk, each, target, told_so, now) for each, target, told_so in ways)


def _put(session: Session, desk: Desk, key: str, target: str, about: dict[str, object], now: datetime) -> bool:
    put = outbox.put(
        session, desk.workspace_id, key=key, kind="reminder", target=target, at=now, desk_id=desk.id, about=about
    )
    return put is not None
