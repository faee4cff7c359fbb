"""Right of reply: somebody is asked, it is seen, something comes of it, and an answer becomes a dispute or a report."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.acting import Actor
from sandbox.modals import View
from store import Session
from store.desks import desk_by_id
from tests.slack.newsroom import Newsroom, kyiv
from tests.slack.reading import buttons, values

ASKED = "/claim C-1 asked Kyiv's ministry by mail until 25 May 18:00: Were your troops in Kozinka?"


async def told(newsroom: Newsroom, text: str, who: Actor | None = None) -> str:
    return newsroom.read(await (who or newsroom.checker).type("verification", text))


async def asked(newsroom: Newsroom) -> None:
    """A claim about which Kyiv's ministry is asked."""
    await newsroom.know(newsroom.reporter)
    await newsroom.know(newsroom.checker)
    await newsroom.file()
    said = await told(newsroom, ASKED.replace("C-1", "C-3"), newsroom.reporter)
    assert "Noted on C-3: Reply asked of Kyiv's ministry, until 25 May 2023, 18:00" in said, said


async def outcome(newsroom: Newsroom, who: Actor, **changed: Any) -> View:
    await newsroom.settle()
    form = await newsroom.more(who, 3, "note_reply", "1")
    done = await who.submit(form, changed)
    assert not done.errors, done.errors
    assert done.view is not None
    return done.view


async def test_a_request_is_on_the_card_in_the_whole_view_and_in_the_history(newsroom: Newsroom) -> None:
    await asked(newsroom)
    card = await newsroom.card_text(3)
    assert "Reply asked of Kyiv's ministry, until 25 May 2023, 18:00" in card
    assert len(card.splitlines()) <= 7
    assert any("asked Kyiv's ministry for a reply to C-3 by mail" in each for each in await newsroom.thread(3))
    whole = await told(newsroom, "/claim C-3", newsroom.reporter)
    assert "Waiting: Kyiv's ministry, by mail, asked 23 May 2023 by @" in whole
    assert "Put to them: Were your troops in Kozinka?" in whole
    assert "Were your troops in Kozinka?" in await told(newsroom, "/claim history C-3")
    assert "In the reply" in await told(newsroom, "/claim search Were your troops in Kozinka")
    wording = await told(newsroom, "/claim wording C-3")
    assert "Kyiv's ministry was asked for a reply until 25 May 2023, 18:00: is there one?" in wording
    assert "did not respond" not in wording


@pytest.mark.parametrize(
    ("came", "answer", "card", "printed"),
    [
        ("refused", "", "Kyiv's ministry declined to comment", "Kyiv's ministry declined to comment."),
        (
            "no answer",
            "",
            "No answer from Kyiv's ministry by 25 May 2023, 18:00",
            "Kyiv's ministry did not respond to a request for comment.",
        ),
        (
            "answered",
            "None of our troops were there.",
            "Kyiv's ministry answered when asked for a reply",
            "Asked for comment, Kyiv's ministry said: None of our troops were there.",
        ),
    ],
)
async def test_what_came_of_it_is_on_the_card_and_in_the_wording(
    newsroom: Newsroom, came: str, answer: str, card: str, printed: str
) -> None:
    await asked(newsroom)
    await outcome(newsroom, newsroom.checker, outcome=came, answer=answer)
    assert card in await newsroom.card_text(3)
    assert printed in await told(newsroom, "/claim wording C-3")
    assert any("noted on C-3" in each for each in await newsroom.thread(3))


async def test_an_answer_becomes_a_dispute_of_who_was_asked(newsroom: Newsroom) -> None:
    await asked(newsroom)
    done = await outcome(newsroom, newsroom.checker, outcome="answered", answer="None of our troops were there.")
    assert buttons(done) == ["File it as a dispute…", "Add it as a report…"]
    form = await newsroom.press_in_form(newsroom.checker, done, "reply_as_dispute", "1")
    assert values(form)["speaker"] == "Kyiv's ministry"
    assert values(form)["statement"] == "None of our troops were there."
    filed = await newsroom.checker.submit(form, {"kind": "denies"})
    assert "Your dispute of C-3 is filed." in newsroom.read(filed), filed.errors
    card = await newsroom.card_text(3)
    assert "Contested (1)" in card
    whole = await told(newsroom, "/claim C-3")
    assert "Kyiv's ministry denies: None of our troops were there." in whole
    assert "filed as a dispute" in whole
    wording = await told(newsroom, "/claim wording C-3")
    assert "Kyiv's ministry denied this: None of our troops were there." in wording
    assert "Asked for comment" not in wording, "it is said once"


