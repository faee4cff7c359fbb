"""Files in messages: what Slack says of them, who gets their bytes, and what stands in their way."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import CannotDoError
from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import BOT_TOKEN, connected, new_app

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    manifest["oauth_config"]["scopes"]["bot"].append("files:read")
    return manifest


async def fetch(address: str, token: str = BOT_TOKEN, **options: Any) -> tuple[int, bytes, str, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers, **options) as response:
        return response.status, await response.read(), response.content_type, response.headers.get("Location", "")


async def test_a_file_is_described_as_slack_does_in_history_and_on_its_own(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    await server.actor("reporter").post_file("#verification", "Raid map (1).png", PICTURE, "From @chen")
    (message,) = (await client.conversations_history(channel="C0VERIFY01"))["messages"]
    (file,) = message["files"]
    assert (message["text"], message["user"]) == ("From <@U0CHEN0001|chen>", "U0RITA0001")
    assert (file["name"], file["title"], file["size"]) == ("Raid map (1).png", "Raid map (1).png", len(PICTURE))
    assert (file["mimetype"], file["filetype"], file["mode"]) == ("image/png", "png", "hosted")
    assert (file["is_external"], file["public_url_shared"], file["user"]) == (False, False, "U0RITA0001")
    assert file["permalink"].endswith(f"/files/U0RITA0001/{file['id']}/raid_map_1_.png")
    assert "permalink_public" not in file
    assert (await client.files_info(file=file["id"]))["file"] == file


async def test_whoever_has_the_token_and_the_scope_gets_the_bytes(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    (message,) = (await server.actor("lead").post_file("#investigation", "мапа.png", PICTURE)).messages
    file = (await client.files_info(file=message.files[0].id))["file"]
    for name in ("url_private", "url_private_download"):
        assert await fetch(file[name]) == (200, PICTURE, "image/png", "")
    assert server.record.calls["download"] == 2


@pytest.mark.parametrize("case", ["no token", "another token", "no scope", "not in the channel", "no such file"])
async def test_everybody_else_is_sent_to_a_page_to_sign_in(
    server: SandboxServer, client: AsyncWebClient, manifest: dict[str, Any], case: str
) -> None:
    (message,) = (await server.actor("reporter").post_file("#verification", "map.png", PICTURE)).messages
    address = (await client.files_info(file=message.files[0].id))["file"]["url_private_download"]
    token = {"no token": "", "another token": "xoxb-other"}.get(case, BOT_TOKEN)
    if case == "no scope":
        manifest["oauth_config"]["scopes"]["bot"].remove("files:read")
    if case == "not in the channel":
        await server.actor("lead").kick("#verification", "bot")
    if case == "no such file":
        address = address.replace(message.files[0].id, "F0NOBODY01")
    status, _, _, location = await fetch(address, token, allow_redirects=False)
    assert status == 302
    assert location.startswith(f"{server.url}/?redir=%2Ffiles-pri%2F")
    status, body, kind, _ = await fetch(address, token)
    assert (status, kind, PICTURE in body) == (200, "text/html", False)


async def test_a_file_of_a_channel_the_bot_is_not_in_is_not_there_for_it(
    server: SandboxServer, client: AsyncWebClient, manifest: dict[str, Any]
) -> None:
    (message,) = (await server.actor("reporter").post_file("#wire", "map.png", PICTURE)).messages
    for file in (message.files[0].id, "F0NOBODY01"):
        with pytest.raises(SlackApiError) as refusal:
            await client.files_info(file=file)
        assert refusal.value.response["error"] == "file_not_found"
    manifest["oauth_config"]["scopes"]["bot"].remove("files:read")
    with pytest.raises(SlackApiError) as refusal:
        await client.files_info(file=message.files[0].id)
    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", "files:read")


async def test_a_file_is_never_made_public(server: SandboxServer, client: AsyncWebClient) -> None:
    (message,) = (await server.actor("reporter").post_file("#verification", "map.png", PICTURE)).messages
    with pytest.raises(SlackApiError) as refusal:
        await client.files_sharedPublicURL(file=message.files[0].id)
    assert refusal.value.response["error"] == "not_allowed_token_type"
    assert [refused.method for refused in server.record.refusals] == ["files.sharedPublicURL"]


async def test_a_shortcut_and_an_event_bring_the_files_along(server: SandboxServer, manifest: dict[str, Any]) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"].append("message.channels")
    app = new_app(server)
    seen: list[dict[str, Any]] = []

    @app.shortcut("file_claim")
    async def file_claim(ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        seen.append(shortcut["message"])

    @app.event({"type": "message", "subtype": "file_share"})
    async def shared(event: dict[str, Any]) -> None:
        seen.append(event)
        server.workspace.changed("call")

    rita = server.actor("reporter")
    async with connected(app, server):
        (parent,) = (await rita.post_file("#verification", "notes.txt", b"60 killed")).messages
        await server.until(lambda: len(seen) == 1)
        (reply,) = (await rita.post_file("#verification", "b.pdf", b"%PDF", thread_ts=parent.ts)).messages
        await server.until(lambda: len(seen) == 2)
        await server.actor("checker").shortcut("file_claim", "#verification", reply.ts)
    names = [(each["files"][0]["name"], each["files"][0]["filetype"]) for each in seen]
    assert names == [("notes.txt", "text"), ("b.pdf", "pdf"), ("b.pdf", "pdf")]
    assert (seen[2]["thread_ts"], "subtype" in seen[2]) == (parent.ts, False)


async def test_in_a_channel_shared_with_others_only_the_id_comes_along(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    server.workspace.channel("#verification").ext_shared = True
    await server.actor("reporter").post_file("#verification", "map.png", PICTURE)
    (message,) = (await client.conversations_history(channel="C0VERIFY01"))["messages"]
    (file,) = message["files"]
    assert (file["file_access"], "url_private" in file, "name" in file) == ("check_file_info", False, False)
    whole = (await client.files_info(file=file["id"]))["file"]
    assert await fetch(whole["url_private"]) == (200, PICTURE, "image/png", "")


async def test_a_download_goes_wrong_when_it_is_told_to(server: SandboxServer, client: AsyncWebClient) -> None:
    (message,) = (await server.actor("reporter").post_file("#verification", "map.png", PICTURE)).messages
    address = (await client.files_info(file=message.files[0].id))["file"]["url_private"]
    server.faults.fail("download", status=503)
    server.faults.rate_limit("download", retry_after=7)
    server.faults.drop_before("download", times=2)  # aiohttp itself asks a second time
    assert (await fetch(address))[0] == 503
    assert (await fetch(address))[0] == 429
    with pytest.raises(aiohttp.ClientError):
        await fetch(address)
    assert (await fetch(address))[1] == PICTURE


async def test_an_empty_file_is_not_sent(server: SandboxServer) -> None:
    with pytest.raises(CannotDoError, match="nothing in this file"):
        await server.actor("reporter").post_file("#verification", "map.png", b"")
    await server.actor("lead").kick("#belgorod", "lead")
    with pytest.raises(CannotDoError, match="not in #belgorod"):
        await server.actor("lead").post_file("#belgorod", "map.png", PICTURE)
    assert server.workspace.files == {}
