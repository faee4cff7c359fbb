"""Wholes: claims with everything that is on file about each, to be taken out of the record a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from store.claims import Sight
from store.dossiers import Dossier, read_dossiers
from store.known_names import known_among
from store.tables import Claim, Event, Evidence, ReplyRequest, Report, Source, Speaker

Of = TypeVar("Of", Evidence, ReplyRequest)


@dataclass(frozen=True)
class Known:
    """A speaker or a source under the first of its names."""

    name: str
    reliability: str | None = None  # of a source, by the Admiralty code


@dataclass(frozen=True)
class Whole:
    """A claim with every row that belongs to it, and the names that these rows refer to."""

    dossier: Dossier
    reports: tuple[Report, ...] = ()  # of the claim
    of_disputes: Mapping[int, tuple[Report, ...]] = field(default_factory=dict)  # by the dispute's id
    evidence: tuple[Evidence, ...] = ()  # also what was taken back
    replies: tuple[ReplyRequest, ...] = ()
    events: tuple[Event, ...] = ()
    speakers: Mapping[int, Known] = field(default_factory=dict)
    sources: Mapping[int, Known] = field(default_factory=dict)
    untold: frozenset[int] = frozenset()  # events, by their sequence, that tell of what may not be named beside it


def read_wholes(session: Session, claims: Iterable[Claim], sight: Sight | None = None) -> list[Whole]:
    """Everything on file about these claims, in their order, in a fixed number of queries.

    A name that was joined to another is known as that only where `sight` sees that one, too; None sees all.
    """
    dossiers = read_dossiers(session, claims)
    ids = [dossier.claim.id or 0 for dossier in dossiers]
    disputes = {found.dispute.id or 0: found.dispute for each in dossiers for found in each.objections}
    reports: defaultdict[tuple[str, int | None], list[Report]] = defaultdict(list)
    carried = col(Report.claim_id).in_(ids) | col(Report.dispute_id).in_(disputes)
    for row in session.exec(select(Report).where(carried).order_by(col(Report.id))):
        reports["claim", row.claim_id].append(row)
        reports["dispute", row.dispute_id].append(row)
    evidence, replies = _of(session, Evidence, ids), _of(session, ReplyRequest, ids)
    events: defaultdict[int | None, list[Event]] = defaultdict(list)
    for event in session.exec(select(Event).where(col(Event.claim_id).in_(ids)).order_by(col(Event.sequence))):
        events[event.claim_id].append(event)
    said_by = [each.claim.speaker_id for each in dossiers] + [dispute.speaker_id for dispute in disputes.values()]
    speakers = _speakers(session, said_by, sight)
    sources = _sources(session, [row for rows in reports.values() for row in rows], sight)
    return [
        Whole(
            dossier,
            reports=tuple(reports["claim", claim_id]),
            of_disputes={
                found.dispute.id or 0: tuple(reports["dispute", found.dispute.id]) for found in dossier.objections
            },
            evidence=tuple(evidence[claim_id]),
            replies=tuple(replies[claim_id]),
            events=tuple(events[claim_id]),
            speakers=speakers,
            sources=sources,
        )
        for claim_id, dossier in zip(ids, dossiers, strict=True)
    ]


def _of(session: Session, kind: type[Of], ids: Sequence[int]) -> defaultdict[int, list[Of]]:
    rows: defaultdict[int, list[Of]] = defaultdict(list)
    for row in session.exec(select(kind).where(col(kind.claim_id).in_(ids)).order_by(col(kind.id))):
        rows[row.claim_id].append(row)
    return rows


def _speakers(session: Session, ids: Iterable[int], sight: Sight | None) -> dict[int, Known]:
    first = aliased(Speaker)
    query = select(Speaker, first).where(col(Speaker.id).in_(set(ids)))
    rows = session.exec(query.join(first, col(first.id) == col(Speaker.same_as), isouter=True)).all()
    seen = _seen(session, sight, Speaker, (own.same_as for own, _ in rows))
    return {own.id or 0: Known((group if group and group.id in seen else own).name) for own, group in rows}


def _sources(session: Session, reports: Iterable[Report], sight: Sight | None) -> dict[int, Known]:
    ids = {source_id for row in reports for source_id in (row.source_id, row.origin_id) if source_id is not None}
    first = aliased(Source)
    query = select(Source, first).where(col(Source.id).in_(ids))
    rows = session.exec(query.join(first, col(first.id) == col(Source.same_as), isouter=True)).all()
    seen = _seen(session, sight, Source, (own.same_as for own, _ in rows))
    return {
        own.id or 0: Known(
            (group if group and group.id in seen else own).name,
            own.reliability or (group.reliability if group else None),
        )
        for own, group in rows
    }


def _seen(
    session: Session, sight: Sight | None, kind: type[Speaker] | type[Source], ids: Iterable[int | None]
) -> set[int]:
    """Those of these names that may be told."""
    found = {name_id for name_id in ids if name_id is not None}
    return found if sight is None or not found else known_among(session, sight, kind, found)
