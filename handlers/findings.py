"""What is found about a claim: evidence and our own stories; the forms opened, sent in, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import evidence, lookups, passing_on, using
from bot.desk.exhibits import Attached, Exhibit, exhibit_of
from bot.desk.forms import read_reports
from bot.desk.references import show
from bot.desk.request import Request
from bot.desk.turns import Stepped
from bot.surfaces import answers, controls, evidence_form, forms
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin, origin_of
from handlers.steps import number_of
from handlers.views import Values, chosen, done_view, picked, typed_in, values_of
from store import Session
from store.dossiers import Dossier

UTC = ZoneInfo("UTC")  # a report has no date that would need another


def register(listening: Listening) -> None:
    """Answer what adds evidence and stories, and what takes evidence back."""
    findings = Findings(listening)
    listening.action(controls.ADD_EVIDENCE, findings.add_evidence)
    listening.action(controls.ADD_USED_IN, findings.add_used_in)
    listening.action(controls.TAKE_BACK_EVIDENCE, findings.take_back)
    listening.view(controls.EVIDENCE_FORM, findings.evidence)
    listening.view(controls.USED_IN_FORM, findings.used_in)
    listening.view(controls.ADD_FORM, findings.add)


@dataclass(frozen=True)
class Findings:
    """What each button opens, and what each form does when it is sent in."""

    listening: Listening

    async def add_evidence(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask for evidence."""
        return evidence_form.evidence_form(*await claim_pressed(self.listening, request, body))

    async def add_used_in(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask for the stories that rely on a claim."""
        return evidence_form.used_in_form(*await claim_pressed(self.listening, request, body))

    async def take_back(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Take a piece of evidence back."""
        chosen_id = number_of(body)
        done = await self.listening.record.write(
            lambda session: evidence.take_back_evidence(session, request, chosen_id)
        )
        return answers.stepped(done, f"The evidence on {show(done.dossier.claim.number)} is taken back.")

    async def evidence(self, request: Request, body: Body) -> View:
        """Add evidence to a claim."""
        values, number = values_of(body), origin_of(body).number or 0
        done = await self.listening.record.write(
            lambda session: evidence.add_evidence(session, request, number, exhibits_in(values))
        )
        return done_view(done, "Your evidence is added to {}.")

    async def used_in(self, request: Request, body: Body) -> View:
        """File the stories that rely on a claim."""
        typed, number = typed_in(values_of(body), "used_in"), origin_of(body).number or 0
        done = await self.listening.record.write(lambda session: using.use_in(session, request, number, typed))
        return done_view(done, "It is noted where {} is used. You will be told if its verdict changes.")

    async def add(self, request: Request, body: Body) -> View:
        """Add what a message brings to the claim that was picked."""
        values, number, what = values_of(body), picked(body, "claim"), chosen(values_of(body), "what")
        files = _ticked(values)

        def work(session: Session) -> Stepped:
            reports = read_reports(typed_in(values, "source"), request.now, UTC)
            return passing_on.add_from_message(
                session,
                request,
                number or 0,
                what,
                reports,
                kind=chosen(values, "kind"),
                note=typed_in(values, "note"),
                files=files,
            )

        done = await self.listening.record.write(work)
        if what == passing_on.REPORT:
            left = " Its files were not added: only evidence has files." if files else ""
            return done_view(done, f"A report of {{}} is added.{left}")
        return done_view(done, "Your evidence is added to {}.")


async def claim_pressed(listening: Listening, request: Request, body: Body) -> tuple[forms.Origin, Dossier]:
    """The claim whose button was pressed, if something may be put beside it from here. Raises NotAllowed."""
    return await to_add_to(listening, request, number_of(body))


async def to_add_to(listening: Listening, request: Request, number: int) -> tuple[forms.Origin, Dossier]:
    """A claim beside which something may be put from here, and what its form remembers. Raises NotAllowed."""
    dossier = await listening.record.read(lambda session: lookups.speakable(session, request, number))
    return origin(request, number=number), dossier


def exhibits_in(values: Values) -> list[Exhibit]:
    """The evidence in a form: each file that was ticked, and what was linked or noted. Raises NotUnderstood."""
    files = _ticked(values)
    side, kind = chosen(values, "side"), chosen(values, "kind")
    link, note = typed_in(values, "link"), typed_in(values, "note")
    digit = chosen(values, "credibility") if "credibility" in values else ""
    credibility = int(digit) if digit.isdecimal() else None
    pieces = [exhibit_of(side, kind, "", note, file, credibility) for file in files]
    return [*pieces, exhibit_of(side, kind, link, note, None, credibility)] if link.strip() or not pieces else pieces


def _ticked(values: Values) -> list[Attached]:
    """The files of a message that were ticked."""
    options = values.get("files", {}).get("selected_options") or []
    return [Attached(option["value"], option["text"]["text"]) for option in options]
