"""Answers: what one person is told after what they did, what happened first, then what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block, RichTextElement, RichTextPreformattedElement

from bot.desk.disputing import Disputed
from bot.desk.filing import UNKNOWN, Filed
from bot.desk.links import escape
from bot.desk.matching import Match
from bot.desk.protecting import restricts
from bot.desk.references import show
from bot.desk.reporting import Reported
from bot.desk.turns import Stepped
from bot.desk.withholding import WITHHELD
from bot.errors import Mistake
from bot.surfaces import controls
from bot.surfaces.likeness import matched, versions
from bot.surfaces.message import BLOCKS_AT_MOST, SIZE_AT_MOST, Message, button, buttons, fullest, menu, size
from bot.surfaces.obstacles import obstacle
from bot.surfaces.phrases import (
    SHORT,
    Detail,
    carried,
    evidence,
    knowers,
    objection,
    said,
    tagged,
    traced,
    who_said,
)
from bot.surfaces.promised import promised
from bot.surfaces.rich import NEW_LINE, block, channel, coded, cut, line, moment, person, quote, section, words
from store.dossiers import Dossier
from store.tables import Claim, Desk

NAMED = 20  # claims, in one sentence
# A paste too long for blocks is given back as plain text; Slack cuts that at 40,000 characters, escaped ones.
TYPED_IN_TEXT = 30_000
EDITED_AT_ONCE = 20  # disputes of one command that its answer offers to edit
TEXT_AT_MOST = 39_000
# The ways out that a mistake may offer.
OFFERS = {
    "ask to hand over": ("Ask them to hand it over", controls.ASK_TO_HAND_OVER),
    "ask to sign": ("Ask a second reader", controls.ASK_TO_SIGN),
}


def filed(result: Filed, matches: Sequence[Match] = ()) -> Message:
    """What a claim was filed as, so that a wrong guess is seen at once; before it, what it looks the same as."""
    return Message(fullest(_filed(result, shown, detail) for shown, detail in versions(matches)))


def _filed(result: Filed, matches: Sequence[Match], detail: Detail) -> list[Block]:
    claim = result.dossier.claim
    name = show(claim.number)
    happened = (
        f"{name} is on file already: you sent these words a moment ago. No second claim was made."
        if result.repeated
        else f"{name} is filed."
    )
    elements = [
        section(
            line(words(happened, bold=True), NEW_LINE) if not matches else "",
            line("Speaker: ", who_said(result.dossier.speaker, claim.role)) if not claim.known_to else _withheld(claim),
            said(claim),
            " · Statement: ",
            cut(claim.statement, SHORT),
            " · Where reported: ",
            carried(result.dossier.reports) or "nowhere yet",
            f" · Tags: {tagged(claim)}" if claim.tags else "",
        )
    ]
    for more in (*promised(result.protected, claim, result.seat.desk), *_seated(result, name)):
        elements.append(section(more))
    if claim.restricted and result.seat.elsewhere:  # nobody can do anything with it from here
        row = [button("Make this a desk", controls.MAKE_DESK, claim.filed_in)] if claim.filed_in else []
        return [block(*elements, block_id="filed"), *([buttons("filed_steps", *row)] if row else [])]
    controls_row = [button("Edit", controls.EDIT, claim.number, label=f"Edit {name}")]
    if result.dossier.speaker not in (UNKNOWN, WITHHELD):
        controls_row.append(button("Part of the statement", controls.PART_OF_STATEMENT, claim.number))
    if result.seat.elsewhere and claim.filed_in:
        controls_row.append(button("Make this a desk", controls.MAKE_DESK, claim.filed_in))
    return [
        *matched(result.dossier, matches, f"{happened} It", detail),
        block(*elements, block_id="filed"),
        buttons("filed_steps", *controls_row),
    ]


def _withheld(claim: Claim) -> list[RichTextElement]:
    """That a speaker is withheld, and who is asked for the name."""
    role = f", {cut(claim.role, SHORT)}" if claim.role else ""
    return line(words("Speaker withheld", bold=True), f"{role}; whoever wants the name is told to ", knowers(claim))


def edited(dossier: Dossier) -> Message:
    """That a claim was changed, and what of its earlier wording cannot be taken back."""
    name = show(dossier.claim.number)
    told = [section(f"{name} is changed; its history keeps the old wording.")]
    if dossier.claim.known_to or any(report.protected for report in dossier.reports):
        told.append(
            section(
                "A name that is withheld or protected now, and was not before, is shown nowhere any more, but stays in "
                "the history on file: what is written there cannot be changed."
            )
        )
    return Message([block(*told)])


def _seated(result: Filed, name: str) -> list[list[RichTextElement]]:
    desk = result.seat.desk
    told = []
    if result.seat.opened and desk.channel:
        told.append(
            line(
                channel(desk.channel),
                " is now this workspace's first desk: reminders after a day, a digest at 09:00. "
                "Change that with /claim setup.",
            )
        )
    if result.seat.elsewhere and desk.channel:
        why = "This channel is no desk, so the" if result.dossier.claim.filed_in else "The"
        told.append(line(f"{why} card goes to ", channel(desk.channel), "."))
    if result.dossier.claim.restricted and not restricts(result.protected):  # of that it is told already
        stays = channel(desk.channel) if result.seat.elsewhere and desk.channel else words("this channel")
        told.append(line("It is restricted: it stays in ", stays, "."))
    if desk.kind == "direct":
        told.append(line("Its card is in your own conversation with me, and nobody else sees it."))
    if desk.problem:
        told.append(unreachable(desk, name))
    return told


def unreachable(desk: Desk, name: str) -> list[RichTextElement]:
    """Why a claim's card is not posted, and what brings it."""
    return line(f"{name} is filed, but I cannot post its card: ", obstacle(desk.problem, desk.channel, "the card"))


