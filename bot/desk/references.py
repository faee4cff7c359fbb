"""References to claims: `C-12` is said aloud, typed in any of its forms, and shown in one."""

from __future__ import annotations

import re

# The Cyrillic С looks the same and sits on the same key; phones turn a hyphen into its look-alikes. Nine digits at
# most: a longer number is no reference of anybody's, and would not fit the record.
_REFERENCE = re.compile(r"(?P<letter>[cCсС][-‐‑–−]?)?(?P<number>\d{1,9})")
# In running text a letter and a hyphen are wanted: nobody means a claim by "C4". A link counts by what it says.
_NAMED = re.compile(r"(?<![\w./-])[cCсС][-‐‑–−](?P<number>\d{1,9})(?![\w-])")
_LINKED = re.compile(r"<[^<>|]*(?:\|(?P<said>[^<>]*))?>")
_LEADING = re.compile(
    r"\s*(?P<joint>[,;]|(?:and|&(?:amp;)?)(?=\s))?\s*(?P<word>[^\s,;:：]+)(?=(?P<after>\s*[:：,;]|\s|$))"
)


def show(number: int) -> str:
    """The one form a reference is shown in: `C-12`."""
    return f"C-{number}"


def parse_reference(text: str) -> int | None:
    """The number in `12`, `c12`, `C-12`; None for anything else. The whole of `text` must be the reference."""
    found = _REFERENCE.fullmatch(text.strip())
    return int(found["number"]) if found else None


def references_in(text: str) -> list[int]:
    """The references that a message names anywhere, as Slack sends it, each once; one that stands alone in any form."""
    alone = parse_reference(text)
    if alone is not None:
        return [alone]
    said = _LINKED.sub(lambda found: f" {found['said'] or ''} ", text)
    return list(dict.fromkeys(int(found["number"]) for found in _NAMED.finditer(said)))


def split_references(text: str) -> tuple[tuple[int, ...], str]:
    """The references `text` begins with, each once, and what follows them.

    Spaces, commas and `and` join them; a colon ends them. After a reference with its letter, a bare number is one
    only if a comma or `and` joins it: in `C-4 12 civilians were wounded` the twelve are people.
    """
    numbers: list[int] = []
    lettered = False
    at = 0
    while found := _LEADING.match(text, at):
        reference = _REFERENCE.fullmatch(found["word"])
        if reference is None or (found["joint"] and not numbers):
            break
        if lettered and not reference["letter"] and not found["joint"]:
            break
        lettered = lettered or bool(reference["letter"])
        numbers.append(int(reference["number"]))
        at = found.end()
        if found["after"].strip() in {":", "："}:
            at += len(found["after"])
            break
    return tuple(dict.fromkeys(numbers)), text[at:].strip(" ,;")
