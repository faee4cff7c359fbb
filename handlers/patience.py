"""Patience: Slack waits three seconds for an answer; what takes longer is said to take longer, and answered later."""

from __future__ import annotations

import asyncio
from typing import Any

IN_TIME = 2.4  # seconds: of the three a moment is for the way


async def in_time(answering: asyncio.Task[Any]) -> bool:
    """Whether an answer is there before Slack gives up."""
    return bool((await asyncio.wait({answering}, timeout=IN_TIME))[0])
