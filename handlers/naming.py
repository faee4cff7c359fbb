"""Names: the menus that offer them as one types, and joining two of one speaker or parting them again."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import finding, naming
from bot.desk.request import Request
from bot.errors import UNCHANGED, NotUnderstood
from bot.surfaces import controls, forms, lists, names, names_form
from bot.surfaces.message import Message
from handlers.listening import Body, Listening, Replaced, Reply
from handlers.requests import origin, origin_of
from handlers.views import chosen, values_of
from store import Session

OFFERED = 20


def register(listening: Listening) -> None:
    """Answer the menus of names, and the buttons and the form of a speaker's page."""
    known = Names(listening)
    listening.options(controls.PICK_SPEAKER, known.speakers)
    listening.options(controls.PICK_OTHER_SPEAKER, known.other_speakers)
    listening.options(controls.PICK_OTHER_SOURCE, known.other_sources)
    listening.action(controls.JOIN_NAMES, known.ask)
    listening.action(controls.PART_NAME, known.part)
    listening.view(controls.JOIN_FORM, known.join)


@dataclass(frozen=True)
class Names:
    """What each of them does."""

    listening: Listening

    async def speakers(self, request: Request, typed: str) -> list[Option]:
        """Who may have said it: what was typed, then the known names that it may mean."""
        return names.speaker_options(typed, await self._offer(request, "speaker", typed))

    async def other_speakers(self, request: Request, typed: str) -> list[Option]:
        """The speakers that what is typed may mean."""
        return names.name_options(await self._offer(request, "speaker", typed))

    async def other_sources(self, request: Request, typed: str) -> list[Option]:
        """The sources that what is typed may mean."""
        return names.name_options(await self._offer(request, "source", typed))

    async def ask(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Ask under which other name a speaker or a source is on file."""
        kind, name_id = names_form.joined_kind(body["actions"][0]["value"])
        profile = await self.listening.record.read(
            lambda session: naming.profile_by_id(session, request, kind, name_id)
        )
        return names_form.join_form(origin(request, name=f"{kind}:{profile.name.id}"), profile)

    async def join(self, request: Request, body: Body) -> View:
        """Make two names one's."""
        about = origin_of(body)
        kind, name_id = names_form.joined_kind(about.name or "")
        other = chosen(values_of(body), "other")
        if not other:
            raise NotUnderstood(f"Which {kind}?", unchanged=UNCHANGED, field="other")
        joined = await self.listening.record.write(
            lambda session: naming.join(session, request, kind, name_id, int(other))
        )
        return forms.result(f"One {kind}", await self._page(request, joined), about)

    async def part(self, request: Request, body: Body, _client: AsyncWebClient) -> Reply:
        """Make a name stand for itself again."""
        kind, name_id = names_form.joined_kind(body["actions"][0]["selected_option"]["value"])
        left = await self.listening.record.write(lambda session: naming.part(session, request, kind, name_id))
        return Replaced(await self._page(request, left))

    async def _offer(self, request: Request, kind: naming.Kind, typed: str) -> list[naming.Name]:
        return await self.listening.record.read(
            lambda session: naming.offer(session, request, kind, typed, limit=OFFERED)
        )

    async def _page(self, request: Request, profile: naming.Profile) -> Message:
        """The page of a speaker or a source, as it is now."""

        def look(session: Session) -> finding.ListPage:
            return finding.list_page(session, request, lists.page_of(profile))

        return lists.listing(await self.listening.record.read(look), request.now)
