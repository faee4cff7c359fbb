"""What is typed to put something beside a claim: `C-12 evidence …`, `C-12 report …`, `C-12 asked …`.

Only after a reference with its letter: `12 evidence bags were found` is a claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk.references import parse_reference


@dataclass(frozen=True)
class AddEvidence:
    """Evidence on a claim, to be read by `exhibits.read_exhibit`, as Slack sent it; empty: the form."""

    number: int
    text: str = ""


@dataclass(frozen=True)
class AddReport:
    """A report of a claim, to be read by `reporting.read_typed_reports`, as Slack sent it; empty: the form."""

    number: int
    text: str = ""


@dataclass(frozen=True)
class AskForReply:
    """A request for a reply to a claim, to be read by `replies.read_asking`, as Slack sent it; empty: the form."""

    number: int
    text: str = ""


AddNote = AddEvidence | AddReport | AskForReply
_NOTES: dict[str, type[AddEvidence] | type[AddReport] | type[AskForReply]] = {
    "evidence": AddEvidence,
    "report": AddReport,
    "asked": AskForReply,
}
_NOTE = re.compile(
    r"(?P<reference>[^\s\d]\S*)\s+(?P<what>evidence|report|asked)(?:\s+(?P<rest>.*))?", re.IGNORECASE | re.DOTALL
)


def read_note(text: str) -> AddNote | None:
    """What is put beside which claim; None for anything else."""
    found = _NOTE.fullmatch(text)
    number = parse_reference(found["reference"]) if found else None
    if found is None or number is None:
        return None
    return _NOTES[found["what"].casefold()](number, found["rest"] or "")
