"""Buttons: what can be pressed on cards, answers and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import disputing, filing, lookups
from bot.desk.fitting import fitting
from bot.desk.grammar import Line
from bot.desk.references import show
from bot.desk.reporting import editable
from bot.desk.request import Request
from bot.desk.withholding import WITHHELD
from bot.surfaces import controls, forms
from handlers.listening import Body, Listening, Redrawn, Reply
from handlers.requests import origin
from store import Session
from store.dossiers import Carried, Dossier, Objection


def register(listening: Listening) -> None:
    """Answer every button."""
    steps = Steps(listening)
    listening.action(controls.DISPUTE, steps.dispute)
    listening.action(controls.DISCARD, steps.discard)
    listening.action(controls.EDIT, steps.edit)
    listening.action(controls.PART_OF_STATEMENT, steps.part_of_statement)
    listening.action(controls.EDIT_DISPUTE, steps.edit_dispute)
    listening.action(controls.DISPUTE_AS_CLAIM, steps.dispute_as_claim)


@dataclass(frozen=True)
class Steps:
    """What each button does."""

    listening: Listening

    async def discard(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask why a claim is to be set aside."""
        dossier = await self._dossier(request, body)
        return forms.discard_form(origin(request, number=dossier.claim.number), dossier)

    async def dispute(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open the dispute form for a claim."""
        number = number_of(body)
        dossier = await self.listening.record.read(lambda session: lookups.disputable(session, request, number))
        return forms.dispute_form(origin(request), [dossier])

    async def edit(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open a claim's form with what is on file."""
        dossier, reports = await self._editable(request, body)
        return _edit_form(request, dossier, reports, _line(dossier, reports))

    async def part_of_statement(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open a claim's form with its speaker put back into the statement, where it came from."""
        dossier, reports = await self._editable(request, body)
        line = _line(dossier, reports)
        if line.speaker in (filing.UNKNOWN, WITHHELD):
            return _edit_form(request, dossier, reports, line)
        role = f", {line.role}" if line.role else ""
        whole = replace(line, speaker=None, role=None, statement=f"{line.speaker}{role}: {line.statement}")
        return _edit_form(request, dossier, reports, whole)

    async def edit_dispute(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open a dispute's form with what is on file."""
        dispute = number_of(body)

        def look(session: Session) -> tuple[Objection, list[Carried]]:
            found = lookups.objection(session, request, dispute)
            return found, editable(session, request, found.reports)

        found, reports = await self.listening.record.read(look)
        shown = fitting(reports)
        line = disputing.line_of(found.dispute, found.speaker, shown)
        unshown = len(found.reports) - len(reports) or None
        about = origin(request, dispute=dispute, revision=found.dispute.revision, reports=_ids(shown), unshown=unshown)
        more = len(reports) - len(shown)
        return forms.edit_dispute_form(about, line, found.dispute.kind, more=more)

    async def dispute_as_claim(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """File a dispute as a claim of its own, so that it can be disputed."""
        dispute = number_of(body)
        filed = await self.listening.record.write(
            lambda session: disputing.file_dispute_as_claim(session, request, dispute)
        )
        return Redrawn(forms.dispute_form(origin(request), [filed.dossier], note=f"{_name(filed.dossier)} is filed."))

    async def _editable(self, request: Request, body: Body) -> tuple[Dossier, list[Carried]]:
        """A claim, and those of its reports that whoever pressed may edit."""
        number = number_of(body)

        def look(session: Session) -> tuple[Dossier, list[Carried]]:
            dossier = lookups.open_for(session, request, number)
            return dossier, editable(session, request, dossier.reports)

        return await self.listening.record.read(look)

    async def _dossier(self, request: Request, body: Body) -> Dossier:
        number = number_of(body)
        return await self.listening.record.read(lambda session: lookups.open_for(session, request, number))


def number_of(body: Body) -> int:
    """What a button or a menu carries: a claim's number, or the id it says."""
    action = body["actions"][0]
    return int((action.get("selected_option") or action)["value"])


def _name(dossier: Dossier) -> str:
    return show(dossier.claim.number)


def _line(dossier: Dossier, reports: Sequence[Carried]) -> Line:
    """A claim on file as its form shows it."""
    return disputing.line_of(dossier.claim, dossier.speaker, fitting(reports))


def _edit_form(request: Request, dossier: Dossier, reports: Sequence[Carried], line: Line) -> View:
    shown = fitting(reports)
    about = origin(
        request,
        number=dossier.claim.number,
        revision=dossier.claim.revision,
        reports=_ids(shown),
        unshown=len(dossier.reports) - len(reports) or None,
    )
    more = len(reports) - len(shown)
    return forms.edit_form(about, line, reason=filing.needs_reason(dossier), more=more)


def _ids(reports: Sequence[Carried]) -> list[int]:
    return [report.id for report in reports if report.id is not None]
