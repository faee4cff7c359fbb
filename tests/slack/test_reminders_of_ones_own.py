"""What somebody took comes to them: one message, in their own time, from all desks, as often as they want."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.acting import Actor
from store import Session
from store.claims import claim_by_id
from store.desks import desk_of_channel
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons, values

SECOND = "Moscow: 70 were killed https://www.wionews.com/3"
HEAD = "you took"


async def change_desk(newsroom: Newsroom, name: str = "verification", **settings: Any) -> None:
    """As the form that sets a desk up would; what follows from it is not what is shown here."""

    def work(session: Session) -> None:
        desk = desk_of_channel(session, 1, newsroom.channel(name).id)
        assert desk is not None
        for setting, value in settings.items():
            setattr(desk, setting, value)
        session.add(desk)

    await newsroom.bot.record.write(work)


async def own(newsroom: Newsroom, who: Actor) -> list[str]:
    """The reminders that came to somebody in their own conversation with the bot."""
    return [text for text in await newsroom.direct_messages(who) if HEAD in text]


async def test_it_is_one_message_of_all_desks_in_the_persons_own_zone(newsroom: Newsroom) -> None:
    await newsroom.know(newsroom.checker)  # who lives in London
    await newsroom.set_up(newsroom.lead, "belgorod")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    first = await newsroom.file()
    second = await newsroom.file(SECOND, channel="belgorod")
    for number in (first, second):
        await newsroom.take(newsroom.checker, number)
    await newsroom.to(kyiv(24, 14, 10))
    (told,) = await own(newsroom, newsroom.checker)
    head, *lines, foot, how = told.splitlines()
    assert head == "@chen, 2 claims you took are still unverified"
    assert [line.partition(" ")[0] for line in lines] == ["C-2", "[Snooze]", "C-3", "[Snooze]"]
    assert foot.startswith("Reminder 1 of 3. Next: Thu 25 May, 12:02 London. After the third, ")
    assert how == "[How I am reminded]"
    (message,) = [each for each in newsroom.posts("reminder") if "C-2" in newsroom.read(each)]
    for channel in ("verification", "belgorod"):
        assert f"/archives/{newsroom.channel(channel).id}/" in str(message.blocks), "each line leads to its card"


async def test_what_is_kept_in_a_channel_is_told_there_and_nowhere_else(newsroom: Newsroom) -> None:
    number = await newsroom.file(channel="investigation")
    await newsroom.take(newsroom.reporter, number)
    await newsroom.to(kyiv(24, 14, 10))
    assert await own(newsroom, newsroom.reporter) == []
    (told,) = newsroom.posts("reminder")
    assert told.channel == newsroom.channel("investigation").id
    assert newsroom.read(told).startswith("@rita, 1 claim you took is still unverified")
    assert buttons(told) == ["Snooze", "Release", "How I am reminded"]


async def test_what_is_kept_in_a_channel_is_told_there_in_the_end(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, "investigation")
    await newsroom.file(channel="investigation")
    for day in range(24, 29):
        await newsroom.to(kyiv(day, 14, 10))
    last = newsroom.posts("reminder")[-1]
    assert last.channel == newsroom.channel("investigation").id
    assert newsroom.read(last).startswith("@olena, 1 claim is still unverified after 3 reminders")
    assert await newsroom.direct_messages(newsroom.lead) == []


async def test_a_restricted_claim_leaves_the_message_that_was_put_together_before(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    for line in ("Moscow: it was them https://www.wionews.com/1", SECOND):
        await newsroom.take(newsroom.checker, await newsroom.file(line))
    await newsroom.settle()
    newsroom.server.clock.move_to(kyiv(24, 14, 10))
    # The digest of the day goes out at the same moment: neither is let through.
    newsroom.server.faults.rate_limit("chat.postMessage", retry_after=1, times=2)
    await newsroom.bot.tick()
    await newsroom.server.until(lambda: newsroom.server.faults.taken["rate_limit"] == 2)

    def restrict(session: Session) -> None:
        claim = claim_by_id(session, 1)
        claim.restricted = True
        session.add(claim)

    await newsroom.bot.record.write(restrict)
    (told,) = await own(newsroom, newsroom.checker)
    assert told.startswith("@chen, 1 claim you took is still unverified\nC-2")


async def test_once_a_day_means_nine_in_the_morning_where_they_are(newsroom: Newsroom) -> None:
    await newsroom.know(newsroom.checker)
    told = newsroom.read(await newsroom.checker.type("verification", "/claim reminders daily"))
    assert told == "You are reminded of the claims you took once a day, at 09:00 London time."
    for n, hour in enumerate((15, 19, 22)):
        await newsroom.to(kyiv(23, hour))
        await newsroom.take(newsroom.checker, await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}"))
    await newsroom.to(kyiv(25, 10, 50))
    assert await own(newsroom, newsroom.checker) == []
    await newsroom.to(kyiv(25, 11, 1))  # 09:01 in London
    (first,) = await own(newsroom, newsroom.checker)
    assert first.startswith("@chen, 3 claims you took are still unverified")
    assert "Reminder 1 of 3. Next: Fri 26 May, 09:00 London." in first
    await newsroom.to(kyiv(26, 10))
    await newsroom.to(kyiv(26, 11, 1))
    assert len(await own(newsroom, newsroom.checker)) == 2


async def test_who_asks_for_none_gets_none_and_the_lead_is_told_of_that_in_the_end(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    await newsroom.know(newsroom.checker)
    await newsroom.take(newsroom.checker, await newsroom.file())
    await newsroom.to(kyiv(24, 14, 10))
    (reminder,) = [each for each in newsroom.posts("reminder") if HEAD in newsroom.read(each)]
    form = await newsroom.checker.press(reminder, "how_reminded")
    assert values(form.view) == {"how": "as due"}
    done = await newsroom.checker.submit(await newsroom.form(newsroom.checker), {"how": "never"})
    assert newsroom.read(done).startswith("You are not reminded of the claims you took.")
    for day in (25, 26, 27, 28):
        await newsroom.to(kyiv(day, 14, 10))
    assert len(await own(newsroom, newsroom.checker)) == 1
    last = [text for text in await newsroom.direct_messages(newsroom.lead) if "C-2" in text]
    assert len(last) == 1
    assert "@chen is on it and has asked for no reminders" in last[0]


async def test_from_home_and_by_command_the_form_shows_what_was_chosen(newsroom: Newsroom) -> None:
    await newsroom.know(newsroom.reporter)
    await newsroom.reporter.type("verification", "/claim reminders never")
    home = await newsroom.reporter.open_home()
    assert home is not None
    pressed = await newsroom.reporter.press(home, "how_reminded")
    assert values(pressed.view) == {"how": "never"}
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    typed = await newsroom.reporter.type("verification", "/claim reminders")
    assert values(typed.view) == {"how": "never"}


@pytest.mark.parametrize("typed", ["weekly", "off", "<!channel>", "x" * 500, "дважды"])
async def test_another_word_is_refused_and_given_back(newsroom: Newsroom, typed: str) -> None:
    told = newsroom.read(await newsroom.reporter.type("verification", f"/claim reminders {typed}"))
    assert "is no way to be reminded. Nothing was changed." in told
    assert "/claim reminders daily" in told
    assert f"/claim reminders {typed}" in told


async def test_everybody_chosen_for_it_is_told_in_the_end_and_the_channel_where_slack_reaches_nobody(
    newsroom: Newsroom,
) -> None:
    newsroom.expected = {("users.conversations", "user_not_found")}
    await newsroom.file()
    await newsroom.file(SECOND)
    await change_desk(newsroom, remind_times=1, tell_at_last=[newsroom.checker.person.id, "U0LEFT0001", "U0LEFT0002"])
    await newsroom.to(kyiv(24, 14, 10))
    (first,) = newsroom.posts("reminder")
    assert "Reminder 1 of 1. If nothing happens, whoever was chosen for it is told once" in newsroom.read(first)
    await newsroom.to(kyiv(25, 14, 10))
    (told,) = await newsroom.direct_messages(newsroom.checker)
    assert told.splitlines()[:2] == [
        "@chen, 2 claims of #verification are still unverified after 1 reminder",
        "The oldest is C-1, filed 2 days ago; nobody is on it.",
    ]
    (channel,) = [
        each for each in newsroom.posts("reminder")[1:] if each.channel == newsroom.channel("verification").id
    ]
    assert "2 claims are still unverified after 1 reminder" in channel.text
    assert await newsroom.bot.record.read(lambda session: _nothing_stuck(session))


def _nothing_stuck(session: Session) -> bool:
    from sqlmodel import select

    from store.tables import Outbox

    return session.exec(select(Outbox).where(Outbox.state == "stuck")).first() is None


async def test_reminders_and_digests_wait_for_the_desk_to_open(newsroom: Newsroom) -> None:
    await newsroom.file()
    await change_desk(newsroom, work_days=0b0011111, work_from=600, work_until=1080, days_off=["2023-05-24"])
    await newsroom.to(kyiv(24, 20))
    assert newsroom.posts("digest") == newsroom.posts("reminder") == []
    await newsroom.to(kyiv(25, 9, 59))
    assert newsroom.posts("digest") == newsroom.posts("reminder") == []
    await newsroom.to(kyiv(25, 10, 1))
    (digest,) = newsroom.texts("digest")
    (reminder,) = newsroom.texts("reminder")
    assert "Thu 25 May, 10:00 Kyiv" in digest
    assert "Late" not in digest
    assert "Reminder 1 of 3. Next: Fri 26 May, 10:00 Kyiv." in reminder
    await newsroom.to(kyiv(26, 10, 1))
    await newsroom.to(kyiv(28, 20))
    assert len(newsroom.posts("digest")) == len(newsroom.posts("reminder")) == 2, "nobody works at the weekend"
