"""Reading a file out of Slack: its bytes are hashed as they come, and kept nowhere.

Slack answers whoever may not have a file with a way to its sign-in page and not with an error, so a client that follows
gets HTML and status 200. We follow nowhere, and the token goes to no other host than Slack's.
Source: docs.slack.dev/reference/objects/file-object (url_private_download)
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import posting
from bot.desk.files import FileRead, Unread
from bot.errors import Fault

LARGEST = 100 * 2**20  # bytes
TIMEOUT = aiohttp.ClientTimeout(total=45, sock_connect=10, sock_read=15)
PIECE = 64 * 2**10  # bytes
HTML = "text/html"
# Slack's own words, in ours.
REFUSALS = {"file_deleted": Unread.DELETED, "missing_scope": Unread.WITHHELD}


class CannotRead(Fault):
    """A file cannot be read, and why."""

    def __init__(self, why: Unread) -> None:
        super().__init__(why)
        self.why = why


async def read_file(client: AsyncWebClient, file_id: str) -> FileRead:
    """A file's SHA-256, name and permalink. Raises CannotRead, and what `posting.call` raises if Slack is not there."""
    try:
        file = (await posting.call(client.files_info, file=file_id))["file"]
    except (posting.NeedsPerson, posting.NotSent) as refusal:
        if isinstance(refusal, posting.NotSent) and str(refusal) not in REFUSALS:
            raise
        raise CannotRead(REFUSALS.get(str(refusal), Unread.NOT_FOUND)) from None
    address = file.get("url_private_download") or file.get("url_private") or ""
    if file.get("mode") == "tombstone":
        raise CannotRead(Unread.DELETED)
    if file.get("is_external"):
        raise CannotRead(Unread.ELSEWHERE)
    if int(file.get("size") or 0) > LARGEST:
        raise CannotRead(Unread.TOO_LARGE)
    sha256 = await _hash(client, address, file)
    return FileRead(sha256, file.get("name") or file.get("title") or "", file.get("permalink"))


async def _hash(slack: AsyncWebClient, address: str, file: dict[str, Any]) -> str:
    if not is_slacks(address, slack.base_url):
        raise CannotRead(Unread.ELSEWHERE)
    digest, length = hashlib.sha256(), 0
    session = slack.session
    if session is None:
        raise posting.NotSent("no session")
    try:
        async with session.get(
            address, headers={"Authorization": f"Bearer {slack.token}"}, allow_redirects=False, timeout=TIMEOUT
        ) as answer:
            _check(answer, file)
            async for piece in answer.content.iter_chunked(PIECE):
                digest.update(piece)
                length += len(piece)
                if length > LARGEST:
                    raise CannotRead(Unread.TOO_LARGE)
    except (TimeoutError, aiohttp.ClientError):
        raise CannotRead(Unread.BROKE_OFF) from None
    # A page to sign in looks like any file of HTML; it is not as long.
    if answer.content_type == HTML and length != file.get("size"):
        raise CannotRead(Unread.WITHHELD)
    return digest.hexdigest()


def _check(answer: aiohttp.ClientResponse, file: dict[str, Any]) -> None:
    """Raise what is wrong with an answer that does not bring the file."""
    if answer.status == 429:
        raise posting.Busy(float(answer.headers.get("Retry-After", 1)))
    if answer.status >= 500:
        raise CannotRead(Unread.BROKE_OFF)
    if answer.status == 404:
        raise CannotRead(Unread.NOT_FOUND)
    if answer.status != 200 or (answer.content_type == HTML and file.get("mimetype") != HTML):
        raise CannotRead(Unread.WITHHELD)


def is_slacks(address: str, base_url: str) -> bool:
    """Whether an address is on the host whose API we speak to (`base_url`), or on one below it: `files.slack.com`."""
    parts, ours = urlsplit(address), urlsplit(base_url)
    if (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc):
        return True
    return parts.scheme == "https" and (parts.hostname or "").endswith(f".{ours.hostname}")
