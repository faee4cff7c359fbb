"""Guests and people of other workspaces see what is in channels they are in, from the moment on that they are."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import select

from sandbox.acting import Actor
from store import Session
from store.tables import Leaver
from tests.slack.newsroom import DENIAL, Newsroom
from tests.slack.reading import values

SHORT = "Slack did not tell me in time which channels you are in"
SECRET = "Source: the column had a guide https://www.wionews.com/secret"


@pytest.fixture
async def two_desks(newsroom: Newsroom) -> Newsroom:
    """C-1 at #verification, where the guest is not, and C-2 at #belgorod, where they are."""
    assert await newsroom.file() == 1
    await newsroom.set_up(newsroom.lead, "belgorod")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    assert await newsroom.file(SECRET, channel="belgorod") == 2
    await newsroom.settle()
    return newsroom


async def left(room: Newsroom, many: int) -> None:
    """Wait until the bot knows of so many who have left a channel."""

    def count(session: Session) -> int:
        return len(session.exec(select(Leaver)).all())

    async with asyncio.timeout(5):
        while await room.bot.record.read(count) < many:
            pass


async def looked_up(room: Newsroom, who: Actor, channel: str = "belgorod") -> str:
    """All that somebody is told who looks everywhere."""
    told = [
        room.read(await who.type(channel, f"/claim {typed}"))
        for typed in (
            "list",
            "list unverified",
            "search attack",
            "search guide",
            "C-1",
            "history C-1",
            "list by Moscow",
        )
    ]
    return "\n".join(told)


async def test_a_guest_sees_their_channels_claims_and_no_others(two_desks: Newsroom) -> None:
    told = await looked_up(two_desks, two_desks.guest)
    assert "C-2" in told
    assert "the column had a guide" in told
    assert "carried out the attack" not in told
    assert "There is no C-1 that you can see." in told
    assert "There is no speaker “Moscow” that you can see." in told
    assert SHORT not in told


async def test_a_full_member_sees_both_and_slack_is_asked_nothing(two_desks: Newsroom) -> None:
    await looked_up(two_desks, two_desks.reporter)
    calls = two_desks.server.record.calls
    before = calls["users.conversations"], calls["users.info"]
    told = await looked_up(two_desks, two_desks.reporter)
    assert "carried out the attack" in told
    assert "the column had a guide" in told
    assert (calls["users.conversations"], calls["users.info"]) == before


async def test_who_is_not_known_yet_is_asked_about_first(two_desks: Newsroom) -> None:
    """The checker has not done anything here: Slack says that they are a full member."""
    assert "carried out the attack" in await looked_up(two_desks, two_desks.checker)


async def test_slack_is_asked_once_a_minute_and_again_when_they_come_or_go(two_desks: Newsroom) -> None:
    calls, guest = two_desks.server.record.calls, two_desks.guest
    before = calls["users.conversations"]
    await looked_up(two_desks, guest)
    assert calls["users.conversations"] == before + 1
    await two_desks.lead.invite("verification", guest.person.id)
    assert "carried out the attack" in await looked_up(two_desks, guest)
    assert calls["users.conversations"] == before + 2
    await two_desks.lead.kick("verification", guest.person.id)
    told = await looked_up(two_desks, guest)
    assert "carried out the attack" not in told
    assert "There is no C-1 that you can see." in told


@pytest.mark.parametrize("trouble", ["slow", "failing", "limited"])
async def test_where_slack_does_not_say_in_time_the_channel_alone_is_shown_and_that_is_said(
    two_desks: Newsroom, trouble: str
) -> None:
    guest, faults = two_desks.guest, two_desks.server.faults
    await two_desks.lead.invite("verification", guest.person.id)
    if trouble == "slow":
        faults.slow("users.conversations", seconds=2.0, times=None)
    elif trouble == "failing":
        faults.fail("users.conversations", times=None)
    else:
        faults.rate_limit("users.conversations", times=None)
    outcome = await guest.type("belgorod", "/claim list")
    told = two_desks.read(outcome)
    assert outcome.seconds < 1.5
    assert SHORT in told
    assert "C-2" in told
    assert "C-1" not in told
    refused = two_desks.read(await guest.type("belgorod", "/claim C-1"))
    assert "There is no C-1 that you can see." in refused
    assert SHORT in refused
    view = await guest.open_home()
    assert view is not None
    assert SHORT in two_desks.read(view)
    faults.clear()
    await two_desks.server.until(lambda: not two_desks.server.faults.active)
    found = two_desks.read(await guest.type("belgorod", "/claim list"))
    assert "C-1" in found
    assert SHORT not in found


async def test_filing_never_waits_for_it(two_desks: Newsroom) -> None:
    """Whoever waited would wait half a second each time. What looks the same is looked for after the answer."""
    two_desks.server.faults.slow("users.conversations", seconds=2.0, times=None)
    two_desks.server.faults.slow("users.info", seconds=2.0, times=None)
    took = []
    for number in (3, 4, 5):
        line = f"/claim Moscow: it was us, {number} of us https://www.wionews.com/{number}"
        outcome = await two_desks.guest.type("belgorod", line)
        assert f"C-{number} is filed." in two_desks.read(outcome)
        took.append(outcome.seconds)
    assert min(took) < 0.5
    two_desks.server.faults.clear()


