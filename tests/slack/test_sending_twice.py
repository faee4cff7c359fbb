"""The same thing sent twice is filed once; and a hundred people may file at the same moment."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import select

from store import Session
from store.tables import Claim
from tests.slack.newsroom import DENIAL, LINE, Newsroom, kyiv

ACK_WITHIN = 3.0  # seconds, as Slack gives
AT_ONCE = 100  # larger bursts are measured, in bench
TRIES = 15  # of somebody whom a slow machine left without an answer


@pytest.mark.both_databases
async def test_the_same_envelope_twice_files_one_claim(newsroom: Newsroom) -> None:
    newsroom.server.faults.double_envelopes()
    outcome = await newsroom.reporter.type("verification", f"/claim {LINE}")
    assert "C-1 is" in newsroom.read(outcome)
    await newsroom.settle()
    assert await newsroom.claims() == 1
    assert len(newsroom.server.record.by_key("card:1:1")) == 1


async def test_the_same_trigger_delivered_again_finds_the_first_claim(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type("verification", f"/claim {LINE}")
    assert outcome.request is not None
    await newsroom.to(kyiv(23, 18))
    ack = await newsroom.server.deliver("slash_commands", outcome.request)
    assert ack.acked
    assert "C-1" in ack.payload["text"]
    assert await newsroom.claims() == 1


@pytest.mark.both_databases
async def test_a_persons_own_retry_gets_the_first_reference_back(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", f"/claim {LINE}")
    told = newsroom.read(await newsroom.reporter.type("verification", f"/claim {LINE}"))
    assert told.startswith("C-1 is on file already")
    assert await newsroom.claims() == 1


async def test_the_same_words_of_somebody_else_elsewhere_or_later_are_meant_anew(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert await newsroom.file(by=newsroom.checker) == 2
    assert await newsroom.file(channel="belgorod") == 3
    await newsroom.to(kyiv(23, 14, 30))
    assert await newsroom.file() == 4


FILLED = {"speaker": "Moscow", "statement": "It was them.", "source": "via WION"}


@pytest.mark.both_databases
async def test_a_form_delivered_twice_files_once_and_another_form_files_anew(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    sent = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), FILLED)
    assert sent.request is not None
    ack = await newsroom.server.deliver("interactive", sent.request)
    assert "C-1 is on file already" in str(ack.payload)
    assert await newsroom.claims() == 1
    await newsroom.reporter.type("verification", "/claim")
    again = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), FILLED)
    assert "C-2 is filed." in newsroom.read(again)


async def test_a_form_sent_again_after_its_answer_was_lost_files_once(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("verification", "/claim")
    form = await newsroom.form(newsroom.reporter)
    await newsroom.reporter.fill(form, FILLED)
    trigger = newsroom.server.views.new_trigger(newsroom.reporter.person)
    lost = newsroom.server.stage.payloads.submission(newsroom.reporter.person, form, trigger_id=trigger)
    assert (await newsroom.server.deliver("interactive", lost)).acked
    assert await newsroom.reporter.view() is form, "the answer never reached the form"
    assert "C-1 is on file already" in newsroom.read(await newsroom.reporter.submit(form))
    assert await newsroom.claims() == 1


async def test_an_invitation_told_twice_brings_each_card_once(newsroom: Newsroom) -> None:
    newsroom.expected = {("chat.postMessage", "not_in_channel")}
    await newsroom.file(channel="wire")
    await newsroom.settle()
    newsroom.server.faults.double_envelopes()
    await newsroom.reporter.invite("wire", "counterclaim")
    await newsroom.card(1)
    assert len(newsroom.server.record.by_key("card:1:1")) == 1


@pytest.mark.both_databases
async def test_a_dispute_sent_twice_is_one_dispute(newsroom: Newsroom) -> None:
    await newsroom.file()
    sent = await newsroom.dispute(1)
    assert sent.request is not None
    await newsroom.server.deliver("slash_commands", sent.request)
    told = newsroom.read(await newsroom.reporter.type("verification", f"/dispute C-1 {DENIAL}"))
    assert told.startswith("C-1: this dispute is on file already.")
    assert "Contested (1)" in await newsroom.card_text(1)
    assert len(await newsroom.thread(1)) == 1


async def test_a_button_pressed_twice_by_a_doubled_envelope_is_one_step(newsroom: Newsroom) -> None:
    await newsroom.file()
    card = await newsroom.card(1)
    for action in ("take", "release"):
        newsroom.server.faults.double_envelopes()
        before = len(newsroom.server.record.posts)
        await newsroom.checker.press(await newsroom.card(1), action)
        await newsroom.server.until(lambda n=before: len(newsroom.server.record.posts) >= n + 3)  # type: ignore[misc]
    assert await newsroom.thread(1) == ["@chen took C-1.", "@chen released C-1. Nobody is on it now."]
    assert "nobody is on it" in newsroom.read(card)


@pytest.mark.both_databases
async def test_a_snooze_sent_in_twice_by_a_doubled_envelope_moves_one_reminder(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(24, 14, 10))
    (reminder,) = newsroom.posts("reminder")
    await newsroom.checker.press(reminder, "snooze")
    newsroom.server.faults.double_envelopes()
    await newsroom.checker.submit(await newsroom.form(newsroom.checker), {"until": "hour"})
    await newsroom.settle()
    await newsroom.to(kyiv(24, 15, 15))
    assert len(newsroom.posts("reminder")) == 2
    await newsroom.to(kyiv(25, 14))
    assert len(newsroom.posts("reminder")) == 2


async def test_a_hundred_at_once_are_each_filed_once_and_whoever_saw_a_timeout_finds_theirs_by_typing_again(
    newsroom: Newsroom,
) -> None:
    """How many are answered within three seconds is a figure of the machine (bench/); that none is lost is not."""
    people = [newsroom.reporter, newsroom.checker, newsroom.lead]

    async def told(n: int) -> str:
        for _ in range(TRIES):
            outcome = await people[n % 3].type("verification", f"/claim Moscow: number {n} https://www.wionews.com/{n}")
            if outcome.acked and "Not filed yet" not in newsroom.read(outcome):
                assert outcome.seconds < ACK_WITHIN
                return newsroom.read(outcome).partition(" ")[0]
            await newsroom.settle()
        raise TimeoutError(f"number {n} was never answered")

    references = await asyncio.gather(*(told(n) for n in range(AT_ONCE)))

    def on_disk(session: Session) -> dict[str, str]:
        rows = session.exec(select(Claim).order_by(Claim.number))  # type: ignore[arg-type]
        return {f"C-{claim.number}": claim.statement for claim in rows}

    claims = await newsroom.bot.record.read(on_disk)
    assert claims == {reference: f"number {n}" for n, reference in enumerate(references)}
    assert list(claims) == [f"C-{n}" for n in range(1, AT_ONCE + 1)]
    await newsroom.settle()
    cards = [message.key for message in newsroom.channel("verification").top if message.is_bot]
    assert len([key for key in cards if key and key.startswith("card:")]) == AT_ONCE
    assert len(newsroom.posts("desk")) == 1, "they made one first desk together"
