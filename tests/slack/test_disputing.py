"""Somebody disputes a claim: in one line, in the form, or with another claim on file."""

from __future__ import annotations

import pytest

from tests.slack.newsroom import DENIAL, LINE, Newsroom
from tests.slack.reading import buttons, focused, values

MILITARY = "Military intelligence: Only Russian citizens were involved https://www.wionews.com/2 said 22 May"


@pytest.mark.both_databases
async def test_one_line_files_a_dispute_and_card_and_thread_show_it(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.checker.type("verification", f"/dispute C-1 {DENIAL}")
    (answer,) = outcome.messages
    assert answer.ephemeral_for == newsroom.checker.person.id
    told = newsroom.read(answer)
    assert told.startswith("Your dispute of C-1 is filed.")
    assert "> Kyiv contradicts: Ukraine has nothing to do with it (WION)" in told
    assert buttons(answer) == ["Edit"]
    assert "C-1 · Unverified · Contested (1)" in await newsroom.card_text(1)
    (line,) = await newsroom.thread(1)
    assert line.startswith("@chen filed a dispute of C-1:")
    assert "Kyiv contradicts: Ukraine has nothing to do with it (WION)" in line


@pytest.mark.both_databases
async def test_a_dispute_never_overwrites_the_claim_and_several_stand_side_by_side(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.dispute(1, MILITARY)
    told = newsroom.read(await newsroom.lead.type("verification", "/claim C-1"))
    assert "Contested (2)" in told
    assert "> Ukrainian armed groups carried out the attack" in told
    assert "> Kyiv contradicts: Ukraine has nothing to do with it (WION)" in told
    assert "> Military intelligence contradicts, 22 May: Only Russian citizens were involved (WION)" in told


@pytest.mark.parametrize("references", ["C-1 C-2", "C-1, C-2", "c1 and c2", "1,2"])
async def test_one_line_disputes_several_claims_each_for_itself(newsroom: Newsroom, references: str) -> None:
    await newsroom.file()
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    outcome = await newsroom.reporter.type("verification", f"/dispute {references} {DENIAL}")
    assert newsroom.read(outcome).startswith("Your dispute of C-1 and C-2 is filed.")
    for number in (1, 2):
        assert "Contested (1)" in await newsroom.card_text(number)
        assert len(await newsroom.thread(number)) == 1


@pytest.mark.both_databases
async def test_a_claim_on_file_is_held_against_another(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(DENIAL)
    outcome = await newsroom.reporter.type("verification", "/dispute C-1 with C-2")
    told = newsroom.read(outcome)
    assert told.startswith("Your dispute of C-1 is filed.")
    assert "Kyiv contradicts: Ukraine has nothing to do with it (WION) [C-2]" in told
    assert "Contested (1)" in await newsroom.card_text(1)
    assert "Contested" not in await newsroom.card_text(2)


async def test_a_claim_cannot_dispute_itself(newsroom: Newsroom) -> None:
    await newsroom.file()
    told = newsroom.read(await newsroom.reporter.type("verification", "/dispute C-1 with C-1"))
    assert told.startswith("C-1 cannot dispute itself. Your dispute was not filed.")


async def test_a_bare_command_asks_which_claim_and_what_was_said(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = (await newsroom.reporter.type("verification", "/dispute")).view
    assert form is not None
    assert focused(form) == "claims"
    assert values(form)["kind"] == "contradicts"
    await newsroom.reporter.options(form, "pick_claims", "")
    filled = {"claims": ["1"], "speaker": "Kyiv", "statement": "No.", "source": "via WION", "kind": "denies"}
    answer = await newsroom.reporter.submit(form, filled)
    assert "Your dispute of C-1 is filed." in newsroom.read(answer)
    assert "Kyiv denies: No. (WION)" in (await newsroom.thread(1))[0]


async def test_a_reference_alone_opens_the_form_with_that_claim_chosen(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = (await newsroom.reporter.type("verification", "/dispute C-1")).view
    assert values(form)["claims"] == ["1"]
    assert focused(form) == "speaker"


async def test_what_a_line_leaves_out_is_asked_for_with_the_rest_filled_in(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.reporter.type("verification", "/dispute C-1 Kyiv: It was not us")
    form = outcome.view
    assert form is not None
    assert values(form)["claims"] == ["1"]
    assert (values(form)["speaker"], values(form)["statement"]) == ("Kyiv", "It was not us")
    assert focused(form) == "source"
    assert "Nothing is filed yet. Still missing: where it was reported." in newsroom.read(outcome)
    answer = await newsroom.reporter.submit(form, {"source": "https://www.wionews.com/1"})
    assert "Your dispute of C-1 is filed." in newsroom.read(answer)


async def test_a_line_without_a_reference_opens_the_form_and_loses_nothing(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = (await newsroom.reporter.type("verification", f"/dispute {DENIAL}")).view
    assert values(form)["claims"] == []
    assert values(form)["statement"] == "Ukraine has nothing to do with it"
    assert values(form)["source"] == "https://www.wionews.com/kyiv via WION"


async def test_a_wrong_field_is_named_under_it_and_everything_typed_stays(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = (await newsroom.reporter.type("verification", "/dispute C-1")).view
    assert form is not None
    filled = {"speaker": "Kyiv", "statement": "No.", "source": "https://www.wionews.com/1 via WION"}
    answer = await newsroom.reporter.submit(form, filled | {"said": "tomorrow"})
    assert set(answer.errors) == {"said"}
    assert "not filed" in answer.errors["said"] or "Nothing was filed." in answer.errors["said"]
    assert filled.items() <= values(form).items()
    assert await newsroom.thread(1) == []


@pytest.mark.both_databases
async def test_edit_gives_a_dispute_its_kind_without_a_reason(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.dispute(1)
    form = (await newsroom.reporter.press(outcome.messages[0], "edit_dispute")).view
    assert form is not None
    answer = await newsroom.reporter.submit(form, {"kind": "adds context"})
    assert "The dispute of C-1 is changed." in newsroom.read(answer)
    assert "Contested" not in await newsroom.card_text(1), "context does not contest"
    assert "Kind: contradicts → adds context" in (await newsroom.thread(1))[-1]


async def test_a_disputes_words_change_only_with_a_reason(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.dispute(1)
    form = (await newsroom.reporter.press(outcome.messages[0], "edit_dispute")).view
    assert form is not None
    refused = await newsroom.reporter.submit(form, {"statement": "Nothing at all."})
    assert set(refused.errors) == {"why"}
    await newsroom.reporter.submit(form, {"why": "A slip of the pen."})
    assert "Kyiv contradicts: Nothing at all. (WION)" in newsroom.read(
        await newsroom.lead.type("verification", "/claim C-1")
    )


async def test_the_button_on_the_card_opens_the_form_for_that_claim(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    form = (await newsroom.checker.press(await newsroom.card(2), "dispute")).view
    assert form is not None
    assert values(form)["claims"] == ["2"]
    await newsroom.checker.submit(form, {"speaker": "Kyiv", "statement": "No.", "source": "via WION"})
    assert "Contested (1)" in await newsroom.card_text(2)


async def test_no_such_claim_and_a_discarded_one_are_refused_with_what_was_typed(newsroom: Newsroom) -> None:
    await newsroom.file(LINE)
    told = newsroom.read(await newsroom.reporter.type("verification", f"/dispute C-999 {DENIAL}"))
    assert "There is no C-999 that you can see." in told
    assert "Your dispute was not filed." in told
    assert f"/dispute C-999 {DENIAL}" in told
    await newsroom.discard(1)
    told = newsroom.read(await newsroom.reporter.type("verification", f"/dispute C-1 {DENIAL}"))
    assert "C-1 was discarded" in told
    assert f"/dispute C-1 {DENIAL}" in told
