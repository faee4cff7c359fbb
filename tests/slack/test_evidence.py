"""Evidence is put beside a claim, shown with it, and taken back; our own stories are noted."""

from __future__ import annotations

import pytest

from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.outcome import Outcome
from tests.slack.newsroom import LINE, Newsroom
from tests.slack.reading import buttons, focused, values

VIDEO = {"side": "refutes", "kind": "video", "link": "https://archive.example/1", "note": "It was online in March."}


async def evidence_form(newsroom: Newsroom, who: Actor, number: int = 1) -> View:
    outcome = await who.press(await newsroom.card(number), "add_evidence")
    assert outcome.view is not None, outcome.error
    return outcome.view


async def add(newsroom: Newsroom, who: Actor, given: dict[str, str], number: int = 1) -> Outcome:
    outcome = await who.submit(await evidence_form(newsroom, who, number), given)
    if not outcome.errors:
        await who.close(await newsroom.form(who))
    return outcome


async def test_evidence_is_counted_on_the_card_told_in_the_thread_and_listed_with_the_claim(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await evidence_form(newsroom, newsroom.checker)
    assert focused(form) == "side"
    outcome = await newsroom.checker.submit(form, VIDEO)
    assert "Your evidence is added to C-1." in newsroom.read(outcome)
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    await add(newsroom, newsroom.lead, {"side": "supports", "note": "The governor saw it."})
    await add(newsroom, newsroom.lead, {"side": "supports", "link": "https://archive.example/2"})
    assert "evidence: 2 for, 1 against" in await newsroom.card_text(1)
    assert any("added evidence that refutes C-1" in told for told in await newsroom.thread(1))
    whole = newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))
    assert "Evidence: 2 for, 1 against" in whole
    assert "refutes, video: It was online in March. · @chen" in whole
    assert "supports, other: The governor saw it. · @olena" in whole


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"side": "supports"}, "note", "Evidence needs a link, a file or a note. Nothing was changed."),
        ({"side": "supports", "link": "example"}, "link", "is no link"),
        ({"side": "supports", "note": "a\x07b"}, "note", "control character"),
    ],
)
async def test_what_is_no_evidence_is_refused_beside_its_field(
    newsroom: Newsroom, given: dict[str, str], field: str, says: str
) -> None:
    await newsroom.file()
    outcome = await add(newsroom, newsroom.checker, given)
    assert set(outcome.errors) == {field}
    assert says in outcome.errors[field]
    assert "evidence:" not in await newsroom.card_text(1)


async def test_evidence_on_a_claim_that_was_set_aside_meanwhile_is_not_kept(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = await evidence_form(newsroom, newsroom.checker)
    await newsroom.discard(1)
    outcome = await newsroom.checker.submit(form, VIDEO)
    assert "C-1 was discarded in the meantime." in str(outcome.errors)


async def test_what_is_typed_in_private_is_no_evidence_on_a_public_card(newsroom: Newsroom) -> None:
    await newsroom.file()
    whole = await newsroom.lead.type("investigation", "/claim C-1")
    (message,) = whole.messages
    assert "Add evidence" in buttons(message)
    told = await newsroom.private_answer(newsroom.lead, newsroom.lead.press(message, "add_evidence"))
    assert "C-1 is on a public card, and what is typed here stays here." in told


async def test_evidence_is_taken_back_by_who_added_it_or_decides_and_stays_in_the_history(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.ask_for_second_reader()  # the desk has a lead from now on
    await add(newsroom, newsroom.checker, VIDEO)
    await newsroom.settle()
    refused = await newsroom.more(newsroom.reporter, 1, "take_back_evidence", "1")
    assert "@chen added this evidence, and only they, the claim's checker or a lead can" in newsroom.read(refused)
    await newsroom.reporter.close(refused, leave=True)
    done = await newsroom.more(newsroom.checker, 1, "take_back_evidence", "1")
    assert "The evidence on C-1 is taken back." in newsroom.read(done)
    assert "evidence:" not in await newsroom.card_text(1)
    assert any("took evidence on C-1 back" in told for told in await newsroom.thread(1))
    history = newsroom.read(await newsroom.reporter.type("verification", "/claim history C-1"))
    assert "It was online in March." in history


async def test_the_last_evidence_that_a_verdict_rests_on_is_not_taken_back_from_under_it(newsroom: Newsroom) -> None:
    await newsroom.file()
    await add(newsroom, newsroom.checker, VIDEO)
    form = (await newsroom.checker.press(await newsroom.card(1), "verdict")).view
    assert form is not None
    assert not (await newsroom.checker.submit(form, {"verdict": "false"})).errors
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    refused = newsroom.read(await newsroom.more(newsroom.checker, 1, "take_back_evidence", "1"))
    assert "C-1 is closed as “false” on this evidence alone. Nothing was changed. Reopen it first" in refused
    await newsroom.checker.close(await newsroom.form(newsroom.checker), leave=True)
    await add(newsroom, newsroom.checker, VIDEO | {"note": "Kyiv's own video shows it, too."})
    done = await newsroom.more(newsroom.checker, 1, "take_back_evidence", "1")
    assert "The evidence on C-1 is taken back." in newsroom.read(done)


async def test_the_same_form_delivered_twice_adds_its_evidence_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.checker.submit(await evidence_form(newsroom, newsroom.checker), VIDEO)
    assert outcome.request is not None
    await newsroom.server.deliver("interactive", outcome.request)
    assert "evidence: 1 against" in await newsroom.card_text(1)


async def test_our_own_stories_are_noted_and_who_notes_one_follows(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.card(1)
    form = await newsroom.more(newsroom.lead, 1, "add_used_in")
    refused = await newsroom.lead.submit(form, {"used_in": "our story"})
    assert "is no link" in refused.errors["used_in"]
    sent = await newsroom.lead.submit(form, {"used_in": "https://ours.example/1\nhttps://ours.example/2"})
    assert "It is noted where C-1 is used." in newsroom.read(sent)
    await newsroom.settle()
    whole = newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))
    assert "Used in: https://ours.example/1; https://ours.example/2" in whole
    more = await newsroom.lead.press(newsroom.card_now(1), "more")
    assert more.view is not None
    assert "Unfollow" in buttons(more.view)


async def test_evidence_is_found_by_its_note(newsroom: Newsroom) -> None:
    await newsroom.file(LINE)
    await add(newsroom, newsroom.checker, VIDEO)
    found = newsroom.read(await newsroom.reporter.type("verification", "/claim search online march"))
    assert "C-1" in found


async def test_the_form_says_nothing_of_files_where_there_are_none(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert set(values(await evidence_form(newsroom, newsroom.checker))) == {"side", "kind", "link", "note"}
