"""HTTP mode: an app with addresses gets everything by signed requests, and its answers count as acks do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from sandbox.server import SandboxServer
from tests.sandbox.bolt_over_http import Site, add_to_slack, site, slack

FIRST, SECOND = "T0SANDBOX1", "T0SANDBOX2"


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack() as server:
        yield server


@pytest.fixture
async def bot(server: SandboxServer, tmp_path: Path) -> AsyncIterator[Site]:
    async with site(server, tmp_path) as bot:
        yield bot


def heard(app: AsyncApp, kind: str, server: SandboxServer) -> list[dict[str, Any]]:
    """Return what comes of one event, as it comes."""
    seen: list[dict[str, Any]] = []

    async def note(body: dict[str, Any], request: Any) -> None:
        seen.append(body | {"retry": request.headers.get("x-slack-retry-num")})
        server.workspace.changed("call")

    app.event(kind)(note)
    return seen


async def test_two_workspaces_install_it_and_each_command_is_answered_in_its_own(
    server: SandboxServer, bot: Site
) -> None:
    @bot.app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any], client: Any) -> None:
        who = await client.auth_test()
        await ack(f"{command['team_id']} {who['team_id']} {command['text']}")

    for team in (FIRST, SECOND):
        status, text, _ = await add_to_slack(server, bot, team)
        assert (status, "Thank you!" in text) == (200, True)
        outcome = await server.actor("reporter", team).type("#verification", "/claim Kyiv: no")
        assert outcome.messages[0].text == f"{team} {team} Kyiv: no"
    assert await server.actor("reporter").messages("#verification") != []
    assert len(await server.actor("reporter", SECOND).messages("#verification")) == 1
