"""Speakers and sources by name: the same name typed twice is the same one."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from sqlmodel import Session, col, select

from store.tables import Source, Speaker

Named = TypeVar("Named", Speaker, Source)

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
    found = _find(session, kind, workspace_id, name)
    if found is None:
        found = kind(workspace_id=workspace_id, name=name, folded=fold(name))
        session.add(found)
        session.flush()
    return found


def _find(session: Session, kind: type[Named], workspace_id: int, name: str) -> Named | None:
    return session.exec(select(kind).where(kind.workspace_id == workspace_id, col(kind.folded) == fold(name))).first()
