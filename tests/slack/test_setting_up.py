"""Somebody sets a channel up from inside Slack, and sees at once what that leads to."""

from __future__ import annotations

from typing import Any

from store import Session
from store.tables import Desk
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons, values


async def test_saving_shows_the_next_digest_and_reminder_in_local_time(newsroom: Newsroom) -> None:
    await newsroom.file()
    outcome = await newsroom.set_up(newsroom.lead, zone="Asia/Kathmandu", digest_time="07:30", patience="120")
    told = newsroom.read(outcome)
    assert "This desk is set up." in told
    assert "Next digest: Wed 24 May, 07:30 Kathmandu, in #verification." in told
    assert "Next reminder: Tue 23 May, 18:47 Kathmandu." in told
    assert "Its lead: @olena." in told


async def test_the_form_opens_with_the_askers_own_zone_and_the_usual_times(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.checker)
    assert values(form) == {
        "zone": "Europe/London",
        "digest_time": "09:00",
        "digest_days": ["0", "1", "2", "3", "4", "5", "6"],
        "digest_channel": None,
        "leads": [newsroom.checker.person.id],
        "second_reader": [],
    }


async def test_the_form_opens_again_with_what_was_saved(newsroom: Newsroom) -> None:
    chosen: dict[str, Any] = {
        "zone": "Asia/Tbilisi",
        "digest_time": "06:15",
        "digest_days": ["0", "4"],
        "digest_channel": newsroom.channel("belgorod").id,
        "leads": [newsroom.lead.person.id, newsroom.checker.person.id],
        "second_reader": ["yes"],
    }
    await newsroom.set_up(newsroom.lead, **chosen)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    assert values(await newsroom.settings(newsroom.lead)) == chosen


async def test_no_day_chosen_means_no_digest(newsroom: Newsroom) -> None:
    told = newsroom.read(await newsroom.set_up(newsroom.lead, digest_days=[]))
    assert "No digest is to come" in told
    await newsroom.file()
    await newsroom.to(kyiv(24, 9, 30))
    assert newsroom.texts("digest") == []


