"""What somebody reads who asked for the record as a file: that it comes, how far it is, what is in it, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.desk.exporting import Ordered, Outcome
from bot.desk.filters import Filter
from bot.desk.wishes import Format, Wish, words_of
from bot.surfaces.message import Message
from bot.surfaces.phrases import count
from bot.surfaces.rich import block, channel, coded, cut, line, person, section, words
from store.lists import COUNTED
from store.tables import Desk

KINDS = {Format.CSV: "a spreadsheet (CSV)", Format.LINES: "JSON Lines", Format.REVIEW: "ClaimReview (JSON-LD)"}
REASONS = {
    Outcome.UNKNOWN: "I sent you a file, and Slack did not say whether it arrived. I send it once only: "
    "if it is not here",
    Outcome.FAILED: "Slack did not take your file, so nothing was sent. To try again",
    Outcome.WITHHELD: "I may not upload files here, so nothing was sent. Ask whoever installed me to install me "
    "again with the scope `files:write`; then",
    Outcome.NOTHING: "No claim is left that fits, so nothing was sent. To look again",
}
NO_STORY = (
    "No story of ours relies on any of these claims, so none can be in a ClaimReview. Nothing was sent. "
    "For a table of them"
)
FILTER_AT_MOST = 400


def file_name(ending: str, now: datetime) -> str:
    """What a file is called: `claims-2023-05-24.csv`, the day in UTC."""
    return f"{'claimreview' if ending == 'jsonld' else 'claims'}-{now:%Y-%m-%d}.{ending}"


def ordered(found: Ordered) -> Message:
    """That a file comes, with how many claims, and what is left out of it."""
    wish, of = found.wish, _of(found.desk, found.wish.filter)
    if found.total == 0:
        told = line(words("No claim", bold=True), of, " can be in this file. Nothing was sent.")
        return Message([block(section(told), *_instead(wish), *_left_out(found))])
    at_most = "up to " if wish.format is Format.REVIEW else ""
    many = count(found.total, "claim") if found.counted else f"more than {COUNTED:,} claims"
    again = " already" if found.repeated else ""
    head = line(
        words(f"Your file is being made{again}: {at_most}{many}", bold=True),
        of,
        f", as {KINDS[wish.format]}. It comes to your own conversation with me.",
    )
    return Message([block(section(head), *_left_out(found))])


def file_message(desk: Desk, wish: Wish, claims: int, without: int, *, named: bool) -> Message:
    """What stands above the file."""
    told = [line(words(count(claims, "claim"), bold=True), _of(desk, wish.filter), f", as {KINDS[wish.format]}.")]
    if wish.restricted:
        told.append(line("What is restricted to its channel is in it: keep the file as you would keep the channel."))
    if without:
        told.append(line(f"Left out: {count(without, 'claim')} that no story of ours relies on."))
    if wish.format is Format.REVIEW and not named:
        told.append(coded("It names no publisher: whoever runs me can set `COUNTERCLAIM_PUBLISHER`."))
    return Message([block(*(section(each) for each in told))])


def note(about: Mapping[str, Any], wish: Wish) -> Message:
    """How far a file is, or what became of it and how to ask again."""
    outcome = about.get("outcome")
    if outcome is None:
        return Message([block(section(f"Your file is being made: {about['done']:,} of {about['total']:,} claims."))])
    if outcome == Outcome.SENT:
        return Message([block(section("Your file is made; it stands below."))])
    reason, again = REASONS[Outcome(outcome)], wish
    if outcome == Outcome.NOTHING and about.get("without"):
        reason, again = NO_STORY, Wish(Format.CSV, wish.filter)
    why = f" ({cut(str(about['problem']), 100)})" if about.get("problem") else ""
    return Message([block(section(coded(f"{reason}{why}, type "), _typed(again), "."))])


def _typed(wish: Wish) -> list[RichTextElement]:
    """What to type to ask for the same again."""
    restricted = " with restricted" if wish.restricted else ""
    asked = " ".join(["/claim export", wish.format, *words_of(wish.filter)]).replace("`", "'")
    people = [part for slack_id in wish.filter.people for part in (words(" "), person(slack_id))]
    return line(coded(f"`{cut(asked, FILTER_AT_MOST)}{restricted}`"), *people)


def _of(desk: Desk, wanted: Filter) -> list[RichTextElement]:
    """Of which desk, and of its claims which."""
    place = line(" of ", channel(desk.channel)) if desk.kind != "direct" and desk.channel else line(" of your own")
    asked = cut(", ".join(words_of(wanted)), FILTER_AT_MOST)
    runs = line(asked)
    for slack_id in wanted.people:
        runs = line(runs, ", " if runs else "", person(slack_id))
    return line(place, " (", runs, ")") if runs else place


def _instead(wish: Wish) -> list[Any]:
    """Why nothing may have fitted, and what to ask for instead; nothing where all were asked for."""
    if wish.format is Format.REVIEW:
        only = "In a ClaimReview can be what is settled and what a story of ours relies on."
        return [section(coded(f"{only} For a table of all claims: `/claim export csv`"))]
    return [section(coded(f"For all claims: `/claim export {wish.format}`"))] if words_of(wish.filter) else []


def _left_out(found: Ordered) -> list[Any]:
    """How many claims are kept in this channel, and who can have them: nothing where there are none to be seen."""
    if not found.left_out or found.wish.format is Format.REVIEW:
        return []
    many = count(found.left_out, "claim") if found.left_out <= COUNTED else f"more than {COUNTED:,} claims"
    kept = "is kept in this channel and" if found.left_out == 1 else "are kept in this channel and"
    how = f"A lead of this desk can have them, too: `/claim export {found.wish.format} with restricted`"
    return [section(coded(f"{many} {kept} left out. {how}"))]
