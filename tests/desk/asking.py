"""Requests as Slack brings them, and a claim to ask about."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from bot.desk import filing
from bot.desk.request import Request
from store import Record
from store.desks import desk_of_channel
from store.tables import Claim, Desk
from tests.desk.reading import NOW

REPORTER, CHECKER, LEAD, STRANGER = "U1", "U2", "U3", "U4"
_keys = itertools.count()


def request(person: str = REPORTER, *, now: datetime = NOW, **more: Any) -> Request:
    values: dict[str, Any] = {
        "team": "T1",
        "person": person,
        "channel": "C1",
        "kind": "public",
        "now": now,
        "channels": None,
    }
    return Request(**(values | {"key": f"trigger:{next(_keys)}"} | more))


async def file(record: Record, text: str = "Moscow: it was them https://example.org/1", **more: Any) -> int:
    """File a claim; its reference."""
    filed = await record.write(lambda session: filing.file_line(session, request(**more), text))
    assert isinstance(filed, filing.Filed)
    return filed.dossier.claim.number


async def change(record: Record, number: int, **values: Any) -> None:
    """Put a claim, or with `leads` its desk, into a state that its steps start from."""

    def work(session: Any) -> None:
        desk = desk_of_channel(session, 1, "C1")
        assert desk is not None
        claim = session.get(Claim, number)
        for name, value in values.items():
            setattr(desk if name in Desk.model_fields else claim, name, value)
        session.add(claim)
        session.add(desk)

    await record.write(work)
