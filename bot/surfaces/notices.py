"""Notices: a desk is told that it is one; a person is told what only they can mend."""

from __future__ import annotations

from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.answers import hours, unreachable
from bot.surfaces.message import Message, button, buttons
from bot.surfaces.phrases import place
from bot.surfaces.rich import block, coded, section, words
from store.tables import Claim, Desk


def desk_opened(desk: Desk) -> Message:
    """What a channel reads when it becomes the workspace's first desk."""
    at = f"{desk.digest_minute // 60:02}:{desk.digest_minute % 60:02}"
    where = "" if desk.zone_of is not None else f" ({place(desk.zone)} time)"
    return Message(
        [
            block(
                section(words("This channel is now this workspace's first desk.", bold=True)),
                section(
                    f"What stays unverified comes back as a reminder after {hours(desk.patience)}. Every day at {at}"
                    f"{where} the digest shows what is contested, both sides next to each other."
                ),
                section(coded("File with `/claim`, dispute with `/dispute`; `/claim help` shows the rest.")),
            ),
            buttons("opened", button("Set this desk up", controls.MAKE_DESK, desk.channel or "")),
        ]
    )


def cannot_post(desk: Desk, claim: Claim | None) -> Message:
    """Why something that waits cannot be posted, to somebody who can mend it."""
    if claim is not None:
        return Message([block(section(unreachable(desk, show(claim.number))))])
    return Message(
        [
            block(
                section(
                    coded("I have a message for a channel that I am not in, or that is archived. Type ")
                    + coded("`/invite @Counterclaim` there, or choose another channel with `/claim setup`.")
                )
            )
        ]
    )
