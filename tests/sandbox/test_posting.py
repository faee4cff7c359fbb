"""chat.* as Slack answers it: what is taken, what is refused, and with which word."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import APP_TOKEN, BOT_TOKEN, actions, button, section

DIVIDER = {"type": "divider"}


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def test_a_post_is_seen_and_answered_with_its_timestamp(server: SandboxServer, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C0VERIFY01", text="C-1", blocks=[section("C-1")])
    message = (await server.actor("lead").messages("#verification"))[0]
    assert (message.ts, message.text, message.user) == (answer["ts"], "C-1", "U0CLAIMBOT")
    assert answer["message"]["blocks"][0]["block_id"]


async def test_a_post_to_a_person_goes_to_their_conversation(server: SandboxServer, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="U0CHEN0001", text="You have two claims.")
    assert answer["channel"] == "D0CHEN0001"
    assert [m.text for m in await server.actor("checker").messages("im")] == ["You have two claims."]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0WIRE0001", "text": "x"}, "not_in_channel"),
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": "C0VERIFY01", "text": " "}, "no_text"),
        ({"channel": "C0VERIFY01", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0VERIFY01", "text": "x", "blocks": [DIVIDER] * 51}, "invalid_blocks"),
        ({"channel": "C0VERIFY01", "text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"channel": "C0VERIFY01", "text": "x", "blocks": [section("x" * 2900)] * 5}, "msg_blocks_too_long"),
        ({"channel": "C0VERIFY01", "text": "x", "metadata": {"event_type": "card"}}, "invalid_metadata_format"),
    ],
)
async def test_what_slack_refuses_is_refused_and_noted(
    server: SandboxServer, client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    assert await error_of(client.api_call("chat.postMessage", json=arguments)) == error
    assert [(refusal.method, refusal.error) for refusal in server.record.refusals] == [("chat.postMessage", error)]
    assert server.record.posts == []


async def test_invalid_blocks_say_where(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="C0VERIFY01", text="x", blocks=[actions(button("a", text=""))])
    messages = refusal.value.response["response_metadata"]["messages"]
    assert "json-pointer:/blocks/0/elements/0" in messages[0]


async def test_a_private_channel_without_the_bot_does_not_exist(server: SandboxServer, client: AsyncWebClient) -> None:
    await server.actor("lead").kick("#investigation", "bot")
    assert await error_of(client.chat_postMessage(channel="C0INVEST01", text="x")) == "channel_not_found"
    assert await error_of(client.conversations_info(channel="C0INVEST01")) == "channel_not_found"


async def test_nobody_posts_to_an_archived_channel(server: SandboxServer, client: AsyncWebClient) -> None:
    await server.actor("lead").archive("#belgorod")
    assert await error_of(client.chat_postMessage(channel="C0BELGOROD", text="x")) == "is_archived"
    await server.actor("lead").archive("#belgorod", archived=False)
    await client.chat_postMessage(channel="C0BELGOROD", text="x")


async def test_a_text_over_40000_characters_is_cut_in_a_post_and_refused_over_4000_in_an_edit(
    client: AsyncWebClient,
) -> None:
    answer = await client.chat_postMessage(channel="C0VERIFY01", text="x" * 40_100)
    assert len(answer["message"]["text"]) == 40_000
    edit = client.chat_update(channel="C0VERIFY01", ts=answer["ts"], text="x" * 4_001)
    assert await error_of(edit) == "msg_too_long"


async def test_an_edit_keeps_blocks_and_metadata_it_does_not_mention(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "card:1"}}
    posted = await client.chat_postMessage(channel="C0VERIFY01", text="old", blocks=[section("old")], metadata=metadata)
    await client.chat_update(channel="C0VERIFY01", ts=posted["ts"], text="new")
    message = server.workspace.find("C0VERIFY01", posted["ts"])
    assert message is not None
    assert (message.text, message.key, message.edited is not None) == ("new", "card:1", True)
    assert message.blocks is not None
    await client.chat_update(channel="C0VERIFY01", ts=posted["ts"], text="new", blocks=[])
    assert message.blocks is None


async def test_only_its_own_messages_are_the_bots_to_edit_or_delete(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    (message,) = (await server.actor("reporter").type("#verification", "hello")).messages
    edit = client.chat_update(channel="C0VERIFY01", ts=message.ts, text="x")
    assert await error_of(edit) == "cant_update_message"
    assert await error_of(client.chat_delete(channel="C0VERIFY01", ts=message.ts)) == "cant_delete_message"
    assert await error_of(client.chat_update(channel="C0VERIFY01", ts="1.2", text="x")) == "message_not_found"


async def test_an_ephemeral_message_is_for_one_member_and_in_no_history(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    answer = await client.chat_postEphemeral(channel="C0VERIFY01", user="U0RITA0001", text="Only you see this.")
    assert [m.text for m in await server.actor("reporter").messages("#verification")] == ["Only you see this."]
    assert await server.actor("lead").messages("#verification") == []
    assert (await client.conversations_history(channel="C0VERIFY01"))["messages"] == []
    edit = client.chat_update(channel="C0VERIFY01", ts=answer["message_ts"], text="x")
    assert await error_of(edit) == "message_not_found"
    stranger = client.chat_postEphemeral(channel="C0VERIFY01", user="U0GUS00001", text="x")
    assert await error_of(stranger) == "user_not_in_channel"


async def test_a_permalink_names_channel_and_thread(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel="C0VERIFY01", text="card")
    reply = await client.chat_postMessage(channel="C0VERIFY01", text="reply", thread_ts=parent["ts"])
    link = (await client.chat_getPermalink(channel="C0VERIFY01", message_ts=reply["ts"]))["permalink"]
    plain = reply["ts"].replace(".", "")
    assert link.endswith(f"/archives/C0VERIFY01/p{plain}?thread_ts={parent['ts']}&cid=C0VERIFY01")


async def test_posts_with_one_key_are_counted_as_doubled(server: SandboxServer, client: AsyncWebClient) -> None:
    metadata = {"event_type": "digest", "event_payload": {"key": "digest:1"}}
    for _ in range(2):
        await client.chat_postMessage(channel="C0VERIFY01", text="Digest", metadata=metadata)
    await client.chat_postMessage(channel="C0VERIFY01", text="No key")
    assert server.record.doubled() == {"digest:1": 2}
    assert len(server.record.by_key("digest:1")) == 2


async def test_a_token_is_asked_for_and_checked(server: SandboxServer, client: AsyncWebClient) -> None:
    assert await error_of(AsyncWebClient(base_url=server.api_url).auth_test()) == "not_authed"
    assert await error_of(AsyncWebClient(token="xoxb-x", base_url=server.api_url).auth_test()) == "invalid_auth"
    wrong_kind = AsyncWebClient(token=APP_TOKEN, base_url=server.api_url)
    assert await error_of(wrong_kind.auth_test()) == "not_allowed_token_type"
    assert await error_of(client.api_call("chat.shout")) == "unknown_method"
    assert (await client.auth_test())["user_id"] == "U0CLAIMBOT"


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_every_method_takes_arguments_in_every_way_the_sdk_sends_them(server: SandboxServer, way: str) -> None:
    arguments = {"channel": "C0VERIFY01", "text": "x", "blocks": '[{"type": "divider"}]'}
    sent: dict[str, Any] = {"headers": {"Authorization": f"Bearer {BOT_TOKEN}"}}
    if way == "multipart":
        with aiohttp.MultipartWriter("form-data") as parts:
            for name, value in arguments.items():
                parts.append(value).set_content_disposition("form-data", name=name)
        sent["data"] = parts
    else:
        sent |= {"query": {"params": arguments}, "form": {"data": arguments}, "json": {"json": arguments}}[way]
    verb = "GET" if way == "query" else "POST"
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, f"{server.api_url}chat.postMessage", **sent) as response,
    ):
        answer = await response.json()
    assert answer["ok"], answer
    assert answer["message"]["blocks"][0]["type"] == "divider"
