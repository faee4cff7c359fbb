"""A message is added to a claim: as a report, or as evidence, of whose files the bytes are hashed and stay in Slack."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.workspace import Message
from store import Session
from store.findings import evidence_by_id
from store.tables import Evidence
from tests.slack.newsroom import Newsroom
from tests.slack.reading import focused, values

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400
SEEN = "TASS: the raid was repelled https://www.tass.example/1 via TASS citing Interfax"


async def write(who: Actor, text: str, channel: str = "verification", thread_ts: str | None = None) -> Message:
    (message,) = (await who.type(channel, text, thread_ts=thread_ts)).messages
    return message


async def post(who: Actor, name: str = "Карта.png", channel: str = "verification", **more: Any) -> Message:
    (message,) = (await who.post_file(channel, name, PICTURE, "The map he showed", **more)).messages
    return message


async def use(newsroom: Newsroom, who: Actor, message: Message) -> View:
    outcome = await who.shortcut("add_to_a_claim", message.channel, message.ts)
    assert outcome.view is not None, newsroom.read(outcome)
    return outcome.view


async def add(newsroom: Newsroom, who: Actor, message: Message, given: dict[str, Any]) -> Outcome:
    form = await use(newsroom, who, message)
    if "claim" in given:
        await who.options(form, "pick_claim", f"C-{given['claim']}")
    outcome = await who.submit(form, given)
    if not outcome.errors:
        await who.close(await newsroom.form(who))
    return outcome


async def kept(newsroom: Newsroom, number: int = 1) -> Evidence:
    def look(session: Session) -> Evidence:
        return evidence_by_id(session, 1, number)

    await newsroom.settle()
    return await newsroom.bot.record.read(look)


async def test_a_message_is_one_more_report_with_everything_in_it_filled_in(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await write(newsroom.checker, SEEN)
    form = await use(newsroom, newsroom.reporter, message)
    assert focused(form) == "claim"
    assert values(form)["source"] == "https://www.tass.example/1 via TASS citing Interfax"
    assert values(form)["note"] == "TASS: the raid was repelled"
    outcome = await add(newsroom, newsroom.reporter, message, {"claim": "1", "what": "report"})
    assert "A report of C-1 is added." in newsroom.read(outcome)
    card = await newsroom.card_text(1)
    assert "Interfax, via TASS · 2 reports, 2 origins" in card
    assert "passed on by" not in card, "who wrote the message has nothing to do with who filed the claim"


async def test_a_message_is_evidence_and_its_permalink_and_author_are_kept(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await write(newsroom.checker, "Nothing was seen there, says our driver.")
    await add(newsroom, newsroom.reporter, message, {"claim": "1", "what": "refutes", "kind": "eyewitness"})
    row = await kept(newsroom)
    assert row.message_link is not None
    assert message.ts.replace(".", "") in row.message_link
    assert (row.side, row.kind, row.note) == ("refutes", "eyewitness", "Nothing was seen there, says our driver.")
    assert (row.added_by, row.passed_on_by) == (newsroom.reporter.person.id, newsroom.checker.person.id)
    assert "evidence: 1 against" in await newsroom.card_text(1)


async def test_the_bytes_of_a_file_are_hashed_and_it_is_never_made_public(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await post(newsroom.checker)
    form = await use(newsroom, newsroom.reporter, message)
    assert (values(form)["files"], values(form)["kind"]) == ([message.files[0].id], "photo")
    outcome = await add(newsroom, newsroom.reporter, message, {"claim": "1", "what": "gives context"})
    assert "Your evidence is added to C-1." in newsroom.read(outcome)
    row = await kept(newsroom)
    assert row.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert (row.file_id, row.file_name, row.unread) == (message.files[0].id, "Карта.png", None)
    assert row.link is not None
    assert "/files/" in row.link
    assert newsroom.server.record.calls["files.sharedPublicURL"] == 0
    whole = newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))
    assert "gives context, Карта.png: The map he showed · @rita" in whole


async def test_a_file_left_unticked_is_left_out(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await post(newsroom.checker)
    await add(newsroom, newsroom.reporter, message, {"claim": "1", "what": "supports", "files": []})
    row = await kept(newsroom)
    assert (row.file_id, row.note) == (None, "The map he showed")
    assert newsroom.server.record.calls["download"] == 0


async def test_a_report_has_no_files_and_says_so(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await post(newsroom.checker)
    refused = await add(newsroom, newsroom.reporter, message, {"claim": "1", "what": "report"})
    assert refused.errors["source"].startswith("Where was it reported?")
    sent = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"source": "TASS"})
    assert "Its files were not added" in newsroom.read(sent)


async def test_on_a_card_and_in_its_thread_the_claim_is_picked_already(newsroom: Newsroom) -> None:
    await newsroom.file()
    card = await newsroom.card(1)
    form = await use(newsroom, newsroom.reporter, card)
    assert (values(form)["claim"], values(form)["note"], focused(form)) == ("1", None, "what")
    await newsroom.reporter.close(form)
    reply = await post(newsroom.checker, thread_ts=card.ts)
    form = await use(newsroom, newsroom.reporter, reply)
    assert (values(form)["claim"], values(form)["note"]) == ("1", "The map he showed")
    await newsroom.reporter.submit(form, {"what": "supports"})
    assert (await kept(newsroom)).sha256 == hashlib.sha256(PICTURE).hexdigest()


async def test_a_download_that_breaks_off_is_begun_again(newsroom: Newsroom) -> None:
    await newsroom.file()
    newsroom.server.faults.drop_before("download", times=2)  # aiohttp itself asks a second time
    newsroom.server.faults.rate_limit("download", retry_after=1)
    await add(newsroom, newsroom.reporter, await post(newsroom.checker), {"claim": "1", "what": "supports"})
    assert (await kept(newsroom)).sha256 == hashlib.sha256(PICTURE).hexdigest()


async def test_a_download_that_never_succeeds_is_told_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    newsroom.server.faults.fail("download", status=503, times=None)
    await add(newsroom, newsroom.reporter, await post(newsroom.checker), {"claim": "1", "what": "supports"})
    row = await kept(newsroom)
    assert (row.sha256, row.unread) == (None, "broke off")
    (told,) = await newsroom.direct_messages(newsroom.reporter)
    assert "I could not read Карта.png, which you added as evidence to C-1: its download broke off" in told
    whole = newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))
    assert "Карта.png (could not be read: its download broke off each time)" in whole


async def test_a_file_where_we_are_not_is_read_once_we_are_invited(newsroom: Newsroom) -> None:
    await newsroom.file()
    newsroom.expected.add(("files.info", "file_not_found"))
    await add(
        newsroom, newsroom.reporter, await post(newsroom.checker, channel="wire"), {"claim": "1", "what": "supports"}
    )
    assert (await kept(newsroom)).unread == "not found"
    (told,) = await newsroom.direct_messages(newsroom.reporter)
    assert "/invite @Counterclaim" in told
    await newsroom.reporter.invite("wire", "bot")
    await newsroom.server.until(lambda: newsroom.server.record.calls["download"] > 0)
    row = await kept(newsroom)
    assert (row.sha256, row.unread) == (hashlib.sha256(PICTURE).hexdigest(), None)


async def test_what_cannot_be_read_in_confidence_is_said_in_confidence(newsroom: Newsroom) -> None:
    await newsroom.file(by=newsroom.lead, channel="investigation")
    newsroom.server.faults.fail("download", status=403)
    await add(
        newsroom, newsroom.lead, await post(newsroom.lead, channel="investigation"), {"claim": "1", "what": "supports"}
    )
    assert (await kept(newsroom)).unread == "not given out"
    assert await newsroom.direct_messages(newsroom.lead) == []
    assert any("I could not read Карта.png" in told for told in await newsroom.thread(1))


async def test_a_private_message_does_not_get_onto_a_public_card(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await post(newsroom.lead, channel="investigation")
    form = await use(newsroom, newsroom.lead, message)
    assert await newsroom.lead.options(form, "pick_claim", "C-1") == []


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"what": "supports", "source": "WION"}, "source", "“WION” is an outlet without a link"),
        ({"what": "supports", "source": "https://"}, "source", "is no link"),
        ({"what": "report", "source": ""}, "source", "Where was it reported?"),
    ],
)
async def test_what_cannot_be_added_is_said_beside_its_field(
    newsroom: Newsroom, given: dict[str, str], field: str, says: str
) -> None:
    await newsroom.file()
    outcome = await add(newsroom, newsroom.reporter, await write(newsroom.checker, SEEN), {"claim": "1"} | given)
    assert set(outcome.errors) == {field}
    assert says in outcome.errors[field]


async def test_a_very_long_message_is_cut_to_what_a_note_holds(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await use(newsroom, newsroom.reporter, await write(newsroom.checker, "слово " * 5_000))
    assert len(values(form)["note"]) <= 1_000
    assert "The note has 29,999 characters; this is its beginning." in newsroom.read(form)
