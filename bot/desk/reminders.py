"""What a reminder says: the claims of one checker, or of a desk, that are still unverified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store import Session, due
from store.claims import claims_by_numbers
from store.dossiers import SET_ASIDE, Dossier, read_dossiers
from store.tables import Desk

TIMES = 3  # reminders of one claim, before its lead is told once
# States in which nobody needs to be reminded: it is settled, put off, or out of the way.
QUIET = (*SET_ASIDE, "on hold", "closed")


@dataclass(frozen=True)
class Line:
    """One claim of a reminder: which reminder of it this is, and when its next one comes."""

    dossier: Dossier
    nth: int
    next_at: datetime | None


@dataclass(frozen=True)
class Reminder:
    """One grouped reminder as the record stands at `now`; the `last` goes to the lead, then there is silence."""

    desk: Desk
    checker: str | None
    now: datetime
    lines: tuple[Line, ...]
    last: bool


def compile_reminder(
    session: Session, desk: Desk, *, checker: str | None, last: bool, nths: Mapping[int, int], now: datetime
) -> Reminder | None:
    """Read what a reminder is to say now; None if nothing is left to say. `nths`: references, and which reminder."""
    claims = [
        claim
        for claim in claims_by_numbers(session, desk.workspace_id, list(nths))
        if claim.verdict == "unverified" and claim.state not in QUIET and (last or claim.checker == checker)
    ]
    if not claims:
        return None
    lines = []
    for dossier in read_dossiers(session, claims):
        row = due.reminder_due(session, dossier.claim.id)
        lines.append(Line(dossier, nths[dossier.claim.number], row.at if row is not None else None))
    return Reminder(desk, checker, now, tuple(lines), last)
