"""What was typed after `/claim` and `/dispute`: a command, a look-up, or a line to file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from bot.desk.characters import clean
from bot.desk.links import read_typed, unescape
from bot.desk.references import parse_reference, split_references
from bot.errors import NotUnderstood

Listed = Literal["unverified", "contested", "mine"]

LISTS: tuple[Listed, ...] = ("unverified", "contested", "mine")
_VERBS = ("list", "help", "digest", "setup", "search", "history", "export")
_GUESSES: dict[str, str] = {"settings": "setup"} | {verb: verb for verb in _VERBS}
_GUESSES |= {which: f"list {which}" for which in LISTS}

# A colon, a link, a quotation mark or a sentence's end: somebody is filing, whatever the first word is.
_LINE = re.compile('[:："“”„«»「」『』]|https?:|[.!?…](?:\\s|$)', re.IGNORECASE)
_WORD = re.compile(r"[\w@#'’-]{1,30}")
# Scripts without spaces: one "word" may be a whole statement.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# More words than this after `list`, `help` or `search` are a statement that begins with that word.
_FEW = 5


@dataclass(frozen=True)
class OpenForm:
    """The form: with the claims it is about (a dispute's), and what was typed if it is not lost on it."""

    numbers: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class FileLine:
    """A line to be read by `grammar.read_line`, as Slack sent it."""

    text: str


@dataclass(frozen=True)
class ShowClaim:
    """One claim, by its number."""

    number: int


@dataclass(frozen=True)
class ListClaims:
    """A list: what all of `which` hold for; without any, everything."""

    which: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class Help:
    """What can be typed."""


@dataclass(frozen=True)
class PreviewDigest:
    """The digest as it would be now."""


@dataclass(frozen=True)
class SetUp:
    """The settings of this channel's desk."""


@dataclass(frozen=True)
class Unknown:
    """A word nobody knows, and the nearest that is known; `later`: it is known, and not built yet."""

    word: str
    guess: str | None = None
    later: bool = False

    @property
    def sentence(self) -> str:
        """What the person reads."""
        if self.later:
            return f"`{self.word}` comes later. Nothing was filed. `/claim help` shows what there is."
        meant = f" Did you mean `/claim {self.guess}`?" if self.guess else ""
        return (
            f"`{self.word}` is no command I know. Nothing was filed.{meant} "
            "To file a claim: `/claim Kyiv: Ukraine has nothing to do with it https://example.org/1`"
        )


@dataclass(frozen=True)
class DisputeLine:
    """A line to be read by `grammar.read_line`, against these claims."""

    numbers: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class DisputeWith:
    """A claim on file, held against these claims."""

    numbers: tuple[int, ...]
    with_number: int


ClaimCommand = OpenForm | FileLine | ShowClaim | ListClaims | Help | PreviewDigest | SetUp | Unknown
DisputeCommand = OpenForm | DisputeLine | DisputeWith | Help


def read_claim_command(text: str) -> ClaimCommand:
    """What was typed after `/claim`, as Slack sends it.

    Raises NotUnderstood for a list that there is none of, and for control characters.
    """
    typed = clean(text)
    if not typed:
        return OpenForm()
    number = parse_reference(typed.rstrip("?!. "))
    if number is not None:
        return ShowClaim(number)
    verb, *rest = typed.strip("-?!.`").split() or [typed]
    if not rest and verb.casefold() in _VERBS:
        return _alone(verb)
    if _LINE.search(unescape(typed)) or _UNSPACED.search(typed):
        return FileLine(typed)
    if rest:
        return _longer(verb.casefold(), rest) or FileLine(typed)
    return _alone(verb) if _WORD.fullmatch(verb) else FileLine(typed)


def read_dispute_command(text: str) -> DisputeCommand:
    """What was typed after `/dispute`, as Slack sends it. Raises NotUnderstood for control characters.

    A line without a reference opens the form with that line in it.
    """
    typed = clean(text)
    if typed.casefold() == "help":
        return Help()
    numbers, rest = split_references(typed)
    if not numbers or not rest:
        return OpenForm(numbers, rest)
    word, _, other = rest.partition(" ")
    number = parse_reference(other.rstrip(".! ")) if word.casefold() == "with" else None
    return DisputeLine(numbers, rest) if number is None else DisputeWith(numbers, number)


def _alone(word: str) -> ClaimCommand:
    known: dict[str, ClaimCommand] = {
        "list": ListClaims(),
        "help": Help(),
        "digest": PreviewDigest(),
        "setup": SetUp(),
    }
    verb = word.casefold()
    if verb in known:
        return known[verb]
    if verb in _VERBS:
        return Unknown(word, later=True)
    near = get_close_matches(verb, _GUESSES, n=1, cutoff=0.6)
    return Unknown(word, _GUESSES[near[0]] if near else None)


def _longer(verb: str, rest: list[str]) -> ClaimCommand | None:
    """A command of several words; None if it is a line."""
    if verb == "list":
        return _list(rest)
    if verb == "set" and [word.casefold() for word in rest] == ["up"]:
        return SetUp()
    if verb in {"help", "setup", "digest"} and len(rest) == 1:
        return _alone(verb)
    if verb == "history" and len(rest) == 1 and parse_reference(rest[0]) is not None:
        return Unknown(verb, later=True)
    if verb == "search" and len(rest) < _FEW:
        return Unknown(verb, later=True)
    return None


def _list(rest: list[str]) -> ListClaims | None:
    words = [word for each in rest for word in each.casefold().split(",") if word and word != "and"]
    if len(words) > _FEW:
        return None
    which = tuple(dict.fromkeys(kind for word in words for kind in LISTS if kind == word))
    strange = next((word for word in words if word not in LISTS), None)
    if strange is None:
        return ListClaims(which)
    raise NotUnderstood(
        f"There is no list “{read_typed(' '.join(rest)).plain}”.",
        unchanged="",
        remedy="Write `/claim list unverified`, `/claim list contested` or `/claim list mine`.",
    )
