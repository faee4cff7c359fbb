"""Copy wording: a claim's sentence for a story, in a window of its own."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.quotable import quotable
from bot.desk.references import show
from bot.desk.request import Request
from bot.surfaces import controls
from bot.surfaces.copy_wording import copy_wording
from bot.surfaces.forms import result
from handlers.listening import Body, Listening, Reply
from handlers.requests import origin
from handlers.steps import number_of


def register(listening: Listening) -> None:
    """Answer Copy wording."""

    async def pressed(request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        number = number_of(body)
        found = await listening.record.read(lambda session: quotable(session, request, number))
        return result(f"Wording of {show(number)}", copy_wording(found), origin(request))

    listening.action(controls.COPY_WORDING, pressed)
