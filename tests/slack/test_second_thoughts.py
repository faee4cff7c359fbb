"""What a tester broke: confidences that leaked, and second thoughts that went astray."""

from __future__ import annotations

from tests.slack.newsroom import DENIAL, Newsroom, kyiv
from tests.slack.reading import buttons


async def test_a_desk_whose_channel_was_made_private_keeps_to_itself_from_then_on(newsroom: Newsroom) -> None:
    await newsroom.file()
    newsroom.channel("verification").kind = "private"
    await newsroom.file("Source: the column had a guide https://e.example/9")
    outside = newsroom.read(await newsroom.checker.type("belgorod", "/claim list"))
    assert "guide" not in outside
    assert "There is no C-2 that you can see." in newsroom.read(await newsroom.checker.type("belgorod", "/claim C-2"))
    await newsroom.dispute(2)


async def test_a_source_of_a_private_channel_is_not_known_outside(newsroom: Newsroom) -> None:
    await newsroom.file("Deep Throat: it was them https://e.example/9 via The Secret Letter", channel="investigation")
    await newsroom.checker.type("verification", "/claim Kyiv: hello there via the secret letter")
    assert await newsroom.claims() == 1, "a form asks where it was reported, as of any source nobody knows"
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    told = newsroom.read(await newsroom.reporter.type("investigation", "/claim Kyiv: hello via the secret letter"))
    assert told.startswith("C-2 is filed.")


async def test_names_are_shown_as_they_were_typed_and_never_in_somebody_elses_spelling(newsroom: Newsroom) -> None:
    await newsroom.file("DeepThroat X-7: it was them https://e.example/9", channel="investigation")
    told = newsroom.read(await newsroom.checker.type("verification", "/claim deepthroat x 7: no https://e.example/1"))
    assert "Speaker: deepthroat x 7" in told
    for name in ("राम", "रूम", "C++", "C#", "Muller", "Müller"):
        told = newsroom.read(
            await newsroom.reporter.type("verification", f"/claim {name}: this https://e.example/{name}")
        )
        assert f"Speaker: {name} " in told
    await newsroom.settle()
    assert "रूम" in await newsroom.card_text(4)


async def test_words_typed_in_a_conversation_do_not_reach_a_public_card_by_edit(newsroom: Newsroom) -> None:
    await newsroom.file()
    looked_up = await newsroom.lead.type("im", "/claim C-1")
    await newsroom.more(newsroom.lead, looked_up.messages[0], "edit")
    form = await newsroom.form(newsroom.lead)
    outcome = await newsroom.lead.submit(form, {"statement": "Secret words."})
    assert any("what is typed here stays here" in error for error in outcome.errors.values())
    assert "Secret words" not in await newsroom.card_text(1)


async def test_a_dispute_filed_by_form_can_be_given_its_kind_from_its_answer(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.reporter.type("verification", "/dispute C-1")
    form = await newsroom.form(newsroom.reporter)
    values = {"speaker": "Kyiv", "statement": "It was not us.", "source": "WION"}
    done = await newsroom.reporter.submit(form, values)
    assert done.view is not None
    await newsroom.reporter.press(done.view, "edit_dispute")
    await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"kind": "denies"})
    assert "Kyiv denies" in newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))


async def test_what_a_form_answers_in_a_private_channel_still_acts_there(newsroom: Newsroom) -> None:
    await newsroom.reporter.type("investigation", "/claim")
    values = {"speaker": "Kyiv", "statement": "It was not us.", "source": "WION"}
    done = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), values)
    assert done.view is not None
    await newsroom.reporter.press(done.view, "edit")
    form = await newsroom.form(newsroom.reporter)
    await newsroom.reporter.submit(form, {"statement": "It was somebody else."})
    told = newsroom.read(await newsroom.reporter.type("investigation", "/claim C-1"))
    assert "It was somebody else." in told


async def test_a_discarded_claim_can_be_filed_again_at_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.discard(1)
    assert await newsroom.file() == 2


async def test_the_same_claim_stands_against_another_once(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(DENIAL)
    await newsroom.reporter.type("verification", "/dispute C-1 with C-2")
    told = newsroom.read(await newsroom.checker.type("verification", "/dispute C-1 with C-2."))
    assert "C-2 stands against C-1 already." in told
    assert "Contested (1)" in await newsroom.card_text(1)


async def test_a_claim_that_stands_against_another_is_quoted_there_as_it_is_now(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(DENIAL)
    await newsroom.reporter.type("verification", "/dispute C-1 with C-2")
    looked_up = await newsroom.reporter.type("verification", "/claim C-2")
    await newsroom.more(newsroom.reporter, looked_up.messages[0], "edit")
    await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"statement": "We know nothing of it."})
    assert "We know nothing of it." in newsroom.read(await newsroom.reporter.type("verification", "/claim C-1"))
    await newsroom.discard(2)
    assert "Contested" not in await newsroom.card_text(1)


async def test_taking_a_claim_does_not_overtake_an_edit(newsroom: Newsroom) -> None:
    await newsroom.file()
    looked_up = await newsroom.reporter.type("verification", "/claim C-1")
    await newsroom.more(newsroom.reporter, looked_up.messages[0], "edit")
    form = await newsroom.form(newsroom.reporter)
    await newsroom.take(newsroom.checker, 1)
    outcome = await newsroom.reporter.submit(form, {"statement": "Somebody else did it."})
    assert outcome.errors == {}
    assert "Somebody else did it." in await newsroom.card_text(1)


async def test_a_guest_discards_nobody_elses_claim(newsroom: Newsroom) -> None:
    await newsroom.file("Kyiv: It was not us https://e.example/1", channel="belgorod")
    await newsroom.know(newsroom.guest, channel="belgorod")
    looked_up = await newsroom.guest.type("belgorod", "/claim C-1")
    offered = await newsroom.guest.press(looked_up.messages[0], "more")
    assert offered.view is not None
    assert "Discard…" not in buttons(offered.view)
    assert "Dispute…" in buttons(offered.view)
    assert "Discarded" not in await newsroom.card_text(1)


async def test_show_all_lists_this_desks_unverified_claims_oldest_first(newsroom: Newsroom) -> None:
    for n in range(17):
        await newsroom.file(f"Kyiv: number {n} https://e.example/{n}")
    await newsroom.set_up(newsroom.lead, "belgorod")
    await newsroom.file("Kyiv: elsewhere https://e.example/x", channel="belgorod")
    await newsroom.to(kyiv(24, 9))
    digest = next(each for each in newsroom.posts("digest") if each.channel == newsroom.channel("verification").id)
    told = await newsroom.private_answer(newsroom.lead, newsroom.lead.press(digest, "list_unverified"))
    assert told.startswith("Unverified claims: 17, the oldest ")
    assert "C-1 ·" in told
    assert "C-18" not in told
