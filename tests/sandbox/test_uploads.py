"""Files the bot uploads: the three steps with the real client, who may see them, and what Slack refuses."""

from __future__ import annotations

import io
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SandboxServer
from tests.sandbox.bot_under_test import BOT_TOKEN, section

DOT = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
CSV = "reference,statement\r\nC-1,“Ні”\r\n".encode()
VERIFICATION = "C0VERIFY01"


@pytest.fixture
def manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    manifest["oauth_config"]["scopes"]["bot"] += ["files:read", "files:write"]
    return manifest


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def uploaded(client: AsyncWebClient, name: str = "week.png", data: bytes = DOT, **where: Any) -> dict[str, Any]:
    return dict((await client.files_upload_v2(filename=name, content=data, title="Eight weeks", **where))["files"][0])


async def begun(client: AsyncWebClient, data: bytes = CSV, *, sent: bool = True) -> str:
    answer = await client.files_getUploadURLExternal(filename="claims.csv", length=len(data))
    if sent:
        async with aiohttp.ClientSession() as session, session.post(answer["upload_url"], data=data) as response:
            assert response.status == 200
    return str(answer["file_id"])


async def complete(client: AsyncWebClient, file_id: str, **where: Any) -> Any:
    return await client.files_completeUploadExternal(files=[{"id": file_id}], **where)


def picture(file: dict[str, str]) -> dict[str, Any]:
    return {"type": "image", "slack_file": file, "alt_text": "Filed and settled, eight weeks"}


async def look(server: SandboxServer, person: str, file: str) -> tuple[int, bytes]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{server.url}/page/file", params={"as": person, "id": file}) as response,
    ):
        return response.status, await response.read()


async def test_a_file_goes_to_one_conversation_with_a_line(server: SandboxServer, client: AsyncWebClient) -> None:
    conversation = (await client.conversations_open(users="U0RITA0001"))["channel"]["id"]
    file = await uploaded(client, "claims.csv", CSV, channel=conversation, initial_comment="Your *export*")
    (message,) = await server.actor("reporter").messages("im")
    assert (message.text, [each.data for each in message.files]) == ("Your *export*", [CSV])
    # What kind it is and where it stands is not known yet when Slack answers.
    assert (file["id"], file["title"], file["mimetype"], file["channels"]) == (
        message.files[0].id,
        "Eight weeks",
        "",
        [],
    )
    told = (await client.files_info(file=file["id"]))["file"]
    assert (told["mimetype"], told["ims"], told["is_public"]) == ("text/csv", [conversation], False)
    (shown,) = (await client.conversations_history(channel=conversation))["messages"]
    assert shown["files"] == [told]
    assert await look(server, "reporter", file["id"]) == (200, CSV)
    assert (await look(server, "lead", file["id"]))[0] == 404
    assert [(post.method, post.channel) for post in server.record.posts] == [
        ("files.completeUploadExternal", conversation)
    ]


async def test_a_file_goes_into_a_thread_with_blocks(server: SandboxServer, client: AsyncWebClient) -> None:
    parent = (await client.chat_postMessage(channel=VERIFICATION, text="C-1"))["ts"]
    await client.files_completeUploadExternal(
        files=[{"id": await begun(client)}, {"id": await begun(client)}],
        channel_id=VERIFICATION,
        thread_ts=parent,
        blocks=json.dumps([section("Two files")]),
    )
    reply = (await server.actor("lead").thread("#verification", parent))[-1]
    assert (len(reply.files), (reply.blocks or [{}])[0]["text"]["text"]) == (2, "Two files")


async def test_a_file_of_no_channel_is_the_bots_alone(server: SandboxServer, client: AsyncWebClient) -> None:
    file = await uploaded(client)
    assert (await client.files_info(file=file["id"]))["file"]["mimetype"] == "image/png"
    assert (await look(server, "lead", file["id"]))[0] == 404
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(file["url_private_download"], headers=headers) as response,
    ):
        assert await response.read() == DOT


@pytest.mark.parametrize("by", ["id", "url_private", "permalink"])
async def test_a_picture_in_a_block_is_seen_by_who_reads_the_message(
    server: SandboxServer, client: AsyncWebClient, by: str
) -> None:
    file = await uploaded(client)
    reference = {"id" if by == "id" else "url": file[by]}
    await client.chat_postMessage(channel="C0INVEST01", text="The week", blocks=[picture(reference)])
    assert await look(server, "lead", file["id"]) == (200, DOT)
    assert (await look(server, "checker", file["id"]))[0] == 404


async def test_a_picture_on_somebodys_home_is_seen_by_them(server: SandboxServer, client: AsyncWebClient) -> None:
    file = await uploaded(client)
    await client.views_publish(user_id="U0OLENA001", view={"type": "home", "blocks": [picture({"id": file["id"]})]})
    assert [(await look(server, who, file["id"]))[0] for who in ("lead", "reporter")] == [200, 404]