def disputed(result: Disputed) -> Message:
    """Against which claims a dispute was filed, and what it was understood as."""
    names = [show(dossier.claim.number) for dossier in result.dossiers]
    happened = (
        f"{_together(names)}: this dispute is on file already. No second one was made."
        if result.repeated
        else f"Your dispute of {_together(names)} is filed."
    )
    first, own = result.dossiers[0], set(result.disputes)
    shown = [found for found in first.objections if found.dispute.id in own]
    elements = [section(words(happened, bold=True)), *(quote(objection(found)) for found in shown)]
    elements += map(section, promised(result.protected, first.claim, first.desk))
    cannot_reach = {dossier.desk.id: dossier for dossier in reversed(result.dossiers) if dossier.desk.problem}
    for dossier in list(cannot_reach.values())[:3]:
        name, desk = show(dossier.claim.number), dossier.desk
        elements.append(section(f"I cannot post to {name}'s card: ", obstacle(desk.problem, desk.channel, "the card")))
    if len(result.disputes) == 1:
        edit = buttons("edit", button("Edit", controls.EDIT_DISPUTE, result.disputes[0], label="Edit this dispute"))
    else:  # each has its own outcome, and may want its own kind
        choices = list(zip((f"Of {name}" for name in names), result.disputes, strict=True))[:EDITED_AT_ONCE]
        edit = menu("edit", controls.EDIT_DISPUTE, "Edit", choices)
    return Message([block(*elements, block_id="disputed"), edit])


def stepped(step: Stepped, what: str) -> Message:
    """What a step did, when the next reminder comes, and what was promised to a source that it brought."""
    elements = line(what)
    if step.next_reminder is not None:
        elements += line(" Next reminder: ", moment(step.next_reminder), ".")
    brought = step.added if isinstance(step, Reported) else ()
    return Message([block(section(elements), *map(section, promised(brought, step.dossier.claim, step.dossier.desk)))])


def evidence_added(step: Stepped) -> Message:
    """What evidence typed in one line was understood as, so that a wrong guess is seen at once."""
    judged = step.dossier.desk.admiralty
    shown = [quote(evidence(each, judged=judged)) for each in step.dossier.evidence[-1:]]
    happened = words(f"Your evidence is added to {show(step.dossier.claim.number)}.", bold=True)
    return Message([block(section(happened), *shown)])


