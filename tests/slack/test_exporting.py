"""`/claim export`: a file to one person, once; what is kept in a channel stays there unless its lead asks."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from sandbox.acting import Actor
from sandbox.workspace import File
from store import Session, chain
from store.events import newest_of_workspace
from store.tables import Claim, Desk, UsedIn
from tests.slack.newsroom import DENIAL, LINE, NOON, Newsroom

HERE = "verification"
RULED = {
    "state": "closed",
    "verdict": "false",
    "settled_at": NOON,
    "signed_by": "U0OLENA001",
    "proposed_by": "U0CHEN0001",
}
COMING = "It comes to your own conversation with me."


async def files(newsroom: Newsroom, who: Actor) -> list[tuple[str, File]]:
    """The files in somebody's own conversation with the bot, each with what stands above it."""
    await newsroom.settle()
    return [(newsroom.read(message), file) for message in await who.messages("im") for file in message.files]


async def ask(newsroom: Newsroom, words: str = "", who: Actor | None = None, channel: str = HERE) -> str:
    """Type `/claim export`; what is answered."""
    return newsroom.read(await (who or newsroom.reporter).type(channel, f"/claim export {words}".strip()))


def rows(file: File) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))


def references(file: File) -> list[str]:
    return [row["reference"] for row in rows(file)]


async def change(newsroom: Newsroom, number: int, **values: Any) -> None:
    """Put a claim into a state that an export finds it in."""

    def work(session: Session) -> None:
        claim = session.get_one(Claim, number)
        for name, value in values.items():
            setattr(claim, name, value)
        session.add(claim)

    await newsroom.bot.record.write(work)


async def exported(newsroom: Newsroom) -> list[dict[str, Any]]:
    """What the history says of exports, the newest first: who, and what."""

    def work(session: Session) -> list[dict[str, Any]]:
        found = map(chain.read, newest_of_workspace(session, 1, "exported", limit=10))
        return [{"actor": each["actor"]} | each["new"] for each in found]

    return await newsroom.bot.record.read(work)


