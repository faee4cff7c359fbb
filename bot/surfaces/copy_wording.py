"""Copy wording: a claim's sentences for a story, to be copied as they stand, and what to heed before printing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, RichTextElement, RichTextPreformattedElement

from bot.desk.quotable import Quotable
from bot.desk.references import show
from bot.desk.replies import OPEN
from bot.surfaces import controls
from bot.surfaces.attribution import ANSWER_FITS, attribution, contrary, latest_replies, unquotable
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import SHORT, count
from bot.surfaces.rich import block, coded, cut, line, moment, section, words
from store.basis import OFF_RECORD
from store.dossiers import Dossier

# What is left out where not everything fits, in this order: how many denials are shown, whether the translation and
# the newer figure's words are.
NAMES = 120  # characters
VERSIONS: tuple[tuple[int | None, bool, bool], ...] = (
    *((None, True, True), (None, True, False), (8, True, False), (4, True, False), (2, True, False)),
    *((1, True, False), (1, False, False), (0, True, False), (0, False, False)),
)


def copy_wording(found: Quotable) -> Message:
    """The sentences in a block that is copied letter for letter; before it, what to heed."""
    return Message(fullest(_wording(found, *version) for version in VERSIONS))


def _wording(found: Quotable, denials: int | None, translated: bool, quoted: bool) -> list[Block]:
    name = show(found.dossier.claim.number)
    if unquotable(found.dossier.reports):
        told = f"{name} was said off the record, so there are no words of it to print."
        return [block(section(words(told, bold=True)), section("Find it on the record, and add that as a report."))]
    update = found.newer if quoted and found.newer is not None and not unquotable(found.newer.reports) else None
    text = attribution(found.dossier, found.today, update, denials=denials, translated=translated)
    elements = [section(words(f"The wording of {name}, to copy into a story", bold=True))]
    heed = list(_heed(found, denials, translated))
    if heed:
        elements.append(section(words("Before you print:", bold=True), *(line(" ", *each) for each in heed)))
    elements.append(RichTextPreformattedElement(elements=[words(text)]))
    blocks: list[Block] = [block(*elements, block_id="wording")]
    if found.newer is not None:
        newer = found.newer.claim.number
        blocks.append(buttons("newer", button(f"Wording of {show(newer)}", controls.COPY_WORDING, newer)))
    return blocks


def _heed(found: Quotable, denials: int | None, translated: bool) -> Iterator[Sequence[RichTextElement]]:
    """Sentences about what may make the wording wrong, or not fit to be printed yet."""
    dossier, claim = found.dossier, found.dossier.claim
    name, against = show(claim.number), len(dossier.against)
    if found.asked != claim.number:
        yield line(f"{show(found.asked)} was merged into {name}, so these are {name}'s words.")
    if claim.state == "discarded":
        yield line(f"{name} was discarded", f": {cut(claim.state_why, SHORT)}" if claim.state_why else ".")
    if claim.was is not None:
        yield line(f"{name} was “{claim.was}” and is being looked at again.")
    elif found.corrected_from is not None:
        yield line(f"{name} was corrected: it was “{found.corrected_from}”, is now “{claim.verdict}”.")
    if claim.proposed is not None:
        yield line("A verdict waits for a second reader; it is not in these words.")
    if dossier.upheld:
        yield line("A dispute stands, so the verdict must be looked at again.")
    if against:
        yield line(f"{count(against, 'dispute')} {'is' if against == 1 else 'are'} open.")
    yield from _left_unsaid(dossier)
    left_out = len(contrary(dossier)) - denials if denials is not None else 0
    if left_out > 0:
        yield coded(f"{count(left_out, 'denial')} did not fit: `/claim {name}` shows what is said against it.")
    if found.newer is not None:
        yield line(f"{show(found.newer.claim.number)} has a newer figure.")
    if claim.translation and claim.machine_translated and translated:
        yield line("A machine made the translation: have somebody read it.")


def _left_unsaid(dossier: Dossier) -> Iterator[Sequence[RichTextElement]]:
    """What these words wait for, or do not hold: replies that are still to come, and what was said off the record."""
    for row in dossier.replies:
        if row.state == OPEN:
            yield line(f"{cut(row.asked, NAMES)} was asked for a reply until ", moment(row.until), ": is there one?")
    if any(len(row.answer or "") > ANSWER_FITS for row in latest_replies(dossier)):
        yield coded(f"An answer is too long to be copied: `/claim {show(dossier.claim.number)}` shows it.")
    silent = sum(report.basis == OFF_RECORD for report in dossier.reports)
    silent += sum(report.basis == OFF_RECORD for each in dossier.objections for report in each.reports)
    if silent:
        yield line(f"{count(silent, 'report')} off the record {'is' if silent == 1 else 'are'} not in these words.")