async def test_who_files_from_a_channel_that_is_no_desk_may_correct_it_from_there(newsroom: Newsroom) -> None:
    await newsroom.file()
    filed = await newsroom.guest.type("belgorod", f"/claim {SECRET}")
    assert "C-2 is filed." in newsroom.read(filed)
    form = await newsroom.guest.press(filed.messages[0], "edit")
    assert form.view is not None, form.error
    assert values(form.view)["statement"] == "the column had a guide"
    told = newsroom.read(await newsroom.guest.type("belgorod", "/claim list"))
    assert "C-2" in told
    assert "C-1" not in told
    assert "There is no C-2 that you can see." in newsroom.read(await newsroom.guest.type("im", "/claim C-2"))


async def test_somebody_of_another_workspace_presses_buttons_where_they_are(two_desks: Newsroom) -> None:
    sam = await two_desks.lead.share("belgorod", "sam@wire.example")
    opened = await sam.press(await two_desks.card(2), "more")
    assert opened.view is not None, opened.error
    assert "the column had a guide" in two_desks.read(opened.view)
    assert "Merge…" not in two_desks.read(opened.view), "only who filed it, its checker or a lead may"
    dispute = await sam.press(await two_desks.card(2), "dispute")
    assert dispute.view is not None
    await sam.close(dispute.view, leave=True)
    dispute = await sam.press(await two_desks.card(2), "dispute")
    assert dispute.view is not None
    found = [option["value"] for option in await sam.options(dispute.view, "pick_claims", "")]
    assert found == ["2"], "no claim of another desk is offered"
    await two_desks.lead.kick("belgorod", sam.person.id)
    await two_desks.settle()
    assert await sam.options(dispute.view, "pick_claims", "") == []


async def test_an_admin_of_another_workspace_is_none_here(two_desks: Newsroom) -> None:
    sam = await two_desks.lead.share("belgorod", "sam@wire.example")
    sam.person.is_admin = True
    opened = await sam.press(await two_desks.card(2), "more")
    assert opened.view is not None
    assert "Restrict" not in two_desks.read(opened.view)


async def test_a_form_opened_in_a_private_channel_is_no_way_in_once_one_has_left(newsroom: Newsroom) -> None:
    await newsroom.file(SECRET, channel="investigation")
    await newsroom.settle()
    form = await newsroom.more(newsroom.reporter, 1, "edit")
    picker = (await newsroom.lead.type("investigation", "/dispute")).view
    assert picker is not None
    for who in (newsroom.reporter, newsroom.lead):
        await who.leave("investigation")
    await left(newsroom, 2)
    answer = await newsroom.reporter.submit(form, {"statement": "the column had two guides"})
    assert "You are not in that channel any more" in " ".join(answer.errors.values())
    assert await newsroom.lead.options(picker, "pick_claims", "guide") == []
    top = await newsroom.reporter.view()
    assert top is not None
    assert values(top)["statement"] == "the column had two guides", "what was typed is still there"
    await newsroom.checker.type("verification", "/claim list")
    assert "two guides" not in await newsroom.card_text(1)


async def test_a_channel_that_turns_private_keeps_its_claims_from_the_first_sign_of_it_on(two_desks: Newsroom) -> None:
    assert "the column had a guide" in await looked_up(two_desks, two_desks.checker, "verification")
    await two_desks.lead.make_private("belgorod")
    await two_desks.lead.type("belgorod", "/claim help")  # any request from there tells
    told = await looked_up(two_desks, two_desks.checker, "verification")
    assert "the column had a guide" not in told
    assert "C-2" not in told
    assert "the column had a guide" in await looked_up(two_desks, two_desks.checker, "belgorod")


async def test_it_is_found_out_too_where_nobody_asks_for_anything(two_desks: Newsroom) -> None:
    await two_desks.reporter.type("verification", "/dispute C-1 with C-2")
    assert "Contested (1)" in await two_desks.card_text(1)
    await two_desks.lead.make_private("belgorod")
    await two_desks.bot.look_at_channels()
    assert "C-2" not in await looked_up(two_desks, two_desks.checker, "verification")
    assert "Contested" not in await two_desks.card_text(1), "no card elsewhere names it any more"


async def test_where_the_bot_was_taken_out_of_it_a_channel_nobody_shows_us_is_taken_for_private(
    two_desks: Newsroom,
) -> None:
    await two_desks.lead.make_private("belgorod")
    await two_desks.lead.kick("belgorod", "bot")
    two_desks.expected.add(("conversations.info", "channel_not_found"))
    await two_desks.bot.look_at_channels()
    assert "C-2" not in await looked_up(two_desks, two_desks.checker, "verification")


async def test_a_guest_who_follows_is_told_directly_only_while_they_are_in_the_channel(two_desks: Newsroom) -> None:
    guest = two_desks.guest
    await two_desks.more(guest, 2, "follow_directly")
    await guest.close(await two_desks.form(guest), leave=True)
    await two_desks.dispute(2, DENIAL, channel="belgorod")
    assert len(await two_desks.direct_messages(guest)) == 1
    await two_desks.lead.kick("belgorod", guest.person.id)
    await two_desks.dispute(2, "Guide: I was not there https://www.wionews.com/9", channel="belgorod")
    assert len(await two_desks.direct_messages(guest)) == 1
