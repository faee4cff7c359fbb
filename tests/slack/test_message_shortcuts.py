"""Somebody starts from a message, in a thread too, where slash commands do not work."""

from __future__ import annotations

import pytest

from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.workspace import Message
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons, values

SAID = "Peskov: the raid was a diversion https://www.wionews.com/1"


async def write(who: Actor, text: str, channel: str = "verification", thread_ts: str | None = None) -> Message:
    (message,) = (await who.type(channel, text, thread_ts=thread_ts)).messages
    return message


async def use(newsroom: Newsroom, who: Actor, shortcut: str, message: Message) -> View:
    outcome = await who.shortcut(shortcut, message.channel, message.ts)
    assert outcome.view is not None, newsroom.read(outcome)
    return outcome.view


async def test_a_message_is_filed_with_its_words_and_who_passed_it_on(newsroom: Newsroom) -> None:
    message = await write(newsroom.checker, SAID)
    form = await use(newsroom, newsroom.reporter, "file_as_claim", message)
    assert values(form)["speaker"] == "Peskov", "who wrote the message only passed it on"
    assert values(form)["statement"] == "the raid was a diversion"
    assert values(form)["source"] == "https://www.wionews.com/1 via WION"
    assert "C-1 is filed." in newsroom.read(await newsroom.reporter.submit(form, {}))
    told = await newsroom.card_text(1)
    assert "from a message passed on by @chen" in told
    assert "Filed by @rita" in told
    (link,) = [part for part in _links(await newsroom.card(1)) if "archives" in part]
    assert message.ts.replace(".", "") in link


async def test_a_reply_in_a_thread_is_filed_too(newsroom: Newsroom) -> None:
    parent = await write(newsroom.checker, "What do we have?")
    refused = await newsroom.reporter.type("verification", f"/claim {SAID}", thread_ts=parent.ts)
    assert refused.error, "Slack takes no commands in threads"
    reply = await write(newsroom.checker, SAID, thread_ts=parent.ts)
    form = await use(newsroom, newsroom.reporter, "file_as_claim", reply)
    assert "C-1 is filed." in newsroom.read(await newsroom.reporter.submit(form, {}))
    (link,) = [part for part in _links(await newsroom.card(1)) if "archives" in part]
    assert reply.ts.replace(".", "") in link


async def test_what_the_grammar_cannot_read_is_put_into_the_statement(newsroom: Newsroom) -> None:
    message = await write(newsroom.checker, "70 killed, said 31 February https://www.wionews.com/1 said 31 February")
    form = await use(newsroom, newsroom.reporter, "file_as_claim", message)
    assert "70 killed" in str(values(form)["statement"])


async def test_a_very_long_message_is_cut_to_what_a_form_holds(newsroom: Newsroom) -> None:
    message = await write(newsroom.checker, "слово " * 6_000)
    form = await use(newsroom, newsroom.reporter, "file_as_claim", message)
    assert len(values(form)["statement"]) <= 3_000


async def test_the_same_message_twice_files_the_claim_once_for_each_form(newsroom: Newsroom) -> None:
    message = await write(newsroom.checker, SAID)
    form = await use(newsroom, newsroom.reporter, "file_as_claim", message)
    outcome = await newsroom.reporter.submit(form, {})
    assert outcome.request is not None
    await newsroom.server.deliver("interactive", outcome.request)
    assert await newsroom.claims() == 1


