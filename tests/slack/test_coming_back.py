"""What waited for a channel is sent when it can be: of what repeats itself the newest, to where it now belongs."""

from __future__ import annotations

from pathlib import Path

from store import outbox
from store.tables import Outbox
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.opening import at_work

NOT_IN = ("chat.postMessage", "not_in_channel")
AWAY = range(24, 30)  # days in May


async def go_away(newsroom: Newsroom) -> None:
    """A claim is filed and disputed, then the bot is taken out of its desk for six days."""
    newsroom.expected = {NOT_IN}
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.settle()
    await newsroom.lead.kick("verification", "counterclaim")
    for day in AWAY:
        await newsroom.to(kyiv(day, 14, 10))
    assert newsroom.posts("digest") == []
    (in_the_end,) = newsroom.texts("reminder")
    assert "after 3 reminders" in in_the_end, "their lead is told directly"


async def come_back(newsroom: Newsroom, channel: str = "verification") -> None:
    await newsroom.lead.invite(channel, "counterclaim")
    await newsroom.settle()


async def set_digest_channel(newsroom: Newsroom, name: str) -> None:
    while (form := await newsroom.lead.view()) is not None:
        await newsroom.lead.close(form)
    told = newsroom.read(await newsroom.set_up(newsroom.lead, digest_channel=newsroom.channel(name).id))
    assert f"in #{name}" in told


async def file_many(newsroom: Newsroom) -> None:
    """More contested claims than one message holds."""
    for n in range(20):
        number = await newsroom.file(f"Moscow: {'a long statement ' * 18}{n} https://www.wionews.com/{n}")
        await newsroom.dispute(number, f"Kyiv: {'not at all ' * 25}{n} https://www.wionews.com/no{n}")


async def part(newsroom: Newsroom, nth: int) -> Outbox:
    """The outbox row of a part of the first digest."""
    found = await newsroom.bot.record.read(lambda session: outbox.row_by_key(session, f"digest:1:2023-05-24:{nth}"))
    assert found is not None
    return found


def the_newest_alone(newsroom: Newsroom) -> None:
    (digest,) = newsroom.posts("digest")
    assert digest.key == "digest:1:2023-05-29"
    assert "\nNew since" in newsroom.read(digest), "nobody has been shown it before"
    _, third = newsroom.texts("reminder")
    assert "Reminder 3 of 3." in third


async def test_after_days_away_only_the_newest_digest_comes_and_the_newest_reminders(newsroom: Newsroom) -> None:
    await go_away(newsroom)
    await newsroom.dispute(1, "Minsk: it was not so https://www.wionews.com/minsk")
    await come_back(newsroom)
    the_newest_alone(newsroom)
    assert len(await newsroom.thread(1)) == 2, "what happened to a claim is told, however late"


async def test_the_same_goes_for_a_start(newsroom: Newsroom, file: Path) -> None:
    await go_away(newsroom)
    newsroom.channel("verification").members.add(newsroom.server.workspace.bot.id)  # while nobody listened
    async with at_work(newsroom.server, file) as started:
        await started.settle()
        the_newest_alone(newsroom)