def reported(step: Reported) -> Message:
    """Which reports were added, and what a claim has now: how many, and to how many origins they lead back."""
    name, runs = show(step.dossier.claim.number), line(carried(step.added))
    happened = f"Added to {name}: " if step.added else f"{name} has your report already"
    counted = section(words(happened, bold=True), *runs, f". It has {traced(step.dossier)} now.")
    told = promised(step.added, step.dossier.claim, step.dossier.desk)
    return Message([block(counted, *map(section, told))])


def hours(minutes: int) -> str:
    """`24 hours` for 1440 minutes."""
    return "1 hour" if minutes == 60 else f"{minutes // 60} hours"


def mistake(error: Mistake, typed: str | None = None) -> Message:
    """What is wrong, that nothing changed, what to do; and what was typed, given back."""
    told = sentence(error_runs(error), typed, escape(error.sentence))
    if error.offer is None or not told.blocks:
        return told
    which, number = error.offer
    text, action = OFFERS[which]
    return Message([*told.blocks, buttons("offer", button(text, action, number))])


SHORT_OF = "Slack did not tell me in time which channels you are in, so I show only what belongs to this one."


def told_short(message: Message) -> Message:
    """A message that says, before what it shows, that not all could be looked for."""
    if not message.blocks or len(message.blocks) >= BLOCKS_AT_MOST:
        return message
    return replace(message, blocks=[block(section(SHORT_OF), block_id="short"), *message.blocks])


def plain_sentence(text: str, typed: str | None = None) -> Message:
    """One sentence."""
    return sentence(coded(text), typed, escape(text))


def fault(code: str, typed: str | None = None, *, perhaps: bool = True) -> Message:
    """That something broke, with the code under which it is logged; what was typed is given back."""
    return plain_sentence(fault_sentence(code, perhaps=perhaps), typed)


def fault_sentence(code: str, *, perhaps: bool = True) -> str:
    """The sentence for a fault; `perhaps`: nobody knows whether anything came of it all the same."""
    tell = f"If it stays so, tell whoever runs the bot this code: {code}."
    if perhaps:
        what = "and I cannot tell whether it was done. Look with /claim list, then try again."
        return f"Something broke on our side, {what} {tell}"
    return f"Something broke on our side. Nothing was filed or changed. Try again in a minute. {tell}"


NOT_YET = (
    "Not filed yet: the record takes longer than usual. I answer here as soon as I know more. "
    "If no answer comes within a minute, send it again: the same words are filed once only."
)
NOT_YET_IN_A_FORM = (
    "Not filed yet: the record takes longer than usual. Send it again in a moment: it is filed once only."
)


def not_yet(typed: str) -> Message:
    """That nothing is on disk yet, in time for Slack; the answer follows."""
    return plain_sentence(NOT_YET, typed)


def sentence(runs: list[RichTextElement], typed: str | None, text: str) -> Message:
    """A sentence in runs, with what was typed; a paste too long for blocks is given back as plain text."""
    if typed is None or not typed.strip():
        return Message([block(section(runs))])
    given_back = RichTextPreformattedElement(elements=[words(typed)])
    blocks: list[Block] = [block(section(runs), section("You typed:"), given_back)]
    if size(blocks) <= SIZE_AT_MOST:
        return Message(blocks)
    given = cut(typed, TYPED_IN_TEXT)
    while len(escape(given)) > TEXT_AT_MOST:
        given = cut(given, len(given) * 3 // 4)
    return Message([], text=f"{text}\nYou typed:\n{escape(given)}", verbatim=True)


def error_runs(error: Mistake) -> list[RichTextElement]:
    """A mistake's sentences, with the person and the moment it names as Slack shows them."""
    if error.who is None:
        return coded(error.sentence)
    before, _, after = error.sentence.partition("{who}")
    runs = line(before, person(error.who))
    middle, _, rest = after.partition("{when}")
    runs += line(middle)
    if error.when is not None:
        runs += line(moment(error.when, "{time}"), rest)
    return runs


def _together(names: list[str]) -> str:
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
