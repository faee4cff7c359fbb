"""A turn: one person doing one thing with one claim, from looking it up to writing it down."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.desk import history
from bot.desk.access import may_decide_for_others, may_speak_on, visible_claim
from bot.desk.characters import clean
from bot.desk.filing import earlier_numbers, keep_numbers
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.scheduling import schedule_reminder
from bot.desk.steps import Standing, Step, check, check_state
from bot.errors import UNCHANGED, NotUnderstood, Overtaken, nothing_changed
from store import Session, due
from store.desks import desk_by_id
from store.dossiers import SET_ASIDE, Dossier, read_dossier
from store.events import last_step
from store.tables import Claim, Desk, Event, Workspace
from store.workspaces import lock_workspace

FIND_IT = "See what is on file with `/claim list`."


@dataclass(frozen=True)
class Stepped:
    """What became of a turn: the claim as it now stands, and when its next reminder is due, if one is."""

    dossier: Dossier
    next_reminder: datetime | None = None


@dataclass(frozen=True)
class Turn:
    """A claim in somebody's hands, its workspace locked. `repeated`: this very request was answered before."""

    session: Session
    request: Request
    workspace: Workspace
    claim: Claim
    desk: Desk
    repeated: bool

    @property
    def decides(self) -> bool:
        """Whether this person may step in for others."""
        return may_decide_for_others(self.session, self.request, self.desk)

    def check(self, step: Step) -> None:
        """Refuse a step that is not allowed now, or not to this person. Raises NotAllowed and Overtaken."""
        check(standing(self.session, self.request, self.claim, self.desk), step)

    def check_state(self, step: Step) -> None:
        """Refuse a step that is not allowed now, whoever takes it. Raises NotAllowed and Overtaken."""
        check_state(self.claim.number, self.claim.state, step)

    def still_open(self) -> None:
        """Refuse to do anything with a claim that was set aside. Raises Overtaken."""
        if self.claim.state in SET_ASIDE:
            raise Overtaken(f"{show(self.claim.number)} was {self.claim.state} in the meantime.", unchanged=UNCHANGED)

    def unchanged_since(self, stamp: str | None) -> None:
        """Refuse a form that was filled in while somebody else changed the claim. Raises Overtaken.

        `stamp` is what `stamp` gave when the form was opened.
        """
        if stamp in (None, stamp_of(self.claim)):
            return
        last = last_step(self.session, self.claim.id)
        raise faster(
            f"{show(self.claim.number)} is {described(self.claim)} now",
            who=last.actor if last is not None else self.claim.filed_by,
            when=last.at if last is not None else self.claim.filed_at,
        )

    def speak(self) -> None:
        """Refuse to carry words out of the channel they were typed in. Raises NotAllowed."""
        may_speak_on(self.session, self.request, self.claim)

    def file(
        self, what: history.What, old: dict[str, Any], *, why: str | None = None, reminds: bool = True, **more: Any
    ) -> Event:
        """Write down where the claim stood and stands, tell it, and set when its next reminder is due.

        Not `reminds`: what happened is no step on, and the reminders go on as they were.
        """
        event = self.note(what, old, why=why, reminds=reminds, **more)
        keep_numbers(self.session, self.workspace, self.request, [self.claim.number])
        return event

    def note(
        self, what: history.What, old: dict[str, Any], *, why: str | None = None, reminds: bool = True, **more: Any
    ) -> Event:
        """The same for a claim that the request is not about itself."""
        claim, session = self.claim, self.session
        session.add(claim)
        if reminds:
            schedule_reminder(session, claim, self.desk, self.request.now)
        return self.add(what, old=old, new=where_it_stands(claim) | more, why=why)

    def add(
        self,
        what: history.What,
        *,
        new: dict[str, Any] | None = None,
        old: dict[str, Any] | None = None,
        why: str | None = None,
    ) -> Event:
        """Write down and tell what was put beside the claim, and does not change where it stands."""
        event = history.note(
            self.session, self.workspace, self.request, what, claim=self.claim, old=old, new=new, why=why
        )
        history.tell(self.session, event, self.claim, self.desk)
        return event

    def at(self, claim: Claim) -> Turn:
        """The same turn, with another claim in hand."""
        return replace(self, claim=claim, desk=desk_by_id(self.session, claim.desk_id))

    def done(self) -> Stepped:
        """The claim as it stands after the turn."""
        self.session.flush()
        row = due.reminder_due(self.session, self.claim.id)
        return Stepped(read_dossier(self.session, self.claim), None if row is None else row.at)


def begin(session: Session, request: Request, number: int) -> Turn:
    """Take a claim in hand. Raises NotFound for one that cannot be seen from here."""
    workspace = lock_workspace(session, request.team, request.enterprise)
    claim = visible_claim(session, request, workspace.id or 0, number, to_do=FIND_IT, unchanged=UNCHANGED)
    repeated = bool(earlier_numbers(session, workspace, request))
    return Turn(session, request, workspace, claim, desk_by_id(session, claim.desk_id), repeated)


def faster(now: str, *, who: str, when: datetime) -> Overtaken:
    """That a form is of before somebody else's change, and how it stands `now`."""
    return Overtaken(
        f"{{who}} was faster, at {{when}}: {now}.",
        who=who,
        when=when,
        unchanged=UNCHANGED,
        remedy="Look at it, then open the form again.",
    )


def standing(session: Session, request: Request, claim: Claim, desk: Desk) -> Standing:
    """Where a claim stands for whoever asks."""
    return Standing(
        number=claim.number,
        state=claim.state,
        person=request.person,
        filed_by=claim.filed_by,
        checker=claim.checker,
        proposed_by=claim.proposed_by,
        decides=may_decide_for_others(session, request, desk),
        second_reader=desk.second_reader,
    )


def where_it_stands(claim: Claim) -> dict[str, Any]:
    """State, verdict and who is on it, as the history keeps them: the last of these is how the claim stands."""
    return {
        "state": claim.state,
        "verdict": claim.verdict,
        "checker": claim.checker,
        "proposed": claim.proposed,
        "proposed_by": claim.proposed_by,
        "was": claim.was,
        "hold_until": None if claim.hold_until is None else claim.hold_until.isoformat(),
    }


def stamp_of(claim: Claim) -> str:
    """How a claim stands, for a form to remember: another one when it is sent in, and somebody was faster."""
    return json.dumps([claim.revision, claim.state, claim.verdict, claim.proposed, claim.proposed_by])


def described(claim: Claim) -> str:
    """Where a claim stands, in words."""
    if claim.proposed is not None:
        return f"in review, proposed “{claim.proposed}”,"
    if claim.state == "closed":
        return f"closed as “{claim.verdict}”"
    return {"checking": "being checked"}.get(claim.state, claim.state)


def reason(text: str | None, example: str, *, field: str = "why", fits: int) -> str:
    """A reason or a note in one line, of at most `fits` characters. Raises NotUnderstood where there is none."""
    words = within(text, fits, field)
    if not words:
        raise NotUnderstood(
            "There is no reason.", remedy=f"Say why, for example: {example}", unchanged=UNCHANGED, field=field
        )
    return words


def within(text: str | None, fits: int, field: str) -> str:
    """What was typed, on one line and without what cannot be seen, if it fits.

    Raises NotUnderstood for what does not, and for control characters.
    """
    with nothing_changed(remedy="Type it again, or paste it as plain text."):
        words = clean(text or "", field=field)
    if len(words) > fits:
        what = "note" if field == "note" else "reason"
        raise NotUnderstood(
            f"The {what} has {len(words):,} characters; {fits:,} fit.", unchanged=UNCHANGED, field=field
        )
    return words
