"""What a reminder says: the claims that one checker took, or that a desk has, which are still unverified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.access import kept
from bot.desk.awaiting import awaited
from bot.desk.permalinks import card_links
from bot.desk.scheduling import Reminded, reminded_of, wants_reminding
from store import Session, due
from store.claims import claims_by_numbers
from store.dossiers import Dossier, read_dossiers
from store.tables import Desk, ReplyRequest
from store.workspaces import find_person, workspace_by_id


@dataclass(frozen=True)
class Line:
    """One claim of a reminder: which reminder of it this is, and when its next one comes.

    `unheard`: whoever is on it has asked for no reminders. `awaited` are its requests for a reply that end soon.
    """

    dossier: Dossier
    nth: int
    next_at: datetime | None
    unheard: bool = False
    awaited: tuple[ReplyRequest, ...] = ()

    @property
    def times(self) -> int:
        """How many reminders there are of it before somebody is told in the end."""
        return self.dossier.desk.remind_times


@dataclass(frozen=True)
class Reminder:
    """One grouped reminder as the record stands at `now`, read in `zone`.

    The `last` names those who are told in the end (`named`); then there is silence. `direct`: it comes to one person,
    and may be of several desks.
    """

    desk: Desk
    checker: str | None
    now: datetime
    lines: tuple[Line, ...]
    last: bool
    zone: str
    named: tuple[str, ...] = ()
    direct: bool = False
    links: Mapping[int, str] = field(default_factory=dict)  # to the cards, by reference


def told_in_the_end(desk: Desk) -> list[str]:
    """Who is told once of what has been told so often as the desk wants: chosen for it, or its leads."""
    return list(desk.tell_at_last or desk.leads)


def compile_reminder(session: Session, desk: Desk, about: Mapping[str, Any], now: datetime) -> Reminder | None:
    """Read what a reminder is to say now; None if nothing is left to say. `about` is what its outbox row holds."""
    checker, last, direct = about["checker"], about["last"], about.get("direct", False)
    nths, named = about["nths"], tuple(about.get("named", ()))
    reader = find_person(session, desk.workspace_id, named[0] if last and named else checker or "")
    if not last and reader is not None and reader.reminded == Reminded.NEVER:
        return None
    claims = [
        claim
        for claim in claims_by_numbers(session, desk.workspace_id, [int(number) for number in nths])
        if wants_reminding(claim) and (last or reminded_of(claim) == checker)
    ]
    dossiers = [
        each
        for each in read_dossiers(session, claims)
        if not kept(each.claim, each.desk) or (each.desk.id == desk.id and not direct)
    ]
    if not dossiers:
        return None
    lines = []
    for dossier in dossiers:
        row = due.reminder_due(session, dossier.claim.id)
        lines.append(
            Line(
                dossier,
                nths[str(dossier.claim.number)],
                row.at if row is not None else None,
                last and _unheard(session, dossier),
                awaited(dossier, now),
            )
        )
    if last:
        lines.sort(key=lambda each: each.dossier.claim.filed_at)
    return Reminder(
        desk,
        checker,
        now,
        tuple(lines),
        last,
        zone=(reader.zone if direct and reader is not None else None) or desk.zone,
        named=named,
        direct=direct,
        links=card_links(session, workspace_by_id(session, desk.workspace_id), claims) if direct else {},
    )


def _unheard(session: Session, dossier: Dossier) -> bool:
    who = reminded_of(dossier.claim)
    person = None if who is None else find_person(session, dossier.claim.workspace_id, who)
    return person is not None and person.reminded == Reminded.NEVER
