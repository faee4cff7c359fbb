"""Search: the claims that hold some words anywhere in what is searched, best first, with the part that matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from store.candidates import frequencies, gather
from store.excerpts import Piece, excerpt
from store.folding import CUT, terms
from store.relevance import bm25
from store.tables import ClaimTerms, TermCount
from store.texts import WEIGHTS, texts_of

WORDS = 64  # of what is typed: a whole article pasted is searched by its beginning
ENDINGS = 12  # of a short word, the commonest: мост, моста, мосту
ENDED = 0.5  # what such a word counts beside the one that was typed


@dataclass(frozen=True)
class Hit:
    """A claim that was found: where the best match stands in it (a name in store.texts), and what stands there."""

    claim_id: int
    score: float
    field: str
    excerpt: Sequence[Piece]


def search(session: Session, workspace_id: int, words: str, *, seen: ColumnElement[bool], limit: int = 20) -> list[Hit]:
    """The claims of one workspace that hold these words, those that hold the most of them first, then by BM25.

    `seen` is a condition on Desk or Claim, such as `visible(sight)`. Whatever is typed is words, never a query:
    operators alone find nothing. A word of two to four letters finds longer ones that begin with it, too.
    """
    typed = list(dict.fromkeys(terms(words)))[:WORDS]
    forms = {word: _forms(session, workspace_id, word) for word in typed}
    known = frequencies(session, workspace_id, (form for each in forms.values() for form in each), anywhere=True)
    ids = gather(session, workspace_id, known, seen=seen, anywhere=True)
    rows = session.exec(
        select(ClaimTerms.claim_id, ClaimTerms.said, ClaimTerms.beside).where(col(ClaimTerms.claim_id).in_(ids))
    )
    wanted = {
        form: weight * known.rarity(form)
        for each in forms.values()
        for form, weight in each.items()
        if known.known(form)
    }
    scored = []
    for claim_id, said, beside in rows:
        held = _held({"statement": said, **beside})
        score = bm25(wanted, held, sum(held.values()), known.mean_length)
        scored.append((sum(any(form in held for form in each) for each in forms.values()), score, claim_id))
    best = sorted(scored, reverse=True)[:limit]
    texts = texts_of(session, [claim_id for _, _, claim_id in best])
    return [_hit(claim_id, score, texts[claim_id], set(wanted)) for _, score, claim_id in best]


def _forms(session: Session, workspace_id: int, word: str) -> dict[str, float]:
    """A word and what begins with it, each with what it counts: its term alone if that is cut already, or a number."""
    if not 2 <= len(word) < CUT or word[0].isdigit():
        return {word: 1.0}
    longer = session.exec(
        select(TermCount.term)
        .where(
            TermCount.workspace_id == workspace_id,
            TermCount.term > word,
            TermCount.term < word + chr(0x10FFFF),
        )
        .order_by(col(TermCount.anywhere).desc(), TermCount.term)
        .limit(ENDINGS)
    )
    return {word: 1.0} | dict.fromkeys(longer, ENDED)


def _held(fields: dict[str, str]) -> dict[str, float]:
    """How often each term stands in a claim, by where it stands."""
    held: defaultdict[str, float] = defaultdict(float)
    for field, words in fields.items():
        weight = WEIGHTS.get(field, 0.5)  # a claim indexed before a field was dropped may still hold it
        for term in words.split():
            held[term] += weight
    return held


def _hit(claim_id: int, score: float, texts: dict[str, str], wanted: set[str]) -> Hit:
    """The field with the most of what was looked for; of equals the one that counts more."""
    held = {field: len(wanted & set(terms(text))) for field, text in texts.items()}
    field = max(held, key=lambda name: held[name] * 10 + WEIGHTS[name])
    return Hit(claim_id, score, field, excerpt(texts[field], wanted))
