"""Filing on the page: by command, by form, from somebody's message; what is typed is shown, never executed."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.newsroom import CLAIM, Newsroom

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_typed_claim_is_answered_to_its_writer_alone_and_shown_to_all_as_a_card(newsroom: Newsroom) -> None:
    rita, chen = await newsroom.sit("reporter"), await newsroom.sit("checker")
    await rita.say(CLAIM)
    await expect(rita.answers("C-1 is filed.", "Speaker: Moscow", "Reuters, via WION")).to_be_visible()
    for seat in (rita, chen):
        await expect(seat.card("C-1")).to_contain_text("Ukrainian armed groups carried out the attack")
        await expect(seat.card("C-1")).to_contain_text("nobody is on it")
    await expect(rita.page.get_by_test_id("only-you")).to_have_text(["Only visible to you"])
    await expect(chen.page.get_by_test_id("only-you")).to_have_count(0)


async def test_the_bare_command_opens_the_form_and_an_error_stands_beside_its_field(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    await rita.say("/claim")
    await expect(rita.input("speaker")).to_be_focused()
    typed = {
        "speaker": "Dmitry Peskov",
        "statement": "The raid was a diversion.",
        "source": "https://example.org/1 via WION",
        "said": "1 January 2999",
    }
    await rita.write(**typed)
    await rita.send()
    error = rita.field("said").get_by_test_id("field-error")
    remedy = "Write 23 May, yesterday or 2023-05-23 10:40, or leave it out."
    await expect(error).to_have_text(f"1 January 2999 is in the future. Nothing was filed. {remedy}")
    await expect(rita.form.get_by_test_id("field-error").filter(visible=True)).to_have_count(1)
    await expect(rita.input("said")).to_be_focused()
    for name, text in typed.items():
        await expect(rita.input(name)).to_have_value(text)
    await rita.write(said="yesterday")
    await rita.send()
    await expect(rita.form).to_contain_text("C-1 is filed.")
    await rita.done()
    await expect(rita.card("C-1")).to_contain_text("Dmitry Peskov, 22 May")


async def test_a_line_with_something_missing_opens_the_form_at_the_empty_place(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    await rita.say("/claim Peskov: The raid was a diversion.")
    await expect(rita.input("source")).to_be_focused()
    await expect(rita.input("speaker")).to_have_value("Peskov")
    await expect(rita.input("statement")).to_have_value("The raid was a diversion.")
    await rita.send()
    await expect(rita.field("source").get_by_test_id("field-error")).to_have_text(
        "Please complete this required field."
    )
    await rita.done()
    await expect(rita.messages).to_have_count(0)


async def test_a_message_in_a_thread_is_filed_from_its_menu(newsroom: Newsroom) -> None:
    rita, chen = await newsroom.sit("reporter"), await newsroom.sit("checker")
    await rita.say("What do we know of the raid?")
    question = chen.message("What do we know of the raid?")
    await question.hover()
    await question.get_by_test_id("reply-in-thread").click()
    await chen.page.get_by_test_id("thread-composer").fill("Gladkov: nine villages are empty. https://example.org/nine")
    await chen.page.get_by_test_id("thread-composer").press("Enter")
    await question.get_by_test_id("open-replies").click()
    await chen.shortcut(chen.replies.filter(has_text="nine villages"), "file_as_claim")
    await expect(chen.input("speaker")).to_have_value("Gladkov")
    await expect(chen.input("statement")).to_have_value("nine villages are empty.")
    await chen.send()
    await expect(chen.form).to_contain_text("C-1 is filed.")
    await chen.done()
    await expect(chen.card("C-1")).to_contain_text("passed on by @Chen Wei")


async def test_markup_and_mentions_are_shown_as_the_text_they_were_typed_as(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    typed = "*bold* _x_ `code` <!channel> <b>loud</b> & <script>alert(1)</script> :smile:"
    await rita.say(f"/claim Moscow: {typed} https://example.org/raid")
    card = rita.card("C-1")
    await expect(card).to_contain_text(typed)
    quoted = card.locator("blockquote")
    await expect(quoted).to_have_text(typed)
    await expect(quoted.locator("a, b, strong, em, code, script, img")).to_have_count(0)
    await expect(rita.page.locator(".mention", has_text="channel")).to_have_count(0)


async def test_a_statement_from_right_to_left_is_laid_out_so(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    arabic = "الهجوم نفذته مجموعات مسلحة"
    await rita.say(f"/claim موسكو: {arabic} https://example.org/raid")
    await expect(rita.answers("C-1 is filed.", arabic)).to_be_visible()
    quoted = rita.card("C-1").get_by_text(arabic)
    assert await quoted.evaluate("node => getComputedStyle(node).direction") == "rtl"


async def test_a_guest_sees_only_their_channels_and_files_there(newsroom: Newsroom) -> None:
    gus = await newsroom.sit("guest", "investigation")
    await expect(gus.page.get_by_test_id("channel-title")).to_have_text("belgorod")  # the other is not there for him
    names = gus.page.get_by_test_id("sidebar").locator("[data-testid^=channel-]")
    await expect(names).to_have_text(["belgorod", "Counterclaim"])
    await gus.say(CLAIM)
    await expect(gus.answers("C-1 is filed.")).to_be_visible()
    await expect(gus.card("C-1")).to_be_visible()
    lena = await newsroom.sit("lead", "investigation")
    await expect(lena.page.get_by_test_id("channel-title")).to_have_text("investigation")


async def test_a_long_paste_is_given_back_without_pushing_the_reason_out_of_sight(newsroom: Newsroom) -> None:
    rita = await newsroom.sit("reporter")
    await rita.say("/claim Moscow: " + "a very long story " * 300 + "https://example.org/raid")
    await expect(rita.answers("Nothing was filed.", "You typed:")).to_be_visible()
    await expect(rita.messages.get_by_text("Nothing was filed.")).to_be_in_viewport()
    await expect(rita.page.locator("pre")).to_contain_text("a very long story https://example.org/raid")
