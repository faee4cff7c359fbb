"""Faults: each does what it says, as often as it says, and the client sees what it would see of Slack."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import BOT_TOKEN, connected, new_app

CUT = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)


async def post(client: AsyncWebClient, text: str = "x") -> Any:
    return await client.chat_postMessage(channel="C0VERIFY01", text=text)


async def test_a_rate_limit_names_its_seconds_and_accepts_nothing(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    server.faults.rate_limit("chat.postMessage", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refusal:
            await post(client)
        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "7"
    assert server.record.posts == []
    assert (await post(client))["ok"]


async def test_the_sdk_waits_out_a_rate_limit(server: SandboxServer) -> None:
    server.faults.rate_limit("chat.postMessage", retry_after=0)
    handlers: list[Any] = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    client = AsyncWebClient(token=BOT_TOKEN, base_url=server.api_url, retry_handlers=handlers)
    await post(client)
    assert server.record.calls["chat.postMessage"] == 2
    assert len(server.record.posts) == 1


async def test_a_server_error_accepts_nothing_and_leaves_other_methods_alone(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    server.faults.fail("chat.postMessage", status=503)
    await client.auth_test()
    with pytest.raises(SlackApiError) as refusal:
        await post(client)
    assert refusal.value.response.status_code == 503
    assert server.record.posts == []


async def test_a_connection_cut_before_accepts_nothing(server: SandboxServer, client: AsyncWebClient) -> None:
    server.faults.drop_before("chat.postMessage")
    with pytest.raises(CUT):
        await post(client)
    assert server.record.posts == []


async def test_a_connection_cut_afterwards_has_posted(server: SandboxServer, client: AsyncWebClient) -> None:
    server.faults.drop_after_accepting("chat.postMessage")
    with pytest.raises(CUT):
        await post(client)
    assert [entry.text for entry in server.record.posts] == ["x"]
    assert [m.text for m in await server.actor("lead").messages("#verification")] == ["x"]


async def test_the_sdks_own_retry_doubles_a_post_that_was_accepted(server: SandboxServer) -> None:
    """Why the bot may not use the default handlers, and that the sandbox counts it."""
    server.faults.drop_after_accepting("chat.postMessage")
    client = AsyncWebClient(token=BOT_TOKEN, base_url=server.api_url)
    metadata = {"event_type": "card", "event_payload": {"key": "card:1"}}
    await client.chat_postMessage(channel="C0VERIFY01", text="x", metadata=metadata)
    assert server.record.doubled() == {"card:1": 2}


async def test_a_slow_answer_comes_after_the_work_is_done(server: SandboxServer, client: AsyncWebClient) -> None:
    server.faults.slow("chat.postMessage", seconds=30)
    waiting = asyncio.create_task(post(client))
    await server.until(lambda: len(server.record.posts) == 1)
    await client.auth_test()
    assert not waiting.done()
    waiting.cancel()


async def test_a_fault_without_times_stays_until_cleared(server: SandboxServer, client: AsyncWebClient) -> None:
    server.faults.fail(times=None)
    for _ in range(3):
        with pytest.raises(SlackApiError):
            await client.auth_test()
    server.faults.clear()
    await client.auth_test()
    assert server.faults.taken["fail"] == 3


async def test_a_doubled_envelope_arrives_twice_and_is_acked_once(server: SandboxServer) -> None:
    app = new_app(server)
    seen: list[str] = []

    @app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any]) -> None:
        await ack("Filed.")
        seen.append(command["trigger_id"])
        server.workspace.changed("call")

    server.faults.double_envelopes()
    async with connected(app, server):
        outcome = await server.actor("reporter").type("#verification", "/claim x")
        await server.until(lambda: len(seen) == 2)
    assert outcome.acked
    assert seen[0] == seen[1]
    assert len(outcome.messages) == len(await server.actor("reporter").messages("#verification")) == 1


async def test_what_is_never_answered_is_not_done_and_keeps_nobody_else_waiting(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    server.faults.never("chat.postMessage")
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3))
    hasty = AsyncWebClient(token=BOT_TOKEN, base_url=server.api_url, session=session, retry_handlers=[])
    with pytest.raises(TimeoutError):
        await post(hasty)
    await session.close()
    assert server.record.posts == []
    assert (await post(client))["ok"]


async def test_an_envelope_that_is_held_back_comes_after_the_next_and_alone_after_a_second(
    server: SandboxServer,
) -> None:
    app = new_app(server)
    seen: list[str] = []

    @app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any]) -> None:
        seen.append(command["text"])
        await ack()

    async with connected(app, server):
        server.faults.hold_back()
        rita, olena = server.actor("reporter"), server.actor("lead")
        first = asyncio.create_task(rita.type("#verification", "/claim first"))
        await server.until(lambda: server.faults.taken["hold_back"] == 1)
        assert (await olena.type("#verification", "/claim second")).acked
        assert (await first).acked
        server.faults.hold_back()
        alone = await rita.type("#verification", "/claim third")
    assert seen == ["second", "first", "third"]
    assert alone.acked
    assert alone.seconds > 0.9


async def test_a_payload_can_be_delivered_again_as_it_was(server: SandboxServer) -> None:
    app = new_app(server)
    seen: list[str] = []

    @app.command("/claim")
    async def claim(ack: Any, command: dict[str, Any]) -> None:
        seen.append(command["trigger_id"])
        await ack()

    async with connected(app, server):
        outcome = await server.actor("reporter").type("#verification", "/claim x")
        assert outcome.request is not None
        assert (await server.deliver("slash_commands", outcome.request)).acked
    assert seen[0] == seen[1]
