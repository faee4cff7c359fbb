"""The addresses that are no method's: files to fetch and to bring, and answers on a `response_url`."""

from __future__ import annotations

from aiohttp import web

from sandbox import files
from sandbox.errors import Refused
from sandbox.town import Town
from sandbox.uploads import bytes_of
from sandbox.webapi.requests import response_body
from sandbox.webapi.service import with_fault
from sandbox.workspace import Json


class Addresses:
    """Serves them for every workspace; each address says whose it is."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def add_routes(self, app: web.Application) -> None:
        """Add `/files-pri/…`, `/upload/…` and `/response/…`."""
        app.router.add_get("/files-pri/{team:[^-/]+}-{id}/{name:.+}", self._download)
        app.router.add_post("/upload/v1/{ticket}", self._upload)
        app.router.add_post("/response/{team}/{token:.+}", self._response)

    async def _download(self, request: web.Request) -> web.Response:
        fault = self._town.link.faults.take("download")
        self._town.record.calls["download"] += 1
        workspace = self._town.workspaces.get(request.match_info["team"], self._town.first)
        return await with_fault(fault, request, lambda: files.download(workspace, request, self._town.installations))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fault = self._town.link.faults.take("upload")
        self._town.record.calls["upload"] += 1
        data = await bytes_of(request)
        self._town.first.changed("call")  # a slow one is waited for in tests as well
        return await with_fault(fault, request, lambda: self._receive(request.match_info["ticket"], data))

    def _receive(self, ticket: str, data: bytes) -> web.Response:
        offices = list(self._town.offices.values())
        owner = next((office for office in offices if office.uploads.knows(ticket)), offices[0])
        return owner.uploads.receive(ticket, data)

    async def _response(self, request: web.Request) -> web.Response:
        fault = self._town.link.faults.take("response_url")
        self._town.record.calls["response_url"] += 1
        body = await response_body(request)
        team, token = request.match_info["team"], request.match_info["token"]
        return await with_fault(fault, request, lambda: self._respond(team, token, body))

    def _respond(self, team: str, token: str, body: Json) -> web.Response:
        self._town.first.changed("call")
        try:
            stage = self._town.stages.get(team)
            if stage is None:
                raise Refused("no_such_url")
            stage.responses.use(f"{team}/{token}", body)
        except Refused as refusal:
            self._town.record.refused("response_url", refusal.error, **refusal.detail)
            gone = refusal.error in ("used_url", "expired_url", "no_such_url")
            return web.json_response({"ok": False, "error": refusal.error}, status=404 if gone else 400)
        return web.Response(text="ok")
