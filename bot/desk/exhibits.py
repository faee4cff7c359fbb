"""Evidence as people write it: `refutes https://… the video is from 2021`, one piece a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk.characters import clean
from bot.desk.limits import EXHIBITS, LINK, NOTE, check_length
from bot.desk.links import check_link, escape, read_typed
from bot.errors import UNCHANGED, Mistake, NotUnderstood, nothing_changed

SUPPORTS, REFUTES, CONTEXT = "supports", "refutes", "gives context"
SIDES = (SUPPORTS, REFUTES, CONTEXT)
KINDS = ("document", "photo", "video", "eyewitness", "official record", "data", "report", "other")
EXAMPLE = "refutes https://example.org/1 the video is from 2021"

# What people write before it, by the side it means.
_WORDS = {
    SUPPORTS: ("supports", "support", "supporting", "for", "confirms", "proves", "pro"),
    REFUTES: ("refutes", "refute", "refuting", "against", "contradicts", "denies", "disproves", "contra"),
    CONTEXT: ("gives context", "context", "background"),
}
_JUDGED = re.compile(r"\((\d)\)[\s:,]*")
_SIDE_OF = {word: side for side, words in _WORDS.items() for word in words}


@dataclass(frozen=True)
class Attached:
    """A file of a Slack message: Slack's id of it, its name, and its type (`image/png`), as far as it is known."""

    file_id: str
    name: str
    mimetype: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A piece of evidence as it was given; `side` is empty where nobody said on which it stands."""

    side: str = ""
    kind: str = "other"
    link: str | None = None
    note: str = ""
    file: Attached | None = None
    credibility: int | None = None  # as it was typed, behind the side; a desk without the code reads it as the note's


def read_exhibits(text: str) -> tuple[Exhibit, ...]:
    """Read a field with one piece of evidence a line. Raises NotUnderstood with the line that is wrong."""
    rows = [row for row in text.splitlines() if row.strip()]
    if len(rows) > EXHIBITS:
        raise NotUnderstood(
            f"There are {len(rows)} pieces of evidence; {EXHIBITS} fit.", unchanged=UNCHANGED, field="evidence"
        )
    exhibits = []
    for row in rows:
        exhibit = read_exhibit(escape(row))
        if not exhibit.side:
            raise NotUnderstood(
                f"I cannot see which side “{row[:60]}” is on.",
                unchanged=UNCHANGED,
                remedy=f"Begin with supports, refutes or context: {EXAMPLE}",
                field="evidence",
            )
        exhibits.append(exhibit)
    return tuple(exhibits)


def read_exhibit(text: str) -> Exhibit:
    """Read one piece of evidence as Slack sends it: `[SIDE [(DIGIT)]] [LINK] [NOTE]`, the link anywhere.

    The side may be missing, and is then asked for. Raises NotUnderstood for what has neither link nor note.
    """
    with nothing_changed(field="evidence"):
        typed = read_typed(text)
        side, words = _side(typed.plain)
        judged = _JUDGED.match(words) if side else None
        words = words[judged.end() :] if judged else words
        start = len(typed.plain) - len(words)
        links = [link for link in typed.links if link.start >= start]
        link = links[0].checked() if links else None
        if links and links[0].is_bare:
            words = f"{typed.plain[start : links[0].start]} {typed.plain[links[0].end :]}"
        note = clean(words, field="evidence").strip(" ,;:–—-")
        return check_exhibit(Exhibit(side=side, link=link, note=note, credibility=int(judged[1]) if judged else None))


def exhibit_of(
    side: str, kind: str, link: str, note: str, file: Attached | None = None, credibility: int | None = None
) -> Exhibit:
    """A piece of evidence out of a form's fields. Raises NotUnderstood with the field that is wrong."""
    try:
        address = clean(link, field="link")
        checked = check_link(address) if address else None
    except Mistake as mistake:
        mistake.field = "link"
        raise
    return check_exhibit(Exhibit(side, kind, checked, clean(note, field="note"), file, credibility))


def kind_of(file: Attached) -> str:
    """What kind of evidence a file is, by its type."""
    return {"image": "photo", "video": "video", "audio": "other"}.get(file.mimetype.partition("/")[0], "document")


def check_exhibit(exhibit: Exhibit) -> Exhibit:
    """Give an exhibit back if it is one. Raises NotUnderstood for what is empty or too long."""
    if not (exhibit.link or exhibit.file or exhibit.note):
        raise NotUnderstood(
            "Evidence needs a link, a file or a note.",
            unchanged=UNCHANGED,
            remedy=f"For example: {EXAMPLE}",
            field="note",
        )
    check_length("link", exhibit.link or "", LINK, field="link")
    check_length("note", exhibit.note, NOTE, field="note")
    return exhibit


def _side(plain: str) -> tuple[str, str]:
    """The side that a line begins with, and what follows it; no side: the whole line."""
    for length in (2, 1):
        parts = plain.split(" ", length)
        first = " ".join(parts[:length]).rstrip(":,").casefold()
        if first in _SIDE_OF and len(parts) >= length:
            return _SIDE_OF[first], plain[len(" ".join(parts[:length])) :].lstrip()
    return "", plain
