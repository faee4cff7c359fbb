"""A file is made a page at a time and sent once at most, whatever Slack does and whoever dies meanwhile."""

from __future__ import annotations

import asyncio
import csv
import io
import json

import pytest
from sqlmodel import select

from bot.delivery.exports import LONG, make
from bot.delivery.pump import Pump
from bot.desk import exporting
from bot.desk.exporting import PAGE, Extract, Ordered
from bot.desk.wishes import Format, Wish
from bot.surfaces.exports.lines import json_lines
from bot.surfaces.exports.spreadsheet import spreadsheet
from sandbox.reading import Reader
from sandbox.workspace import File, Message
from store import Record, Session
from store.claims import Sight
from store.lanes import LEASE
from store.lists import Wanted
from store.tables import Claim, Event, Workspace
from tests.delivery.newsroom import REPORTER, VERIFICATION, Newsroom
from tests.slack.newsroom import KYIV

COMPLETE = "files.completeUploadExternal"


async def order(room: Newsroom, form: Format = Format.CSV) -> Ordered:
    request = room.request(VERIFICATION, REPORTER)
    return await room.record.write(lambda session: exporting.order_export(session, request, Wish(form)))


async def fill(room: Newsroom, many: int) -> None:
    """Put so many more claims on file at once, beside the one that opened the desk."""

    def work(session: Session) -> None:
        first = session.exec(select(Claim)).first()
        assert first is not None
        values = first.model_dump(exclude={"id", "number"})
        session.get_one(Workspace, 1).next_number += many
        session.add_all([Claim(**values | {"number": number}) for number in range(2, many + 2)])

    await room.file(VERIFICATION)
    await room.record.write(work)


async def at_rest(room: Newsroom) -> Pump:
    """A claim on file with its card posted, and the pump that has done it."""
    await room.file(VERIFICATION)
    pump = room.start()
    await room.settled(pump)
    return pump


def talk(room: Newsroom) -> list[Message]:
    return room.server.workspace.im_of(REPORTER).top


def files(room: Newsroom) -> list[File]:
    return [file for message in talk(room) for file in message.files]


def said(room: Newsroom) -> list[str]:
    """What the bot told the reporter beside the files."""
    reader = Reader(KYIV)
    return ["\n".join(reader.lines(one.text, one.blocks)) for one in talk(room) if not one.files]


async def leavings(room: Newsroom) -> int:
    """How many files the history says have left."""

    def work(session: Session) -> int:
        return len(session.exec(select(Event).where(Event.what == "exported")).all())

    return await room.record.read(work)


@pytest.mark.parametrize("fault", ["drop_after_accepting", "drop_before", "fail"])
async def test_a_file_whose_fate_is_unknown_is_not_sent_again_and_its_person_told(room: Newsroom, fault: str) -> None:
    await room.file(VERIFICATION)
    getattr(room.server.faults, fault)(COMPLETE)
    pump = room.start()
    await order(room)
    await room.settled(pump)
    await room.stop(pump)
    await room.settled(room.start("again"))
    assert room.calls[COMPLETE] == 1
    assert len(files(room)) == (1 if fault == "drop_after_accepting" else 0)
    assert said(room) == [
        "I sent you a file, and Slack did not say whether it arrived. I send it once only: if it is not here, type "
        "/claim export csv."
    ]
    assert await leavings(room) == 1


async def test_slack_asks_to_wait_and_the_file_comes_once(room: Newsroom) -> None:
    pump = await at_rest(room)
    room.server.faults.rate_limit(COMPLETE, retry_after=30)
    await order(room)
    assert await room.failed(pump) > 25
    assert files(room) == []
    room.skip(31)
    await room.settled(pump)
    assert (len(files(room)), said(room), await leavings(room)) == (1, [], 2)


@pytest.mark.parametrize("method", ["upload", "files.getUploadURLExternal"])
async def test_what_goes_wrong_before_it_leaves_is_done_again_a_few_times(room: Newsroom, method: str) -> None:
    pump = await at_rest(room)
    room.server.faults.fail(method, status=503, times=2)
    await order(room)
    for times in (1, 2):
        await room.failed(pump, times)
        room.skip(60)
    await room.settled(pump)
    assert (len(files(room)), said(room)) == (1, [])

    room.server.faults.fail(method, status=503, times=9)
    await order(room)
    for times in (3, 4):
        await room.failed(pump, times)
        room.skip(60)
    await room.settled(pump)
    assert len(files(room)) == 1
    assert said(room) == [
        "Slack did not take your file, so nothing was sent. To try again (FateUnknown), type /claim export csv."
    ]
    assert await leavings(room) == 1


