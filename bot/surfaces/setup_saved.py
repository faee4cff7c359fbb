"""What somebody reads who has just set a desk up: what changed, what comes next, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, RichTextElement

from bot.desk.digest import Digest
from bot.desk.setup import Prospect
from bot.surfaces import controls
from bot.surfaces.answers import hours
from bot.surfaces.changes import changed
from bot.surfaces.digest import preview
from bot.surfaces.message import Message, button, buttons
from bot.surfaces.phrases import count, local, place
from bot.surfaces.rich import block, channel, line, person, section, words


def set_up(prospect: Prospect) -> Message:
    """What a desk's settings lead to, in its own time."""
    desk, change = prospect.desk, prospect.change
    if change is None:
        happened = "Nothing was changed: this desk was set up so already."
    elif change.undone:
        happened = "The settings are as they were before."
    else:
        happened = "This desk is set up." if change.first else "The settings are saved."
    told = [section(words(happened, bold=True))]
    different = changed(change) if change is not None else []
    if different:
        told.append(section("Changed: ", different, "."))
    told += [section(_digests(prospect)), section(_reminders(prospect))]
    if desk.leads:
        leads = [part for lead in desk.leads for part in line(", ", person(lead))][1:]
        told.append(section("Its lead: " if len(desk.leads) == 1 else "Its leads: ", leads, "."))
    row: list[ButtonElement] = []
    if prospect.event is not None and change is not None and not change.undone:
        row.append(button("Undo", controls.UNDO_SETTINGS, prospect.event, label="Put the settings back as they were"))
    row.append(button("Send me a test digest", controls.TEST_DIGEST, desk.id or 0))
    blocks: list[Block] = [block(*told, block_id="set_up"), buttons("set_up_steps", *row)]
    return Message(blocks)


def _digests(prospect: Prospect) -> list[RichTextElement]:
    desk = prospect.desk
    if prospect.next_digest is None:
        return line("No digest is to come.")
    where = desk.digest_channel or desk.channel
    into = line(", in ", channel(where)) if where else line()
    then = f" Then {_together(prospect.digests[1:], desk.zone)}." if prospect.digests[1:] else ""
    return line(f"Next digest: {local(prospect.next_digest, desk.zone)}", into, ".", then)


def _reminders(prospect: Prospect) -> list[RichTextElement]:
    desk = prospect.desk
    if prospect.next_reminder is None:
        return line(f"Reminders come {hours(desk.patience)} after a claim is filed; none is waiting.")
    many = prospect.reminders[0][1]
    of = f", of {count(many, 'claim')}" if many > 1 else ""
    later = [at for at, _ in prospect.reminders[1:]]
    then = f" Then {_together(later, desk.zone)}." if later else ""
    return line(f"Next reminder: {local(prospect.next_reminder, desk.zone)}{of}.{then}")


def _together(moments: Sequence[datetime], zone: str) -> str:
    """Moments in the desk's zone, which was named before."""
    named = [local(at, zone).removesuffix(f" {place(zone)}") for at in moments]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def on_its_way() -> Message:
    """That a test digest comes in the conversation with the bot."""
    told = (
        "A test digest is on its way to you, in your own conversation with me. Nobody else sees it, and it counts for "
    )
    told += "nothing: the next one comes as if it had not been."
    return Message([block(section(told))])


def rehearsed(digest: Digest) -> Message:
    """A desk's digest as it would be now, for one person."""
    told = preview(digest)
    whose = line(channel(digest.desk.channel)) if digest.desk.channel else line("this conversation")
    head = block(section(words("A test digest", bold=True), " of ", whose, ", for you alone. It counts for nothing."))
    return Message([head, *told.blocks])
