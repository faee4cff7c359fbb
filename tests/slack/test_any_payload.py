"""Whatever is wrong with what Slack sends us: it is answered in time, nothing escapes, what is refused is not filed.

A hundred payloads and some; `COUNTERCLAIM_PAYLOADS=20000 pytest -s tests/slack/test_any_payload.py` sends twenty
thousand, and prints what came of them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlmodel import func, select

from sandbox.workspace import Json
from store import Session
from store.tables import Event, InboundKey
from tests.capturing import Captured, captured, lines
from tests.slack import payloads
from tests.slack.mangling import mangled
from tests.slack.newsroom import Newsroom
from tests.slack.opening import open_newsroom
from tests.slack.payloads import Gathering, Payload

COUNT = int(os.environ.get("COUNTERCLAIM_PAYLOADS", "120"))
IN_TIME = 3.0  # seconds, as Slack gives
OURS = ("/handlers/", "/bot/", "/store/")
ANSWERS = {200: "answered", 404: "nobody's", 500: "none that Bolt can read"}
# What follows an answer, and changes nothing on file.
AFTERWARDS = {"form", "answer", "home"}


class Escaped(logging.Handler):
    """What libraries say of errors that came out of something of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[2]:
            places = [frame.filename for frame in traceback.extract_tb(record.exc_info[2])]
            self.seen += [place for place in places if any(part in place for part in OURS)]


@dataclass
class Desk:
    """A newsroom that payloads are sent to, one after the other, on a loop of its own."""

    runner: asyncio.Runner
    room: Newsroom
    payloads: list[Payload]
    log: Captured
    escaped: Escaped
    came: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def send(self, payload: Payload, body: Json) -> None:
        """Send it, and see that everything holds."""
        took = self.runner.run(self._send(payload, body))
        if took >= IN_TIME:  # a machine that is busy with something else; it is the same payload that has to be slow
            self.came["sent again for its time"] += 1
            took = self.runner.run(self._send(payload, body))
        assert took < IN_TIME, f"{took:.1f} s"

    async def _send(self, payload: Payload, body: Json) -> float:
        """Send it, and see that everything else holds; how many seconds its acknowledgement took."""
        server = self.room.server
        server.views.stacks[payload.person] = list(payload.open)
        before = await self._filed()
        self.log.take()
        began = server.clock.monotonic()
        try:
            request = AsyncBoltRequest(body=self._refreshed(payload, body), mode="socket_mode")
            answer = await self.room.bot.door.app.async_dispatch(request)
        except Exception as error:
            places = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
            # What even Bolt cannot read is nothing of Slack's; nothing of ours was called.
            assert not [place for place in places if any(part in place for part in OURS)], traceback.format_exc()
            self.came["none of Slack's"] += 1
            return 0.0
        took = server.clock.monotonic() - began
        await listeners_done()
        written = self.log.take()
        assert payloads.SECRET not in written, written
        faults = [line for line in lines(written) if line["event"] == "fault"]
        # Bolt says what it cannot make out itself; out of a listener of ours nothing comes.
        assert not self.escaped.seen, self.escaped.seen
        self._count(payload, answer.status, faults)
        if any(line["listener"] not in AFTERWARDS for line in faults):
            # An answer is drawn for the form that it goes into, when what it says is on file: the code says just that.
            drawn = body.get("view") != payload.body.get("view")
            assert drawn or await self._filed() == before, f"{faults} and yet it is filed"
        return took

    def tell(self) -> None:
        """Print what came of all of them."""
        faults = "".join(f"{many:6} {what}\n" for what, many in self.faults.most_common(60))
        sys.stdout.write(f"\n{dict(self.came)}\n{faults}")

    def _count(self, payload: Payload, status: int, faults: list[Json]) -> None:
        self.came["payloads"] += 1
        self.came[ANSWERS[status]] += 1
        for fault in faults:
            self.came["faults"] += 1
            ours = next((place for place in reversed(fault["places"]) if "async_" not in place), "")
            self.faults[f"{fault['error']} at {ours} in {fault['listener']}"] += 1

    def _refreshed(self, payload: Payload, body: Json) -> Json:
        """The payload with what is given out for one use."""
        server = self.room.server
        person, stage = server.workspace.person(payload.person), server.stage
        made = {
            payloads.FRESH_TRIGGER: server.views.new_trigger(person),
            payloads.FRESH_ADDRESS: stage.responses.new_url(person, stage.workspace.channel("verification")),
            payloads.FRESH_TS: stage.workspace.new_ts(),
            payloads.FRESH_NAME: stage.workspace.new_id("X"),
        }
        refreshed: Json = _with(made, body)
        return refreshed

    async def _filed(self) -> tuple[int, int]:
        """How many events there are of what people did, and how many requests that were answered."""

        def look(session: Session) -> tuple[int, int]:
            # A file that was asked for earlier may be handed over meanwhile.
            events = select(func.count()).select_from(Event).where(Event.what != "exported")
            return session.exec(events).one(), session.exec(select(func.count()).select_from(InboundKey)).one()

        return await self.room.bot.record.read(look)


def _with(made: dict[str, str], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with(made, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with(made, each) for each in value]
    return made.get(value, value) if isinstance(value, str) else value


async def listeners_done() -> None:
    """Wait for the listeners that Bolt has started: it keeps none of them."""
    at_work = [task for task in asyncio.all_tasks() if "run_ack_function" in repr(task.get_coro())]
    if at_work:
        await asyncio.wait(at_work)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    # The sandbox is in this process, too, and its server says what it cannot read.
    logging.getLogger("aiohttp.server").addFilter(nothing)
    with asyncio.Runner() as runner, captured() as log:
        opened = open_newsroom(tmp_path / "record.db")
        room = runner.run(opened.__aenter__())
        escaped = Escaped()
        logging.getLogger().addHandler(escaped)
        try:
            yield Desk(runner, room, runner.run(Gathering(room).everything()), log, escaped)
        finally:
            runner.run(opened.__aexit__(None, None, None))
            logging.getLogger("aiohttp.server").removeFilter(nothing)


def nothing(_line: logging.LogRecord) -> bool:
    return False


def test_whatever_is_wrong_with_a_payload_it_is_answered_and_what_is_refused_is_not_filed(desk: Desk) -> None:
    @settings(max_examples=COUNT, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mangled(desk.payloads))
    def sent(one: tuple[Payload, Json]) -> None:
        desk.send(*one)

    try:
        sent()
    finally:
        desk.tell()
    assert desk.came["answered"] > desk.came["payloads"] / 2
