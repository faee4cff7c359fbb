"""What is on file already is said at filing, once, to the one who files; what they answer to it is done."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from sandbox.acting import Actor
from sandbox.outcome import Outcome
from sandbox.workspace import Message
from store import Session
from store.tables import Alike
from tests.slack.newsroom import Newsroom
from tests.slack.opening import open_newsroom
from tests.slack.reading import buttons
from tests.store.claims_on_file import fill_desk

LINK = "https://www.wionews.com"
OLDER = f"Russian Defence Ministry: More than 60 fighters were killed near Belgorod {LINK}/1 said 23 May"
NEWER = f"Russian Defence Ministry: More than 70 fighters were killed near Belgorod {LINK}/2"
TWIN = "Russian Defence Ministry: “more than 60 fighters were killed near Belgorod!” https://www.reuters.com/1"
OTHERS = f"Kyiv: More than 60 fighters were killed near Belgorod {LINK}/3"
MANY = 520  # claims, so that it is known how rare a word is
FOUR = ["Newer figure", "Same claim, add my report", "Contradicts C-1", "Keep both"]


@pytest.mark.both_databases
async def test_an_exact_twin_is_said_with_what_differs_and_four_answers(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    answer = await _filed(newsroom, OTHERS, by=newsroom.checker)
    lines = newsroom.read(answer).splitlines()
    assert lines[:3] == [
        "C-2 is filed. It looks the same as C-1:",
        "> Russian Defence Ministry, 23 May: More than 60 fighters were killed near Belgorod (WION) · unverified",
        "Different: said by Russian Defence Ministry there.",
    ]
    assert any(line.startswith("Speaker: Kyiv · Statement: More than 60") for line in lines)
    assert buttons(answer)[:4] == FOUR
    assert "Edit" in buttons(answer)


@pytest.mark.both_databases
async def test_a_near_twin_is_said_with_the_numbers_that_differ(newsroom: Newsroom) -> None:
    await _busy_desk(newsroom)
    told = await _told(newsroom, newsroom.checker, NEWER, "looks the same as")
    assert "looks the same as C-1:" in told
    assert "Different: 60 there, 70 here." in told


@pytest.mark.both_databases
async def test_a_newer_figure_updates_the_older_claim_which_nobody_is_reminded_of_again(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    told = await _answered(newsroom, TWIN, "alike_newer")
    assert told.startswith("C-2 is the newer figure: C-1 is updated by it, and nobody is reminded of C-1 again.")
    assert "Updated by C-2" in await newsroom.card_text(1)
    assert await _kept(newsroom) == [(1, 2, "newer figure", 1.0)]
    (event,) = [line for line in await newsroom.thread(1) if "C-2" in line]
    assert event.startswith("@chen")
    await newsroom.bot.settle()
    await newsroom.server.move_clock(by=timedelta(days=2))
    await newsroom.settle()
    assert newsroom.texts("reminder")
    assert not any("C-1" in text for text in newsroom.texts("reminder"))


async def test_undoing_a_newer_figure_brings_the_reminder_back(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    answer = await _filed(newsroom, TWIN)
    await newsroom.reporter.press(answer, "alike_newer")
    done = await _becomes(newsroom, answer, "C-2 is the newer figure")
    assert buttons(done) == ["Undo"]
    await newsroom.reporter.press(done, "not_updated")
    await newsroom.settle()
    assert "Updated by" not in await newsroom.card_text(1)
    await newsroom.server.move_clock(by=timedelta(days=2))
    await newsroom.settle()
    assert any("C-1" in text for text in newsroom.texts("reminder"))


async def test_a_newer_figure_of_another_speaker_is_refused_with_what_can_be_pressed(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    answer = await _filed(newsroom, OTHERS)
    told = await newsroom.private_answer(newsroom.reporter, newsroom.reporter.press(answer, "alike_newer"))
    assert told == (
        "A newer figure comes from the same speaker, and C-2 was said by Kyiv, C-1 by Russian Defence Ministry. "
        "Nothing was changed. If C-2 says otherwise, press Contradicts C-1; if both may stand, press Keep both."
    )
    assert await _kept(newsroom) == []
    assert buttons(_now(newsroom, answer))[:4] == FOUR, "the question stays"


async def test_the_same_claim_adds_its_report_to_the_older_one(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    told = await _answered(newsroom, TWIN, "alike_same")
    assert told.startswith("C-2 is merged into C-1: its report stands there now.")
    assert "2 reports, 2 origins" in await newsroom.card_text(1)
    assert "Merged into C-1" in await newsroom.card_text(2)
    assert await _kept(newsroom) == [(1, 2, "same claim", 1.0)]


async def test_what_contradicts_an_older_claim_is_filed_as_its_dispute(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    told = await _answered(newsroom, OTHERS, "alike_contradicts")
    assert told.startswith("C-2 now stands against C-1, as a dispute that contradicts it.")
    assert "Contested (1)" in await newsroom.card_text(1)
    assert await _kept(newsroom) == [(1, 2, "contradicts", 1.0)]


@pytest.mark.both_databases
async def test_both_are_kept_and_never_asked_about_again(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    outcome = await newsroom.checker.type("verification", f"/claim {TWIN}")
    assert outcome.request is not None
    (answer,) = outcome.messages
    await newsroom.checker.press(answer, "alike_keep")
    done = await _becomes(newsroom, answer, "Both are kept.")
    assert newsroom.read(done) == "Both are kept. I will not ask about C-2 and C-1 again."
    assert await _kept(newsroom) == [(1, 2, "keep both", 1.0)]
    again = await newsroom.server.deliver("slash_commands", outcome.request)
    assert "C-2 is on file already" in again.payload["text"]
    assert "looks the same" not in again.payload["text"]


async def test_an_answer_leaves_the_questions_about_other_claims(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    await newsroom.file(OTHERS)
    answer = await _filed(newsroom, TWIN)
    assert buttons(answer).count("Keep both") == 2
    await newsroom.reporter.press(answer, "alike_keep", value="3:1:1.000")
    left = await _becomes(newsroom, answer, "Both are kept.")
    lines = newsroom.read(left).splitlines()
    assert lines[0] == "Both are kept. I will not ask about C-3 and C-1 again."
    assert "C-3 looks the same as C-2:" in lines
    assert buttons(left).count("Keep both") == 1


async def test_who_answers_second_is_told_what_is_so_already(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    answer = await _filed(newsroom, TWIN)
    first = await newsroom.reporter.press(answer, "alike_newer")
    assert first.request is not None
    late = first.request | {
        "actions": [first.request["actions"][0] | {"action_id": "alike_keep", "action_ts": "1684839999.000900"}]
    }
    await _becomes(newsroom, answer, "C-2 is the newer figure")
    assert (await newsroom.server.deliver("interactive", late)).acked
    told = newsroom.read(await _becomes(newsroom, answer, "@rita answered"))
    assert told.startswith("@rita answered that before, 23 May 2023, 14:02: C-2 is the newer figure")
    assert told.endswith("Nothing was changed.")
    assert await _kept(newsroom) == [(1, 2, "newer figure", 1.0)]


async def test_an_answer_delivered_twice_is_done_once(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    answer = await _filed(newsroom, TWIN)
    pressed = await newsroom.reporter.press(answer, "alike_contradicts")
    assert pressed.request is not None
    await _becomes(newsroom, answer, "C-2 now stands against C-1")
    again = await newsroom.server.deliver("interactive", pressed.request)
    assert again.acked
    await newsroom.settle()
    assert newsroom.read(_now(newsroom, answer)).startswith("C-2 now stands against C-1")
    assert "Contested (1)" in await newsroom.card_text(1)


async def test_the_form_shows_it_on_submitting_and_answers_in_its_place(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    await newsroom.checker.type("verification", "/claim")
    filled = {"speaker": "Kyiv", "statement": "More than 60 fighters were killed near Belgorod.", "source": "via WION"}
    sent = await newsroom.checker.submit(await newsroom.form(newsroom.checker), filled)
    assert "C-2 is filed. It looks the same as C-1:" in newsroom.read(sent)
    shown = await newsroom.form(newsroom.checker)
    assert buttons(shown)[:4] == FOUR
    await newsroom.checker.press(shown, "alike_contradicts")
    await newsroom.server.until(lambda: newsroom.read(shown).startswith("C-2 now stands against C-1"))
    assert "Contested (1)" in await newsroom.card_text(1)


async def test_a_repeated_delivery_shows_the_same(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    outcome = await newsroom.checker.type("verification", f"/claim {TWIN}")
    assert outcome.request is not None
    await newsroom.file(OTHERS, by=newsroom.lead)  # newer than either: it is asked about where it was filed
    again = await newsroom.server.deliver("slash_commands", outcome.request)
    assert "It looks the same as C-1:" in again.payload["text"]
    assert "C-3" not in again.payload["text"]
    assert await newsroom.claims() == 3


async def test_what_is_kept_in_private_is_never_hinted_at_elsewhere(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER, channel="investigation", by=newsroom.lead)
    await newsroom.file(OLDER, channel="im", by=newsroom.lead)
    answer = await _filed(newsroom, TWIN, by=newsroom.lead)
    assert newsroom.read(answer).startswith("C-3 is filed.\n")
    assert "alike_keep" not in str(answer.blocks)
    await newsroom.settle()
    assert not any("C-1" in text or "C-2" in text for text in _ephemerals(newsroom, newsroom.lead, "verification"))


async def test_a_private_claim_is_not_linked_to_a_public_one(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    await newsroom.lead.type("verification", "/claim list")  # from then on it is known that they are a full member
    await newsroom.settle()
    answer = await _filed(newsroom, TWIN, by=newsroom.lead, channel="investigation")
    assert "It looks the same as C-1:" in newsroom.read(answer)
    assert "C-2 stays where it was filed, so nothing can link the two." in newsroom.read(answer)
    assert buttons(answer)[0] == "Keep both"
    await newsroom.lead.press(answer, "alike_keep")
    assert await _kept(newsroom) == [(1, 2, "keep both", 1.0)]
    assert "C-2" not in await newsroom.card_text(1)


async def test_a_search_that_takes_too_long_follows_by_itself(newsroom: Newsroom) -> None:
    await _busy_desk(newsroom)
    async with _slow_readers(newsroom):
        (answer,) = (await newsroom.checker.type("verification", f"/claim {NEWER}")).messages
        assert newsroom.read(answer).startswith(f"C-{MANY + 2} is filed.\nSpeaker:")
    await newsroom.server.until(lambda: _heard(newsroom, newsroom.checker, f"C-{MANY + 2} looks the same as C-1:"))
    (follows,) = [text for text in _ephemerals(newsroom, newsroom.checker) if text.startswith(f"C-{MANY + 2} looks")]
    assert "Different: 60 there, 70 here." in follows


async def test_while_people_queue_no_answer_waits_for_a_search(newsroom: Newsroom) -> None:
    await _busy_desk(newsroom)
    lines = [NEWER.replace("70", str(figure)) for figure in range(70, 80)]
    async with _slow_readers(newsroom):
        outcomes = await asyncio.gather(*(newsroom.checker.type("verification", f"/claim {line}") for line in lines))
        assert [outcome.acked for outcome in outcomes] == [True] * len(lines)
        assert not any("looks the same" in newsroom.read(outcome) for outcome in outcomes)
    await newsroom.server.until(lambda: len(_alike(newsroom)) == len(lines))
    assert {text.split(" looks")[0] for text in _alike(newsroom)} == {f"C-{MANY + 2 + at}" for at in range(len(lines))}


async def test_in_the_form_what_is_found_late_follows_in_its_place(newsroom: Newsroom) -> None:
    await _busy_desk(newsroom)
    await newsroom.checker.type("verification", "/claim")
    filled = {"speaker": "Kyiv", "statement": "More than 70 fighters were killed near Belgorod.", "source": "via WION"}
    form = await newsroom.form(newsroom.checker)
    await newsroom.checker.fill(form, filled)
    async with _slow_readers(newsroom):
        sent = await newsroom.checker.submit(form)
        assert "is filed." in newsroom.read(sent)
        assert "looks the same" not in newsroom.read(sent)
    await newsroom.server.until(lambda: "looks the same as C-1" in newsroom.read(form))


RUSSIAN = f"Москва: Взрыв разрушил плотину гидроэлектростанции {LINK}/4"
ENGLISH = f"Kyiv: An explosion destroyed the dam of the hydroelectric plant {LINK}/5"


async def test_the_same_claim_in_another_language_is_possibly_related(file: Path) -> None:
    async with open_newsroom(file, counterclaim_semantic=True) as newsroom:
        await newsroom.file(RUSSIAN)
        await newsroom.settle()
        told = await _told(newsroom, newsroom.checker, ENGLISH, "related")
        assert "is possibly related to C-1:" in told
        assert "> Москва: Взрыв разрушил плотину гидроэлектростанции" in told
        await newsroom.check_out()


async def test_with_the_extra_switched_off_words_are_compared_and_the_rest_works(file: Path) -> None:
    async with open_newsroom(file, counterclaim_semantic=False) as newsroom:
        await newsroom.file(RUSSIAN)
        await newsroom.settle()
        answer = await _filed(newsroom, ENGLISH, by=newsroom.checker)
        assert newsroom.read(answer).startswith("C-2 is filed.\n")
        twin = await _filed(newsroom, RUSSIAN.replace("Москва", "Kyiv"), by=newsroom.checker)
        assert newsroom.read(twin).startswith("C-3 is filed. It looks the same as C-1:")
        assert not any("related" in text for text in _ephemerals(newsroom, newsroom.checker))
        await newsroom.check_out()


async def test_the_thresholds_are_settings(file: Path) -> None:
    async with open_newsroom(file, counterclaim_likeness_same=1, counterclaim_likeness_related=1) as newsroom:
        await _busy_desk(newsroom)
        answer = await _filed(newsroom, NEWER.replace("fighters", "men"))
        assert "looks the same" not in newsroom.read(answer)


async def _busy_desk(newsroom: Newsroom) -> None:
    """A claim on file, and hundreds of others that have nothing to do with it."""
    await newsroom.file(OLDER)

    channel = newsroom.channel("verification").id
    await newsroom.bot.record.write(lambda session: fill_desk(session, 1, MANY, channel=channel))


async def _filed(newsroom: Newsroom, line: str, *, by: Actor | None = None, channel: str = "verification") -> Message:
    """What is answered at once when somebody files a line."""
    (answer,) = (await (by or newsroom.reporter).type(channel, f"/claim {line}")).messages
    return answer


async def _told(newsroom: Newsroom, who: Actor, line: str, wanted: str) -> str:
    """What somebody who files a line is told of claims like it, at once or a moment later."""
    await who.type("verification", f"/claim {line}")
    await newsroom.server.until(lambda: _heard(newsroom, who, wanted))
    return next(text for text in _ephemerals(newsroom, who) if wanted in text)


async def _answered(newsroom: Newsroom, line: str, action: str) -> str:
    """What the checker reads in the place of the question, after filing a line and pressing an answer."""
    answer = await _filed(newsroom, line, by=newsroom.checker)
    outcome: Outcome = await newsroom.checker.press(answer, action)
    assert outcome.acked
    await newsroom.server.until(lambda: "alike_" not in str(_now(newsroom, answer).blocks))
    return newsroom.read(_now(newsroom, answer))


async def _becomes(newsroom: Newsroom, message: Message, beginning: str) -> Message:
    """A message that only one person sees, once it has been replaced by one that begins so."""
    await newsroom.server.until(lambda: newsroom.read(_now(newsroom, message)).startswith(beginning))
    return _now(newsroom, message)


def _now(newsroom: Newsroom, message: Message) -> Message:
    """A message that only one person sees, as it is by now."""
    return newsroom.server.workspace.channels[message.channel].ephemerals[message.ts]


def _ephemerals(newsroom: Newsroom, who: Actor, channel: str = "verification") -> list[str]:
    found = newsroom.channel(channel).ephemerals.values()
    return [newsroom.read(message) for message in found if message.ephemeral_for == who.person.id]


def _heard(newsroom: Newsroom, who: Actor, wanted: str) -> bool:
    return any(wanted in text for text in _ephemerals(newsroom, who))


def _alike(newsroom: Newsroom) -> list[str]:
    """What followed the checker's filings."""
    return [text for text in _ephemerals(newsroom, newsroom.checker) if " looks the same as C-" in text]


