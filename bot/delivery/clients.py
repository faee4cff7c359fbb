"""Whose token is used: each workspace's own, and never another's.

In Socket Mode there is one installation; with HTTP there are as many as workspaces have let us in (bot/installations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Fault


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
