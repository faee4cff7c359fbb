"""Likeness: the older claims that a new one looks the same as, in what they differ, and what came of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slack_sdk.models.blocks import Block, RichTextElement

from bot.desk.access import linkable
from bot.desk.alike import Answer, Answered
from bot.desk.likeness import Differences, Wording
from bot.desk.matching import Match
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import BARE, BRIEF, FULL, Detail, claim_line, standing
from bot.surfaces.rich import block, cut, line, moment, person, quote, section, words
from store.dossiers import Dossier

NAMED = 5  # numbers and places that differ, of each side
NAME_FITS = 40

_VERBS = {Wording.SAME: "looks the same as", Wording.RELATED: "is possibly related to"}
_BUTTONS = (
    ("Newer figure", controls.ALIKE_NEWER),
    ("Same claim, add my report", controls.ALIKE_SAME),
    ("Contradicts {}", controls.ALIKE_CONTRADICTS),
    ("Keep both", controls.ALIKE_KEEP),
)


def matched(claim: Dossier, matches: Sequence[Match], first: str, detail: Detail = FULL) -> list[Block]:
    """Each match in a block of its own, with its answers below; `first` is what the first one's lead begins with."""
    blocks: list[Block] = []
    for match in matches:
        lead = f"{'It' if blocks else first} {_VERBS[match.wording]} {show(match.dossier.claim.number)}:"
        blocks += _match(claim, match, lead, detail)
    return blocks


def unseen(shown: Sequence[Match], matches: Sequence[Match]) -> list[Match]:
    """The matches that were not shown yet."""
    known = {match.dossier.claim.id for match in shown}
    return [match for match in matches if match.dossier.claim.id not in known]


def found(claim: Dossier, matches: Sequence[Match]) -> Message:
    """What was found after the claim's filing had been answered."""
    return _fitted(matches, lambda shown, detail: matched(claim, shown, show(claim.claim.number), detail))


def answered(result: Answered, left: Sequence[Match] = ()) -> Message:
    """What came of an answer, what can be undone, and the matches that are still to be answered."""
    told = block(section(_done(result)), block_id="answered")
    row = [buttons("undo", button("Undo", *_undo(result)))] if result.answer in _UNDONE and not result.already else []
    return _fitted(left, lambda shown, detail: [told, *row, *matched(result.claim, shown, _name(result), detail)])


def versions(matches: Sequence[Match]) -> list[tuple[Sequence[Match], Detail]]:
    """Matches with ever less of each, then ever fewer of them: the likest stay."""
    fewer = [(matches[:most], BARE) for most in range(len(matches) - 1, 0, -1)]
    return [*((matches, detail) for detail in (FULL, BRIEF, BARE)), *fewer]


def _fitted(matches: Sequence[Match], drawn: Callable[[Sequence[Match], Detail], Sequence[Block]]) -> Message:
    return Message(fullest(drawn(matches, detail) for matches, detail in versions(matches)))


def _match(claim: Dossier, match: Match, lead: str, detail: Detail) -> list[Block]:
    number, older = claim.claim.number, match.dossier.claim.number
    elements = [
        section(words(lead, bold=True)),
        quote(claim_line(match.dossier, detail), f" · {standing(match.dossier)}"),
    ]
    if match.differences:
        elements.append(section("Different: ", _differ(match.differences, detail), "."))
    offered: Sequence[tuple[str, str]] = _BUTTONS
    if not linkable(claim.claim, claim.desk, match.dossier.claim, match.dossier.desk):
        elements.append(section(f"{show(number)} stays where it was filed, so nothing can link the two."))
        offered = _BUTTONS[-1:]
    value = f"{number}:{older}:{match.likeness:.3f}"
    row = [
        button(text.format(show(older)), action, value, label=f"{text.format(show(older))}: {show(number)}")
        for text, action in offered
    ]
    return [block(*elements, block_id=f"alike_{older}"), buttons(f"alike_{older}_answers", *row)]


def _differ(differences: Differences, detail: Detail) -> list[RichTextElement]:
    """`60 there, 70 here`, what is typed in bold."""
    parts = [
        _sides(differences.numbers_there, differences.numbers_here, detail),
        _sides(differences.places_there, differences.places_here, detail),
    ]
    if differences.speaker_there is not None:
        parts.append(line("said by ", words(cut(differences.speaker_there, detail.names), bold=True), " there"))
    if differences.one_denies:
        parts.append(line("one of the two says “not”"))
    runs: list[RichTextElement] = []
    for part in parts:
        if part:
            runs = line(runs, "; " if runs else "", part)
    return runs


def _sides(there: Sequence[str], here: Sequence[str], detail: Detail) -> list[RichTextElement]:
    only = "" if there and here else "only "
    sides = [(side, where) for side, where in ((there, "there"), (here, "here")) if side]
    runs: list[RichTextElement] = []
    for side, where in sides:
        runs = line(runs, ", " if runs else "", _listed(side, detail), f" {only}{where}")
    return runs


def _listed(names: Sequence[str], detail: Detail) -> list[RichTextElement]:
    most = NAMED if detail is FULL else 2
    shown = words(", ".join(cut(name, min(NAME_FITS, detail.names)) for name in names[:most]), bold=True)
    return line(shown, f" and {len(names) - most} more" if len(names) > most else "")


_UNDONE = (Answer.NEWER, Answer.SAME)


def _undo(result: Answered) -> tuple[str, int]:
    if result.answer is Answer.NEWER:
        return controls.NOT_UPDATED, result.older.claim.number
    return controls.UNMERGE, result.claim.claim.number


def _done(result: Answered) -> list[RichTextElement]:
    name, older = _name(result), show(result.older.claim.number)
    done = {
        Answer.NEWER: f"{name} is the newer figure: {older} is updated by it, and nobody is reminded of {older} again.",
        Answer.SAME: f"{name} is merged into {older}: its report stands there now.",
        Answer.CONTRADICTS: f"{name} now stands against {older}, as a dispute that contradicts it. "
        f"If that was wrong: More on {older}, then Decide a dispute.",
        Answer.KEEP: f"Both are kept. I will not ask about {name} and {older} again.",
    }[result.answer]
    if not result.already:
        return line(done)
    return line(person(result.by), " answered that before, ", moment(result.at), f": {done} Nothing was changed.")


def _name(result: Answered) -> str:
    return show(result.claim.claim.number)