async def test_zones_are_found_by_their_city(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    found = await newsroom.lead.options(form, "pick_zone", "new york")
    assert [option["value"] for option in found] == ["America/New_York"]
    assert found[0]["text"]["text"] == "America/New_York · 07:02"
    assert await newsroom.lead.options(form, "pick_zone", "nowhere at all") == []
    assert len(await newsroom.lead.options(form, "pick_zone", "")) > 10


async def test_any_full_member_sets_a_channel_up_first_and_becomes_its_lead(newsroom: Newsroom) -> None:
    told = newsroom.read(await newsroom.set_up(newsroom.checker, "belgorod"))
    assert "Its lead: @chen." in told


async def test_a_guest_is_refused(newsroom: Newsroom) -> None:
    await newsroom.guest.type("belgorod", "/claim setup")
    await newsroom.server.until(lambda: "Guests" in _open(newsroom, newsroom.guest.person.id))
    assert _open(newsroom, newsroom.guest.person.id) == (
        "Guests cannot set a channel up. Nothing was changed. Ask a full member to type /claim setup."
    )


async def test_afterwards_only_leads_and_admins_may(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.checker, "belgorod")
    for somebody in (newsroom.reporter, newsroom.guest):
        await somebody.type("belgorod", "/claim setup")
        who = somebody.person.id
        await newsroom.server.until(lambda who=who: "Only the leads" in _open(newsroom, who))  # type: ignore[misc]
        assert "Its lead is @chen." in _open(newsroom, who)
        assert "Nothing was changed." in _open(newsroom, who)
    told = newsroom.read(await newsroom.set_up(newsroom.lead, "belgorod", patience="60"))
    assert "The settings are saved." in told, "the workspace's admins always may"
    assert "Changed: first reminder after 24 hours → 1 hour." in told
    assert "Its lead: @chen." in told


async def test_of_two_people_saving_at_once_the_second_keeps_what_they_chose(newsroom: Newsroom) -> None:
    await newsroom.file()
    theirs = await newsroom.settings(newsroom.lead)
    mine = await newsroom.settings(newsroom.checker)
    us = [newsroom.lead.person.id, newsroom.checker.person.id]
    saved = await newsroom.save(newsroom.lead, theirs, digest_time="08:30", leads=us)
    assert "This desk is set up." in newsroom.read(saved)
    late = newsroom.read(await newsroom.checker.submit(mine, {"digest_time": "10:15", "digest_days": ["0", "4"]}))
    assert "@olena changed these settings at 14:02, while you were at it. Nothing was changed." in late
    assert "What you chose is still here: Save puts it over theirs, Cancel leaves theirs." in late
    assert "Set up by @olena, 23 May 2023, 14:02: digest 09:00 → 08:30; leads nobody → @olena, @chen." in late
    form = await newsroom.form(newsroom.checker)
    assert (values(form)["digest_time"], values(form)["digest_days"]) == ("10:15", ["0", "4"])
    over = newsroom.read(await newsroom.checker.submit(form))
    assert "Changed: digest 08:30 → 10:15; days of the digest every day → Mon, Fri" in over


async def test_what_was_chosen_on_the_other_page_is_kept_too(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    mine = await newsroom.settings(newsroom.lead)
    await newsroom.lead.fill(mine, {"digest_time": "10:15"})
    more = await newsroom.press_in_form(newsroom.lead, mine, "more_settings")
    await newsroom.bot.record.write(touch)
    await newsroom.lead.submit(more, {"remind_times": "5", "days_off": "24 December"})
    form = await newsroom.form(newsroom.lead)
    assert (values(form)["remind_times"], values(form)["days_off"]) == ("5", "24 December")
    told = newsroom.read(await newsroom.lead.submit(form))
    assert "Changed: digest 09:00 → 10:15; how many reminders 3 → 5; days off none → 2023-12-24." in told


async def test_of_two_people_opening_a_new_desk_at_once_the_second_is_told(newsroom: Newsroom) -> None:
    theirs, mine = await newsroom.settings(newsroom.checker), await newsroom.settings(newsroom.lead)
    assert "Its lead: @chen." in newsroom.read(await newsroom.checker.submit(theirs, {"digest_time": "08:00"}))
    late = newsroom.read(await newsroom.lead.submit(mine, {"digest_time": "10:00"}))
    assert "@chen changed these settings at 14:02, while you were at it." in late


async def test_what_a_colleague_files_meanwhile_is_in_nobodys_way(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    await newsroom.file(by=newsroom.checker)
    told = newsroom.read(await newsroom.lead.submit(form, {"digest_time": "10:00"}))
    assert "This desk is set up." in told
    assert "Its lead: @olena." in told


async def test_while_a_desks_zone_is_being_learnt_the_form_offers_the_askers_own(newsroom: Newsroom) -> None:
    newsroom.server.faults.rate_limit("users.info", retry_after=3)
    await newsroom.file(by=newsroom.reporter)
    await newsroom.server.until(lambda: newsroom.server.faults.taken["rate_limit"] == 1)
    form = await newsroom.settings(newsroom.checker)
    assert values(form)["zone"] == "Europe/London"


async def test_a_zone_that_is_none_is_said_under_its_field(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead)
    option = {"text": {"type": "plain_text", "text": "Atlantis"}, "value": "Europe/Atlantis"}
    form.offered["pick_zone"] = [option]
    outcome = await newsroom.lead.submit(form, {"zone": "Europe/Atlantis"})
    assert outcome.errors == {
        "zone": "There is no time zone called Europe/Atlantis. Nothing was changed. "
        "Choose one from the list, for example Europe/Kyiv."
    }


async def test_a_private_channel_keeps_its_digest(newsroom: Newsroom) -> None:
    form = await newsroom.settings(newsroom.lead, "investigation")
    assert "digest_channel" not in values(form), "what is filed there stays there"
    told = newsroom.read(await newsroom.lead.submit(form, {"digest_time": "10:00"}))
    assert "in #investigation" in told


async def test_one_may_set_up_ones_own_conversation(newsroom: Newsroom) -> None:
    told = newsroom.read(await newsroom.set_up(newsroom.reporter, "im", digest_days=["0"]))
    assert "Next digest: Mon 29 May, 09:00 Kyiv" in told


async def test_a_shorter_patience_moves_the_reminders_that_wait(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.set_up(newsroom.lead, patience="60")
    await newsroom.to(kyiv(23, 15, 3))
    assert len(newsroom.texts("reminder")) == 1


async def test_a_shorter_patience_reminds_of_what_is_over_it_now_and_never_in_the_past(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.to(kyiv(23, 20))
    told = newsroom.read(await newsroom.set_up(newsroom.lead, patience="60"))
    assert "Next reminder: Tue 23 May, 20:00 Kyiv." in told
    await newsroom.settle()
    assert len(newsroom.texts("reminder")) == 1


async def test_the_first_desk_offers_to_be_set_up(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    (notice,) = newsroom.posts("desk")
    assert buttons(notice) == ["Set this desk up"]
    await newsroom.lead.press(notice, "make_desk")
    await newsroom.server.until(lambda: "zone" in str(newsroom.server.views.top(newsroom.lead.person.id)))
    told = newsroom.read(await newsroom.lead.submit(await newsroom.form(newsroom.lead), {}))
    assert "This desk is set up." in told


async def test_slack_not_answering_who_is_asking_is_said_and_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.server.faults.fail("users.info", status=500)
    await newsroom.lead.type("verification", "/claim setup")
    await newsroom.server.until(lambda: "Something broke" in _open(newsroom, newsroom.lead.person.id))
    assert await newsroom.bot.record.read(lambda session: session.get(Desk, 1)) is None


def touch(session: Session) -> None:
    """As if somebody else had saved, of whom no event tells."""
    desk = session.get(Desk, 1)
    assert desk is not None
    desk.revision += 1
    session.add(desk)


def _open(newsroom: Newsroom, person: str) -> str:
    view = newsroom.server.views.top(person)
    return "" if view is None else newsroom.read(view)
