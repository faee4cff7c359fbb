"""How somebody is reminded of the claims they took: as they fall due, once a day, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk import history
from bot.desk.desks import ask_about, own_zone
from bot.desk.request import Request
from bot.desk.scheduling import Reminded, reschedule_person
from bot.errors import UNCHANGED, NotUnderstood
from store import Session
from store.workspaces import find_person, known_id, lock_workspace, person_here


@dataclass(frozen=True)
class OwnReminders:
    """How somebody is reminded, and the zone in which that is; None as long as Slack has not told us."""

    how: Reminded
    zone: str | None


def how_reminded(session: Session, request: Request) -> OwnReminders:
    """How whoever asks is reminded now."""
    workspace_id = known_id(session, request.team, request.enterprise)
    person = find_person(session, workspace_id, request.person)
    return OwnReminders(Reminded(person.reminded if person is not None else Reminded.AS_DUE), _zone(session, request))


def choose_reminders(session: Session, request: Request, how: str) -> OwnReminders:
    """Have whoever asks be reminded so from now on; who is told in the end hears of their claims all the same.

    Raises NotUnderstood.
    """
    if how not in tuple(Reminded):
        raise NotUnderstood(
            f"“{how[:40]}” is no way to be reminded.",
            unchanged=UNCHANGED,
            remedy="One of: " + ", ".join(f"`/claim reminders {each}`" for each in Reminded),
            field="how",
        )
    workspace = lock_workspace(session, request.team, request.enterprise)
    person = person_here(session, workspace.id or 0, request.person)
    before, person.reminded = person.reminded, how
    session.add(person)
    ask_about(session, workspace, request)
    if before != how:
        old, new = {"reminded": before}, {"reminded": how}
        history.note(session, workspace, request, history.What.REMINDERS_CHOSEN, old=old, new=new)
        reschedule_person(session, workspace.id or 0, request.person, request.now)
    return OwnReminders(Reminded(how), _zone(session, request))


def _zone(session: Session, request: Request) -> str | None:
    zone = own_zone(session, known_id(session, request.team, request.enterprise), request.person)
    return None if zone is None else zone.key
