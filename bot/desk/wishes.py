"""Wishes: what somebody wants to have as a file, read from what follows `/claim export`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from bot.desk.characters import clean
from bot.desk.filters import FLAGS, Filter, read_filter
from bot.desk.steps import FINDINGS, State
from bot.errors import NotUnderstood


class Format(StrEnum):
    """What a record can be written as."""

    CSV = "csv"
    LINES = "jsonl"
    REVIEW = "claimreview"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to have as a file; `restricted`: what is kept in the desk's channel, too."""

    format: Format = Format.CSV
    filter: Filter = field(default_factory=Filter)
    restricted: bool = False


UNSENT = "Nothing was sent."
PUBLISHED = "ClaimReview is for publication, so what is restricted is never in it."
# As people say them; files that other programs would want instead.
_FORMATS = {str(each): each for each in Format} | dict.fromkeys(("json", "jsonlines", "ndjson"), Format.LINES)
_OTHERS = (
    "xlsx",
    "xls",
    "excel",
    "ods",
    "pdf",
    "doc",
    "docx",
    "txt",
    "tsv",
    "xml",
    "yaml",
    "html",
    "rss",
    "markdown",
    "md",
)
_FIRST = re.compile(r"(?:as\s+)?\.?(?P<word>\w+)\b[.!?]?,?\s*", re.IGNORECASE)
_RESTRICTED = re.compile(
    r"(?:^|(?<=\s))(?:and\s+|,\s*)?with\s+(?:the\s+)?restricted(?:\s+(?:ones|claims))?[.!?]?(?=\s|,|$)", re.I
)


def read_wish(text: str) -> Wish | None:
    """What was typed after `export`, as Slack sends it; None for a statement that begins with that word.

    Raises NotUnderstood for a format that there is none of, and for what filters nothing.
    """
    typed = clean(text)
    first = _FIRST.match(typed)
    word = first["word"].casefold() if first else ""
    wanted = _FORMATS.get(word)
    if word in _OTHERS:
        raise no_such_format(word, unchanged=UNSENT, remedy="For example: `/claim export csv`")
    rest = typed[first.end() :] if first is not None and wanted is not None else typed
    asked = _RESTRICTED.search(rest)
    if asked is not None:
        rest = f"{rest[: asked.start()]} {rest[asked.end() :]}"
    try:
        found = read_filter(rest)
    except NotUnderstood as mistake:
        mistake.what = mistake.what.replace("I cannot list by", "I cannot export by")
        mistake.unchanged = UNSENT
        mistake.remedy = mistake.remedy.replace("/claim list", "/claim export csv")
        raise
    if found is None:
        return None
    wish = Wish(wanted or Format.CSV, found, asked is not None)
    _check_ruled(wish)
    return wish


def no_such_format(word: str, *, unchanged: str, remedy: str) -> NotUnderstood:
    """That nothing can be written in a format, and in which it can."""
    return NotUnderstood(f"I cannot write {word}; I write {', '.join(Format)}.", unchanged=unchanged, remedy=remedy)


def words_of(wanted: Filter) -> list[str]:
    """The words that ask for a filter again, all but the people."""
    flags = [name for name in FLAGS if getattr(wanted, name)]
    named = [f"{word} “{name}”" for word, name in (("by", wanted.speaker), ("via", wanted.source)) if name]
    return [*wanted.verdicts, *wanted.states, *flags, *(f"#{tag}" for tag in wanted.tags), *named]


def _check_ruled(wish: Wish) -> None:
    """Refuse reviews of what nobody has reviewed."""
    if wish.format is not Format.REVIEW:
        return
    asked = [verdict for verdict in wish.filter.verdicts if verdict not in FINDINGS]
    asked += [state for state in wish.filter.states if state != State.CLOSED]
    if asked:
        raise NotUnderstood(
            f"ClaimReview holds what was ruled on, and nothing that is {asked[0]}.",
            unchanged=UNSENT,
            remedy="For example: `/claim export claimreview false misleading`, or `/claim export csv unverified`",
        )
