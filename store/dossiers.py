"""Dossiers: a claim with its speaker, its reports and what was said against it, read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from store.basis import PROTECTED
from store.names import fold
from store.origins import origins_of
from store.tables import Claim, Desk, Dispute, Evidence, Follower, ReplyRequest, Report, Source, UsedIn

CONTESTING = ("denies", "contradicts", "corrects")
# Out of everybody's way: neither unverified nor contested, whatever was found or said.
SET_ASIDE = ("discarded", "merged")

Found = TypeVar("Found", Evidence, UsedIn, Follower, ReplyRequest)


@dataclass(frozen=True)
class Carried:
    """One report: who carried it, where, whom it credits, and on what terms (`basis`).

    The names are as they were typed; the other two ids are of the sources they are names of, once they are on file.
    A dossier's report given off the record or on background has none of that: whoever added it knows its source.
    """

    outlet: str | None
    link: str | None
    origin: str | None
    place: str | None = field(default=None, compare=False)  # where in the outlet: a page, a timecode
    id: int | None = field(default=None, compare=False)
    outlet_id: int | None = field(default=None, compare=False)
    origin_id: int | None = field(default=None, compare=False)
    basis: str | None = field(default=None, compare=False)
    added_by: str | None = field(default=None, compare=False)
    reliability: str | None = field(default=None, compare=False)  # of the outlet, where the desk uses the code
    blind: str | None = field(default=None, compare=False)  # tells its source from others without naming it

    @property
    def protected(self) -> bool:
        """Whether its source is told to nobody."""
        return self.basis in PROTECTED

    @property
    def shielded(self) -> Carried:
        """It without its source, if that is protected.

        `blind` differs from person to person: else a name could be tried out to see whether it counts as a new origin.
        """
        if not self.protected:
            return self
        source = sha256(f"{self.added_by}\0{fold(self.traced_to)}".encode()).hexdigest()
        return Carried(None, None, None, None, self.id, basis=self.basis, added_by=self.added_by, blind=source)

    @property
    def traced_to(self) -> str:
        """The origin this report leads back to: the source it credits, else the outlet itself."""
        return self.origin or self.outlet or self.link or ""

    @property
    def credit(self) -> tuple[int | str, int | str | None]:
        """Who carried it and whom it credits: the same for all the names of one source."""
        if self.blind is not None:
            return self.blind, None
        outlet = self.outlet_id or fold(self.outlet or self.link or "")
        return outlet, (self.origin_id or fold(self.origin)) if self.origin else None


@dataclass(frozen=True)
class Objection:
    """One dispute with its speaker, its reports, and the claim on file that it is, if it is one."""

    dispute: Dispute
    speaker: str
    reports: tuple[Carried, ...]
    with_number: int | None = None
    with_state: str = ""

    @property
    def contests(self) -> bool:
        """Whether it makes its claim contested: open, more than added context, and no claim that was set aside."""
        contrary = self.dispute.outcome == "open" and self.dispute.kind in CONTESTING
        return contrary and self.with_state not in SET_ASIDE


@dataclass(frozen=True)
class Dossier:
    """A claim and everything a reader needs to judge it."""

    claim: Claim
    desk: Desk
    speaker: str
    reports: tuple[Carried, ...] = ()
    objections: tuple[Objection, ...] = field(default_factory=tuple)
    evidence: tuple[Evidence, ...] = ()  # none that was taken back
    used_in: tuple[UsedIn, ...] = ()
    replies: tuple[ReplyRequest, ...] = ()  # requests for one, none that was taken back
    followers: tuple[Follower, ...] = ()
    merged_into: int | None = None  # references of the claims it is linked to
    updated_by: int | None = None
    split_from: int | None = None

    @property
    def upheld(self) -> tuple[Objection, ...]:
        """The disputes found to stand since the verdict was signed: it must be looked at again."""
        settled = self.claim.settled_at
        if settled is None or self.claim.verdict == "unverified":
            return ()
        return tuple(
            objection
            for objection in self.objections
            if objection.dispute.outcome == "stands"
            and objection.dispute.outcome_at is not None
            and objection.dispute.outcome_at > settled
        )

    @property
    def against(self) -> tuple[Objection, ...]:
        """The disputes that make it contested now."""
        return tuple(objection for objection in self.objections if objection.contests)

    @property
    def origins(self) -> list[str]:
        """The sources its reports lead back to, through whoever they credit, each under the first name it was given."""
        names: dict[int | str | None, str] = {}
        for report in self.reports:
            outlet, origin = report.credit
            names.setdefault(outlet, report.outlet or report.link or "")
            names.setdefault(origin, report.origin or "")
        return [names[origin] for origin in origins_of([report.credit for report in self.reports])]


def typed_of(row: Report) -> Carried:
    """A report as it was typed, its source with it: for whoever added it, and to be filed again."""
    return Carried(row.outlet, row.link, row.origin, row.place, row.id, basis=row.basis, added_by=row.added_by)


def read_dossiers(session: Session, claims: Iterable[Claim]) -> list[Dossier]:
    """The dossiers of these claims, in their order, in a fixed number of queries.

    Another claim that is kept in its channel is named, and stands, only beside those that are kept there, too.
    """
    claims = list(claims)
    ids = [claim.id for claim in claims]
    desks = {claim.id: session.get_one(Desk, claim.desk_id) for claim in claims}
    disputes = session.exec(select(Dispute).where(col(Dispute.claim_id).in_(ids)).order_by(col(Dispute.id))).all()
    reports = _reports(session, ids, [dispute.id for dispute in disputes])
    linked = [d.with_claim_id for d in disputes]
    linked += [other for claim in claims for other in (claim.merged_into_id, claim.updated_by_id, claim.split_from_id)]
    others = _by_id(session, [claim_id for claim_id in linked if claim_id is not None])
    evidence = _of_claims(session, Evidence, ids, col(Evidence.taken_back_by).is_(None))
    used_in, followers = _of_claims(session, UsedIn, ids), _of_claims(session, Follower, ids)
    replies = _of_claims(session, ReplyRequest, ids, col(ReplyRequest.state) != "taken back")
    named = {claim.id: {other.id for other in others.values() if names(session, claim, other)} for claim in claims}
    objections: defaultdict[int, list[Objection]] = defaultdict(list)
    for dispute in disputes:
        other = others.get(dispute.with_claim_id)
        if other is not None and other.id not in named[dispute.claim_id]:
            continue
        objections[dispute.claim_id].append(
            Objection(
                dispute,
                dispute.speaker,
                _judged(reports["dispute", dispute.id], desks[dispute.claim_id]),
                other.number if other is not None else None,
                other.state if other is not None else "",
            )
        )
    return [
        Dossier(
            claim=claim,
            desk=desks[claim.id],
            speaker=claim.speaker,
            reports=_judged(reports["claim", claim.id], desks[claim.id]),
            objections=tuple(objections[claim.id or 0]),
            evidence=tuple(evidence[claim.id or 0]),
            used_in=tuple(used_in[claim.id or 0]),
            replies=tuple(replies[claim.id or 0]),
            followers=tuple(followers[claim.id or 0]),
            merged_into=_number(others, claim.merged_into_id, named[claim.id]),
            updated_by=_number(others, claim.updated_by_id, named[claim.id]),
            split_from=_number(others, claim.split_from_id, named[claim.id]),
        )
        for claim in claims
    ]


def _judged(reports: Iterable[Carried], desk: Desk) -> tuple[Carried, ...]:
    """Reports as a desk sees them: how reliable their outlets are only where it uses the Admiralty code."""
    return tuple(each if desk.admiralty else replace(each, reliability=None) for each in reports)


def read_dossier(session: Session, claim: Claim) -> Dossier:
    """The dossier of one claim."""
    return read_dossiers(session, [claim])[0]


def kept(claim: Claim, desk: Desk) -> bool:
    """Whether a claim is seen in its desk's own channel only: the desk is private or a talk, or it is restricted."""
    return desk.kind != "public" or claim.restricted


