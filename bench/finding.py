"""Lists, look-ups, searches and menus: what a command or a menu reads, without Slack, among few claims and many."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlmodel import Session

from bench.figures import Figure, Ground, Took, timed
from bench.made_up import CHANNEL, SOURCES, TEAM, WHEN, speakers, statement, vocabulary
from bot.desk import finding, lookups, naming
from bot.desk.filters import Filter, Place, read_filter
from bot.desk.home import home_of
from bot.desk.matching import near_matches
from bot.desk.request import Request
from bot.errors import NotFound
from store.engines import address, reader_engine
from store.lists import Wanted, page
from store.transfer import transfer
from store.workspaces import known_id
from tests.postgres import our_server, there_is_one

Ask = Callable[[int], Any]

LISTS = (
    "",
    "unverified",
    "contested",
    "mine",
    "confirmed false",
    "on hold",
    "urgent",
    "discarded",
    "#tag0",
    "#tag150",
    "<@U7> contested",
    "unverified contested mine",
    "unverified #tag0 urgent",
    "contested #tag1 #tag2",
)
# What is drawn as it grows.
DRAWN = (
    "list",
    "list contested",
    "search, one common word",
    "search, three words",
    "what looks the same",
    "claim picker, a word",
    "speaker menu, “ma”",
)


async def measure(ground: Ground) -> list[Figure]:
    """Everything that is asked, in the smaller record and the larger, then in the larger on PostgreSQL."""
    few, many = ground.sizes.records
    took = {claims: _asked(f"sqlite:///{ground.record_of(claims)}", ground, claims) for claims in (few, many)}
    for claims, answers in took.items():
        for what in DRAWN:
            ground.grown.setdefault(what, {})[claims] = answers[what].p50
    figures = _beside(took[many], f"among {many:,}", took[few], f"among {few:,}")
    if ground.sizes.postgresql and there_is_one():
        with our_server() as server:
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE found")
            there = server.url.replace("/postgres?", "/found?")
            transfer(f"sqlite:///{ground.record_of(many)}", there)
            with psycopg.connect(there, autocommit=True) as connection:
                connection.execute("ANALYZE")  # as its own housekeeping does within minutes
            on_postgresql = _asked(there, ground, many)
        figures += _beside(on_postgresql, f"among {many:,} on PostgreSQL", took[many], "on SQLite")
    return figures


def _beside(here: dict[str, Took], where: str, there: dict[str, Took], elsewhere: str) -> list[Figure]:
    return [
        Figure(f"{what}, {where}", str(took), f"{there[what]} {elsewhere}", f"{took.p50 / there[what].p50:.1f}")
        for what, took in here.items()
    ]


def _asked(url: str, ground: Ground, claims: int) -> dict[str, Took]:
    with _reading(url) as session:
        return {what: timed(ground.sizes.rounds, ask) for what, ask in _Questions(session, claims).all()}


@contextmanager
def _reading(url: str) -> Iterator[Session]:
    engine = reader_engine(address(url))
    with Session(engine) as session:
        yield session
    engine.dispose()


@dataclass(frozen=True)
class _Questions:
    """What people ask of a record with so many claims."""

    session: Session
    claims: int

    def all(self) -> Iterator[tuple[str, Ask]]:
        """Each with what it is called."""
        yield from self._lists()
        yield from self._searches()
        yield from self._one_claim()
        yield from self._menus()

    def _lists(self) -> Iterator[tuple[str, Ask]]:
        for text in LISTS:
            yield f"list {text}".strip(), self._listed(text)
        yield "list unverified, from a private channel", self._listed("unverified", _asks("C99", private=True))
        names = speakers()
        yield "list by the commonest speaker", self._listed(f'by "{names[0]}"')
        yield "list by any speaker", lambda nth: self._listed(f'by "{names[nth * 97 % len(names)]}"')(1)
        yield "list via the commonest source", self._listed('via "Source 0"')
        yield "list via any source", lambda nth: self._listed(f'via "Source {nth * 7 % SOURCES}"')(1)
        shown = Place(Filter(verdicts=("unverified",), desk=1, oldest_first=True))
        yield "a digest's Show all", lambda _nth: finding.list_page(self.session, _asks(CHANNEL), shown)

    def _listed(self, text: str, request: Request | None = None) -> Ask:
        wanted, chance = read_filter(text) or Filter(), random.Random(6)  # noqa: S311 (no secret)

        def ask(nth: int) -> Any:
            beyond = None if nth % 2 else chance.randrange(self.claims // 2, self.claims)
            with suppress(NotFound):  # among few claims not every name stands
                finding.list_page(self.session, request or _asks(CHANNEL), Place(wanted, beyond))

        return ask

    def _searches(self) -> Iterator[tuple[str, Ask]]:
        def found(words: str, request: Request | None = None) -> Any:
            return finding.search_page(self.session, request or _asks(CHANNEL), words)

        yield "search, one rare word", lambda nth: found(_words(nth, 1, 3_000))
        yield "search, one common word", lambda nth: found(vocabulary()[nth % 20])
        yield "search, three words", lambda nth: found(_words(nth, 3, 0))
        yield "search, 40 words", lambda nth: found(_words(nth, 40, 0)[:300])
        inside = _asks("C99", private=True)
        yield "search, from a private channel", lambda nth: found(_words(nth, 2, 0), inside)
        sight, chance = _asks(CHANNEL).sight(known_id(self.session, TEAM)), random.Random(7)  # noqa: S311 (no secret)
        yield "what looks the same", lambda _nth: near_matches(self.session, sight, statement(chance))

    def _one_claim(self) -> Iterator[tuple[str, Ask]]:
        session, asks = self.session, _asks(CHANNEL)
        newest = page(session, asks.sight(known_id(session, TEAM)), Wanted(), limit=40)
        yield "a claim", lambda nth: lookups.show_claim(session, asks, newest[nth % len(newest)].number)
        yield "history", lambda nth: finding.history_page(session, asks, newest[nth % len(newest)].number)
        yield "history of 500 events, its end", lambda _nth: finding.history_page(session, asks, 1, before=10**9)
        yield "Home", lambda _nth: home_of(session, _asks(""))

    def _menus(self) -> Iterator[tuple[str, Ask]]:
        def picked(typed: str) -> Any:
            return lookups.pick_claims(self.session, _asks(CHANNEL), typed, limit=30)

        def offered(kind: Any, typed: str) -> Any:
            return naming.offer(self.session, _asks(CHANNEL), kind, typed, limit=20)

        yield "claim picker, empty", lambda _nth: picked("")
        yield "claim picker, a reference", lambda nth: picked(f"C-{nth + 5}")
        yield "claim picker, a word", lambda nth: picked(_words(nth, 1, 0))
        yield "claim picker, a word's beginning", lambda nth: picked(_words(nth, 1, 0)[:3])
        for typed in ("", "m", "ma", "mini"):
            yield f"speaker menu, “{typed}”", lambda _nth, typed=typed: offered("speaker", typed)  # type: ignore[misc]
        yield "speaker menu, a name", lambda nth: offered("speaker", speakers()[nth * 13])
        yield "source menu, “s”", lambda _nth: offered("source", "s")


def _asks(channel: str, *, private: bool = False) -> Request:
    kind: Any = "private" if private else "public"
    return Request(team=TEAM, person="U1", channel=channel, kind=kind, key="", now=WHEN, channels=None)


def _words(nth: int, many: int, least: int) -> str:
    return " ".join(vocabulary()[least + (nth * 31 + each * 977) % (4_000 - least)] for each in range(many))
