"""The week's picture: eight weeks of a desk drawn, and the same figures in words for everybody."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import Block, ImageBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.desk.week import Week, Weeks
from bot.surfaces.message import Message
from bot.surfaces.phrases import count, day
from bot.surfaces.rich import NEW_LINE, block, cut, section, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALT_AT_MOST = 2_000  # characters
# The picture lies on a light card of its own, so it reads the same whether Slack is light or dark around it.
CARD, INK, QUIET, GRID = "#ffffff", "#1b2733", "#4a5763", "#d5dbe1"
FILED, SETTLED, CONTESTED, OPEN = "#1c5d99", "#2e7d4f", "#b3261e", "#6b4fa0"
SIZE, DPI = (5.0, 6.2), 192  # inches; 960 pixels across
LARGE, MIDDLE, SMALL, TIGHT = (
    15,
    13,
    12,
    10,
)  # points: on a phone, which shows it 320 pixels across, ten pixels and more
# Drawn by one at a time: figures share what the library keeps of fonts.
_DRAWING = Lock()


def week_message(weeks: Weeks, picture: str | None, *, failed: bool = False) -> Message:
    """The picture (Slack's id of the file), and its figures in words; `failed`: there should be one, and is none."""
    blocks: list[Block] = []
    if picture is not None:
        blocks.append(ImageBlock(alt_text=cut(in_words(weeks), ALT_AT_MOST), slack_file=SlackFile(id=picture)))
    missing = [f"{NEW_LINE}The picture could not be shown."] if failed else []
    title = section(words(_title(weeks), bold=True), *missing)
    return Message([*blocks, block(title, section(NEW_LINE.join(_lines(weeks))), block_id="week")])


def in_words(weeks: Weeks) -> str:
    """What the picture shows, for whoever does not see it."""
    return f"{_title(weeks)}. {' '.join(_lines(weeks))}"


def _title(weeks: Weeks) -> str:
    return f"Eight weeks to {day(weeks.weeks[-1].ends)}"


def _lines(weeks: Weeks) -> list[str]:
    told = [
        f"To {_short(week.ends)}: {week.filed:,} filed, {week.settled:,} settled; "
        f"then {week.contested:,} contested, {week.unverified:,} unverified."
        for week in weeks.weeks
    ]
    ages = "; ".join(f"{name}: {number:,}" for name, number in weeks.ages if number)
    return [*told, f"{count(weeks.open, 'open claim')}, by age{f': {ages}' if ages else ''}."]


def draw(weeks: Weeks) -> bytes:
    """The picture as PNG. It takes a second or two the first time: call it in a thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _DRAWING:
        figure = Figure(figsize=SIZE, dpi=DPI, facecolor=CARD, edgecolor=GRID, linewidth=2)
        FigureCanvasAgg(figure)
        _flow(figure.add_axes((0.05, 0.685, 0.9, 0.175)), weeks.weeks)
        _standing(figure.add_axes((0.05, 0.365, 0.9, 0.175)), weeks.weeks)
        _ages(figure.add_axes((0.295, 0.02, 0.655, 0.205)), weeks)
        figure.text(0.05, 0.945, _title(weeks), fontsize=LARGE, fontweight="bold", color=INK)
        written = io.BytesIO()
        figure.savefig(written, format="png", facecolor=CARD, edgecolor=GRID)
        figure.clear()
        return written.getvalue()


def _flow(axes: Axes, weeks: Sequence[Week]) -> None:
    """Filed and settled, side by side in each week, each with its number; settled is hatched, too."""
    _dress(axes, "Each week", weeks)
    most = max(1, *(max(week.filed, week.settled) for week in weeks))
    written = SMALL if most < 100 else TIGHT  # three figures above each of two bars
    for at, week in enumerate(weeks):
        for number, shift, colour, hatch in ((week.filed, -0.23, FILED, ""), (week.settled, 0.23, SETTLED, "////")):
            axes.bar(
                at + shift, number, 0.4, color=colour if not hatch else CARD, edgecolor=colour, hatch=hatch, lw=1.4
            )
            axes.text(at + shift, number + most * 0.03, _figure(number), ha="center", fontsize=written, color=colour)
    axes.set_ylim(0, most * 1.22)
    _named(axes, ("■ filed", FILED), ("▨ settled", SETTLED))


def _standing(axes: Axes, weeks: Sequence[Week]) -> None:
    """Unverified and contested when each week ended: two lines with marks of their own, named where they end."""
    _dress(axes, "At its end", weeks)
    series: tuple[tuple[list[int], str, Any, str], ...] = (
        ([week.unverified for week in weeks], OPEN, "-", "o"),
        ([week.contested for week in weeks], CONTESTED, (0, (4, 2)), "D"),
    )
    most = max(1, *(max(numbers) for numbers, *_ in series))
    for numbers, colour, style, mark in series:
        axes.plot(range(len(numbers)), numbers, color=colour, linestyle=style, marker=mark, markersize=6, linewidth=2.2)
    for at, week in enumerate(weeks):  # the greater number above its mark, the smaller below it
        above, below = (week.unverified, OPEN), (week.contested, CONTESTED)
        if below[0] > above[0]:
            above, below = below, above
        for (number, colour), up in ((above, 1), (below, -1)):
            axes.annotate(
                _figure(number),
                (at, number),
                (0, 6 * up),
                textcoords="offset points",
                ha="center",
                va="bottom" if up > 0 else "top",
                fontsize=SMALL,
                color=colour,
            )
    axes.set_ylim(-most * 0.5, most * 1.5)
    _named(axes, ("● unverified", OPEN), ("◆ contested", CONTESTED))


def _ages(axes: Axes, weeks: Weeks) -> None:
    """Open claims by age: a bar each, with its name and its number."""
    figure = axes.get_figure()
    if figure is not None:
        figure.text(0.05, 0.24, f"{count(weeks.open, 'open claim')}, by age", fontsize=MIDDLE, color=INK)
    most = max(1, *(number for _, number in weeks.ages))
    names = [name for name, _ in weeks.ages]
    axes.barh(range(len(names)), [number for _, number in weeks.ages], 0.62, color=OPEN, edgecolor=OPEN)
    for at, (_, number) in enumerate(weeks.ages):
        axes.text(number + most * 0.015, at, f"{number:,}", va="center", fontsize=SMALL, color=INK)
    axes.set_yticks(range(len(names)), names, fontsize=SMALL, color=INK)
    axes.set_xlim(0, most * 1.18)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(QUIET)


def _dress(axes: Axes, title: str, weeks: Sequence[Week]) -> None:
    """What both panels by week have in common: the days on which the weeks end, and no axis, for all is labelled."""
    axes.set_title(title, loc="left", fontsize=MIDDLE, color=INK, pad=6)
    axes.set_xticks(
        range(len(weeks)), [_short(week.ends).replace(" ", NEW_LINE) for week in weeks], fontsize=SMALL, color=QUIET
    )
    axes.set_xlim(-0.55, len(weeks) - 0.45)
    axes.set_yticks([])
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)


def _named(axes: Axes, *names: tuple[str, str]) -> None:
    """What each colour, mark and filling means, on the line of the title."""
    at = 1.0
    for name, colour in reversed(names):
        label = axes.annotate(
            name,
            (at, 1.0),
            (0, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="baseline",
            fontsize=SMALL,
            fontweight="bold",
            color=colour,
        )
        drawn = label.get_window_extent(axes.figure.canvas.get_renderer())  # type: ignore[attr-defined]
        at -= drawn.width / axes.get_window_extent().width + 0.04


def _short(of: date) -> str:
    return f"{of.day} {of:%b}"


def _figure(number: int) -> str:
    """A number that has room above a narrow bar: `999`, `1k`, `35k`. The words below the picture have it whole."""
    return str(number) if number < 1_000 else f"{number / 1_000:.0f}k"
