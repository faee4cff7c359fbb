"""Letting go of what only passed through, in small steps that nobody waits for."""

from __future__ import annotations

from datetime import datetime

from store import Record
from store.passing import BATCH, Keep, forget_requests, forget_sent


async def let_go(record: Record, keep: Keep, now: datetime) -> int:
    """Delete what is older than it is kept; how many rows. Each step is a write of its own, behind those that wait."""
    gone = 0
    for forget, before in ((forget_requests, now - keep.requests), (forget_sent, now - keep.sent)):
        number = BATCH
        while number == BATCH:
            number = await record.write(lambda session, forget=forget, before=before: forget(session, before))  # type: ignore[misc]
            gone += number
    return gone