async def test_a_table_comes_to_who_asked_and_nowhere_else(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    assert await ask(newsroom) == (
        f"Your file is being made: 1 claim of #verification, as a spreadsheet (CSV). {COMING}"
    )
    ((above, file),) = await files(newsroom, newsroom.reporter)
    assert above == "1 claim of #verification, as a spreadsheet (CSV)."
    assert file.name == "claims-2023-05-23.csv"
    (row,) = rows(file)
    assert (row["reference"], row["speaker"], row["contested"]) == ("C-1", "Moscow", "yes")
    assert "Kyiv contradicts: Ukraine has nothing to do with it" in row["against"]
    assert [len(message.files) for message in newsroom.messages() if message.files] == [1]
    assert file.shown_to == {newsroom.server.workspace.im_of(newsroom.reporter.person.id).id}
    assert await exported(newsroom) == [
        {
            "actor": newsroom.reporter.person.id,
            "desk": 1,
            "format": "csv",
            "filter": {},
            "claims": 1,
            "restricted": False,
        }
    ]


async def test_a_filter_leaves_what_a_list_leaves(newsroom: Newsroom) -> None:
    for line in (LINE, DENIAL, f"{LINE}2 #raid"):
        await newsroom.file(line)
    await newsroom.dispute(1)
    await newsroom.discard(2)
    for words, numbers in (
        ("", "123"),
        ("contested", "1"),
        ("csv by Moscow #raid", "3"),
        ("discarded", "2"),
        ("unverified", "123"),
    ):
        await ask(newsroom, words)
        file = (await files(newsroom, newsroom.reporter))[-1][1]
        assert references(file) == [f"C-{number}" for number in numbers], words
    assert (await exported(newsroom))[2]["filter"] == {"speaker": "Moscow", "tags": ["raid"]}


async def test_json_lines_hold_a_claim_a_line(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.take(newsroom.checker, 1)
    await ask(newsroom, "jsonl")
    ((_, file),) = await files(newsroom, newsroom.reporter)
    (found,) = map(json.loads, file.data.decode().splitlines())
    assert (found["version"], found["reference"], found["desk"]) == (1, "C-1", "C0VERIFY01")
    assert (found["reports"][0]["link"], found["filed_by"]) == ("https://www.wionews.com/raid", "U0RITA0001")
    assert (found["disputes"][0]["speaker"], found["disputes"][0]["contests"]) == ("Kyiv", True)
    assert [each["told"] for each in found["history"]][-1] == "U0CHEN0001 took C-1."
    assert all(len(each["hash"]) == 64 for each in found["history"])


async def test_a_review_is_written_of_what_stands_in_a_story(newsroom: Newsroom) -> None:
    for line in (LINE, f"{LINE}2", f"{LINE}3"):
        await newsroom.file(line)
    for number in (1, 2):
        await change(newsroom, number, **RULED)
    answer = await ask(newsroom, "claimreview")
    assert answer.startswith("Your file is being made: up to 2 claims of #verification, as ClaimReview (JSON-LD).")
    told = await newsroom.direct_messages(newsroom.reporter)
    assert told[-1].startswith("No story of ours relies on any of these claims")

    story = "https://daily.example/raid"
    row = UsedIn(workspace_id=1, claim_id=1, link=story, added_by="U0RITA0001", added_at=NOON)
    await newsroom.bot.record.write(lambda session: session.add(row))
    await ask(newsroom, "claimreview")
    ((above, file),) = await files(newsroom, newsroom.reporter)
    assert "Left out: 1 claim that no story of ours relies on." in above
    assert "COUNTERCLAIM_PUBLISHER" in above
    (review,) = json.loads(file.data)["@graph"]
    assert (review["url"], review["reviewRating"]["alternateName"]) == (story, "False")
    assert file.name == "claimreview-2023-05-23.jsonld"


async def test_what_is_restricted_comes_only_to_a_lead_who_asks_for_it_there(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(f"{LINE}2")
    await newsroom.set_up(newsroom.lead)
    await change(newsroom, 2, restricted=True)
    left_out = (
        "1 claim is kept in this channel and left out. A lead of this desk can have them, too: "
        "/claim export csv with restricted"
    )
    assert (await ask(newsroom)).endswith(left_out)
    assert "kept" not in await ask(newsroom, channel="belgorod"), "who looks from elsewhere does not know"
    refused = await ask(newsroom, "csv with restricted")
    assert refused.startswith(
        "Only a lead of this desk can take out what is restricted to its channel. Its lead is @olena. Nothing was sent."
    )
    elsewhere = await ask(newsroom, "csv with restricted", newsroom.lead, channel="belgorod")
    assert "in its own desk's channel only" in elsewhere
    assert "never in it" in await ask(newsroom, "claimreview with restricted", newsroom.lead)
    await ask(newsroom, "csv with restricted", newsroom.lead)

    for _, file in await files(newsroom, newsroom.reporter):
        assert references(file) == ["C-1"]
    ((above, file),) = await files(newsroom, newsroom.lead)
    assert references(file) == ["C-1", "C-2"]
    assert "keep the file as you would keep the channel" in above
    taken = {(each["actor"], each["restricted"], each["claims"]) for each in await exported(newsroom)}
    assert taken == {(newsroom.lead.person.id, True, 2), (newsroom.reporter.person.id, False, 1)}


async def test_a_private_channel_keeps_all_it_has(newsroom: Newsroom) -> None:
    await newsroom.file(channel="investigation")
    answer = await ask(newsroom, channel="investigation")
    assert answer.startswith("No claim of #investigation can be in this file. Nothing was sent.\n1 claim is kept")
    assert "It has none yet" in await ask(newsroom, "with restricted", channel="investigation")
    await newsroom.set_up(newsroom.lead, "investigation")
    await ask(newsroom, "with restricted", newsroom.lead, "investigation")
    assert await files(newsroom, newsroom.reporter) == []
    assert [references(file) for _, file in await files(newsroom, newsroom.lead)] == [["C-1"]]


async def test_where_nothing_fits_it_says_what_would(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert await ask(newsroom, "claimreview") == (
        "No claim of #verification can be in this file. Nothing was sent.\n"
        "In a ClaimReview can be what is settled and what a story of ours relies on. "
        "For a table of all claims: /claim export csv"
    )
    assert (await ask(newsroom, "jsonl contested")).endswith("For all claims: /claim export jsonl")


async def test_ones_own_notes_come_as_they_are(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(DENIAL, channel="im")
    answer = await ask(newsroom, channel="im")
    assert answer.startswith("Your file is being made: 1 claim of your own,")
    ((_, file),) = await files(newsroom, newsroom.reporter)
    assert references(file) == ["C-2"]


async def test_a_desk_that_turned_private_meanwhile_gives_nothing_out(newsroom: Newsroom) -> None:
    await newsroom.file()
    newsroom.server.faults.rate_limit("files.getUploadURLExternal", retry_after=1)
    await ask(newsroom)
    await newsroom.server.until(lambda: newsroom.server.faults.taken.total() == 1)

    def private(session: Session) -> None:
        desk = session.get_one(Desk, 1)
        desk.kind = "private"
        session.add(desk)

    await newsroom.bot.record.write(private)
    assert await files(newsroom, newsroom.reporter) == []
    assert (await newsroom.direct_messages(newsroom.reporter))[-1].startswith("No claim is left that fits")


async def test_the_same_command_twice_gives_one_file(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.reporter.type(HERE, "/claim export csv")
    assert outcome.request is not None
    again = await newsroom.server.deliver("slash_commands", outcome.request)
    assert "being made" in json.dumps(again.payload)
    assert len(await files(newsroom, newsroom.reporter)) == 1
    # Once it is there, the same words ask for another: what is on file may have changed.
    await ask(newsroom, "csv")
    assert len(await files(newsroom, newsroom.reporter)) == 2


@pytest.mark.parametrize("words", ["xlsx", "csv contestd", "by Nobody"])
async def test_what_cannot_be_is_said_and_given_back(newsroom: Newsroom, words: str) -> None:
    await newsroom.file()
    answer = await ask(newsroom, words)
    assert f"/claim export {words}" in answer
    assert await files(newsroom, newsroom.reporter) == []


async def test_where_there_is_no_desk_there_is_no_record(newsroom: Newsroom) -> None:
    assert "There is no desk here yet" in await ask(newsroom)


async def test_a_guest_has_nothing_of_a_desk_they_cannot_see_but_what_they_filed(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(channel="belgorod", by=newsroom.guest, line=DENIAL)
    await newsroom.settle()
    assert (await ask(newsroom, who=newsroom.guest, channel="belgorod")).startswith("Your file is being made: 1 claim")
    ((_, file),) = await files(newsroom, newsroom.guest)
    assert references(file) == ["C-2"]


async def test_a_guest_has_what_they_can_see(newsroom: Newsroom) -> None:
    await newsroom.file(channel="belgorod")
    await newsroom.know(newsroom.guest, "belgorod")
    await ask(newsroom, who=newsroom.guest, channel="belgorod")
    ((_, file),) = await files(newsroom, newsroom.guest)
    assert references(file) == ["C-1", "C-2"]
