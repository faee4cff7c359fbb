"""Obstacles: why Slack lets nothing be posted to a place, and what brings what waits for it."""

from __future__ import annotations

from slack_sdk.models.blocks import RichTextElement

from bot.surfaces.rich import channel, coded, line

# What somebody in Slack can put right; whatever else is refused is ours to mend.
KNOWN = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")


def obstacle(problem: str | None, place: str | None, waiting: str) -> list[RichTextElement]:
    """What is in the way of `waiting`, by the name Slack has for it; no place is somebody's talk with the bot."""
    where = line(channel(place)) if place else line("our conversation")
    if problem == "is_archived":
        return line(where, f" is archived. Unarchive it and {waiting} will follow.")
    if problem == "restricted_action":
        return line("I may not write in ", where, f". Ask a workspace admin to let me, and {waiting} will follow.")
    # Slack says of a private channel that we are not in that it is not found.
    gone = ", or it is gone" if problem == "channel_not_found" else ""
    invite = coded(f"{gone}. Type `/invite @Counterclaim` there and {waiting} will follow.")
    return line("I am not in ", where, invite)
