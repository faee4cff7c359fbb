"""Finding what is on file: lists, search and histories, a page at a time. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.desk.access import sight_of, visible_claim
from bot.desk.characters import clean
from bot.desk.filters import Filter, Place
from bot.desk.limits import SEARCH
from bot.desk.lookups import FIND_IT
from bot.desk.naming import Profile, group_ids, profile
from bot.desk.permalinks import card_links
from bot.desk.request import Request
from bot.desk.telling import told_of
from bot.desk.withholding import is_withheld
from bot.errors import NotFound, NotUnderstood
from store import Session, chain
from store.claims import Sight, claims_by_ids, seen_desks, visible
from store.dossiers import Dossier, read_dossier, read_dossiers
from store.events import count_of, events_of
from store.folding import terms
from store.lists import COUNTED, Wanted, count, page
from store.search import Hit, search
from store.workspaces import known_id, workspace_by_id

LISTED = 15
FOUND = 10
TOLD = 12
FOUND_AT_MOST = 200  # what a search ranks: nobody reads on
SEARCH_FOR = "For example: `/claim search captured carrier`"


@dataclass(frozen=True)
class ListPage:
    """Some of the claims of a list, in its order; how many it has, and whether there are more on either side."""

    place: Place
    dossiers: tuple[Dossier, ...]
    total: int
    earlier: bool  # the list has claims before these
    later: bool
    links: Mapping[int, str] = field(default_factory=dict)  # to the cards, by reference
    profile: Profile | None = None  # of the one speaker or source that is asked for

    @property
    def counted(self) -> bool:
        """Whether `total` is exact: counting ends at 10,000, but for what a speaker said."""
        return self.profile is not None or self.total <= COUNTED


@dataclass(frozen=True)
class SearchPage:
    """Some of the claims that hold the words, best first; `at` stand before them."""

    words: str
    hits: tuple[tuple[Hit, Dossier], ...]
    at: int
    more: bool
    links: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HistoryPage:
    """Some of what happened to a claim, oldest first; `at` events stand before them, `total` there are."""

    dossier: Dossier
    events: tuple[dict[str, Any], ...]
    at: int
    total: int


def list_page(session: Session, request: Request, place: Place, *, limit: int = LISTED) -> ListPage:
    """A page of a list. Raises NotFound for a speaker or source that cannot be seen from here."""
    sight, wanted = sight_of(session, request), place.filter
    if wanted.desk is not None and wanted.desk not in seen_desks(session, sight):
        raise NotFound("These claims stay in their channel.", unchanged="", remedy="Ask there.")
    fits = wanted_by(session, request, wanted)
    backwards = wanted.oldest_first != place.back
    claims = page(session, sight, fits, limit=limit + 1, beyond=place.beyond, oldest_first=backwards)
    more = len(claims) > limit
    claims = claims[:limit]
    if place.back:
        claims.reverse()
    others = place.beyond is not None
    head = _profile(session, request, wanted)
    return ListPage(
        place,
        tuple(read_dossiers(session, claims)),
        head.tally.claims if head is not None else count(session, sight, fits),
        earlier=more if place.back else others,
        later=others if place.back else more,
        links=links_to(session, sight, claims),
        profile=head,
    )


def search_page(session: Session, request: Request, words: str, *, at: int = 0, limit: int = FOUND) -> SearchPage:
    """A page of what holds these words, best first. Raises NotUnderstood for what cannot be searched for."""
    words = searchable(words)
    sight = sight_of(session, request)
    hits = search(session, sight.workspace_id, words, seen=visible(sight), limit=min(at + limit + 1, FOUND_AT_MOST))
    shown = hits[at : at + limit]
    claims = claims_by_ids(session, [hit.claim_id for hit in shown])
    dossiers = read_dossiers(session, claims)
    pairs = tuple(zip(shown, dossiers, strict=True))
    return SearchPage(words, pairs, at, len(hits) > at + limit, links_to(session, sight, claims))


def searchable(words: str) -> str:
    """The words that are searched for. Raises NotUnderstood where there are none, or too many."""
    words = clean(words)
    if len(words) > SEARCH:
        raise NotUnderstood(
            f"That has {len(words):,} characters; I search for {SEARCH} at most.",
            unchanged="",
            remedy=f"A few words find more. {SEARCH_FOR}",
        )
    wanted = terms(words)
    if not wanted:
        raise NotUnderstood("There is no word in that to search for.", unchanged="", remedy=SEARCH_FOR)
    if not any(len(word) > 1 or word.isdigit() for word in wanted):
        raise NotUnderstood(
            "One letter finds too much.", unchanged="", remedy=f"Write two letters or more. {SEARCH_FOR}"
        )
    return words


def history_page(
    session: Session, request: Request, number: int, *, at: int = 0, after: int = 0, before: int | None = None
) -> HistoryPage:
    """A page of what happened to a claim: after a place in the chain, or before one. Raises NotFound."""
    workspace_id = known_id(session, request.team, request.enterprise)
    claim = visible_claim(session, request, workspace_id, number, to_do=FIND_IT, unchanged="")
    events = events_of(session, claim.id, limit=TOLD, after=after, before=before)
    first = at if before is None else max(0, at - len(events))
    told = tuple(told_of(session, claim, chain.read(event)) for event in events)
    return HistoryPage(read_dossier(session, claim), told, first, count_of(session, claim.id))


def wanted_by(session: Session, request: Request, wanted: Filter) -> Wanted:
    """The filter as the store reads it: names as ids, `mine` as a person."""
    people = (*wanted.people, *([request.person] if wanted.mine and request.person not in wanted.people else []))
    return Wanted(
        states=wanted.states,
        verdicts=wanted.verdicts,
        people=people,
        tags=wanted.tags,
        speakers=group_ids(session, request, "speaker", wanted.speaker) if wanted.speaker else (),
        sources=group_ids(session, request, "source", wanted.source) if wanted.source else (),
        contested=wanted.contested,
        urgent=wanted.urgent,
        desk=wanted.desk,
        reader=request.person if wanted.waiting else None,
    )


def _profile(session: Session, request: Request, wanted: Filter) -> Profile | None:
    """The page of a speaker, or of a source, where nothing else is asked for."""
    if is_withheld(wanted.speaker):
        return None  # they are as many speakers as there are claims
    if wanted == Filter(speaker=wanted.speaker) and wanted.speaker:
        return profile(session, request, "speaker", wanted.speaker)
    if wanted == Filter(source=wanted.source) and wanted.source:
        return profile(session, request, "source", wanted.source)
    return None


def links_to(session: Session, sight: Sight, claims: Any) -> dict[int, str]:
    """The links to the cards of these claims, by reference."""
    if not claims:
        return {}
    return card_links(session, workspace_by_id(session, sight.workspace_id), claims)
