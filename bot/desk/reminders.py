"""What a reminder says: the claims of one checker, or of a desk, that are still unverified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk.desks import wants_reminding
from bot.desk.steps import State
from store import Session, due
from store.claims import claims_by_numbers
from store.dossiers import Dossier, read_dossiers
from store.tables import Claim, Desk

TIMES = 3  # reminders of one claim, before its lead is told once


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


def reminded_of(claim: Claim) -> str | None:
    """Who is reminded of a claim: its checker; of one in review, or that nobody is on, the desk."""
    return None if claim.state == State.REVIEW else claim.checker


def compile_reminder(
    session: Session, desk: Desk, *, checker: str | None, last: bool, nths: Mapping[int, int], now: datetime
) -> Reminder | None:
    """Read what a reminder is to say now; None if nothing is left to say. `nths`: references, and which reminder."""
    claims = [
        claim
        for claim in claims_by_numbers(session, desk.workspace_id, list(nths))
        if wants_reminding(claim) and (last or reminded_of(claim) == checker)
    ]
    if not claims:
        return None
    lines = []
    for dossier in read_dossiers(session, claims):
        row = due.reminder_due(session, dossier.claim.id)
        lines.append(Line(dossier, nths[dossier.claim.number], row.at if row is not None else None))
    return Reminder(desk, checker, now, tuple(lines), last)
