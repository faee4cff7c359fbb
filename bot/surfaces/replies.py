"""Right of reply as people see it: one line on the card, all of it where a claim is looked up, and its two forms."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InputBlock, Option, RadioButtonsElement, RichTextElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.references import show
from bot.desk.replies import ANSWERED, ASKED, NO_ANSWER, OPEN, REFUSED, TAKEN_BACK, WAYS, Asking, Replied, shown_way
from bot.surfaces import controls
from bot.surfaces.forms import Origin, about, cut_short, form, text_field
from bot.surfaces.message import Message, button, buttons
from bot.surfaces.phrases import SHORT, Detail, count
from bot.surfaces.rich import block, cut, line, moment, person, quote, section, words
from store.dossiers import Dossier
from store.tables import ReplyRequest

NAME_ON_CARD = 60
DAY = "{date_short_pretty}"
OTHERWISE = "otherwise"
STATES = {OPEN: "Waiting", ANSWERED: "Answered", REFUSED: "Declined", NO_ANSWER: "No answer"}
CAME = {
    ANSWERED: "They answered",
    REFUSED: "They declined to comment",
    NO_ANSWER: "No answer came",
    TAKEN_BACK: "The request was taken back",
    OPEN: "It is still open",
}


def on_card(dossier: Dossier) -> list[RichTextElement]:
    """The request that matters most, in a line: the open one that ends first, else the newest; how many more."""
    if not dossier.replies:
        return []
    waiting = sorted((each for each in dossier.replies if each.state == OPEN), key=lambda each: each.until)
    first = waiting[0] if waiting else dossier.replies[-1]
    more = len(dossier.replies) - 1
    return line(in_short(first, NAME_ON_CARD), f" (and {more} more)" if more else "")


def in_short(row: ReplyRequest, names: int) -> list[RichTextElement]:
    """What came of a request so far: `Reply asked of Kyiv's ministry, until 25 May, 18:00`."""
    asked = cut(row.asked, names)
    match row.state:
        case "answered":
            return line(f"{asked} answered when asked for a reply")
        case "refused":
            return line(f"{asked} declined to comment")
        case "taken back":
            return line(f"The request to {asked} was taken back")
        case "no answer":
            return line(f"No answer from {asked} by ", moment(row.until))
    return line(f"Reply asked of {asked}, until ", moment(row.until))


def whole_reply(row: ReplyRequest, detail: Detail) -> list[RichTextElement]:
    """A request with all that is on file of it: whom, how, when, by whom; what was put; what came."""
    answer = cut(row.answer, detail.statement) if row.answer else ""
    became = {
        "a dispute": row.dispute_id is not None,
        "a report": row.report_id is not None,
    }
    filed = " and ".join(name for name, so in became.items() if so)
    return line(
        words(in_short_words(row), bold=True),
        f": {cut(row.asked, detail.names)}, {shown_way(cut(row.way, 60))}, asked ",
        moment(row.asked_at, DAY),
        " by ",
        person(row.asked_by),
        ", until ",
        moment(row.until),
        f". Put to them: {cut(row.put, detail.statement)}",
        f" · {'They said' if row.state == ANSWERED else 'In their words'}: {answer}" if answer else "",
        line(" · noted by ", person(row.ended_by)) if row.ended_by else "",
        f" · filed as {filed}" if filed else "",
    )


def in_short_words(row: ReplyRequest) -> str:
    """The state of a request in a word or two."""
    return STATES.get(row.state, row.state)


def beside_claim(dossier: Dossier, most: int, detail: Detail) -> list[RichTextElement]:
    """The newest `most` requests, each quoted; only how many where there is no room; nothing where there are none."""
    if not dossier.replies:
        return []
    if not detail.links:
        return [section(words("Right of reply", bold=True), f": {count(len(dossier.replies), 'request')}")]
    shown = dossier.replies[-most:]
    left_out = f" (the newest {len(shown)})" if len(shown) < len(dossier.replies) else ""
    head = section(line(words("Right of reply", bold=True), left_out))
    return [head, *(quote(whole_reply(each, detail)) for each in shown)]


def choices(dossier: Dossier) -> Sequence[tuple[str, int | str]]:
    """The requests as a menu offers them, those that wait first, each by its id."""
    rows = sorted(dossier.replies, key=lambda each: (each.state != OPEN, each.until))
    return [(f"{in_short_words(each)}: {each.asked}", each.id or 0) for each in rows]


def asking_form(origin: Origin, dossier: Dossier, asking: Asking | None = None, *told: str) -> View:
    """The form that notes a request for a reply, with what is known of it filled in; `told`: sentences of ours."""
    asking = asking or Asking()
    known = asking.way in WAYS
    ways = [*(Option(text=shown_way(way).capitalize(), value=way) for way in WAYS)]
    ways.append(Option(text="Otherwise", value=OTHERWISE))
    chosen = next((each for each in ways if each.value == (asking.way if known or not asking.way else OTHERWISE)), None)
    missing = next((name for name in (*ASKED, "until") if not getattr(asking, name)), None)
    fields: list[Block] = [
        about(dossier, *told),
        text_field(
            "asked",
            ASKED["asked"],
            asking.asked,
            limits.SPEAKER,
            placeholder="Kyiv's defence ministry",
            focus=missing == "asked",
        ),
        InputBlock(
            block_id="way",
            label=ASKED["way"],
            element=StaticSelectElement(action_id="way", options=ways, initial_option=chosen or ways[0]),
        ),
        text_field(
            "otherwise",
            "If otherwise, how?",
            "" if known else asking.way,
            limits.WAY,
            optional=True,
            placeholder="letter, lawyer, press conference",
        ),
        *cut_short("question", asking.put, limits.STATEMENT),
        text_field(
            "put",
            ASKED["put"],
            asking.put,
            limits.STATEMENT,
            multiline=True,
            hint="In the words in which they were asked.",
            focus=missing == "put",
        ),
        text_field(
            "until",
            "Until when do they have time?",
            asking.until,
            60,
            placeholder="25 May 18:00, tomorrow, 18:00",
            hint="In your own time zone; a day alone lasts until its last minute.",
            focus=missing == "until",
        ),
        text_field(
            "when",
            "When were they asked?",
            asking.when,
            60,
            optional=True,
            placeholder="yesterday, 23 May 10:40",
            hint="Left out, it is now.",
        ),
    ]
    return form(controls.ASKING_FORM, f"Reply to {show(dossier.claim.number)}", "Save", origin, fields)


def outcome_form(origin: Origin, dossier: Dossier, row: ReplyRequest) -> View:
    """The form that notes what came of a request."""
    options = [Option(text=text, value=outcome) for outcome, text in CAME.items()]
    now = None if row.state == OPEN else next(each for each in options if each.value == row.state)
    shown = block(section("Asked for a reply:"), quote(whole_reply(row, Detail(links=0))))
    fields: list[Block] = [
        about(dossier),
        shown,
        InputBlock(
            block_id="outcome",
            label="What came of it?",
            element=RadioButtonsElement(action_id="outcome", options=options, initial_option=now, focus_on_load=True),
        ),
        text_field(
            "answer",
            "What did they say?",
            row.answer,
            limits.STATEMENT,
            optional=True,
            multiline=True,
            hint="Of an answer, and of a refusal if it had words. Letter for letter, if you have it.",
        ),
    ]
    return form(controls.OUTCOME_FORM, "What came of it?", "Save", origin, fields)


def asked(done: Replied) -> Message:
    """That a request is noted, and when it is remembered."""
    name = show(done.dossier.claim.number)
    if done.reply is None:
        return Message([block(section(f"{name} has your request for a reply already."))])
    told = section(
        words(f"Noted on {name}: ", bold=True),
        in_short(done.reply, 120),
        ". What came of it: More on its card.",
    )
    return Message([block(told, quote(cut(done.reply.put, SHORT)))])


def noted(done: Replied) -> Message:
    """What came of a request, and what an answer can become."""
    name = show(done.dossier.claim.number)
    if done.reply is None:
        return Message([block(section(f"It is noted on {name}."))])
    told = section(words(f"Noted on {name}: ", bold=True), in_short(done.reply, 120), ".")
    return Message([block(told), *became(done.reply)])


def became(row: ReplyRequest) -> list[Block]:
    """What an answer can be filed as; nothing once it was, and for what is no answer."""
    if row.state != ANSWERED or row.dispute_id is not None or row.report_id is not None:
        return []
    return [
        buttons(
            "became",
            button("File it as a dispute…", controls.REPLY_AS_DISPUTE, row.id or 0),
            button("Add it as a report…", controls.REPLY_AS_REPORT, row.id or 0),
        )
    ]
