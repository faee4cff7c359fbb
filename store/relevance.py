"""Relevance: exact BM25 over terms that are counted here, the same on either database; pure arithmetic.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

K1 = 1.2  # how soon more of the same term stops to matter
B = 0.75  # how much a long text is held against itself


@dataclass(frozen=True)
class Frequencies:
    """How rare terms are in a workspace: in how many of its claims each stands, of how many, of what mean length."""

    claims: int
    mean_length: float
    counts: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """A term's inverse document frequency: 0 where it stands everywhere, the more the rarer it is."""
        count = self.counts.get(term, 0)
        return math.log(1 + (self.claims - count + 0.5) / (count + 0.5))

    def known(self, term: str) -> bool:
        """Whether any claim of the workspace holds it."""
        return self.counts.get(term, 0) > 0

    def total(self, terms: Iterable[str]) -> float:
        """The rarities of these terms together."""
        return sum(map(self.rarity, terms))


def bm25(wanted: Mapping[str, float], held: Mapping[str, float], length: float, mean_length: float) -> float:
    """How well a text that holds terms so many times answers a query that wants them, each with its rarity."""
    damping = K1 * (1 - B + B * length / (mean_length or 1))
    return sum(
        rarity * held[term] * (K1 + 1) / (held[term] + damping) for term, rarity in wanted.items() if term in held
    )
