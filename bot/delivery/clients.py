"""Whose token is used: each workspace's own, and never another's.

In Socket Mode there is one installation; with HTTP there are as many as workspaces have let us in (bot/installations).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import learning, posting
from bot.delivery.renewing import Renewal
from bot.errors import Fault
from bot.installations import Installations
from bot.sealing import NotOpened
from store.installations import Place
from store.workspaces import all_workspaces, workspace_by_id


class NotInstalled(Fault):
    """We have no token for this workspace: nothing can be sent there until somebody installs the app."""


class Clients(Protocol):
    """Who speaks to Slack for a workspace."""

    async def of(self, workspace_id: int) -> AsyncWebClient:
        """The client of a workspace on file. Raises NotInstalled."""
        ...


@dataclass(frozen=True)
class OneClient:
    """One installation: of the workspace with this id, or, where that is None, of every workspace on file."""

    client: AsyncWebClient
    workspace_id: int | None = None

    async def of(self, workspace_id: int) -> AsyncWebClient:
        """The client, if the workspace is its own. Raises NotInstalled."""
        if self.workspace_id not in (None, workspace_id):
            raise NotInstalled
        return self.client


@dataclass(frozen=True)
class InstalledClients:
    """A client for each workspace that has installed the app, or whose organisation has."""

    installations: Installations
    renewal: Renewal
    client_with: Callable[[str], AsyncWebClient]
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)

    async def of(self, workspace_id: int) -> AsyncWebClient:
        """The client of a workspace on file. Raises NotInstalled, and what renewing its token may raise."""
        workspace = await self.installations.record.read(lambda session: workspace_by_id(session, workspace_id))
        _, bot = await self.bot_of(workspace.team_id, workspace.enterprise_id)
        return self.client_with(bot.bot_token)

    async def bot_of(self, team: str | None, enterprise: str | None) -> tuple[Place, Bot]:
        """Whose installation speaks for a workspace, and its bot, whose token is good. Raises the same."""
        place = await self.installations.place_of(team, enterprise)
        bot = None if place is None else await self._bot_at(place)
        if place is None or bot is None:
            raise NotInstalled
        return place, await self.renewal.good(place, bot)

    async def tend(self) -> None:
        """Renew every token that runs out soon, and learn the addresses of workspaces that came."""
        for place in await self.installations.places():
            try:
                bot = await self._bot_at(place)
                if bot is not None:
                    await self.renewal.ahead(place, bot)
            except posting.FAILED:
                continue
        record = self.installations.record
        for workspace in await record.read(all_workspaces):
            if workspace.address is None:
                with suppress(NotInstalled, *posting.FAILED):
                    client = await self.of(workspace.id or 0)
                    await learning.learn_address(record, client, workspace.team_id, workspace.enterprise_id)

    async def _bot_at(self, place: Place) -> Bot | None:
        try:
            return await self.installations.bot_at(place)
        except NotOpened:
            self.log.error("token not opened", team=place.team, enterprise=place.enterprise)
            return None
