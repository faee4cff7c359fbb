"""App Home: what each person has before them; everything on it is done there, and it is drawn anew afterwards."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.outcome import Outcome
from tests.slack.newsroom import Newsroom
from tests.slack.opening import open_newsroom
from tests.slack.reading import buttons

UNPROVEN = {"verdict": "unproven", "note": "Both ministries were asked; neither shows proof."}


async def home(who: Actor) -> View:
    view = await who.open_home()
    assert view is not None, "nothing was put up"
    return view


async def anew(newsroom: Newsroom, who: Actor, act: Awaitable[Outcome]) -> Outcome:
    """Do something that has the Home of `who` drawn anew, and wait until it is."""
    before = await who.home()
    assert before is not None, "Home was not opened"
    drawn = before.hash
    outcome = await act
    assert outcome.acked, outcome.error
    await newsroom.server.until(lambda: newsroom.server.stage.views.homes[who.person.id].hash != drawn)
    return outcome


def part(newsroom: Newsroom, view: View, title: str) -> str:
    """What stands under a section's title, and its count."""
    text = newsroom.read(view)
    _, found, rest = text.partition(title)
    assert found, text
    titles = ("Yours:", "Waiting for a second reader:", "Contested:", "Unverified, the oldest first:")
    return min((rest.partition(each)[0] for each in titles), key=len)


async def press(who: Actor, view: View, action: str, number: int, section: str) -> Outcome:
    return await who.press(view, action, f"{section}:{number}:steps")


async def test_an_empty_home_says_how_to_begin_with_an_example_that_works(newsroom: Newsroom) -> None:
    view = await home(newsroom.checker)
    text = newsroom.read(view)
    assert "Nothing waits for anybody" in text
    assert buttons(view) == ["Search", "Refresh", "How I am reminded"]  # with no desk yet there is none to file to
    _, _, example = text.partition("/claim ")
    assert await newsroom.file(example.splitlines()[0]) == 1
    assert "File a claim" in buttons(await home(newsroom.checker))


