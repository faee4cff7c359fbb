"""The reminder: one grouped message per checker or desk, each line with its own Snooze and Take or Release."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, RichTextElement

from bot.desk.references import show
from bot.desk.reminders import Line, Reminder, told_in_the_end
from bot.desk.steps import Step, possible
from bot.surfaces import controls
from bot.surfaces.awaiting import IN_A_LINE, due_words
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import age, called, count, local, on_it, ordinal, standing, who_said
from bot.surfaces.rich import NEW_LINE, block, channel, coded, cut, line, link, person, section, words
from bot.surfaces.step_buttons import step_button

NEXT = (Step.TAKE, Step.RELEASE, Step.SIGN)  # of which every state that is reminded of allows one
LINES_SHOWN = 20  # two blocks each, of the fifty a message holds
STATEMENT, NAMES = 100, 60  # characters


def reminder(told: Reminder) -> Message:
    """A reminder as the record stands now; as many lines as fit into one message."""
    most = min(len(told.lines), LINES_SHOWN)
    return Message(fullest(_reminder(told, shown) for shown in range(most, 0, -1)))


def _reminder(told: Reminder, most: int) -> list[Block]:
    shown = told.lines[:most]
    blocks: list[Block] = [block(section(_head(told)), block_id="head")]
    for each in shown:
        blocks += _line(each, told)
    foot = []
    if len(told.lines) > len(shown):
        more = len(told.lines) - len(shown)
        foot += line(f"{more} more: ", coded("`/claim list unverified`"), NEW_LINE)
    blocks.append(block(section(foot, _foot(told)), block_id="foot"))
    if told.checker is not None and not told.last:
        blocks.append(buttons("how", button("How I am reminded", controls.HOW_REMINDED, "reminder")))
    return blocks


def _head(told: Reminder) -> list[RichTextElement]:
    number = len(told.lines)
    verb = "is" if number == 1 else "are"
    if told.last:
        return _head_at_last(told, number, verb)
    if told.checker is not None:
        title = f", {count(number, 'claim')} you took {verb} still unverified"
        return line(person(told.checker), words(title, bold=True))
    return line(words(f"{count(number, 'claim')} {verb} still unverified, and nobody is on {_them(number)}", bold=True))


def _head_at_last(told: Reminder, number: int, verb: str) -> list[RichTextElement]:
    times = {each.nth - 1 for each in told.lines}
    after = f" after {count(times.pop(), 'reminder')}" if len(times) == 1 else ""
    title = f" {verb} still unverified{after}"
    of = line(words(" of ", bold=True), channel(told.desk.channel)) if told.direct and told.desk.channel else line()
    oldest = told.lines[0].dossier.claim
    since = f"The oldest is {show(oldest.number)}, filed {age(oldest.filed_at, told.now)} ago; "
    return line(
        called(told.named),
        words(count(number, "claim"), bold=True),
        of,
        words(title, bold=True),
        line(NEW_LINE, since, on_it(oldest), ".") if number > 1 else "",
    )


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _line(each: Line, told: Reminder) -> list[Block]:
    claim = each.dossier.claim
    name, where = show(claim.number), told.links.get(claim.number)
    since = (
        f"taken {age(claim.taken_at, told.now)} ago" if claim.taken_at else f"filed {age(claim.filed_at, told.now)} ago"
    )
    contested = (
        line(" · ", words(f"contested ({len(each.dossier.against)})", bold=True)) if each.dossier.against else ""
    )
    mixed = f" · reminder {each.nth} of {each.times}" if _mixed(told) and not told.last else ""
    unheard = " and has asked for no reminders" if each.unheard else ""
    runs = line(
        line(link(where, name), " ") if where else words(f"{name} ", bold=True),
        who_said(each.dossier.speaker, claim.role, NAMES),
        f": {cut(claim.statement, STATEMENT)} · {since}",
        contested,
        f" · {standing(each.dossier)}" if claim.proposed is not None else "",
        line(" · ", on_it(claim), unheard) if told.last else "",
        mixed,
        *(line(NEW_LINE, due_words(row, told.now, told.zone)) for row in each.awaited[:IN_A_LINE]),
    )
    row = [step_button(step, claim.number) for step in NEXT if step in possible(claim.state)]
    if each.next_at is not None:
        row.insert(0, button("Snooze", controls.SNOOZE, claim.number, label=f"Snooze {name}"))
    return [block(section(runs), block_id=f"claim:{claim.number}"), buttons(f"steps:{claim.number}", *row)]


def _mixed(told: Reminder) -> bool:
    return len({(each.nth, each.times) for each in told.lines}) > 1


def _foot(told: Reminder) -> list[RichTextElement]:
    if told.last:
        them, stay = ("it", "it stays") if len(told.lines) == 1 else ("them", "they stay")
        over = f"This was the last reminder of {them}; {stay} in the digest's count of unverified claims."
        # Who reads it in the channel may not know that nobody in particular was told.
        unled = told.desk.channel is not None and not told_in_the_end(told.desk)
        return line(over, coded(" This desk has no lead yet: `/claim setup` makes one.") if unled else "")
    return line(_what_comes(told))


def _what_comes(told: Reminder) -> str:
    next_at = min((each.next_at for each in told.lines if each.next_at is not None), default=None)
    first = told.lines[0]
    which = "" if _mixed(told) else f"Reminder {first.nth} of {first.times}. "
    if next_at is None:  # it went out so late that the later ones are over
        return f"{which}No other reminder of {_them(len(told.lines))} is to come."
    when = local(next_at, told.zone)
    if not _mixed(told) and first.nth >= first.times:
        return f"{which}If nothing happens, {_who_is_told(told)} is told once, {when}; then silence."
    times = {each.times for each in told.lines}
    last = ordinal(times.pop()) if len(times) == 1 else "last"
    return f"{which}Next: {when}. After the {last}, {_who_is_told(told)} is told once."


def _who_is_told(told: Reminder) -> str:
    """Who is told in the end, in words: named they would be notified of every reminder."""
    desks = {each.dossier.desk.id: each.dossier.desk for each in told.lines}.values()
    if any(desk.tell_at_last and set(desk.tell_at_last) != set(desk.leads) for desk in desks):
        return "whoever was chosen for it"
    if not all(told_in_the_end(desk) for desk in desks):
        return "the desk's channel" if told.direct else "this channel"
    return "your lead" if told.checker is not None else "the lead"
