"""What is promised to whoever protects a source: who is shown it, where the claim is seen, and what a story may say."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import RichTextElement

from bot.desk.basis import phrase_of
from bot.desk.references import show
from bot.desk.withholding import WITHHELD
from bot.surfaces.house import HOUSE
from bot.surfaces.rich import channel, cut, line
from store.basis import BACKGROUND, OFF_RECORD
from store.dossiers import Carried
from store.tables import Claim, Desk

SOURCES_NAMED = 3


def promised(reports: Sequence[Carried], claim: Claim, desk: Desk) -> list[list[RichTextElement]]:
    """What is shown where, once somebody has filed these reports; nothing if none of them is protected."""
    protected = [report for report in reports if report.protected]
    if not protected:
        return []
    named = [f"{cut(_source(report), 80)} ({phrase_of(report.basis)})" for report in protected[:SOURCES_NAMED]]
    more = f" and {len(protected) - SOURCES_NAMED} more" if len(protected) > SOURCES_NAMED else ""
    told = [line(f"Only you are shown this source, in Edit: {', '.join(named)}{more}. Others are told to ask you.")]
    terms = {report.basis for report in protected}
    name = show(claim.number)
    if OFF_RECORD in terms:
        where = line(channel(desk.channel)) if desk.channel else line("your conversation with me")
        withhold = " If the speaker is your source, make the speaker “withheld” in Edit."
        told.append(
            line(
                f"{name} is restricted to ",
                where,
                ". Its card there shows the speaker and the statement; Copy wording leaves out what is off the record.",
                "" if claim.speaker == WITHHELD else withhold,
            )
        )
    if BACKGROUND in terms:
        told.append(line(f"On background, Copy wording says “{HOUSE.on_background.strip(' ,')}”."))
    return told


def _source(report: Carried) -> str:
    return report.outlet or report.link or ""
