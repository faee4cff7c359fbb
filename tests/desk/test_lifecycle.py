"""Who may do which step in which state, and what each step leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.desk import lifecycle, restricting, snoozing
from bot.desk.limits import REASON
from bot.desk.snoozing import Snooze
from bot.desk.turns import Stepped, begin
from bot.errors import Mistake, NotAllowed, NotFound, NotUnderstood, Overtaken
from store import Record, Session, chain
from store.dossiers import SET_ASIDE
from store.workspaces import workspace_by_id
from tests.desk.asking import CHECKER, LEAD, REPORTER, STRANGER, change, file, request
from tests.desk.reading import NOW

Doing = Callable[[Session, Any, int], Stepped]


def discard(session: Session, asked: Any, number: int) -> Stepped:
    return lifecycle.discard(session, asked, number, "Filed  twice.")


def snooze(session: Session, asked: Any, number: int) -> Stepped:
    return snoozing.snooze(session, asked, number, Snooze.TOMORROW)


TAKE, RELEASE, SNOOZE, DISCARD = lifecycle.take, lifecycle.release, snooze, discard
# The step, by whom, who is on the claim; and what the claim's state and checker are then, or how it is refused.
TABLE: list[tuple[Doing, str, str | None, tuple[str, str | None] | type[Mistake]]] = [
    (TAKE, CHECKER, None, ("checking", CHECKER)),
    (TAKE, STRANGER, None, ("checking", STRANGER)),
    (TAKE, CHECKER, CHECKER, ("checking", CHECKER)),
    (TAKE, LEAD, CHECKER, Overtaken),
    (RELEASE, CHECKER, CHECKER, ("new", None)),
    (RELEASE, LEAD, CHECKER, ("new", None)),
    (RELEASE, REPORTER, CHECKER, NotAllowed),
    (RELEASE, STRANGER, CHECKER, NotAllowed),
    (RELEASE, CHECKER, None, Overtaken),
    (SNOOZE, STRANGER, None, ("new", None)),
    (SNOOZE, CHECKER, CHECKER, ("checking", CHECKER)),
    (DISCARD, REPORTER, None, ("discarded", None)),
    (DISCARD, CHECKER, CHECKER, ("discarded", CHECKER)),
    (DISCARD, LEAD, CHECKER, ("discarded", CHECKER)),
    (DISCARD, STRANGER, CHECKER, NotAllowed),
]


@pytest.mark.parametrize(("step", "by", "checker", "expected"), TABLE)
async def test_a_step(record: Record, step: Doing, by: str, checker: str | None, expected: Any) -> None:
    number = await file(record, person=REPORTER)
    await change(record, number, leads=[LEAD], checker=checker, state="checking" if checker else "new", taken_at=NOW)
    later = NOW + timedelta(hours=2)
    if isinstance(expected, type):
        with pytest.raises(expected) as refusal:
            await record.write(lambda session: step(session, request(by, now=later), number))
        assert "Nothing was changed." in getattr(refusal.value, "sentence", "")
        return
    done = await record.write(lambda session: step(session, request(by, now=later), number))
    assert (done.dossier.claim.state, done.dossier.claim.checker) == expected
    assert await record.read(lambda session: chain.verify(session, workspace_by_id(session, 1))) > 0


@pytest.mark.parametrize("state", SET_ASIDE)
@pytest.mark.parametrize("step", [TAKE, RELEASE, SNOOZE, DISCARD])
async def test_what_is_set_aside_has_no_steps_left(record: Record, step: Doing, state: str) -> None:
    number = await file(record)
    await change(record, number, leads=[LEAD], state=state)
    with pytest.raises(Overtaken, match=f"C-1 was {state} in the meantime"):
        await record.write(lambda session: step(session, request(REPORTER), number))


@pytest.mark.parametrize("step", [TAKE, RELEASE, SNOOZE, DISCARD])
async def test_a_claim_nobody_can_see_has_no_steps(record: Record, step: Doing) -> None:
    number = await file(record, channel="G1", kind="private")
    with pytest.raises(NotFound):
        await record.write(lambda session: step(session, request(LEAD), number))


async def test_before_a_desk_has_leads_anybody_may_discard(record: Record) -> None:
    number = await file(record)
    done = await record.write(lambda session: discard(session, request(STRANGER), number))
    assert done.dossier.claim.state_why == "Filed twice."
    assert done.next_reminder is None


@pytest.mark.parametrize(
    ("why", "says"),
    [("", "no reason"), (" \n ", "no reason"), ("x" * (REASON + 1), "501 characters")],
)
async def test_a_reason_is_wanted_and_a_short_one(record: Record, why: str, says: str) -> None:
    number = await file(record)
    with pytest.raises(NotUnderstood, match=says) as refusal:
        await record.write(lambda session: lifecycle.discard(session, request(), number, why))
    assert refusal.value.field == "why"


async def test_reminders_begin_anew_with_take_and_release_and_snooze_moves_one(record: Record) -> None:
    number = await file(record)
    day = timedelta(hours=24)

    async def done(step: Doing, hours: int) -> Any:
        at = NOW + timedelta(hours=hours)
        return (await record.write(lambda session: step(session, request(CHECKER, now=at), number))).next_reminder

    assert await done(TAKE, 5) == NOW + timedelta(hours=5) + day
    assert await done(SNOOZE, 6) == datetime(2023, 5, 24, 9, tzinfo=UTC)
    assert await done(RELEASE, 7) == NOW + timedelta(hours=7) + day


async def test_who_was_faster_is_named_with_the_time(record: Record) -> None:
    number = await file(record)
    await record.write(lambda session: lifecycle.take(session, request(CHECKER), number))
    with pytest.raises(Overtaken) as refusal:
        await record.write(lambda session: lifecycle.take(session, request(LEAD), number))
    assert (refusal.value.who, refusal.value.when) == (CHECKER, NOW)
    assert "{who} took C-1 at {when}, before you." in refusal.value.sentence


async def test_who_only_restricted_a_claim_or_lifted_that_was_not_faster(record: Record) -> None:
    number = await file(record, person=REPORTER)
    await record.write(lambda session: lifecycle.take(session, request(CHECKER), number))
    later = request(REPORTER, now=NOW + timedelta(hours=1))
    await record.write(lambda session: restricting.restrict_claim(session, later, number))
    again = request(REPORTER, now=NOW + timedelta(hours=2))
    await record.write(lambda session: restricting.lift_restriction(session, again, number, "It is out."))
    with pytest.raises(Overtaken) as refusal:
        await record.write(lambda session: begin(session, request(LEAD), number).unchanged_since("as it was before"))
    assert (refusal.value.who, refusal.value.when) == (CHECKER, NOW)
