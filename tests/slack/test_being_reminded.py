"""Checkers and desks are reminded of what is unverified: grouped, three times, then the lead once, then never."""

from __future__ import annotations

import pytest

from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons

OTHER = "Moscow: 70 were killed https://www.wionews.com/3"


@pytest.mark.both_databases
async def test_a_desk_is_reminded_in_one_message_of_what_nobody_is_on(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.file(OTHER)
    await newsroom.dispute(2)
    await newsroom.to(kyiv(24, 14, 1))
    assert newsroom.posts("reminder") == [], "a day has not passed"
    await newsroom.to(kyiv(24, 14, 10))
    (reminder,) = newsroom.posts("reminder")
    assert reminder.channel == newsroom.channel("verification").id
    assert newsroom.read(reminder).splitlines() == [
        "2 claims are still unverified, and nobody is on them",
        "C-1 Moscow: Ukrainian armed groups carried out the attack · filed 24 h ago",
        "[Snooze] [Take]",
        "C-2 Moscow: 70 were killed · filed 24 h ago · contested (1)",
        "[Snooze] [Take]",
        "Reminder 1 of 3. Next: Thu 25 May, 14:02 Kyiv. After the third, the lead is told once.",
    ]


async def test_three_reminders_then_once_the_lead_then_silence(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    for day in range(24, 32):
        await newsroom.to(kyiv(day, 14, 10))
    told = newsroom.texts("reminder")
    assert len(told) == 4
    assert "Reminder 1 of 3. Next: Thu 25 May, 14:02 Kyiv." in told[0]
    assert "Reminder 2 of 3. Next: Fri 26 May, 14:02 Kyiv." in told[1]
    assert "Reminder 3 of 3. If nothing happens, the lead is told once, Sat 27 May, 14:02 Kyiv" in told[2]
    assert "then silence" in told[2]
    assert told[3].startswith("@olena, 1 claim of #verification is still unverified after 3 reminders")
    assert await newsroom.direct_messages(newsroom.lead) == [told[3]], "the lead alone is told in the end"
    assert "This was the last reminder" in told[3]
    assert "Snooze" not in told[3], "there is none left to snooze"


async def test_where_nobody_leads_the_channel_is_told_in_the_end_and_how_to_have_a_lead(newsroom: Newsroom) -> None:
    await newsroom.file()
    for day in range(24, 28):
        await newsroom.to(kyiv(day, 14, 10))
    told = newsroom.texts("reminder")
    assert [text.endswith("This desk has no lead yet: /claim setup makes one.") for text in told] == [False] * 3 + [
        True
    ]


async def test_the_hours_that_snooze_offers_are_the_desks(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, work_from="10:00", work_until="18:00")
    await newsroom.file()
    await newsroom.to(kyiv(24, 17, 30))
    pressed = await newsroom.reporter.press(newsroom.posts("reminder")[0], "snooze")
    assert "Thu 25 May, 10:00 Kyiv" in str(pressed.view)
    assert "18:30" not in str(pressed.view), "an hour from now nobody works there"


async def test_a_checker_is_reminded_of_what_they_took_and_the_desk_of_the_rest(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    for n in range(3):
        await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}")
    await newsroom.take(newsroom.checker, 1)
    await newsroom.take(newsroom.reporter, 2)
    await newsroom.to(kyiv(24, 14, 10))
    heads = {text.splitlines()[0]: text for text in newsroom.texts("reminder")}
    assert set(heads) == {
        "@chen, 1 claim you took is still unverified",
        "@rita, 1 claim you took is still unverified",
        "1 claim is still unverified, and nobody is on it",
    }
    mine = heads["@chen, 1 claim you took is still unverified"]
    assert "C-1 Moscow: number 0 · taken 24 h ago" in mine
    assert "After the third, your lead is told once." in mine
    assert newsroom.read(await newsroom.checker.messages("im")) == mine
    for reminder in newsroom.posts("reminder"):
        own = "you took" in newsroom.read(reminder)
        assert buttons(reminder) == (["Snooze", "Release", "How I am reminded"] if own else ["Snooze", "Take"])


async def test_taking_a_claim_starts_its_reminders_anew(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(24, 10))
    await newsroom.take(newsroom.checker, 1)
    await newsroom.to(kyiv(24, 14, 10))
    assert newsroom.posts("reminder") == [], "who took it four hours ago is not nagged"
    await newsroom.to(kyiv(25, 10, 10))
    (told,) = newsroom.texts("reminder")
    assert told.startswith("@chen, 1 claim you took is still unverified")
    assert "taken 24 h ago" in told


async def test_what_is_discarded_is_never_listed_again(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(OTHER)
    await newsroom.discard(1)
    await newsroom.to(kyiv(24, 14, 10))
    (told,) = newsroom.texts("reminder")
    assert "C-1" not in told
    assert "C-2" in told
    await newsroom.discard(2)
    for day in range(25, 30):
        await newsroom.to(kyiv(day, 14, 10))
    assert len(newsroom.texts("reminder")) == 1


async def test_what_is_discarded_between_due_and_sending_is_not_told(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    newsroom.server.clock.move_to(kyiv(24, 14, 10))
    await newsroom.bot.pump.settle()
    newsroom.server.faults.rate_limit("chat.postMessage", retry_after=1, times=1)
    await newsroom.bot.tick()
    await newsroom.server.until(lambda: newsroom.server.faults.taken["rate_limit"] == 1)
    await newsroom.discard(1)
    await newsroom.settle()
    assert newsroom.texts("reminder") == []


async def test_the_buttons_in_a_reminder_work(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.file(OTHER)
    await newsroom.to(kyiv(24, 14, 10))
    (reminder,) = newsroom.posts("reminder")
    told = await newsroom.private_answer(newsroom.checker, newsroom.checker.press(reminder, "take", value="2"))
    assert told.startswith("You took C-2.")
    assert "@chen is on it" in await newsroom.card_text(2)
    assert "nobody is on it" in await newsroom.card_text(1)


@pytest.mark.both_databases
async def test_snooze_moves_only_the_next_reminder_of_that_claim(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.file(OTHER)
    await newsroom.to(kyiv(24, 14, 10))
    (reminder,) = newsroom.posts("reminder")
    form = await newsroom.reporter.press(reminder, "snooze", value="1")
    assert "Its next reminder comes Thu 25 May, 14:02 Kyiv. Only that one moves." in newsroom.read(form)
    done = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"until": "day", "day": "2023-05-26"})
    assert newsroom.read(done) == "C-1 is snoozed. Next reminder: 26 May 2023, 09:00."
    await newsroom.to(kyiv(25, 14, 10))
    second = newsroom.texts("reminder")[1]
    assert "C-1" not in second
    assert "C-2" in second
    assert "Reminder 2 of 3." in second
    await newsroom.to(kyiv(26, 9, 10))
    (third,) = newsroom.texts("reminder")[2:]
    assert "C-1 Moscow: Ukrainian armed groups carried out the attack · filed 3 days ago" in third
    assert "Reminder 2 of 3. Next: Sat 27 May, 09:00 Kyiv." in third
    for day, hour in ((26, 14), (27, 9), (27, 14)):
        await newsroom.to(kyiv(day, hour, 10))
    fourth, fifth, sixth = newsroom.texts("reminder")[3:]
    assert "C-2 Moscow: 70 were killed" in fourth
    assert "Reminder 3 of 3." in fifth
    assert "C-1" in fifth
    assert sixth.startswith("@olena, 1 claim of #verification is still unverified after 3 reminders\nC-2")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"until": "day", "day": "2023-05-24"}, "24 May 2023 is not ahead. Nothing was changed."),
        ({"until": "day", "day": "2020-01-01"}, "1 January 2020 is not ahead. Nothing was changed."),
        ({"until": "day", "day": "2024-05-25"}, "25 May 2024 is more than a year away. Nothing was changed."),
        ({"until": "day", "day": None}, "Until which day? Nothing was changed."),
    ],
)
async def test_a_day_that_does_not_lie_ahead_is_no_day_to_snooze_to(
    newsroom: Newsroom, chosen: dict[str, str | None], says: str
) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(24, 14, 10))
    await newsroom.reporter.press(newsroom.posts("reminder")[0], "snooze")
    refused = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), chosen)
    assert refused.errors is not None
    assert refused.errors["day"].startswith(says)
    await newsroom.to(kyiv(25, 14, 10))
    assert len(newsroom.posts("reminder")) == 2, "it came when it was due"


