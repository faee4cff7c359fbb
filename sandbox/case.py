"""A case: one day of claims and counterclaims, who made them, and what the desk must see of them next morning.

It may go on: then people of the desk take claims, bring evidence, rule on them, correct and merge them, and the digest
after that is held against what the case says of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

Kind = Literal["denies", "contradicts", "corrects", "adds context"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Side = Literal["supports", "refutes", "context"]
SIDES: tuple[Side, ...] = get_args(Side)
Verdict = Literal["confirmed", "false", "misleading", "unproven", "not checkable"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Outcome = Literal["stands", "does not stand", "taken back"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ROLES = ("reporter", "checker", "lead")
DIGEST_AT = time(9, 0)


@dataclass(frozen=True)
class Desk:
    """The channel that files, without "#", its IANA zone, and whether a second reader signs its verdicts off."""

    channel: str
    zone: ZoneInfo
    second_reader: bool = False


@dataclass(frozen=True)
class Utterance:
    """Something said, and where it was reported. `said` is a day, or a minute in the desk's zone (naive)."""

    speaker: str
    statement: str
    outlet: str
    role: str | None = None
    said: date | datetime | None = None
    citing: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Claim(Utterance):
    """A claim; `key` is what the file calls it."""

    key: str = ""


@dataclass(frozen=True)
class Dispute(Utterance):
    """What somebody else said against the claim called `claim` in the file."""

    claim: str = ""
    kind: Kind = "contradicts"

    @property
    def contests(self) -> bool:
        """Whether it makes its claim contested; context alone does not."""
        return self.kind != "adds context"


@dataclass(frozen=True)
class Take:
    """Somebody takes a claim; `claim` is what the file calls it, here and below."""

    claim: str


@dataclass(frozen=True)
class Evidence:
    """Evidence is added to a claim: a link, a note or both."""

    claim: str
    side: Side
    link: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Propose:
    """A verdict is proposed, with a note and, if one relies on the claim, the link of a story of our own."""

    claim: str
    verdict: Verdict
    note: str | None = None
    used_in: str | None = None


@dataclass(frozen=True)
class Sign:
    """A proposed verdict is signed off."""

    claim: str


@dataclass(frozen=True)
class Reopen:
    """A settled claim is taken up again."""

    claim: str
    note: str


@dataclass(frozen=True)
class Merge:
    """A claim is merged into the one that it repeats."""

    claim: str
    into: str


@dataclass(frozen=True)
class Update:
    """A claim is updated by a newer figure of the same speaker."""

    claim: str
    by: str


@dataclass(frozen=True)
class Decide:
    """What becomes of what `speaker` said against a claim."""

    claim: str
    speaker: str
    outcome: Outcome
    note: str | None = None


@dataclass(frozen=True)
class Join:
    """A speaker's two names are made one's, from the list of what the first has said."""

    speaker: str
    same_as: str


Act = Take | Evidence | Propose | Sign | Reopen | Merge | Update | Decide | Join | Claim | Dispute


@dataclass(frozen=True)
class Step:
    """Somebody (`who`: a role) does something at a moment (aware, in the desk's zone).

    `refused`: the bot is not to do it, and to say so in these words.
    """

    at: datetime
    who: str
    act: Act
    refused: str | None = None


@dataclass(frozen=True)
class Expected:
    """What must have come true next morning; None: the file does not say."""

    claims: int | None = None
    contested: int | None = None
    open_disputes: int | None = None
    unverified: int | None = None


@dataclass(frozen=True)
class ExpectedThen(Expected):
    """What must have come true on the morning after the last step.

    `corrected` and `settled`: what the digest says so of, by key, with the verdict. `cards` and `threads`: what
    must be read on a claim's card, and in its thread, by key.
    """

    corrected: Mapping[str, Verdict] = field(default_factory=dict)
    settled: Mapping[str, Verdict] = field(default_factory=dict)
    cards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A whole case. `people` says in words what each of the workspace's people does."""

    name: str
    desk: Desk
    outlet: str
    filed_on: date
    people: Mapping[str, str]
    claims: tuple[Claim, ...]
    disputes: tuple[Dispute, ...]
    expect: Expected
    then: tuple[Step, ...] = ()
    expect_then: ExpectedThen | None = None

    @property
    def first_digest(self) -> datetime:
        """When the first digest comes."""
        return self.morning_after(self.filed_on)

    @property
    def last_digest(self) -> datetime:
        """When the digest after the last step comes."""
        return self.morning_after(self.then[-1].at.date()) if self.then else self.first_digest

    def morning_after(self, day: date) -> datetime:
        """When the digest comes on the day after `day`."""
        return datetime.combine(day + timedelta(days=1), DIGEST_AT, self.desk.zone)

    def against(self, claim: Claim) -> list[Dispute]:
        """What was said against a claim, in the file's order."""
        return [dispute for dispute in self.disputes if dispute.claim == claim.key]

    def contested(self) -> list[Claim]:
        """The claims that somebody denies, contradicts or corrects, in the file's order."""
        return [claim for claim in self.claims if any(dispute.contests for dispute in self.against(claim))]

    def utterances(self) -> tuple[list[Claim], list[Dispute]]:
        """Every claim and every dispute of the case, in the order they are filed."""
        acts = [step.act for step in self.then]
        claims = [*self.claims, *(act for act in acts if isinstance(act, Claim))]
        return claims, [*self.disputes, *(act for act in acts if isinstance(act, Dispute))]

    def afterwards(self) -> Case:
        """The case as it is after the last step: what is on file then, and only the disputes that are open then."""
        claims, disputes = list(self.claims), list(self.disputes)
        for step in self.then:
            match step.act:
                case _ if step.refused is not None:
                    continue
                case Claim() as claim:
                    claims.append(claim)
                case Dispute() as dispute:
                    disputes.append(dispute)
                case Merge(key, into):
                    claims = [claim for claim in claims if claim.key != key]
                    disputes = [replace(each, claim=into) if each.claim == key else each for each in disputes]
                case Decide(key, speaker):
                    disputes = [each for each in disputes if (each.claim, each.speaker) != (key, speaker)]
        return replace(
            self, claims=tuple(claims), disputes=tuple(disputes), expect=self.expect_then or Expected(), then=()
        )
