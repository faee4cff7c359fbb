"""The digest: what is contested, both sides next to each other, as many messages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block, RichTextElement

from bot.desk.digest import NAMED, Digest, Move
from bot.desk.history import What
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.message import BLOCKS_AT_MOST, SIZE_AT_MOST, Message, button, buttons, fullest, size
from bot.surfaces.phrases import (
    BARE,
    BRIEF,
    FULL,
    Detail,
    age,
    claim_line,
    count,
    local,
    objection,
    on_it,
    standing,
)
from bot.surfaces.rich import NEW_LINE, block, channel, coded, cut, line, link, person, quote, section, words
from store.dossiers import Dossier
from store.tables import Claim

# Of one claim: how many disputes are shown, and how much of it and of each; the last only where nothing else fits.
VERSIONS = ((8, FULL), (8, BRIEF), (4, BRIEF), (2, BRIEF), (1, BARE), (0, BARE))
HEAD_AND_FOOT, HEAD_AND_FOOT_SIZE = 5, 4_200  # kept free for them in the first part: blocks, characters
CORRECTIONS_SIZE = 2_000
CLAIM_AT_MOST = SIZE_AT_MOST - HEAD_AND_FOOT_SIZE
GROWN_AT_MOST = 12_500  # a part's claims are fixed when the first goes out; more may be said against them until it does
LATE = timedelta(minutes=10)
DAYS_APART = timedelta(hours=36)  # less, and the digest before was yesterday's


@dataclass(frozen=True)
class Sending:
    """The circumstances of a sending: when it was due, and when the bot noticed. None of it in a preview."""

    due: datetime
    noticed: datetime


def parts(digest: Digest) -> list[list[int]]:
    """The references of the contested claims, told apart into as many messages as they need."""
    pages: list[list[int]] = [[]]
    room = SIZE_AT_MOST - HEAD_AND_FOOT_SIZE - size(_corrections(digest))
    for dossier in digest.contested:
        takes = size([_contested(dossier, digest)])
        if pages[-1] and (room < takes or len(pages[-1]) >= BLOCKS_AT_MOST - HEAD_AND_FOOT):
            pages.append([])
            room = SIZE_AT_MOST
        pages[-1].append(dossier.claim.number)
        room -= takes
    return pages


def first_part(digest: Digest, numbers: Sequence[int], sending: Sending | None) -> Message:
    """The message that opens a digest: the count, the claims that fit, and what else there is to know."""
    head, foot = [_head(digest, sending), *_corrections(digest)], _foot(digest)
    left_out = len(digest.contested) - sum(dossier.claim.number in numbers for dossier in digest.contested)
    if left_out:
        where = "in the thread." if sending is not None else "will be in its thread."
        foot.insert(0, block(section(f"{count(left_out, 'more contested claim')} {where}")))
    return Message([*head, *_told(digest, numbers, GROWN_AT_MOST - size([*head, *foot])), *foot])


def preview(digest: Digest) -> Message:
    """The digest as it would be now, for one person: what fits into one message."""
    return first_part(digest, parts(digest)[0], None)


def next_part(digest: Digest, numbers: Sequence[int]) -> Message | None:
    """One of the messages in a digest's thread; None if none of its claims is contested any more."""
    told = _told(digest, numbers, GROWN_AT_MOST)
    return Message(told) if told else None


def _told(digest: Digest, numbers: Sequence[int], room: int) -> list[Block]:
    """The claims of a part; shorter, if more was said against them since the parts were fixed."""
    shown = [dossier for dossier in digest.contested if dossier.claim.number in numbers]
    return fullest(
        ([_contested(dossier, digest, VERSIONS[step:]) for dossier in shown] for step in range(len(VERSIONS))), room
    )


def _head(digest: Digest, sending: Sending | None) -> Block:
    zone = digest.desk.zone
    at = sending.due if sending is not None and digest.now - sending.due < LATE else digest.now
    if digest.contested:
        title = f"{count(len(digest.contested), 'contested claim')}, {count(digest.disputes, 'open dispute')}"
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
    if digest.contested:
        runs += line(NEW_LINE, _news(digest))
    return block(section(runs), block_id="head")


def _news(digest: Digest) -> str:
    new, total = digest.newly_contested, len(digest.contested)
    since = _since(digest)
    if new == total:
        news = f"All {total} new {since}." if total > 1 else f"New {since}."
    else:
        news = f"{new} new {since}." if new else f"None new {since}."
    free = sum(dossier.claim.checker is None for dossier in digest.contested)
    if free == total:
        return f"{news} Nobody is on {'any of them' if total > 1 else 'it'}."
    return news if free == 0 else f"{news} Nobody is on {free} of them."


def _contested(dossier: Dossier, digest: Digest, versions: Sequence[tuple[int, Detail]] = ()) -> Block:
    """A claim and what was said against it, as much of it as one claim has room for."""
    versions = versions or VERSIONS
    (told,) = fullest(([_both_sides(dossier, digest, most, detail)] for most, detail in versions), CLAIM_AT_MOST)
    return told


