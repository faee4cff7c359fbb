"""Attribution basis as people write it: `off the record`, `on background`, `on the record`."""

from __future__ import annotations

from collections.abc import Sequence

from store.basis import BACKGROUND, BASES, OFF_RECORD, ON_RECORD

# How each is written behind a source; the first is how we write it ourselves.
PHRASES: dict[str, tuple[str, ...]] = {
    ON_RECORD: ("on the record", "on-the-record", "on record"),
    BACKGROUND: ("on background", "on deep background", "not for attribution", "background"),
    OFF_RECORD: ("off the record", "off-the-record", "off record"),
}
_WRITTEN = {tuple(phrase.split()): basis for basis, phrases in PHRASES.items() for phrase in phrases}
# `background` alone is also a word of outlets' names and of notes: it is read in a menu only.
_READ = {words: basis for words, basis in _WRITTEN.items() if words != ("background",)}
LONGEST = max(map(len, _READ))


def phrase_of(basis: str | None) -> str:
    """How a basis is written behind a source; empty for none."""
    return PHRASES[basis][0] if basis is not None else ""


def basis_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The basis that stands at a place in a line, and how many words it takes; `words` are bare, in small letters."""
    for length in range(LONGEST, 0, -1):
        basis = _READ.get(tuple(words[at : at + length]))
        if basis is not None:
            return basis, length
    return None


def ends_in_terms(words: Sequence[str]) -> str | None:
    """The basis that a text ends in, its punctuation aside; `words` are in small letters."""
    last = [word.strip(".,;:!?()[]") for word in words[-LONGEST:]]
    found = [basis_at(last, at) for at in range(len(last))]
    return next((terms[0] for at, terms in enumerate(found) if terms is not None and at + terms[1] == len(last)), None)


def basis_of(chosen: str) -> str | None:
    """The basis chosen in a form; None for nobody said."""
    return chosen if chosen in BASES else None