async def test_a_bot_that_may_not_upload_says_who_can_mend_it(room: Newsroom) -> None:
    await room.file(VERIFICATION)
    room.server.manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    pump = room.start()
    await order(room)
    await room.settled(pump)
    (told,) = said(room)
    assert told.startswith("I may not upload files here, so nothing was sent. Ask whoever installed me")
    assert "files:write" in told


async def test_a_conversation_that_cannot_be_opened_ends_it(room: Newsroom) -> None:
    await room.file(VERIFICATION)
    pump = room.start()
    ordered = await room.record.write(
        lambda session: exporting.order_export(session, room.request(VERIFICATION, "U0NOBODY01"), Wish())
    )
    assert ordered.total == 1
    await room.settled(pump)
    assert (files(room), await leavings(room)) == ([], 0)
    assert room.server.record.posts[-1].channel != "U0NOBODY01"


async def test_who_dies_after_it_left_sends_it_no_second_time(room: Newsroom) -> None:
    await room.file(VERIFICATION)
    room.server.faults.slow(COMPLETE, seconds=10)
    dying = room.start("dying")
    await order(room)
    await room.until(lambda: room.calls[COMPLETE] == 1)
    await room.kill(dying)
    heir = room.start("next")
    await room.outlive(heir)
    await room.settled(heir)
    assert (len(files(room)), room.calls[COMPLETE]) == (1, 1)
    assert said(room)[0].startswith("I sent you a file, and Slack did not say whether it arrived.")


async def test_who_dies_while_making_it_is_followed_by_one_who_sends_it(room: Newsroom) -> None:
    await room.file(VERIFICATION)
    room.server.faults.slow("upload", seconds=10)
    dying = room.start("dying")
    await order(room)
    await room.until(lambda: room.calls["upload"] == 1)
    await room.kill(dying)
    heir = room.start("next")
    await room.outlive(heir)
    await room.settled(heir)
    assert (len(files(room)), said(room), await leavings(room)) == (1, [], 1)


async def test_who_has_lost_the_lease_meanwhile_sends_nothing(room: Newsroom) -> None:
    await room.file(VERIFICATION)
    room.server.faults.slow("upload", seconds=1)
    slow = room.start("slow")
    await order(room)
    await room.until(lambda: room.calls["upload"] == 1)
    room.skip(LEASE + 1)
    other = Record(room.database)  # as another process has it
    await other.open()
    fast = room.start("fast", record=other)
    await room.settled(fast)
    await room.settled(slow)
    await room.stop(fast)
    await other.close()
    assert (len(files(room)), room.calls[COMPLETE], await leavings(room)) == (1, 1, 1)


async def test_a_long_one_says_how_far_it_is_in_one_message(room: Newsroom) -> None:
    await fill(room, LONG)
    pump = room.start()
    ordered = await order(room)
    assert (ordered.total, ordered.counted) == (LONG + 1, True)
    await room.settled(pump)
    notes = [post for post in room.server.record.posts if (post.key or "").endswith(":note")]
    assert [post.text for post in notes] == [f"Your file is being made: {PAGE} of {LONG + 1:,} claims."]
    assert said(room) == ["Your file is made; it stands below."]
    (file,) = files(room)
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    assert [row["reference"] for row in rows] == [f"C-{number}" for number in range(1, LONG + 2)]


@pytest.mark.parametrize("many", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 2 * PAGE + 1])
async def test_no_page_is_lost_or_doubled_at_its_edge(room: Newsroom, many: int) -> None:
    await fill(room, many)
    out, pages = io.BytesIO(), []

    async def told(done: int) -> None:
        pages.append(done)

    made = await make(room.record, [extract()], json_lines(exporting.Reach()), out, told)
    numbers = [json.loads(line)["reference"] for line in out.getvalue().decode().splitlines()]
    assert numbers == [f"C-{number}" for number in range(1, many + 2)]
    assert (made.claims, pages[-1]) == (many + 1, many + 1)
    assert len(pages) == -(-(many + 1) // PAGE)


async def test_others_go_on_filing_while_a_file_is_made(room: Newsroom) -> None:
    await fill(room, 3 * PAGE)
    out = io.BytesIO()

    async def told(_done: int) -> None:
        await asyncio.gather(*(room.file(VERIFICATION) for _ in range(5)))

    made = await make(room.record, [extract()], spreadsheet(exporting.Reach()), out, told)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    numbers = [int(row["reference"].removeprefix("C-")) for row in rows]
    assert numbers == sorted(set(numbers))
    assert set(range(1, 3 * PAGE + 2)) <= set(numbers)
    assert made.claims == len(numbers)


def extract() -> Extract:
    return Extract(Sight(1, REPORTER, VERIFICATION), Wanted(desk=1, restricted=False))