async def test_a_message_disputes_the_claim_that_is_picked(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await write(newsroom.checker, "Kyiv: it was not us https://www.wionews.com/2")
    form = await use(newsroom, newsroom.reporter, "dispute_a_claim", message)
    assert (values(form)["speaker"], values(form)["statement"]) == ("Kyiv", "it was not us")
    await newsroom.reporter.options(form, "pick_claims", "C-1")
    answer = await newsroom.reporter.submit(form, {"claims": ["1"]})
    assert "Your dispute of C-1 is filed." in newsroom.read(answer)
    assert "Kyiv contradicts: it was not us (WION)" in (await newsroom.thread(1))[0]


async def test_on_a_card_of_ours_that_claim_is_chosen(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    form = await use(newsroom, newsroom.reporter, "dispute_a_claim", await newsroom.card(2))
    assert values(form)["claims"] == ["2"]
    assert not values(form)["statement"]


async def test_on_the_message_of_a_dispute_it_is_offered_to_file_that_as_a_claim(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    told = (await newsroom.card(1)).replies[0]
    offer = await use(newsroom, newsroom.checker, "dispute_a_claim", told)
    assert "a dispute cannot be disputed. Nothing was filed." in newsroom.read(offer)
    assert "Kyiv contradicts: Ukraine has nothing to do with it (WION)" in newsroom.read(offer)
    assert buttons(offer) == ["File it as a claim"]
    assert await newsroom.claims() == 1
    await newsroom.checker.press(offer, "dispute_as_claim")
    form = await newsroom.form(newsroom.checker)
    assert "C-2 is filed." in newsroom.read(form)
    assert values(form)["claims"] == ["2"]
    filled = {"speaker": "Moscow", "statement": "It has.", "source": "https://www.wionews.com/5"}
    answer = await newsroom.checker.submit(form, filled)
    assert "Your dispute of C-2 is filed." in newsroom.read(answer)
    assert "> Ukraine has nothing to do with it" in await newsroom.card_text(2)
    assert "[C-2]" in newsroom.read(await newsroom.checker.type("verification", "/claim C-1")), "the two are linked"


async def test_the_offer_taken_twice_files_one_claim(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    told = (await newsroom.card(1)).replies[0]

    def top() -> View:
        view = newsroom.server.views.top(newsroom.checker.person.id)
        assert view is not None
        return view

    for _ in range(2):
        offer = await use(newsroom, newsroom.checker, "dispute_a_claim", told)
        await newsroom.checker.press(offer, "dispute_as_claim")
        await newsroom.server.until(lambda: top().callback_id == "dispute_claim")  # the form comes in the offer's place
        await newsroom.checker.close(top())
    assert await newsroom.claims() == 2


async def test_on_other_messages_in_its_thread_the_claim_itself_is_chosen(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.take(newsroom.checker, 1)
    told = (await newsroom.card(1)).replies[0]
    form = await use(newsroom, newsroom.reporter, "dispute_a_claim", told)
    assert values(form)["claims"] == ["1"]


async def test_on_a_card_discarded_since_it_is_said(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.discard(1)
    card = await newsroom.card(1)
    told = await newsroom.private_answer(
        newsroom.checker, newsroom.checker.shortcut("dispute_a_claim", card.channel, card.ts)
    )
    assert "C-1 was discarded" in told
    assert "Nothing was filed." in told


@pytest.mark.parametrize("thread", [False, True])
async def test_a_card_or_what_its_thread_tells_is_not_filed_again(newsroom: Newsroom, thread: bool) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    card = await newsroom.card(1)
    ours = card.replies[0] if thread else card
    told = await newsroom.private_answer(
        newsroom.checker, newsroom.checker.shortcut("file_as_claim", ours.channel, ours.ts)
    )
    assert told.startswith("This message is about C-1, which is on file already. Nothing was filed.")
    assert await newsroom.checker.view() is None


@pytest.mark.parametrize("shortcut", ["file_as_claim", "dispute_a_claim"])
async def test_on_a_digest_the_form_opens_without_our_own_words_in_it(newsroom: Newsroom, shortcut: str) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(24, 9))
    form = await use(newsroom, newsroom.reporter, shortcut, newsroom.posts("digest")[0])
    assert not values(form)["speaker"]
    assert not values(form)["statement"]


async def test_in_a_private_channel_the_message_and_its_link_stay_there(newsroom: Newsroom) -> None:
    message = await write(newsroom.lead, SAID, "investigation")
    form = await use(newsroom, newsroom.reporter, "file_as_claim", message)
    await newsroom.reporter.submit(form, {})
    assert (await newsroom.card(1)).channel == newsroom.channel("investigation").id


def _links(card: Message) -> list[str]:
    elements = [
        run for block in card.blocks or [] for part in block.get("elements", []) for run in part.get("elements", [])
    ]
    return [run["url"] for run in elements if run.get("type") == "link"]
