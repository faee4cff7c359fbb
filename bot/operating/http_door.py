"""The door for many workspaces: Slack sends signed requests to us, and whoever wants the app installs it by OAuth.

It speaks plain HTTP, for a proxy that has the certificate (docs/workspaces.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock
from bot.delivery import posting
from bot.delivery.clients import InstalledClients, NotInstalled
from bot.delivery.renewing import Renewal
from bot.errors import BadSetting
from bot.installations import Installations
from bot.operating.doors import client_for
from bot.operating.installing import BACK, INSTALL, InstallingFlow
from bot.operating.serving import serve
from bot.sealing import Seal
from bot.settings import HttpSettings
from bot.surfaces import pages
from store import Record

EVENTS = "/slack/events"
OLD = 300  # seconds
QUIET = 60.0  # seconds between two lines about requests that were refused: anybody can send them
FINISH = 3.0  # seconds for the answers in hand: whoever asked waits no longer
NOT_HERE = (
    "Nothing was filed: Counterclaim is not installed in this workspace, or Slack gives it no token now. "
    "Try again in a minute; if it stays so, whoever manages your apps can install it."
)

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass
class HttpDoor:
    """A port that requests come to."""

    app: AsyncApp
    clients: InstalledClients
    flow: InstallingFlow
    verifier: SignatureVerifier
    clock: Clock
    host: str
    port: int
    _runner: web.AppRunner | None = field(default=None, init=False)
    _told_at: float | None = field(default=None, init=False)

    @property
    def installed(self) -> InstalledClients:
        """Who has installed the app."""
        return self.clients

    async def open(self) -> None:
        """Listen. Raises BadSetting."""
        served = web.Application(middlewares=[_in_words])
        served.add_routes(
            [
                web.post(EVENTS, self._request),
                web.get(INSTALL, self._install),
                web.get(BACK, self._back),
            ]
        )
        named = "COUNTERCLAIM_HOST and COUNTERCLAIM_PORT"
        self._runner = await serve(served, self.host, self.port, named=named, finish=FINISH)

    async def is_open(self) -> bool:
        """Whether we listen."""
        return self._runner is not None and bool(self._runner.addresses)

    async def close(self) -> None:
        """Listen no more; answers in hand have a moment to be finished."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def tend(self) -> None:
        """Renew tokens that run out soon."""
        await self.clients.tend()

    async def _request(self, request: web.Request) -> web.Response:
        """What Slack sends. Nothing is read of a body before its signature is found to be right."""
        if not self._is_signed(await request.read(), request.headers):
            self._tell(request.headers)
            return web.Response(status=401)
        try:
            asked = await to_bolt_request(request)
        except (ValueError, LookupError, AttributeError, TypeError, RecursionError):  # signed, but nothing of Slack's
            return web.Response(status=400)
        return await to_aiohttp_response(await self.app.async_dispatch(asked))

    def _is_signed(self, body: bytes, headers: Any) -> bool:
        try:
            return self.verifier.is_valid_request(body, headers)
        except (ValueError, TypeError):  # a timestamp that is no number, a signature or a body that is no text
            return False

    def _tell(self, headers: Any) -> None:
        """Say that requests are refused, and why: with a wrong secret, or a wrong clock, it is every one of Slack's."""
        now = self.clock.monotonic()
        if "X-Slack-Signature" not in headers or (self._told_at is not None and now - self._told_at < QUIET):
            return
        self._told_at = now
        try:
            apart = abs(self.verifier.clock.now() - int(headers.get("X-Slack-Request-Timestamp", "")))
        except ValueError:
            apart = 0
        log.warning("request refused", problem="signature" if apart <= OLD else "more than five minutes old, or early")

    async def _install(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self.flow.handle_installation(_visit(request)))

    async def _back(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self.flow.handle_callback(_visit(request)))


def _visit(request: web.Request) -> AsyncBoltRequest:
    """What somebody's browser asks for; a body that it sends along is nothing to us."""
    headers: Any = request.headers
    return AsyncBoltRequest(body="", query=request.query_string, headers=headers)


@web.middleware
async def _in_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Whoever comes here by mistake gets a page, too; a fault is logged with the code that its page shows."""
    try:
        return await handler(request)
    except web.HTTPException as refused:
        allowed = {name: value for name, value in refused.headers.items() if name == "Allow"}
        return web.Response(status=refused.status, text=pages.no_page(INSTALL), headers=pages.HEADERS | allowed)
    except Exception as error:
        code = secrets.token_hex(3)
        log.error("fault", code=code, listener=request.path, error=type(error).__name__)
        return web.Response(status=500, text=pages.fault_page(code, INSTALL), headers=pages.HEADERS)


async def http_door(
    settings: HttpSettings, record: Record, session: aiohttp.ClientSession, clock: Clock, scopes: list[str]
) -> HttpDoor:
    """The door of HTTP mode. Every token on file is sealed with the newest key first. Raises BadSetting."""
    nameless = client_for(settings, session)
    installations = Installations(record, settings.slack_client_id, Seal(settings.token_keys), clock)
    opened, closed = await installations.seal_again()
    if closed and not opened:
        raise BadSetting(
            "COUNTERCLAIM_TOKEN_KEY opens none of the tokens on file. Set it to the key they were kept with; a new key "
            "goes into COUNTERCLAIM_TOKEN_KEY, and the old one into COUNTERCLAIM_TOKEN_KEY_BEFORE."
        )
    if await installations.another_apps():
        log.warning("installations of another app only", remedy="Is SLACK_CLIENT_ID right?")
    renewal = Renewal(installations, nameless, clock, settings.slack_client_secret)
    clients = InstalledClients(installations, renewal, partial(client_for, settings, session))
    flow = InstallingFlow(settings, scopes, installations, nameless)
    # Everything is said explicitly: what Bolt finds in the environment would have it keep installations in files.
    app = AsyncApp(
        client=nameless,
        signing_secret=settings.slack_signing_secret,
        request_verification_enabled=False,  # done before a body is read
        authorize=_ByInstallation(clients),  # type: ignore[arg-type]
        oauth_flow=flow,
        user_facing_authorize_error_message=NOT_HERE,
    )
    verifier = SignatureVerifier(settings.slack_signing_secret)
    return HttpDoor(app, clients, flow, verifier, clock, settings.counterclaim_host, settings.counterclaim_port)


class _ByInstallation(AsyncAuthorize):
    """Whose token a request is answered with. Bolt's own would exchange refresh tokens without asking other copies."""

    def __init__(self, clients: InstalledClients) -> None:
        self._clients = clients

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_more: Any) -> AuthorizeResult | None:
        """Who we are where a request comes from; None if we are not there."""
        try:
            place, bot = await self._clients.bot_of(team_id, enterprise_id)
        except (NotInstalled, *posting.FAILED):
            return None
        return AuthorizeResult(
            enterprise_id=place.enterprise,
            team_id=place.team or team_id,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )
