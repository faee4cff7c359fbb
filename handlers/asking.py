"""Asking: what somebody may see is found out before they are answered, from the record or, for a moment, from Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import learning, posting
from bot.delivery.membership import Memberships
from bot.desk import asking, desks
from bot.desk.request import Request
from store import Record
from store.workspaces import enterprise_of, lock_workspace

WITHIN = 0.5  # seconds of the three that a request has


@dataclass(frozen=True)
class Asking:
    """Completes requests. What Slack tells too late is kept for the next time."""

    record: Record
    clock: Clock
    memberships: Memberships
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    _learning: set[asyncio.Task[Any]] = field(default_factory=set)

    async def known(self, request: Request, client: AsyncWebClient, *, waits: bool = True) -> Request:
        """The request with what may be seen from where it was asked. Raises NotAllowed.

        Full members see every public desk, and nothing is asked of Slack. Of everybody else it is asked in which
        channels they are. What does not `wait`, which is filing, looks into the record itself, and at nothing else.
        """
        if request.stranger:  # Slack names their organisation, and our workspace
            said = request.enterprise
            ours = await self.record.read(lambda session: enterprise_of(session, request.team, said))
            request = replace(request, enterprise=ours)
        if not waits:
            return replace(request, unasked=True)
        known = await self.record.read(lambda session: asking.asker(session, request))
        if known.turned:
            await self.record.write(lambda session: asking.channel_turned(session, request))
        if known.left and not request.opened:  # they ask there, so they are back
            await self.record.write(
                lambda session: asking.somebody_came(
                    session, request.team, request.enterprise, request.channel, request.person
                )
            )
        request = asking.where_it_is_now(request, known)
        if known.member:
            if known.aged:
                self._later(self._ask_again(request))
            return replace(request, channels=None)
        return await self._asked(request, client, member=known.member)

    async def later(self, request: Request, client: AsyncWebClient) -> Request:
        """A request that did not wait, with what may be seen: for what is told after its answer."""
        return await self.known(request, client) if request.unasked else request

    async def _asked(self, request: Request, client: AsyncWebClient, *, member: bool | None) -> Request:
        asked = self.memberships.channels_of(client, request.team, request.person, within=WITHIN)
        member, found = await asyncio.gather(self._member(request, client, member=member), asked)
        short = not member and found is None
        return replace(request, channels=None if member else found or frozenset(), short=short, unasked=False)

    async def finish(self) -> None:
        """Give up what is still being asked of Slack."""
        await self.memberships.finish()

    async def _member(self, request: Request, client: AsyncWebClient, *, member: bool | None) -> bool:
        """Whether somebody is a full member: asked of Slack if nobody knows yet, and kept."""
        if member is not None:
            return member
        task = self._later(self._learn(request, client))
        await asyncio.wait({task}, timeout=WITHIN)
        return task.done() and task.result() is True

    async def _learn(self, request: Request, client: AsyncWebClient) -> bool:
        try:
            profile = await learning.ask_person(client, request.person, request.team)
        except posting.FAILED:
            return False
        keep = self._keep(request, profile)
        if request.at_home:  # an admin's shows more, and is not drawn again by itself
            await keep
        else:
            self._later(keep)
        return not profile.guest

    async def _keep(self, request: Request, profile: desks.Profile) -> None:
        await self.record.write(lambda session: desks.learn_asker(session, request, profile))

    async def _ask_again(self, request: Request) -> None:
        def ask(session: Any) -> None:
            desks.ask_about(session, lock_workspace(session, request.team, request.enterprise), request)

        await self.record.write(ask)

    def _later(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._learning.add(task)
        task.add_done_callback(self._learned)
        return task

    def _learned(self, task: asyncio.Task[Any]) -> None:
        """Nobody waits for it; asyncio itself would print what broke with all that its message says."""
        self._learning.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.log.warning("not learnt", error=type(error).__name__)
