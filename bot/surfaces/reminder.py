"""The reminder: one grouped message per checker or desk, each line with its own Snooze and Take or Release."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, RichTextElement

from bot.desk.references import show
from bot.desk.reminders import TIMES, Line, Reminder
from bot.desk.steps import Step, possible
from bot.surfaces import controls
from bot.surfaces.message import Message, button, buttons, fullest
from bot.surfaces.phrases import age, count, local, standing, who_said
from bot.surfaces.rich import NEW_LINE, block, coded, cut, line, person, section, words
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
    return [*blocks, block(section(foot, _foot(told)), block_id="foot")]


def _head(told: Reminder) -> list[RichTextElement]:
    number = len(told.lines)
    verb = "is" if number == 1 else "are"
    if told.last:
        leads = [run for lead in told.desk.leads[:5] for run in (person(lead), words(", ", bold=True))]
        title = f"{count(number, 'claim')} {verb} still unverified after {TIMES} reminders"
        return line(leads, words(title, bold=True))
    if told.checker is not None:
        title = f", {count(number, 'claim')} you took {verb} still unverified"
        return line(person(told.checker), words(title, bold=True))
    return line(words(f"{count(number, 'claim')} {verb} still unverified, and nobody is on {_them(number)}", bold=True))


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _line(each: Line, told: Reminder) -> list[Block]:
    claim = each.dossier.claim
    name = show(claim.number)
    since = (
        f"taken {age(claim.taken_at, told.now)} ago" if claim.taken_at else f"filed {age(claim.filed_at, told.now)} ago"
    )
    contested = (
        line(" · ", words(f"contested ({len(each.dossier.against)})", bold=True)) if each.dossier.against else ""
    )
    mixed = f" · reminder {each.nth} of {TIMES}" if _mixed(told) and each.nth <= TIMES else ""
    on = line(" · ", person(claim.checker), " is on it") if told.last and claim.checker else ""
    runs = line(
        words(f"{name} ", bold=True),
        who_said(each.dossier.speaker, claim.role, NAMES),
        f": {cut(claim.statement, STATEMENT)} · {since}",
        contested,
        f" · {standing(each.dossier)}" if claim.proposed is not None else "",
        on,
        mixed,
    )
    row = [step_button(step, claim.number) for step in NEXT if step in possible(claim.state)]
    if each.next_at is not None:
        row.insert(0, button("Snooze", controls.SNOOZE, claim.number, label=f"Snooze {name} for a day"))
    return [block(section(runs), block_id=f"claim:{claim.number}"), buttons(f"steps:{claim.number}", *row)]


def _mixed(told: Reminder) -> bool:
    return len({each.nth for each in told.lines}) > 1


def _foot(told: Reminder) -> str:
    if told.last:
        them, stay = ("it", "it stays") if len(told.lines) == 1 else ("them", "they stay")
        return f"This was the last reminder of {them}; {stay} in the digest's count of unverified claims."
    next_at = min((each.next_at for each in told.lines if each.next_at is not None), default=None)
    nth = max(each.nth for each in told.lines)
    which = "" if _mixed(told) else f"Reminder {nth} of {TIMES}. "
    if next_at is None:  # it went out so late that the later ones are over
        return f"{which}No other reminder of {_them(len(told.lines))} is to come."
    if nth == TIMES and not _mixed(told):
        return f"{which}If nothing happens, {_lead(told)} is told once, {local(next_at, told.desk.zone)}; then silence."
    return f"{which}Next: {local(next_at, told.desk.zone)}. After the third, {_lead(told)} is told once."


def _lead(told: Reminder) -> str:
    if not told.desk.leads:
        return "this channel"
    return "your lead" if told.checker is not None else "the lead"
