"""A row is sent with its own workspace's client, and with no other; where there is none it waits."""

from __future__ import annotations

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.clients import NotInstalled, OneClient
from bot.delivery.pump import Pump
from store import outbox
from tests.delivery.newsroom import VERIFICATION, Newsroom


async def test_a_token_is_for_its_own_workspace() -> None:
    client = AsyncWebClient()
    assert await OneClient(client, 1).of(1) is client
    assert await OneClient(client).of(7) is client, "an organisation's is for every workspace on file"
    with pytest.raises(NotInstalled):
        await OneClient(client, 1).of(2)


async def test_what_another_workspace_waits_for_is_not_sent_and_waits_on(room: Newsroom) -> None:
    await room.file(VERIFICATION)
    pump = Pump(room.record, OneClient(room.client(), 2), room.clock, holder="another's")
    room.running[pump.holder] = asyncio.create_task(pump.run(), name="pump")
    await room.settled(pump)
    assert room.calls.total() == 0
    stuck = await room.record.read(lambda session: [row.problem for row in outbox.stuck_of(session, 1)])
    assert set(stuck) == {"not_installed"}
    await room.stop(pump)
    ours = room.start("ours")
    await room.settled(ours)
    assert (await room.posted("card:1:1")).channel == VERIFICATION
