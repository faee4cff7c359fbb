"""Dossiers: a claim with its speaker, its reports and what was said against it, read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from store.tables import Claim, Desk, Dispute, Report, Source, Speaker

CONTESTING = ("denies", "contradicts", "corrects")


@dataclass(frozen=True)
class Carried:
    """One report: who carried it, where, and whom it credits."""

    outlet: str | None
    link: str | None
    origin: str | None

    @property
    def traced_to(self) -> str:
        """The origin this report leads back to: the source it credits, else the outlet itself."""
        return self.origin or self.outlet or self.link or ""


@dataclass(frozen=True)
class Objection:
    """One dispute with its speaker, its reports, and the claim on file that it is, if it is one."""

    dispute: Dispute
    speaker: str
    reports: tuple[Carried, ...]
    with_number: int | None = None

    @property
    def contests(self) -> bool:
        """Whether it makes its claim contested: open, and more than added context."""
        return self.dispute.outcome == "open" and self.dispute.kind in CONTESTING


@dataclass(frozen=True)
class Dossier:
    """A claim and everything a reader needs to judge it."""

    claim: Claim
    desk: Desk
    speaker: str
    reports: tuple[Carried, ...] = ()
    objections: tuple[Objection, ...] = field(default_factory=tuple)

    @property
    def against(self) -> tuple[Objection, ...]:
        """The disputes that make it contested now."""
        return tuple(objection for objection in self.objections if objection.contests)

    @property
    def origins(self) -> list[str]:
        """The distinct origins its reports lead back to, in the order they were reported."""
        return list(dict.fromkeys(report.traced_to for report in self.reports))


def read_dossiers(session: Session, claims: Iterable[Claim]) -> list[Dossier]:
    """The dossiers of these claims, in their order, in a fixed number of queries."""
    claims = list(claims)
    ids = [claim.id for claim in claims]
    disputes = session.exec(select(Dispute).where(col(Dispute.claim_id).in_(ids)).order_by(col(Dispute.id))).all()
    reports = _reports(session, ids, [dispute.id for dispute in disputes])
    speakers = _speakers(session, [*(claim.speaker_id for claim in claims), *(d.speaker_id for d in disputes)])
    numbers = _numbers(session, [d.with_claim_id for d in disputes if d.with_claim_id is not None])
    objections: defaultdict[int, list[Objection]] = defaultdict(list)
    for dispute in disputes:
        with_number = None if dispute.with_claim_id is None else numbers[dispute.with_claim_id]
        objections[dispute.claim_id].append(
            Objection(dispute, speakers[dispute.speaker_id], tuple(reports["dispute", dispute.id]), with_number)
        )
    return [
        Dossier(
            claim=claim,
            desk=session.get_one(Desk, claim.desk_id),
            speaker=speakers[claim.speaker_id],
            reports=tuple(reports["claim", claim.id]),
            objections=tuple(objections[claim.id or 0]),
        )
        for claim in claims
    ]


def read_dossier(session: Session, claim: Claim) -> Dossier:
    """The dossier of one claim."""
    return read_dossiers(session, [claim])[0]


def _reports(
    session: Session, claims: Sequence[int | None], disputes: Sequence[int | None]
) -> defaultdict[tuple[str, int | None], list[Carried]]:
    query = (
        select(Report)
        .where(col(Report.claim_id).in_(claims) | col(Report.dispute_id).in_(disputes))
        .order_by(col(Report.id))
    )
    rows = session.exec(query).all()
    wanted = {row.source_id for row in rows} | {row.origin_id for row in rows}
    sources = session.exec(select(Source).where(col(Source.id).in_(wanted - {None}))).all() if rows else []
    names = {source.id: source.name for source in sources}
    reports: defaultdict[tuple[str, int | None], list[Carried]] = defaultdict(list)
    for row in rows:
        of = ("claim", row.claim_id) if row.claim_id is not None else ("dispute", row.dispute_id)
        reports[of].append(Carried(names.get(row.source_id), row.link, names.get(row.origin_id)))
    return reports


def _speakers(session: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = session.exec(select(Speaker).where(col(Speaker.id).in_(set(ids)))).all()
    return {row.id or 0: row.name for row in rows}


def _numbers(session: Session, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    rows = session.exec(select(Claim).where(col(Claim.id).in_(set(ids)))).all()
    return {row.id or 0: row.number for row in rows}
