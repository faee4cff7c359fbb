"""Reminders: Snooze, and how somebody is reminded of the claims they took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import lookups, own_reminders, snoozing
from bot.desk.desks import zone_for
from bot.desk.request import Request
from bot.surfaces import controls, forms, reminder_forms
from bot.surfaces.message import Message
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin, origin_of
from handlers.steps import number_of
from handlers.views import chosen, done_view, values_of
from store import Session
from store.dossiers import Dossier


def register(listening: Listening) -> None:
    """Answer Snooze and "How I am reminded", and the forms behind them."""
    reminders = Reminders(listening)
    listening.action(controls.SNOOZE, reminders.open_snooze)
    listening.view(controls.SNOOZE_FORM, reminders.snooze)
    listening.action(controls.HOW_REMINDED, reminders.open_how)
    listening.view(controls.HOW_REMINDED_FORM, reminders.choose)


@dataclass(frozen=True)
class Reminders:
    """What each button opens, and what each form does."""

    listening: Listening

    async def open_snooze(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask until when the next reminder of a claim is put off."""
        number = number_of(body)

        def look(session: Session) -> tuple[Dossier, datetime, ZoneInfo]:
            dossier = lookups.open_for(session, request, number)
            row = snoozing.to_be_snoozed(session, dossier.claim)
            return dossier, row.at, zone_for(session, dossier.claim.workspace_id, request)

        dossier, next_at, zone = await self.listening.record.read(look)
        return reminder_forms.snooze_form(origin(request, number=number), dossier, next_at, request.now, zone)

    async def snooze(self, request: Request, body: Body) -> View:
        """Put the next reminder off."""
        values, number = values_of(body), origin_of(body).number or 0
        picked, how = values["day"].get("selected_date"), chosen(values, "until")
        day = date.fromisoformat(picked) if picked else None
        done = await self.listening.record.write(lambda session: snoozing.snooze(session, request, number, how, day))
        return done_view(done, "{} is snoozed.")

    async def open_how(self, request: Request, _body: Body, _client: AsyncWebClient) -> Reply:
        """Ask how somebody is reminded."""
        return await own_reminders_typed(self.listening, request, None)

    async def choose(self, request: Request, body: Body) -> View:
        """Keep how somebody is reminded."""
        how = chosen(values_of(body), "how")
        return forms.result("How I am reminded", await _chosen(self.listening, request, how), origin_of(body))


async def own_reminders_typed(listening: Listening, request: Request, how: str | None) -> Message | View:
    """Keep how somebody wants to be reminded of the claims they took; the form that asks where they have not said."""
    if how is not None:
        return await _chosen(listening, request, how)
    own = await listening.record.read(lambda session: own_reminders.how_reminded(session, request))
    return reminder_forms.how_reminded_form(origin(request), own)


async def _chosen(listening: Listening, request: Request, how: str) -> Message:
    own = await listening.record.write(lambda session: own_reminders.choose_reminders(session, request, how))
    return reminder_forms.reminders_chosen(own)
