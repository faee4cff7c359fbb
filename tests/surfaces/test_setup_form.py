"""The set-up form at its largest passes, shows what is set, and says under each field what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

import pytest
from slack_sdk.models.blocks import ActionsBlock, StaticSelectElement

from bot.desk import holidays_of
from bot.desk.days_off import TYPED_AT_MOST
from bot.desk.desk_settings import DAYS, IF_NOTHING, NAMES, PATIENCES, REMIND_EVERY, REMIND_TIMES
from bot.desk.setup import CHANGES_SHOWN, Prospect
from bot.desk.setup_answers import FIRST, MORE
from bot.desk.setup_draft import Draft
from bot.desk.setup_findings import Audience
from bot.surfaces import controls, setup_fields, setup_hints, setup_saved
from bot.surfaces.changes import WORDS, changed, last_changed
from bot.surfaces.forms import Origin
from bot.surfaces.message import Message
from bot.surfaces.rich import block, plain, section
from bot.surfaces.setup_form import opening, setup_form
from sandbox.blocks import check_message
from tests.surfaces.passing import parts, passes, shown, view_passes
from tests.surfaces.records import FILLINGS, NOW, desk, digest, filled, longest
from tests.surfaces.settings import FULLEST, PEOPLE, USUAL, change, differing, draft, sheet

ORIGIN = Origin(channel="C0123456789", kind="public", revision=1_000_000)
CROWD = Audience("C0123456789", 1_234_567, shared=True, inside=False)


def elements(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a form, by name."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def under(view: dict[str, Any], field: str) -> str:
    """What stands under a field."""
    return "".join(shown(each) for each in view["blocks"] if each.get("block_id") == f"{field}:said")


@pytest.mark.parametrize("page", ["first", "more"])
@pytest.mark.parametrize("filling", FILLINGS)
def test_each_page_fits_at_its_largest(page: str, filling: str) -> None:
    of = draft(page, FULLEST, days_off=filled(filling, TYPED_AT_MOST))
    of = replace(of, people=dict.fromkeys(PEOPLE, "stranger"), audience=CROWD)
    changes = tuple(change() for _ in range(CHANGES_SHOWN))
    notes = [setup_hints.cannot_be_chosen(of, list(PEOPLE))]
    view = view_passes(setup_form(ORIGIN, sheet(FULLEST, changes=changes), of, NOW, notes))
    assert tuple(elements(view)) == (FIRST if page == "first" else MORE)


@pytest.mark.parametrize("page", ["first", "more"])
def test_what_stands_on_the_other_page_travels_along(page: str) -> None:
    of = replace(draft(page, FULLEST), people={"U1": "guest"}, audience=CROWD)
    view = view_passes(setup_form(ORIGIN, sheet(FULLEST), of, NOW))
    packed = Origin.unpacked(view["private_metadata"]).draft
    here = {name: of.given[name] for name in (FIRST if page == "first" else MORE)}
    assert Draft.unpacked(packed or {}, here) == of


def test_it_fits_in_every_zone() -> None:
    for zone in sorted(available_timezones()):
        view_passes(setup_form(ORIGIN, sheet(), draft(settings=replace(USUAL, zone=zone)), NOW))


@pytest.mark.parametrize("kind", ["public", "private", "direct"])
@pytest.mark.parametrize(("minute", "days"), [(0, 0), (1439, 0b1111111), (540, 0b0100001)])
def test_the_first_page_shows_what_is_set(kind: Any, minute: int, days: int) -> None:
    settings = replace(USUAL, digest_minute=minute, digest_days=days)
    found = elements(view_passes(setup_form(ORIGIN, sheet(kind=kind), draft(settings=settings), NOW)))
    assert found["digest_time"]["initial_time"] == f"{minute // 60:02}:{minute % 60:02}"
    chosen = {option["value"] for option in found["digest_days"].get("initial_options", [])}
    assert chosen == {str(day) for day in range(7) if days >> day & 1}
    assert found["leads"]["initial_users"] == ["U3"]
    assert ("digest_channel" in found) == (kind == "public")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("patience", PATIENCES),
        ("remind_every", REMIND_EVERY),
        ("remind_times", range(1, REMIND_TIMES + 1)),
        ("if_nothing", IF_NOTHING),
        ("picture_day", range(7)),
    ],
)
def test_every_choice_there_is_can_be_made(name: str, values: Any) -> None:
    for value in values:
        settings = replace(USUAL, **{name: value})
        found = elements(view_passes(setup_form(ORIGIN, sheet(), draft("more", settings), NOW)))
        assert found[name]["initial_option"]["value"] == str(value)


def test_a_page_that_says_one_moment_passes() -> None:
    view_passes(opening())


@pytest.mark.parametrize("typed", ["", "k", "kyiv", "New York", "europe/", "../../etc/passwd", "%", "\x00", "й" * 500])
def test_the_menus_take_anything(typed: str) -> None:
    for found in (setup_fields.zone_options(typed, NOW), setup_fields.place_options(typed)):
        assert len(found) <= 100
        if found:
            element = StaticSelectElement(action_id="menu", options=found)
            assert check_message([ActionsBlock(elements=[element]).to_dict()]) == []


def test_a_city_finds_its_zone_and_a_country_its_holidays() -> None:
    assert [option.value for option in setup_fields.zone_options("kyiv", NOW)] == ["Europe/Kyiv"]
    assert "America/New_York" in [option.value for option in setup_fields.zone_options("New York", NOW)]
    assert [option.value for option in setup_fields.place_options("berlin")] == ["DE-BE"]
    assert setup_fields.zone_options("germany", NOW)[0].value == "Europe/Berlin"
    assert setup_fields.place_options("germ")[0].value == "DE"


def test_every_place_with_holidays_can_be_shown() -> None:
    for place in holidays_of.places_like("", 10_000):
        option = setup_fields.place_option(place)
        assert option.value == place
        view_passes(setup_form(ORIGIN, sheet(), draft("more", holidays_of=place), NOW))


@pytest.mark.parametrize(
    ("page", "field", "given", "says"),
    [
        ("first", "zone", "Asia/Kathmandu", "It is 11:45 there now, Wed 24 May."),
        ("first", "zone", "Europe/Atlantis", ""),
        ("more", "work_until", "18:00", "From 00:00 until 18:00."),
        ("more", "work_until", "00:00", "The whole day."),
        ("more", "work_until", "25:00", "25:00 is no time of day. For example 09:00."),
        ("more", "work_until", None, "Choose a time of day. For example 09:00."),
        ("more", "holidays_of", "DE-BE", "The next: Pentecost Monday, Mon 29 May 2023."),
        ("more", "holidays_of", "BV", "I know of no public holiday to come in Bouvet Island."),
        ("more", "holidays_of", None, ""),
        ("more", "days_off", "24 December to 2 January", "10 days off: Sun 24 Dec to Tue 2 Jan."),
        ("more", "days_off", "1 May 2023", "All of these are past."),
        ("more", "days_off", "soon", "“soon” is no date. Write one a line"),
        ("more", "days_off", "", ""),
    ],
)
def test_what_follows_from_an_answer_stands_under_it(page: str, field: str, given: Any, says: str) -> None:
    view = view_passes(setup_form(ORIGIN, sheet(), draft(page, **{field: given}), NOW))
    assert under(view, field).startswith(says)
    assert bool(under(view, field)) == bool(says)


@pytest.mark.parametrize(
    ("at", "since", "until", "waits"),
    [
        ("09:00", "00:00", "00:00", None),
        ("09:00", "09:00", "18:00", None),
        ("08:59", "09:00", "18:00", "09:00"),
        ("18:01", "09:00", "18:00", "09:00"),
        ("23:30", "22:00", "06:00", None),
        ("05:00", "22:00", "06:00", None),
        ("09:00", "22:00", "06:00", "22:00"),
        ("09:00", "10:00", "00:00", "10:00"),
        ("25:00", "10:00", "18:00", None),
    ],
)
def test_a_digest_outside_the_desks_hours_is_said_to_wait(at: str, since: str, until: str, waits: str | None) -> None:
    of = draft(digest_time=at, work_from=since, work_until=until)
    told = under(view_passes(setup_form(ORIGIN, sheet(), of, NOW)), "digest_time")
    assert told == (f"The desk works from {since} until {until}, so it waits until {waits}." if waits else "")


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        ("22:00", "06:00", "From 22:00 until 06:00 on the next day."),
        ("09:00", "09:00", "From 09:00 until 09:00 is no time at all."),
    ],
)
def test_hours_past_midnight_are_hours_and_none_are_none(since: str, until: str, says: str) -> None:
    view = view_passes(setup_form(ORIGIN, sheet(), draft("more", work_from=since, work_until=until), NOW))
    assert under(view, "work_until") == says


@pytest.mark.parametrize(
    ("audience", "says"),
    [
        (None, ""),
        (Audience("C2", 212, inside=True), " has 212 members, me included: they read the digest."),
        (
            Audience("C2", 212, shared=True, inside=True),
            " has 212 members, me included, and is shared with another organisation: they read the digest.",
        ),
        (
            Audience("C2", 1, shared=True),
            "I am not in . It has 1 member, and is shared with another organisation. "
            "Type /invite @Counterclaim there, or it waits.",
        ),
        (Audience("C2"), "I am not in . Type /invite @Counterclaim there, or it waits."),
        (Audience("C2", 5, inside=True, archived=True), " is archived, so no digest can come there."),
    ],
)
def test_who_will_read_the_digest_is_said_before_saving(audience: Audience | None, says: str) -> None:
    of = replace(draft(digest_channel="C2"), audience=audience)
    assert under(view_passes(setup_form(ORIGIN, sheet(), of, NOW)), "digest_channel") == says


def test_what_is_private_has_no_other_channel_for_its_digest() -> None:
    view = view_passes(setup_form(ORIGIN, sheet(kind="private"), draft(), NOW))
    assert under(view, "digest_days") == "What is filed here stays here, and so does its digest."


def test_who_cannot_be_chosen_is_named_each_with_why() -> None:
    of = replace(draft(leads=["U1", "U2", "U3"]), people={"U1": "gone", "U2": "", "U3": "bot"})
    view = view_passes(setup_form(ORIGIN, sheet(), of, NOW))
    said = [part["user_id"] for part in parts(view["blocks"]) if part.get("type") == "user"]
    assert said == ["U1", "U3"]
    assert under(view, "leads") == " has left this workspace.  is a bot. Choose full members of this workspace."


def test_every_reason_has_its_words() -> None:
    assert set(setup_hints.WHY) == {"gone", "bot", "guest", "stranger", "unknown"}


@pytest.mark.parametrize(("name", "settings"), differing(), ids=NAMES)
def test_a_change_tells_what_is_different_and_nothing_else(name: str, settings: Any) -> None:
    told = plain(block(section(changed(change(USUAL, settings)))))
    assert told.startswith(f"{WORDS[name][0]} ")
    assert told.count("→") == 1
    assert passes(Message([block(section(last_changed(change(USUAL, settings))))]))


def test_a_change_of_the_digest_reads_as_a_person_would_say_it() -> None:
    told = plain(block(section(last_changed(change(USUAL, replace(USUAL, digest_minute=510))))))
    assert told.startswith("Changed by <@U0123456789>, <!date^")
    assert told.endswith(": digest 09:00 → 08:30.")


def test_every_setting_has_its_words_and_its_field() -> None:
    assert set(WORDS) == set(NAMES)
    as_fields = {"digest_minute": "digest_time"}
    assert {as_fields.get(name, name) for name in NAMES} == {*FIRST, *MORE}


@pytest.mark.parametrize("digests", [(), (NOW,), (NOW, NOW, NOW)])
@pytest.mark.parametrize("reminders", [(), ((NOW, 1),), ((NOW, 1_000_000),) * 3])
@pytest.mark.parametrize("which", [None, change(), change(undone=True)], ids=["nothing", "changed", "undone"])
def test_what_saving_leads_to_fits(digests: Any, reminders: Any, which: Any) -> None:
    of = desk(digest_channel="C2", zone="America/Argentina/ComodRivadavia", leads=list(PEOPLE))
    message = setup_saved.set_up(Prospect(of, digests, reminders, which, 7 if which else None))
    offered = [part["action_id"] for part in parts(passes(message)["blocks"]) if part.get("type") == "button"]
    undoable = which is not None and not which.undone
    assert offered == [*([controls.UNDO_SETTINGS] if undoable else []), controls.TEST_DIGEST]


@pytest.mark.parametrize("filling", FILLINGS)
def test_a_test_digest_fits_at_its_largest(filling: str) -> None:
    passes(setup_saved.rehearsed(digest([longest(filling, number, disputes=8) for number in range(60)])))
    passes(setup_saved.on_its_way())


def test_days_are_told_in_short() -> None:
    told = plain(block(section(changed(change(USUAL, replace(USUAL, work_days=0b0011111))))))
    assert told == "working days every day → Mon to Fri"
    assert len(DAYS) == 7
