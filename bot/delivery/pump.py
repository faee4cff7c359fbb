"""The pump: takes what waits in the outbox and sends it, in order, once.

One sender at a time for each channel or conversation: its lane is one copy's as long as anything on it is being sent or
rests. A row is rendered, noted as leaving, sent, and noted as arrived; no transaction stays open over a call to Slack.
Whatever ends in between is found again: what nobody knows the fate of is looked up in Slack's history by its key before
it is sent once more.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import errands, learning, pictures, posting
from bot.delivery.clients import Clients, NotInstalled
from bot.delivery.leases import Lease, Leases
from bot.delivery.membership import Memberships
from bot.delivery.pace import Pace, Place
from bot.delivery.rendering import fix_parts, parts_of, render
from bot.desk.exporting import NOTE
from bot.surfaces.exports.review import Publisher
from bot.surfaces.message import Message
from store import Record, Session, heads, lanes, outbox
from store.lanes import Seen
from store.record import CROWDED
from store.tables import Lane, Outbox

FIRST_RETRY, LAST_RETRY = 1.0, 60.0  # seconds
LOOK_AGAIN = 10.0  # seconds
KEPT = 10.0  # seconds for which a row may rest and keep its lane; longer, another copy may be luckier
GIVE_UP = 5  # tries of what fails before it leaves us
PASSING = (posting.Busy, posting.NotSent, posting.FateUnknown)
NOT_INSTALLED = "not_installed"  # why a row is stuck whose workspace we are not in
PATIENCE = 5.0  # seconds a lane waits for its turn; longer waits are for resting
POSTED = {
    "card",
    "thread",
    "told",
    "desk_opened",
    "cannot_post",
    "file_unread",
    "reminder",
    "reply_ended",
    "digest",
    "week",
    "test_digest",
    NOTE,
}


@dataclass
class Pump:
    """Sends what waits. `run` goes on until `stop`; `settle` returns when nothing is left that can be sent."""

    record: Record
    clients: Clients
    clock: Clock
    pace: Pace = field(default_factory=Pace)
    memberships: Memberships | None = None
    holder: str = field(default_factory=lambda: uuid.uuid4().hex)
    publisher: Publisher = field(default_factory=Publisher)  # of the verdicts that are taken out as ClaimReview
    log: structlog.stdlib.BoundLogger = field(default_factory=structlog.get_logger)
    attempts: list[Callable[[str, str], None]] = field(default_factory=list)  # hear of each: kind, outcome
    _lanes: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _resting: dict[int, Rest] = field(default_factory=dict)  # by row
    _tries: dict[int, int] = field(default_factory=dict)
    _conversations: dict[tuple[int, str], str] = field(default_factory=dict)  # workspace, person: channel
    _stopping: bool = False
    _settling: list[asyncio.Future[None]] = field(default_factory=list)
    leases: Leases = field(init=False)

    def __post_init__(self) -> None:
        self.leases = Leases(self.record, self.clock, self.holder)

    @property
    def members(self) -> Memberships:
        """Who is in which channel, asked when a guest is to be told something."""
        if self.memberships is None:
            self.memberships = Memberships(self.clock)
        return self.memberships

    async def run(self) -> None:
        """Send until `stop`; what is in hand then is finished, the rest waits for the next start."""
        await self.record.write(outbox.unstick)
        while not self._stopping:
            self.record.written.clear()
            settling, self._settling = self._settling, []
            if await self._look():
                self._settling = settling + self._settling
            else:
                for waiter in settling:
                    waiter.set_result(None)
            try:
                async with asyncio.timeout(self._rest()):
                    await self.record.written.wait()
            except TimeoutError:
                continue
        await self.leases.release(self.leases.idle(self._lanes))
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)
        await self.leases.release()

    def stop(self) -> None:
        """Finish the posts in hand and no more."""
        self._stopping = True
        self.record.written.set()

    async def settle(self) -> None:
        """Wait until nothing is left that can be sent, retries included."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._settling.append(waiter)
        self.record.written.set()
        await waiter

    async def _look(self) -> bool:
        """Begin what can go now; a database that fails is looked at again later, or nothing would ever be sent."""
        try:
            await self.leases.say_again()
            return await self._start_lanes()
        except Exception as error:
            self.log.error("outbox not read", problem=type(error).__name__)
            return True

    async def _start_lanes(self) -> bool:
        """Begin what can go now; False if nothing was, is or rests under way."""
        if self.record.waiting > CROWDED:  # people wait for those answers; what we send can wait for them
            return True
        now = self.clock.monotonic()
        self._resting = {row: rest for row, rest in self._resting.items() if rest.until > now}
        busy, resting = list(self._lanes), list(self._resting)
        found = await self.record.read(lambda session: self._find(session, busy, resting))
        # What comes on a lane of ours needs no taking, which is a write: most of what wakes us leaves nothing to take.
        going = [(row, lane.id or 0) for row, lane in found.heads if lane is not None and self.leases.has(lane.id)]
        kept = [rest.lane_id for rest in self._resting.values() if rest.keeps]
        await self.leases.release(self.leases.idle([*busy, *kept, *(lane for _, lane in going)]))
        if len(going) < len(found.heads):
            at = self.clock.monotonic()
            taken = await self.record.write(
                lambda session: heads.take(session, self.leases.holder, busy=busy, resting=resting, dead=found.dead)
            )
            self.leases.note((lane for _, lane in taken), at)
            going = list(taken)
        for row, lane_id in going:
            self._lanes[lane_id] = asyncio.create_task(self._attempt(row, lane_id), name=f"send {row.key}")
            self._lanes[lane_id].add_done_callback(partial(self._ended, lane_id))
        return bool(going or busy or resting)

    def _find(self, session: Session, busy: Sequence[int], resting: Sequence[int]) -> Found:
        dead = self.leases.watch(lanes.held_by_others(session, self.leases.holder))
        return Found(heads.heads(session, self.leases.holder, busy=busy, resting=resting, dead=dead), dead)

    def _ended(self, lane_id: int, _task: asyncio.Task[None]) -> None:
        self._lanes.pop(lane_id, None)
        self.record.written.set()

    def _rest(self) -> float:
        """Seconds until something may be tried again, or said again; a dead copy's leases run out without a sign."""
        now = self.clock.monotonic()
        ends = [rest.until - now for rest in self._resting.values()]
        return max(0.0, min([LOOK_AGAIN, self.leases.until_again(), self.leases.until_dead(), *ends]))

    async def _attempt(self, row: Outbox, lane_id: int) -> None:
        """Send one row and note what became of it. Nothing escapes: a row that fails rests and is tried again."""
        row_id, outcome = row.id or 0, "done"
        try:
            await self._send(row, await self.clients.of(row.workspace_id), Lease(self.leases, lane_id))
            self._tries.pop(row_id, None)
            if row.kind == "card":  # what changes within a second is one update
                self._resting[row_id] = Rest(self.clock.monotonic() + 1 / self.pace.rate, lane_id)
        except posting.Gone:
            outcome = "gone"
            await self.record.write(lambda session: outbox.lost(session, row_id))
        except NotInstalled:  # it goes out once they install us again
            outcome = "refused"
            await self.record.write(lambda session: outbox.stick(session, row_id, NOT_INSTALLED))
        except posting.NeedsPerson as refusal:
            outcome, problem, now = "refused", refusal.problem, self.clock.now()
            self.log.warning("refused", row=row_id, kind=row.kind, problem=problem)
            await self.record.write(lambda session: errands.tell_who_can_mend(session, row_id, problem, now))
        except Exception as error:
            outcome = "not sent"
            tries = self._tries[row_id] = self._tries.get(row_id, 0) + 1
            if tries >= GIVE_UP and not isinstance(error, PASSING):
                problem = type(error).__name__  # ours to mend: it is tried again after the next start
                self.log.error("given up", row=row_id, kind=row.kind, problem=problem)
                await self.record.write(lambda session: outbox.stick(session, row_id, problem))
                return
            backoff = min(LAST_RETRY, FIRST_RETRY * 2 ** min(tries - 1, 10))
            told = isinstance(error, posting.Busy)  # what Slack says of a channel, it says to every copy
            again = error.seconds if isinstance(error, posting.Busy) else backoff
            self._resting[row_id] = Rest(self.clock.monotonic() + again, lane_id, told or again <= KEPT)
            self.log.warning("not sent", row=row_id, kind=row.kind, problem=type(error).__name__, tries=tries)
        finally:
            for hear in self.attempts:
                hear(row.kind, outcome)

    async def _send(self, row: Outbox, client: AsyncWebClient, lease: Lease) -> None:
        if row.kind not in POSTED:
            await errands.run(self.record, client, self.clock, row, self.publisher, lease)
            return
        row_id, now = row.id or 0, self.clock.now()
        if not await errands.may_be_told(self.record, client, self.members, row):
            await self.record.write(lambda session: errands.tell_no_person(session, row_id))
            return
        if row.kind == "digest" and row.thread_of is None and row.slack_ts is None and not row.attempts:
            parts = await self.record.read(lambda session: parts_of(session, row, now))
            await self.record.write(lambda session: fix_parts(session, row_id, parts, now))
        if row.kind == "week" and row.slack_ts is None:
            await pictures.bring(self.record, client, row, self.log)
        drawing = await self.record.read(lambda session: _drawing(session, row_id, now))
        if drawing is None:
            await self.record.write(lambda session: outbox.end(session, row_id))
            return
        if drawing.row.slack_ts is not None:
            if not self.leases.lasts(lease.lane_id):
                return  # whoever has it by now may have drawn something newer
            await posting.update(client, drawing.row.channel or "", drawing.row.slack_ts, drawing.message, key=row.key)
            await self._arrived(drawing.row, drawing.row.slack_ts, drawing.row.wanted)
            return
        await self._post(drawing, client, lease)

    async def _post(self, drawing: Drawing, client: AsyncWebClient, lease: Lease) -> None:
        row = drawing.row
        row_id = row.id or 0
        channel = drawing.channel or await self._conversation(row, client)
        place = row.workspace_id, channel
        if row.attempts:
            found = await posting.find(client, channel, key=row.key, oldest=row.oldest, thread_ts=drawing.thread_ts)
            if found is not None:
                # What a card shows may be older than the record by now: it is drawn again at once.
                drawn = 0 if row.kind == "card" else row.wanted
                await self._arrived(row, found, drawn)
                return
        if await self._await_turn(place):  # while we waited, what there is to say may have changed
            wall = self.clock.now()
            redrawn = await self.record.read(lambda session: _drawing(session, row_id, wall))
            if redrawn is None:
                await self.record.write(lambda session: outbox.end(session, row_id))
                return
            drawing, row = redrawn, redrawn.row
        if not await lease.leaves(row_id, channel):
            return
        try:
            ts = await posting.post(client, channel, drawing.message, key=row.key, thread_ts=drawing.thread_ts)
        except posting.Busy as busy:
            self.pace.pause(place, self.clock.monotonic(), busy.seconds)
            await self.record.write(lambda session: outbox.refused(session, row_id))
            raise
        except (posting.NotSent, posting.NeedsPerson, posting.Gone) as refusal:
            await self.record.write(lambda session: outbox.refused(session, row_id))
            if isinstance(refusal, posting.NeedsPerson) and await pictures.not_shown(self.record, row, refusal):
                raise posting.NotSent(refusal.problem) from None
            raise
        await self._arrived(row, ts, row.wanted)

    async def _await_turn(self, place: Place) -> bool:
        """Wait until this channel may be posted to; whether there was any waiting."""
        waited = False
        while (wait := self.pace.wait(place, self.clock.monotonic())) > 0:
            if wait > PATIENCE:
                raise posting.Busy(wait)
            await asyncio.sleep(wait)
            waited = True
        return waited

    async def _arrived(self, row: Outbox, ts: str, drawn: int) -> None:
        row_id = row.id or 0
        await self.record.write(lambda session: errands.note_arrival(session, row_id, slack_ts=ts, drawn=drawn))

    async def _conversation(self, row: Outbox, client: AsyncWebClient) -> str:
        """The channel to post to; a person's conversation with the bot has to be opened first."""
        target = row.target or ""
        if not target.startswith(("U", "W")):
            return target
        whose = (row.workspace_id, target)
        if whose not in self._conversations:
            self._conversations[whose] = await learning.open_conversation(client, target)
        return self._conversations[whose]


@dataclass(frozen=True)
class Rest:
    """A row that is not to be tried before a moment, and whether its lane stays ours until then."""

    until: float
    lane_id: int
    keeps: bool = True


@dataclass(frozen=True)
class Found:
    """What can go now, with the lanes it goes on, and those of copies that have died."""

    heads: Sequence[tuple[Outbox, Lane | None]]
    dead: dict[int, Seen]


@dataclass(frozen=True)
class Drawing:
    """A row with the message it asks for, as the record stood at one moment."""

    row: Outbox
    message: Message
    thread_ts: str | None
    channel: str | None


def _drawing(session: Session, row_id: int, now: datetime) -> Drawing | None:
    row = outbox.row_by_id(session, row_id)
    message = render(session, row, now)
    if message is None:
        return None
    parent = outbox.row_by_id(session, row.thread_of) if row.thread_of is not None else None
    return Drawing(
        row, message, parent.slack_ts if parent is not None else None, parent.channel if parent is not None else None
    )
