"""Setting a desk up: the form and its two pages, what is said of each answer, what is saved, and the way back."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import Option, RichTextElement
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import learning
from bot.desk import desks, rehearsal, setup, setup_answers
from bot.desk.desk_settings import Settings
from bot.desk.request import Request
from bot.desk.setup_answers import Given
from bot.desk.setup_draft import PAGES, Draft
from bot.errors import UNCHANGED, Fault, Mistake, Overtaken
from bot.surfaces import answers, controls, forms, setup_fields, setup_hints, setup_saved
from bot.surfaces.forms import Origin
from bot.surfaces.rich import line
from bot.surfaces.setup_form import TITLE, opening, setup_form
from handlers.listening import Body, Checked, Later, Listening, Redrawn, Reply
from handlers.requests import origin, origin_of
from handlers.views import values_of
from store import Session

Notes = Sequence[RichTextElement]
UNANSWERED = "Slack did not say who you chose. Nothing was changed. Save again in a moment."
OVER_THEIRS = "What you chose is still here: Save puts it over theirs, Cancel leaves theirs."


def register(listening: Listening) -> None:
    """Answer the buttons that open the form, the form, its menus, and what is offered once it is saved."""
    desk = Setting(listening)
    listening.action(controls.MAKE_DESK, desk.make_desk)
    listening.action(controls.DESK_SETTINGS, desk.settings)
    for field in setup_fields.LOOKED_AT:
        listening.action(field, desk.look)
    listening.action(controls.MORE_SETTINGS, desk.turn)
    listening.action(controls.FIRST_SETTINGS, desk.turn)
    listening.view(controls.SETUP_FORM, desk.save)
    listening.action(controls.UNDO_SETTINGS, desk.undo)
    listening.action(controls.TEST_DIGEST, desk.rehearse)
    listening.options(controls.PICK_ZONE, desk.zones)
    listening.options(controls.PICK_HOLIDAYS, desk.places)


def set_up_form(listening: Listening, request: Request, client: AsyncWebClient) -> Later:
    """The settings form of the channel a command was typed in."""
    return Setting(listening).form(request, client)


@dataclass(frozen=True)
class Setting:
    """What is done in the form, and before and after it."""

    listening: Listening

    async def make_desk(self, request: Request, body: Body, client: AsyncWebClient) -> Reply:
        """The form for the channel that a button names."""
        channel = body["actions"][0]["value"] or request.channel
        return self.form(replace(request, channel=channel), client)

    async def settings(self, request: Request, body: Body, client: AsyncWebClient) -> Reply:
        """The form for a desk that is named on the Home tab."""
        return self.form(request, client, int(body["actions"][0]["value"]))

    def form(self, request: Request, client: AsyncWebClient, desk_id: int | None = None) -> Later:
        """The settings form; Slack is asked who is asking, and who is named in it, while it opens."""

        async def fill() -> View:
            profile = await learning.ask_person(client, request.person, request.team)

            def learn(session: Session) -> setup.Sheet:
                desks.learn_asker(session, request, profile)
                return setup.settings_here(session, request, desk_id)

            sheet = await self.listening.record.write(learn)
            draft = await self._asked(client, request, sheet, Draft.of(sheet.settings, request))
            return setup_form(origin(request, desk=desk_id), sheet, draft, request.now)

        return Later(opening(), fill)

    async def look(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Something was chosen: what follows from it stands under its field."""
        at, draft = _form(body)

        async def draw(client: AsyncWebClient) -> View:
            sheet = await self._sheet(request, at)
            return setup_form(at, _as_opened(sheet, at), await self._asked(client, request, sheet, draft), request.now)

        return Checked(draw, opening())

    async def turn(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """The other page, with what was chosen on this one kept."""
        at, draft = _form(body)
        sheet = await self._sheet(request, at)
        more = body["actions"][0]["action_id"] == controls.MORE_SETTINGS
        return Redrawn(setup_form(at, _as_opened(sheet, at), draft.on("more" if more else "first"), request.now))

    async def save(self, request: Request, body: Body) -> View | Checked:
        """Save what was chosen; what cannot be is said where it was chosen, and nothing that was given is lost."""
        at, draft = _form(body)
        try:
            settings = setup_answers.read(draft.given, request.now)
        except Mistake as mistake:
            if mistake.field in PAGES[draft.page]:
                raise
            turned = draft.turned_to(mistake.field or "")
            return await self._again(request, at, turned, [setup_hints.refused(mistake)])
        if not draft.unasked:
            return await self._saved(request, at, draft, settings)

        async def draw(client: AsyncWebClient) -> View:
            asked = await self._asked(client, request, await self._sheet(request, at), draft)
            if asked.unasked:
                return await self._again(request, at, asked, [line(UNANSWERED)])
            return await self._saved(request, at, asked, settings)

        return Checked(draw, opening(body["view"]["title"]["text"], "Asking Slack who you chose…"))

    async def undo(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Put the settings back as they were."""
        event = int(body["actions"][0]["value"])
        return setup_saved.set_up(
            await self.listening.record.write(lambda session: setup.put_back(session, request, event))
        )

    async def rehearse(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Send the digest as it would be now to whoever asks, and to nobody else."""
        desk_id = int(body["actions"][0]["value"])
        digest = await self.listening.record.write(lambda session: rehearsal.ask_for_test(session, request, desk_id))
        shown = setup_saved.on_its_way() if digest is None else setup_saved.rehearsed(digest)
        return forms.result("A test digest", shown, origin_of(body))

    async def zones(self, request: Request, typed: str) -> list[Option]:
        """The menu of time zones."""
        return setup_fields.zone_options(typed, request.now)

    async def places(self, _request: Request, typed: str) -> list[Option]:
        """The menu of whose public holidays can be kept."""
        return setup_fields.place_options(typed)

    async def _sheet(self, request: Request, at: Origin) -> setup.Sheet:
        """The settings as they are now, and who changed them last."""
        return await self.listening.record.read(lambda session: setup.settings_here(session, request, at.desk))

    async def _asked(self, client: AsyncWebClient, request: Request, sheet: setup.Sheet, draft: Draft) -> Draft:
        """The draft with what Slack says of whom and what it names; what Slack does not answer is left open."""
        people = dict(draft.people)
        audience = draft.audience
        channel = draft.given["digest_channel"] or sheet.channel
        with contextlib.suppress(Fault):
            for person in draft.unasked:
                people[person] = await learning.ask_unfit(client, person, request.team)
            if sheet.kind == "direct" or channel is None:
                audience = None
            elif audience is None or audience.channel != channel:
                audience = await learning.ask_audience(client, channel)
        return replace(draft, people=people, audience=audience)

    async def _again(self, request: Request, at: Origin, draft: Draft, notes: Sequence[Notes]) -> View:
        """The form with all that was chosen in it, and what is wrong with that."""
        return setup_form(at, _as_opened(await self._sheet(request, at), at), draft, request.now, notes)

    async def _saved(self, request: Request, at: Origin, draft: Draft, settings: Settings) -> View:
        """What saving did; the form again, if somebody cannot be chosen or somebody else was faster."""
        for field in ("leads", "tell_at_last"):
            refused = setup_hints.cannot_be_chosen(draft, draft.given[field])
            if refused:
                return await self._again(request, at, draft.turned_to(field), [line(UNCHANGED, " ", refused)])
        try:
            prospect = await self.listening.record.write(
                lambda session: setup.set_up(session, request, settings, revision=at.revision or 0, desk_id=at.desk)
            )
        except Overtaken as late:
            sheet = await self._sheet(request, at)
            return setup_form(at, sheet, draft, request.now, [line(answers.error_runs(late)), line(OVER_THEIRS)])
        return forms.result(TITLE, setup_saved.set_up(prospect), replace(at, draft=None))


def _form(body: Body) -> tuple[Origin, Draft]:
    """Where a form was opened, and every answer in it."""
    at = origin_of(body)
    return at, Draft.unpacked(at.draft or {}, _given(body))


def _given(body: Body) -> Given:
    """What stands in each field of the page that is shown."""
    return {name: _answer(value) for name, value in values_of(body).items()}


def _answer(value: dict[str, Any]) -> Any:
    """What was left in a field: a text, an id, a time, or the values of what was chosen."""
    (answer,) = [each for name, each in value.items() if name != "type"] or [None]
    if isinstance(answer, list):
        return [each["value"] if isinstance(each, dict) else each for each in answer]
    return answer["value"] if isinstance(answer, dict) else answer


def _as_opened(sheet: setup.Sheet, at: Origin) -> setup.Sheet:
    """The sheet under the revision at which the form was opened: who saved meanwhile is not overlooked."""
    return replace(sheet, revision=at.revision or 0)
