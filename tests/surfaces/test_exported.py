"""What somebody reads who asked for a file, at its longest and in each of its cases."""

from __future__ import annotations

import pytest

from bot.desk import limits
from bot.desk.exporting import Ordered, Outcome
from bot.desk.filters import MANY, STATES, VERDICTS, Filter
from bot.desk.wishes import Format, Wish
from bot.surfaces import exported
from store.lists import COUNTED
from tests.surfaces.passing import passes, shown
from tests.surfaces.records import FILLINGS, NOW, desk, filled


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("form", Format)
def test_every_message_passes_at_its_longest(filling: str, form: Format) -> None:
    name = filled(filling, limits.SPEAKER)
    everything = Filter(
        states=STATES,
        verdicts=VERDICTS,
        people=tuple(f"U{each:010}" for each in range(MANY)),
        tags=tuple(filled("t", limits.TAG - 1) + str(each) for each in range(MANY)),
        speaker=name,
        source=name,
        contested=True,
        mine=True,
        urgent=True,
    )
    wish = Wish(form, everything, restricted=True)
    for total in (0, 1, COUNTED, COUNTED + 1):
        passes(exported.ordered(Ordered(desk(), wish, total, COUNTED + 1, repeated=True)))
    passes(exported.file_message(desk(), wish, 10**9, 10**9, named=False))
    passes(exported.note({"done": 10**9, "total": 10**9}, wish))
    for outcome in Outcome:
        passes(exported.note({"outcome": outcome, "problem": name, "without": 10**9}, wish))


@pytest.mark.parametrize(
    ("ordered", "told"),
    [
        (Ordered(desk(), Wish(), 812, 0), "Your file is being made: 812 claims of , as a spreadsheet (CSV). "),
        (Ordered(desk(), Wish(), COUNTED + 1, 0), "Your file is being made: more than 10,000 claims of "),
        (Ordered(desk(), Wish(Format.REVIEW), 1, 4), "Your file is being made: up to 1 claim of "),
        (Ordered(desk(), Wish(), 2, 0, repeated=True), "Your file is being made already: 2 claims of "),
        (Ordered(desk(), Wish(), 0, 0), "No claim of  can be in this file. Nothing was sent."),
    ],
)
def test_who_asks_is_told_what_comes(ordered: Ordered, told: str) -> None:
    assert shown(passes(exported.ordered(ordered))).startswith(told)


def test_what_is_left_out_is_told_with_the_way_to_it() -> None:
    told = shown(passes(exported.ordered(Ordered(desk(), Wish(Format.LINES), 5, 2))))
    assert told.endswith(
        "2 claims are kept in this channel and left out. A lead of this desk can have them, too: "
        "/claim export jsonl with restricted"
    )
    assert "kept" not in shown(passes(exported.ordered(Ordered(desk(), Wish(Format.REVIEW), 5, 2))))


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.FAILED, Outcome.WITHHELD, Outcome.NOTHING])
def test_what_failed_says_how_to_ask_again(outcome: Outcome) -> None:
    wish = Wish(Format.LINES, Filter(verdicts=("not checkable",), speaker="Moscow"), restricted=True)
    told = shown(passes(exported.note({"outcome": outcome, "problem": None}, wish)))
    assert told.endswith("type /claim export jsonl not checkable by “Moscow” with restricted.")


def test_a_review_of_nothing_offers_a_table() -> None:
    told = shown(passes(exported.note({"outcome": Outcome.NOTHING, "without": 3}, Wish(Format.REVIEW))))
    assert told.startswith("No story of ours relies on any of these claims")
    assert told.endswith("type /claim export csv.")


def test_how_far_it_is() -> None:
    told = shown(passes(exported.note({"done": 12_000, "total": 100_000}, Wish())))
    assert told == "Your file is being made: 12,000 of 100,000 claims."


def test_a_file_is_called_by_its_kind_and_day() -> None:
    assert [exported.file_name(ending, NOW) for ending in ("csv", "jsonl", "jsonld")] == [
        "claims-2023-05-24.csv",
        "claims-2023-05-24.jsonl",
        "claimreview-2023-05-24.jsonld",
    ]
