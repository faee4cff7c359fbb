"""Who leads a desk sees on their Home when it runs next, when it ran last, what is wrong, and what to do about it."""

from __future__ import annotations

from sqlmodel import select

from sandbox import forms
from sandbox.acting import Actor
from sandbox.modals import View
from sandbox.paperwork import ready
from store import Session
from store.tables import Due
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import values


async def home_of(newsroom: Newsroom, who: Actor) -> str:
    """What somebody reads under "Your desks"; empty if there is no such section."""
    return newsroom.read(await home(who)).partition("Your desks")[2]


async def home(who: Actor) -> View:
    view = await who.open_home()
    assert view is not None
    return view


def everything_due(session: Session) -> list[tuple[object, ...]]:
    """Every due row as it stands."""
    return [(row.kind, row.at, row.day, row.last_day) for row in session.exec(select(Due)).all()]


async def leads(newsroom: Newsroom, channel: str, *who: Actor) -> None:
    """Have a channel set up, by the admin, with these leads."""
    await newsroom.set_up(newsroom.lead, channel, leads=[each.person.id for each in who])
    await newsroom.lead.close(await newsroom.form(newsroom.lead))


async def test_a_lead_sees_the_next_runs_and_the_last(newsroom: Newsroom) -> None:
    await leads(newsroom, "verification", newsroom.checker)
    assert "No reminder waits." in await home_of(newsroom, newsroom.checker)
    await newsroom.file()
    told = await home_of(newsroom, newsroom.checker)
    assert "#verification" in told
    assert "Next digest: Wed 24 May, 09:00 Kyiv." in told
    assert "Next reminder: Wed 24 May, 14:02 Kyiv." in told
    assert "No digest has come yet." in told
    await newsroom.to(kyiv(24, 9))
    told = await home_of(newsroom, newsroom.checker)
    assert "Next digest: Thu 25 May, 09:00 Kyiv." in told
    assert "Last digest: 24 May 2023, 09:00." in told


async def test_who_leads_none_has_no_such_section(newsroom: Newsroom) -> None:
    await leads(newsroom, "verification", newsroom.checker)
    for who in (newsroom.reporter, newsroom.guest):
        assert await home_of(newsroom, who) == ""


async def test_an_admin_sees_every_public_desk_and_a_private_one_only_if_they_lead_it(newsroom: Newsroom) -> None:
    await leads(newsroom, "belgorod", newsroom.checker)
    await leads(newsroom, "investigation", newsroom.reporter)
    told = await home_of(newsroom, newsroom.lead)
    assert "#belgorod" in told
    assert "investigation" not in told
    assert "#investigation" in await home_of(newsroom, newsroom.reporter)
    assert "investigation" not in await home_of(newsroom, newsroom.checker)


async def test_what_is_wrong_is_said_in_words_with_what_to_do(newsroom: Newsroom) -> None:
    newsroom.expected.add(("chat.postMessage", "not_in_channel"))
    await newsroom.set_up(newsroom.lead, digest_channel=newsroom.channel("wire").id)
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    await newsroom.to(kyiv(24, 9))
    told = await home_of(newsroom, newsroom.lead)
    assert (
        "I cannot post the digest: I am not in #wire. Type /invite @Counterclaim there and the digest will follow."
        in told
    )
    await newsroom.lead.invite("wire", "Counterclaim")
    await newsroom.settle()
    told = await home_of(newsroom, newsroom.lead)
    assert "I cannot post" not in told
    assert "Last digest: 24 May 2023, 09:00." in told


async def test_a_desk_is_set_up_from_home_which_shows_it_at_once(newsroom: Newsroom) -> None:
    await leads(newsroom, "verification", newsroom.checker)
    opened = await newsroom.checker.press(await home(newsroom.checker), "desk_settings")
    assert opened.acked
    form = await ready(newsroom.server, newsroom.checker, "zone")
    assert "The settings of #verification." in newsroom.read(form)
    assert values(form)["digest_time"] == "09:00"
    told = newsroom.read(await newsroom.save(newsroom.checker, form, digest_time="07:45", patience="60"))
    assert "Changed: digest 09:00 → 07:45; first reminder after 24 hours → 1 hour." in told
    await newsroom.server.until(
        lambda: "07:45" in newsroom.read(newsroom.server.views.homes[newsroom.checker.person.id])
    )


async def test_who_led_it_when_home_was_drawn_is_refused_later(newsroom: Newsroom) -> None:
    await leads(newsroom, "verification", newsroom.checker)
    drawn = await home(newsroom.checker)
    await leads(newsroom, "verification", newsroom.reporter)
    await newsroom.checker.press(drawn, "desk_settings")
    await newsroom.server.until(lambda: "Only the leads" in newsroom.top(newsroom.checker))
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    await newsroom.checker.press(drawn, "test_digest")
    assert "Only the leads" in newsroom.top(newsroom.checker)


