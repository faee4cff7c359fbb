"""A file is read from Slack's own addresses alone, followed nowhere, and what stands in the way is told apart."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import posting
from bot.delivery.downloads import LARGEST, CannotRead, is_slacks, read_file
from bot.desk.files import Unread

BYTES = b"%PDF-1.7 " + bytes(range(256)) * 2_000
PAGE = b"<!doctype html><title>Sign in</title>"


@dataclass
class Slack:
    """A server in Slack's place: what it says of a file, and what it answers for its bytes."""

    file: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    status: int = 200
    body: bytes = BYTES
    mimetype: str = "application/pdf"
    seen: list[str] = field(default_factory=list)  # which tokens came with which path
    address: str = ""
    cut_at: int | None = None

    async def info(self, _request: web.Request) -> web.Response:
        if self.error:
            return web.json_response({"ok": False, "error": self.error})
        usual = {
            "id": "F1",
            "name": "raid.pdf",
            "mimetype": "application/pdf",
            "size": len(BYTES),
            "mode": "hosted",
            "permalink": "https://newsroom.slack.com/files/U1/F1/raid.pdf",
            "url_private_download": f"{self.address}/files/F1",
        }
        return web.json_response({"ok": True, "file": usual | self.file})

    async def bytes(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request.headers.get("Authorization", ""))
        if self.cut_at is not None:
            answer = web.StreamResponse(headers={"Content-Length": str(len(self.body)), "Content-Type": self.mimetype})
            await answer.prepare(request)
            await answer.write(self.body[: self.cut_at])
            assert request.transport is not None
            request.transport.abort()
            return answer
        moved = {"Location": f"{self.address}/signin"} if self.status == 302 else {}
        return web.Response(status=self.status, body=self.body, headers={"Content-Type": self.mimetype} | moved)

    async def sign_in(self, _request: web.Request) -> web.Response:
        self.seen.append("followed")
        return web.Response(body=PAGE, content_type="text/html")


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    slack, app = Slack(), web.Application()
    app.add_routes(
        [web.get("/api/files.info", slack.info), web.get("/files/F1", slack.bytes), web.get("/signin", slack.sign_in)]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield slack
    await runner.cleanup()


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token="xoxb-1", base_url=f"{slack.address}/api/", session=session, retry_handlers=[])


async def refused(client: AsyncWebClient) -> Unread:
    with pytest.raises(CannotRead) as refusal:
        await read_file(client, "F1")
    return refusal.value.why


async def test_a_file_is_hashed_with_our_token_and_named_as_slack_names_it(
    slack: Slack, client: AsyncWebClient
) -> None:
    read = await read_file(client, "F1")
    assert read.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert (read.name, read.permalink) == ("raid.pdf", "https://newsroom.slack.com/files/U1/F1/raid.pdf")
    assert slack.seen == ["Bearer xoxb-1"]


async def test_nobody_is_followed_to_a_page_to_sign_in(slack: Slack, client: AsyncWebClient) -> None:
    slack.status = 302
    assert await refused(client) is Unread.WITHHELD
    assert "followed" not in slack.seen


@pytest.mark.parametrize("mimetype", ["application/pdf", "text/html"])
async def test_a_page_to_sign_in_is_not_taken_for_the_file(slack: Slack, client: AsyncWebClient, mimetype: str) -> None:
    slack.body, slack.mimetype, slack.file = PAGE, "text/html", {"mimetype": mimetype}
    assert await refused(client) is Unread.WITHHELD


async def test_a_file_that_is_a_page_is_read(slack: Slack, client: AsyncWebClient) -> None:
    slack.body, slack.mimetype, slack.file = PAGE, "text/html", {"mimetype": "text/html", "size": len(PAGE)}
    assert (await read_file(client, "F1")).sha256 == hashlib.sha256(PAGE).hexdigest()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("file_deleted", Unread.DELETED),
        ("file_not_found", Unread.NOT_FOUND),
        ("access_denied", Unread.NOT_FOUND),
        ("missing_scope", Unread.WITHHELD),
    ],
)
async def test_what_slack_refuses_is_told_apart(slack: Slack, client: AsyncWebClient, error: str, why: Unread) -> None:
    slack.error = error
    assert await refused(client) is why


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ({"mode": "tombstone"}, Unread.DELETED),
        ({"size": LARGEST + 1}, Unread.TOO_LARGE),
        ({"is_external": True, "mode": "external"}, Unread.ELSEWHERE),
        ({"url_private_download": "https://drive.example/1"}, Unread.ELSEWHERE),
        ({"url_private_download": "https://files.slack.com.evil.example/1"}, Unread.ELSEWHERE),
        ({"url_private_download": "http://files.slack.com/1"}, Unread.ELSEWHERE),
        ({"url_private_download": None, "url_private": None}, Unread.ELSEWHERE),
    ],
)
async def test_our_token_goes_nowhere_else_and_nothing_too_large_is_fetched(
    slack: Slack, client: AsyncWebClient, file: dict[str, Any], why: Unread
) -> None:
    slack.file = file
    assert await refused(client) is why
    assert slack.seen == []


async def test_more_than_it_said_is_not_read_to_its_end(slack: Slack, client: AsyncWebClient) -> None:
    slack.body = bytes(LARGEST + 1)
    assert await refused(client) is Unread.TOO_LARGE


async def test_a_download_that_is_cut_is_no_file(slack: Slack, client: AsyncWebClient) -> None:
    slack.cut_at = 100_000
    assert await refused(client) is Unread.BROKE_OFF


@pytest.mark.parametrize(("status", "why"), [(403, Unread.WITHHELD), (404, Unread.NOT_FOUND), (503, Unread.BROKE_OFF)])
async def test_an_error_is_told_apart(slack: Slack, client: AsyncWebClient, status: int, why: Unread) -> None:
    slack.status = status
    assert await refused(client) is why


async def test_a_busy_slack_is_waited_for(slack: Slack, client: AsyncWebClient) -> None:
    slack.status = 429
    with pytest.raises(posting.Busy):
        await read_file(client, "F1")


async def test_a_slack_that_is_down_is_asked_again_later(slack: Slack, client: AsyncWebClient) -> None:
    slack.error = "internal_error"
    with pytest.raises(posting.FateUnknown):
        await read_file(client, "F1")


@pytest.mark.parametrize(
    ("address", "base_url", "slacks"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.png", "https://slack.com/api/", True),
        ("https://slack.com/files/1", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/files-pri/1", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:8080/files/1", "http://127.0.0.1:8080/api/", True),
        ("http://127.0.0.1:8081/files/1", "http://127.0.0.1:8080/api/", False),
        ("http://files.slack.com/1", "https://slack.com/api/", False),
        ("https://notslack.com/1", "https://slack.com/api/", False),
        ("https://slack.com.evil.example/1", "https://slack.com/api/", False),
        ("https://evil.example/?slack.com", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
def test_only_the_host_we_speak_to_and_those_below_it_are_slacks(address: str, base_url: str, slacks: bool) -> None:
    assert is_slacks(address, base_url) is slacks
