"""Which conversations somebody is in, a page at a time, and messages to a person by their id."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer

EVERYTHING = "public_channel,private_channel,im"


async def names(client: AsyncWebClient, **arguments: Any) -> list[str]:
    """Channels by name, conversations by who they are with; all pages."""
    found: list[str] = []
    async for page in await client.users_conversations(**arguments):
        found += [channel.get("name") or channel["user"] for channel in page["channels"]]
    return found


async def error_of(call: Any) -> Any:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return refusal.value.response["error"]


async def test_the_bots_own_conversations_come_a_page_at_a_time(server: SandboxServer, client: AsyncWebClient) -> None:
    everything = ["verification", "belgorod", "investigation", "U0RITA0001", "U0CHEN0001", "U0OLENA001", "U0GUS00001"]
    assert await names(client, types=EVERYTHING) == everything
    before = server.record.calls["users.conversations"]
    assert await names(client, types=EVERYTHING, limit=3) == everything
    assert server.record.calls["users.conversations"] - before == 3
    assert await names(client) == ["verification", "belgorod"]
    first = await client.users_conversations(types="public_channel", limit=1)
    assert "is_member" not in first["channels"][0]
    assert first["channels"][0]["is_private"] is False


async def test_somebodys_conversations_are_those_the_bot_may_know_of(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    assert await names(client, user="U0RITA0001", types=EVERYTHING) == [
        "verification",
        "wire",
        "belgorod",
        "investigation",
        "U0RITA0001",
    ]
    assert await names(client, user="U0GUS00001", types=EVERYTHING) == ["belgorod", "U0GUS00001"]
    await server.actor("lead").kick("#investigation", "bot")
    assert await names(client, user="U0RITA0001", types="private_channel") == []


async def test_archived_channels_are_left_out_when_asked(server: SandboxServer, client: AsyncWebClient) -> None:
    await server.actor("lead").archive("#belgorod")
    assert await names(client) == ["verification", "belgorod"]
    assert await names(client, exclude_archived=True) == ["verification"]


async def test_what_slack_refuses_is_refused(client: AsyncWebClient, manifest: dict[str, Any]) -> None:
    assert await error_of(client.users_conversations(user="U0NOBODY01")) == "user_not_found"
    assert await error_of(client.users_conversations(types="channels")) == "invalid_types"
    assert await error_of(client.users_conversations(cursor="nonsense")) == "invalid_cursor"
    assert await error_of(client.users_conversations(limit=1000)) == "invalid_limit"
    assert await error_of(client.users_conversations(types="mpim")) == "missing_scope"
    manifest["oauth_config"]["scopes"]["bot"].remove("groups:read")
    assert await error_of(client.users_conversations(types="public_channel,private_channel")) == "missing_scope"


async def test_a_message_to_a_persons_id_reaches_them_alone(server: SandboxServer, client: AsyncWebClient) -> None:
    card = await client.chat_postMessage(channel="U0RITA0001", text="You follow C-1.")
    reply = await client.chat_postMessage(channel="U0RITA0001", text="It is false now.", thread_ts=card["ts"])
    assert (card["channel"], reply["message"]["thread_ts"]) == ("D0RITA0001", card["ts"])
    assert [message.text for message in await server.actor("reporter").messages("im")] == ["You follow C-1."]
    assert await server.actor("lead").messages("im") == []
    assert await error_of(client.chat_postMessage(channel="U0NOBODY01", text="x")) == "channel_not_found"
    assert await error_of(client.chat_postMessage(channel="U0CLAIMBOT", text="x")) == "channel_not_found"


async def test_an_app_without_a_messages_tab_writes_to_nobody(client: AsyncWebClient, manifest: dict[str, Any]) -> None:
    manifest["features"]["app_home"]["messages_tab_enabled"] = False
    for channel in ("U0RITA0001", "D0RITA0001"):
        assert await error_of(client.chat_postMessage(channel=channel, text="x")) == "messages_tab_disabled"
    await client.chat_postMessage(channel="C0VERIFY01", text="x")