async def test_an_answer_becomes_a_report_and_stays_an_answer_when_that_goes(newsroom: Newsroom) -> None:
    await asked(newsroom)
    done = await outcome(newsroom, newsroom.checker, outcome="answered", answer="Yes, we saw that.")
    form = await newsroom.press_in_form(newsroom.checker, done, "reply_as_report", "1")
    assert values(form)["outlet"] == "Kyiv's ministry"
    added = await newsroom.checker.submit(form, {"place": "mail of 24 May"})
    assert "Added to C-3: Kyiv's ministry (mail of 24 May)" in newsroom.read(added), added.errors
    assert "filed as a report" in await told(newsroom, "/claim C-3")
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    await newsroom.settle()
    edit = await newsroom.more(newsroom.checker, 3, "edit")
    changed = await newsroom.checker.submit(edit, {"source": "via WION"})
    assert "C-3 is changed" in newsroom.read(changed), changed.errors
    whole = await told(newsroom, "/claim C-3")
    assert "They said: Yes, we saw that." in whole
    assert "filed as" not in whole


async def test_two_people_at_once_the_second_sees_what_the_first_did(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await newsroom.settle()
    first = await newsroom.more(newsroom.checker, 3, "note_reply", "1")
    second = await newsroom.more(newsroom.reporter, 3, "note_reply", "1")
    await newsroom.checker.submit(first, {"outcome": "refused"})
    late = await newsroom.reporter.submit(second, {"outcome": "no answer"})
    said = "".join(late.errors.values()) + newsroom.read(late)
    assert "was faster" in said
    assert "the request to Kyiv's ministry is “refused” now" in said
    assert "declined to comment" in await newsroom.card_text(3)


async def test_a_late_answer_after_none_and_a_request_taken_back(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await outcome(newsroom, newsroom.checker, outcome="no answer")
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    await outcome(newsroom, newsroom.reporter, outcome="answered", answer="Late, but no.")
    assert "answered when asked for a reply" in await newsroom.card_text(3)
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    await outcome(newsroom, newsroom.checker, outcome="taken back")
    assert "Kyiv's ministry" not in await newsroom.card_text(3)
    assert any("the request to Kyiv's ministry was taken back" in each for each in await newsroom.thread(3))


async def test_the_form_asks_for_what_the_line_leaves_out(newsroom: Newsroom) -> None:
    await newsroom.know(newsroom.reporter)
    await newsroom.file()
    outcome = await newsroom.reporter.type("verification", "/claim C-2 asked Kyiv's ministry by letter: Is it so?")
    assert "Nothing is noted yet." in newsroom.read(outcome)
    form = await newsroom.form(newsroom.reporter)
    assert {name: value for name, value in values(form).items() if value} == {
        "asked": "Kyiv's ministry",
        "way": "otherwise",
        "otherwise": "letter",
        "put": "Is it so?",
    }
    done = await newsroom.reporter.submit(form, {"until": "tomorrow", "when": "yesterday"})
    assert "Reply asked of Kyiv's ministry, until 24 May 2023, 23:59" in newsroom.read(done), done.errors
    assert "by letter, asked 22 May 2023 by @" in await told(newsroom, "/claim C-2")


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("until", "22 May 2023", "22 May 2023, 23:59 is over."),
        ("until", "soon", "“soon” is no date."),
        ("until", "2030-01-01", "more than a year ahead"),
        ("when", "tomorrow", "24 May 2023 is in the future."),
        ("when", "sometime", "is no date"),
        ("put", "a bell \x07 rings", "control character"),
    ],
)
async def test_a_wrong_field_is_named_under_it_and_nothing_is_changed(
    newsroom: Newsroom, field: str, wrong: str, says: str
) -> None:
    await newsroom.know(newsroom.reporter)
    await newsroom.file()
    await newsroom.settle()
    form = await newsroom.more(newsroom.reporter, 2, "ask_for_reply")
    right = {"asked": "Kyiv", "put": "Is it so?", "until": "tomorrow"}
    done = await newsroom.reporter.submit(form, right | {field: wrong})
    assert says in done.errors[field]
    assert "Nothing was changed." in done.errors[field]
    assert values(await newsroom.form(newsroom.reporter))["asked"] == "Kyiv"
    assert "Kyiv" not in await newsroom.card_text(2)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("C-1 asked Kyiv by mail until 22 May 2023: Is it so?", "22 May 2023, 23:59 is over."),
        ("C-1 asked Kyiv by mail until soon: Is it so?", "“soon” is no date."),
        (f"C-1 asked {'K' * 201} by mail until tomorrow: Is it so?", "The name has 201 characters; 200 fit."),
        ("C-9 asked Kyiv by mail until tomorrow: Is it so?", "There is no C-9 that you can see."),
    ],
)
async def test_a_wrong_line_is_given_back(newsroom: Newsroom, typed: str, says: str) -> None:
    await newsroom.file()
    said = await told(newsroom, f"/claim {typed}")
    assert says in said
    assert "Nothing was changed." in said
    assert typed in said


