"""People of other workspaces, people who leave, and channels that turn private: as Slack tells a bot of them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import CannotDoError
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import connected, new_app


async def test_somebody_of_another_workspace_is_only_in_the_channel_that_is_shared(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    sam = await server.actor("reporter").share("#belgorod", "sam@wire.example")
    found = (await client.users_info(user=sam.person.id))["user"]
    assert (found["is_stranger"], found["is_restricted"]) == (True, False)
    assert found["team_id"] not in (None, server.workspace.team_id)
    page = await client.users_conversations(user=sam.person.id, types="public_channel,private_channel")
    assert [each["name"] for each in page["channels"]] == ["belgorod"]
    with pytest.raises(LookupError):
        await sam.messages("#verification")
    assert (await sam.type("#belgorod", "hello")).acked
    outcome = await sam.type("#belgorod", "/claim Kyiv: no https://a.example")
    assert outcome.error == "/claim is not a valid command.", "an app's commands are those of its own workspace"


async def test_the_bot_is_told_who_leaves_by_themselves_or_is_taken_out(
    server: SandboxServer, manifest: dict[str, Any]
) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"] = ["member_left_channel"]
    app = new_app(server)
    heard: list[tuple[str, str]] = []

    async def left(event: dict[str, Any]) -> None:
        heard.append((event["user"], event["channel"]))

    app.event("member_left_channel")(left)
    async with connected(app, server):
        await server.actor("guest").type("#belgorod", "/leave")
        await server.actor("lead").type("#verification", "/remove @chen")
        await server.until(lambda: len(heard) == 2)
    assert heard == [("U0GUS00001", "C0BELGOROD"), ("U0CHEN0001", "C0VERIFY01")]
    with pytest.raises(LookupError):
        await server.actor("guest").leave("#belgorod")


async def test_a_channel_made_private_is_listed_as_that_and_gone_for_who_is_not_in_it(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    await server.actor("lead").kick("#belgorod", "checker")
    await server.actor("lead").make_private("#belgorod")
    assert (await client.conversations_info(channel="C0BELGOROD"))["channel"]["is_private"] is True
    page = await client.users_conversations(types="public_channel,private_channel")
    assert {each["name"]: each["is_private"] for each in page["channels"]}["belgorod"] is True
    with pytest.raises(LookupError):
        await server.actor("checker").messages("#belgorod")
    with pytest.raises(CannotDoError):
        await server.actor("lead").make_private("#belgorod")
