"""Lists: the claims that fit several conditions at once, a page at a time, and how many there are.

However many claims are on file, a page is read along an index: from the few ids that a tag, a source or an open dispute
names, by who is on it, by who said it, by where it stands, or, where nothing narrower is asked for, by its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.claims import Sight, contests, seen
from store.dossiers import SET_ASIDE
from store.tables import Claim, ClaimTag, Desk, Dispute, Report
from store.tags import fold_tag

ON_FILE = ("new", "checking", "review", "on hold", "closed")
EVERY_STATE = (*ON_FILE, *SET_ASIDE)
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
    reader: str | None = None  # who may sign off what is proposed
    restricted: bool | None = None  # only those that are, or are not


def page(
    session: Session,
    sight: Sight,
    wanted: Wanted,
    *,
    limit: int,
    beyond: int | None = None,
    oldest_first: bool = False,
    few: int = FEW,
) -> list[Claim]:
    """The claims that fit and can be seen from here, newest first, at most `limit`; only those beyond a number."""
    number = col(Claim.number)
    after = [] if beyond is None else [number > beyond if oldest_first else number < beyond]
    way, fits = _way(session, sight, wanted, few=few)
    found: list[int] = []
    # Along one index each is in order already; of several values together it would have to be sorted first.
    for values in product(*(each.values for each in way)):
        same = [each.column == value for each, value in zip(way, values, strict=True)]
        query = select(Claim.number).where(*same, *fits, *after)
        found += session.exec(query.order_by(number if oldest_first else number.desc()).limit(limit))
    numbers = sorted(found, reverse=not oldest_first)[:limit]
    rows = session.exec(select(Claim).where(Claim.workspace_id == sight.workspace_id, number.in_(numbers))).all()
    return sorted(rows, key=lambda claim: claim.number, reverse=not oldest_first)


def count(session: Session, sight: Sight, wanted: Wanted, *, at_most: int = COUNTED) -> int:
    """How many claims fit and can be seen from here; `at_most` + 1 for more."""
    way, fits = _way(session, sight, wanted, few=None)
    same = [each.column.in_(each.values) for each in way]
    # A column that no index has: or SQLite walks the one that has all the others, from its beginning to its end.
    fitting = select(Claim.revision).where(*same, *fits).limit(at_most + 1)
    return session.exec(select(func.count()).select_from(fitting.subquery())).one()


def contested_ids(workspace_id: int) -> SelectOfScalar[int]:
    """The claims that a dispute contests."""
    return select(Dispute.claim_id).where(Dispute.workspace_id == workspace_id, contests())


def carried_ids(sources: Sequence[int]) -> SelectOfScalar[Any]:
    """The claims of which a report is by one of these sources, or credits one."""
    named = or_(col(Report.source_id).in_(sources), col(Report.origin_id).in_(sources))
    return select(Report.claim_id).where(named, col(Report.claim_id).is_not(None))


def carried(sources: Sequence[int]) -> ColumnElement[bool]:
    """The condition on a claim that one of these sources carried it, or is credited for it."""
    named = or_((col(Report.source_id) + 0).in_(sources), (col(Report.origin_id) + 0).in_(sources))
    return exists().where(col(Report.claim_id) == col(Claim.id), named)


@dataclass(frozen=True)
class _Along:
    """A column of the index that is walked, and the values that are wanted in it."""

    column: Any
    values: tuple[Any, ...]


def _way(session: Session, sight: Sight, wanted: Wanted, *, few: int | None) -> tuple[list[_Along], Fits]:
    """The columns of the index to walk along, in its order, and what else has to hold.

    Claims that a tag, a source or a dispute names are looked up one by one where there are `few` of them at most, or
    always (None). What is not to choose the index stands in an expression, so that neither database takes it for one: a
    planner without statistics would rather walk all claims of a desk.
    """
    fits: Fits = [seen(session, sight)]
    if wanted.reader is not None:
        fits.append(_signed_by(sight, wanted.reader))
    if wanted.restricted is not None:
        fits.append(_aside(col(Claim.restricted)).is_(wanted.restricted))
    named = False
    for ids, held in _named(sight.workspace_id, wanted):
        if few is None or _at_most(session, ids, few):
            fits.append(col(Claim.id).in_(ids))
            named = True
        else:
            fits.append(held)
    here = [] if named else [_Along(col(Claim.workspace_id), (sight.workspace_id,))]
    if named:
        fits.append(col(Claim.workspace_id) + 0 == sight.workspace_id)
    conditions = [
        _Along(col(Claim.checker), wanted.people),
        _Along(col(Claim.speaker_id), wanted.speakers),
        _Along(col(Claim.priority), ("urgent",) if wanted.urgent else ()),
    ]
    narrow = next((each for each in conditions if each.values), None)
    walked = here if narrow is None or named else [*here, narrow]
    fits += [_aside(each.column).in_(each.values) for each in conditions if each.values and each not in walked]
    states, desk = wanted.states or ON_FILE, () if wanted.desk is None else (wanted.desk,)
    # A page of a whole record is read by number: in every state and with any verdict would be 42 pages, to be merged.
    whole = few is not None and set(states) >= set(EVERY_STATE) and not wanted.verdicts
    if not named and narrow is None and not whole and (wanted.verdicts or wanted.states or desk):
        standing = [_Along(col(Claim.verdict), wanted.verdicts or VERDICTS), _Along(col(Claim.state), states)]
        return [*here, *([_Along(col(Claim.desk_id), desk)] if desk else []), *standing], fits
    if not whole:
        fits.append(_aside(col(Claim.state)).in_(states))
    if wanted.verdicts:
        fits.append(_aside(col(Claim.verdict)).in_(wanted.verdicts))
    if desk:
        fits.append(col(Claim.desk_id) + 0 == wanted.desk)
    return walked, fits


def _signed_by(sight: Sight, reader: str) -> ColumnElement[bool]:
    """Whose verdict this person may sign off: others', and their own where no second reader is asked for."""
    alone = select(Desk.id).where(Desk.workspace_id == sight.workspace_id, col(Desk.second_reader).is_(False))
    return or_(func.coalesce(Claim.proposed_by, "") != reader, (col(Claim.desk_id) + 0).in_(alone))


def _aside(column: Any) -> ColumnElement[Any]:
    """A column that chooses no index."""
    return func.coalesce(column, None)


def _named(workspace_id: int, wanted: Wanted) -> list[tuple[SelectOfScalar[Any], ColumnElement[bool]]]:
    """What a tag, the sources, or open disputes name: as ids to look up, and as a condition on one claim."""
    named: list[tuple[SelectOfScalar[Any], ColumnElement[bool]]] = []
    for tag in map(fold_tag, wanted.tags):
        tagged = select(ClaimTag.claim_id).where(ClaimTag.workspace_id == workspace_id, ClaimTag.tag == tag)
        named.append((tagged, tagged.where(col(ClaimTag.claim_id) == col(Claim.id)).exists()))
    if wanted.sources:
        named.append((carried_ids(wanted.sources), carried(wanted.sources)))
    if wanted.contested:
        contested = contested_ids(workspace_id)
        named.append((contested, contested.where(col(Dispute.claim_id) == col(Claim.id)).exists()))
    return named


def _at_most(session: Session, ids: SelectOfScalar[Any], few: int) -> bool:
    counted = select(func.count()).select_from(ids.limit(few + 1).subquery())
    return session.exec(counted).one() <= few