async def test_a_picture_that_is_none_is_refused_where_it_stands(server: SandboxServer, client: AsyncWebClient) -> None:
    (elsewhere,) = (await server.actor("reporter").post_file("#wire", "map.png", DOT)).messages
    table = await uploaded(client, "claims.csv", CSV)
    for file_id in ("F0NOBODY001", elsewhere.files[0].id, table["id"], await begun(client)):
        blocks = [section("The week"), picture({"id": file_id})]
        with pytest.raises(SlackApiError) as refusal:
            await client.chat_postMessage(channel=VERIFICATION, text="The week", blocks=blocks)
        answer = refusal.value.response
        assert (answer["error"], answer["errors"]) == (
            "invalid_blocks",
            ["invalid slack file [json-pointer:/blocks/1/slack_file.id/slack_file]"],
        )
        view = {"type": "home", "blocks": blocks}
        assert await error_of(client.views_publish(user_id="U0OLENA001", view=view)) == "invalid_arguments"


async def test_a_picture_that_slack_has_not_looked_at_yet_is_refused_and_later_taken(
    server: SandboxServer, client: AsyncWebClient
) -> None:
    server.workspace.unready = 2
    file = await uploaded(client)
    assert (await client.files_info(file=file["id"]))["file"]["mimetype"] == ""
    post: dict[str, Any] = {"channel": VERIFICATION, "text": "x", "blocks": [picture({"id": file["id"]})]}
    assert await error_of(client.chat_postMessage(**post)) == "invalid_blocks"
    assert (await client.chat_postMessage(**post))["ok"]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"channel_id": "C0WIRE0001"}, "not_in_channel"),
        ({"channel_id": "C0NOWHERE1"}, "channel_not_found"),
        ({"channel_id": "#verification"}, "invalid_arguments"),
        ({"channel_id": "U0RITA0001"}, "invalid_arguments"),
        ({"channel_id": VERIFICATION, "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel_id": VERIFICATION, "blocks": '[{"type": "nonsense"}]'}, "invalid_blocks"),
    ],
)
async def test_what_slack_refuses_completes_nothing(
    server: SandboxServer, client: AsyncWebClient, manifest: dict[str, Any], where: dict[str, Any], error: str
) -> None:
    manifest["oauth_config"]["scopes"]["bot"].append("chat:write.public")
    file_id = await begun(client)
    assert await error_of(complete(client, file_id, **where)) == error
    assert (server.workspace.files, server.record.posts) == ({}, [])
    assert (await complete(client, file_id))["files"][0]["id"] == file_id


async def test_an_upload_is_completed_once_and_when_its_bytes_are_there(client: AsyncWebClient) -> None:
    file_id = await begun(client)
    await complete(client, file_id)
    for unknown in (file_id, "F0NOBODY001", await begun(client, sent=False)):
        assert await error_of(complete(client, unknown)) == "file_not_found"
    assert (
        await error_of(client.api_call("files.completeUploadExternal", params={"files": "[]"})) == "invalid_arguments"
    )
    assert (
        await error_of(client.api_call("files.completeUploadExternal", params={"files": "no"})) == "invalid_arguments"
    )


async def test_bytes_that_were_not_announced_are_not_taken(client: AsyncWebClient) -> None:
    answer = await client.files_getUploadURLExternal(filename="claims.csv", length=3)
    async with aiohttp.ClientSession() as session:
        for address, status in ((answer["upload_url"], 400), (answer["upload_url"] + "x", 404)):
            async with session.post(address, data=b"four") as response:
                assert response.status == status
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="claims.csv")
    async with aiohttp.ClientSession() as session, session.post(answer["upload_url"], data=form) as response:
        assert response.status == 200


async def test_a_file_larger_than_any_request_is_taken(server: SandboxServer, client: AsyncWebClient) -> None:
    answer = await client.files_getUploadURLExternal(filename="claims.csv", length=12_000_000)
    large = io.BytesIO(b"x" * 12_000_000)
    async with aiohttp.ClientSession() as session, session.post(answer["upload_url"], data=large) as response:
        assert response.status == 200
    await complete(client, answer["file_id"])
    assert [len(file.data) for file in server.workspace.files.values()] == [12_000_000]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"filename": "a.csv", "length": 0}, "missing_argument"),
        ({"filename": "a.csv"}, "missing_argument"),
        ({"filename": "a.csv", "length": "many"}, "invalid_arguments"),
        ({"filename": "", "length": 1}, "invalid_arguments"),
        ({"filename": "a.png", "length": 1, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
async def test_an_upload_is_begun_with_a_name_and_a_length(
    client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    assert await error_of(client.api_call("files.getUploadURLExternal", params=arguments)) == error


async def test_uploading_needs_its_scope(client: AsyncWebClient, manifest: dict[str, Any]) -> None:
    file_id = await begun(client)
    manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    assert await error_of(client.files_getUploadURLExternal(filename="a.csv", length=1)) == "missing_scope"
    assert await error_of(complete(client, file_id)) == "missing_scope"


async def test_an_upload_goes_wrong_when_it_is_told_to(server: SandboxServer, client: AsyncWebClient) -> None:
    server.faults.fail("upload", status=503)
    with pytest.raises(SlackRequestError, match="503"):
        await uploaded(client)
    server.faults.drop_after_accepting("files.completeUploadExternal")
    with pytest.raises(aiohttp.ClientError):
        await uploaded(client, channel=VERIFICATION)
    assert len(await server.actor("lead").messages("#verification")) == 1
