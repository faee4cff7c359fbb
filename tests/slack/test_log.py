"""No secret and no claim text in the log, whatever breaks: a day at a desk, its log searched for all that was said."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capturing import Captured, captured, lines
from tests.slack.newsroom import Newsroom
from tests.slack.opening import open_newsroom

# Each stands in what is typed, in one place only.
SAID = {
    "speaker": "Quagga Ministry",
    "statement": "the wombats crossed at dawn",
    "source": "Okapi Post",
    "origin": "Dugong Agency",
    "address": "numbat-example",
    "note": "axolotl was asked",
    "dispute": "no wombat ever crossed",
    "against": "Pangolin Office",
    "asked": "Tapir press desk",
    "put": "did the tapirs cross",
    "why": "the kakapo said so",
}
WHERE = f"https://{SAID['address']}.org/1 via {SAID['source']} citing {SAID['origin']}"
LINE = f"{SAID['speaker']}: {SAID['statement']} {WHERE}"
AGAINST = f"{SAID['against']}: {SAID['dispute']} https://{SAID['address']}.org/2"


@pytest.fixture
def log() -> Iterator[Captured]:
    # The sandbox is in this process, too.
    ours = logging.getLogger("aiohttp.server")
    ours.addFilter(_nothing)
    with captured() as written:
        yield written
    ours.removeFilter(_nothing)


def _nothing(_line: logging.LogRecord) -> bool:
    return False


def found(written: str, room: Newsroom) -> list[str]:
    """What stands in the log and must not."""
    server = room.server
    secrets = [server.bot_token, server.app_token, f"{server.url}/response/", "ticket-"]
    return [each for each in (*SAID.values(), *secrets) if each.casefold() in written.casefold()]


async def a_day(room: Newsroom, file: Path) -> None:
    """Everything that is typed at a desk, while Slack breaks, what Slack sends, and the database."""
    faults, who = room.server.faults, room.reporter
    await room.file(LINE)
    await room.dispute(1, AGAINST)
    await room.settle()
    evidence = f"supports https://{SAID['address']}.org/3 {SAID['note']}"
    asked = f"ask {SAID['asked']} by mail until tomorrow: {SAID['put']}?"
    for line in (
        f"C-1 evidence {evidence}",
        f"C-1 {asked}",
        f"search {SAID['statement']}",
        f"list by {SAID['speaker']}",
    ):
        await who.type("verification", f"/claim {line}")
    for broken in (faults.fail, faults.drop_after_accepting, faults.drop_before, faults.rate_limit):
        broken()
        await who.type("verification", f"/claim {LINE} #{broken.__name__}")
        await room.lead.press(room.card_now(1), "more")
    await room.settle()
    await mangled(room)
    database = sqlite3.connect(file)
    database.execute("ALTER TABLE event RENAME TO gone")
    for line in (f"{LINE} #broken", f"C-1 evidence {evidence} again", "history C-1"):
        answer = await who.type("verification", f"/claim {line}")
        assert "Something broke on our side" in room.read(answer)
    database.execute("ALTER TABLE gone RENAME TO event")
    database.close()


async def mangled(room: Newsroom) -> None:
    """Send what was typed with a part of it missing or of another kind."""
    sent = (await room.reporter.type("verification", f"/claim {LINE} #mangled")).request
    assert sent is not None
    form = (await room.reporter.type("verification", "/claim")).view
    assert form is not None
    await room.reporter.fill(form, {"statement": SAID["statement"], "source": SAID["source"]})
    filled = room.server.stage.payloads.submission(room.reporter.person, form, trigger_id="1.2.3")
    for number, key in enumerate(("channel_id", "user_id", "team_id", "response_url")):
        for value in (None, [LINE], {"id": LINE}):
            odd = {key: value, "trigger_id": f"{number}.{value}"}
            await room.server.deliver("slash_commands", sent | odd)
    for key in ("state", "private_metadata", "blocks"):
        for wrong in (None, LINE, [LINE], {"id": LINE}):
            await room.server.deliver("interactive", filled | {"view": filled["view"] | {key: wrong}})


async def test_a_day_on_which_everything_breaks_leaves_nothing_that_was_said_in_the_log(
    tmp_path: Path, log: Captured
) -> None:
    async with open_newsroom(tmp_path / "record.db") as room:
        await a_day(room, tmp_path / "record.db")
        written = log.take()
        assert found(written, room) == [], written
        assert len([line for line in lines(written) if line["event"] == "fault"]) > 9, "nothing broke"


def test_of_an_error_in_a_library_its_kind_is_printed_and_no_message(log: Captured) -> None:
    """Its message may hold anything: the statement that was sent, an address with its password."""
    try:
        raise ValueError(LINE)
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved: %s", LINE)
    written = log.take()
    assert "ValueError" in written
    assert not [each for each in SAID.values() if each in written]
