"""A request for a reply as it is typed: whom, by which way, until when, and what exactly was put."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.moments import parse_deadline
from bot.desk.notes_on_claims import AskForReply, read_note
from bot.desk.replies import Asking, read_asking
from bot.errors import NotUnderstood
from tests.desk.reading import KYIV, NOW


@pytest.mark.parametrize(
    ("typed", "asking"),
    [
        (
            "Kyiv's ministry by mail until 25 May 18:00: Were your troops in Kozinka?",
            Asking("Kyiv's ministry", "mail", "25 May 18:00", "Were your troops in Kozinka?"),
        ),
        ("Peskov in person until 18:00: why: tell us", Asking("Peskov", "in person", "18:00", "why: tell us")),
        ("Песков by phone until tomorrow： правда?", Asking("Песков", "phone", "tomorrow", "правда?")),
        ("Office by the Sea by letter until 25 May: Is it?", Asking("Office by the Sea", "letter", "25 May", "Is it?")),
        (
            "The Until Tomorrow Fund by mail until 25 May: Is it?",
            Asking("The Until Tomorrow Fund", "mail", "25 May", "Is it?"),
        ),
        ("<@U1> by message until 25 May: Is it &lt;so&gt;?", Asking("@U1", "message", "25 May", "Is it <so>?")),
        ("Peskov until 25 May: Is it?", Asking("Peskov", "", "25 May", "Is it?")),
        ("Peskov by mail: Is it?", Asking("Peskov", "mail", "", "Is it?")),
        ("Peskov", Asking("Peskov")),
        ("", Asking()),
    ],
)
def test_a_line_is_read_as_it_was_meant(typed: str, asking: Asking) -> None:
    assert read_asking(typed) == asking
    assert asking.whole == all((asking.asked, asking.way, asking.until, asking.put))


def test_only_a_reference_with_its_letter_takes_a_request() -> None:
    assert read_note("C-12 asked Peskov by mail until 25 May: why?") == AskForReply(
        12, "Peskov by mail until 25 May: why?"
    )
    assert read_note("12 asked for asylum: what we know") is None


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("25 May 18:00", datetime(2023, 5, 25, 15, 0, tzinfo=UTC)),
        ("until 25 May 18:00", datetime(2023, 5, 25, 15, 0, tzinfo=UTC)),
        ("18:00", datetime(2023, 5, 23, 15, 0, tzinfo=UTC)),
        ("6 pm", None),
        ("6:00 pm", datetime(2023, 5, 23, 15, 0, tzinfo=UTC)),
        ("18:00 UTC", datetime(2023, 5, 23, 18, 0, tzinfo=UTC)),
        ("tomorrow", datetime(2023, 5, 24, 20, 59, tzinfo=UTC)),
        ("today", datetime(2023, 5, 23, 20, 59, tzinfo=UTC)),
        ("2023-06-01T10:00", datetime(2023, 6, 1, 7, 0, tzinfo=UTC)),
        ("1 March", datetime(2024, 3, 1, 21, 59, tzinfo=UTC)),
        ("29 February", datetime(2024, 2, 29, 21, 59, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_to_come(words: str, until: datetime | None) -> None:
    if until is None:
        with pytest.raises(NotUnderstood):
            parse_deadline(words, NOW, KYIV)
    else:
        assert parse_deadline(words, NOW, KYIV) == until


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("14:59", "23 May 2023, 14:59 is over."),
        ("yesterday", "22 May 2023, 23:59 is over."),
        ("2023-05-01", "1 May 2023, 23:59 is over."),
        ("2025-05-25", "25 May 2025, 23:59 is more than a year ahead."),
        ("31 February 2024", "“31 February 2024” is no date."),
        ("about 25 May", "“about 25 May” is no date."),
        ("soon", "“soon” is no date."),
        ("25:00", "“25:00” is no date."),
        ("", "Until when?"),
        ("x" * 3_000, "is no date."),
    ],
)
def test_a_deadline_that_is_none_is_refused_with_a_right_example(words: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parse_deadline(words, NOW, KYIV)
    assert says in refusal.value.what
    assert refusal.value.field == "until"
    assert "`until 25 May 18:00`" in refusal.value.remedy