def may_name(claim: Claim, desk: Desk, other: Claim, of_other: Desk) -> bool:
    """Whether a claim may name another: one that is kept is named by those that are kept in the same place only."""
    return not kept(other, of_other) or (claim.desk_id == other.desk_id and kept(claim, desk))


def names(session: Session, claim: Claim, other: Claim) -> bool:
    """The same, their desks looked up."""
    desk, of_other = session.get_one(Desk, claim.desk_id), session.get_one(Desk, other.desk_id)
    return may_name(claim, desk, other, of_other)


def _reports(
    session: Session, claims: Sequence[int | None], disputes: Sequence[int | None]
) -> defaultdict[tuple[str, int | None], list[Carried]]:
    outlet, origin, root = aliased(Source), aliased(Source), aliased(Source)
    query = (
        select(
            Report,
            func.coalesce(outlet.same_as, outlet.id),
            func.coalesce(origin.same_as, origin.id),
            root.reliability,
        )
        .join(outlet, col(outlet.id) == col(Report.source_id), isouter=True)
        .join(root, col(root.id) == func.coalesce(outlet.same_as, outlet.id), isouter=True)
        .join(origin, col(origin.id) == col(Report.origin_id), isouter=True)
        .where(col(Report.claim_id).in_(claims) | col(Report.dispute_id).in_(disputes))
        .order_by(col(Report.id))
    )
    reports: defaultdict[tuple[str, int | None], list[Carried]] = defaultdict(list)
    for row, outlet_id, origin_id, letter in session.exec(query).all():
        of = ("claim", row.claim_id) if row.claim_id is not None else ("dispute", row.dispute_id)
        report = replace(typed_of(row), outlet_id=outlet_id, origin_id=origin_id, reliability=letter)
        reports[of].append(report.shielded)
    return reports


def _of_claims(
    session: Session, kind: type[Found], ids: Sequence[int | None], *fits: ColumnElement[bool]
) -> defaultdict[int, list[Found]]:
    """The rows of a kind that belong to these claims, by claim, in the order they were filed."""
    rows: defaultdict[int, list[Found]] = defaultdict(list)
    for row in session.exec(select(kind).where(col(kind.claim_id).in_(ids), *fits).order_by(col(kind.id))).all():
        rows[row.claim_id].append(row)
    return rows


def _number(claims: dict[int | None, Claim], claim_id: int | None, named: Collection[int | None]) -> int | None:
    return claims[claim_id].number if claim_id is not None and claim_id in named else None


def _by_id(session: Session, ids: Sequence[int]) -> dict[int | None, Claim]:
    if not ids:
        return {}
    return {row.id: row for row in session.exec(select(Claim).where(col(Claim.id).in_(ids))).all()}
