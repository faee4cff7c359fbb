"""A lead reads the digest in the morning: what is contested, both sides next to each other."""

from __future__ import annotations

import pytest

from sandbox.workspace import Message
from store import Session
from store.tables import Claim
from tests.slack.newsroom import DENIAL, Newsroom, kyiv
from tests.slack.reading import buttons

MILITARY = "Military intelligence: Only Russian citizens were involved https://www.wionews.com/2 said 22 May"


async def digest(newsroom: Newsroom, day: int = 24) -> Message:
    await newsroom.to(kyiv(day, 9))
    return newsroom.posts("digest")[-1]


@pytest.mark.both_databases
async def test_the_digest_shows_contested_claims_only_each_beside_what_is_said_against_it(
    newsroom: Newsroom,
) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    await newsroom.file("Volunteer Corps: It was us https://www.wionews.com/4 citing Reuters")
    await newsroom.dispute(1, DENIAL)
    await newsroom.dispute(1, MILITARY)
    await newsroom.dispute(3, "Foreign Legion: We know nothing of them via Reuters")
    message = await digest(newsroom)
    assert message.channel == newsroom.channel("verification").id
    told = newsroom.read(message).splitlines()
    assert told[:2] == [
        "2 contested claims, 3 open disputes · Wed 24 May, 09:00 Kyiv",
        "All 2 new since yesterday. Nobody is on any of them.",
    ]
    assert told[2:7] == [
        "C-1 · unverified · nobody is on it · 19 h · 2 disputes",
        "> Moscow: Ukrainian armed groups carried out the attack (WION)",
        "Against",
        "> Kyiv contradicts: Ukraine has nothing to do with it (WION)",
        "> Military intelligence contradicts, 22 May: Only Russian citizens were involved (WION)",
    ]
    assert "C-2" not in "\n".join(told[2:11]), "what nobody contests is only counted"
    assert "> Foreign Legion contradicts: We know nothing of them (Reuters)" in told
    assert any(line.startswith("Unverified: 3, these 2 included. Oldest: C-1, C-2, C-3") for line in told)
    assert "Show all" in buttons(message)
    links = newsroom.server.record.by_key(message.key or "")
    assert len(links) == 1


