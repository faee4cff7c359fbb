"""The page that says where the app is installed: there an admin adds it, and takes it out again."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from aiohttp import web

from sandbox.authorize_page import page
from sandbox.page_door import said
from sandbox.town import Town


class AppsPage:
    """Serves `/apps`."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def add_routes(self, app: web.Application) -> None:
        """Add the page, and what its buttons do."""
        app.router.add_get("/apps", self._show)
        app.router.add_post("/apps/remove", self._remove)

    async def _show(self, _request: web.Request) -> web.Response:
        registration, organisation = self._town.registration, self._town.organisation
        places = [(each.team_id, each.team_name) for each in self._town.workspaces.values()]
        if organisation is not None:
            places.append((organisation.id, organisation.name))
        name = escape(registration.name)
        body = f"""
<h1>{name}</h1>
<p>Where it is installed. You are here as an admin.</p>
<ul class="places" data-testid="places">{"".join(self._row(*place) for place in places)}</ul>
<p class="note"><a href="/">Back to the workspace</a></p>"""
        return page(f"Apps: {name}", body)

    async def _remove(self, request: web.Request) -> web.Response:
        form = await request.post()
        try:
            self._town.installations.uninstall(str(form.get("place") or ""))
        except LookupError:
            return said("The app is not installed there.", status=404)
        raise web.HTTPSeeOther("/apps")

    def _row(self, place: str, title: str) -> str:
        installation = self._town.installations.at(place)
        label = escape(title)
        if installation is not None:
            person = escape(self._town.first.people[installation.person].real_name)
            status = f"Installed by {person}"
            act = f"""<form method="post" action="/apps/remove" class="answers">
<button name="place" value="{escape(place)}" class="danger" data-testid="remove"
 aria-label="Remove it from {label}">Remove</button></form>"""
        else:
            status = "Not installed"
            act = self._link(place, label)
        return f"""<li data-place="{escape(place)}"><span><strong>{label}</strong><br>{status}</span>{act}</li>"""

    def _link(self, place: str, label: str) -> str:
        """Lead to the app's own page, which leads back here to ask; without one it cannot be installed by anybody."""
        address = self._town.registration.install_page
        if address is None:
            return ""
        team = "?" + urlencode({"team": place}) if place in self._town.workspaces else ""
        return f"""<div class="answers"><a href="{escape(address + team)}" class="primary" data-testid="add"
 aria-label="Add it to {label}">Add to Slack</a></div>"""
