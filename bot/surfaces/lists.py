"""Lists of claims, and the help: look-ups that only the asker sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.desk.references import show
from bot.surfaces.message import Message, fullest
from bot.surfaces.phrases import BRIEF, Detail, age, claim_line, on_it, standing
from bot.surfaces.rich import NEW_LINE, block, coded, line, quote, section, words
from store.dossiers import Dossier

LISTED = Detail(statement=160)

HELP = (
    ("File a claim", "`/claim Moscow: Ukrainian groups did it https://… via WION citing Reuters`"),
    ("File it in a form", "`/claim`"),
    ("Dispute claims", "`/dispute C-12 Kyiv: we have nothing to do with it https://…`, or `/dispute C-4 with C-14`"),
    ("Look one up", "`/claim C-12`"),
    ("List", "`/claim list`, `/claim list unverified`, `contested`, `mine`"),
    ("See the digest as it would be now", "`/claim digest`"),
    ("Set this channel up", "`/claim setup`"),
    ("From a message, in threads too", "⋮, then “File as claim” or “Dispute a claim”"),
)


def listing(dossiers: Sequence[Dossier], total: int, title: str, now: datetime, *, order: str = "newest") -> Message:
    """Claims one under the other; as many as fit into one message. `order` says which come first."""
    if not dossiers:
        nothing = coded("Nothing here. File a claim: `/claim Kyiv: it was not us https://…`")
        return Message([block(section(words(f"{title}: 0", bold=True))), block(section(nothing))])
    versions = [(len(dossiers), LISTED), *((most, BRIEF) for most in range(len(dossiers), 0, -1))]
    return Message(fullest(_listing(dossiers[:most], total, title, now, detail, order) for most, detail in versions))


def _listing(
    dossiers: Sequence[Dossier], total: int, title: str, now: datetime, detail: Detail, order: str
) -> list[Block]:
    left_out = f", the {order} {len(dossiers)} shown" if len(dossiers) < total else ""
    blocks: list[Block] = [block(section(words(f"{title}: {total}", bold=True), left_out))]
    for dossier in dossiers:
        claim = dossier.claim
        contested = f" · contested ({len(dossier.against)})" if dossier.against else ""
        first = line(
            words(show(claim.number), bold=True),
            f" · {standing(dossier)}{contested} · {age(claim.filed_at, now)} · ",
            on_it(claim),
        )
        blocks.append(block(section(first), quote(claim_line(dossier, detail))))
    return blocks


def help_text() -> Message:
    """What can be typed, each with an example."""
    lines = [line(words(f"{what}: ", bold=True), coded(how), NEW_LINE) for what, how in HELP]
    foot = coded(
        "A claim needs a speaker (before the first colon), a statement, and a source: a link, or `via` and the outlet. "
        "What is missing is asked for in a form."
    )
    return Message([block(section(*lines), section(foot))])
