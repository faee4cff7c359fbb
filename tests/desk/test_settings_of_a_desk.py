"""A desk's settings: what is refused, and when the next digest comes under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk import desks, scheduling, setup
from bot.desk.desk_settings import PATIENCES, Settings
from bot.errors import NotAllowed, NotUnderstood, Overtaken
from store import Record, Session, due
from store.desks import desk_of_channel
from store.tables import Desk
from store.workspaces import lock_workspace
from tests.desk.asking import CHECKER, LEAD, REPORTER, STRANGER, file, request
from tests.desk.reading import NOW

USUAL = Settings("Europe/Kyiv", 540, 0b1111111, None, 1440, leads=(LEAD,))
EVERY_DAY = 0b1111111


async def know(record: Record, person: str, *, guest: bool = False, admin: bool = False) -> None:
    """As if Slack had said who this is."""

    def learn(session: Session) -> None:
        workspace = lock_workspace(session, "T1", "")
        desks.learn_person(session, workspace, person, desks.Profile("Europe/Kyiv", guest=guest, admin=admin), NOW)

    await record.write(learn)


def here(session: Session) -> Desk:
    desk = desk_of_channel(session, 1, "C1")
    assert desk is not None
    return desk


@pytest.mark.parametrize(
    ("field", "value", "block", "says"),
    [
        ("zone", "Europe/Atlantis", "zone", "There is no time zone called Europe/Atlantis."),
        ("zone", "", "zone", "no time zone"),
        ("zone", "../../etc/passwd", "zone", "no time zone"),
        ("zone", "/etc/localtime", "zone", "no time zone"),
        ("zone", "x\x00", "zone", "no time zone"),
        ("digest_minute", -1, "digest_time", "no time of day"),
        ("digest_minute", 1440, "digest_time", "no time of day"),
        ("digest_days", -1, "digest_days", "no days"),
        ("digest_days", 128, "digest_days", "no days"),
        ("patience", 0, "patience", "Choose"),
        ("patience", 61, "patience", "Choose"),
        ("leads", (), "leads", "A desk needs a lead."),
        ("leads", tuple(f"U{n}" for n in range(11)), "leads", "11 people are too many: 10 can be chosen."),
        ("tell_at_last", tuple(f"U{n}" for n in range(11)), "tell_at_last", "11 people are too many"),
        ("remind_every", 0, "remind_every", "Choose how often"),
        ("remind_every", 60, "remind_every", "Choose how often"),
        ("remind_times", 0, "remind_times", "from 1 to 10"),
        ("remind_times", 11, "remind_times", "from 1 to 10"),
        ("work_days", 0, "work_days", "never works is never reminded"),
        ("work_days", 128, "work_days", "no days"),
        ("work_from", 1440, "work_from", "no time of day"),
        ("work_from", -1, "work_from", "no time of day"),
        ("work_until", 0, "work_until", "no time of day"),
        ("work_until", 1441, "work_until", "no time of day"),
        ("holidays_of", "XX", "holidays_of", "no public holidays of XX"),
        ("holidays_of", "DE-ZZ", "holidays_of", "no public holidays of DE-ZZ"),
        ("days_off", ("2026-02-30",), "days_off", "no days"),
        ("days_off", ("20260224",), "days_off", "no days"),
        ("if_nothing", "shout", "if_nothing", "Choose"),
        ("picture_day", 7, "picture_day", "no day of the week"),
    ],
)
async def test_what_no_form_of_ours_offers_is_refused(
    record: Record, field: str, value: object, block: str, says: str
) -> None:
    await know(record, LEAD)
    wrong = replace(USUAL, **{field: value})  # type: ignore[arg-type]
    with pytest.raises(NotUnderstood) as refusal:
        await record.write(lambda session: setup.set_up(session, request(LEAD), wrong, revision=0))
    assert refusal.value.field == block
    assert says in refusal.value.sentence
    assert "Nothing was changed." in refusal.value.sentence
    assert await record.read(lambda session: desk_of_channel(session, 1, "C1")) is None


@pytest.mark.parametrize(
    ("guest", "admin", "lead", "allowed"),
    [
        (False, False, None, True),
        (True, False, None, False),
        (False, False, CHECKER, False),
        (False, True, CHECKER, True),
        (False, False, LEAD, True),
        (True, False, LEAD, True),
    ],
    ids=["a member first", "a guest first", "a member later", "an admin later", "the lead again", "a lead made guest"],
)
async def test_who_may(record: Record, guest: bool, admin: bool, lead: str | None, allowed: bool) -> None:
    revision = 0
    if lead is not None:
        await know(record, lead)
        await record.write(
            lambda session: setup.set_up(session, request(lead), replace(USUAL, leads=(lead,)), revision=0)
        )
        revision = await record.read(lambda session: here(session).revision)
    await know(record, LEAD, guest=guest, admin=admin)
    theirs = replace(USUAL, digest_minute=480)

    async def save() -> setup.Prospect:
        return await record.write(lambda session: setup.set_up(session, request(LEAD), theirs, revision=revision))

    if not allowed:
        with pytest.raises(NotAllowed):
            await save()
        return
    assert (await save()).desk.digest_minute == 480


async def test_nobody_of_whom_slack_has_said_nothing_may(record: Record) -> None:
    with pytest.raises(NotAllowed):
        await record.write(lambda session: setup.set_up(session, request(STRANGER), USUAL, revision=0))


async def test_saving_over_somebody_elses_settings_is_refused(record: Record) -> None:
    await know(record, LEAD)
    await record.write(lambda session: setup.set_up(session, request(LEAD), USUAL, revision=0))
    with pytest.raises(Overtaken):
        await record.write(lambda session: setup.set_up(session, request(LEAD), USUAL, revision=0))


async def test_the_same_request_delivered_twice_saves_once(record: Record) -> None:
    await know(record, LEAD)
    asked = request(LEAD, key="view:V1:1")
    first = await record.write(lambda session: setup.set_up(session, asked, USUAL, revision=0))
    again = await record.write(lambda session: setup.set_up(session, asked, USUAL, revision=0))
    assert (again.next_digest, again.desk.revision) == (first.next_digest, first.desk.revision)


@pytest.mark.parametrize("patience", PATIENCES)
async def test_another_patience_moves_the_first_reminders_that_wait(record: Record, patience: int) -> None:
    await know(record, LEAD)
    await file(record, person=REPORTER)
    revision = await record.read(lambda session: here(session).revision)
    settings = replace(USUAL, patience=patience)
    prospect = await record.write(lambda session: setup.set_up(session, request(LEAD), settings, revision=revision))
    assert prospect.next_reminder == NOW + timedelta(minutes=patience)


@pytest.mark.parametrize(
    ("minute", "days", "zone", "last_day", "now", "expected"),
    [
        # 23 May 2023 is a Tuesday, and it is 15:00 in Kyiv.
        (540, EVERY_DAY, "Europe/Kyiv", None, "2023-05-23T12:00", "2023-05-24T06:00"),
        (960, EVERY_DAY, "Europe/Kyiv", None, "2023-05-23T12:00", "2023-05-23T13:00"),
        (960, EVERY_DAY, "Europe/Kyiv", date(2023, 5, 23), "2023-05-23T12:00", "2023-05-24T13:00"),
        (540, 0b0000001, "Europe/Kyiv", None, "2023-05-23T12:00", "2023-05-29T06:00"),
        (540, 0b0000010, "Europe/Kyiv", date(2023, 5, 30), "2023-05-23T12:00", "2023-06-06T06:00"),
        (0, EVERY_DAY, "Pacific/Kiritimati", None, "2023-05-23T12:00", "2023-05-24T10:00"),
        # From Kiritimati, where the 24th has had its digest, to Honolulu, where the 23rd has just begun.
        (540, EVERY_DAY, "Pacific/Honolulu", date(2023, 5, 24), "2023-05-23T12:00", "2023-05-25T19:00"),
        # The clock goes forward over 03:30, and back over it.
        (210, EVERY_DAY, "Europe/Kyiv", None, "2023-03-25T12:00", "2023-03-26T01:00"),
        (210, EVERY_DAY, "Europe/Kyiv", None, "2023-10-28T12:00", "2023-10-29T00:30"),
        (210, EVERY_DAY, "Europe/Kyiv", date(2023, 10, 29), "2023-10-29T00:45", "2023-10-30T01:30"),
        (540, 0, "Europe/Kyiv", None, "2023-05-23T12:00", None),
    ],
)
async def test_when_the_next_digest_comes(
    record: Record, minute: int, days: int, zone: str, last_day: date | None, now: str, expected: str | None
) -> None:
    await file(record)

    def schedule(session: Session) -> datetime | None:
        desk = here(session)
        row = due.digest_due(session, desk.id)
        assert row is not None
        row.last_day = last_day
        row.at = datetime.fromisoformat(now).replace(tzinfo=UTC) + timedelta(days=1)  # nothing is due just now
        desk.digest_minute, desk.digest_days, desk.zone = minute, days, zone
        scheduling.schedule_digest(session, desk, datetime.fromisoformat(now).replace(tzinfo=UTC))
        found = due.digest_due(session, desk.id)
        return None if found is None else found.at

    at = await record.write(schedule)
    assert at == (None if expected is None else datetime.fromisoformat(expected).replace(tzinfo=UTC))
