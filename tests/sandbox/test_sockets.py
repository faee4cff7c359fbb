"""Socket Mode: one envelope to one socket, three seconds for the ack, and what happens when sockets go."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import APP_TOKEN, connected, new_app


async def test_of_two_sockets_each_envelope_goes_to_one(server: SandboxServer) -> None:
    seen: dict[str, int] = {"first": 0, "second": 0}

    def app_that_counts(name: str) -> Any:
        app = new_app(server)

        @app.command("/claim")
        async def claim(ack: Any) -> None:
            seen[name] += 1
            await ack()

        return app

    rita = server.actor("reporter")
    async with connected(app_that_counts("first"), server), connected(app_that_counts("second"), server):
        for _ in range(6):
            assert (await rita.type("#verification", "/claim x")).acked
    assert seen == {"first": 3, "second": 3}


async def test_without_a_socket_a_command_fails_at_once(server: SandboxServer) -> None:
    outcome = await server.actor("reporter").type("#verification", "/claim x")
    assert not outcome.acked
    assert outcome.error == "/claim failed with the error “dispatch_failed”"


async def test_a_command_nobody_acks_is_the_persons_timeout(server: SandboxServer) -> None:
    app = new_app(server)

    @app.command("/claim")
    async def claim() -> None:
        """Never ack."""

    async with connected(app, server):
        outcome = await server.actor("reporter").type("#verification", "/claim x")
    assert not outcome.acked
    assert 2.9 < outcome.seconds < 4
    (told,) = await server.actor("reporter").messages("#verification")
    assert (told.user, told.text) == ("USLACKBOT", "/claim failed with the error “operation_timeout”")
    assert await server.actor("lead").messages("#verification") == []


async def test_an_address_is_good_for_one_connection(server: SandboxServer) -> None:
    client = AsyncWebClient(base_url=server.api_url)
    address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(address) as socket:
            hello = json.loads((await socket.receive()).data)
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)


async def test_the_eleventh_socket_is_sent_away(server: SandboxServer) -> None:
    client = AsyncWebClient(base_url=server.api_url)
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
            sockets.append(await session.ws_connect(address))
        last = json.loads((await sockets[-1].receive()).data)
        assert last["reason"] == "too_many_websockets"
        assert server.link.sockets == 10


@pytest.mark.parametrize("way", ["cut", "warning", "refresh_requested"])
async def test_the_bot_comes_back_after_its_socket_went(server: SandboxServer, way: str) -> None:
    app = new_app(server)

    @app.command("/claim")
    async def claim(ack: Any) -> None:
        await ack()

    async with connected(app, server):
        opened = server.record.calls["apps.connections.open"]
        if way == "cut":
            await server.faults.cut_sockets()
            assert server.link.sockets == 0
        else:
            await server.faults.disconnect(way)
        await server.until(lambda: server.record.calls["apps.connections.open"] > opened)
        await server.link.connected()
        async with asyncio.timeout(5):
            while not (await server.actor("reporter").type("#verification", "/claim x")).acked:
                await server.link.connected()


async def test_while_an_app_has_too_many_sockets_no_other_is_let_stay(server: SandboxServer) -> None:
    client = AsyncWebClient(base_url=server.api_url)

    async def opened(session: aiohttp.ClientSession) -> Any:
        address = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
        socket = await session.ws_connect(address)
        return socket, json.loads((await socket.receive()).data)

    async with aiohttp.ClientSession() as session:
        first, hello = await opened(session)
        assert hello["type"] == "hello"
        server.faults.crowded = True
        _, sent_away = await opened(session)
        assert sent_away["reason"] == "too_many_websockets"
        assert server.link.sockets == 1
        closing = asyncio.create_task(server.faults.disconnect("too_many_websockets"))
        assert json.loads((await first.receive()).data)["reason"] == "too_many_websockets"
        assert (await first.receive()).type is aiohttp.WSMsgType.CLOSE
        await closing
        server.faults.clear()
        assert (await opened(session))[1]["type"] == "hello"


async def test_link_disabled_closes_what_is_open(server: SandboxServer) -> None:
    client = AsyncWebClient(base_url=server.api_url)
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect((await client.apps_connections_open(app_token=APP_TOKEN))["url"])
        await server.link.connected()
        closing = asyncio.create_task(server.faults.disconnect("link_disabled"))
        said = [await socket.receive() for _ in range(3)]
        await closing
    assert json.loads(said[1].data)["reason"] == "link_disabled"
    assert said[2].type is aiohttp.WSMsgType.CLOSE


async def test_after_link_disabled_no_socket_opens_until_it_is_enabled(server: SandboxServer) -> None:
    client = AsyncWebClient(base_url=server.api_url)
    await server.faults.disconnect("link_disabled")
    with pytest.raises(SlackApiError):
        await client.apps_connections_open(app_token=APP_TOKEN)
    server.link.enabled = True
    assert (await client.apps_connections_open(app_token=APP_TOKEN))["ok"]
