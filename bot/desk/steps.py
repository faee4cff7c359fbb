"""The life of a claim: which steps there are, from which states, to which, who may take them, and what they need.

State is what we are doing, verdict is what we found. This table is the only place that says what is allowed: every
button, command and form asks it, and offers only what it allows now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.references import show
from bot.errors import UNCHANGED, Mistake, NotAllowed, NotUnderstood, Overtaken
from store.dossiers import SET_ASIDE


class State(StrEnum):
    """What we are doing about a claim."""

    NEW = "new"
    CHECKING = "checking"
    REVIEW = "review"
    HOLD = "on hold"
    CLOSED = "closed"
    DISCARDED = "discarded"
    MERGED = "merged"


class Verdict(StrEnum):
    """What we found. `unverified` is no finding: nobody proposes it."""

    UNVERIFIED = "unverified"
    CONFIRMED = "confirmed"
    FALSE = "false"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    NOT_CHECKABLE = "not checkable"


FINDINGS = tuple(verdict for verdict in Verdict if verdict != Verdict.UNVERIFIED)
# The side on which a verdict needs evidence; "" is any.
EVIDENCE_FOR = {Verdict.CONFIRMED: "supports", Verdict.FALSE: "refutes", Verdict.MISLEADING: ""}


class Who(StrEnum):
    """Who may take a step, as people read it."""

    ANYBODY = "anybody"
    SECOND = "anybody but who proposed the verdict"
    CHECKER = "its checker or a lead"
    FREE = "its checker, a lead, or anybody while nobody is on it"
    INVOLVED = "who filed it, its checker or a lead"


class Step(StrEnum):
    """What can be done with a claim that changes where it stands."""

    TAKE = "take"
    HAND_OVER = "hand over"
    RELEASE = "release"
    PROPOSE = "propose"
    SIGN = "sign"
    SEND_BACK = "send back"
    REOPEN = "reopen"
    HOLD = "hold"
    RESUME = "resume"
    SPLIT = "split"
    MERGE = "merge"
    UNMERGE = "unmerge"
    DISCARD = "discard"
    RESTORE = "restore"


@dataclass(frozen=True)
class Rule:
    """One step: the states it leads from and to, who may take it, and what it is called, done and to do."""

    start: tuple[State, ...]
    end: tuple[State, ...]
    who: Who
    done: str
    do: str


_WORKED_ON = (State.NEW, State.CHECKING)
_WAITING = (State.NEW, State.CHECKING, State.REVIEW, State.HOLD)
_ON_FILE = (*_WAITING, State.CLOSED)

RULES: dict[Step, Rule] = {
    Step.TAKE: Rule((State.NEW,), (State.CHECKING,), Who.ANYBODY, "taken", "take it"),
    Step.HAND_OVER: Rule((State.CHECKING,), (State.CHECKING,), Who.CHECKER, "handed over", "hand it over"),
    Step.RELEASE: Rule((State.CHECKING,), (State.NEW,), Who.CHECKER, "released", "release it"),
    # Closed at once where the desk asks for no second reader.
    Step.PROPOSE: Rule(_WORKED_ON, (State.REVIEW, State.CLOSED), Who.ANYBODY, "given a verdict", "propose a verdict"),
    Step.SIGN: Rule((State.REVIEW,), (State.CLOSED,), Who.SECOND, "signed off", "sign it off"),
    Step.SEND_BACK: Rule((State.REVIEW,), (State.CHECKING,), Who.ANYBODY, "sent back", "send it back"),
    Step.REOPEN: Rule((State.CLOSED,), (State.CHECKING,), Who.ANYBODY, "reopened", "reopen it"),
    Step.HOLD: Rule(_WORKED_ON, (State.HOLD,), Who.FREE, "put on hold", "put it on hold"),
    Step.RESUME: Rule((State.HOLD,), _WORKED_ON, Who.ANYBODY, "resumed", "resume it"),
    Step.SPLIT: Rule(_WORKED_ON, _WORKED_ON, Who.INVOLVED, "split", "split it"),
    Step.MERGE: Rule(_ON_FILE, (State.MERGED,), Who.INVOLVED, "merged", "merge it"),
    Step.UNMERGE: Rule((State.MERGED,), _ON_FILE, Who.INVOLVED, "taken out again", "take it out again"),
    Step.DISCARD: Rule(_WAITING, (State.DISCARDED,), Who.INVOLVED, "discarded", "discard it"),
    Step.RESTORE: Rule((State.DISCARDED,), _WAITING, Who.INVOLVED, "restored", "restore it"),
}
# States in which a claim that nobody has settled comes back as a reminder.
REMINDED = (State.NEW, State.CHECKING, State.REVIEW)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a claim stands, and who looks at it."""

    number: int
    state: str
    person: str
    filed_by: str
    checker: str | None
    proposed_by: str | None
    decides: bool  # may step in for others: a lead, an admin
    second_reader: bool  # the desk asks for one