async def test_a_claim_is_taken_on_home_which_then_shows_it_as_theirs(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    view = await home(newsroom.checker)
    assert part(newsroom, view, "Yours:").split()[0] == "0"
    assert "C-1 · unverified" in part(newsroom, view, "Unverified, the oldest first:")
    outcome = await anew(newsroom, newsroom.checker, press(newsroom.checker, view, "take", 1, "unverified"))
    assert "You took C-1." in newsroom.read(outcome)
    assert "C-1 · unverified" in part(newsroom, view, "Yours: 1")
    assert "Take" not in buttons(view)
    assert "is on it" in await newsroom.card_text(1)


async def test_two_people_see_their_own(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Kyiv: it was not us https://www.wionews.com/2")
    for who, number in ((newsroom.checker, 1), (newsroom.lead, 2)):
        await anew(newsroom, who, press(who, await home(who), "take", number, "unverified"))
    mine, theirs = await home(newsroom.checker), await home(newsroom.lead)
    assert "C-1" in part(newsroom, mine, "Yours: 1")
    assert "C-2" not in part(newsroom, mine, "Yours: 1")
    assert "C-2" in part(newsroom, theirs, "Yours: 1")
    assert "C-1" not in part(newsroom, theirs, "Yours: 1")


async def test_a_verdict_is_proposed_and_signed_off_on_home(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.ask_for_second_reader()
    view = await home(newsroom.checker)
    opened = await press(newsroom.checker, view, "verdict", 1, "unverified")
    assert opened.view is not None
    sent = await anew(newsroom, newsroom.checker, newsroom.checker.submit(opened.view, UNPROVEN))
    assert "is proposed" in newsroom.read(sent)
    assert part(newsroom, view, "Waiting for a second reader:").split()[0] == "0"  # it is their own
    assert "C-1 · in review" in part(newsroom, view, "Yours: 1")
    assert "Sign off" not in buttons(view)
    theirs = await home(newsroom.lead)
    assert "C-1 · in review: unproven? (provisional)" in part(newsroom, theirs, "Waiting for a second reader: 1")
    form = await press(newsroom.lead, theirs, "verdict", 1, "waiting")
    assert form.view is not None
    signed = await anew(newsroom, newsroom.lead, newsroom.lead.submit(form.view, {"decision": "sign"}))
    assert "C-1 is “unproven” now." in newsroom.read(signed)
    assert "Nothing waits for anybody" in newsroom.read(theirs)
    assert (await newsroom.card_text(1)).startswith("C-1 · Unproven")


async def test_what_is_behind_more_is_done_from_home(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    view = await home(newsroom.reporter)
    more = await press(newsroom.reporter, view, "more", 1, "unverified")
    assert more.view is not None
    assert more.view.title == "C-1"
    await newsroom.press_in_form(newsroom.reporter, more.view, "discard")
    form = await newsroom.form(newsroom.reporter)
    done = await anew(newsroom, newsroom.reporter, newsroom.reporter.submit(form, {"why": "Filed twice."}))
    assert "C-1 is discarded." in newsroom.read(done)
    assert "C-1" not in newsroom.read(view)


async def test_a_dispute_filed_from_home_stands_on_the_public_card(newsroom: Newsroom) -> None:
    """What is pressed on Home counts as typed in public."""
    await newsroom.file()
    await newsroom.settle()
    view = await home(newsroom.checker)
    more = await press(newsroom.checker, view, "more", 1, "unverified")
    assert more.view is not None
    form = await newsroom.press_in_form(newsroom.checker, more.view, "dispute")
    values = {"speaker": "Kyiv", "statement": "It was not us.", "source": "https://www.wionews.com/2"}
    done = await anew(newsroom, newsroom.checker, newsroom.checker.submit(form, values))
    assert not done.errors, done.errors
    assert "C-1 · unverified · contested (1)" in part(newsroom, view, "Contested: 1")
    assert "Contested (1)" in await newsroom.card_text(1)


async def test_what_a_private_place_holds_is_never_on_home(newsroom: Newsroom) -> None:
    private = await newsroom.file("Kyiv: the private one https://www.wionews.com/2", channel="investigation")
    direct = await newsroom.file("Kyiv: my own note https://www.wionews.com/3", channel="im")
    await newsroom.file()
    await newsroom.settle()
    await newsroom.reporter.press(await newsroom.card(direct), "take")
    await newsroom.reporter.press(await newsroom.card(private), "take")
    await newsroom.settle()
    view = await home(newsroom.reporter)
    text = newsroom.read(view)
    assert "C-3" in text
    assert "private one" not in text
    assert "my own note" not in text
    assert part(newsroom, view, "Yours:").split()[0] == "0"
    found = await newsroom.reporter.press(view, "search", "search", "private note")
    assert "Nothing found for “private note”." in newsroom.read(found)


async def test_search_finds_from_the_field_by_enter_and_by_the_button(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Kyiv: the depot burnt down https://www.wionews.com/2")
    await newsroom.settle()
    view = await home(newsroom.checker)
    found = await newsroom.checker.press(view, "search", "search", "depot")
    assert found.view is not None
    assert "C-2 · unverified" in newsroom.read(found)
    assert "C-1" not in newsroom.read(found)
    assert buttons(found.view) == ["More"]
    more = await newsroom.checker.press(found.view, "more")
    assert more.view is not None
    assert more.view.title == "C-2"
    taken = await anew(newsroom, newsroom.checker, newsroom.checker.press(more.view, "take"))
    assert "C-2" in part(newsroom, view, "Yours: 1"), taken
    await newsroom.checker.close(await newsroom.form(newsroom.checker), leave=True)
    again = await newsroom.checker.press(view, "search", "ways")
    assert "C-2" in newsroom.read(again)  # what was typed still stands in the field


async def test_a_search_for_nothing_says_what_can_be_searched_and_one_letter_is_refused(newsroom: Newsroom) -> None:
    await newsroom.file()
    view = await home(newsroom.checker)
    told = await newsroom.checker.press(view, "search", "ways")
    assert "Search finds claims by their words" in newsroom.read(told)
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    await newsroom.checker.press(view, "search", "search", "a")
    await newsroom.server.until(lambda: newsroom.server.stage.views.top(newsroom.checker.person.id) is not None)
    assert "One letter finds too much." in newsroom.read(await newsroom.form(newsroom.checker))


async def test_show_all_opens_the_list_by_pages_each_claim_with_a_button(newsroom: Newsroom) -> None:
    for number in range(1, 20):
        await newsroom.file(f"Kyiv: statement number {number} https://www.wionews.com/{number}")
    await newsroom.settle()
    view = await home(newsroom.checker)
    assert "C-5 ·" in newsroom.read(view)
    assert "C-6 ·" not in newsroom.read(view)
    assert "Unverified, the oldest first: 19" in newsroom.read(view)
    opened = await newsroom.checker.press(view, "list_all")
    assert opened.view is not None
    assert "Unverified claims: 19, the oldest 15 shown" in newsroom.read(opened)
    on = await newsroom.press_in_form(newsroom.checker, opened.view, "list_newer")
    assert on.title == "Claims"
    assert "16 to 19 shown" in newsroom.read(on)
    more = await newsroom.checker.press(on, "more", "open:19")
    assert more.view is not None
    assert more.view.title == "C-19"


async def test_a_claim_filed_on_home_goes_to_the_first_desk(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    view = await home(newsroom.checker)
    assert "a new claim's card goes to #verification" in newsroom.read(view)
    opened = await newsroom.checker.press(view, "file_at_home")
    assert opened.view is not None
    values = {"speaker": "Kyiv", "statement": "The depot burnt down.", "source": "https://www.wionews.com/2"}
    filed = await anew(newsroom, newsroom.checker, newsroom.checker.submit(opened.view, values))
    told = newsroom.read(filed)
    assert "C-2 is filed." in told
    assert "The card goes to #verification." in told
    assert "Make this a desk" not in buttons(await newsroom.form(newsroom.checker))
    assert "C-2" in newsroom.read(view)
    assert (await newsroom.card(2)).channel == newsroom.channel("verification").id


async def test_a_home_drawn_before_somebody_was_faster_says_so_and_is_drawn_anew(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    view = await home(newsroom.lead)
    await newsroom.take(newsroom.checker, 1)
    await anew(newsroom, newsroom.lead, press(newsroom.lead, view, "take", 1, "unverified"))
    assert "@chen took C-1 at 14:02, before you." in newsroom.read(await newsroom.form(newsroom.lead))
    assert "@chen is on it" in newsroom.read(view)


async def test_refresh_draws_it_again_and_says_as_of_when(newsroom: Newsroom) -> None:
    view = await home(newsroom.checker)
    await newsroom.file()
    assert "C-1" not in newsroom.read(view)
    before: Any = newsroom.read(view)
    await anew(newsroom, newsroom.checker, newsroom.checker.press(view, "refresh_home"))
    assert "C-1" in newsroom.read(view)
    assert "As of " in before


async def test_opening_the_messages_tab_puts_nothing_up(file: Path) -> None:
    async with open_newsroom(file) as newsroom:
        outcome = await newsroom.checker.open_messages()
        assert outcome.acked
        await newsroom.file()
    # Its work is done before the bot stops.
    assert await newsroom.checker.home() is None


async def test_a_guest_has_a_home_too_of_the_channels_they_are_in(newsroom: Newsroom) -> None:
    await newsroom.file()
    assert "C-1" not in newsroom.read(await home(newsroom.guest))
    await newsroom.lead.invite("verification", newsroom.guest.person.id)
    assert "C-1" in newsroom.read(await home(newsroom.guest))
