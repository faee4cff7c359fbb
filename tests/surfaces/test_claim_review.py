"""ClaimReview as schema.org has it: its types, properties and ranges, over whatever was typed; safe in a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.steps import FINDINGS
from bot.surfaces.exports.review import Publisher, claim_review, review
from store.wholes import Whole
from tests.surfaces.records import LINK, NOW
from tests.surfaces.wholes import every_oddity, report, ruled, used, whole

# The types we write, what each is a kind of, the properties we give, and what each may hold.
# Source: schema.org/ClaimReview, /Claim, /Rating, /CreativeWork, /Organization, /Person, read on 2026-11-24. A URL is a
# kind of Text there, and `Text` is what `alternateName` and `name` hold; CreativeWork's properties are its kinds', too.
KIND_OF = {
    "ClaimReview": "Review",
    "Review": "CreativeWork",
    "Claim": "CreativeWork",
    "CreativeWork": "Thing",
    "Rating": "Intangible",
    "Intangible": "Thing",
    "Organization": "Thing",
    "Person": "Thing",
}
PROPERTIES: dict[str, dict[str, set[str]]] = {
    "Thing": {"name": {"Text"}, "alternateName": {"Text"}, "url": {"URL"}},
    "CreativeWork": {
        "author": {"Organization", "Person"},
        "citation": {"CreativeWork", "Text"},
        "datePublished": {"Date", "DateTime"},
        "inLanguage": {"Language", "Text"},
        "publisher": {"Organization", "Person"},
    },
    "Review": {"itemReviewed": {"Thing"}, "reviewRating": {"Rating"}},
    "ClaimReview": {"claimReviewed": {"Text"}},
    "Claim": {"appearance": {"CreativeWork"}, "firstAppearance": {"CreativeWork"}},
    "Rating": {"ratingValue": {"Number", "Text"}, "bestRating": {"Number", "Text"}, "worstRating": {"Number", "Text"}},
    "Person": {"jobTitle": {"DefinedTerm", "Text"}},
    "Organization": {},
    "Intangible": {},
}
NEWSROOM = Publisher("The Daily", "https://daily.example")


def kinds(of: str) -> list[str]:
    """A type with everything that it is a kind of."""
    return [of, *(kinds(KIND_OF[of]) if of in KIND_OF else [])]


def check(found: Any) -> None:
    """Fail where a thing has a type, a property or a value that schema.org does not know there."""
    of = found["@type"]
    known = {name: ranges for kind in kinds(of) for name, ranges in PROPERTIES.get(kind, {}).items()}
    for name, value in found.items():
        if name == "@type":
            continue
        assert name in known, f"{of} has no {name}"
        for each in value if isinstance(value, list) else [value]:
            assert each not in ("", None, []), f"{of}.{name} says nothing"
            assert fits(each, known[name]), f"{of}.{name} cannot be {each!r}"


def fits(value: Any, ranges: set[str]) -> bool:
    if isinstance(value, dict):
        check(value)
        return bool(set(kinds(value["@type"])) & ranges)
    if "Text" in ranges:
        return isinstance(value, str)
    if "URL" in ranges:
        return re.fullmatch(r"https?://\S+", value) is not None
    if "DateTime" in ranges and "T" in value:
        return datetime.fromisoformat(value).tzinfo is not None
    return "Date" in ranges and bool(date.fromisoformat(value))


def document(wholes: list[Whole], publisher: Publisher = NEWSROOM) -> str:
    paper = claim_review(publisher)
    return paper.opening + paper.between.join(filter(None, map(paper.write, wholes))) + paper.closing


def test_a_verdict_is_written_as_schema_org_has_it() -> None:
    (found,) = json.loads(document([ruled(role="spokesman", speaker="Dmitry Peskov", language="ru")]))["@graph"]
    check(found)
    where = [
        {"@type": "CreativeWork", "url": f"{LINK}1", "publisher": {"@type": "Organization", "name": "WION"}},
        {
            "@type": "CreativeWork",
            "url": f"{LINK}2",
            "publisher": {"@type": "Organization", "name": "Guardian"},
            "citation": "Reuters",
        },
    ]
    assert found == {
        "@type": "ClaimReview",
        "url": f"{LINK}story",
        "datePublished": "2023-05-24T06:00:00Z",
        "author": {"@type": "Organization", "name": "The Daily", "url": "https://daily.example"},
        "claimReviewed": "Nobody was there.",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Dmitry Peskov", "jobTitle": "spokesman"},
            "datePublished": "2023-05-23",
            "inLanguage": "ru",
            "firstAppearance": where[0],
            "appearance": where,
        },
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
    }


@pytest.mark.parametrize("verdict", FINDINGS)
def test_every_finding_is_told_in_words(verdict: str) -> None:
    found = review(ruled(verdict=verdict), NEWSROOM)
    assert found is not None
    assert found["reviewRating"]["alternateName"].casefold() == verdict
    check(found)


@pytest.mark.parametrize(
    "left_out",
    [
        ruled(used_in=()),
        ruled(restricted=True),
        ruled(verdict="unverified"),
        ruled(state="review", proposed="false"),
        whole(),
    ],
)
def test_what_is_not_settled_or_stands_in_no_story_is_left_out(left_out: Whole) -> None:
    assert review(left_out, NEWSROOM) is None
    assert json.loads(document([left_out]))["@graph"] == []
    assert len(json.loads(document([ruled(), left_out, ruled()]))["@graph"]) == 2


def test_what_is_not_known_is_not_said() -> None:
    bare = ruled(speaker="Unknown", said_on=None, reports=(report(outlet=None, link=None),), used_in=(used(),))
    found = review(bare, Publisher())
    assert found is not None
    check(found)
    assert found["itemReviewed"] == {"@type": "Claim"}
    assert "author" not in found
    about = review(ruled(said_about=True), NEWSROOM)
    assert about is not None
    assert "datePublished" not in about["itemReviewed"]
    minute = review(ruled(said_on=None, said_at=datetime(2023, 5, 23, 7, 40, tzinfo=UTC)), NEWSROOM)
    assert minute is not None
    assert minute["itemReviewed"]["datePublished"] == "2023-05-23T07:40:00Z"


def test_a_protected_source_is_never_published() -> None:
    secret = report(outlet="A colonel", basis="background")
    for found in (ruled(reports=(secret,)), ruled(reports=(secret, report(2, basis="on the record")))):
        written = json.dumps(review(found, NEWSROOM))
        assert "colonel" not in written
    hidden = review(ruled(speaker="withheld", known_to=["U9"]), NEWSROOM)
    assert hidden is not None
    assert "author" not in hidden["itemReviewed"]


def test_the_earliest_report_is_the_first_appearance() -> None:
    late, early = report(1, published_at=NOW), report(2, published_at=datetime(2023, 5, 22, tzinfo=UTC))
    found = review(ruled(reports=(report(3), late, early)), NEWSROOM)
    assert found is not None
    assert found["itemReviewed"]["firstAppearance"]["url"] == f"{LINK}2"


class Page(HTMLParser):
    """Reads a page as a browser does; `scripts` are what its scripts hold, `beside` every other tag."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.beside: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script"
        if self._inside:
            self.scripts.append("")
        else:
            self.beside.append(tag)

    def handle_endtag(self, _tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


def embedded(text: str) -> Any:
    page = Page()
    page.feed(f'<script type="application/ld+json">{text}</script><p>')
    page.close()
    assert (len(page.scripts), page.beside) == (1, ["p"])
    return json.loads(page.scripts[0])


def test_it_can_stand_in_a_page_whatever_was_typed() -> None:
    text = document(every_oddity())
    assert not [sign for sign in "<>&\u2028\u2029" if sign in text]
    found = embedded(text)
    assert found["@context"] == "https://schema.org"
    for each in found["@graph"]:
        check(each)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), st.sampled_from(FINDINGS))
def test_any_words_are_read_back_and_fit(text: str, verdict: str) -> None:
    odd = ruled(text, verdict=verdict, speaker=text, role=text, reports=(report(outlet=text, origin=text),))
    odd = replace(odd, dossier=replace(odd.dossier, speaker=text))
    (found,) = embedded(document([odd]))["@graph"]
    check(found)
    assert found["claimReviewed"] == text
