"""The faults there are: how each is switched on, how long it lasts, and what is to be expected of the bot meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from tests.databases import POSTGRES, SQLITE
from tests.faults import channels, machine, record, slack_answers, sockets
from tests.faults.room import Room


@dataclass(frozen=True)
class Fault:
    """One kind. It is on inside `happening`.

    `there`: the bot is, so whoever types gets an answer of its. `keeps`: the record is, so the answer is a reference.
    `tells`: somebody has to act, and is told so.
    """

    name: str
    happening: Callable[[Room], AbstractAsyncContextManager[None]]
    lasts: tuple[float, float] = (3.0, 8.0)  # seconds
    on: tuple[str, ...] = (SQLITE, POSTGRES)
    there: bool = True
    keeps: bool = True
    tells: bool = False


LONG = (10.0, 60.0)

FAULTS = (
    Fault("kill -9", machine.killed, there=False),
    Fault("Slack answers 429", slack_answers.too_many_requests),
    Fault("Slack answers 500", slack_answers.error_500),
    Fault("Slack answers 503", slack_answers.error_503),
    Fault("Slack answers late", slack_answers.late),
    Fault("Slack answers too late", slack_answers.too_late),
    Fault("Slack never answers", slack_answers.never),
    Fault("Slack accepts and drops", slack_answers.accepted_and_dropped),
    Fault("Slack drops", slack_answers.dropped),
    Fault("Slack is not there at start", slack_answers.unreachable_at_start, there=False),
    Fault("envelopes doubled", sockets.doubled_envelopes),
    Fault("envelopes out of order", sockets.out_of_order),
    Fault("sockets cut", sockets.cut, there=False),
    Fault("disconnect: warning", sockets.warning, there=False),  # the SDK closes the old socket at once
    Fault("disconnect: refresh_requested", sockets.refresh_requested, there=False),
    Fault("disconnect: link_disabled", sockets.link_disabled, there=False),
    Fault("disconnect: too_many_websockets", sockets.too_many_websockets, there=False),
    Fault("database locked", record.locked, (4.0, 20.0), keeps=False),
    Fault("disk full", record.full_disk, on=(SQLITE,), keeps=False),
    Fault("file read-only", record.read_only, on=(SQLITE,), there=False, keeps=False),
    Fault("PostgreSQL read-only", record.read_only, on=(POSTGRES,), keeps=False),
    Fault("PostgreSQL gone", record.postgres_gone, LONG, on=(POSTGRES,), keeps=False),
    Fault("PostgreSQL frozen", record.postgres_frozen, on=(POSTGRES,), keeps=False),
    Fault("clock set back", machine.clock_back, there=False),
    Fault("clock set forward", machine.clock_forward, there=False),
    Fault("channel archived", channels.archived, tells=True),
    Fault("bot removed", channels.bot_removed, tells=True),
)
