"""Slash commands: `/claim` and `/dispute`. Each is read, given to one use case, and answered."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import commands, disputing, exporting, filing, finding, lookups
from bot.desk.commands import read_claim_command, read_dispute_command
from bot.desk.filters import Place
from bot.desk.grammar import Line
from bot.desk.notes_on_claims import AddEvidence, AddReport, AskForReply
from bot.desk.quotable import quotable
from bot.desk.request import Request
from bot.errors import Mistake
from bot.surfaces import answers, exported, forms, likeness, lists
from bot.surfaces.card import whole
from bot.surfaces.chronicle import chronicle
from bot.surfaces.copy_wording import copy_wording
from bot.surfaces.digest import preview
from bot.surfaces.found import about_search, found
from bot.surfaces.help import help_text
from bot.surfaces.message import Message
from handlers.additions import add_typed
from handlers.listening import Body, Followed, Listening, Reply
from handlers.reminders import own_reminders_typed
from handlers.requests import origin
from handlers.settings import set_up_form


def register(listening: Listening) -> None:
    """Answer `/claim` and `/dispute`."""
    typed = Commands(listening)
    listening.command("/claim", typed.claim, waits=looks_up)
    listening.command("/dispute", typed.dispute, waits=lambda _body: True)


def looks_up(body: Body) -> bool:
    """Whether what follows `/claim` shows what is on file: filing, and asking for a form or for help, do not wait."""
    try:
        read = read_claim_command(body.get("text") or "")
    except Mistake:
        return False
    return not isinstance(read, commands.OpenForm | commands.FileLine | commands.SetUp | commands.Unknown)


@dataclass(frozen=True)
class Commands:
    """What each command answers."""

    listening: Listening

    async def claim(self, request: Request, body: Body, client: AsyncWebClient) -> Reply:
        """`/claim` with whatever follows it."""
        read, write = self.listening.record.read, self.listening.record.write
        match read_claim_command(body.get("text") or ""):
            case commands.OpenForm():
                return forms.file_form(origin(request))
            case commands.FileLine(text):
                filed = await write(lambda session: filing.file_line(session, request, text))
                if isinstance(filed, Line):
                    return self._claim_form(request, filed)
                return await self._filed(request, filed, client)
            case commands.ShowClaim() | commands.ShowHistory() | commands.CopyWording() as asked:
                return await self._looked_up(request, asked)
            case AddEvidence() | AddReport() | AskForReply() as note:
                return await add_typed(self.listening, request, note)
            case commands.ListClaims() | commands.SearchClaims() as asked:
                return await self._found(request, asked)
            case commands.PreviewDigest():
                return preview(await read(lambda session: lookups.preview_digest(session, request)))
            case commands.SetUp():
                return set_up_form(self.listening, request, client)
            case commands.OwnReminders(how):
                return await own_reminders_typed(self.listening, request, how)
            case commands.Export(wish):
                return exported.ordered(await write(lambda session: exporting.order_export(session, request, wish)))
            case commands.Unknown() as unknown:
                return answers.plain_sentence(unknown.sentence, request.typed)
            case _:
                return help_text()

    async def dispute(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """`/dispute` with whatever follows it."""
        write = self.listening.record.write
        match read_dispute_command(body.get("text") or ""):
            case commands.DisputeLine(numbers, text):
                filed = await write(lambda session: disputing.dispute_line(session, request, numbers, text))
                return (
                    await self._dispute_form(request, numbers, filed)
                    if isinstance(filed, Line)
                    else answers.disputed(filed)
                )
            case commands.DisputeWith(numbers, other):
                return answers.disputed(
                    await write(lambda session: disputing.dispute_with_claim(session, request, numbers, other))
                )
            case commands.OpenForm(numbers, text):
                line = await self._understood(request, text) if text else forms.EMPTY
                return await self._dispute_form(request, numbers, line)
            case _:
                return help_text()

    async def _filed(self, request: Request, filed: filing.Filed, client: AsyncWebClient) -> Reply:
        """What was filed, with what it looks the same as; what is found too late for that follows."""
        matches, later = await self.listening.beside(request, filed, client)
        answer = answers.filed(filed, matches)
        if later is None:
            return answer

        async def rest() -> Message | None:
            more = likeness.unseen(matches, await later())
            return likeness.found(filed.dossier, more) if more else None

        return Followed(answer, rest)

    async def _looked_up(
        self, request: Request, asked: commands.ShowClaim | commands.ShowHistory | commands.CopyWording
    ) -> Message:
        read, number = self.listening.record.read, asked.number
        match asked:
            case commands.ShowClaim():
                return whole(await read(lambda session: lookups.show_claim(session, request, number)))
            case commands.ShowHistory():
                return chronicle(await read(lambda session: finding.history_page(session, request, number)))
            case _:
                return copy_wording(await read(lambda session: quotable(session, request, number)))

    async def _found(self, request: Request, asked: commands.ListClaims | commands.SearchClaims) -> Message:
        read = self.listening.record.read
        if isinstance(asked, commands.ListClaims):
            place = Place(asked.filter)
            return lists.listing(await read(lambda session: finding.list_page(session, request, place)), request.now)
        words = asked.words
        if not words:
            return about_search()
        return found(await read(lambda session: finding.search_page(session, request, words)), request.now)

    def _claim_form(self, request: Request, line: Line) -> View:
        return forms.file_form(origin(request), line, note=found_missing(line))

    async def _dispute_form(self, request: Request, numbers: tuple[int, ...], line: Line) -> View:
        named = [
            await self.listening.record.read(lambda session, n=number: lookups.disputable(session, request, n))  # type: ignore[misc]
            for number in numbers
        ]
        note = found_missing(line) if line.typed else ""
        return forms.dispute_form(origin(request), named, line, note)

    async def _understood(self, request: Request, text: str) -> Line:
        return await self.listening.record.read(lambda session: filing.understand(session, request, text))


def found_missing(line: Line) -> str:
    """What was found in a line and what is missing in it, before the form asks."""
    names = {"speaker": "who said it", "statement": "what was said", "source": "where it was reported"}
    missing = [names[part] for part in line.missing]
    if not missing:
        return "Nothing is filed yet."
    *before, last = missing
    together = f"{', '.join(before)} and {last}" if before else last
    return f"Nothing is filed yet. Still missing: {together}."