async def test_an_answer_without_words_is_none(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await newsroom.settle()
    form = await newsroom.more(newsroom.checker, 3, "note_reply", "1")
    done = await newsroom.checker.submit(form, {"outcome": "answered"})
    assert "An answer has words." in done.errors["answer"]
    assert "until 25 May" in await newsroom.card_text(3)


async def test_typed_again_it_is_noted_once(newsroom: Newsroom) -> None:
    await asked(newsroom)
    again = await told(newsroom, ASKED.replace("C-1", "C-3"), newsroom.reporter)
    assert again == "C-3 has your request for a reply already."
    assert (await told(newsroom, "/claim C-3")).count("Put to them") == 1


async def test_it_goes_along_in_a_merge_and_comes_back(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await newsroom.file("Moscow: Ukrainian groups did it https://www.wionews.com/again")
    await newsroom.settle()
    await newsroom.more(newsroom.reporter, 3, "merge")
    merged = await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"into": "C-4"})
    assert "is merged into C-4" in newsroom.read(merged), merged.errors
    assert "Reply asked of Kyiv's ministry" in await newsroom.card_text(4)
    await newsroom.reporter.close(await newsroom.form(newsroom.reporter))
    await newsroom.more(newsroom.reporter, 3, "unmerge")
    assert "Reply asked of Kyiv's ministry" in await newsroom.card_text(3)
    assert "Reply asked" not in await newsroom.card_text(4)


async def test_a_moment_of_a_line_is_in_the_persons_own_zone(newsroom: Newsroom) -> None:
    await newsroom.know(newsroom.checker)
    await newsroom.file()
    await newsroom.to(kyiv(24, 9))
    said = await told(newsroom, "/claim C-2 asked Kyiv by phone until 18:00: Is it so?")
    assert "until 24 May 2023, 20:00" in said, "18:00 in London, where the checker lives, as Kyiv reads it"


