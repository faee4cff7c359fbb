"""Reading back, and who may read what: bounds, pages, metadata, membership, scopes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer

CHANNEL = "C0VERIFY01"


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def post(client: AsyncWebClient, *texts: str, **rest: Any) -> list[str]:
    return [str((await client.chat_postMessage(channel=CHANNEL, text=text, **rest))["ts"]) for text in texts]


async def texts(call: Any) -> list[str]:
    return [message["text"] for message in (await call)["messages"]]


async def test_history_is_newest_first_without_replies(client: AsyncWebClient) -> None:
    first, _ = await post(client, "one", "two")
    await post(client, "reply", thread_ts=first)
    assert await texts(client.conversations_history(channel=CHANNEL)) == ["two", "one"]
    replies = await client.conversations_replies(channel=CHANNEL, ts=first)
    assert [message["text"] for message in replies["messages"]] == ["one", "reply"]
    assert replies["messages"][0]["reply_count"] == 1


async def test_bounds_leave_their_own_message_out_unless_inclusive(client: AsyncWebClient) -> None:
    one, _, three, _ = await post(client, "one", "two", "three", "four")
    between: dict[str, Any] = {"channel": CHANNEL, "oldest": one, "latest": three}
    assert await texts(client.conversations_history(**between)) == ["two"]
    assert await texts(client.conversations_history(**between, inclusive=True)) == ["three", "two", "one"]
    assert await texts(client.conversations_history(channel=CHANNEL, oldest=three)) == ["four"]


async def test_history_comes_in_pages_and_says_when_there_is_more(client: AsyncWebClient) -> None:
    await post(client, *(str(n) for n in range(7)))
    seen: list[str] = []
    cursor, pages = "", 0
    while True:
        page = await client.conversations_history(channel=CHANNEL, limit=3, cursor=cursor)
        seen += [message["text"] for message in page["messages"]]
        pages += 1
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert (seen, pages) == (["6", "5", "4", "3", "2", "1", "0"], 3)


async def test_replies_come_in_pages_each_with_the_parent(client: AsyncWebClient) -> None:
    (parent,) = await post(client, "card")
    await post(client, "a", "b", "c", thread_ts=parent)
    page = await client.conversations_replies(channel=CHANNEL, ts=parent, limit=2)
    assert await texts(client.conversations_replies(channel=CHANNEL, ts=parent, limit=2)) == ["card", "a", "b"]
    following = page["response_metadata"]["next_cursor"]
    rest = client.conversations_replies(channel=CHANNEL, ts=parent, limit=2, cursor=following)
    assert await texts(rest) == ["card", "c"]
    assert await error_of(client.conversations_replies(channel=CHANNEL, ts="1.000000")) == "thread_not_found"


async def test_metadata_comes_back_whole_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "card:7"}}
    await post(client, "card", metadata=metadata)
    (bare,) = (await client.conversations_history(channel=CHANNEL))["messages"]
    (whole,) = (await client.conversations_history(channel=CHANNEL, include_all_metadata=True))["messages"]
    assert bare["metadata"] == {"event_type": "card"}
    assert whole["metadata"] == metadata


async def test_only_a_member_reads_history(server: SandboxServer, client: AsyncWebClient) -> None:
    assert await error_of(client.conversations_history(channel="C0WIRE0001")) == "not_in_channel"
    await server.actor("reporter").invite("#wire", "bot")
    await client.conversations_history(channel="C0WIRE0001")


@pytest.mark.parametrize(
    ("scope", "channel", "method"),
    [
        ("channels:history", "C0VERIFY01", "conversations.history"),
        ("groups:history", "C0INVEST01", "conversations.history"),
        ("im:history", "D0RITA0001", "conversations.history"),
        ("groups:read", "C0INVEST01", "conversations.info"),
        ("chat:write", "C0VERIFY01", "chat.postMessage"),
    ],
)
async def test_a_scope_the_manifest_does_not_grant_is_named(
    server: SandboxServer, client: AsyncWebClient, manifest: dict[str, Any], scope: str, channel: str, method: str
) -> None:
    await client.api_call(method, json={"channel": channel, "text": "x"})
    manifest["oauth_config"]["scopes"]["bot"].remove(scope)
    with pytest.raises(SlackApiError) as refusal:
        await client.api_call(method, json={"channel": channel, "text": "x"})
    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", scope)
    assert scope not in refusal.value.response["provided"].split(",")


async def test_the_list_shows_public_channels_and_the_bots_own(server: SandboxServer, client: AsyncWebClient) -> None:
    everything: dict[str, Any] = {"types": "public_channel,private_channel,im"}
    names = {channel.get("name") for channel in (await client.conversations_list(**everything))["channels"]}
    assert names == {"verification", "wire", "belgorod", "investigation", None}
    await server.actor("lead").kick("#investigation", "bot")
    names = {channel.get("name") for channel in (await client.conversations_list(**everything))["channels"]}
    assert "investigation" not in names
    guests = await client.users_conversations(user="U0GUS00001")
    assert [channel["name"] for channel in guests["channels"]] == ["belgorod"]


async def test_members_and_people_are_described(client: AsyncWebClient) -> None:
    members = await client.conversations_members(channel="C0INVEST01")
    assert set(members["members"]) == {"U0RITA0001", "U0OLENA001", "U0CLAIMBOT"}
    lead = (await client.users_info(user="U0OLENA001"))["user"]
    assert (lead["tz"], lead["is_admin"]) == ("Europe/Kyiv", True)
    assert (await client.users_info(user="U0GUS00001"))["user"]["is_restricted"]
    assert await error_of(client.users_info(user="U0NOBODY01")) == "user_not_found"
    assert await error_of(client.conversations_join(channel="C0WIRE0001")) == "missing_scope"
    opened = await client.conversations_open(users="U0GUS00001")
    assert opened["channel"]["id"] == "D0GUS00001"


async def test_timestamps_grow_even_when_the_clock_goes_back(server: SandboxServer, client: AsyncWebClient) -> None:
    (before,) = await post(client, "before")
    await server.move_clock(by=timedelta(days=-2))
    (after,) = await post(client, "after")
    await server.move_clock(by=timedelta(days=3))
    (tomorrow,) = await post(client, "tomorrow")
    assert before < after < tomorrow
    assert float(tomorrow) - float(before) > 80_000


async def test_who_has_left_the_workspace_is_said_to_be_deleted(server: SandboxServer, client: AsyncWebClient) -> None:
    server.workspace.people["U0CHEN0001"].deactivated = True
    gone = (await client.users_info(user="U0CHEN0001"))["user"]
    assert gone["deleted"] is True
    assert "tz" not in gone
    assert "is_admin" not in gone
    listed = {user["id"]: user["deleted"] for user in (await client.users_list())["members"]}
    assert (listed["U0CHEN0001"], listed["U0RITA0001"]) == (True, False)
