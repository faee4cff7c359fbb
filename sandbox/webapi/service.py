"""The door of the Web API: token, scope, faults, then the method; every refusal is noted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from sandbox.errors import Refused
from sandbox.faults import Fault
from sandbox.webapi import auth, chat, conversations, files, reading, users, views
from sandbox.webapi.registry import Call, Method, Office
from sandbox.webapi.requests import arguments_of, token_of
from sandbox.workspace import Json

GIVEN_UP_SECONDS = 0.2  # how often it is looked whether somebody still waits


def all_methods() -> Mapping[str, Method]:
    """Return every method the sandbox knows, by Slack's name."""
    modules = (auth, chat, conversations, files, reading, users, views)
    return {name: method for module in modules for name, method in module.METHODS.items()}


class WebApi:
    """Answers `/api/<method>` for one workspace and its two tokens."""

    def __init__(self, office: Office, *, bot_token: str, app_token: str) -> None:
        self._office = office
        self._methods = all_methods()
        self._kinds = {bot_token: "bot", app_token: "app"}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, as Slack or as the faults have it."""
        name = request.match_info["method"]
        self._office.record.calls[name] += 1
        fault = self._office.link.faults.take(name)
        if fault is not None:
            self._office.workspace.changed("call")  # what is refused is waited for in tests as well
        # The body is read first: a fault is what happens to a request that has arrived whole.
        try:
            arguments = await arguments_of(request)
        except Refused as refusal:
            return self._refuse(name, refusal)
        return await with_fault(fault, request, lambda: self._answer(name, arguments, request))

    def _answer(self, name: str, arguments: Json, request: web.Request) -> web.Response:
        try:
            method = self._methods.get(name)
            if method is None:
                raise Refused("unknown_method", req_method=name)
            self._check_token(method, token_of(request, arguments))
            call = Call(name, arguments, self._office, request.host)
            if method.scope:
                call.need(method.scope)
            answer = method.answer(call)
        except Refused as refusal:
            return self._refuse(name, refusal)
        self._office.workspace.changed("call")
        return web.json_response({"ok": True, **answer}, headers=self._headers())

    def _check_token(self, method: Method, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        kind = self._kinds.get(token)
        if kind is None:
            raise Refused("invalid_auth")
        if kind != method.token:
            raise Refused("not_allowed_token_type")

    def _refuse(self, name: str, refusal: Refused) -> web.Response:
        self._office.record.refused(name, refusal.error, **refusal.detail)
        self._office.workspace.changed("call")
        body = {"ok": False, "error": refusal.error, **refusal.detail}
        return web.json_response(body, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"x-oauth-scopes": ",".join(sorted(self._office.workspace.scopes))}


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
