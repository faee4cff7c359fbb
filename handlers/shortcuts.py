"""Shortcuts on a message, which work in threads where slash commands do not."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import filing, lookups
from bot.desk.characters import visible
from bot.desk.exhibits import Attached
from bot.desk.grammar import Line
from bot.desk.lookups import Ours
from bot.desk.passing_on import Passed, read_message
from bot.desk.references import show
from bot.desk.request import Request
from bot.errors import Mistake, NotAllowed
from bot.surfaces import controls, forms
from bot.surfaces.adding_form import adding_form
from bot.surfaces.opened import opened
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin
from store import Session


def register(listening: Listening) -> None:
    """Answer the shortcuts on a message."""
    chosen = Shortcuts(listening)
    listening.shortcut(controls.FILE_AS_CLAIM, chosen.file)
    listening.shortcut(controls.DISPUTE_A_CLAIM, chosen.dispute)
    listening.shortcut(controls.ADD_TO_A_CLAIM, chosen.add)
    listening.shortcut(controls.OPEN_A_CLAIM, chosen.open)


@dataclass(frozen=True)
class Shortcuts:
    """What each shortcut opens."""

    listening: Listening

    async def file(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """The form that files a claim, with the message's words in it; its author only passed it on."""
        ts = body["message"]["ts"]
        ours = await self.listening.record.read(lambda session: lookups.message_of_ours(session, request, ts))
        if ours is not None:
            raise NotAllowed(
                f"This message is about {show(ours.dossier.claim.number)}, which is on file already.",
                remedy="To file something else: `/claim Kyiv: no https://example.org/1`",
            )
        line = await self._read(request, body)
        return forms.file_form(self._origin(request, body), line)

    async def dispute(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """The form that files a dispute: of the claim whose card this is, or with the message's words in it."""
        ts = body["message"]["ts"]
        ours = await self.listening.record.read(lambda session: lookups.message_of_ours(session, request, ts))
        if ours is None:
            return forms.dispute_form(self._origin(request, body), [], await self._read(request, body))
        if ours.dispute is not None:
            return forms.dispute_of_dispute(origin(request), ours.dispute)
        return forms.dispute_form(origin(request), [ours.dossier])

    async def add(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """The form that adds a message to a claim: to the one that it, or the thread it stands in, is about."""
        message = body["message"]
        thread = message.get("thread_ts")

        def read(session: Session) -> tuple[Ours | None, Ours | None, Passed]:
            ours = lookups.message_of_ours(session, request, message["ts"])
            above = None
            if ours is None and thread is not None:
                with contextlib.suppress(Mistake):  # a claim that takes no more is simply not picked
                    above = lookups.message_of_ours(session, request, thread)
            if message.get("app_id") == body["api_app_id"]:
                return ours, above, Passed()  # the words are ours
            return ours, above, read_message(session, request, message.get("text") or "", _files(message))

        ours, above, passed = await self.listening.record.read(read)
        if ours is not None:
            return adding_form(origin(request), passed, ours.dossier)
        return adding_form(self._origin(request, body), passed, above.dossier if above is not None else None)

    async def open(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """The claims that a message names, with everything that can be done with each."""
        text, ts = body["message"].get("text") or "", body["message"]["ts"]
        found = await self.listening.record.read(lambda session: lookups.named_in(session, request, text, ts))
        title = show(found.dossiers[0].claim.number) if len(found.dossiers) == 1 else "Claims"
        return forms.result(title, opened(found.dossiers, found.links, request.now, found.left_out), origin(request))

    async def _read(self, request: Request, body: Body) -> Line:
        """A message as a line; what the grammar refuses is a statement for its reader to cut to size."""
        if body["message"].get("app_id") == body["api_app_id"]:
            return forms.EMPTY  # a digest or a reminder: those words are ours
        text = body["message"].get("text") or ""

        def read(session: Session) -> Line:
            try:
                return filing.understand(session, request, text)
            except Mistake:
                return replace(forms.EMPTY, statement=visible(text))

        return await self.listening.record.read(read)

    def _origin(self, request: Request, body: Body) -> forms.Origin:
        message = body["message"]
        return origin(
            request,
            message_ts=message["ts"],
            thread_ts=message.get("thread_ts"),
            passed_on_by=message.get("user"),
        )


def _files(message: Body) -> list[Attached]:
    """The files of a message that are still there; in a channel shared with others Slack tells their ids only."""
    return [
        Attached(
            file["id"],
            _named(file),
            file.get("mimetype") or "",
        )
        for file in message.get("files") or []
        if file.get("mode") not in ("tombstone", "hidden_by_limit")
    ]


def _named(file: Body) -> str:
    """A file's name as it can be seen."""
    return visible(file.get("name") or file.get("title") or "") or f"File {file['id']}"
