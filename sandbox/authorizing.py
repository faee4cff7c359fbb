"""The page on which somebody allows an app: what it wants, in which workspace, Allow or Cancel.

Source: docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from sandbox.authorize_page import Place, asking, refused
from sandbox.errors import Refused
from sandbox.installations import Grant
from sandbox.scopes import KNOWN
from sandbox.town import Town
from sandbox.workspace import Person

DENIED = "access_denied"


@dataclass(frozen=True)
class Wish:
    """What an app asks for. `back` is where its user is sent afterwards, `state` goes back with them."""

    scopes: frozenset[str]
    back: str
    named: str | None
    state: str
    team: str | None


class Authorizing:
    """Serves `/oauth/v2/authorize`."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def add_routes(self, app: web.Application) -> None:
        """Add the page, and what its buttons do."""
        app.router.add_get("/oauth/v2/authorize", self._ask)
        app.router.add_post("/oauth/v2/authorize", self._answer)

    async def _ask(self, request: web.Request) -> web.Response:
        try:
            wish = self.wish(request.query)
        except Refused as refusal:
            return refused(self._town.registration, refusal.error)
        return asking(
            self._town.registration, wish.scopes, self._places(wish), self._people(), wish.back, request.query
        )

    async def _answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        try:
            wish = self.wish(request.query)
            person = self._town.first.person(str(form.get("as") or "lead"))
            allowed = form.get("answer") == "allow"
            address = self.allow(wish, str(form.get("place") or ""), person) if allowed else self.deny(wish)
        except Refused as refusal:
            return refused(self._town.registration, refusal.error)
        except LookupError:
            return refused(self._town.registration, "invalid_team")
        raise web.HTTPFound(address)

    def wish(self, query: Mapping[str, str]) -> Wish:
        """Read what an app asks for. Refused: invalid_client_id, bad_redirect_uri, invalid_scope, no_scopes."""
        registration = self._town.registration
        if query.get("client_id") != registration.client_id:
            raise Refused("invalid_client_id")
        named = query.get("redirect_uri") or None
        back = named or next(iter(registration.redirect_urls), "")
        if not registration.may_return_to(back):
            raise Refused("bad_redirect_uri")
        scopes = frozenset(each for each in query.get("scope", "").replace(" ", ",").split(",") if each)
        if not scopes:
            raise Refused("no_scopes")
        if scopes - KNOWN.keys():
            raise Refused("invalid_scope")
        return Wish(scopes, back, named, query.get("state", ""), query.get("team") or None)

    def allow(self, wish: Wish, place: str, person: Person) -> str:
        """Allow it in a workspace or the organisation, and return where that person is sent.

        Refused for who may not: guests, and in a whole organisation everybody but its admins.
        """
        known = {each.id for each in self._places(wish)}
        if place not in known:
            raise LookupError(f"There is no workspace called {place} here.")
        everywhere = place not in self._town.workspaces
        if person.is_restricted or person.team is not None or (everywhere and not person.is_admin):
            raise Refused("not_allowed_to_install")
        now = self._town.first.clock.now()
        code = self._town.installations.allow(Grant(place, person.id, wish.scopes, wish.named, now))
        return _with(wish.back, {"code": code, "state": wish.state})

    def deny(self, wish: Wish) -> str:
        """Deny it, and return where that person is sent."""
        return _with(wish.back, {"error": DENIED, "state": wish.state})

    def _places(self, wish: Wish) -> list[Place]:
        """Return where it can be installed; the workspace that was asked for stands first."""
        teams = [Place(each.team_id, each.team_name) for each in self._town.workspaces.values()]
        teams.sort(key=lambda each: each.id != wish.team)
        organisation = self._town.organisation
        if organisation is not None and self._town.registration.for_organisations:
            teams.append(Place(organisation.id, f"{organisation.name} (every workspace)"))
        return teams

    def _people(self) -> list[Person]:
        return [each for each in self._town.first.people.values() if each.team is None]


def _with(address: str, values: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in values.items() if value or name == "state"})
    return f"{address}{'&' if urlsplit(address).query else '?'}{query}"
