"""More: hand over, put on hold, split, merge and take out again, decide a dispute, follow."""

from __future__ import annotations

from sandbox.acting import Actor
from sandbox.modals import View
from tests.slack.newsroom import DENIAL, LINE, Newsroom, kyiv
from tests.slack.reading import buttons, values

SECOND = "Moscow: More than 70 were killed https://www.wionews.com/70"


async def form(newsroom: Newsroom, who: Actor, action: str, number: int = 1, value: str | None = None) -> View:
    await newsroom.settle()
    return await newsroom.more(who, number, action, value)


async def send(newsroom: Newsroom, who: Actor, view: View, **fields: object) -> str:
    outcome = await who.submit(view, fields)
    assert not outcome.errors, outcome.errors
    told = newsroom.read(outcome)
    await who.close(await newsroom.form(who))
    await newsroom.settle()
    return told


async def offered(newsroom: Newsroom, who: Actor, number: int = 1) -> list[str]:
    await newsroom.settle()
    outcome = await who.press(newsroom.card_now(number), "more")
    assert outcome.view is not None, outcome.error
    said = buttons(outcome.view)
    await who.close(outcome.view)
    return said


async def test_more_offers_what_this_person_may_do_now_and_nothing_else(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    await newsroom.file()
    new = await offered(newsroom, newsroom.checker)
    assert new[:3] == ["Take", "Propose a verdict…", "Put on hold…"]
    assert "Discard…" not in new
    assert "Discard…" in await offered(newsroom, newsroom.lead)
    await newsroom.take(newsroom.checker, 1)
    assert {"Hand over…", "Release", "Split in two…"} <= set(await offered(newsroom, newsroom.checker))
    assert not {"Hand over…", "Release", "Put on hold…"} & set(await offered(newsroom, newsroom.reporter))


async def test_a_claim_is_handed_over_and_the_new_checker_follows_it(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.take(newsroom.checker, 1)
    view = await form(newsroom, newsroom.checker, "hand_over")
    assert "C-1 is handed over." in await send(newsroom, newsroom.checker, view, person=newsroom.lead.person.id)
    assert "@olena is on it" in await newsroom.card_text(1)
    assert "Unfollow" in await offered(newsroom, newsroom.lead)
    assert any("@olena" in line for line in await newsroom.thread(1))


async def test_who_comes_second_asks_for_it_to_be_handed_over(newsroom: Newsroom) -> None:
    await newsroom.file()
    first = await newsroom.checker.press(await newsroom.card(1), "take")
    await newsroom.press_stale(newsroom.lead, first)
    told = [
        message for message in await newsroom.lead.messages("verification") if "hand it over" in str(message.blocks)
    ]
    asked = await newsroom.private_answer(newsroom.lead, newsroom.lead.press(told[-1], "ask_to_hand_over"))
    assert asked.startswith("They are asked in the thread of C-1.")
    assert any("@chen" in line and "hand" in line for line in await newsroom.thread(1))


async def test_a_claim_on_hold_is_quiet_and_comes_back_by_itself_on_its_day(newsroom: Newsroom) -> None:
    await newsroom.file()
    view = await form(newsroom, newsroom.checker, "hold")
    assert values(view)["until"] == "2023-05-24"
    refused = await newsroom.checker.submit(view, {"until": "2023-05-23", "why": "They answer later."})
    assert refused.errors["until"].startswith("Until when does it wait?")
    await send(newsroom, newsroom.checker, view, until="2023-05-26", why="They answer on Friday.")
    text = await newsroom.card_text(1)
    assert "On hold until 26 May" in text
    assert "They answer on Friday." in text
    await newsroom.to(kyiv(26, 8, 59))
    assert newsroom.texts("reminder") == []
    assert "On hold" in await newsroom.card_text(1)
    await newsroom.to(kyiv(26, 9, 1))
    assert "on hold" not in (await newsroom.card_text(1)).casefold()
    assert any("came" in line for line in await newsroom.thread(1)), await newsroom.thread(1)
    await newsroom.to(kyiv(27, 9, 30))
    assert len(newsroom.texts("reminder")) == 1


async def test_a_merge_takes_everything_along_and_is_undone_in_one_step(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    await newsroom.dispute(2)
    view = await form(newsroom, newsroom.reporter, "merge", 2)
    told = await send(newsroom, newsroom.reporter, view, into="C-1")
    assert "C-2 is merged into C-1." in told
    assert (await newsroom.card_text(2)).startswith("C-2 · Merged into C-1")
    assert "Contested (1)" in await newsroom.card_text(1)
    assert "2 reports" in await newsroom.card_text(1)
    assert await offered(newsroom, newsroom.reporter, 2) == ["Take out again", *FOLLOWED, "Copy wording", "History"]
    await newsroom.more(newsroom.reporter, 2, "unmerge")
    await newsroom.settle()
    assert "Contested" not in await newsroom.card_text(1)
    assert (await newsroom.card_text(2)).startswith("C-2 · Unverified · Contested (1)")


FOLLOWED = ("Tell me directly", "Unfollow")


async def test_a_claim_is_not_merged_into_itself_or_in_a_circle(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECOND)
    view = await form(newsroom, newsroom.reporter, "merge", 2)
    refused = await newsroom.reporter.submit(view, {"into": "C-2"})
    assert refused.errors["into"].startswith("C-2 cannot be merged into itself. Nothing was changed.")
    theirs = await form(newsroom, newsroom.lead, "merge", 1)
    await newsroom.lead.options(theirs, "pick_claim", "C-2")
    await send(newsroom, newsroom.reporter, view, into="C-1")
    refused = await newsroom.lead.submit(theirs, {"into": "2"})
    assert "C-2 was merged into C-1, so C-1 cannot be merged into it" in str(refused.errors)


async def test_two_verdicts_in_one_claim_are_split_and_disputes_go_along(newsroom: Newsroom) -> None:
    await newsroom.file("Moscow: 70 were killed and four vehicles destroyed https://www.wionews.com/70 #raid")
    await newsroom.dispute(1, "Kyiv: no vehicle was lost https://www.wionews.com/none")
    view = await form(newsroom, newsroom.reporter, "split")
    same = await newsroom.reporter.submit(view, {"first": "70 were killed", "second": "70 were killed"})
    assert same.errors["second"].startswith("Both halves say the same.")
    told = await send(
        newsroom,
        newsroom.reporter,
        view,
        first="70 were killed",
        second="Four vehicles were destroyed",
        along=["1"],
    )
    assert "C-1 is split; its other half is C-2." in told
    first, second = await newsroom.card_text(1), await newsroom.card_text(2)
    assert "70 were killed" in first
    assert "Contested" not in first
    assert "Moscow" in second
    assert "Four vehicles were destroyed" in second
    assert "Contested (1)" in second
    assert "#raid" in second


async def test_a_dispute_that_does_not_stand_needs_a_note_and_contests_no_more(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    view = await form(newsroom, newsroom.checker, "decide_dispute", value="1")
    refused = await newsroom.checker.submit(view, {"outcome": "does not stand", "note": ""})
    assert refused.errors["note"].startswith("There is no reason.")
    await send(newsroom, newsroom.checker, view, outcome="does not stand", note="He spoke of another day.")
    assert "Contested" not in await newsroom.card_text(1)
    assert any("another day" in line for line in await newsroom.thread(1))


async def test_a_dispute_that_stands_against_a_verdict_asks_for_another_look(newsroom: Newsroom) -> None:
    await newsroom.file()
    verdict = await newsroom.checker.press(await newsroom.card(1), "verdict")
    assert verdict.view is not None
    await send(newsroom, newsroom.checker, verdict.view, verdict="unproven", note="Both were asked.")
    await newsroom.dispute(1)
    view = await form(newsroom, newsroom.lead, "decide_dispute", value="1")
    told = await send(newsroom, newsroom.lead, view, outcome="stands", note="The report is on file.")
    assert "Its verdict must be looked at again." in told
    assert "A dispute stands: look at the verdict again" in await newsroom.card_text(1)
    await newsroom.to(kyiv(24, 9))
    assert "Look again, a dispute stands: C-1." in newsroom.texts("digest")[-1]


async def test_only_who_filed_a_dispute_or_a_lead_takes_it_back(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    await newsroom.file()
    await newsroom.dispute(1)
    view = await form(newsroom, newsroom.checker, "decide_dispute", value="1")
    refused = await newsroom.checker.submit(view, {"outcome": "taken back"})
    assert refused.errors["outcome"].startswith("Only who filed a dispute, or a lead, can take it back.")
    await newsroom.checker.close(view, leave=True)
    view = await form(newsroom, newsroom.reporter, "decide_dispute", value="1")
    await send(newsroom, newsroom.reporter, view, outcome="taken back")
    assert "Contested" not in await newsroom.card_text(1)


async def test_who_asked_for_it_is_told_directly_of_a_dispute_and_others_in_the_thread(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    await newsroom.more(newsroom.lead, 1, "follow_directly")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    before = len(await newsroom.direct_messages(newsroom.lead))
    await newsroom.dispute(1, DENIAL, by=newsroom.checker)
    told = (await newsroom.direct_messages(newsroom.lead))[before:]
    assert len(told) == 1
    assert "nothing to do with it" in told[0]
    assert "@rita" in (await newsroom.thread(1))[-1]
    assert not any("nothing to do with it" in line for line in await newsroom.direct_messages(newsroom.reporter))


async def test_what_is_private_is_told_to_nobody_elsewhere(newsroom: Newsroom) -> None:
    await newsroom.file(LINE, by=newsroom.lead, channel="investigation")
    await newsroom.settle()
    await newsroom.more(newsroom.lead, 1, "follow_directly")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    before = await newsroom.direct_messages(newsroom.lead)
    await newsroom.dispute(1, DENIAL, by=newsroom.lead, channel="investigation")
    assert await newsroom.direct_messages(newsroom.lead) == before
