"""Known names: the speakers and sources that somebody can see from where they look, and what is on file of them.

A name that only claims of a private channel hold is not known anywhere else: not offered, not counted, not confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_
from sqlmodel import Session, col, select

from store.claims import Sight, seen, unnamed
from store.dossiers import SET_ASIDE
from store.lists import carried, carried_ids, contested_ids
from store.names import Named, find_named, fold
from store.tables import Claim, Dispute, Report, Source, Speaker

LOOKED_AT = 300  # names that fit what is typed, and newest claims whose names are offered before anything is


@dataclass(frozen=True)
class Tally:
    """What is on file of a speaker or source: claims by verdict, contested ones, disputes filed against others."""

    verdicts: Mapping[str, int] = field(default_factory=dict)
    contested: int = 0
    disputes: int = 0

    @property
    def claims(self) -> int:
        """How many claims, those that were set aside left out."""
        return sum(self.verdicts.values())


def known_among(session: Session, sight: Sight, kind: type[Named], ids: Iterable[int | None]) -> set[int]:
    """Those of these names that a claim, a dispute or a report holds that can be seen from here."""
    shown = seen(session, sight)
    if kind is Speaker:
        said = exists().where(
            col(Claim.workspace_id) == sight.workspace_id, col(Claim.speaker_id) == col(Speaker.id), shown
        )
        disputed = exists().where(
            col(Dispute.speaker_id) == col(Speaker.id), col(Claim.id) == col(Dispute.claim_id), shown, ~unnamed()
        )
        used = or_(said, disputed)
    else:
        used = or_(*(_reported(column, shown) for column in (Report.source_id, Report.origin_id)))
    query = select(kind.id).where(kind.workspace_id == sight.workspace_id, col(kind.id).in_(list(ids)), used)
    return {name_id for name_id in session.exec(query) if name_id is not None}


def known_by_name(session: Session, sight: Sight, kind: type[Named], name: str) -> Named | None:
    """The speaker or source of exactly this name, if it can be seen from here."""
    row = find_named(session, kind, sight.workspace_id, name)
    return row if row is not None and known_among(session, sight, kind, [row.id]) else None


def _reported(column: Any, shown: Any) -> Any:
    """That a report names a source which a claim that is seen has, or a dispute of one."""
    of_claim = exists().where(col(column) == col(Source.id), col(Claim.id) == col(Report.claim_id), shown)
    of_dispute = exists().where(
        col(column) == col(Source.id),
        col(Dispute.id) == col(Report.dispute_id),
        col(Claim.id) == col(Dispute.claim_id),
        shown,
        ~unnamed(),
    )
    return or_(of_claim, of_dispute)


def suggest(session: Session, sight: Sight, kind: type[Named], typed: str, *, limit: int) -> list[Named]:
    """The known names that what is typed may mean, with the other names of each; the likeliest first.

    Names that begin with it come first, then those with a word that does, then those that hold it; within these the
    most used. Before anything is typed: those of the newest claims.
    """
    typed = typed.strip()
    ranked: list[Named] = _matching(session, sight, kind, typed) if typed else _newest(session, sight, kind)
    known = known_among(session, sight, kind, (row.id for row in ranked))
    found: list[Named] = [row for row in ranked if row.id in known][:limit]
    others = _others(session, sight, kind, found)
    offered: dict[int | None, Named] = {}
    for row in found:
        offered.setdefault(row.id, row)
        offered |= {other.id: other for other in others.get(row.same_as or row.id, ()) if other.id not in offered}
    return list(offered.values())[:limit]


def _matching(session: Session, sight: Sight, kind: type[Named], typed: str) -> list[Named]:
    whole, folded = fold(typed), col(kind.folded)
    begins = folded.startswith(whole, autoescape=True)
    rank = case((folded == whole, 0), (begins, 1), (folded.contains(f" {whole}", autoescape=True), 2), else_=3)
    holds = [folded.contains(word, autoescape=True) for word in whole.split()]
    query: Any = (
        select(kind, rank)
        .where(kind.workspace_id == sight.workspace_id, *holds)
        .order_by(rank, func.length(folded), folded)
        .limit(LOOKED_AT)
    )
    rows: list[tuple[Named, int]] = [(row, place) for row, place in session.exec(query)]
    used = _used(session, sight, kind, [row.id for row, _ in rows])
    rows.sort(key=lambda each: (each[1], -used[each[0].id], each[0].folded))
    return [row for row, _ in rows]


def _newest(session: Session, sight: Sight, kind: type[Named]) -> list[Named]:
    """The names of the newest claims, or reports, the most used first."""
    newest: Any
    if kind is Speaker:
        newest = (
            select(Claim.speaker_id).where(Claim.workspace_id == sight.workspace_id).order_by(col(Claim.number).desc())
        )
    else:
        newest = (
            select(Report.source_id).where(Report.workspace_id == sight.workspace_id).order_by(col(Report.id).desc())
        )
    often = Counter(session.exec(newest.limit(LOOKED_AT)))
    rows = session.exec(select(kind).where(col(kind.id).in_(list(often)))).all()
    return sorted(rows, key=lambda row: (-often[row.id], row.folded))


def _used(session: Session, sight: Sight, kind: type[Named], ids: Sequence[int | None]) -> Counter[int | None]:
    """How often each of these names is used, read from an index alone: it orders what is offered and shows nothing."""
    query: Any
    if kind is Speaker:
        column: Any = Claim.speaker_id
        query = select(column, func.count()).where(Claim.workspace_id == sight.workspace_id)
    else:
        column = Report.source_id
        query = select(column, func.count())
    return Counter(dict(session.exec(query.where(col(column).in_(ids)).group_by(column)).all()))


def _others(session: Session, sight: Sight, kind: type[Named], found: Sequence[Named]) -> dict[int | None, list[Named]]:
    """The other known names of those found, by the one that they are names of."""
    roots = {row.same_as or row.id for row in found}
    rows = session.exec(select(kind).where(or_(col(kind.id).in_(roots), col(kind.same_as).in_(roots)))).all()
    known = known_among(session, sight, kind, (row.id for row in rows))
    others: dict[int | None, list[Named]] = {}
    for row in rows:
        if row.id in known:
            others.setdefault(row.same_as or row.id, []).append(row)
    return others


def tally(session: Session, sight: Sight, kind: type[Named], ids: Sequence[int]) -> Tally:
    """What is on file of a speaker or source under all its names, within what can be seen from here."""
    shown = [seen(session, sight), func.coalesce(Claim.state, None).not_in(SET_ASIDE)]
    if kind is Speaker:
        theirs = [col(Claim.workspace_id) == sight.workspace_id, col(Claim.speaker_id).in_(ids)]
        beside: ColumnElement[bool] = (col(Claim.speaker_id) + 0).in_(ids)
    else:
        theirs = [col(Claim.id).in_(carried_ids(ids))]
        beside = carried(ids)
    verdicts = session.exec(select(Claim.verdict, func.count()).where(*theirs, *shown).group_by(Claim.verdict)).all()
    contested = select(func.count()).where(col(Claim.id).in_(contested_ids(sight.workspace_id)), beside, *shown)
    against = 0
    if kind is Speaker:
        disputes = select(func.count()).select_from(Dispute).join(Claim, col(Claim.id) == col(Dispute.claim_id))
        against = session.exec(
            disputes.where(
                col(Dispute.speaker_id).in_(ids), (col(Claim.speaker_id) + 0).not_in(ids), *shown, ~unnamed()
            )
        ).one()
    return Tally(dict(verdicts), session.exec(contested).one(), against)
