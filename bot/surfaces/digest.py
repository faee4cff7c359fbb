"""The digest: what is contested, both sides next to each other, as many messages as it takes, ten at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block, ButtonElement, RichTextElement

from bot.desk.digest import Digest, Shown
from bot.desk.references import show
from bot.desk.steps import possible
from bot.surfaces import controls
from bot.surfaces.message import BLOCKS_AT_MOST, SIZE_AT_MOST, Message, button, buttons, fullest, size
from bot.surfaces.phrases import BARE, BRIEF, FULL, Detail, age, beside, claim_line, count, local, objection, on_it
from bot.surfaces.phrases import standing as found
from bot.surfaces.rich import NEW_LINE, block, channel, coded, line, link, quote, section, words
from bot.surfaces.since_then import beside_contested, corrections, quiet, since
from bot.surfaces.step_buttons import ONWARD, step_button
from store.dossiers import Dossier

PARTS_AT_MOST = 10  # messages: nobody reads on, and whoever wants the rest asks for the list
FEW = 10  # contested claims, up to which each has buttons for its next steps; where there are more, More has them
# Of one claim: how many disputes are shown, and how much of it and of each; the last only where nothing else fits.
VERSIONS = ((8, FULL), (8, BRIEF), (4, BRIEF), (2, BRIEF), (1, BARE), (0, BARE))
HEAD_AND_FOOT = 5  # blocks
HEAD_AND_FOOT_SIZE = 4_200  # at most, the corrections left out
BLOCKS_OF_A_CLAIM = 2
CLAIMS_AT_MOST = (BLOCKS_AT_MOST - HEAD_AND_FOOT) // BLOCKS_OF_A_CLAIM  # in one message
CLAIM_AT_MOST = SIZE_AT_MOST - HEAD_AND_FOOT_SIZE
GROWN_AT_MOST = 12_500  # a part's claims are fixed when the first goes out; more may be said against them until it does
LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Sending:
    """The circumstances of a sending: when it was due, and when the bot noticed. None of it in a preview."""

    due: datetime
    noticed: datetime


def parts(digest: Digest) -> list[list[int]]:
    """The references of the contested claims, in their order, told apart into as many messages as they need.

    What fits into no ten messages is in none of them: its number is said, and the list has it.
    """
    pages: list[list[int]] = [[]]
    room = SIZE_AT_MOST - size([*_opening(digest, None), *_closing(digest, in_thread=1, beyond=1)])
    for dossier in digest.shown.dossiers:
        takes = size(_contested(dossier, digest.shown, many=many(digest)))
        if pages[-1] and (room < takes or len(pages[-1]) >= CLAIMS_AT_MOST):
            if len(pages) == PARTS_AT_MOST:
                break
            pages.append([])
            room = SIZE_AT_MOST - size(_beyond(1_000_000, digest.desk.id))
        pages[-1].append(dossier.claim.number)
        room -= takes
    return pages


def many(digest: Digest) -> bool:
    """Whether there are too many contested claims for each to have more than one button."""
    return len(digest.order) > FEW


def first_part(digest: Digest, pages: Sequence[Sequence[int]], sending: Sending | None) -> Message:
    """The message that opens a digest: the count, the claims that fit, and what else there is to know.

    `pages`: which claims stand in which part. The digest has read those of the first.
    """
    if digest.brief:
        return Message([block(section(_title(digest, sending), f" · {digest.unverified:,} unverified."))])
    in_thread = sum(claim.number in numbers for numbers in pages[1:] for claim in digest.order)
    here = sum(claim.number in pages[0] for claim in digest.order)
    head = _opening(digest, sending)
    foot = _closing(digest, in_thread=in_thread, beyond=len(digest.order) - here - in_thread, preview=sending is None)
    told = _told(digest.shown, GROWN_AT_MOST - size([*head, *foot]), many=many(digest))
    return Message([*head, *told, *foot])


def preview(digest: Digest) -> Message:
    """The digest as it would be now, for one person: what fits into one message."""
    pages = parts(digest)
    shown = tuple(dossier for dossier in digest.shown.dossiers if dossier.claim.number in pages[0])
    message = first_part(digest.showing(shown), pages, None)
    if not digest.silent:
        return message
    return Message([*message.blocks, block(section("On a day like this nothing is posted: so the desk is set up."))])


def next_part(shown: Shown, *, more: bool, beyond: int = 0) -> Message | None:
    """One of the messages in a digest's thread; None if none of its claims is contested any more.

    `more`: there are too many claims for more than one button each. `beyond`: in the last part, how many claims no part
    has.
    """
    rest = _beyond(beyond, shown.desk.id) if beyond else []
    told = _told(shown, GROWN_AT_MOST - size(rest), many=more)
    return Message([*told, *rest]) if told or rest else None


def _told(shown: Shown, room: int, *, many: bool) -> list[Block]:
    """The claims of a part; shorter, if more was said against them since the parts were fixed."""
    return fullest(
        (
            [each for dossier in shown.dossiers for each in _contested(dossier, shown, VERSIONS[step:], many=many)]
            for step in range(len(VERSIONS))
        ),
        room,
    )


def _opening(digest: Digest, sending: Sending | None) -> list[Block]:
    runs = _title(digest, sending)
    if digest.order:
        runs += line(NEW_LINE, _news(digest))
    return [block(section(runs), block_id="head"), *corrections(digest)]


def _title(digest: Digest, sending: Sending | None) -> list[RichTextElement]:
    zone = digest.desk.zone
    at = sending.due if sending is not None and digest.now - sending.due < LATE else digest.now
    if digest.order:
        title = f"{count(len(digest.order), 'contested claim')}, {count(digest.disputes, 'open dispute')}"
    else:
        title = "Nothing contested today"
    runs = line(words(title, bold=True), f" · {local(at, zone)}")
    if digest.desk.digest_channel and digest.desk.channel:  # it is read elsewhere than it was filed
        runs += line(" · ", channel(digest.desk.channel))
    if sending is not None and digest.now - sending.due >= LATE:
        why = "The bot was not running." if sending.noticed - sending.due >= LATE else "Slack did not take it earlier."
        due = sending.due.astimezone(at.tzinfo)
        same_day = due.date() == at.date()
        named = local(due, zone, with_day=not same_day)
        runs += line(NEW_LINE, f"Late: due {named}, sent {local(digest.now, zone, with_day=False)}. {why}")
    return runs


def _news(digest: Digest) -> str:
    new, total = len(digest.newly_contested), len(digest.order)
    if new == total:
        news = f"All {total:,} new {since(digest)}." if total > 1 else f"New {since(digest)}."
    else:
        news = f"{new:,} new {since(digest)}." if new else f"None new {since(digest)}."
    free = sum(claim.checker is None for claim in digest.order)
    if free == total:
        return f"{news} Nobody is on {'any of them' if total > 1 else 'it'}."
    return news if free == 0 else f"{news} Nobody is on {free:,} of them."


def _contested(
    dossier: Dossier, shown: Shown, versions: Sequence[tuple[int, Detail]] = VERSIONS, *, many: bool
) -> list[Block]:
    """A claim and what was said against it, as much of it as one claim has room for, and its buttons."""
    row = _steps(dossier, many=many)
    return fullest(([_both_sides(dossier, shown, most, detail), row] for most, detail in versions), CLAIM_AT_MOST)


def _both_sides(dossier: Dossier, of: Shown, most: int, detail: Detail) -> Block:
    claim = dossier.claim
    name, where = show(claim.number), of.links.get(claim.number)
    aside = [*beside(dossier), *(["a dispute stands"] if dossier.upheld else [])]
    aside += ["newly contested"] if claim.number in of.new else []
    head = line(
        link(where, name) if where else words(name, bold=True),
        f" · {found(dossier)} · ",
        on_it(claim),
        f" · {age(claim.filed_at, of.now)} · {count(len(dossier.against), 'dispute')}",
        *(f" · {each}" for each in aside),
    )
    shown = dossier.against[-most:] if most else ()
    if not shown:
        return block(
            section(head, NEW_LINE, coded(f"`/claim {name}` shows both sides.")), block_id=f"claim:{claim.number}"
        )
    left_out = len(dossier.against) - len(shown)
    more = f" (the newest {len(shown)}; /claim {name} shows more)" if left_out else ""
    return block(
        section(head),
        quote(claim_line(dossier, detail)),
        section(words("Against", bold=True), more),
        *(quote(objection(each, detail)) for each in shown),
        block_id=f"claim:{claim.number}",
    )


def _steps(dossier: Dossier, *, many: bool) -> Block:
    """What can be done next with a claim; behind More stands everything that whoever presses it may do."""
    number = dossier.claim.number
    now = () if many else possible(dossier.claim.state)
    row = [step_button(step, number, joint=": ") for step in ONWARD if step in now]
    more = button("More", controls.MORE, number, label=f"More about {show(number)}")
    return buttons(f"claim:{number}:steps", *row, more)


def _closing(digest: Digest, *, in_thread: int, beyond: int, preview: bool = False) -> list[Block]:
    told = beside_contested(digest) if digest.order else quiet(digest)
    blocks: list[Block] = [block(section(told), block_id="foot")]
    left_out = in_thread + beyond
    row = []
    if left_out:
        where = "in the thread" if not preview else "will be in its thread"
        threaded = f"{count(in_thread, 'more contested claim')} {where}." if in_thread else ""
        blocks.insert(
            0, block(section(f"{threaded} {_in_list(beyond) if beyond else ''}".strip()), block_id="left_out")
        )
        row.append(_show_contested(digest.desk.id))
    if digest.unverified:
        text = "Show all unverified" if row else "Show all"
        row.append(
            button(text, controls.LIST_UNVERIFIED, digest.desk.id or 0, label="Show all claims that are unverified")
        )
    return [*blocks, buttons("foot_steps", *row)] if row else blocks


def _beyond(number: int, desk_id: int | None) -> list[Block]:
    """What stands below the last part of a digest that ten messages do not hold."""
    return [block(section(_in_list(number)), block_id="beyond"), buttons("beyond_steps", _show_contested(desk_id))]


def _in_list(number: int) -> str:
    return f"{count(number, 'more contested claim')}, less pressing, {'is' if number == 1 else 'are'} in the list."


def _show_contested(desk_id: int | None) -> ButtonElement:
    return button("Show all contested", controls.LIST_CONTESTED, desk_id or 0)
