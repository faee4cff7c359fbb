"""Likeness: which claims on file look the same as a statement, how sure that is, and in what the two differ.

Nothing here merges anything: what differs in one number, name or "not" looks the same to every method, so it is
shown. Method and thresholds were measured on public sets of repeated claims; `python -m bench.likeness` measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.withholding import WITHHELD
from store.candidates import Candidate, Candidates
from store.folding import numbers, terms
from store.names import fold
from store.relevance import Frequencies, bm25

SLACK = 40  # keeps two claims of two words each from being alike for nothing


class Wording(StrEnum):
    """How sure we say that we are."""

    SAME = "looks the same as"
    RELATED = "possibly related"


@dataclass(frozen=True)
class Gate:
    """From which likeness on something is said; below `few` claims on file rarity is a guess, and so is likeness."""

    same: float = 0.30
    related: float = 0.20
    close: float = 0.65  # in meaning, whatever the words: the cosine of two vectors
    few: int = 500

    def wording(self, likeness: float, claims: int, closeness: float = 0.0) -> Wording | None:
        """What is said at this likeness among so many claims, and at this closeness in meaning; None for nothing."""
        if likeness >= self.same and claims >= self.few:
            return Wording.SAME
        return Wording.RELATED if likeness >= self.related or closeness >= self.close else None


@dataclass(frozen=True)
class Differences:
    """In what a new statement differs from one on file: each side's own numbers and places, and who says it."""

    numbers_here: tuple[str, ...] = ()
    numbers_there: tuple[str, ...] = ()
    places_here: tuple[str, ...] = ()
    places_there: tuple[str, ...] = ()
    speaker_there: str | None = None  # None: the same speaker, or a withheld one
    one_denies: bool = False  # one of the two holds a "not", the other none

    def __bool__(self) -> bool:
        return self != Differences()


def rank(wanted: Iterable[str], found: Candidates) -> list[tuple[Candidate, float]]:
    """The candidates with their exact BM25 score, best first; of equals the newest."""
    frequencies = found.frequencies
    rarities = _rarities(wanted, frequencies)
    scored = [
        (candidate, bm25(rarities, candidate.counts, candidate.length, frequencies.mean_length))
        for candidate in found.found
    ]
    return sorted(scored, key=lambda pair: (-pair[1], -pair[0].claim_id))


def blend(
    wanted: Sequence[str],
    ranked: Sequence[tuple[Candidate, float]],
    closeness: Mapping[int, float],
    frequencies: Frequencies,
) -> list[int]:
    """Claims by their words and their meaning together, an equal half each, best first; of equals the newest.

    `ranked` is what `rank` gave, `closeness` the cosine of every claim to be ranked. By words one that says the very
    same counts 1, as it does by meaning: the best of many that share no more than "the" is not taken for a good one.
    Sums of scores between 0 and 1: Fox and Shaw, Combination of Multiple Searches (1994).
    """
    itself = bm25(_rarities(wanted, frequencies), Counter(wanted), len(wanted), frequencies.mean_length) or 1.0
    words = {candidate.claim_id: score / itself for candidate, score in ranked}
    return sorted(closeness, key=lambda claim_id: (-words.get(claim_id, 0.0) - closeness[claim_id], -claim_id))


def _rarities(wanted: Iterable[str], frequencies: Frequencies) -> dict[str, float]:
    return {term: frequencies.rarity(term) for term in sorted(set(wanted)) if frequencies.known(term)}


def likeness(wanted: Iterable[str], held: Iterable[str], frequencies: Frequencies) -> float:
    """How much of two statements is shared, 0 to 1, each word by its rarity: `2 · shared / (wanted + held + 40)`.

    A word that nobody used here before counts on neither side. `frequencies` must know the terms of both.
    """
    here = {term for term in wanted if frequencies.known(term)}
    there = set(held)
    shared = frequencies.total(here & there)
    return 2 * shared / (frequencies.total(here) + frequencies.total(there) + SLACK)


# What puts a place before its name. Arabic and others have no capitals; everybody else's names have.
_BEFORE_A_PLACE = (
    "in|at|near|from|to|into|outside|around|over|towards?"
    "|в|во|у|на|под|возле|около|близ|из|до|із|з|зі|біля|під|поблизу|до"
    "|في|من|إلى|الى|على|قرب|نحو"
)
_PLACED = re.compile(rf"(?<!\w)(?:{_BEFORE_A_PLACE})\s+([^\W\d_][\w’'-]*)", re.IGNORECASE)
_NAMED = re.compile(r"(?<=[^\s.!?…:«»“”\"(])\s+([^\W\d_][\w’'-]*)")
_NOT = re.compile(
    r"(?<!\w)(?:not|never|no|none|nobody|nothing|cannot|\w+n['’]t|не|нет|ни|ні|немає|никто|ніхто|никогда|ніколи|لا|لم|لن|ليس|ليست|غير)(?!\w)",
    re.IGNORECASE,
)
_WITHOUT_CAPITALS = re.compile("[\u0590-\u08ff]")


def differences(here: str, speaker_here: str | None, there: str, speaker_there: str) -> Differences:
    """In what a statement here differs from one there; the numbers and places in the order they are said."""
    numbers_here, numbers_there = numbers(here), numbers(there)
    terms_here, terms_there = set(terms(here)), set(terms(there))
    untold = speaker_there == WITHHELD  # it may be the same one, or not
    same = untold or (speaker_here is not None and fold(speaker_here) == fold(speaker_there))
    return Differences(
        _missing(numbers_here, numbers_there),
        _missing(numbers_there, numbers_here),
        _elsewhere(here, terms_there),
        _elsewhere(there, terms_here),
        None if same else speaker_there,
        (_NOT.search(here) is None) != (_NOT.search(there) is None),
    )


def _missing(these: Sequence[str], those: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in these if each not in those))


def _elsewhere(text: str, others: set[str]) -> tuple[str, ...]:
    """The words that name something, most often a place, and that the other statement has in no inflection."""
    placed = {found[1]: found.start(1) for found in _PLACED.finditer(text) if _names(found[1])}
    named = {found[1]: found.start(1) for found in _NAMED.finditer(text) if found[1][0].isupper()}
    words: Mapping[str, int] = named | placed
    return tuple(word for word, _ in sorted(words.items(), key=lambda item: item[1]) if others.isdisjoint(terms(word)))


def _names(word: str) -> bool:
    return word[0].isupper() or _WITHOUT_CAPITALS.match(word) is not None