async def _kept(newsroom: Newsroom) -> list[tuple[int, int, str, float | None]]:
    """What was answered: the older claim's id, the newer one's, the answer and the likeness."""

    def look(session: Session) -> list[tuple[int, int, str, float | None]]:
        return [(row.other_id, row.claim_id, row.answer, row.likeness) for row in session.exec(select(Alike))]

    return await newsroom.bot.record.read(look)


@asynccontextmanager
async def _slow_readers(newsroom: Newsroom) -> AsyncIterator[None]:
    """While this lasts, whoever reads waits: all readers are busy with something else."""
    done = threading.Event()
    busy = [asyncio.create_task(newsroom.bot.record.read(lambda _: done.wait())) for _ in range(4)]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        done.set()
        await asyncio.gather(*busy)


async def test_to_somebody_slack_has_not_told_of_yet_what_is_elsewhere_follows(newsroom: Newsroom) -> None:
    await newsroom.file(OLDER)
    outcome = await newsroom.lead.type("investigation", f"/claim {TWIN}")
    assert "looks the same" not in newsroom.read(outcome)

    def told() -> str:
        return "\n".join(_ephemerals(newsroom, newsroom.lead, "investigation"))

    await newsroom.server.until(lambda: "C-2 looks the same as C-1:" in told())
