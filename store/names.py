"""Speakers and sources by name: the same name typed twice is the same one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.rows import add, find, find_id
from store.tables import Source, Speaker

Named = TypeVar("Named", bound=Speaker | Source)

# Accents of European scripts, Hebrew points, Arabic vowel marks: a name is the same with and without them.
_ACCENTS = {*map(chr, range(0x0300, 0x0370)), *map(chr, range(0x0591, 0x05C8)), *map(chr, range(0x064B, 0x0660)), "ٰ"}


def fold(name: str) -> str:
    """The name without case, accents, punctuation and doubled spaces; the name itself if nothing else is in it.

    What tells names apart stays: the vowel signs of scripts that write them as marks, and signs as in `C++`.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter if _tells_apart(letter) else " " for letter in decomposed if letter not in _ACCENTS)
    return " ".join(kept.split()) or name.strip()


def _tells_apart(letter: str) -> bool:
    return letter in "_+#" or unicodedata.category(letter)[0] in "LNM"


def find_or_add(session: Session, kind: type[Named], workspace_id: int, name: str) -> Named:
    """The speaker or source of this name, filed on first sight."""
    return session.get_one(kind, id_of(session, kind, workspace_id, name))


def id_of(session: Session, kind: type[Named], workspace_id: int, name: str) -> int:
    """The id of the speaker or source of this name, filed on first sight."""
    known = {"workspace_id": workspace_id, "folded": fold(name)}
    return find_id(session, kind, **known) or add(session, kind, **known, name=name)


def are_one(session: Session, kind: type[Named], one_id: int, other_id: int) -> bool:
    """Whether two names were typed for the same one, or joined since."""
    roots = {session.get_one(kind, each).same_as or each for each in (one_id, other_id)}
    return len(roots) == 1


def find_named(session: Session, kind: type[Named], workspace_id: int, name: str) -> Named | None:
    """The speaker or source of this name, if one is on file."""
    return find(session, kind, workspace_id=workspace_id, folded=fold(name))


def named_by_id(session: Session, kind: type[Named], workspace_id: int, name_id: int) -> Named | None:
    """The speaker or source with this id, if this workspace has it."""
    return find(session, kind, workspace_id=workspace_id, id=name_id)


def group_of(session: Session, row: Named) -> list[Named]:
    """All the names of one speaker or source: the one that the others are names of, then those, by their letters."""
    root = row.same_as or row.id
    kind = type(row)
    rows = session.exec(select(kind).where(or_(col(kind.id) == root, col(kind.same_as) == root))).all()
    return sorted(rows, key=lambda each: (each.id != root, each.folded))


def join_names(session: Session, root: Named, others: Iterable[Named]) -> None:
    """Make these other names of `root`, which is no other name itself."""
    for row in others:
        row.same_as = root.id
        session.add(row)


def part_name(session: Session, row: Named, along: Sequence[Named] = ()) -> None:
    """Make a name stand for itself again; those `along` with it become other names of it."""
    row.same_as = None
    session.add(row)
    join_names(session, row, along)
