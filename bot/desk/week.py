"""Eight weeks of a desk: filed, settled, contested and unverified, week by week, and how old the open claims are.

How many claims were contested or unverified when a week ended is not kept anywhere. It is found by going back: from how
everything stands now, what has happened since is undone, the newest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.history import What
from bot.desk.slots import DAY
from bot.desk.steps import Verdict
from store import Session, chain
from store.digests import Remit
from store.dossiers import CONTESTING, SET_ASIDE
from store.tables import Desk
from store.weeks import Case, Stand, cases, events_since, filed_since, stands, unverified_ids

WEEKS = 8
WEEK = timedelta(days=7)
RULED = (What.SETTLED, What.CORRECTED)
# What moves a claim or a dispute from one count to another, but the filing of a claim.
MOVING = (
    *RULED,
    What.REOPENED,
    What.DISCARDED,
    What.RESTORED,
    What.MERGED,
    What.UNMERGED,
    What.SPLIT,
    What.DISPUTED,
    What.DISPUTE_EDITED,
    What.DISPUTE_DECIDED,
)
AGES = (
    ("under 1 day", DAY),
    ("1 to 3 days", 3 * DAY),
    ("3 to 7 days", 7 * DAY),
    ("1 to 4 weeks", 28 * DAY),
    ("over 4 weeks", timedelta.max),
)


@dataclass(frozen=True)
class Week:
    """One week: what was filed and settled in it, and what was contested and unverified when it ended."""

    ends: date
    filed: int
    settled: int
    contested: int
    unverified: int


@dataclass(frozen=True)
class Weeks:
    """Eight weeks, the oldest first, and how many claims have been open for how long at the end of the last."""

    weeks: tuple[Week, ...]
    ages: tuple[tuple[str, int], ...]

    @property
    def open(self) -> int:
        """How many claims are open."""
        return sum(number for _, number in self.ages)


def compile_weeks(session: Session, desk: Desk, *, at: datetime, within: bool) -> Weeks:
    """Read the eight weeks that end at `at`; what is kept in the desk's channel only if they are read `within` it."""
    remit = Remit(desk.workspace_id, desk.id or 0, within=within)
    local = at.astimezone(ZoneInfo(desk.zone))
    ends = [local - nth * WEEK for nth in range(WEEKS + 1)]  # by the desk's clock, the newest first
    past = _past(session, remit, ends[-1])
    weeks: list[Week] = []
    ages: Counter[str] = Counter()
    for end, begin in pairwise(ends):
        past.undo_until(end)
        filed_at = past.unverified()
        if not weeks:
            ages.update(_age(end - filed) for filed in filed_at)
        weeks.append(
            Week(
                end.date(),
                past.filed(begin, end),
                past.ruled(begin, end),
                past.contested(),
                len(filed_at),
            )
        )
    return Weeks(tuple(reversed(weeks)), tuple((name, ages[name]) for name, _ in AGES))


def picture_due(desk: Desk, day: date, before: date | None) -> bool:
    """Whether the digest of a local date brings the week's picture; `before`: the date of the digest before it.

    It does on the weekday that was chosen, or as the first after one that had no digest: every week has its picture.
    """
    if desk.picture_day is None:
        return False
    days_ago = (day.weekday() - desk.picture_day) % 7
    chosen = day - days_ago * DAY
    return chosen == day or (before is not None and before < chosen)


