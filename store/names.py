"""Speakers and sources by name: the same name typed twice is the same one."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from sqlmodel import Session, col, select

from store.tables import Source, Speaker

Named = TypeVar("Named", Speaker, Source)


def fold(name: str) -> str:
    """The name without case, marks, punctuation and doubled spaces; the name itself if nothing else is in it."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(kept.split()) or name.strip()


def find_or_add(session: Session, kind: type[Named], workspace_id: int, name: str) -> Named:
    """The speaker or source of this name, filed on first sight."""
    found = _find(session, kind, workspace_id, name)
    if found is None:
        found = kind(workspace_id=workspace_id, name=name, folded=fold(name))
        session.add(found)
        session.flush()
    return found


def knows_source(session: Session, workspace_id: int, name: str) -> bool:
    """Whether a source of this name is on file."""
    return _find(session, Source, workspace_id, name) is not None


def _find(session: Session, kind: type[Named], workspace_id: int, name: str) -> Named | None:
    return session.exec(select(kind).where(kind.workspace_id == workspace_id, col(kind.folded) == fold(name))).first()
