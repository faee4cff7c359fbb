"""The week's picture: its figures stand in words within Slack's limits, and its colours stand out from its card."""

from __future__ import annotations

import struct
from datetime import date, timedelta

import pytest

from bot.desk.week import AGES, WEEKS, Week, Weeks
from bot.surfaces import weekly
from bot.surfaces.weekly import ALT_AT_MOST, draw, in_words, week_message
from tests.surfaces.passing import passes, shown

ENDS = date(2023, 5, 24)


def weeks(filed: int = 24, settled: int = 17, contested: int = 4, unverified: int = 30) -> Weeks:
    """Eight weeks that end on a Wednesday, with these figures in the last and fewer before it."""
    told = (
        Week(
            ENDS - timedelta(weeks=WEEKS - nth),
            *(figure * nth // WEEKS for figure in (filed, settled, contested, unverified)),
        )
        for nth in range(1, WEEKS + 1)
    )
    return Weeks(tuple(told), tuple((name, unverified // (nth + 1)) for nth, (name, _) in enumerate(AGES)))


@pytest.mark.parametrize("picture", ["F0123456789", None])
@pytest.mark.parametrize("figure", [0, 1, 7, 60, 5_000, 9_999_999])
def test_slack_takes_it_and_every_figure_stands_in_words_too(figure: int, picture: str | None) -> None:
    of = weeks(figure, figure, figure, figure)
    payload = passes(week_message(of, picture))
    told = shown(payload["blocks"])
    for week in of.weeks:
        for number in (week.filed, week.settled, week.contested, week.unverified):
            assert f"{number:,}" in told
    assert f"{of.open:,} open claim" in told
    if picture is not None:
        image = payload["blocks"][0]
        assert image["slack_file"] == {"id": picture}
        assert len(image["alt_text"]) <= ALT_AT_MOST
        assert image["alt_text"] == in_words(of), "whoever does not see it is told all of it"


def test_a_picture_that_could_not_be_shown_is_owned_up_to() -> None:
    assert "The picture could not be shown." in shown(passes(week_message(weeks(), None, failed=True))["blocks"])


@pytest.mark.parametrize("figure", [0, 3, 60, 1_234_567])
def test_it_can_be_drawn_at_any_size_and_is_as_wide_as_two_phones(figure: int) -> None:
    png = draw(weeks(figure, figure * 2, figure // 3, figure))
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == tuple(round(inches * weekly.DPI) for inches in weekly.SIZE)
    # A phone shows it some 320 pixels across: what is written in it must still have nine or ten pixels there.
    assert weekly.SMALL / 72 * weekly.DPI * 320 / width >= 10
    assert weekly.TIGHT / 72 * weekly.DPI * 320 / width >= 8.5
    assert len(png) < 500_000


def test_the_same_weeks_make_the_same_picture() -> None:
    assert draw(weeks()) == draw(weeks())


@pytest.mark.parametrize(
    ("colour", "least"),
    [
        (weekly.INK, 7.0),
        (weekly.QUIET, 4.5),
        *((each, 4.5) for each in (weekly.FILED, weekly.SETTLED, weekly.CONTESTED, weekly.OPEN)),
    ],
)
def test_each_colour_stands_out_from_the_card(colour: str, least: float) -> None:
    assert contrast(colour, weekly.CARD) >= least


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
