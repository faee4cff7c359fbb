"""What letters may enter the record: any script, no control characters, nothing that turns a line round."""

from __future__ import annotations

import re
import unicodedata

from bot.errors import NotUnderstood

# Tab, line feed and carriage return are how people lay text out; the rest of Cc and half a surrogate pair are not text.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Embeddings, overrides, isolates and zero-width blanks come along with copied text, are invisible, and can make a
# line read otherwise than it is. Direction marks (U+200E, U+200F, U+061C) and joiners belong to the writing and stay.
_DROPPED = re.compile("[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
_NAMES = {"\x00": "NUL", "\x07": "BEL", "\x08": "backspace", "\x1b": "escape", "\x7f": "delete"}


def clean(text: str, *, field: str | None = None) -> str:
    """Give `text` on one line: each run of white space becomes one space, invisible formatting goes.

    Raises NotUnderstood that names the first control character or half character (a lone surrogate).
    """
    return " ".join(clean_lines(text, field=field).split())


def clean_lines(text: str, *, field: str | None = None) -> str:
    """Give `text` with its lines kept, without invisible formatting; raises like `clean`."""
    found = _REFUSED.search(text)
    if found:
        raise NotUnderstood(
            _complaint(text, found.start()),
            remedy="Type it again, or paste it as plain text: `Kyiv: no https://example.org/1`",
            field=field,
        )
    return _DROPPED.sub("", text)


def visible(text: str) -> str:
    """Give what can be seen of `text` on one line: for words that nobody here typed and nobody can type again."""
    return " ".join(_DROPPED.sub("", _REFUSED.sub(" ", text)).split())


def _complaint(text: str, at: int) -> str:
    letter = text[at]
    code = f"U+{ord(letter):04X}"
    kind = "half a character" if unicodedata.category(letter) == "Cs" else "a control character"
    name = f"{code}, {_NAMES[letter]}" if letter in _NAMES else code
    before = " ".join(text[:at].split())[-20:]
    place = f"after “{before}”" if before else "at the beginning"
    return f"There is {kind} ({name}) {place}."
