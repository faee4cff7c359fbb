"""A reporter files a claim: in one line, in the form where a line is not enough, or from a conversation."""

from __future__ import annotations

import pytest

from tests.slack.newsroom import Newsroom
from tests.slack.reading import buttons, focused, values

FILLED = {"speaker": "Moscow", "statement": "It was them.", "source": "https://www.wionews.com/1 via WION"}


@pytest.mark.both_databases
async def test_one_line_files_at_once_and_says_what_was_understood(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type(
        "verification",
        "/claim Russian Defence Ministry: More than 70 fighters were killed"
        " https://www.wionews.com/1 via WION citing Reuters",
    )
    (answer,) = outcome.messages
    assert answer.ephemeral_for == newsroom.reporter.person.id
    told = newsroom.read(answer)
    assert told.startswith("C-1 is filed.\n")
    assert (
        "Speaker: Russian Defence Ministry · Statement: More than 70 fighters were killed"
        " · Where reported: Reuters, via WION" in told
    )
    assert buttons(answer)[:2] == ["Edit", "Part of the statement"]


@pytest.mark.both_databases
async def test_the_card_follows_in_the_channel_with_its_steps(newsroom: Newsroom) -> None:
    number = await newsroom.file()
    card = await newsroom.card(number)
    assert card.channel == newsroom.channel("verification").id
    told = newsroom.read(card).splitlines()
    assert told[:4] == [
        "C-1 · Unverified",
        "Moscow, date unknown (paraphrase)",
        "> Ukrainian armed groups carried out the attack",
        "WION · 1 report, 1 origin · nobody is on it",
    ]
    assert told[4].startswith("Filed by @rita, 23 May 2023, 14:02")
    assert len(told) == 6, "five lines and the row of buttons"
    assert buttons(card) == ["Take", "Dispute", "Add evidence", "Verdict", "More"]
    assert card.text.startswith("C-1 · Unverified"), "a card has words for notifications and screen readers"


@pytest.mark.both_databases
async def test_what_a_line_says_of_role_date_quotation_and_tags_stands_on_file(newsroom: Newsroom) -> None:
    await newsroom.file(
        "Dmitry Peskov, Kremlin spokesman: “The raid was meant to divert attention”"
        " https://t.me/kremlin/1 said yesterday #belgorod #raid"
    )
    assert "Dmitry Peskov, Kremlin spokesman, 22 May (quotation)" in await newsroom.card_text(1)
    edit = await newsroom.more(newsroom.reporter, await newsroom.card(1), "edit")
    assert values(edit) == {
        "speaker": "Dmitry Peskov",
        "role": "Kremlin spokesman",
        "statement": "“The raid was meant to divert attention”",
        "source": "https://t.me/kremlin/1 via Telegram, kremlin",
        "said": "2023-05-22",
        "tags": "#belgorod #raid",
        "basis": "nobody said",
        "known_to": [],
    }


@pytest.mark.parametrize(
    ("typed", "asked", "filled"),
    [
        ("70 fighters were killed https://www.wionews.com/1", "speaker", {"statement": "70 fighters were killed"}),
        ("Peskov: https://www.wionews.com/1 via WION", "statement", {"speaker": "Peskov"}),
        ("Peskov: The raid was a diversion", "source", {"statement": "The raid was a diversion"}),
    ],
)
async def test_what_a_line_leaves_out_is_asked_for_at_the_empty_place(
    newsroom: Newsroom, typed: str, asked: str, filled: dict[str, str]
) -> None:
    outcome = await newsroom.reporter.type("verification", f"/claim {typed}")
    form = outcome.view
    assert focused(form) == asked
    shown = values(form)
    assert not shown[asked]
    assert filled.items() <= shown.items()
    assert "Nothing is filed yet." in newsroom.read(outcome)
    assert form is not None
    answer = await newsroom.reporter.submit(form, {asked: FILLED[asked]})
    assert "C-1 is filed." in newsroom.read(answer)
    assert await newsroom.claims() == 1


async def test_the_form_asks_who_spoke_when_two_names_stand_before_colons(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type(
        "verification", "/claim Reuters: Peskov: the raid was a diversion https://www.reuters.com/1"
    )
    assert focused(outcome.view) == "speaker"
    assert "I found two names. Who said it, and who reported it?" in newsroom.read(outcome)
    assert values(outcome.view)["statement"] == "Peskov: the raid was a diversion"
    assert await newsroom.claims() == 0


@pytest.mark.both_databases
async def test_a_bare_command_opens_the_empty_form_and_the_form_files(newsroom: Newsroom) -> None:
    await newsroom.know(newsroom.reporter)
    outcome = await newsroom.reporter.type("verification", "/claim")
    assert outcome.view is not None
    # Unless somebody says more, nobody said on what terms it was given; nothing else is filled in.
    assert [value for value in values(outcome.view).values() if value] == ["nobody said"]
    assert focused(outcome.view) == "speaker"
    answer = await newsroom.reporter.submit(outcome.view, FILLED | {"role": "a minister", "said": "22 May 10:40"})
    assert "C-2 is filed." in newsroom.read(answer)
    told = await newsroom.card_text(2)
    assert "Moscow, a minister, 22 May 2023, 10:40 (paraphrase)" in told
    assert "> It was them." in told


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("said", "1 January 2999", "1 January 2999 is in the future."),
        ("said", "soon", "no date"),
        ("source", "https://", "https://"),
        ("source", "citing Reuters", "I cannot read"),
        ("source", "The Daily " * 30, "200 fit"),
        ("tags", "https://www.wionews.com/1", "no tags"),
        ("statement", "a bell \x07 rings", "control character"),
    ],
)
async def test_a_wrong_field_is_named_under_it_and_everything_typed_stays(
    newsroom: Newsroom, field: str, wrong: str, sentence: str
) -> None:
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    answer = await newsroom.reporter.submit(form, FILLED | {field: wrong})
    assert set(answer.errors) == {field}
    assert sentence in answer.errors[field]
    assert "Nothing was filed." in answer.errors[field]
    assert await newsroom.reporter.view() is form
    assert values(form) | (FILLED | {field: wrong}) == values(form)
    assert await newsroom.claims() == 0
    mended = await newsroom.reporter.submit(form, {"said": "yesterday", "tags": "raid"} | FILLED)
    assert "C-1 is filed." in newsroom.read(mended), "a corrected form is not mistaken for a second delivery"


