"""What a claim looks the same as, at its largest: three claims with everything in them as long as may be."""

from __future__ import annotations

import pytest

from bot.desk.alike import Answer, Answered
from bot.desk.likeness import Differences, Wording
from bot.desk.matching import Match
from bot.surfaces import answers, likeness
from bot.surfaces.forms import Origin, result
from store.dossiers import Dossier
from tests.surfaces.passing import passes, shown, view_passes
from tests.surfaces.records import FILLINGS, NOW, desk, dossier, filed, filled, longest

everything = pytest.mark.parametrize("filling", FILLINGS)
HERE = Origin(channel="C1", kind="public")


def match(of: Dossier, differences: Differences = Differences(), wording: Wording = Wording.SAME) -> Match:  # noqa: B008
    return Match(of, wording, 0.87, differences)


def most_different(filling: str) -> Differences:
    many = tuple(filled(filling, 300) + str(at) for at in range(40))
    return Differences(many, many, many, many, filled(filling, 200), one_denies=True)


def three(filling: str) -> list[Match]:
    return [match(longest(filling, 999_999_990 + at), most_different(filling), wording) for at, wording in _WORDED]


_WORDED = list(enumerate((Wording.SAME, Wording.RELATED, Wording.RELATED)))


@everything
def test_three_long_matches_fit_beside_a_long_claim(filling: str) -> None:
    of = longest(filling)
    seat = {"opened": True, "elsewhere": True}
    payload = passes(answers.filed(filed(of, **seat), three(filling)))
    rows = [block["block_id"] for block in payload["blocks"] if block["type"] == "actions"]
    assert rows[0] == "alike_999999990_answers", "the likest stays; the others are asked about after its answer"
    view_passes(result("File a claim", answers.filed(filed(of, **seat), three(filling)), HERE))
    passes(likeness.found(of, three(filling)))


def test_three_matches_of_usual_length_are_all_shown() -> None:
    usual = [match(dossier(at, "word " * 100, speaker="Russian Defence Ministry")) for at in (2, 5, 9)]
    blocks = passes(answers.filed(filed(dossier(17, "word " * 100)), usual))["blocks"]
    assert [block["type"] for block in blocks].count("actions") == 4


@everything
@pytest.mark.parametrize("answer", list(Answer))
@pytest.mark.parametrize("already", [False, True])
def test_what_came_of_an_answer_fits_with_what_is_left(filling: str, answer: Answer, already: bool) -> None:
    done = Answered(longest(filling), longest(filling, 999_999_990), answer, "U0123456789", NOW, already)
    passes(likeness.answered(done, three(filling)[1:]))
    view_passes(result("Done", likeness.answered(done), HERE))


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (Differences(("70",), ("60",)), "60 there, 70 here."),
        (Differences(("70",), ()), "70 only here."),
        (Differences((), ("60", "5.3")), "60, 5.3 only there."),
        (Differences((), (), ("Kherson",), ("Kharkiv",)), "Kharkiv there, Kherson here."),
        (Differences(speaker_there="Kyiv"), "said by Kyiv there."),
        (Differences(one_denies=True), "one of the two says “not”."),
        (
            Differences(("70",), ("60",), ("Kherson",), (), "Kyiv", one_denies=True),
            "60 there, 70 here; Kherson only here; said by Kyiv there; one of the two says “not”.",
        ),
        (Differences(tuple("1234567"), ("8",)), "8 there, 1, 2, 3, 4, 5 and 2 more here."),
    ],
)
def test_what_differs_is_said_in_a_line(differences: Differences, said: str) -> None:
    words = shown(passes(likeness.found(dossier(17), [match(dossier(2), differences)])))
    assert f"Different: {said}" in words


def test_without_a_difference_none_is_spoken_of() -> None:
    words = shown(passes(likeness.found(dossier(17), [match(dossier(2))])))
    assert words.startswith("C-17 looks the same as C-2:")
    assert "Different" not in words


def test_what_differs_is_shown_never_read() -> None:
    spoof = "<!channel> <https://example.org|*Kyiv*>"
    words = shown(passes(likeness.found(dossier(17), [match(dossier(2), Differences(speaker_there=spoof))])))
    assert f"said by {spoof} there" in words


def test_between_a_private_desk_and_another_only_keeping_both_is_offered() -> None:
    private = dossier(17, desk=desk(id=2, kind="private", channel="C2"))
    blocks = passes(likeness.found(private, [match(dossier(2))]))["blocks"]
    assert [element["text"]["text"] for element in blocks[-1]["elements"]] == ["Keep both"]


@pytest.mark.parametrize(
    ("answer", "offered"),
    [(Answer.NEWER, "not_updated"), (Answer.SAME, "unmerge"), (Answer.KEEP, None), (Answer.CONTRADICTS, None)],
)
def test_what_can_be_undone_is_one_press_away(answer: Answer, offered: str | None) -> None:
    blocks = passes(likeness.answered(Answered(dossier(17), dossier(2), answer, "U1", NOW)))["blocks"]
    pressed = [element["action_id"] for block in blocks for element in block["elements"] if block["type"] == "actions"]
    assert pressed == ([offered] if offered else [])
