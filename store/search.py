"""Search: the claims that hold some words anywhere in what is searched, best first, with the part that matched."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from store.candidates import frequencies, gather
from store.folding import CUT, terms
from store.relevance import bm25
from store.tables import ClaimTerms, TermCount
from store.texts import WEIGHTS, texts_of

WORDS = 64  # of what is typed: a whole article pasted is searched by its beginning
EXCERPT = 160  # characters shown round a match
ENDINGS = 12  # of a short word, the commonest: мост, моста, мосту
ENDED = 0.5  # what such a word counts beside the one that was typed


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt, and whether it is what was looked for."""

    text: str
    matched: bool


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


def excerpt(text: str, wanted: set[str], *, width: int = EXCERPT) -> list[Piece]:
    """The part of a text that holds the most of the wanted terms, at most `width` characters, cut at spaces."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    hits = [not wanted.isdisjoint(terms(text[start:end])) for start, end in words]
    first, last = _window(words, hits, width)
    pieces = ["…"] if first else []
    matched = [False] if first else []
    at = words[first][0] if words else 0
    for (start, end), hit in zip(words[first:last], hits[first:last], strict=True):
        start, end = (start, min(end, start + width)) if not hit else _trimmed(text, start, min(end, start + width))
        if hit:
            pieces += [text[at:start], text[start:end]]
            matched += [False, True]
            at = end
    until = min(words[last - 1][1], at + width) if last else 0
    pieces += [text[at:until], "…" if last < len(words) or until < len(text.rstrip()) else ""]
    matched += [False, False]
    return _joined(pieces, matched)


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


def _window(words: Sequence[tuple[int, int]], hits: Sequence[bool], width: int) -> tuple[int, int]:
    """From which word to which: the window with the most matches, a few words before the first of them."""
    best, most = (0, 0), -1
    last = 0
    for first in range(len(words)):
        last = max(last, first + 1)
        while last < len(words) and words[last][1] - words[first][0] <= width:
            last += 1
        count = sum(hits[first:last])
        if count > most:
            best, most = (first, last), count
        if last == len(words):
            break
    return best


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _joined(pieces: Sequence[str], matched: Sequence[bool]) -> list[Piece]:
    joined: list[Piece] = []
    for text, hit in zip(pieces, matched, strict=True):
        if text and joined and joined[-1].matched == hit:
            joined[-1] = Piece(joined[-1].text + text, hit)
        elif text:
            joined.append(Piece(text, hit))
    return joined
