"""Uploading a file as Slack has it, in three steps: an address is asked for, the bytes go there, and it is completed.

Source: docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from sandbox.workspace import File, Workspace


@dataclass
class Upload:
    """A file on its way: what was said of it, and its bytes as soon as they have come."""

    id: str
    name: str
    length: int
    data: bytes | None = None
    completed: bool = False


class Uploads:
    """The uploads that were begun. What is not completed is no file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._by_ticket: dict[str, Upload] = {}
        self._by_id: dict[str, Upload] = {}

    def begin(self, name: str, length: int) -> tuple[str, str]:
        """Return the address that this file's bytes go to, and the id that it will have."""
        ticket, upload = secrets.token_urlsafe(12), Upload(self._workspace.new_id("F"), name, length)
        self._by_ticket[ticket] = self._by_id[upload.id] = upload
        return f"{self._workspace.address}/upload/v1/{ticket}", upload.id

    def knows(self, ticket: str) -> bool:
        """Say whether a ticket was given out here."""
        return ticket in self._by_ticket

    def receive(self, ticket: str, data: bytes) -> web.Response:
        """Take a file's bytes; whoever has the address needs no token. Answers 200 only to what it took."""
        upload = self._by_ticket.get(ticket)
        if upload is None or upload.completed:
            return web.Response(status=404, text="There is no such upload.")
        if len(data) != upload.length:
            return web.Response(status=400, text=f"{upload.length} bytes were announced, {len(data)} came.")
        upload.data = data
        return web.Response(text=f"OK - {len(data)}")

    def ready(self, file_id: str) -> Upload | None:
        """Return an upload that can be completed: its bytes are here, and nobody has done it before."""
        upload = self._by_id.get(file_id)
        return upload if upload is not None and upload.data is not None and not upload.completed else None

    def complete(self, upload: Upload, title: str) -> File:
        """Make an upload a file of the bot's own, which nobody else sees yet."""
        upload.completed = True
        workspace = self._workspace
        return workspace.add_file(
            workspace.bot.id, upload.name, upload.data or b"", id=upload.id, title=title, unready=workspace.unready
        )


async def bytes_of(request: web.Request) -> bytes:
    """Return what a request brings, raw or as a form's first file."""
    if request.content_type != "multipart/form-data":
        return await request.content.read()  # of any size: a request's own limit is for what it is to understand
    async for part in await request.multipart():
        if isinstance(part, aiohttp.BodyPartReader):
            return bytes(await part.read())
    return b""