async def test_a_claim_is_snoozed_from_more_before_anybody_was_reminded_of_it(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    await newsroom.more(newsroom.reporter, 1, "snooze")
    done = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"until": "hour"})
    assert newsroom.read(done) == "C-1 is snoozed. Next reminder: 23 May 2023, 15:02."
    await newsroom.to(kyiv(23, 15, 3))
    (told,) = newsroom.texts("reminder")
    assert "Reminder 1 of 3. Next: Wed 24 May, 15:02" in told


async def test_claims_filed_within_an_hour_come_in_one_message_and_later_ones_apart(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(23, 14, 40))
    await newsroom.file(OTHER)
    await newsroom.to(kyiv(23, 19))
    await newsroom.file("Kyiv: it was a drill https://www.wionews.com/4")
    await newsroom.to(kyiv(24, 14, 10))
    (told,) = newsroom.texts("reminder")
    assert "C-1" in told
    assert "C-2" in told
    assert "C-3" not in told
    await newsroom.to(kyiv(24, 19, 10))
    assert "C-3" in newsroom.texts("reminder")[1]


async def test_the_desks_patience_decides_when_the_first_comes(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, patience="120")
    await newsroom.file()
    await newsroom.to(kyiv(23, 16, 10))
    (told,) = newsroom.texts("reminder")
    assert "filed 2 h ago" in told
    assert "Next: Wed 24 May, 16:02 Kyiv." in told
    await newsroom.to(kyiv(24, 16, 10))
    assert len(newsroom.texts("reminder")) == 2


async def test_a_reminder_missed_in_downtime_comes_late_once(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.file()
    await newsroom.settle()
    await newsroom.to(kyiv(27, 11))
    (told,) = newsroom.texts("reminder")
    assert "Reminder 1 of 3. Next: Sun 28 May, 14:02 Kyiv." in told, "not three at once, nor one a few hours after"
    await newsroom.to(kyiv(27, 11))
    await newsroom.to(kyiv(27, 15))
    assert len(newsroom.texts("reminder")) == 1


async def test_a_clock_set_back_reminds_nobody_twice(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(24, 14, 10))
    await newsroom.to(kyiv(23, 20))
    await newsroom.to(kyiv(24, 14, 10))
    await newsroom.to(kyiv(24, 20))
    assert len(newsroom.texts("reminder")) == 1


async def test_many_claims_fit_one_reminder_which_says_where_the_rest_is(newsroom: Newsroom) -> None:
    for n in range(25):
        await newsroom.file(f"Moscow: {'long ' * 60}{n} https://www.wionews.com/{n}")
    await newsroom.to(kyiv(24, 14, 10))
    (told,) = newsroom.texts("reminder")
    assert told.startswith("25 claims are still unverified, and nobody is on them")
    listed = sum(line.startswith("C-") for line in told.splitlines())
    assert 10 < listed < 25
    assert f"{25 - listed} more: /claim list unverified" in told
