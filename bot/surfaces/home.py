"""The Home tab: what somebody has before them, a search, and the steps they may take, all on one page."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, HeaderBlock, InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View

from bot.desk import limits
from bot.desk.home import COUNTED, Home, Part, Section
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.forms import AT_HOME
from bot.surfaces.led import led
from bot.surfaces.lists import named
from bot.surfaces.message import button, buttons
from bot.surfaces.phrases import Detail, claim_line
from bot.surfaces.rich import block, channel, coded, line, moment, quote, section
from bot.surfaces.step_buttons import ONWARD, step_button
from store.dossiers import Dossier

BLOCKS_AT_MOST = 100
SIZE_AT_MOST = 250_000  # bytes of JSON
SHOWN = Detail(statement=160, names=80, reports=1, links=300)
# Each section's title, and what stands there while it holds nothing.
TITLES = {
    Part.MINE: ("Yours", "You are on no claim. Take one here, or on its card."),
    Part.WAITING: ("Waiting for a second reader", "No verdict waits for you to sign it off."),
    Part.CONTESTED: ("Contested", "Nothing is contested."),
    Part.UNVERIFIED: ("Unverified, the oldest first", "Nothing is unverified."),
}
SHORT = "Slack did not tell me in time which channels you are in. Press Refresh to see what is in them."
FIRST = (
    "Nothing waits for anybody: either nothing is on file yet, or all of it is settled. To file a claim, begin with "
    "who said it. In the channel where your team verifies, type: "
    "`/claim Moscow: it was them https://example.org/1 via WION citing Reuters`"
)


def home(of: Home, *, short: bool = False) -> View:
    """Somebody's Home. What is pressed on it is pressed in public: it shows nothing else.

    `short`: Slack did not tell in time which channels they are in.
    """
    told = line("As of ", moment(of.now), ".")
    if of.files_to is not None:
        told += line(" What you file or do here shows on cards, as in a channel; a new claim's card goes to ")
        told += line(channel(of.files_to), ".")
    blocks: list[Block] = [_search(), _ways(of), block(section(told), block_id="drawn")]
    if short:
        blocks.append(block(section(SHORT), block_id="short"))
    if of.empty:
        blocks.append(block(section(coded(FIRST)), block_id="first"))
    else:
        blocks += [each for part in of.sections for each in _section(of, part)]
    blocks += led(of.led)
    return View(type="home", private_metadata=AT_HOME.packed(), blocks=blocks)


def _search() -> Block:
    field = PlainTextInputElement(
        action_id=controls.SEARCH,
        placeholder="Words, a name or a tag; the beginning of a word is enough",
        max_length=limits.SEARCH,
    )
    return InputBlock(block_id="search", label="Search the claims", element=field, dispatch_action=True, optional=True)


def _ways(of: Home) -> Block:
    file = [button("File a claim", controls.FILE_AT_HOME, "home", style="primary")] if of.files_to is not None else []
    search = button("Search", controls.SEARCH, "home")
    refresh = button("Refresh", controls.REFRESH_HOME, "home", label="Draw this page again")
    return buttons("ways", search, *file, refresh, button("How I am reminded", controls.HOW_REMINDED, "home"))


def _section(of: Home, part: Section) -> list[Block]:
    title, nothing = TITLES[part.part]
    total = f"{part.total:,}" if part.counted else f"more than {COUNTED:,}"
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=f"{title}: {total}"), block_id=part.part)]
    if not part.dossiers:
        return [*blocks, block(section(nothing))]
    for dossier in part.dossiers:
        blocks += _line(of, part.part, dossier)
    if part.total > len(part.dossiers):
        every = button("Show all", controls.LIST_ALL, part.place.packed(), label=f"Show all: {title}")
        blocks.append(buttons(f"{part.part}:all", every))
    return blocks


def _line(of: Home, part: Part, dossier: Dossier) -> Sequence[Block]:
    """A claim, and what this person may do with it now."""
    number = dossier.claim.number
    name = show(number)
    row = [step_button(step, number, joint=": ") for step in of.steps[number] if step in ONWARD]
    row.append(button("More", controls.MORE, number, label=f"More about {name}"))
    words = block(
        section(named(dossier, of.links.get(number), of.now)),
        quote(claim_line(dossier, SHOWN)),
        block_id=f"{part}:{number}",
    )
    return [words, buttons(f"{part}:{number}:steps", *row)]