async def test_a_request_near_its_end_is_in_the_reminder(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await newsroom.to(kyiv(24, 14, 10))
    assert not any("Reply from" in told for told in newsroom.texts("reminder")), "more than a day is left"
    await newsroom.to(kyiv(25, 14, 30))
    last = newsroom.texts("reminder")[-1]
    assert "Reply from Kyiv's ministry due today 18:00" in last
    assert newsroom.posts("reply_ended") == []


async def test_its_end_is_told_once_whatever_became_of_the_claims_own_reminders(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await newsroom.settle()
    await newsroom.more(newsroom.lead, 3, "set_priority")
    await newsroom.lead.submit(await newsroom.form(newsroom.lead), {"priority": "for the record"})
    await newsroom.to(kyiv(25, 18, 1))
    (told_so,) = newsroom.posts("reply_ended")
    read = newsroom.read(told_so)
    assert read.startswith(f"@{newsroom.reporter.person.name}, the time for a reply is over")
    assert "C-3 Moscow: Ukrainian armed groups carried out the attack" in read
    assert "Reply from Kyiv's ministry was due today 18:00: what came of it?" in read
    assert buttons(told_so) == ["Note the reply…", "More"]
    for day in (26, 27, 30):
        await newsroom.to(kyiv(day, 18, 1))
    assert len(newsroom.posts("reply_ended")) == 1
    form = (await newsroom.checker.press(told_so, "note_reply")).view
    assert form is not None
    done = await newsroom.checker.submit(form, {"outcome": "no answer"})
    assert "No answer from Kyiv's ministry" in newsroom.read(done), done.errors


async def test_what_is_noted_in_time_is_not_told_of(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await outcome(newsroom, newsroom.checker, outcome="refused")
    await newsroom.to(kyiv(26, 18, 1))
    assert newsroom.posts("reply_ended") == []


async def test_the_ends_of_several_are_told_together_and_the_next_by_itself(newsroom: Newsroom) -> None:
    await asked(newsroom)
    for name, until in (("Moscow", "25 May 18:00"), ("Minsk", "26 May 12:00")):
        await told(newsroom, f"/claim C-2 asked {name} by phone until {until}: Is it so?", newsroom.reporter)
    await newsroom.to(kyiv(25, 18, 1))
    (first,) = newsroom.texts("reply_ended")
    assert "the time for 2 replies is over" in first
    assert "Minsk" not in first
    await newsroom.to(kyiv(26, 12, 1))
    second = newsroom.texts("reply_ended")[1]
    assert "Reply from Minsk was due today 12:00" in second
    assert "Reply from Moscow" not in second, "of that it was told"


async def test_the_end_waits_for_the_desk_to_work_and_for_a_bot_that_was_down(newsroom: Newsroom) -> None:
    await asked(newsroom)

    def close_early(session: Session) -> None:
        desk = desk_by_id(session, 1)
        desk.work_from, desk.work_until = 9 * 60, 17 * 60
        session.add(desk)

    await newsroom.bot.record.write(close_early)
    await newsroom.to(kyiv(25, 20))
    assert newsroom.posts("reply_ended") == []
    await newsroom.to(kyiv(26, 9, 1))
    (told_so,) = newsroom.texts("reply_ended")
    assert "was due Thu 25 May, 18:00 Kyiv" in told_so
    await newsroom.to(kyiv(30, 9, 1))
    assert len(newsroom.posts("reply_ended")) == 1


async def test_a_merged_claims_request_is_told_of_where_it_went(newsroom: Newsroom) -> None:
    await asked(newsroom)
    await newsroom.file("Moscow: Ukrainian groups did it https://www.wionews.com/again")
    await newsroom.settle()
    await newsroom.more(newsroom.reporter, 3, "merge")
    await newsroom.reporter.submit(await newsroom.form(newsroom.reporter), {"into": "C-4"})
    await newsroom.to(kyiv(25, 18, 1))
    (told_so,) = newsroom.texts("reply_ended")
    assert "C-4" in told_so
    assert "C-3" not in told_so


async def test_an_answer_that_the_card_tells_is_promised_nothing(newsroom: Newsroom) -> None:
    await asked(newsroom)
    done = await outcome(newsroom, newsroom.checker, outcome="answered", answer="Yes, we saw that.")
    form = await newsroom.press_in_form(newsroom.checker, done, "reply_as_report", "1")
    refused = await newsroom.checker.submit(form, {"basis": "background"})
    assert "so this cannot be on background. Nothing was changed." in refused.errors["basis"]
    await newsroom.checker.submit(await newsroom.form(newsroom.checker), {"basis": "on the record"})
    await newsroom.checker.close(await newsroom.form(newsroom.checker))
    await newsroom.settle()
    edit = await newsroom.more(newsroom.checker, 3, "edit")
    typed = f"{values(edit)['source']}".replace("(on the record)", "").replace(" on the record", "")
    refused = await newsroom.checker.submit(edit, {"source": f"{typed} off the record"})
    assert "so this cannot be off the record" in "".join(refused.errors.values())
    assert "off the record" not in await told(newsroom, "/claim C-3")
