"""The door of the Web API: token, workspace, scope, faults, then the method; every refusal is noted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from email.utils import format_datetime

from aiohttp import web

from sandbox.errors import Refused
from sandbox.faults import Fault
from sandbox.installations import NOBODY, Token
from sandbox.town import Town
from sandbox.webapi import auth, chat, conversations, files, oauth, reading, users, views
from sandbox.webapi.registry import Call, Method
from sandbox.webapi.requests import arguments_of, basic_of, token_of
from sandbox.workspace import Json

GIVEN_UP_SECONDS = 0.2  # how often it is looked whether somebody still waits
MISSING_TEAM = "[ERROR] missing required field: team_id"


def all_methods() -> Mapping[str, Method]:
    """Return every method the sandbox knows, by Slack's name."""
    modules = (auth, chat, conversations, files, oauth, reading, users, views)
    return {name: method for module in modules for name, method in module.METHODS.items()}


class WebApi:
    """Answers `/api/<method>`; the token says for which workspace."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._methods = all_methods()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, as Slack or as the faults have it."""
        name = request.match_info["method"]
        self._town.record.calls[name] += 1
        fault = self._town.link.faults.take(name)
        if fault is not None:
            self._town.first.changed("call")  # what is refused is waited for in tests as well
        # The body is read first: a fault is what happens to a request that has arrived whole.
        try:
            arguments = await arguments_of(request)
        except Refused as refusal:
            return self._refuse(name, refusal)
        response = await with_fault(fault, request, lambda: self._answer(name, arguments, request))
        response.headers["Date"] = format_datetime(self._town.first.clock.now(), usegmt=True)
        return response

    def _answer(self, name: str, arguments: Json, request: web.Request) -> web.Response:
        token = NOBODY
        try:
            method = self._methods.get(name)
            if method is None:
                raise Refused("unknown_method", req_method=name)
            token = self._token(method, request, arguments)
            if method.of_a_team and token.kind == "bot" and self._needs_team(token, arguments):
                raise Refused("missing_argument", response_metadata={"messages": [MISSING_TEAM]})
            call = Call(name, arguments, self._town.office_for(token, arguments), request.host, token)
            if method.scope:
                call.need(method.scope)
            answer = method.answer(call)
        except Refused as refusal:
            return self._refuse(name, refusal, token)
        self._town.first.changed("call")
        return web.json_response({"ok": True, **answer}, headers=self._headers(token))

    def _token(self, method: Method, request: web.Request, arguments: Json) -> Token:
        """Return the token of a call; a method that takes none has its own secrets."""
        if method.token == "none":  # noqa: S105 (its kind, not a secret)
            arguments |= basic_of(request)
            return NOBODY
        token = self._town.installations.token(token_of(request, arguments))
        if token.kind != method.token:
            raise Refused("not_allowed_token_type")
        return token

    def _needs_team(self, token: Token, arguments: Json) -> bool:
        return token.place not in self._town.offices and not arguments.get("team_id")

    def _refuse(self, name: str, refusal: Refused, token: Token = NOBODY) -> web.Response:
        self._town.record.refused(name, refusal.error, **refusal.detail)
        self._town.first.changed("call")
        body = {"ok": False, "error": refusal.error, **refusal.detail}
        return web.json_response(body, headers=self._headers(token))

    def _headers(self, token: Token) -> dict[str, str]:
        """Return what every answer to a good token says: the scopes it was granted."""
        if token is NOBODY:
            return {}
        return {"x-oauth-scopes": ",".join(sorted(self._town.installations.scopes_of(token)))}


async def with_fault(fault: Fault | None, request: web.Request, answer: Callable[[], web.Response]) -> web.Response:
    """Answer a request, unless a fault says otherwise; a cut connection has no answer that anybody sees."""
    kind = fault.kind if fault else None
    if fault is not None and kind == "rate_limit":
        headers = {"Retry-After": str(fault.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault is not None and kind == "fail":
        return web.json_response({"ok": False, "error": "internal_error"}, status=fault.status)
    if kind == "drop_before":
        return _cut(request)
    if kind == "never":
        while request.transport is not None:  # noqa: ASYNC110 (aiohttp tells nobody that whoever asks has given up)
            await asyncio.sleep(GIVEN_UP_SECONDS)
        return web.Response()
    response = answer()
    if kind == "drop_after_accepting":
        return _cut(request)
    if fault is not None and kind == "slow":
        await asyncio.sleep(fault.seconds)
    return response


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
