"""Speakers and sources under all their names: what is on file of each, and which names are one's.

Two names are joined by pointing one at the other: claims keep the speaker as it was typed, nothing is rewritten, and
parting them again is one step. Only names that can be seen from where somebody asks are offered, named or confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from bot.desk import history
from bot.desk.access import sight_of
from bot.desk.filing import earlier_numbers, keep_numbers
from bot.desk.request import Request
from bot.desk.withholding import is_withheld
from bot.errors import UNCHANGED, NotAllowed, NotFound, NotUnderstood
from store import Session, chain
from store.claims import Sight
from store.events import newest_of_workspace
from store.known_names import Tally, known_among, known_by_name, suggest, tally
from store.names import fold, group_of, join_names, named_by_id, part_name
from store.tables import Source, Speaker
from store.workspaces import lock_workspace

Kind = Literal["speaker", "source"]
Table = type[Speaker] | type[Source]
TABLES: dict[str, Table] = {"speaker": Speaker, "source": Source}
NEAR = 5  # names that are offered where none is meant exactly
JOINED_BEFORE = 500  # joinings looked through for what came along with a name

Named = TypeVar("Named", bound=Speaker | Source)


@dataclass(frozen=True)
class Name:
    """One name of a speaker or source."""

    id: int
    name: str


@dataclass(frozen=True)
class Profile:
    """A speaker or a source: how it is called, its other names, and what came of what it said or carried."""

    kind: Kind
    name: Name
    aliases: tuple[Name, ...]
    tally: Tally
    ids: tuple[int, ...]  # of all its names, those included that cannot be seen from here


def profile(session: Session, request: Request, kind: Kind, name: str) -> Profile:
    """The speaker or source of this name, as it is seen from here. Raises NotFound, with the names that are near."""
    sight = sight_of(session, request)
    row = _meant(session, sight, TABLES[kind], kind, name)
    return _profile(session, sight, kind, row)


def profile_by_id(session: Session, request: Request, kind: Kind, name_id: int) -> Profile:
    """The speaker or source one of whose names has this id. Raises NotUnderstood where it cannot be seen."""
    sight = sight_of(session, request)
    return _profile(session, sight, kind, _row(session, sight, kind, name_id))


def offer(session: Session, request: Request, kind: Kind, typed: str, *, limit: int) -> list[Name]:
    """The names that what is typed may mean, the likeliest first."""
    found = suggest(session, sight_of(session, request), TABLES[kind], typed, limit=limit)
    return [Name(each.id or 0, each.name) for each in found]


def join(session: Session, request: Request, kind: Kind, root_id: int, other_id: int) -> Profile:
    """Make two names one speaker's, or one source's, with whatever other names they have. Raises NotAllowed."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    sight = request.sight(workspace.id or 0)
    mine, other = (_row(session, sight, kind, name_id) for name_id in (root_id, other_id))
    if earlier_numbers(session, workspace, request):
        return _profile(session, sight, kind, mine)
    group, theirs = group_of(session, mine), group_of(session, other)
    root = group[0]
    if kind == "speaker" and any(is_withheld(row.name) for row in (mine, other)):
        raise NotAllowed(
            "A withheld speaker has no name that could be another's.",
            unchanged=UNCHANGED,
            remedy="Choose another name.",
            field="other",
        )
    if other.id in {row.id for row in group}:
        what = "That is the same name." if other.id == mine.id else f"{mine.name} and {other.name} are one already."
        raise NotAllowed(what, unchanged=UNCHANGED, remedy="Choose another name.", field="other")
    join_names(session, root, theirs)
    along = [row.name for row in theirs if row.id != other.id]
    new = {"kind": kind, "name": other.name, "same_as": root.name, "along": along}
    history.note(session, workspace, request, history.What.NAMES_JOINED, new=new)
    keep_numbers(session, workspace, request, [other.id or 0])
    session.flush()
    return _profile(session, sight, kind, mine)


def part(session: Session, request: Request, kind: Kind, name_id: int) -> Profile:
    """Part a name from those it was joined to, with the names that came along with it then; what is left of them."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    sight = request.sight(workspace.id or 0)
    row = _row(session, sight, kind, name_id)
    group = group_of(session, row)
    root = group[0]
    if row.same_as is None:
        if earlier_numbers(session, workspace, request):
            return _profile(session, sight, kind, row)
        raise NotAllowed(f"{row.name} stands for itself already.", unchanged=UNCHANGED)
    came = _came_along(session, workspace.id or 0, kind, row.name)
    part_name(session, row, [each for each in group[1:] if each.name in came and each.id != row.id])
    new = {"kind": kind, "name": row.name, "same_as": root.name, "along": came}
    history.note(session, workspace, request, history.What.NAMES_PARTED, new=new)
    keep_numbers(session, workspace, request, [name_id])
    session.flush()
    known = known_among(session, sight, TABLES[kind], (each.id for each in group))
    left = next((each for each in group_of(session, root) if each.id in known), row)
    return _profile(session, sight, kind, left)


def group_ids(session: Session, request: Request, kind: Kind, name: str) -> tuple[int, ...]:
    """The ids of all the names of whoever has this one. Raises NotFound, with the names that are near."""
    row = _meant(session, sight_of(session, request), TABLES[kind], kind, name)
    return tuple(each.id or 0 for each in group_of(session, row))


def _meant(session: Session, sight: Sight, table: type[Named], kind: Kind, name: str) -> Named:
    """The name itself, or the only speaker or source one of whose names holds what was typed."""
    row = known_by_name(session, sight, table, name)
    if row is not None:
        return row
    near = suggest(session, sight, table, name, limit=NEAR + 1) if fold(name).strip() else []
    if near and len({each.same_as or each.id for each in near}) == 1:
        return near[0]
    verb = "by" if kind == "speaker" else "via"
    if near:
        listed = ", ".join(f"“{each.name}”" for each in near[:NEAR]) + (", and more" if len(near) > NEAR else "")
        raise NotFound(
            f"Several {kind}s fit “{name}”: {listed}.",
            unchanged="",
            remedy=f"Name one of them, for example: `/claim list {verb} {near[0].name}`",
        )
    raise NotFound(
        f"There is no {kind} “{name}” that you can see.",
        unchanged="",
        remedy=f"Search for a part of the name: `/claim search {name}`",
    )


def _row(session: Session, sight: Sight, kind: Kind, name_id: int) -> Speaker | Source:
    table = TABLES[kind]
    row = named_by_id(session, table, sight.workspace_id, name_id)
    if row is None or not known_among(session, sight, table, [name_id]):
        raise NotUnderstood(f"Which {kind}?", unchanged=UNCHANGED, remedy="Choose one of those shown.", field="other")
    return row


def _profile(session: Session, sight: Sight, kind: Kind, row: Speaker | Source) -> Profile:
    group: Sequence[Speaker | Source] = group_of(session, row)
    ids = tuple(each.id or 0 for each in group)
    known = known_among(session, sight, TABLES[kind], ids)
    seen = [Name(each.id or 0, each.name) for each in group if each.id in known]
    return Profile(kind, seen[0], tuple(seen[1:]), tally(session, sight, TABLES[kind], ids), ids)


def _came_along(session: Session, workspace_id: int, kind: Kind, name: str) -> list[str]:
    """The other names that came along when this one was last joined to another."""
    for row in newest_of_workspace(session, workspace_id, history.What.NAMES_JOINED, limit=JOINED_BEFORE):
        new = chain.read(row)["new"]
        if (new["kind"], new["name"]) == (kind, name):
            return list(new["along"])
    return []
