"""Leases: which lanes this copy of the bot has, by its own clock, and which copies have died.

Others take a lane over once they have seen it at one turn for a lease's length. So who has one says so again in good
time, and begins nothing once it has not been able to for half as long: every attempt ends before another's begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.clock import Clock
from store import Record, Session, lanes, outbox
from store.lanes import LEASE, SAFE, Seen
from store.tables import Lane

AGAIN = 10.0  # seconds after which we say again what is ours


@dataclass
class Leases:
    """What one copy has, and has seen of the others."""

    record: Record
    clock: Clock
    holder: str
    _ours: dict[int, float] = field(default_factory=dict)  # lane: when we last said that it is ours
    _seen: dict[int, tuple[Seen, float]] = field(default_factory=dict)  # lane: who has it, and since when we see that

    def has(self, lane_id: int | None) -> bool:
        """Whether a lane is ours, as far as we know."""
        return lane_id in self._ours

    def lasts(self, lane_id: int) -> bool:
        """Whether a lane is ours for longer than one more attempt can take."""
        return self.clock.monotonic() - self._ours.get(lane_id, float("-inf")) <= SAFE

    def note(self, taken: Iterable[int], at: float) -> None:
        """Note what we took, in a transaction that began at this moment."""
        self._ours |= dict.fromkeys(taken, at)

    async def say_again(self) -> None:
        """Tell the others, if it is time to, that what we have is still ours; what they took meanwhile is not."""
        if self.until_again() > 0:
            return
        at = self.clock.monotonic()
        kept = await self.record.write(lambda session: lanes.renew(session, self.holder))
        self._ours = dict.fromkeys(kept, at)

    async def release(self, ids: Iterable[int] | None = None) -> None:
        """Let the others have lanes of ours; all, if none are named."""
        going = list(self._ours if ids is None else ids)
        for each in going:
            self._ours.pop(each, None)
        if going:
            await self.record.write(lambda session: lanes.release(session, self.holder, going))

    def idle(self, needed: Iterable[int]) -> set[int]:
        """The lanes of ours for which there is no need."""
        return set(self._ours) - set(needed)

    def watch(self, held: Iterable[Lane]) -> dict[int, Seen]:
        """Look at what the others have; the lanes whose holders have died, and as what we have seen those."""
        now, before = self.clock.monotonic(), self._seen
        self._seen = {}
        for lane in held:
            seen = (lane.holder or "", lane.turn)
            same, since = before.get(lane.id or 0, (None, now))
            self._seen[lane.id or 0] = (seen, since if same == seen else now)
        return {lane: seen for lane, (seen, since) in self._seen.items() if now - since >= LEASE}

    def until_again(self) -> float:
        """Seconds until we are to say again what is ours."""
        return min(self._ours.values(), default=float("inf")) + AGAIN - self.clock.monotonic()

    def until_dead(self) -> float:
        """Seconds until the first of the others may be taken for dead, if it says nothing."""
        ends = (since + LEASE - self.clock.monotonic() for _, since in self._seen.values())
        return min((left for left in ends if left > 0), default=float("inf"))


@dataclass(frozen=True)
class Lease:
    """A lane that we have while a row is being sent on it."""

    leases: Leases
    lane_id: int

    async def leaves(self, row_id: int, channel: str, also: Callable[[Session], None] = lambda _session: None) -> bool:
        """Note that a row is about to leave, and whatever is to be noted with it; False if we may not send it now."""

        def note(session: Session) -> bool:
            begun = outbox.begin(session, row_id, self.lane_id, self.leases.holder, channel)
            if begun:
                also(session)
            return begun

        if not self.leases.lasts(self.lane_id) or not await self.leases.record.write(note):
            return False
        # The database took its time, or the machine was halted: it has not left, and now it must not.
        if not self.leases.lasts(self.lane_id):
            await self.leases.record.write(lambda session: outbox.refused(session, row_id))
            return False
        return True