async def test_a_test_digest_comes_to_one_person_and_changes_nothing(newsroom: Newsroom) -> None:
    await leads(newsroom, "verification", newsroom.checker)
    number = await newsroom.file()
    await newsroom.dispute(number)
    await newsroom.settle()
    before = await newsroom.bot.record.read(everything_due)
    await newsroom.checker.press(await home(newsroom.checker), "test_digest")
    assert "on its way to you" in newsroom.top(newsroom.checker)
    (test,) = [text for text in await newsroom.direct_messages(newsroom.checker) if "test digest" in text]
    assert test.startswith("A test digest of #verification, for you alone. It counts for nothing.")
    assert "1 contested claim, 1 open dispute" in test
    assert newsroom.posts("digest") == []
    assert await newsroom.bot.record.read(everything_due) == before
    await newsroom.to(kyiv(24, 9))
    assert len(newsroom.texts("digest")) == 1


async def test_a_private_desks_digest_is_not_sent_out_of_it(newsroom: Newsroom) -> None:
    await leads(newsroom, "investigation", newsroom.reporter)
    offered = [element["action_id"] for _, element in forms.interactive((await home(newsroom.reporter)).blocks)]
    assert "desk_settings" in offered
    assert "test_digest" not in offered
    await newsroom.file(by=newsroom.reporter, channel="investigation")
    await newsroom.set_up(newsroom.reporter, "investigation", digest_time="08:00")
    shown = await newsroom.press_in_form(newsroom.reporter, await newsroom.form(newsroom.reporter), "test_digest")
    assert "A test digest of #investigation, for you alone." in newsroom.read(shown)
    assert not [text for text in await newsroom.direct_messages(newsroom.reporter) if "test digest" in text]


async def test_somebodys_own_conversation_is_a_desk_of_theirs_once_it_is_set_up(newsroom: Newsroom) -> None:
    who = newsroom.reporter
    await newsroom.set_up(who, "im", digest_days=["0"])
    await who.close(await newsroom.form(who))
    assert "Your conversation with me" in await home_of(newsroom, who)
    assert "Your conversation with me" not in await home_of(newsroom, newsroom.lead)


async def test_ones_own_conversation_shows_its_test_digest_where_it_was_set_up(newsroom: Newsroom) -> None:
    who = newsroom.reporter
    await newsroom.file(by=who, channel="im")
    await newsroom.set_up(who, "im", digest_days=["0"])
    shown = await newsroom.press_in_form(who, await newsroom.form(who), "test_digest")
    assert "A test digest of this conversation, for you alone." in newsroom.read(shown)
    assert "1 unverified; oldest C-1" in newsroom.read(shown)


async def test_an_admin_sees_the_desks_when_they_first_open_home(newsroom: Newsroom) -> None:
    await newsroom.file()
    await newsroom.settle()
    assert "#verification · not set up yet" in await home_of(newsroom, newsroom.lead)


async def test_the_last_digest_is_the_last_one_that_is_done_with(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, if_nothing="not at all")
    await newsroom.lead.close(await newsroom.form(newsroom.lead))
    await newsroom.file()
    await newsroom.dispute(1)
    await newsroom.to(kyiv(24, 9))
    await newsroom.discard(1)
    await newsroom.to(kyiv(25, 9))
    await newsroom.to(kyiv(26, 9))
    silent = "Last digest: 26 May 2023, 09:00; it had nothing to say and was not posted."
    assert silent in await home_of(newsroom, newsroom.lead)
    await newsroom.file("Moscow: 70 were killed https://www.wionews.com/3")
    await newsroom.dispute(2)
    await newsroom.lead.kick("verification", "counterclaim")
    newsroom.expected.add(("chat.postMessage", "not_in_channel"))
    await newsroom.to(kyiv(27, 9))
    told = await home_of(newsroom, newsroom.lead)
    assert silent in told, "what waits has not come"
    assert "I cannot post" in told


async def test_a_test_digest_takes_nothing_out_of_the_channel_it_is_kept_in(newsroom: Newsroom) -> None:
    await newsroom.set_up(newsroom.lead, restricted=["yes"], leads=[newsroom.checker.person.id])
    number = await newsroom.file()
    await newsroom.dispute(number)
    await newsroom.checker.press(await home(newsroom.checker), "test_digest")
    (test,) = [text for text in await newsroom.direct_messages(newsroom.checker) if "test digest" in text]
    assert "Nothing contested today" in test
    assert "Ukrainian armed groups" not in test
    assert "C-1" not in test