def _both_sides(dossier: Dossier, digest: Digest, most: int, detail: Detail) -> Block:
    claim = dossier.claim
    name, where = show(claim.number), digest.links.get(claim.number)
    head = line(
        link(where, name) if where else words(name, bold=True),
        f" · {standing(dossier)} · ",
        on_it(claim),
        f" · {age(claim.filed_at, digest.now)} · {count(len(dossier.against), 'dispute')}",
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
        *(quote(objection(found, detail)) for found in shown),
        block_id=f"claim:{claim.number}",
    )


def _foot(digest: Digest) -> list[Block]:
    told = _beside_contested(digest) if digest.contested else _quiet(digest)
    blocks: list[Block] = [block(section(told), block_id="foot")]
    if digest.unverified:
        blocks.append(buttons("foot_steps", button("Show all", controls.LIST_UNVERIFIED, digest.desk.id or 0)))
    return blocks


def _beside_contested(digest: Digest) -> list[RichTextElement]:
    """What there is to know besides the contested claims: what was settled, what is unverified."""
    settled = line(words("Settled or reopened: ", bold=True), _moved(digest) or "none", ".", _to_decide(digest))
    unverified = words("Unverified: ", bold=True)
    if not digest.unverified:
        return line(settled, NEW_LINE, unverified, "none.")
    contested = sum(dossier.claim.verdict == "unverified" for dossier in digest.contested)
    included = f", these {contested} included" if contested > 1 else ", this one included" if contested else ""
    oldest = digest.oldest[0].claim
    names = ", ".join(show(dossier.claim.number) for dossier in digest.oldest)
    aged = ", " if len(digest.oldest) == 1 else f"; {show(oldest.number)} for "
    return line(
        settled,
        NEW_LINE,
        unverified,
        f"{digest.unverified:,}{included}. Oldest: {names}{aged}{age(oldest.filed_at, digest.now)}, ",
        _nobody_or(oldest),
        ".",
    )


def _quiet(digest: Digest) -> list[RichTextElement]:
    """What there is to know where nothing is contested; and that the next digest comes."""
    if digest.unverified:
        oldest = digest.oldest[0].claim
        named = f"{show(oldest.number)}, {age(oldest.filed_at, digest.now)}, "
        runs = line(f"{digest.unverified:,} unverified; oldest {named}", _nobody_or(oldest), ".")
    else:
        runs = line("Nothing is unverified.")
    settled = _moved(digest)
    if settled:
        runs += line(NEW_LINE, f"Settled or reopened {_since(digest)}: {settled}.")
    runs += _to_decide(digest)
    if digest.next_at is not None:
        runs += line(NEW_LINE, f"Next digest: {local(digest.next_at, digest.desk.zone)}.")
    return runs


def _corrections(digest: Digest) -> list[Block]:
    """What readers of an older verdict must hear first; as many as fit."""
    if not digest.corrections:
        return []
    versions = ((5, BRIEF), (3, BRIEF), (3, BARE), (1, BARE), (0, BARE))
    return fullest(([_corrected(digest, most, detail)] for most, detail in versions), CORRECTIONS_SIZE)


def _corrected(digest: Digest, most: int, detail: Detail) -> Block:
    told: list[RichTextElement] = []
    for move in digest.corrections[:most]:
        claim = move.dossier.claim
        told.append(
            section(words(f"Correction: {show(claim.number)} was “{move.was}”, is now “{move.verdict}”", bold=True))
        )
        told.append(quote(claim_line(move.dossier, detail)))
        if move.why:
            told.append(section(f"Why: {cut(move.why, detail.statement)}"))
    rest = [show(move.dossier.claim.number) for move in digest.corrections[most:]]
    if rest:
        told.append(section(words(f"{'Also corrected' if told else 'Corrected'}: {_few(rest)}.", bold=True)))
    return block(*told, block_id="corrections")


def _moved(digest: Digest) -> str:
    return _few([f"{show(move.dossier.claim.number)} {_became(move)}" for move in digest.moves])


def _became(move: Move) -> str:
    if move.what == What.SETTLED:
        return move.dossier.claim.verdict
    return f"reopened (was {move.was})" if move.what == What.REOPENED else standing(move.dossier)


def _to_decide(digest: Digest) -> list[RichTextElement]:
    """What waits for somebody's decision: verdicts that a dispute has shaken, verdicts to be signed."""
    runs: list[RichTextElement] = []
    for title, found in (
        ("Look again, a dispute stands", digest.upheld),
        ("Waiting for a second reader", digest.waiting),
    ):
        if found:
            names = _few([show(dossier.claim.number) for dossier in found])
            runs += line(NEW_LINE, words(f"{title}: ", bold=True), f"{names}.")
    return runs


def _few(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _since(digest: Digest) -> str:
    yesterday = digest.since is None or digest.now - digest.since < DAYS_APART
    return "since yesterday" if yesterday else "since the last digest"


def _nobody_or(claim: Claim) -> list[RichTextElement]:
    return line(person(claim.checker), " is on it") if claim.checker else line("nobody on it")
