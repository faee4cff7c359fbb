"""What is contested only since the digest before is found whatever made it so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.digest import compile_digest
from bot.desk.outcomes import OPEN, STANDS
from store.desks import desk_by_id
from tests.desk.asking import LEAD, REPORTER
from tests.desk.newsroom_life import NewsroomLife


@pytest.fixture
def life(tmp_path: Path) -> Iterator[NewsroomLife]:
    """A desk with a claim that another one on file contradicts, and a third."""
    life = NewsroomLife(tmp_path)
    for words in (2, 3):
        life.file(REPORTER, 0, words)
    life.dispute_with(REPORTER, 1, 2)
    yield life
    life.close()


def tomorrow(life: NewsroomLife) -> datetime:
    """Let a day pass; when the digest came."""
    life.now += timedelta(days=1)
    return life.now


def newly_contested(life: NewsroomLife, since: datetime) -> tuple[list[int], list[int]]:
    """The claims that a digest now calls newly contested: in its count, and where it sets them out."""
    now = life.now + timedelta(hours=1)
    digest = compile_digest(life.session, desk_by_id(life.session, 1), now=now, since=since, within=True)
    assert digest.order
    return digest.newly_contested, list(digest.shown.new)


def test_what_was_contested_before_is_not_new(life: NewsroomLife) -> None:
    assert newly_contested(life, tomorrow(life)) == ([], [])


def test_a_dispute_that_only_added_context_and_denies_now_makes_it_new(life: NewsroomLife) -> None:
    life.edit_dispute(REPORTER, 0, "adds context")
    since = tomorrow(life)
    life.edit_dispute(REPORTER, 0, "denies")
    assert newly_contested(life, since) == ([1], [1])


def test_one_that_denies_where_it_contradicted_does_not(life: NewsroomLife) -> None:
    since = tomorrow(life)
    life.edit_dispute(REPORTER, 0, "denies")
    assert newly_contested(life, since) == ([], [])


def test_a_dispute_that_was_decided_and_opened_again_makes_it_new(life: NewsroomLife) -> None:
    life.decide(LEAD, 0, STANDS)
    since = tomorrow(life)
    life.decide(LEAD, 0, OPEN)
    assert newly_contested(life, since) == ([1], [1])


def test_a_second_dispute_does_not(life: NewsroomLife) -> None:
    since = tomorrow(life)
    life.dispute_with(REPORTER, 1, 3)
    assert newly_contested(life, since) == ([], [])
