"""Ticking: what is done again and again for as long as the bot works, whatever becomes of the machine's clock.

APScheduler believes the clock. When that is set back, its jobs would rest until the old time comes round again; when it
is set years ahead, it would count every run that it missed. Neither happens to these.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import SystemClock

MINDED = 10.0  # seconds between two looks whether the clock was set back

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Steadily(BaseTrigger):  # type: ignore[misc]
    """At once, and then so many seconds after each run. Of what a clock set ahead has skipped there is one run."""

    def __init__(self, seconds: float) -> None:
        self.every = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """When the next run is."""
        return now if previous is None else now + self.every


@asynccontextmanager
async def ticking(
    *jobs: tuple[float, Callable[[], Awaitable[Any]]], minded: float = MINDED
) -> AsyncIterator[AsyncIOScheduler]:
    """Do each of these at once and then every so many seconds. One that is missed, or late, or fails does no harm."""

    def failed(event: JobExecutionEvent) -> None:
        log.error("tick failed", error=type(event.exception).__name__)

    scheduler = AsyncIOScheduler(job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
    scheduler.add_listener(failed, EVENT_JOB_ERROR)
    for seconds, work in jobs:
        scheduler.add_job(partial(_unless_stopped, work), Steadily(seconds))
    scheduler.start()
    minding = asyncio.create_task(_mind_the_clock(scheduler, minded), name="clock")
    try:
        yield scheduler
    finally:
        minding.cancel()
        scheduler.shutdown(wait=False)


async def _unless_stopped(work: Callable[[], Awaitable[Any]]) -> None:
    with suppress(asyncio.CancelledError):  # a scheduler that stops cancels what runs, and calls that an error
        await work()


async def _mind_the_clock(scheduler: AsyncIOScheduler, seconds: float) -> None:
    """Bring near what a clock that was set back has put far off."""
    while True:
        await asyncio.sleep(seconds)
        now = SystemClock().now()
        for job in scheduler.get_jobs():
            too_far = job.next_run_time - now - job.trigger.every
            if too_far > timedelta():
                log.warning("clock set back", seconds=round(too_far.total_seconds()))
                job.modify(next_run_time=now)
