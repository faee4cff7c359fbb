"""Your desks, on the Home tab of who leads some: the next runs, the last, what is wrong, and what to do about it."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, HeaderBlock, PlainTextObject, RichTextElement

from bot.desk.led import AllLed, Led
from bot.surfaces import controls
from bot.surfaces.message import button, buttons
from bot.surfaces.notices import WAITING
from bot.surfaces.obstacles import KNOWN, obstacle
from bot.surfaces.phrases import count, local
from bot.surfaces.rich import NEW_LINE, block, channel, coded, line, moment, section, words


def led(desks: AllLed) -> list[Block]:
    """The section; nothing for who leads no desk."""
    if not desks.first:
        return []
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text="Your desks"), block_id="desks")]
    for each in desks.first:
        blocks += _desk(each)
    if desks.more:
        told = coded(f"And {count(desks.more, 'desk')} more: type `/claim setup` in its channel.")
        blocks.append(block(section(told), block_id="desks:more"))
    return blocks


def _desk(each: Led) -> list[Block]:
    desk = each.desk
    told = [section(_name(each), NEW_LINE, _runs(each))]
    if each.problem is not None:
        told.append(section(_trouble(each)))
    row = [button("Settings", controls.DESK_SETTINGS, desk.id or 0, label="Settings of this desk")]
    if desk.kind == "public":
        row.append(button("Send me a test digest", controls.TEST_DIGEST, desk.id or 0))
    return [block(*told, block_id=f"desk:{desk.id}"), buttons(f"desk:{desk.id}:steps", *row)]


def _name(each: Led) -> list[RichTextElement]:
    desk = each.desk
    if desk.kind == "direct" or desk.channel is None:
        return line(words("Your conversation with me", bold=True))
    return line(channel(desk.channel), " · not set up yet" if desk.set_up_at is None else "")


def _runs(each: Led) -> list[RichTextElement]:
    """When it runs next, and when it ran last."""
    desk = each.desk
    digest = "No digest is to come."
    where = line()
    if each.next_digest is not None:
        digest = f"Next digest: {local(each.next_digest, desk.zone)}"
        where = line(", in ", channel(desk.digest_channel), ".") if desk.digest_channel else line(".")
    reminder = f"Next reminder: {local(each.next_reminder, desk.zone)}." if each.next_reminder else "No reminder waits."
    last = line("No digest has come yet.")
    if each.last_digest is not None:
        silent = "; it had nothing to say and was not posted" if each.silent else ""
        last = line("Last digest: ", moment(each.last_digest), f"{silent}.")
    return line(digest, where, NEW_LINE, reminder, NEW_LINE, last)


def _trouble(each: Led) -> list[RichTextElement]:
    """What is wrong with it, and what helps."""
    stuck, desk = each.stuck, each.desk
    what, follows = WAITING.get(stuck.kind if stuck is not None else "card", ("a card", "it"))
    if each.problem not in KNOWN:  # ours to mend
        runs = f"{what} could not be sent: something broke on our side. It is tried again when the bot starts next."
        return line(words(f"{runs[0].upper()}{runs[1:]}", bold=True), coded(" Tell whoever runs it."))
    where = stuck.target if stuck is not None else desk.channel
    place = None if where == desk.person else where
    return line(words(f"I cannot post {what}: ", bold=True), obstacle(each.problem, place, follows))
