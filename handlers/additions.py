"""What says more of a claim: a report, evidence in one line, a translation, a priority; typed, opened and sent in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import evidence, lookups, priorities, reporting, translating
from bot.desk.admiralty import check_reliability
from bot.desk.basis import basis_of
from bot.desk.exhibits import Exhibit, read_exhibit
from bot.desk.grammar import ReportLine
from bot.desk.links import read_typed
from bot.desk.notes_on_claims import AddEvidence, AddNote, AskForReply
from bot.desk.references import show
from bot.desk.replies import keep_as_report
from bot.desk.request import Request
from bot.surfaces import answers, controls, forms, report_form
from bot.surfaces.evidence_form import evidence_form
from handlers.findings import claim_pressed, to_add_to
from handlers.listening import Body, Listening, Reply
from handlers.replies import ask_typed
from handlers.requests import origin, origin_of
from handlers.steps import number_of
from handlers.views import chosen, done_view, typed_in, values_of
from store import Session
from store.basis import PROTECTED


def register(listening: Listening) -> None:
    """Answer what adds reports, translates, and sets a priority."""
    opening, sent = Opening(listening), Sent(listening)
    listening.action(controls.ADD_REPORT, opening.add_report)
    listening.action(controls.TRANSLATE, opening.translate)
    listening.action(controls.SET_PRIORITY, opening.set_priority)
    listening.view(controls.REPORT_FORM, sent.report)
    listening.view(controls.TRANSLATE_FORM, sent.translation)
    listening.view(controls.PRIORITY_FORM, sent.priority)


async def add_typed(listening: Listening, request: Request, note: AddNote) -> Reply:
    """Put what was typed after a reference beside its claim; what is missing is asked for in the form."""
    if isinstance(note, AskForReply):
        return await ask_typed(listening, request, note.number, note.text)
    if isinstance(note, AddEvidence):
        return await _typed_evidence(listening, request, note.number, note.text)
    return await _typed_reports(listening, request, note.number, note.text)


async def _typed_evidence(listening: Listening, request: Request, number: int, text: str) -> Reply:
    exhibit = read_exhibit(text) if text else Exhibit()
    if not exhibit.side:
        about = await to_add_to(listening, request, number)
        return evidence_form(*about, exhibit, "Nothing is added yet." if text else "")
    done = await listening.record.write(lambda session: evidence.add_evidence(session, request, number, [exhibit]))
    return answers.evidence_added(done)


async def _typed_reports(listening: Listening, request: Request, number: int, text: str) -> Reply:
    if text and reporting.read_typed_reports(text, request.now):
        done = await listening.record.write(lambda session: reporting.report_line(session, request, number, text))
        return answers.reported(done)
    about, found = await to_add_to(listening, request, number), report_form.NO_REPORT
    told: tuple[str, ...] = ()
    if text:
        typed = read_typed(text)
        found = ReportLine(typed.links[0].link if typed.links else None, None, None)
        told = ("Nothing is added yet: I cannot read all of this as a report. You typed:", typed.plain)
    return report_form.report_form(*about, found, *told)


@dataclass(frozen=True)
class Opening:
    """What each button opens."""

    listening: Listening

    async def add_report(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask for a report."""
        return report_form.report_form(*await claim_pressed(self.listening, request, body))

    async def translate(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask for a translation."""
        about, dossier = await claim_pressed(self.listening, request, body)
        stamp = translating.stamp_of_translation(dossier.claim)
        return report_form.translation_form(replace(about, stamp=stamp), dossier)

    async def set_priority(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask for a priority."""
        number = number_of(body)
        dossier = await self.listening.record.read(lambda session: lookups.open_for(session, request, number))
        return report_form.priority_form(origin(request, number=number), dossier)


@dataclass(frozen=True)
class Sent:
    """What each form does when it is sent in."""

    listening: Listening

    async def report(self, request: Request, body: Body) -> View:
        """Add a report to a claim."""
        values, number = values_of(body), origin_of(body).number or 0
        link, outlet, credited = (typed_in(values, name) for name in ("link", "outlet", "origin"))
        report = reporting.report_of(link, outlet, credited, basis_of(chosen(values, "basis")))
        place = reporting.place_in(typed_in(values, "place"))
        reply, judged = origin_of(body).reply, chosen(values, "reliability") if "reliability" in values else ""
        letter = check_reliability(judged, protected=report.basis in PROTECTED)

        def work(session: Session) -> reporting.Reported:
            done = reporting.report_claim(session, request, number, [report], place=place, reliability=letter)
            if reply is not None:
                keep_as_report(session, request, reply)
            return done

        done = await self.listening.record.write(work)
        return forms.result(show(number), answers.reported(done))

    async def translation(self, request: Request, body: Body) -> View:
        """Put a translation beside a claim."""
        values, opened = values_of(body), origin_of(body)
        text, machine = typed_in(values, "translation"), bool(values["machine"].get("selected_options"))
        done = await self.listening.record.write(
            lambda session: translating.translate_claim(
                session, request, opened.number or 0, text, machine=machine, stamp=opened.stamp
            )
        )
        kept = done.dossier.claim.translation is not None
        return done_view(done, "The translation stands beside {}." if kept else "{} has no translation now.")

    async def priority(self, request: Request, body: Body) -> View:
        """Set a claim's priority."""
        priority, number = chosen(values_of(body), "priority"), origin_of(body).number or 0
        done = await self.listening.record.write(
            lambda session: priorities.set_priority(session, request, number, priority)
        )
        return done_view(done, f"The priority of {{}} is “{done.dossier.claim.priority}” now.")
