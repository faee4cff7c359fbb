"""What the page is given of files: what one may see, to look at or to save, never to run."""

from __future__ import annotations

import base64

import aiohttp
import pytest

from sandbox.server import SandboxServer


async def look(server: SandboxServer, person: str, file: str) -> tuple[int, str | None, bytes]:
    address = f"{server.url}/page/file"
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, params={"as": person, "id": file}) as response,
    ):
        return response.status, response.headers.get("Content-Disposition"), await response.read()


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("map.png", None),
        ("map.svg", "attachment; filename*=UTF-8''map.svg"),
        ("a.html", "attachment; filename*=UTF-8''a.html"),
    ],
)
async def test_a_picture_is_looked_at_and_everything_else_saved(
    server: SandboxServer, name: str, disposition: str | None
) -> None:
    (message,) = (await server.actor("reporter").post_file("#verification", name, b"bytes")).messages
    assert await look(server, "checker", message.files[0].id) == (200, disposition, b"bytes")


async def test_a_file_is_seen_only_by_who_sees_its_channel(server: SandboxServer) -> None:
    (message,) = (await server.actor("reporter").post_file("#investigation", "map.png", b"secret")).messages
    assert (await look(server, "lead", message.files[0].id))[0] == 200
    for person, file in (("checker", message.files[0].id), ("lead", "F0NOBODY01"), ("nobody", message.files[0].id)):
        status, _, body = await look(server, person, file)
        assert (status, b"secret" in body) == (404, False)


async def test_a_file_uploaded_from_the_page_is_a_message(server: SandboxServer) -> None:
    body = {"as": "reporter", "channel": "C0VERIFY01", "name": "a.txt", "text": "see"}
    async with aiohttp.ClientSession(base_url=server.url) as session:
        async with session.post("/page/upload", json=body | {"data": "no base64!"}) as response:
            assert response.status == 400
        async with session.post("/page/upload", json=body | {"data": base64.b64encode(b"60").decode()}) as response:
            assert (await response.json())["ok"]
        async with session.get("/page/messages", params={"as": "checker", "channel": "C0VERIFY01"}) as response:
            (message,) = (await response.json())["messages"]
    assert (message["text"], [(file["name"], file["size"]) for file in message["files"]]) == ("see", [("a.txt", 2)])
