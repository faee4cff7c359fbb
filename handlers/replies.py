"""Right of reply: who is asked, in a line or a form, what came of it, and an answer that becomes more than that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import lookups, replies
from bot.desk.grammar import ReportLine
from bot.desk.references import show
from bot.desk.replies import Asking, Replied, read_asking
from bot.desk.request import Request
from bot.surfaces import controls, forms, report_form
from bot.surfaces import replies as shown
from handlers.findings import claim_pressed, to_add_to
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin, origin_of
from handlers.steps import number_of
from handlers.views import chosen, typed_in, values_of
from store import Session
from store.dossiers import Dossier
from store.tables import ReplyRequest


def register(listening: Listening) -> None:
    """Answer what asks for a reply and what notes one."""
    opening, sent = Opening(listening), Sent(listening)
    listening.action(controls.ASK_REPLY, opening.ask)
    listening.action(controls.NOTE_REPLY, opening.note)
    listening.action(controls.REPLY_AS_DISPUTE, opening.as_dispute)
    listening.action(controls.REPLY_AS_REPORT, opening.as_report)
    listening.view(controls.ASKING_FORM, sent.asking)
    listening.view(controls.OUTCOME_FORM, sent.outcome)


async def ask_typed(listening: Listening, request: Request, number: int, text: str) -> Reply:
    """Note a request that was typed in one line; what is missing in it is asked for in the form."""
    asking = read_asking(text)
    if not asking.whole:
        told = ("Nothing is noted yet.",) if text else ()
        return shown.asking_form(*await to_add_to(listening, request, number), asking, *told)
    done = await listening.record.write(lambda session: replies.ask_for_reply(session, request, number, asking))
    return shown.asked(done)


@dataclass(frozen=True)
class Opening:
    """What each button opens."""

    listening: Listening

    async def ask(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask who was asked, and what."""
        return shown.asking_form(*await claim_pressed(self.listening, request, body))

    async def note(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask what came of a request."""
        dossier, row = await self._reply(request, body)
        about = origin(request, number=dossier.claim.number, reply=row.id, revision=row.revision)
        return shown.outcome_form(about, dossier, row)

    async def as_dispute(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open the dispute form with an answer in it: who was asked says it, and says it to us."""
        dossier, row = await self._reply(request, body)
        line = replace(forms.EMPTY, speaker=row.asked, statement=row.answer or "", reports=(_to_us(row),))
        return forms.dispute_form(origin(request, reply=row.id), [dossier], line)

    async def as_report(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Open the report form with an answer in it."""
        dossier, row = await self._reply(request, body)
        about = origin(request, number=dossier.claim.number, reply=row.id)
        return report_form.report_form(about, dossier, _to_us(row), "They answered:", row.answer or "")

    async def _reply(self, request: Request, body: Body) -> tuple[Dossier, ReplyRequest]:
        """The request that was chosen, and its claim, if something may be put beside that from here."""
        reply_id = number_of(body)

        def look(session: Session) -> tuple[Dossier, ReplyRequest]:
            row, number = replies.request_and_claim(session, request, reply_id)
            return lookups.speakable(session, request, number), row

        return await self.listening.record.read(look)


@dataclass(frozen=True)
class Sent:
    """What each form does when it is sent in."""

    listening: Listening

    async def asking(self, request: Request, body: Body) -> View:
        """Note that somebody was asked for a reply."""
        values, number = values_of(body), origin_of(body).number or 0
        way = chosen(values, "way")
        asking = Asking(
            asked=typed_in(values, "asked"),
            way=typed_in(values, "otherwise") if way == shown.OTHERWISE else way,
            until=typed_in(values, "until"),
            put=typed_in(values, "put"),
            when=typed_in(values, "when"),
        )
        done = await self.listening.record.write(
            lambda session: replies.ask_for_reply(session, request, number, asking)
        )
        return forms.result(show(number), shown.asked(done))

    async def outcome(self, request: Request, body: Body) -> View:
        """Note what came of a request; an answer can be filed further from there."""
        values, about = values_of(body), origin_of(body)
        outcome, answer = chosen(values, "outcome"), typed_in(values, "answer")

        def work(session: Session) -> Replied:
            return replies.note_reply(session, request, about.reply or 0, outcome, answer, revision=about.revision)

        done = await self.listening.record.write(work)
        return forms.result(show(about.number or 0), shown.noted(done), about)


def _to_us(row: ReplyRequest) -> ReportLine:
    """The report of an answer: whoever was asked carried it, to us."""
    return ReportLine(None, row.asked, None)
