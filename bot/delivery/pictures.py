"""The week's picture on its way: drawn, uploaded, and shown in a message; its figures in words go out in any case.

Slack looks at what was uploaded in its own time, and until then refuses every message that shows it. So the row is
tried again a few times, as others are, and then goes out without the picture.
Source: slackapi/python-slack-sdk#1521, slackapi/java-slack-sdk#1349
"""

from __future__ import annotations

import asyncio
import io

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import posting, uploads
from bot.delivery.rendering import weeks_of
from bot.surfaces.weekly import draw
from store import Record, outbox
from store.tables import Outbox

TRIES = 5  # of an upload, and of a message that shows what Slack may still be looking at
NAME, TITLE = "eight-weeks.png", "Eight weeks"
NOT_SHOWN = ("invalid_blocks", "invalid_blocks_format", "file_not_found")


async def bring(record: Record, client: AsyncWebClient, row: Outbox, log: structlog.stdlib.BoundLogger) -> None:
    """Draw a row's picture and upload it, unless that is done, or is given up.

    Raises Busy, FateUnknown and NotSent, after which it is to be tried again.
    """
    if "picture" in row.about:
        return
    weeks = await record.read(lambda session: weeks_of(session, row))
    tries = row.about.get("tries", 0) + 1
    try:
        picture: str | None = await uploads.upload(client, io.BytesIO(await asyncio.to_thread(draw, weeks)), NAME)
        await uploads.complete(client, picture or "", TITLE)
    except posting.Busy:
        raise
    except Exception as error:
        log.warning("no picture", row=row.id, problem=type(error).__name__, tries=tries)
        passing = isinstance(error, posting.FateUnknown | posting.NotSent) and str(error) not in posting.CLOSED
        if passing and tries < TRIES:
            await _remember(record, row, tries=tries)
            raise
        picture = None
    await _remember(record, row, picture=picture, tries=0)


async def not_shown(record: Record, row: Outbox, refusal: posting.NeedsPerson) -> bool:
    """Whether it is a row's picture that Slack refused; if it did so often enough, the row goes out without."""
    if row.about.get("picture") is None or refusal.problem not in NOT_SHOWN:
        return False
    tries = row.about["tries"] + 1
    await _remember(record, row, tries=tries, picture=row.about["picture"] if tries < TRIES else None)
    return True


async def _remember(record: Record, row: Outbox, **what: str | int | None) -> None:
    await record.write(lambda session: outbox.remember(session, row.id or 0, what))
