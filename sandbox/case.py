"""A case: one day of claims and counterclaims, who made them, and what the desk must see of them next morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

Kind = Literal["denies", "contradicts", "corrects", "adds context"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Desk:
    """The channel that files, without "#", and its IANA zone."""

    channel: str
    zone: ZoneInfo


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
class Expected:
    """What must have come true next morning; None: the file does not say."""

    claims: int | None = None
    contested: int | None = None
    open_disputes: int | None = None
    unverified: int | None = None


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

    def against(self, claim: Claim) -> list[Dispute]:
        """What was said against a claim, in the file's order."""
        return [dispute for dispute in self.disputes if dispute.claim == claim.key]

    def contested(self) -> list[Claim]:
        """The claims that somebody denies, contradicts or corrects, in the file's order."""
        return [claim for claim in self.claims if any(dispute.contests for dispute in self.against(claim))]
