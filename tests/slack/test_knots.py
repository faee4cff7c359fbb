"""Steps that cross each other: merges after updates, discards of newer figures, reasons that cannot be typed."""

from __future__ import annotations

from sandbox.acting import Actor
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.test_turns import SECOND, form, send
from tests.slack.test_verdicts import REFUTED, UNPROVEN, propose, reopen

NEWER = "Moscow: More than 80 were killed https://www.wionews.com/80"


async def update(newsroom: Newsroom, older: int, newer: int, who: Actor) -> None:
    view = await form(newsroom, who, "updated_by", older)
    assert "is updated by" in await send(newsroom, who, view, newer=f"C-{newer}")


async def test_a_merge_is_undone_though_somebody_followed_the_merged_claim_meanwhile(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    await newsroom.settle()
    await newsroom.more(newsroom.lead, 2, "follow")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    view = await form(newsroom, newsroom.reporter, "merge", 2)
    await send(newsroom, newsroom.reporter, view, into="C-1")
    await newsroom.more(newsroom.lead, 2, "follow")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    undone = await newsroom.more(newsroom.reporter, 2, "unmerge")
    assert "is taken out again" in newsroom.read(undone)
    assert (await newsroom.card_text(2)).startswith("C-2 · Unverified")


async def test_the_newer_figure_is_not_merged_into_the_older_and_its_update_moves_with_another_merge(
    newsroom: Newsroom,
) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    await newsroom.file(NEWER)
    await update(newsroom, 1, 2, newsroom.reporter)
    view = await form(newsroom, newsroom.reporter, "merge", 2)
    refused = await newsroom.reporter.submit(view, {"into": "C-1"})
    assert refused.errors["into"].startswith("C-1 is updated by C-2, so C-2 cannot be merged into it.")
    await send(newsroom, newsroom.reporter, view, into="C-3")
    assert "Updated by C-3" in await newsroom.card_text(1)
    circle = await form(newsroom, newsroom.reporter, "updated_by", 3)
    refused = await newsroom.reporter.submit(circle, {"newer": "C-1"})
    assert "is updated by C-3 itself" in newsroom.read(refused) + str(refused.errors)


async def test_a_discarded_newer_figure_brings_the_older_back_into_the_reminders(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    await update(newsroom, 1, 2, newsroom.reporter)
    await newsroom.discard(2)
    assert "Updated by" not in await newsroom.card_text(1)
    await newsroom.to(kyiv(24, 15))
    assert any("C-1" in text for text in newsroom.texts("reminder"))


async def test_the_two_sides_of_an_open_dispute_are_not_merged(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Kyiv: it was not us https://www.wionews.com/no")
    await newsroom.reporter.type("verification", "/dispute C-1 with C-2")
    view = await form(newsroom, newsroom.reporter, "merge", 2)
    refused = await newsroom.reporter.submit(view, {"into": "C-1"})
    assert refused.errors["into"].startswith("One of C-2 and C-1 stands against the other")
    assert "Contested (1)" in await newsroom.card_text(1)


async def test_a_finding_is_not_lost_in_a_merge(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    await propose(newsroom, newsroom.reporter, UNPROVEN)
    view = await form(newsroom, newsroom.reporter, "merge", 1)
    refused = await newsroom.reporter.submit(view, {"into": "C-2"})
    assert refused.errors["into"].startswith("C-1 was found “unproven”, and C-2 is “unverified”")


async def test_a_control_character_in_a_reason_or_a_note_is_named_beside_its_field(newsroom: Newsroom) -> None:
    await newsroom.file()
    view = await form(newsroom, newsroom.reporter, "discard")
    refused = await newsroom.reporter.submit(view, {"why": "rings a \x07 bell"})
    assert "control character" in refused.errors["why"]
    assert "Nothing was changed." in refused.errors["why"]
    await newsroom.reporter.close(view, leave=True)
    verdict = await newsroom.checker.press(await newsroom.card(1), "verdict")
    assert verdict.view is not None
    refused = await newsroom.checker.submit(verdict.view, UNPROVEN | {"note": "rings a \x07 bell"})
    assert "control character" in refused.errors["note"]
    await newsroom.checker.submit(verdict.view, UNPROVEN | {"note": "a\u202egnp.exe"})
    assert "\u202e" not in await newsroom.card_text(1)


async def test_a_correction_that_was_reopened_again_is_told_as_it_was(newsroom: Newsroom) -> None:
    await newsroom.file()
    await propose(newsroom, newsroom.checker, UNPROVEN)
    await reopen(newsroom, newsroom.lead)
    await propose(newsroom, newsroom.checker, REFUTED)
    await reopen(newsroom, newsroom.lead)
    await newsroom.to(kyiv(24, 9))
    digest = newsroom.texts("digest")[-1]
    assert "Correction: C-1 was “unproven”, is now “false”" in digest
    assert "C-1 reopened (was false)" in digest


async def test_what_was_taken_out_of_a_merge_is_no_news_in_the_digest(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    view = await form(newsroom, newsroom.reporter, "merge", 2)
    await send(newsroom, newsroom.reporter, view, into="C-1")
    await newsroom.more(newsroom.reporter, 2, "unmerge")
    await newsroom.to(kyiv(24, 9))
    assert "Settled or reopened" not in newsroom.texts("digest")[-1]


async def test_deciding_a_dispute_leaves_the_reminders_as_they_were(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.to(kyiv(24, 13))
    view = await form(newsroom, newsroom.checker, "decide_dispute", value="1")
    await send(newsroom, newsroom.checker, view, outcome="does not stand", note="He spoke of another day.")
    await newsroom.to(kyiv(24, 14, 10))
    assert len(newsroom.texts("reminder")) == 1


async def test_what_became_of_a_dispute_is_shown_with_its_claim(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    view = await form(newsroom, newsroom.checker, "decide_dispute", value="1")
    await send(newsroom, newsroom.checker, view, outcome="does not stand", note="He spoke of another day.")
    told = newsroom.read(await newsroom.lead.type("verification", "/claim C-1"))
    assert "does not stand, @chen: He spoke of another day." in told
