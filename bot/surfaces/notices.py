"""Notices: a desk is told that it is one; a person is told what only they can mend."""

from __future__ import annotations

from bot.desk.desk_settings import clock
from bot.desk.files import Unread
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.answers import hours
from bot.surfaces.message import Message, button, buttons
from bot.surfaces.obstacles import obstacle
from bot.surfaces.phrases import UNREAD, place
from bot.surfaces.rich import block, channel, coded, cut, line, person, section, words
from store.tables import Claim, Desk, Evidence, Outbox

# What waits, and what it is called the second time.
WAITING = {
    "digest": ("the digest", "the digest"),
    "reminder": ("a reminder", "the reminder"),
    "reply_ended": ("a reminder", "the reminder"),
}

# What helps where a file could not be read.
REMEDIES = {
    Unread.NOT_FOUND: "Type `/invite @Counterclaim` in the channel where the file is, and I read it then.",
    Unread.WITHHELD: "Ask whoever installed me to install me again with the scope `files:read`.",
    Unread.BROKE_OFF: "I try again at my next start. To try now, add it once more.",
    Unread.TOO_LARGE: "Add a shorter cut of it, or a link.",
}


def desk_opened(desk: Desk) -> Message:
    """What a channel reads when it becomes the workspace's first desk."""
    where = "" if desk.zone_of is not None else f" ({place(desk.zone)} time)"
    return Message(
        [
            block(
                section(words("This channel is now this workspace's first desk.", bold=True)),
                section(
                    f"What stays unverified comes back as a reminder after {hours(desk.patience)}. Every day at "
                    f"{clock(desk.digest_minute)}{where} the digest shows what is contested, both sides "
                    "next to each other."
                ),
                section(coded("File with `/claim`, dispute with `/dispute`; `/claim help` shows the rest.")),
            ),
            buttons("opened", button("Set this desk up", controls.MAKE_DESK, desk.channel or "")),
        ]
    )


def file_unread(claim: Claim, found: Evidence) -> Message:
    """That a file cannot be read that somebody added as evidence, why, and what they can do."""
    why = Unread(found.unread or Unread.NOT_FOUND)
    name = cut(found.file_name or "a file", 120)
    runs = line(
        person(found.added_by),
        f", I could not read {name}, which you added as evidence to {show(claim.number)}: {UNREAD[why]}. "
        "The evidence stays on file, without a checksum of the file. ",
        coded(REMEDIES.get(why, "Save the file in a Slack message, and add that one.")),
    )
    return Message([block(section(runs))])


def cannot_post(desk: Desk, claim: Claim | None, waiting: Outbox) -> Message:
    """What waits for which place, why it cannot be posted, and what brings it: to somebody who can mend that."""
    what, follows = _waiting(claim, waiting)
    where = waiting.target if waiting.target != desk.person else None
    runs = line(f"{what}: ", obstacle(waiting.problem, where, follows))
    if where is not None and where != desk.channel and desk.channel:
        runs += line(" Or choose another channel: type ", coded("`/claim setup` in "), channel(desk.channel), ".")
    return Message([block(section(runs))])


def _waiting(claim: Claim | None, waiting: Outbox) -> tuple[str, str]:
    """That something cannot be posted, and what that is for short."""
    if claim is None:
        what, follows = WAITING.get(waiting.kind, ("a message", "it"))
        return f"I cannot post {what}", follows
    name = show(claim.number)
    if waiting.kind == "card" and waiting.slack_ts is None:
        return f"{name} is filed, but I cannot post its card", "the card"
    return f"I cannot post to {name}'s card", "the card"