async def test_a_form_left_half_empty_is_not_sent_and_files_nothing(newsroom: Newsroom) -> None:
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    answer = await newsroom.reporter.submit(form, {"speaker": "Moscow"})
    assert set(answer.errors) == {"statement", "source"}
    assert await newsroom.claims() == 0


@pytest.mark.both_databases
async def test_a_form_takes_several_reports_and_the_card_counts_their_origins(newsroom: Newsroom) -> None:
    form = (await newsroom.reporter.type("verification", "/claim")).view
    assert form is not None
    reports = "https://www.wionews.com/1 citing Reuters\nhttps://www.bbc.com/1 via BBC citing Reuters\nReuters"
    await newsroom.reporter.submit(form, FILLED | {"source": reports})
    assert "3 reports, 1 origin (Reuters)" in await newsroom.card_text(1)


async def test_unknown_is_a_speaker_and_offers_no_part_of_the_statement(newsroom: Newsroom) -> None:
    outcome = await newsroom.reporter.type("verification", "/claim unknown: It was them https://www.wionews.com/1")
    assert "Speaker: unknown" in newsroom.read(outcome)
    assert buttons(outcome.messages[0]) == ["Edit"]


@pytest.mark.both_databases
async def test_references_count_on_for_the_whole_workspace(newsroom: Newsroom) -> None:
    assert [await newsroom.file(f"Moscow: number {n} https://www.wionews.com/{n}") for n in range(3)] == [1, 2, 3]
    assert await newsroom.file(channel="investigation") == 4


async def test_a_guest_files_like_anybody_in_a_channel_they_are_in(newsroom: Newsroom) -> None:
    assert await newsroom.file(by=newsroom.guest, channel="belgorod") == 1
    assert "Filed by @gus" in await newsroom.card_text(1)
