"""Lists: the claims that fit several conditions at once, a page at a time, and how many there are.

However many claims are on file, a page is read along an index: from the few ids that a tag, a source or an open dispute
names, by who is on it, by who said it, by where it stands, or, where nothing narrower is asked for, by its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.claims import Sight, visible
from store.dossiers import CONTESTING, SET_ASIDE
from store.tables import Claim, ClaimTag, Desk, Dispute, Report
from store.tags import fold_tag

ON_FILE = ("new", "checking", "review", "on hold", "closed")
VERDICTS = ("unverified", "confirmed", "false", "misleading", "unproven", "not checkable")
FEW = 5_000  # ids that are looked up one by one; where there are more, the newest claims hold enough of them
COUNTED = 10_000  # nobody reads on: beyond this a list says how many there are at least

Fits = list[ColumnElement[bool]]


@dataclass(frozen=True)
class Wanted:
    """What the claims of a list have in common; what is empty is not asked for.

    Of several states, verdicts, people, speakers or sources any will do; of several tags all must be there. Without
    states, what was set aside is left out.
    """

    states: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # who is on it
    tags: tuple[str, ...] = ()
    speakers: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    contested: bool = False
    urgent: bool = False
    desk: int | None = None


def page(
    session: Session,
    sight: Sight,
    wanted: Wanted,
    *,
    limit: int,
    beyond: int | None = None,
    oldest_first: bool = False,
) -> list[Claim]:
    """The claims that fit and can be seen from here, newest first, at most `limit`; only those beyond a number."""
    number = col(Claim.number)
    after = [] if beyond is None else [number > beyond if oldest_first else number < beyond]
    found: list[int] = []
    for way in _ways(session, sight, wanted):
        query = select(Claim.number).where(*way, *after)
        found += session.exec(query.order_by(number if oldest_first else number.desc()).limit(limit))
    numbers = sorted(found, reverse=not oldest_first)[:limit]
    rows = session.exec(select(Claim).where(Claim.workspace_id == sight.workspace_id, number.in_(numbers))).all()
    return sorted(rows, key=lambda claim: claim.number, reverse=not oldest_first)


def count(session: Session, sight: Sight, wanted: Wanted, *, at_most: int = COUNTED) -> int:
    """How many claims fit and can be seen from here; `at_most` + 1 for more."""
    total = 0
    for way in _ways(session, sight, wanted):
        if total <= at_most:
            fitting = select(literal(1)).select_from(Claim).where(*way).limit(at_most + 1 - total)
            total += session.exec(select(func.count()).select_from(fitting.subquery())).one()
    return total


def seen_desks(session: Session, sight: Sight) -> Sequence[int | None]:
    """The desks whose claims can be seen from here."""
    return session.exec(select(Desk.id).where(visible(sight))).all()


def contested_ids(workspace_id: int) -> SelectOfScalar[int]:
    """The claims with an open dispute that denies, contradicts or corrects, and is no claim that was set aside."""
    other = aliased(Claim)
    set_aside = exists().where(col(other.id) == col(Dispute.with_claim_id), col(other.state).in_(SET_ASIDE))
    return select(Dispute.claim_id).where(
        Dispute.workspace_id == workspace_id,
        Dispute.outcome == "open",
        col(Dispute.kind).in_(CONTESTING),
        ~set_aside,
    )


def carried_ids(sources: Sequence[int]) -> SelectOfScalar[Any]:
    """The claims of which a report is by one of these sources, or credits one."""
    named = or_(col(Report.source_id).in_(sources), col(Report.origin_id).in_(sources))
    return select(Report.claim_id).where(named, col(Report.claim_id).is_not(None))


def _ways(session: Session, sight: Sight, wanted: Wanted) -> list[Fits]:
    """The conditions as one or several ways along an index, which share no claim.

    What is not to choose the index stands in an expression, so that neither database takes it for one: a planner
    without statistics would rather walk all claims of a desk.
    """
    states = wanted.states or ON_FILE
    fits: Fits = [(col(Claim.desk_id) + 0).in_(seen_desks(session, sight))]
    if wanted.desk is not None:
        fits.append(col(Claim.desk_id) + 0 == wanted.desk)
    narrow: Fits = []
    for ids in _named(sight.workspace_id, wanted):
        if _few(session, ids):
            narrow.append(col(Claim.id).in_(ids))
        else:
            fits.append((col(Claim.id) + 0).in_(ids))
    ways = [and_(*narrow)] if narrow else []
    same = {
        Claim.checker: wanted.people,
        Claim.speaker_id: wanted.speakers,
        Claim.priority: ("urgent",) if wanted.urgent else (),
    }
    for column, values in same.items():
        if values and not ways:
            ways = [and_(_at(sight), col(column) == value) for value in values]
        elif values:
            fits.append(_aside(column).in_(values))
    if not ways and (wanted.verdicts or wanted.states or wanted.desk is not None):
        desk = [] if wanted.desk is None else [col(Claim.desk_id) == wanted.desk]
        ways = [
            and_(_at(sight), *desk, col(Claim.verdict) == verdict, col(Claim.state) == state)
            for verdict, state in product(wanted.verdicts or VERDICTS, states)
        ]
    else:
        fits.append(_aside(Claim.state).in_(states))
        if wanted.verdicts:
            fits.append(_aside(Claim.verdict).in_(wanted.verdicts))
    if narrow:
        fits.append(col(Claim.workspace_id) + 0 == sight.workspace_id)
    return [[way, *fits] for way in ways or [_at(sight)]]


def _at(sight: Sight) -> ColumnElement[bool]:
    return col(Claim.workspace_id) == sight.workspace_id


def _aside(column: Any) -> ColumnElement[Any]:
    """A column that chooses no index."""
    return func.coalesce(column, None)


def _named(workspace_id: int, wanted: Wanted) -> list[SelectOfScalar[Any]]:
    """The ids that a tag, the sources, or open disputes name."""
    named: list[SelectOfScalar[Any]] = [
        select(ClaimTag.claim_id).where(ClaimTag.workspace_id == workspace_id, ClaimTag.tag == fold_tag(tag))
        for tag in wanted.tags
    ]
    if wanted.sources:
        named.append(carried_ids(wanted.sources))
    if wanted.contested:
        named.append(contested_ids(workspace_id))
    return named


def _few(session: Session, ids: SelectOfScalar[Any]) -> bool:
    counted = select(func.count()).select_from(ids.limit(FEW + 1).subquery())
    return session.exec(counted).one() <= FEW
