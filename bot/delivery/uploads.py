"""Uploading a file to Slack: its bytes first, which nobody sees; then it is shared, or shown in a message's blocks.

Whatever goes wrong before it is shared does no harm: what is not completed, Slack forgets. A file carries no key, so
whether a share arrived cannot be looked up.
Source: docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal
"""

from __future__ import annotations

import json
from typing import IO, Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import posting
from bot.delivery.downloads import is_slacks
from bot.surfaces.message import Message

# The bytes may take long; the calls before and after them may not.
TIMEOUT = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=60)


async def upload(client: AsyncWebClient, file: IO[bytes], name: str) -> str:
    """Send a file's bytes from where it stands; the id to complete it with. Raises what `posting.call` raises."""
    begins = file.tell()
    length = file.seek(0, 2) - begins
    file.seek(begins)
    ticket = await posting.call(client.files_getUploadURLExternal, filename=name, length=length)
    await _send_bytes(client, str(ticket["upload_url"]), file)
    return str(ticket["file_id"])


async def _send_bytes(slack: AsyncWebClient, address: str, file: IO[bytes]) -> None:
    session = slack.session
    if session is None or not is_slacks(address, slack.base_url):
        raise posting.NotSent("the bytes would not go to Slack")
    try:
        async with session.post(address, data=file, timeout=TIMEOUT) as answer:
            if answer.status == 429:
                raise posting.Busy(float(answer.headers.get("Retry-After", 1)))
            if answer.status != 200:
                raise posting.FateUnknown(f"upload: status {answer.status}")
    except (TimeoutError, aiohttp.ClientError) as error:
        raise posting.FateUnknown(type(error).__name__) from None


async def share(client: AsyncWebClient, file_id: str, title: str, channel: str, message: Message) -> None:
    """Post an uploaded file with a message, once. Raises what `posting.call` raises; FateUnknown: it may be there."""
    await complete(client, file_id, title, channel_id=channel, blocks=json.dumps(message.payload()["blocks"]))


async def complete(client: AsyncWebClient, file_id: str, title: str, **where: Any) -> None:
    """Make a file of what was uploaded: ours alone, until it stands in a message."""
    await posting.call(client.files_completeUploadExternal, files=[{"id": file_id, "title": title}], **where)
