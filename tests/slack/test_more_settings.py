"""The second page of a desk's settings, what is said of an answer as it is given, and the way back after saving."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.setup_answers import MORE
from sandbox.acting import Actor
from sandbox.modals import View
from store import Session
from store.tables import Desk
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons, values

CHANGED: dict[str, Any] = {
    "patience": "60",
    "remind_every": "240",
    "remind_times": "5",
    "tell_at_last": "checker",
    "work_days": ["0", "1", "2", "3", "4"],
    "work_from": "09:00",
    "work_until": "18:30",
    "holidays_of": "Germany, Berlin",
    "days_off": "24 December\n2023-12-27 to 2023-12-29",
    "if_nothing": "briefly",
    "picture_day": "0",
    "restricted": ["yes"],
    "admiralty": ["yes"],
}


async def choose(newsroom: Newsroom, who: Actor, view: View, action: str, value: Any) -> View:
    """Choose something in a form that looks at it at once; the form as it then is."""
    return await newsroom.press_in_form(who, view, action, value)


async def more(newsroom: Newsroom, who: Actor, channel: str = "verification") -> View:
    """The second page."""
    return await newsroom.press_in_form(who, await newsroom.settings(who, channel), "more_settings")


async def test_every_setting_behind_more_is_saved_shown_again_and_told(newsroom: Newsroom) -> None:
    assert set(CHANGED) == set(MORE)
    chen = newsroom.checker.person.id
    told = newsroom.read(await newsroom.set_up(newsroom.lead, **CHANGED | {"tell_at_last": [chen]}))
    for said in (
        "first reminder after 24 hours → 1 hour",
        "reminders every 1 day → every 4 hours",
        "how many reminders 3 → 5",
        "told in the end the leads → @chen",
        "working days every day → Mon to Fri",
        "work from 00:00 → 09:00",
        "work until 00:00 → 18:30",
        "public holidays none → Germany, Berlin",
        "days off none → 2023-12-24, 2023-12-27 to 2023-12-29",
        "if nothing is contested say → briefly",
        "picture of the week never → on Mondays",
        "restricted no → yes",
        "Admiralty code no → yes",
    ):
        assert said in told
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    page = await more(newsroom, newsroom.lead)
    assert values(page) == CHANGED | {
        "tell_at_last": [chen],
        "holidays_of": "DE-BE",
        "days_off": "2023-12-24\n2023-12-27 to 2023-12-29",
    }
    assert "Set up by @olena, 23 May 2023, 14:02: " in newsroom.read(page)


async def test_nothing_is_lost_on_the_way_between_the_pages(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    await newsroom.lead.fill(form, {"digest_time": "06:15", "digest_days": ["1"], "second_reader": ["yes"]})
    page = await newsroom.press_in_form(newsroom.lead, form, "more_settings")
    await newsroom.lead.fill(page, {"days_off": "never on a “Sunday”\\n", "remind_times": "9"})
    form = await newsroom.press_in_form(newsroom.lead, page, "first_settings")
    chosen = values(form)
    assert (chosen["digest_time"], chosen["digest_days"], chosen["second_reader"]) == ("06:15", ["1"], ["yes"])
    refused = await newsroom.lead.submit(form)
    assert "“never on a “Sunday”\\n” is no date. Write one a line" in newsroom.read(refused)
    page = await newsroom.form(newsroom.lead)
    assert (values(page)["days_off"], values(page)["remind_times"]) == ("never on a “Sunday”\\n", "9")
    told = newsroom.read(await newsroom.lead.submit(page, {"days_off": "24 December"}))
    assert "digest 09:00 → 06:15" in told
    assert "how many reminders 3 → 9" in told


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"days_off": "31 February"}, "days_off", "“31 February” is no date. Nothing was changed. Write one a line"),
        (
            {"days_off": "2023-12-29 to 2023-12-27"},
            "days_off",
            "In “2023-12-29 to 2023-12-27” the last day comes before the first. Nothing was changed.",
        ),
        ({"work_from": "09:00", "work_until": "09:00"}, "work_until", "From 09:00 until 09:00 is no time at all."),
        ({"work_days": []}, "work_days", "Please complete this required field."),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(
    newsroom: Newsroom, wrong: dict[str, Any], field: str, says: str
) -> None:
    outcome = await newsroom.lead.submit(await more(newsroom, newsroom.lead), wrong)
    assert list(outcome.errors) == [field]
    assert outcome.errors[field].startswith(says)
    assert await newsroom.bot.record.read(lambda session: session.get(Desk, 1)) is None


async def test_a_picture_needs_its_digest(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    await newsroom.lead.fill(form, {"digest_days": ["0", "1"]})
    page = await newsroom.press_in_form(newsroom.lead, form, "more_settings")
    outcome = await newsroom.lead.submit(page, {"picture_day": "4"})
    assert outcome.errors["picture_day"].startswith("The digest does not come on a Friday, so no picture would.")


async def test_an_hour_that_is_none_is_refused_and_the_form_stays(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    form.state["digest_time"]["digest_time"]["selected_time"] = "25:00"
    outcome = await newsroom.lead.submit(form)
    assert outcome.errors == {"digest_time": "25:00 is no time of day. Nothing was changed. For example 09:00."}


async def test_each_answer_is_looked_at_as_it_is_given(newsroom: Newsroom) -> None:
    lead, form = newsroom.lead, await newsroom.settings(newsroom.lead)
    assert "It is 14:02 there now, Tue 23 May." in newsroom.read(form)
    assert "#verification has 4 members, me included: they read the digest." in newsroom.read(form)
    form = await choose(newsroom, lead, form, "pick_zone", "Asia/Kathmandu")
    assert "It is 16:47 there now, Tue 23 May." in newsroom.read(form)
    form = await choose(newsroom, lead, form, "digest_channel", "wire")
    assert "I am not in #wire. It has 3 members. Type /invite @Counterclaim there, or it waits." in newsroom.read(form)
    newsroom.channel("belgorod").ext_shared = True
    form = await choose(newsroom, lead, form, "digest_channel", "belgorod")
    told = newsroom.read(form)
    assert (
        "#belgorod has 5 members, me included, and is shared with another organisation: they read the digest." in told
    )
    page = await newsroom.press_in_form(lead, form, "more_settings")
    page = await choose(newsroom, lead, page, "pick_holidays", "Germany")
    assert "The next: Pentecost Monday, Mon 29 May 2023." in newsroom.read(page)
    page = await choose(newsroom, lead, page, "work_from", "22:00")
    page = await choose(newsroom, lead, page, "work_until", "06:00")
    assert "From 22:00 until 06:00 on the next day." in newsroom.read(page)
    page = await choose(newsroom, lead, page, "days_off", "31 May")
    assert "1 day off: Wed 31 May." in newsroom.read(page)
    assert values(page)["work_from"] == "22:00", "what was chosen stays chosen"


async def test_whoever_cannot_lead_is_named_with_why_and_nothing_is_saved(newsroom: Newsroom) -> None:
    lead, gus = newsroom.lead, newsroom.guest.person.id
    us, bot = lead.person.id, newsroom.server.workspace.bot.id
    form = await newsroom.settings(lead)
    form = await choose(newsroom, lead, form, "leads", [us, gus])
    assert "@gus is a guest here. Choose full members of this workspace." in newsroom.read(form)
    told = newsroom.read(await lead.submit(form))
    assert "Nothing was changed. @gus is a guest here. Choose full members of this workspace." in told
    form = await newsroom.form(lead)
    assert values(form)["leads"] == [us, gus]
    # Chosen and sent in at once: Slack is asked after the answer.
    refused = newsroom.read(await newsroom.save(lead, form, leads=[us, bot]))
    assert "is a bot. Choose full members of this workspace." in refused
    assert await newsroom.bot.record.read(lambda session: session.get(Desk, 1)) is None
    saved = newsroom.read(await newsroom.save(lead, await newsroom.form(lead), leads=[us]))
    assert "This desk is set up." in saved


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ({"team": "T9"}, "@chen is from another organisation."),
        ({"deactivated": True}, "@chen has left this workspace."),
        ({"is_bot": True}, "@chen is a bot."),
        ({"is_restricted": True}, "@chen is a guest here."),
        ({}, ""),
    ],
)
async def test_only_full_members_lead(newsroom: Newsroom, who: dict[str, Any], says: str) -> None:
    chen = newsroom.checker.person
    form = await newsroom.settings(newsroom.lead)
    for name, value in who.items():
        setattr(chen, name, value)
    told = newsroom.read(await newsroom.save(newsroom.lead, form, leads=[chen.id]))
    assert says in told
    assert ("This desk is set up." in told) == (not who)


async def test_a_lead_who_left_is_named_when_the_form_opens_and_must_go(newsroom: Newsroom) -> None:
    us, chen = newsroom.lead.person.id, newsroom.checker.person.id
    await newsroom.set_up(newsroom.lead, leads=[us, chen])
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    newsroom.server.workspace.people[chen].deactivated = True
    form = await newsroom.settings(newsroom.lead)
    assert "@chen has left this workspace. Choose full members of this workspace." in newsroom.read(form)
    assert "Nothing was changed. @chen has left this workspace." in newsroom.read(
        await newsroom.lead.submit(form, {"digest_time": "10:00"})
    )
    told = newsroom.read(await newsroom.save(newsroom.lead, await newsroom.form(newsroom.lead), leads=[us]))
    assert "Changed: digest 09:00 → 10:00; leads @olena, @chen → @olena." in told


async def test_somebody_told_in_the_end_who_cannot_be_is_named_on_their_page(newsroom: Newsroom) -> None:
    page = await more(newsroom, newsroom.lead)
    gus = newsroom.guest.person.id
    await newsroom.lead.fill(page, {"tell_at_last": [gus]})
    form = await newsroom.press_in_form(newsroom.lead, page, "first_settings")
    told = newsroom.read(await newsroom.save(newsroom.lead, form, digest_time="10:00"))
    assert "Nothing was changed. @gus is a guest here." in told
    assert values(await newsroom.form(newsroom.lead))["tell_at_last"] == [gus]


async def test_slack_not_saying_who_they_are_saves_nothing_and_loses_nothing(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    newsroom.server.faults.fail("users.info", status=500)
    us = [newsroom.lead.person.id, newsroom.checker.person.id]
    told = newsroom.read(await newsroom.save(newsroom.lead, form, leads=us, digest_time="10:00"))
    assert "Slack did not say who you chose. Nothing was changed. Save again in a moment." in told
    form = await newsroom.form(newsroom.lead)
    assert (values(form)["leads"], values(form)["digest_time"]) == (us, "10:00")
    assert "This desk is set up." in newsroom.read(await newsroom.save(newsroom.lead, form))


async def test_saving_shows_three_digests_held_back_to_working_time(newsroom: Newsroom) -> None:
    told = newsroom.read(
        await newsroom.set_up(newsroom.lead, work_days=["0", "1", "2", "3"], work_from="10:00", work_until="18:00")
    )
    assert "Next digest: Wed 24 May, 10:00 Kyiv, in #verification." in told
    assert "Then Thu 25 May, 10:00 and Mon 29 May, 10:00." in told


async def test_undo_puts_everything_back_as_it_was(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    before = await newsroom.bot.record.read(as_it_is)
    saved = await newsroom.set_up(newsroom.lead, digest_time="06:00", patience="60", leads=[newsroom.checker.person.id])
    assert saved.view is not None
    assert buttons(saved.view) == ["Undo", "Send me a test digest"]
    assert "Next reminder: Tue 23 May, 15:02 Kyiv." in newsroom.read(saved)
    undone = await newsroom.press_in_form(newsroom.lead, saved.view, "undo_settings")
    told = newsroom.read(undone)
    assert "The settings are as they were before." in told
    assert "digest 06:00 → 09:00; first reminder after 1 hour → 24 hours; leads @chen → @olena." in told
    assert "Next reminder: Wed 24 May, 14:02 Kyiv." in told
    assert buttons(undone) == ["Send me a test digest"]
    assert await newsroom.bot.record.read(as_it_is) == before
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    assert "Put back by @olena" in newsroom.read(await newsroom.settings(newsroom.lead))


async def test_undoing_the_first_set_up_leaves_the_channel_as_nobodys(newsroom: Newsroom) -> None:
    await newsroom.file()
    saved = await newsroom.set_up(newsroom.checker, digest_time="06:00")
    assert saved.view is not None
    assert "as they were before" in newsroom.read(
        await newsroom.press_in_form(newsroom.checker, saved.view, "undo_settings")
    )
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    assert "Its lead: @rita." in newsroom.read(await newsroom.set_up(newsroom.reporter)), "anybody may again"


async def test_what_somebody_changed_since_is_not_undone(newsroom: Newsroom) -> None:
    us = [newsroom.lead.person.id, newsroom.checker.person.id]
    await newsroom.set_up(newsroom.lead, leads=us)
    mine = await newsroom.form(newsroom.lead)
    await newsroom.set_up(newsroom.checker, digest_time="07:00")
    told = newsroom.read(await newsroom.press_in_form(newsroom.lead, mine, "undo_settings"))
    assert "@chen changed these settings at 14:02, while you were at it. Nothing was changed." in told


async def test_saving_what_is_so_already_is_no_change(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    told = await newsroom.set_up(newsroom.lead)
    assert "Nothing was changed: this desk was set up so already." in newsroom.read(told)
    assert told.view is not None
    assert buttons(told.view) == ["Send me a test digest"]


async def test_a_changed_hour_moves_the_digest_and_no_day_has_two_or_none(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.set_up(newsroom.lead)
    await newsroom.to(kyiv(24, 9))
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    saved = await newsroom.set_up(newsroom.lead, digest_time="10:00")
    assert saved.view is not None
    await newsroom.press_in_form(newsroom.lead, saved.view, "undo_settings")
    for day in (25, 26):
        await newsroom.to(kyiv(day, 12))
    heads = [text.partition(" · ")[2][:10] for text in newsroom.texts("digest")]
    assert heads == ["Wed 24 May", "Thu 25 May", "Fri 26 May"]


def as_it_is(session: Session) -> dict[str, Any]:
    """The desk's row, its revision left out."""
    desk = session.get(Desk, 1)
    assert desk is not None
    return desk.model_dump(exclude={"revision"})
