"""A digest of any size: Slack takes it, what must be decided first stands first, and every claim is accounted for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.desk.deciding import decide_first
from bot.rhythm.tick import tick
from sandbox.workspace import Message
from store import Session
from store.desks import desk_by_id
from store.digests import Remit, contested_at
from store.tables import Claim
from tests.delivery.newsroom import INVESTIGATION, Newsroom
from tests.store.claims_on_file import put_contested

REST = re.compile(r"([\d,]+) more contested claims, less pressing")


@pytest.mark.parametrize("many", [0, 1, 7, 60, 5_000])
async def test_slack_takes_it_in_the_order_promised(room: Newsroom, many: int) -> None:
    await room.file()
    await room.record.write(lambda session: fill(session, many, room))
    room.clock.move_by(timedelta(days=1, minutes=5))
    now = room.clock.now()
    await room.record.write(lambda session: tick(session, now))
    pump = room.start()
    await room.settled(pump)
    (first,) = [each for each in room.server.workspace.channels[INVESTIGATION].top if is_digest(each)]
    told = [number for message in (first, *first.replies) for number in claims_in(message)]
    promised = await room.record.read(order)
    assert told == promised[: len(told)]
    assert told[:1] == ([many + 1] if many else [])
    rest = REST.search(str(first.blocks))
    assert len(told) + (int(rest[1].replace(",", "")) if rest else 0) == many
    assert len(first.replies) <= 9
    assert room.server.record.refusals == []
    assert room.server.record.doubled() == {}
    if rest:
        assert rest[0] in str(first.replies[-1].blocks), "who reads to the end is told that there are more"


def fill(session: Session, many: int, room: Newsroom) -> None:
    """Contested claims, of which the last is confirmed, and so comes first."""
    put_contested(session, desk_by_id(session, 1), many, at=room.clock.now())
    session.flush()
    for claim in [] if many < 2 else [session.get_one(Claim, many + 1)]:
        claim.verdict, claim.state, claim.settled_at = "confirmed", "closed", room.clock.now()
        session.add(claim)


def order(session: Session) -> list[int]:
    return [claim.number for claim in decide_first(contested_at(session, Remit(1, 1, within=True)), None)]


def is_digest(message: Message) -> bool:
    return (message.key or "").startswith("digest:")


def claims_in(message: Message) -> list[int]:
    named = [re.fullmatch(r"claim:(\d+)", block.get("block_id") or "") for block in message.blocks or []]
    return [int(found[1]) for found in named if found]
