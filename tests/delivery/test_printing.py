"""What is asked of `app.py export`, and where its file is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery.exports import Made
from bot.delivery.printing import Order, Printed, read_order, written_to
from bot.desk.filters import Filter
from bot.desk.wishes import Format, Wish
from bot.errors import NotUnderstood


def test_an_order_is_read_in_the_words_of_a_list() -> None:
    asked = read_order(
        "jsonl", ["contested", "by", "New", "York", "Times"], since="2023-05-23", team="T1", restricted=True
    )
    wanted = Filter(contested=True, speaker="New York Times")
    assert asked == Order(Wish(Format.LINES, wanted, restricted=True), "T1", datetime(2023, 5, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("form", "words", "since", "restricted", "sentence"),
    [
        ("xlsx", "", None, False, "I cannot write xlsx; I write csv, jsonl, claimreview. Nothing was written."),
        ("csv", "contestd", None, False, "I cannot export by “contestd”. Did you mean `contested`?"),
        (
            "csv",
            "jsonl contested",
            None,
            False,
            "The format has an option of its own. Nothing was written. For example: app.py export --format jsonl",
        ),
        ("csv", "mine", None, False, "Nobody's claims are `mine` here. Nothing was written."),
        ("csv", "with restricted", None, False, "“with restricted” does not say which claims."),
        (
            "csv",
            "the ministry said that nobody was there",
            None,
            False,
            "“the ministry said that nobody was there” does",
        ),
        ("csv", "", "yesterday", False, "“yesterday” is no day. Nothing was written. For example: --since 2023-05-23"),
        ("claimreview", "", None, True, "ClaimReview is for publication, so what is restricted is never in it."),
        ("claimreview", "unverified", None, False, "ClaimReview holds what was ruled on"),
    ],
)
def test_what_cannot_be_read_is_said_with_an_example(
    form: str, words: str, since: str | None, restricted: bool, sentence: str
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_order(form, words.split(), since=since, team=None, restricted=restricted)
    assert refusal.value.sentence.startswith(sentence)


@pytest.mark.parametrize(("form", "words"), [("csv", "contestd"), ("jsonl", "xyz"), ("claimreview", "unverified")])
def test_what_to_write_instead_is_said_for_a_terminal(form: str, words: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_order(form, words.split(), since=None, team=None, restricted=False)
    told = refusal.value.sentence
    assert "Nothing was written." in told
    assert "app.py export --format" in told
    assert "/claim" not in told
    assert "sent" not in told


def half_written(there: Path) -> None:
    with written_to(there) as file:
        file.write(b"half")
        raise RuntimeError


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    there = tmp_path / "claims.csv"
    there.write_bytes(b"before")
    with pytest.raises(RuntimeError):
        half_written(there)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("claims.csv", b"before")]
    with written_to(there) as file:
        file.write(b"whole")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("claims.csv", b"whole")]


def test_who_asked_is_told_what_was_written_and_what_was_not() -> None:
    assert Printed(Made(1, 0), 0).sentence == "1 claim written."
    assert Printed(Made(1_200, 3), 2).sentence == (
        "1,200 claims written. Left out: 3 claims that no story of ours relies on. "
        "Left out: 2 claims kept in a channel; --with-restricted takes them along."
    )
