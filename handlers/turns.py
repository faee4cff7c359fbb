"""More, Verdict, and the forms of every step in a claim's life: opened, and sent in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import (
    following,
    lifecycle,
    lookups,
    merging,
    outcomes,
    restricting,
    splitting,
    steps,
    turns,
    updating,
    verdicts,
)
from bot.desk.references import show
from bot.desk.request import Request
from bot.surfaces import answers, controls, forms, step_forms, verdict_form
from bot.surfaces.more import Offered, more
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin, origin_of
from handlers.steps import number_of
from handlers.views import chosen, done_view, picked, typed_in, values_of
from store import Session
from store.dossiers import Dossier


def register(listening: Listening) -> None:
    """Answer More, Verdict, and every form behind them."""
    opening, sent, pressed = Opening(listening), Sent(listening), Pressed(listening)
    listening.action(controls.MORE, opening.more)
    listening.action(controls.VERDICT, opening.verdict)
    listening.action(controls.HAND_OVER, opening.hand_over)
    listening.action(controls.HOLD, opening.hold)
    listening.action(controls.SPLIT, opening.split)
    listening.action(controls.MERGE, opening.merge)
    listening.action(controls.UPDATED_BY, opening.updated_by)
    listening.action(controls.DECIDE_DISPUTE, opening.decide)
    listening.action(controls.RESTRICT, opening.restrict)
    listening.action(controls.LIFT_RESTRICTION, opening.lift)
    listening.view(controls.RESTRICT_FORM, sent.restrict)
    listening.view(controls.LIFT_FORM, sent.lift)
    listening.view(controls.PROPOSE_FORM, sent.propose)
    listening.view(controls.SIGN_FORM, sent.sign)
    listening.view(controls.REOPEN_FORM, sent.reopen)
    listening.view(controls.HAND_OVER_FORM, sent.hand_over)
    listening.view(controls.HOLD_FORM, sent.hold)
    listening.view(controls.SPLIT_FORM, sent.split)
    listening.view(controls.MERGE_FORM, sent.merge)
    listening.view(controls.UPDATED_BY_FORM, sent.updated_by)
    listening.view(controls.DECIDE_FORM, sent.decide)
    for action, (step, said) in DIRECT.items():
        listening.action(action, pressed.answer(step, said))


@dataclass(frozen=True)
class Opening:
    """What each button opens."""

    listening: Listening

    async def more(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Everything that this person may do with a claim now."""
        number = number_of(body)

        def look(session: Session) -> Offered:
            dossier = lookups.show_claim(session, request, number)
            standing = turns.standing(session, request, dossier.claim, dossier.desk)
            mine = next((each for each in dossier.followers if each.person == request.person), None)
            directly = None if mine is None else mine.directly
            return Offered(dossier, steps.open_steps(standing), directly, restricting.may_restrict(standing, dossier))

        return more(origin(request), await self.listening.record.read(look))

    async def verdict(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """The form that the verdict wants now: propose it, sign it off, or take the claim up again."""
        number = number_of(body)

        def look(session: Session) -> tuple[Dossier, bool]:
            dossier = lookups.open_for(session, request, number)
            standing = turns.standing(session, request, dossier.claim, dossier.desk)
            return dossier, steps.may(standing, steps.Step.SIGN)

        dossier, signs = await self.listening.record.read(look)
        about = _stamped(request, dossier)
        match dossier.claim.state:
            case steps.State.REVIEW:
                return verdict_form.sign_form(about, dossier, own=not signs)
            case steps.State.CLOSED:
                return verdict_form.reopen_form(about, dossier)
            case _:
                steps.check_state(number, dossier.claim.state, steps.Step.PROPOSE)
                return verdict_form.propose_form(about, dossier)

    async def hand_over(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask who takes a claim over."""
        return step_forms.hand_over_form(*await self._at(request, body, steps.Step.HAND_OVER))

    async def hold(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask until when a claim waits."""
        about, dossier = await self._at(request, body, steps.Step.HOLD)
        today = request.now.astimezone(ZoneInfo(dossier.desk.zone)).date()
        return step_forms.hold_form(about, dossier, today)

    async def split(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask what the two halves say."""
        return step_forms.split_form(*await self._at(request, body, steps.Step.SPLIT))

    async def merge(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask which claim this one repeats."""
        return step_forms.merge_form(*await self._at(request, body, steps.Step.MERGE))

    async def updated_by(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask which claim has the newer figure."""
        number = number_of(body)
        dossier = await self.listening.record.read(lambda session: lookups.open_for(session, request, number))
        return step_forms.updated_by_form(_stamped(request, dossier), dossier)

    async def decide(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask what becomes of a dispute."""
        dispute = number_of(body)
        dossier, found = await self.listening.record.read(lambda session: lookups.disputed(session, request, dispute))
        about = origin(request, number=dossier.claim.number, dispute=dispute, revision=found.dispute.revision)
        return step_forms.decide_form(about, dossier, found)

    async def restrict(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Say what it means to restrict a claim, and ask why."""
        return step_forms.restrict_form(*await self._kept(request, body))

    async def lift(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask why a claim's restriction is lifted."""
        return step_forms.lift_form(*await self._kept(request, body))

    async def _kept(self, request: Request, body: Body) -> tuple[forms.Origin, Dossier]:
        number = number_of(body)
        dossier = await self.listening.record.read(lambda session: lookups.open_for(session, request, number))
        return origin(request, number=number), dossier

    async def _at(self, request: Request, body: Body, step: steps.Step) -> tuple[forms.Origin, Dossier]:
        """The claim whose button was pressed, if this person may take this step now."""
        number = number_of(body)

        def look(session: Session) -> Dossier:
            dossier = lookups.show_claim(session, request, number)
            steps.check(turns.standing(session, request, dossier.claim, dossier.desk), step)
            return dossier

        dossier = await self.listening.record.read(look)
        return _stamped(request, dossier), dossier


@dataclass(frozen=True)
class Sent:
    """What each form does when it is sent in."""

    listening: Listening

    async def propose(self, request: Request, body: Body) -> View:
        """Propose a verdict, or rule at once where no second reader is asked for."""
        values, about = values_of(body), origin_of(body)
        verdict = chosen(values, "verdict")

        def work(session: Session) -> turns.Stepped:
            return verdicts.propose(
                session,
                request,
                about.number or 0,
                verdict,
                typed_in(values, "note"),
                evidence=typed_in(values, "evidence"),
                used_in=typed_in(values, "used_in"),
                stamp=about.stamp,
            )

        done = await self.listening.record.write(work)
        waits = done.dossier.claim.state == steps.State.REVIEW
        said = f"“{verdict}” is proposed; somebody else signs it off." if waits else f"{{}} is “{verdict}” now."
        return done_view(done, said)

    async def sign(self, request: Request, body: Body) -> View:
        """Sign a verdict off, or send it back."""
        values, about = values_of(body), origin_of(body)
        number, why = about.number or 0, typed_in(values, "why")
        if chosen(values, "decision") == "back":
            done = await self._write(
                lambda session: verdicts.send_back(session, request, number, why, stamp=about.stamp)
            )
            return done_view(done, "{} is sent back, to be checked further.")
        done = await self._write(lambda session: verdicts.sign(session, request, number, stamp=about.stamp))
        return done_view(done, f"{{}} is “{done.dossier.claim.verdict}” now.")

    async def reopen(self, request: Request, body: Body) -> View:
        """Take a settled claim up again."""
        about, why = origin_of(body), typed_in(values_of(body), "why")
        done = await self._write(
            lambda session: verdicts.reopen(session, request, about.number or 0, why, stamp=about.stamp)
        )
        return done_view(done, "{} is open again.")

    async def hand_over(self, request: Request, body: Body) -> View:
        """Give a claim to another checker."""
        number, person = origin_of(body).number or 0, values_of(body)["person"].get("selected_user")
        done = await self._write(lambda session: lifecycle.hand_over(session, request, number, person))
        return done_view(done, "{} is handed over.")

    async def hold(self, request: Request, body: Body) -> View:
        """Put a claim on hold."""
        values, about = values_of(body), origin_of(body)
        picked, why = values["until"].get("selected_date"), typed_in(values, "why")
        until = date.fromisoformat(picked) if picked else None
        done = await self._write(
            lambda session: lifecycle.hold(session, request, about.number or 0, until, why, stamp=about.stamp)
        )
        return done_view(done, "{} is on hold.")

    async def split(self, request: Request, body: Body) -> View:
        """Split a claim in two."""
        values, about = values_of(body), origin_of(body)
        first, second = typed_in(values, "first"), typed_in(values, "second")
        along = [int(option["value"]) for option in values.get("along", {}).get("selected_options") or []]
        done, new = await self.listening.record.write(
            lambda session: splitting.split_claim(
                session, request, about.number or 0, first, second, disputes=along, stamp=about.stamp
            )
        )
        return done_view(done, f"{{}} is split; its other half is {show(new.dossier.claim.number)}.")

    async def merge(self, request: Request, body: Body) -> View:
        """Merge a claim into another."""
        about, into = origin_of(body), picked(body, "into")
        done = await self._write(
            lambda session: merging.merge_claims(session, request, about.number or 0, into, stamp=about.stamp)
        )
        return done_view(done, f"{show(about.number or 0)} is merged into {{}}.")

    async def updated_by(self, request: Request, body: Body) -> View:
        """Name the claim with the newer figure."""
        older, newer = origin_of(body).number or 0, picked(body, "newer")
        done = await self._write(lambda session: updating.update_claim(session, request, older, newer or 0))
        return done_view(done, f"{{}} is updated by {show(newer or 0)}.")

    async def restrict(self, request: Request, body: Body) -> View:
        """Restrict a claim to its desk's channel."""
        number, why = origin_of(body).number or 0, typed_in(values_of(body), "why")
        done = await self._write(lambda session: restricting.restrict_claim(session, request, number, why))
        return done_view(done, "{} is restricted: it stays in this channel.")

    async def lift(self, request: Request, body: Body) -> View:
        """Lift a claim's restriction."""
        number, why = origin_of(body).number or 0, typed_in(values_of(body), "why")
        done = await self._write(lambda session: restricting.lift_restriction(session, request, number, why))
        return done_view(done, "The restriction of {} is lifted.")

    async def decide(self, request: Request, body: Body) -> View:
        """Decide a dispute."""
        values, about = values_of(body), origin_of(body)
        outcome, note = chosen(values, "outcome"), typed_in(values, "note")
        done = await self._write(
            lambda session: outcomes.decide_dispute(
                session, request, about.dispute or 0, outcome, note, revision=about.revision
            )
        )
        again = " Its verdict must be looked at again." if done.dossier.upheld else ""
        return done_view(done, f"The dispute of {{}} {DECIDED[outcome]}.{again}")

    async def _write(self, work: Callable[[Session], turns.Stepped]) -> turns.Stepped:
        return await self.listening.record.write(work)


# What became of a dispute, in a sentence.
DECIDED = {
    outcomes.STANDS: "stands",
    outcomes.FALLS: "does not stand",
    outcomes.TAKEN_BACK: "is taken back",
    outcomes.OPEN: "is open again",
}

Direct = Callable[[Session, Request, int], turns.Stepped]
Answer = Callable[[Request, Body, AsyncWebClient], Awaitable[Reply]]

# Buttons that need no form, and what is said when they are done.
DIRECT: dict[str, tuple[Direct, str]] = {
    controls.TAKE: (lifecycle.take, "You took {}."),
    controls.RELEASE: (lifecycle.release, "{} is released."),
    controls.RESUME: (lifecycle.resume, "{} is taken up again."),
    controls.RESTORE: (lifecycle.restore, "{} is restored."),
    controls.UNMERGE: (merging.unmerge, "{} is taken out again, with everything that went along."),
    controls.ASK_TO_HAND_OVER: (lifecycle.ask_to_hand_over, "They are asked in the thread of {}."),
    controls.ASK_TO_SIGN: (verdicts.ask_to_sign, "A second reader is asked for in the thread of {}."),
    controls.WITHDRAW: (verdicts.withdraw, "Your verdict on {} is withdrawn."),
    controls.NOT_UPDATED: (updating.undo_update, "{} is not updated by another any more."),
    controls.FOLLOW: (following.follow_in_thread, "You follow {} in its thread."),
    controls.FOLLOW_DIRECTLY: (following.follow_directly, "You follow {}, and are told directly."),
    controls.UNFOLLOW: (following.unfollow, "You follow {} no more."),
}


@dataclass(frozen=True)
class Pressed:
    """What the buttons do that need no form."""

    listening: Listening

    def answer(self, step: Direct, said: str) -> Answer:
        """Take one step, and say that it is done."""

        async def pressed(request: Request, body: Body, _client: AsyncWebClient) -> Reply:
            number = number_of(body)
            done = await self.listening.record.write(lambda session: step(session, request, number))
            return answers.stepped(done, said.format(show(number)))

        return pressed


def _stamped(request: Request, dossier: Dossier) -> forms.Origin:
    return origin(request, number=dossier.claim.number, stamp=turns.stamp_of(dossier.claim))
