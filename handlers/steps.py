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
from bot.desk.request import Request
from bot.surfaces import controls, forms
from handlers.listening import Body, Listening, Redrawn, Reply
from handlers.requests import origin
from store.dossiers import Carried, Dossier


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
        dossier = await self._dossier(request, body)
        return _edit_form(request, dossier, _line(dossier))

    async def part_of_statement(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open a claim's form with its speaker put back into the statement, where it came from."""
        dossier = await self._dossier(request, body)
        line = _line(dossier)
        if line.speaker == filing.UNKNOWN:
            return _edit_form(request, dossier, line)
        role = f", {line.role}" if line.role else ""
        whole = replace(line, speaker=None, role=None, statement=f"{line.speaker}{role}: {line.statement}")
        return _edit_form(request, dossier, whole)

    async def edit_dispute(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open a dispute's form with what is on file."""
        dispute = number_of(body)
        found = await self.listening.record.read(lambda session: lookups.objection(session, request, dispute))
        shown = fitting(found.reports)
        line = disputing.line_of(found.dispute, found.speaker, shown)
        about = origin(request, dispute=dispute, revision=found.dispute.revision, reports=_ids(shown))
        more = len(found.reports) - len(shown)
        return forms.edit_dispute_form(about, line, found.dispute.kind, more=more)

    async def dispute_as_claim(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """File a dispute as a claim of its own, so that it can be disputed."""
        dispute = number_of(body)
        filed = await self.listening.record.write(
            lambda session: disputing.file_dispute_as_claim(session, request, dispute)
        )
        return Redrawn(forms.dispute_form(origin(request), [filed.dossier], note=f"{_name(filed.dossier)} is filed."))

    async def _dossier(self, request: Request, body: Body) -> Dossier:
        number = number_of(body)
        return await self.listening.record.read(lambda session: lookups.open_for(session, request, number))


def number_of(body: Body) -> int:
    """What a button or a menu carries: a claim's number, or the id it says."""
    action = body["actions"][0]
    return int((action.get("selected_option") or action)["value"])


def _name(dossier: Dossier) -> str:
    return show(dossier.claim.number)


def _line(dossier: Dossier) -> Line:
    """A claim on file as its form shows it."""
    return disputing.line_of(dossier.claim, dossier.speaker, fitting(dossier.reports))


def _edit_form(request: Request, dossier: Dossier, line: Line) -> View:
    shown = fitting(dossier.reports)
    about = origin(request, number=dossier.claim.number, revision=dossier.claim.revision, reports=_ids(shown))
    more = len(dossier.reports) - len(shown)
    return forms.edit_form(about, line, reason=filing.needs_reason(dossier), more=more)


def _ids(reports: Sequence[Carried]) -> list[int]:
    return [report.id for report in reports if report.id is not None]
