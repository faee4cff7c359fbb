"""The doors that Slack comes in by, and whose token we answer with.

Socket Mode is one workspace's: we call Slack, its tokens stand in the settings, nothing has to reach us from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.clients import Clients, InstalledClients, OneClient
from bot.delivery.posting import ATTEMPT
from bot.desk.permalinks import keep_address
from bot.operating.sockets import Socket
from bot.settings import BotSettings, Settings
from store import Record, Session
from store.workspaces import lock_workspace


class Door(Protocol):
    """One way in: the app that its requests go to, and the clients of who may use it."""

    app: AsyncApp

    @property
    def clients(self) -> Clients:
        """Who speaks to Slack for a workspace."""
        ...

    @property
    def installed(self) -> InstalledClients | None:
        """Who has installed the app, where others may."""
        ...

    async def open(self) -> None:
        """Let Slack in."""
        ...

    async def is_open(self) -> bool:
        """Whether Slack can reach us."""
        ...

    async def close(self) -> None:
        """Let nothing new in; what came in is still being answered."""
        ...

    async def tend(self) -> None:
        """Do what has to be done from time to time."""
        ...


def session_of_calls() -> aiohttp.ClientSession:
    """What our calls of Slack go through.

    The SDK's own time-out is not applied to a session that is handed in.
    """
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ATTEMPT))


def client_for(settings: BotSettings, session: aiohttp.ClientSession, token: str | None = None) -> AsyncWebClient:
    """A client of Slack's; it tries nothing twice, as the SDK's own retries would post twice."""
    return AsyncWebClient(token=token, base_url=settings.slack_api_url, session=session, retry_handlers=[])


@dataclass
class SocketDoor:
    """A socket that we open to Slack."""

    app: AsyncApp
    clients: OneClient
    socket: Socket
    installed: None = None

    async def open(self) -> None:
        """Connect."""
        await self.socket.connect()  # type: ignore[no-untyped-call]

    async def is_open(self) -> bool:
        """Whether the socket is connected."""
        return await self.socket.is_connected()

    async def close(self) -> None:
        """Disconnect, with everything answered that has come."""
        await self.socket.part()

    async def tend(self) -> None:
        """Nothing: its tokens stand in the settings."""


async def socket_door(settings: Settings, record: Record, session: aiohttp.ClientSession) -> SocketDoor:
    """The door of Socket Mode: who we are is asked once, here. Raises SlackApiError."""
    client = client_for(settings, session, settings.slack_bot_token)
    found = await client.auth_test()
    workspace_id = await record.write(lambda session: _known_as(session, found))
    # Bolt is given no token: it would say that it ignores it, as each request is authorized by itself.
    app = AsyncApp(client=client_for(settings, session), authorize=_authorization(found, settings.slack_bot_token))
    # An organisation's token is for every workspace in it.
    clients = OneClient(client, None if found.get("is_enterprise_install") else workspace_id)
    return SocketDoor(app, clients, Socket(app, settings.slack_app_token))


def _known_as(session: Session, found: AsyncSlackResponse) -> int:
    """The workspace that a token is for, with its address; its id."""
    team, enterprise, address = found["team_id"], found.get("enterprise_id") or "", found.get("url")
    if address:
        keep_address(session, team, enterprise, address)
    return lock_workspace(session, team, enterprise).id or 0


def _authorization(found: AsyncSlackResponse, token: str) -> Any:
    """Who we are; Bolt would ask in the way of the first command."""
    result = AuthorizeResult(
        enterprise_id=found.get("enterprise_id"),
        team_id=found["team_id"],
        bot_user_id=found["user_id"],
        bot_id=found.get("bot_id"),
        bot_token=token,
    )

    async def authorize(**_request: Any) -> AuthorizeResult:
        return result

    return authorize