async def test_who_is_on_it_and_what_is_new_since_the_last_digest(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    await newsroom.dispute(1)
    await digest(newsroom)
    await newsroom.take(newsroom.checker, 1)
    await newsroom.dispute(2)
    told = newsroom.read(await digest(newsroom, 25))
    assert "1 new since yesterday. Nobody is on 1 of them." in told
    assert "C-1 · unverified · @chen is on it · 43 h · 1 dispute" in told
    third = newsroom.read(await digest(newsroom, 26))
    assert "None new since yesterday." in third


async def test_nothing_contested_is_said_with_what_is_unverified_and_the_next_digest(newsroom: Newsroom) -> None:
    await newsroom.file()
    told = newsroom.read(await digest(newsroom))
    assert told.startswith("Nothing contested today · Wed 24 May, 09:00 Kyiv")
    assert "1 unverified; oldest C-1, " in told
    assert "nobody on it" in told
    assert "Next digest: Thu 25 May, 09:00" in told


async def test_added_context_does_not_contest(newsroom: Newsroom) -> None:
    await newsroom.file()
    form = (await newsroom.reporter.type("verification", "/dispute C-1")).view
    assert form is not None
    filled = {"speaker": "Kyiv", "statement": "It was noon.", "source": "via WION", "kind": "adds context"}
    await newsroom.reporter.submit(form, filled)
    assert newsroom.read(await digest(newsroom)).startswith("Nothing contested today")


async def test_what_was_discarded_is_told_once_and_then_gone(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    await newsroom.dispute(1)
    await digest(newsroom)
    await newsroom.discard(1)
    told = newsroom.read(await digest(newsroom, 25))
    assert told.startswith("Nothing contested today")
    assert "Settled or reopened since yesterday: C-1 discarded." in told
    assert "1 unverified; oldest C-2, " in told
    assert "C-1" not in newsroom.read(await digest(newsroom, 26))


async def test_show_all_lists_what_is_unverified_for_who_presses_it(newsroom: Newsroom) -> None:
    for n in range(5):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
    message = await digest(newsroom)
    told = await newsroom.private_answer(newsroom.lead, newsroom.lead.press(message, "list_unverified"))
    assert told.startswith("Unverified claims: 5")


async def test_the_digest_comes_to_the_channel_that_was_chosen_for_it(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, digest_channel=newsroom.channel("belgorod").id)
    await newsroom.file()
    assert (await digest(newsroom)).channel == newsroom.channel("belgorod").id


async def test_another_desks_claims_are_not_in_it(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.set_up(newsroom.checker, "belgorod", zone="Europe/Kyiv")
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3", channel="belgorod")
    await newsroom.to(kyiv(24, 9))
    by_channel = {message.channel: newsroom.read(message) for message in newsroom.posts("digest")}
    assert set(by_channel) == {newsroom.channel("verification").id, newsroom.channel("belgorod").id}
    assert "C-1" not in by_channel[newsroom.channel("belgorod").id]
    assert "C-2" not in by_channel[newsroom.channel("verification").id]


async def test_a_digest_that_fits_no_message_goes_on_in_its_thread_and_drops_nothing(newsroom: Newsroom) -> None:
    said = "a long statement with many words in it " * 7
    for n in range(40):
        await newsroom.file(f"Speaker {n}: {said}{n} https://www.wionews.com/{n}")
        await newsroom.dispute(n + 1, f"Denier {n}: {said}{n} https://www.wionews.com/no/{n}")
    message = await digest(newsroom)
    first = newsroom.read(message)
    assert first.startswith("40 contested claims, 40 open disputes")
    assert "more contested claims in the thread." in first
    pages = "\n".join([first, *(newsroom.read(reply) for reply in message.replies)])
    shown = [line.split(" · ")[0] for line in pages.splitlines() if line.startswith("C-") and " dispute" in line]
    assert shown == [f"C-{n}" for n in range(1, 41)]
    assert len(newsroom.posts("digest")) == 1


async def test_the_digest_has_words_for_notifications_and_screen_readers(newsroom: Newsroom) -> None:
    await newsroom.file()
    message = await digest(newsroom)
    assert message.text.startswith("Nothing contested today")


async def test_what_must_be_decided_first_stands_first(newsroom: Newsroom) -> None:
    for n in range(1, 5):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
        await newsroom.dispute(n)
    await digest(newsroom)
    await newsroom.take(newsroom.checker, 1)
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/5")
    await newsroom.dispute(5)
    await newsroom.more(newsroom.checker, 4, "set_priority")
    await newsroom.checker.submit(await newsroom.form(newsroom.checker), {"priority": "urgent"})
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    told = newsroom.read(await digest(newsroom, 25))
    heads = [line.split(" · ") for line in told.splitlines() if line.startswith("C-") and " dispute" in line]
    assert [head[0] for head in heads] == ["C-4", "C-5", "C-2", "C-3", "C-1"]
    assert "urgent" in heads[0]
    assert "newly contested" in heads[1]
    assert "Newly contested since yesterday: C-5." in told
    assert "Filed since yesterday: C-5." in told


async def test_the_buttons_on_the_lines_work(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.dispute(1)
    message = await digest(newsroom)
    answer = await newsroom.private_answer(newsroom.checker, newsroom.checker.press(message, "take", value="1"))
    assert answer.startswith("You took C-1.")
    assert "@chen is on it" in await newsroom.card_text(1)
    opened = await newsroom.lead.press(message, "verdict", value="1")
    assert opened.view is not None, opened.error
    await newsroom.lead.close(opened.view)
    opened = await newsroom.lead.press(message, "more", value="1")
    assert opened.view is not None, opened.error
    assert "Hand over" in str(opened.view.blocks)


async def test_a_digest_read_elsewhere_holds_nothing_that_is_restricted_to_the_desks_channel(
    newsroom: Newsroom,
) -> None:
    def restrict(session: Session) -> None:
        claim = session.get_one(Claim, 2)
        claim.restricted = True
        session.add(claim)

    await newsroom.set_up(newsroom.lead, digest_channel=newsroom.channel("belgorod").id)
    for n in range(1, 3):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
        await newsroom.dispute(n)
    await newsroom.bot.record.write(restrict)
    told = newsroom.read(await digest(newsroom))
    assert told.startswith("1 contested claim, 1 open dispute")
    assert "C-2" not in told
    assert "Unverified: 1, this one included." in told


async def test_show_all_contested_pages_through_the_list(newsroom: Newsroom) -> None:
    said = "a long statement with many words in it " * 7
    for n in range(10):
        await newsroom.file(f"Speaker {n}: {said}{n} https://www.wionews.com/{n}")
        await newsroom.dispute(n + 1, f"Denier {n}: {said}{n} https://www.wionews.com/no/{n}")
    message = await digest(newsroom)
    told = await newsroom.private_answer(newsroom.lead, newsroom.lead.press(message, "list_contested"))
    assert told.startswith("Contested claims: 10")
