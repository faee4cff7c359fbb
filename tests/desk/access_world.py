"""A record with a claim of every kind, and everybody who may ask for it, from everywhere they can."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk import desks, disputing, evidence, filing, replies
from bot.desk.exhibits import Exhibit
from bot.desk.replies import Asking
from bot.desk.request import Kind, Request
from bot.desk.restricting import restrict_claim
from store import Session, outbox
from store.desks import first_desk
from store.tables import Claim, Desk
from store.workspaces import know_person, lock_workspace
from tests.desk.reading import NOW

# What each claim is about: a word that stands in everything of it, and nowhere else.
WORDS = {"public": "zebra", "restricted": "walrus", "private": "badger", "direct": "heron", "elsewhere": "otter"}
KINDS = tuple(WORDS)
KEPT = ("restricted", "private", "direct")
CHANNELS = {"public": "C1", "restricted": "C1", "private": "C3", "direct": "DF", "elsewhere": "C2"}
NUMBERS = {kind: at for at, kind in enumerate(KINDS, start=1)}
LINKING = 6  # at the desk: two of the others stand against it, one of which is restricted since
TYPES: dict[str, Kind] = {"C1": "public", "C2": "public", "C9": "public", "C3": "private", "": "public"}
_keys = itertools.count()


@dataclass(frozen=True)
class Who:
    """Somebody, which channels they are in as far as Slack has told, and from where they can ask."""

    name: str
    channels: frozenset[str] | None
    places: tuple[str, ...]
    guest: bool | None = False
    admin: bool = False


def _inside(*channels: str) -> frozenset[str]:
    return frozenset(channels)


PEOPLE = (
    Who("member", None, ("C1", "C9", "D", "")),
    Who("filer", None, ("C1", "C3", "DF")),
    Who("lead", None, ("C2", "C3")),
    Who("admin", None, ("C9", ""), admin=True),
    Who("guest inside", _inside("C1"), ("C1", "D", ""), guest=True),
    Who("guest outside", _inside("C9"), ("C9", ""), guest=True),
    Who("stranger inside", _inside("C1"), ("C1",), guest=True),
    Who("stranger outside", _inside("C9"), ("C9",), guest=True),
    Who("unknown", _inside(), ("C1", "C9"), guest=None),
)


def slack_id(who: Who) -> str:
    return "U" + who.name.replace(" ", "").upper()


FILER = slack_id(PEOPLE[1])


def asks(who: Who, place: str) -> Request:
    """A request of somebody, from somewhere."""
    channel = f"D{who.name}" if place == "D" else place
    return Request(
        team="T1",
        person=slack_id(who),
        channel=channel,
        kind=TYPES.get(place, "direct"),
        key=f"action:{next(_keys)}",
        now=NOW,
        channels=who.channels,
        stranger=who.name.startswith("stranger"),
    )


def corners() -> Iterator[tuple[Who, str]]:
    """Everybody, from everywhere they can ask."""
    for who in PEOPLE:
        for place in who.places:
            yield who, place


def may_see(who: Who, place: str, kind: str) -> bool:
    """The rule, said once more in other words than the code's."""
    if place == CHANNELS[kind]:
        return True
    if kind in KEPT:
        return False
    return who.channels is None or CHANNELS[kind] in who.channels


def here(_who: Who, place: str, kind: str) -> bool:
    """Whether somebody asks in the claim's own channel."""
    return place == CHANNELS[kind]


def spoken_on(who: Who, place: str, kind: str) -> bool:
    """Whether a claim is offered to be spoken on: what is typed in private reaches no public card."""
    private = TYPES.get(place, "direct") != "public"
    return may_see(who, place, kind) and (not private or here(who, place, kind))


def previewed(who: Who, place: str, kind: str) -> bool:
    """Whether the digest shown here holds a claim: this channel's, or the one's that it files to."""
    if place in ("D", "DF", "C3", "C2", "C1"):
        return here(who, place, kind)
    return kind == "public" and may_see(who, place, kind)


def exported(who: Who, place: str, kind: str) -> bool:
    """Whether the file of this channel's desk, or of the one's that it files to, holds a claim: none that is kept.

    A conversation's file goes where its claims are.
    """
    return previewed(who, place, kind) and (kind not in KEPT or kind == "direct")


def file_all(session: Session) -> None:
    """Put everything on file: the people, the desks, a claim of each kind with all that can be beside one."""
    filer, at_work = PEOPLE[1], PEOPLE[2]
    for kind in KINDS:
        word, request = WORDS[kind], asks(filer, CHANNELS[kind])
        if kind == "elsewhere":
            _open_desk(session, request)
        line = f"{word} ministry: the {word} was moved https://example.org/{word} via {word} post #{word}"
        filing.file_line(session, request, line)
        number = NUMBERS[kind]
        asked = asks(filer, CHANNELS[kind])
        disputing.dispute_line(session, asked, [number], f"{word} office: no {word} https://example.org/{word}/no")
        evidence.add_evidence(session, asks(filer, CHANNELS[kind]), number, [Exhibit("supports", note=f"{word} photo")])
        asking = Asking(f"{word} press office", "mail", "2023-05-30", f"Where is the {word}?")
        replies.ask_for_reply(session, asks(filer, CHANNELS[kind]), number, asking)
    filing.file_line(session, asks(filer, "C1"), "Linking: something else was said https://example.org/linking")
    for other in ("public", "restricted"):
        disputing.dispute_with_claim(session, asks(filer, "C1"), [LINKING], NUMBERS[other])
    restrict_claim(session, asks(filer, "C1"), NUMBERS["restricted"])
    desk = first_desk(session, 1)
    assert desk is not None
    desk.leads = [slack_id(at_work)]
    session.add(desk)
    workspace = lock_workspace(session, "T1")
    workspace.address = "https://t.slack.com/"
    session.add(workspace)
    for who in PEOPLE:
        if who.guest is not None:
            know_person(session, 1, slack_id(who), zone="UTC", guest=who.guest, admin=who.admin, at=NOW)
    session.flush()
    _post_cards(session)


def _open_desk(session: Session, request: Request) -> None:
    desks.open_desk(session, lock_workspace(session, "T1"), request)


def _post_cards(session: Session) -> None:
    """Let Slack have the cards: each in its desk's channel, with a timestamp of its own."""
    for kind, number in NUMBERS.items():
        row = outbox.cards_of(session, [_claim(session, kind).id])[0]
        row.channel, row.slack_ts, row.state = CHANNELS[kind], ts_of(kind), "sent"
        session.add(row)
        assert number == _claim(session, kind).number
    direct = desk_of(session, "direct")
    direct.channel = "DF"
    session.add(direct)
    session.flush()


def ts_of(kind: str) -> str:
    """The timestamp of a claim's card."""
    return f"168484000{NUMBERS[kind]}.000100"


def _claim(session: Session, kind: str) -> Claim:
    return session.get_one(Claim, NUMBERS[kind])


def desk_of(session: Session, kind: str) -> Desk:
    """The desk of a claim of this kind."""
    claim = _claim(session, kind)
    return session.get_one(Desk, claim.desk_id)
