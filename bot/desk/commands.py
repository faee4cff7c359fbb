"""What was typed after `/claim` and `/dispute`: a command, a look-up, or a line to file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.desk.characters import clean
from bot.desk.filters import WORDS, Filter, read_filter
from bot.desk.links import read_typed, unescape
from bot.desk.notes_on_claims import AddNote, read_note
from bot.desk.references import parse_reference, show, split_references
from bot.desk.wishes import Wish, read_wish
from bot.errors import NotUnderstood

_VERBS = ("list", "help", "digest", "setup", "search", "history", "wording", "reminders", "export")
_GUESSES: dict[str, str] = {"settings": "setup"} | {verb: verb for verb in _VERBS}
_GUESSES |= {word: f"list {word}" for word in WORDS}

# A colon, a link, a quotation mark or a sentence's end: somebody is filing, whatever the first word is.
_LINE = re.compile('[:："“”„«»「」『』]|https?:|[.!?…](?:\\s|$)', re.IGNORECASE)
_WORD = re.compile(r"[\w@#'’-]{1,30}")
# Scripts without spaces: one "word" may be a whole statement.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# What makes a line of words that begin with `list` or the like: a colon that is no time's, outside quotation marks.
_QUOTED = re.compile('["“„«][^"“”„«»]*["”“»]')
_SITE = re.compile(r"<https?:[^<>|]*\|([^<>/]*)>")  # Slack makes a link of a name that looks like one
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")


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
    """A list of the claims that a filter leaves."""

    filter: Filter = field(default_factory=Filter)


@dataclass(frozen=True)
class SearchClaims:
    """The claims that hold some words; without any, what can be searched."""

    words: str = ""


@dataclass(frozen=True)
class ShowHistory:
    """What happened to one claim."""

    number: int


@dataclass(frozen=True)
class CopyWording:
    """The sentence for a story about one claim."""

    number: int


@dataclass(frozen=True)
class Export:
    """The desk's record, or what a filter leaves of it, as a file."""

    wish: Wish = field(default_factory=Wish)


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
class OwnReminders:
    """How whoever types it is reminded of the claims they took; None: the form that asks."""

    how: str | None = None


@dataclass(frozen=True)
class Unknown:
    """A word nobody knows, and the nearest that is known."""

    word: str
    guess: str | None = None

    @property
    def sentence(self) -> str:
        """What the person reads."""
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


_OfOne = ShowHistory | CopyWording
_OF_ONE: dict[str, type[_OfOne]] = {"history": ShowHistory, "wording": CopyWording}
ClaimCommand = (
    OpenForm
    | FileLine
    | ShowClaim
    | AddNote
    | ListClaims
    | SearchClaims
    | _OfOne
    | Help
    | PreviewDigest
    | SetUp
    | OwnReminders
    | Export
    | Unknown
)
DisputeCommand = OpenForm | DisputeLine | DisputeWith | Help


def read_claim_command(text: str) -> ClaimCommand:
    """What was typed after `/claim`, as Slack sends it.

    Raises NotUnderstood for a list that there is none of, a history or a wording of no claim, and control characters.
    """
    typed = clean(text)
    if not typed:
        return OpenForm()
    number = parse_reference(typed.rstrip("?!. "))
    if number is not None:
        return ShowClaim(number)
    note = read_note(typed)
    if note is not None:
        return note
    verb, *rest = typed.strip("-?!.`").split() or [typed]
    found = _look_up(verb.casefold(), typed) if rest else None
    if found is not None:
        return found
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
        "search": SearchClaims(),
        "help": Help(),
        "digest": PreviewDigest(),
        "setup": SetUp(),
        "reminders": OwnReminders(),
        "export": Export(),
    }
    verb = word.casefold()
    if verb in known:
        return known[verb]
    if verb in _OF_ONE:
        raise _no_claim(verb, "No claim is named.")
    near = get_close_matches(verb, _GUESSES, n=1, cutoff=0.6)
    return Unknown(word, _GUESSES[near[0]] if near else None)


def _look_up(verb: str, typed: str) -> ClaimCommand | None:
    """A list, a search, an export, a history or a wording, with what follows the word; None if it is a line to file."""
    rest = typed.partition(" ")[2]
    if verb in _OF_ONE:
        return _of_one(verb, rest)
    if verb not in ("list", "search", "export") or _is_line(rest):
        return None
    if verb == "search":
        return SearchClaims(read_typed(rest).plain)
    if verb == "export":
        wish = read_wish(rest)
        return None if wish is None else Export(wish)
    found = read_filter(rest)
    return None if found is None else ListClaims(found)


def _is_line(rest: str) -> bool:
    """Whether what follows `list`, `search` or `export` is a statement: with a link, or a speaker before a colon."""
    plain = read_typed(_SITE.sub(r"\1", rest))
    if plain.links:
        return plain.links[0].start > 0
    return _COLON.search(_QUOTED.sub("", plain.plain)) is not None


def _of_one(verb: str, rest: str) -> _OfOne | None:
    words = rest.removeprefix("of ").rstrip("?!. ")
    number = parse_reference(words)
    if number is not None:
        return _OF_ONE[verb](number)
    if " " in words or _LINE.search(unescape(words)):
        return None
    raise _no_claim(verb, f"“{read_typed(words).plain}” is no reference to a claim.")


def _no_claim(verb: str, what: str) -> NotUnderstood:
    return NotUnderstood(what, unchanged="", remedy=f"For example: `/claim {verb} {show(12)}`")


def _longer(verb: str, rest: list[str]) -> ClaimCommand | None:
    """A command of several words; None if it is a line."""
    if verb == "set" and [word.casefold() for word in rest] == ["up"]:
        return SetUp()
    if verb == "reminders" and (len(rest) == 1 or " ".join(rest).casefold() == "as due"):
        return OwnReminders(" ".join(rest).casefold())
    if verb in {"help", "setup", "digest"} and len(rest) == 1:
        return _alone(verb)
    return None