async def test_a_digest_that_waited_shows_what_was_contested_meanwhile(newsroom: Newsroom) -> None:
    await go_away(newsroom)
    await newsroom.dispute(await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3"))
    await come_back(newsroom)
    (digest,) = newsroom.texts("digest")
    assert digest.startswith("2 contested claims, 2 open disputes")
    assert "70 were killed" in digest
    assert "more contested" not in digest


async def test_the_reminder_that_comes_names_the_claims_of_those_that_do_not(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await newsroom.file()
    await newsroom.to(kyiv(23, 18))
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    await newsroom.settle()
    await newsroom.lead.kick("verification", "counterclaim")
    await newsroom.to(kyiv(24, 14, 10))
    await newsroom.to(kyiv(24, 18, 10))
    await come_back(newsroom)
    (told,) = newsroom.texts("reminder")
    assert told.startswith("2 claims are still unverified, and nobody is on them")


async def test_a_new_digest_channel_gets_what_waits_for_the_old_one(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await set_digest_channel(newsroom, "wire")
    await newsroom.file()
    await newsroom.to(kyiv(24, 9))
    await newsroom.to(kyiv(25, 9))
    await set_digest_channel(newsroom, "belgorod")
    await newsroom.settle()
    (digest,) = newsroom.posts("digest")
    assert (digest.channel, digest.key) == (newsroom.channel("belgorod").id, "digest:1:2023-05-25")
    await come_back(newsroom, "wire")
    assert len(newsroom.posts("digest")) == 1


async def test_all_the_parts_of_a_digest_go_with_it(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await set_digest_channel(newsroom, "wire")
    await file_many(newsroom)
    await newsroom.to(kyiv(24, 9))
    await set_digest_channel(newsroom, "belgorod")
    await newsroom.settle()
    (digest,) = newsroom.posts("digest")
    assert digest.channel == newsroom.channel("belgorod").id
    assert digest.replies
    told = newsroom.read([digest, *digest.replies])
    assert all(f"C-{number} " in told for number in range(1, 21))
    assert (await part(newsroom, 2)).target == digest.channel, "one sender at a time to each channel"


async def test_a_digest_that_needs_fewer_parts_by_then_takes_no_more(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await set_digest_channel(newsroom, "wire")
    await file_many(newsroom)
    await newsroom.to(kyiv(24, 9))
    assert (await part(newsroom, 2)).state == "waiting"
    for number in range(3, 21):
        await newsroom.discard(number)
    await come_back(newsroom, "wire")
    (digest,) = newsroom.posts("digest")
    assert newsroom.read(digest).startswith("2 contested claims")
    assert digest.replies == []
    assert (await part(newsroom, 2)).state == "ended"


async def test_the_rest_of_a_digest_that_began_elsewhere_is_let_go(newsroom: Newsroom, file: Path) -> None:
    newsroom.expected = {NOT_IN}
    wire, bot = newsroom.channel("wire"), newsroom.server.workspace.bot.id
    wire.members.add(bot)
    await set_digest_channel(newsroom, "wire")
    await file_many(newsroom)
    await newsroom.settle()
    newsroom.server.clock.move_to(kyiv(24, 9))
    await newsroom.bot.tick()
    await newsroom.server.until(lambda: bool(newsroom.posts("digest")))
    wire.members.discard(bot)
    (digest,) = newsroom.posts("digest")
    assert digest.replies == []
    await newsroom.settle()
    await set_digest_channel(newsroom, "belgorod")
    await newsroom.settle()
    await come_back(newsroom, "wire")
    async with at_work(newsroom.server, file) as started:
        await started.settle()
    assert newsroom.posts("digest") == [digest]
    assert digest.replies == []


async def test_a_digest_channel_that_fails_says_nothing_of_cards(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await set_digest_channel(newsroom, "wire")
    await newsroom.file()
    await newsroom.to(kyiv(24, 9))
    assert len(newsroom.posts("cannot_post")) == 1
    told = newsroom.read(await newsroom.reporter.type("verification", "/claim Kyiv: no https://www.wionews.com/5"))
    assert told.startswith("C-2 is filed.")
    assert "cannot post" not in told
    assert await newsroom.card(2)


async def test_who_can_mend_the_digest_channel_is_told_once_until_it_is_mended(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await set_digest_channel(newsroom, "wire")
    await newsroom.file()
    for day in (24, 25, 26):
        await newsroom.to(kyiv(day, 14, 10))
    assert len(newsroom.posts("cannot_post")) == 1
    await come_back(newsroom, "wire")
    await newsroom.lead.kick("wire", "counterclaim")
    await newsroom.to(kyiv(27, 9))
    await newsroom.to(kyiv(28, 9))
    assert len(newsroom.posts("cannot_post")) == 2


async def test_a_channel_chosen_again_after_another_one_worked_is_told_of_again(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await set_digest_channel(newsroom, "wire")
    await newsroom.to(kyiv(24, 9))
    await set_digest_channel(newsroom, "belgorod")
    await newsroom.to(kyiv(25, 9))
    await set_digest_channel(newsroom, "wire")
    await newsroom.to(kyiv(26, 9))
    assert len(newsroom.posts("cannot_post")) == 2


async def test_a_dispute_whose_card_cannot_be_reached_says_so_and_nothing_of_filing_the_claim(
    newsroom: Newsroom,
) -> None:
    newsroom.expected = {NOT_IN}
    await newsroom.file()
    await newsroom.settle()
    await newsroom.lead.kick("verification", "counterclaim")
    await newsroom.dispute(1)
    await newsroom.settle()
    told = newsroom.read(
        await newsroom.reporter.type("belgorod", "/dispute C-1 Minsk: not so https://www.wionews.com/m")
    )
    assert "Your dispute of C-1 is filed." in told
    assert (
        "I cannot post to C-1's card: I am not in #verification. "
        "Type /invite @Counterclaim there and the card will follow." in told
    )
    assert "C-1 is filed, but" not in told
    (notice,) = newsroom.texts("cannot_post")
    assert notice.startswith("I cannot post to C-1's card: I am not in #verification. Type /invite")


async def test_who_can_mend_it_reads_what_waits_where_and_what_to_do(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN, ("chat.postMessage", "is_archived"), ("chat.postMessage", "channel_not_found")}
    await set_digest_channel(newsroom, "wire")
    await newsroom.to(kyiv(24, 9))
    await newsroom.lead.archive("belgorod")
    await set_digest_channel(newsroom, "belgorod")
    await newsroom.settle()
    await set_digest_channel(newsroom, "investigation")
    newsroom.channel("investigation").members.discard(newsroom.server.workspace.bot.id)
    await newsroom.to(kyiv(25, 9))
    choose = "Or choose another channel: type /claim setup in #verification."
    assert newsroom.texts("cannot_post") == [
        "I cannot post the digest: I am not in #wire. "
        f"Type /invite @Counterclaim there and the digest will follow. {choose}",
        f"I cannot post the digest: #belgorod is archived. Unarchive it and the digest will follow. {choose}",
        "I cannot post the digest: I am not in #investigation, or it is gone. "
        f"Type /invite @Counterclaim there and the digest will follow. {choose}",
    ]


async def test_a_reminder_that_waits_is_called_one(newsroom: Newsroom) -> None:
    newsroom.expected = {NOT_IN}
    await newsroom.set_up(newsroom.lead, digest_days=[])
    await newsroom.file()
    await newsroom.settle()
    await newsroom.lead.kick("verification", "counterclaim")
    await newsroom.to(kyiv(24, 14, 10))
    assert newsroom.texts("cannot_post") == [
        "I cannot post a reminder: I am not in #verification. "
        "Type /invite @Counterclaim there and the reminder will follow."
    ]
