"""A withheld speaker: the word stands where the name would, and who knows the name is kept instead of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.grammar import Line
from bot.errors import NotUnderstood
from store.names import fold
from store.tables import Claim, Dispute

WITHHELD = "withheld"
# How people write it where a name is asked for.
_WRITTEN = (WITHHELD, "name withheld", "speaker withheld")
NAMED_BEFORE = "a name"  # what an edit's history says of the name that it takes away
KNOWN_AT_MOST = 10  # people who know it, in one form


def is_withheld(name: str | None) -> bool:
    """Whether this is no name, but says that there is one."""
    return fold(name or "") in _WRITTEN


def withholding(line: Line, knows: str) -> Line:
    """A line whose speaker is withheld, with who knows the name: `knows`, unless somebody was named; any other line."""
    if not is_withheld(line.speaker):
        return replace(line, known_to=()) if line.known_to else line
    return replace(line, speaker=WITHHELD, known_to=tuple(dict.fromkeys(line.known_to)) or (knows,))


def check_known_to(line: Line) -> None:
    """Refuse people who are to know a name that is given. Raises NotUnderstood."""
    if line.known_to and not is_withheld(line.speaker):
        raise NotUnderstood(
            "You named the speaker, so nobody has to be asked for the name.",
            remedy="Leave this empty, or enter “withheld” as the speaker.",
            field="known_to",
        )


def known_to(row: Claim | Dispute | Line) -> dict[str, Any]:
    """Who knows a withheld speaker, as the history keeps it; nothing where the speaker is named."""
    return {"known_to": sorted(row.known_to)} if row.known_to else {}


def without_name(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What a history keeps of a wording before its speaker was withheld: not once more the name that goes."""
    if new["speaker"] != WITHHELD or old["speaker"] == WITHHELD:
        return old
    return old | {"speaker": NAMED_BEFORE, "role": None}
