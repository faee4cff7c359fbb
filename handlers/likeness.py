"""Buttons under "looks the same as": each of the four answers is done, and its question goes."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.alike import Answer, answer_alike
from bot.desk.request import Request
from bot.surfaces import controls, likeness
from handlers.listening import Body, Listening, Replaced, Reply

ANSWERS = {
    controls.ALIKE_NEWER: Answer.NEWER,
    controls.ALIKE_SAME: Answer.SAME,
    controls.ALIKE_CONTRADICTS: Answer.CONTRADICTS,
    controls.ALIKE_KEEP: Answer.KEEP,
}


def register(listening: Listening) -> None:
    """Answer the four buttons."""
    for control in ANSWERS:
        listening.action(control, Alikes(listening).answer)


@dataclass(frozen=True)
class Alikes:
    """What an answer does."""

    listening: Listening

    async def answer(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Do what was answered; the message then says so, and asks only what is left to ask."""
        pressed = body["actions"][0]
        chosen = ANSWERS[pressed["action_id"]]
        number, older, alike = pressed["value"].split(":")
        done = await self.listening.record.write(
            lambda session: answer_alike(session, request, int(number), int(older), chosen, likeness=float(alike))
        )
        left = await self.listening.looking.left(self.listening.record, request, int(number))
        return Replaced(likeness.answered(done, left))
