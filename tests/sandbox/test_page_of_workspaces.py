"""The page's API where there are several workspaces: each request is about one of them, and says which."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.server import SandboxServer
from tests.sandbox.bolt_over_http import slack

FIRST, SECOND = "T0SANDBOX1", "T0SANDBOX2"


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with slack(installed=True) as server:
        yield server


@pytest.fixture
async def visitor(server: SandboxServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url) as visitor:
        yield visitor


async def test_what_is_typed_in_one_workspace_is_shown_and_told_of_in_it_alone(
    server: SandboxServer, visitor: aiohttp.ClientSession
) -> None:
    async with (
        visitor.ws_connect(f"/page/live?as=lead&team={SECOND}") as second,
        visitor.ws_connect("/page/live") as first,
    ):
        body = {"as": "reporter", "team": SECOND, "channel": "C0VERIFY01", "text": "for the second"}
        assert (await (await visitor.post("/page/type", json=body)).json())["ok"]
        assert (await second.receive_json(timeout=5))["channel"] == "C0VERIFY01"
        await visitor.post("/page/type", json=body | {"team": FIRST, "text": "for the first"})
        assert (await first.receive_json(timeout=5))["channel"] == "C0VERIFY01"
        for team, words in ((SECOND, "for the second"), (FIRST, "for the first"), ("", "for the first")):
            query = {"as": "lead", "channel": "C0VERIFY01", "team": team}
            shown = await (await visitor.get("/page/messages", params=query)).json()
            assert [each["text"] for each in shown["messages"]] == [words]
        await first.close()
        await second.close()


async def test_the_state_names_every_workspace_and_whether_the_app_is_here(visitor: aiohttp.ClientSession) -> None:
    states = [await (await visitor.get("/page/state", params={"team": team})).json() for team in (FIRST, SECOND)]
    for state in states:
        assert state["teams"] == [{"id": FIRST, "name": "Sandbox"}, {"id": SECOND, "name": "Sandbox 2"}]
    assert [state["team_id"] for state in states] == [FIRST, SECOND]
    assert [state["installed"] for state in states] == [True, False]
    assert [len(state["commands"]) for state in states] == [2, 0]
    assert (await visitor.get("/page/state", params={"team": "T0ELSEWHERE"})).status == 404
    assert (await visitor.get("/page/live", params={"team": "T0ELSEWHERE"})).status == 404


async def test_another_site_cannot_take_the_app_out(server: SandboxServer, visitor: aiohttp.ClientSession) -> None:
    answer = await visitor.post("/apps/remove", data={"place": FIRST}, headers={"Origin": "http://evil.example"})
    assert answer.status == 403
    assert server.installations.at(FIRST) is not None
    await visitor.post("/apps/remove", data={"place": FIRST}, headers={"Origin": server.url})
    assert server.installations.at(FIRST) is None
    assert (await visitor.post("/apps/remove", data={"place": FIRST})).status == 404