@dataclass
class Past:
    """How a desk stood at some moment; `undo_until` goes back to an earlier one."""

    claims: dict[int, Stand]
    cases: dict[int, Case]
    events: list[dict[str, Any]]  # not undone yet, the newest last; `at` is a moment
    rulings: list[tuple[datetime, int]]
    filings: list[datetime]
    now: datetime | None = None
    numbers: dict[int, int] = field(init=False)  # ids of claims by reference

    def __post_init__(self) -> None:
        self.numbers = {claim.number: claim.claim_id for claim in self.claims.values()}

    def undo_until(self, moment: datetime) -> None:
        """Undo what happened after a moment."""
        while self.events and self.events[-1]["at"] > moment:
            self._undo(self.events.pop())
        self.now = moment

    def unverified(self) -> list[datetime]:
        """When the claims that were unverified were filed."""
        return [
            claim.filed_at
            for claim in self.claims.values()
            if claim.own and self._there(claim) and claim.verdict == Verdict.UNVERIFIED and claim.state not in SET_ASIDE
        ]

    def contested(self) -> int:
        """How many claims were contested."""
        disputed = {case.claim_id for case in self.cases.values() if self._contests(case)}
        claims = [self.claims[claim_id] for claim_id in disputed if claim_id in self.claims]
        return sum(claim.own and self._there(claim) and claim.state not in SET_ASIDE for claim in claims)

    def filed(self, begin: datetime, end: datetime) -> int:
        """How many claims were filed after `begin`, up to `end`."""
        return sum(begin < at <= end for at in self.filings)

    def ruled(self, begin: datetime, end: datetime) -> int:
        """How many claims were ruled on after `begin`, up to `end`."""
        return len({claim_id for at, claim_id in self.rulings if begin < at <= end})

    def _there(self, row: Stand | Case) -> bool:
        return self.now is None or row.filed_at <= self.now

    def _contests(self, case: Case) -> bool:
        if not (self._there(case) and case.named and case.outcome == "open" and case.kind in CONTESTING):
            return False
        other = self.claims.get(case.with_claim_id or 0)
        return other is None or not self._there(other) or other.state not in SET_ASIDE

    def _undo(self, event: dict[str, Any]) -> None:
        old, new = event["old"] or {}, event["new"] or {}
        claim = self.claims.get(event["claim_id"])
        if claim is not None and "state" in old:
            claim.state, claim.verdict = old["state"], old["verdict"]
        match event["what"]:
            case What.DISPUTE_DECIDED:
                self._case(old["dispute"]).outcome = old["outcome"]
            case What.DISPUTE_EDITED:
                self._case(old["dispute"]).kind = old["kind"]
            case What.SPLIT:
                self._move(new.get("disputes", ()), (), event["claim_id"])
            case What.MERGED:
                self._move(new["moved"]["disputes"], new["moved"]["against"], event["claim_id"])
            case What.UNMERGED:
                moved = new.get("moved") or {"disputes": (), "against": ()}
                self._move(moved["disputes"], moved["against"], self.numbers[new["from"]])

    def _move(self, disputes: Iterable[int], against: Iterable[int], claim_id: int) -> None:
        """Have these disputes be of a claim, and those be that claim."""
        for dispute in disputes:
            self._case(dispute).claim_id = claim_id
        for dispute in against:
            self._case(dispute).with_claim_id = claim_id

    def _case(self, dispute: int) -> Case:
        return self.cases[dispute]


def _past(session: Session, remit: Remit, since: datetime) -> Past:
    """How everything stands now, with what has happened since then."""
    filed = filed_since(session, remit, What.FILED, since)
    rows = events_since(session, remit.workspace_id, MOVING, since)
    events = [chain.read(row) | {"at": row.at, "claim_id": row.claim_id} for row in reversed(rows)]
    known = {case.dispute_id: case for case in cases(session, remit.workspace_id, _disputes_in(events))}
    ids = {*filed, *unverified_ids(session, remit), *(row.claim_id for row in rows if row.claim_id is not None)}
    ids |= {claim_id for case in known.values() for claim_id in (case.claim_id, case.with_claim_id) if claim_id}
    claims = {claim.claim_id: claim for claim in stands(session, remit, ids)}
    return Past(
        claims,
        known,
        events,
        [
            (event["at"], event["claim_id"])
            for event in events
            if event["what"] in RULED and claims[event["claim_id"]].own
        ],
        [claims[claim_id].filed_at for claim_id in filed],
    )


def _disputes_in(events: Iterable[dict[str, Any]]) -> set[int]:
    """The disputes that events speak of."""
    found: set[int] = set()
    for event in events:
        new = event["new"] or {}
        moved = new.get("moved") or {}
        found |= {new["dispute"]} if "dispute" in new else set()
        found |= {*new.get("disputes", ()), *moved.get("disputes", ()), *moved.get("against", ())}
    return found


def _age(age: timedelta) -> str:
    return next(name for name, upto in AGES if age < upto)
