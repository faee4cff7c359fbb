"""Pages of lists, searches and histories as plain records: what a surface is given, no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.desk.filters import Filter, Place
from bot.desk.finding import HistoryPage, ListPage, SearchPage
from bot.desk.history import What
from bot.desk.naming import Name, Profile
from store.dossiers import Dossier
from store.excerpts import Piece
from store.known_names import Tally
from store.lists import VERDICTS
from store.search import Hit
from tests.surfaces.records import LINK, NOW


def list_page(dossiers: Sequence[Dossier], total: int | None = None, **more: Any) -> ListPage:
    """A page of a list with these claims on it; `more` are fields of the page, and `filter` of its place."""
    place = Place(
        more.pop("filter", Filter()), more.pop("beyond", None), more.pop("back", False), more.pop("before", 0)
    )
    values: dict[str, Any] = {"earlier": False, "later": False} | more
    return ListPage(place, tuple(dossiers), len(dossiers) if total is None else total, **values)


def profile(text: str, aliases: int, *, kind: Any = "speaker") -> Profile:
    """A speaker or source with this name, and so many others."""
    others = tuple(Name(each, f"{text}{each}"[-200:]) for each in range(2, aliases + 2))
    return Profile(kind, Name(1, text), others, Tally(dict.fromkeys(VERDICTS, 123_456), 1_234, 5_678), (1,))


def search_page(dossiers: Sequence[Dossier], words: str, field: str = "statement", **more: Any) -> SearchPage:
    """A page of what was found, each claim by an excerpt that holds the words."""
    pieces = (Piece("…before ", False), Piece(words[:160], True), Piece(" after…", False))
    hits = tuple((Hit(dossier.claim.number, 1.0, field, pieces), dossier) for dossier in dossiers)
    return SearchPage(words, hits, **{"at": 0, "more": False} | more)


def event(what: str, text: str, nth: int = 1, **more: Any) -> dict[str, Any]:
    """An event of any kind in whose payload everything that people type is this text."""
    wording = {
        "speaker": text,
        "role": text,
        "statement": text,
        "said": "about 2023-05-23",
        "tags": [text[:50]] * 20,
        "reports": [[text[:200], f"{LINK}{'x' * 1_900}", text[:200]]] * 10,
        "kind": "contradicts",
    }
    standing = {
        "state": "closed",
        "verdict": "misleading",
        "checker": "U2",
        "proposed": "misleading",
        "proposed_by": "U2",
        "hold_until": "2023-05-26",
    }
    new = (
        wording
        | standing
        | {"signed_by": "U3", "dispute": 1, "outcome": "stands", "person": "U4", "leads": ["U5"] * 50}
    )
    new |= {"into": 999_999_998, "from": 999_999_997, "by": 999_999_996, "other": 999_999_995, "answer": "newer figure"}
    new |= {"side": "refutes", "kind": "document", "link": f"{LINK}{'y' * 1_900}", "file": text[:200], "note": text}
    new |= {"translation": text, "machine": True, "priority": "urgent", "sha256": "0" * 64, "directly": True}
    new |= {"reminder": NOW.isoformat(), "evidence": 1, "source": text[:200], "reliability": "A", "credibility": 6}
    new |= {"asked": text[:200], "way": text[:60], "put": text, "until": NOW.isoformat()}
    if what == What.REPLY_NOTED:
        new |= {"outcome": "answered", "answer": text}
    old = (
        wording
        | standing
        | {"was": "confirmed", "verdict": "confirmed", "statement": f"old {text}", "priority": "normal"}
    )
    values = {"what": what, "actor": "U1", "old": old, "new": new, "why": text[:1_000], "sequence": nth}
    return values | {"at": (NOW + timedelta(minutes=nth)).isoformat()} | more


def history_page(dossier: Dossier, events: Sequence[dict[str, Any]], **more: Any) -> HistoryPage:
    """A page of what happened to a claim."""
    return HistoryPage(dossier, tuple(events), **{"at": 0, "total": len(events)} | more)


# Everything that can happen to a claim; the rest happens to names, desks and people.
HAPPENS = [
    what
    for what in What
    if what
    not in (
        What.NAMES_JOINED,
        What.NAMES_PARTED,
        What.REMINDERS_CHOSEN,
        What.DESK_OPENED,
        What.DESK_SET_UP,
        What.SETTINGS_PUT_BACK,
        What.ZONE_LEARNT,
        What.EXPORTED,
    )
]
