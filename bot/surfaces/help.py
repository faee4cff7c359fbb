"""The help: what can be typed, each with an example."""

from __future__ import annotations

from bot.surfaces.message import Message
from bot.surfaces.rich import NEW_LINE, block, coded, line, section, words

HELP = (
    ("File a claim", "`/claim Moscow: Ukrainian groups did it https://… via WION citing Reuters`"),
    ("File it in a form", "`/claim`"),
    ("Dispute claims", "`/dispute C-12 Kyiv: we have nothing to do with it https://…`, or `/dispute C-4 with C-14`"),
    (
        "Add to a claim",
        "`/claim C-12 evidence refutes https://… it is from 2021`, or `/claim C-12 report https://… via WION`",
    ),
    ("Ask for a reply", "`/claim C-12 asked Kyiv's ministry by mail until 25 May 18:00: Were your troops there?`"),
    ("Look one up", "`/claim C-12`, and what happened to it: `/claim history C-12`"),
    ("Copy the sentence for a story", "`/claim wording C-12`"),
    ("Search", "`/claim search captured carrier`"),
    (
        "List",
        "`/claim list`, with any of: `unverified`, `contested`, `mine`, `urgent`, `confirmed`, `on hold`, `@person`, "
        "`#tag`, `by Moscow`, `via WION`",
    ),
    ("See the digest as it would be now", "`/claim digest`"),
    ("Choose how you are reminded", "`/claim reminders`, or with `as due`, `daily` or `never`"),
    ("Have the record as a file", "`/claim export csv`, `jsonl` or `claimreview`, with the same words as a list"),
    ("Set this channel up", "`/claim setup`"),
    (
        "From a message, in threads too",
        "⋮, then “File as claim”, “Dispute a claim”, “Add to a claim” or “Open a claim”",
    ),
)


def help_text() -> Message:
    """What can be typed, each with an example."""
    lines = [line(words(f"{what}: ", bold=True), coded(how), NEW_LINE) for what, how in HELP]
    foot = coded(
        "A claim needs a speaker (before the first colon), a statement, and a source: a link, or `via` and the outlet. "
        "What is missing is asked for in a form."
    )
    return Message([block(section(*lines), section(foot))])
