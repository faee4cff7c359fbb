"""The machine's clock set a day on between two runs (libfaketime): one digest, one grouped reminder, none again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.server import SandboxServer
from tests.process.bot_process import PATIENCE, at_work, settings_for
from tests.process.clocks import FAKETIME

FIRST_DAY = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)  # 16:00 in Kyiv, hours away from any digest
ON_FILE = 3


pytestmark = pytest.mark.skipif(FAKETIME is None, reason="libfaketime is missing: apt install faketime")


def at(moment: datetime, server: SandboxServer) -> Mapping[str, str]:
    """The machine's clock as it would be at this moment, and Slack's with it."""
    server.clock.move_to(moment)
    return settings_for(server) | {
        "LD_PRELOAD": FAKETIME or "",
        "FAKETIME": f"@{moment:%Y-%m-%d %H:%M:%S}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }


def sent(server: SandboxServer, kind: str) -> list[str]:
    return [post.text for post in server.record.posts if (post.key or "").startswith(f"{kind}:")]


async def file(server: SandboxServer, number: int) -> None:
    """File a claim and wait for its card: whatever a tick before it put into the outbox has gone out by then."""
    line = f"/claim Kyiv: It was not us, {number}. https://example.org/{number}"
    assert (await server.actor("reporter").type("verification", line)).acked
    await server.until(lambda: bool(server.record.by_key(f"card:1:{number}")), PATIENCE)


async def test_a_day_later_one_digest_and_one_grouped_reminder_come_and_none_again(
    server: SandboxServer, tmp_path: Path
) -> None:
    async with at_work(server, tmp_path, at(FIRST_DAY, server)) as bot:
        for number in range(1, ON_FILE + 1):
            await file(server, number)
        line = "/dispute C-2 Moscow: It was them. https://example.org/no"
        assert (await server.actor("checker").type("verification", line)).acked
        await server.until(lambda: bool(sent(server, "event")), PATIENCE)
        assert await bot.told_to_stop() == 0, bot.said
    assert sent(server, "digest") == sent(server, "reminder") == []

    async with at_work(server, tmp_path, at(FIRST_DAY + timedelta(days=1, minutes=5), server)) as bot:
        await server.until(lambda: bool(sent(server, "digest") and sent(server, "reminder")), PATIENCE)
        await file(server, ON_FILE + 1)
        assert await bot.told_to_stop() == 0, bot.said
    (digest,), (reminder,) = sent(server, "digest"), sent(server, "reminder")
    assert "1 contested claim, 1 open dispute" in digest
    assert "11 Mar" in digest
    assert all(f"C-{number}" in reminder for number in range(1, ON_FILE + 1))

    async with at_work(server, tmp_path, at(FIRST_DAY + timedelta(days=1, minutes=10), server)) as bot:
        await file(server, ON_FILE + 2)
        assert await bot.told_to_stop() == 0, bot.said
    assert len(sent(server, "digest")) == len(sent(server, "reminder")) == 1
    assert server.record.doubled() == {}
    assert server.record.refusals == []