def may(standing: Standing, step: Step) -> bool:
    """Whether this person may take this step, if the state allows it."""
    match RULES[step].who:
        case Who.SECOND:
            return not standing.second_reader or standing.person != standing.proposed_by
        case Who.CHECKER:
            return standing.decides or standing.person == standing.checker
        case Who.FREE:
            return standing.checker is None or standing.decides or standing.person == standing.checker
        case Who.INVOLVED:
            return standing.decides or standing.person in (standing.filed_by, standing.checker)
    return True


def possible(state: str) -> list[Step]:
    """The steps that lead on from a state, whoever takes them, in the order they are offered."""
    return [step for step, rule in RULES.items() if state in rule.start]


def open_steps(standing: Standing) -> list[Step]:
    """The steps that this person may take now, in the order they are offered."""
    return [step for step in possible(standing.state) if may(standing, step)]


def check(standing: Standing, step: Step) -> None:
    """Refuse what is not allowed now, or not to this person. Raises NotAllowed and Overtaken."""
    check_state(standing.number, standing.state, step)
    if not may(standing, step):
        raise _not_theirs(standing, step)


def check_state(number: int, state: str, step: Step) -> None:
    """Refuse what is not allowed in this state: say what is, and who may. Raises NotAllowed and Overtaken."""
    if state in RULES[step].start:
        return
    can = ", ".join(f"{RULES[each].done} (by {RULES[each].who})" for each in possible(state))
    so = f"so nobody can {RULES[step].do}"
    if state in SET_ASIDE:
        what = f"{show(number)} was {state} in the meantime, {so}."
        raise Overtaken(what, unchanged=UNCHANGED, remedy=f"It can be {can}.")
    raise NotAllowed(f"{show(number)} is {_named(state)}, {so}.", unchanged=UNCHANGED, remedy=f"It can be {can}.")


def _named(state: str) -> str:
    return {"review": "in review", "checking": "being checked"}.get(state, state)


def _not_theirs(standing: Standing, step: Step) -> Mistake:
    rule, name = RULES[step], show(standing.number)
    if rule.who == Who.SECOND:
        return NotAllowed(
            "You proposed this verdict, so someone else must sign it off.",
            unchanged=f"{name} is still in review.",
            offer=("ask to sign", standing.number),
        )
    if rule.who in (Who.CHECKER, Who.FREE) and standing.checker is not None:
        can = f"only they or a lead can {rule.do}"
        return NotAllowed(f"{{who}} is on {name}, and {can}.", who=standing.checker, unchanged=UNCHANGED)
    return NotAllowed(f"{name}: only {rule.who} can {rule.do}.", unchanged=UNCHANGED)


def bears(verdict: str, sides: Collection[str]) -> bool:
    """Whether evidence on these sides bears a verdict; one that rests on a note needs none."""
    side = EVIDENCE_FOR.get(Verdict(verdict))
    return side is None or (side in sides if side else bool(sides))


def check_verdict(verdict: str, sides: Collection[str], note: str) -> None:
    """Refuse a verdict without what it needs: evidence on its side, or a note. Raises NotUnderstood.

    `sides` are those of the evidence on file: supports, refutes, gives context.
    """
    if verdict not in FINDINGS:
        raise NotUnderstood(
            "What did you find?", unchanged=UNCHANGED, remedy=f"One of: {', '.join(FINDINGS)}.", field="verdict"
        )
    side = EVIDENCE_FOR.get(Verdict(verdict))
    if side is None:
        if not note:
            raise NotUnderstood(
                f"“{verdict.capitalize()}” needs a note.",
                unchanged=UNCHANGED,
                remedy="Say what you tried, for example: both ministries asked, neither shows proof.",
                field="note",
            )
    elif not bears(verdict, sides):
        wanted = f"evidence that {side} it" if side else "evidence, on whichever side"
        raise NotUnderstood(
            f"“{verdict.capitalize()}” needs {wanted}.",
            unchanged=UNCHANGED,
            remedy=f"Add it, for example: {side or 'refutes'} https://example.org/1 the video is from 2021.",
            field="evidence",
        )
