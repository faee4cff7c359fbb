"""*Open a claim* on a message: the claim that it names, or a list of those, and never one that is kept elsewhere."""

from __future__ import annotations

import pytest

from sandbox import showing
from tests.slack.newsroom import DENIAL, Newsroom
from tests.slack.reading import buttons
from tests.slack.test_message_shortcuts import use, write

NONE = "This message names no claim that you can see."
SECRET = "Source: the column had a guide https://www.wionews.com/secret"


async def refused(newsroom: Newsroom, text: str, channel: str = "verification") -> str:
    message = await write(newsroom.checker, text, channel)
    return await newsroom.private_answer(
        newsroom.checker, newsroom.checker.shortcut("open_a_claim", message.channel, message.ts)
    )


@pytest.mark.parametrize("text", ["see C-1 please", "(c-1)", "c1", "С-1: was that checked?", "<https://a.example|C-1>"])
async def test_the_claim_that_a_message_names_is_opened_with_all_that_can_be_done(
    newsroom: Newsroom, text: str
) -> None:
    await newsroom.file()
    await newsroom.dispute(1, DENIAL)
    view = await use(newsroom, newsroom.checker, "open_a_claim", await write(newsroom.reporter, text))
    told = newsroom.read(view)
    assert view.title == "C-1"
    assert "> Ukrainian armed groups carried out the attack" in told
    assert "Kyiv contradicts" in told
    assert {"Take", "Dispute", "Add evidence", "Verdict", "More"} <= set(buttons(view))
    more = await newsroom.press_in_form(newsroom.checker, view, "more")
    assert "Copy wording" in newsroom.read(more)


async def test_of_several_each_is_listed_with_a_button(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(SECRET)
    message = await write(newsroom.reporter, "C-2 says what C-1 does not; C-2, C-99 and https://a.example/C-1")
    view = await use(newsroom, newsroom.checker, "open_a_claim", message)
    told = newsroom.read(view)
    assert "This message names 2 claims" in told
    assert told.index("the column had a guide") < told.index("carried out the attack"), "in the order of the message"
    assert buttons(view) == ["More", "More"]
    more = await newsroom.checker.press(view, "more", value="1")
    assert more.acked


async def test_in_a_thread_and_on_our_own_messages(newsroom: Newsroom) -> None:
    await newsroom.file()
    card = await newsroom.card(1)
    assert (await use(newsroom, newsroom.checker, "open_a_claim", card)).title == "C-1"
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    reply = await write(newsroom.reporter, "C-1 again", thread_ts=card.ts)
    assert (await use(newsroom, newsroom.checker, "open_a_claim", reply)).title == "C-1"


@pytest.mark.parametrize("text", ["no claim at all", "C4 was used", "C-999", "https://a.example/C-1", "AC-1", "C-1x"])
async def test_what_names_none_says_so(newsroom: Newsroom, text: str) -> None:
    await newsroom.file()
    assert (await refused(newsroom, text)).startswith(NONE)


async def test_what_is_kept_elsewhere_sounds_the_same(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET, channel="investigation")
    await newsroom.settle()
    assert await refused(newsroom, "C-1") == await refused(newsroom, "C-999")
    await newsroom.file()
    message = await write(newsroom.reporter, "C-1 and C-2")
    view = await use(newsroom, newsroom.checker, "open_a_claim", message)
    assert view.title == "C-2"
    assert "C-1" not in newsroom.read(view)


async def test_the_link_to_a_private_card_is_previewed_inside_only(newsroom: Newsroom) -> None:
    """Slack does that by itself; nothing that we post brings a preview."""
    await newsroom.file(SECRET, channel="investigation")
    card = await newsroom.card(1)
    assert card.attachments is None
    link = f"https://{newsroom.server.workspace.domain}.slack.com/archives/{card.channel}/p{card.ts.replace('.', '')}"
    pasted = await write(newsroom.reporter, f"look {link}")
    shown = {
        who.person.role: showing.message(newsroom.server.stage, pasted, who.person).get("previews", [])
        for who in (newsroom.lead, newsroom.checker, newsroom.guest)
    }
    assert "the column had a guide" in shown["lead"][0]["text"]
    assert shown["checker"] == shown["guest"] == []
    assert all(not message.attachments for message in newsroom.messages() if message.is_bot)
