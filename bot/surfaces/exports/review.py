"""The record as ClaimReview: what was ruled on and stands in a story of ours, for whoever reads schema.org.

The story is the review's address; a claim that no story relies on has none, and is left out. What is restricted, and
a protected source, is never in it: it is for publication.
Source: schema.org/ClaimReview, schema.org/Claim
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.desk.steps import FINDINGS, State
from bot.surfaces.exports.paper import Paper
from bot.surfaces.exports.reading import NOBODY, when
from store.basis import PROTECTED
from store.names import fold
from store.tables import Report
from store.wholes import Whole

CONTEXT = "https://schema.org"
# In a script of a page nothing may end it, begin another or a comment, and no line may break in a string.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Publisher:
    """Whose verdicts these are."""

    name: str = ""
    url: str = ""


def claim_review(publisher: Publisher) -> Paper:
    """The record as one JSON-LD document, which holds a ClaimReview for each claim."""
    opening = f'{{"@context":"{CONTEXT}","@graph":[\n'
    return Paper("jsonld", partial(_claim, publisher=publisher), opening, ",\n", "\n]}\n")


def review(whole: Whole, publisher: Publisher) -> Json | None:
    """A claim's ClaimReview; None where nothing was found yet, or no story of ours relies on it."""
    claim, stories = whole.dossier.claim, whole.dossier.used_in
    ruled = claim.state == State.CLOSED and claim.verdict in FINDINGS
    if not ruled or not stories or claim.restricted:
        return None
    author = _named("Organization", publisher.name, url=publisher.url) if publisher.name else None
    return _given(
        {
            "@type": "ClaimReview",
            "url": stories[0].link,
            "datePublished": when(claim.settled_at),
            "author": author,
            "claimReviewed": claim.statement,
            "itemReviewed": _reviewed(whole),
            # A verdict is a word of a list, and no point on a scale: there is no number to give.
            "reviewRating": {"@type": "Rating", "alternateName": claim.verdict[:1].upper() + claim.verdict[1:]},
        }
    )


def _claim(whole: Whole, *, publisher: Publisher) -> str | None:
    found = review(whole, publisher)
    if found is None:
        return None
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _reviewed(whole: Whole) -> Json:
    claim = whole.dossier.claim
    reports = [row for row in whole.reports if row.basis not in PROTECTED]
    appearances = [found for row in reports if (found := _appearance(row)) is not None]
    return _given(
        {
            "@type": "Claim",
            "author": _author(whole),
            # Only as precise as it was given: what was said about then was said on no day that could be named.
            "datePublished": None if claim.said_about else when(claim.said_at or claim.said_on),
            "inLanguage": claim.language,
            "firstAppearance": _appearance(min(reports, key=_since)) if reports else None,
            "appearance": appearances,
        }
    )


def _author(whole: Whole) -> Json | None:
    """Who said it. Whoever speaks in a role is a person; else it is taken for an organisation."""
    claim, speaker = whole.dossier.claim, whole.dossier.speaker
    if fold(speaker) in NOBODY:
        return None
    if claim.role:
        return _named("Person", speaker, jobTitle=claim.role)
    return _named("Organization", speaker)


def _appearance(row: Report) -> Json | None:
    """Where a report stands; None for one that says nothing of it."""
    found = _given(
        {
            "url": row.link,
            "publisher": _named("Organization", row.outlet) if row.outlet else None,
            "datePublished": when(row.published_at),
            "citation": row.origin,
        }
    )
    return {"@type": "CreativeWork", **found} if found else None


def _since(row: Report) -> tuple[bool, Any, int]:
    """Sorts what is known to be the earliest first; where nobody knows, what was filed first."""
    return row.published_at is None, row.published_at or row.added_at, row.id or 0


def _named(kind: str, name: str, **more: str) -> Json:
    return _given({"@type": kind, "name": name, **more})


def _given(properties: Json) -> Json:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
