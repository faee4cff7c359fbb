"""Lists of claims, by pages: a look-up that only the asker sees, and the head of a speaker's or a source's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, RichTextElement

from bot.desk.filters import Filter, Place
from bot.desk.finding import ListPage
from bot.desk.naming import Profile
from bot.desk.references import show
from bot.surfaces import controls
from bot.surfaces.message import Message, button, buttons, fullest, menu
from bot.surfaces.phrases import BRIEF, Detail, age, beside, claim_line, count, on_it, standing
from bot.surfaces.rich import NEW_LINE, block, coded, cut, line, link, person, quote, section, words
from store.dossiers import Dossier
from store.lists import COUNTED, VERDICTS

LISTED = Detail(statement=160)
ALIASES_SHOWN = 20


def listing(page: ListPage, now: datetime, *, more: bool = False) -> Message:
    """A page of a list: claims one under the other, as many as fit into one message, and the way on and back.

    `more`: each with a button that opens it.
    """
    head = [] if page.profile is None else _profile(page.profile)
    if not page.dossiers:
        nothing = coded("Nothing here. File a claim: `/claim Kyiv: it was not us https://…`")
        title = block(section(words(f"{_plain(page)}: 0", bold=True), *_named(page.place.filter)))
        return Message([*head, title, block(section(nothing))])
    most = len(page.dossiers)
    versions = [(most, LISTED), *((fewer, BRIEF) for fewer in range(most, 0, -1))]
    return Message(fullest([*head, *_listing(page, fewer, now, detail, more=more)] for fewer, detail in versions))


def _listing(page: ListPage, most: int, now: datetime, detail: Detail, *, more: bool) -> list[Block]:
    """So many claims: those next to the page that was left, or a cut page would leave some out."""
    shown = page.dossiers[-most:] if page.place.back else page.dossiers[:most]
    cut_off = len(shown) < len(page.dossiers)
    before = page.place.before - len(shown) if page.place.back else page.place.before
    earlier = page.earlier or (cut_off and page.place.back)
    later = page.later or (cut_off and not page.place.back)
    before = max(before, 1) if earlier else 0
    blocks: list[Block] = [_title(page, before, len(shown), alone=not (earlier or later))]
    for dossier in shown:
        blocks += [_row(dossier, page, now, detail), *([opener(dossier)] if more else [])]
    ways = _ways(page.place, shown, before, earlier=earlier, later=later)
    return [*blocks, buttons("pages", *ways)] if ways else blocks


def _title(page: ListPage, before: int, shown: int, *, alone: bool) -> Block:
    total = f"{page.total:,}" if page.counted else f"more than {COUNTED:,}"
    order = "oldest" if page.place.filter.oldest_first else "newest"
    which = f", the {order} {shown} shown" if not before else f", {before + 1:,} to {before + shown:,} shown"
    title = words(f"{_plain(page)}: {total}", bold=True)
    return block(section(title, "" if alone else which, *_named(page.place.filter)), block_id="title")


def _row(dossier: Dossier, page: ListPage, now: datetime, detail: Detail) -> Block:
    return block(section(named(dossier, page.links.get(dossier.claim.number), now)), quote(claim_line(dossier, detail)))


def opener(dossier: Dossier) -> Block:
    """The button that opens a claim, for what stands right below it."""
    number = dossier.claim.number
    return buttons(f"open:{number}", button("More", controls.MORE, number, label=f"More about {show(number)}"))


def named(dossier: Dossier, where: str | None, now: datetime) -> list[RichTextElement]:
    """A claim's reference, linked to its card, and how it stands, in one line."""
    claim = dossier.claim
    contested = f" · contested ({len(dossier.against)})" if dossier.against else ""
    aside = "".join(f" · {each}" for each in beside(dossier))
    return line(
        link(where, show(claim.number)) if where else words(show(claim.number), bold=True),
        f" · {standing(dossier)}{contested}{aside} · {age(claim.filed_at, now)} · ",
        on_it(claim),
    )


def _ways(place: Place, shown: Sequence[Dossier], before: int, *, earlier: bool, later: bool) -> list[ButtonElement]:
    """The buttons to the pages before and after: newer and older ones, whichever order the list has."""
    back = Place(place.filter, shown[0].claim.number, back=True, before=before)
    on = Place(place.filter, shown[-1].claim.number, before=before + len(shown))
    newer, older = ((later, on), (earlier, back)) if place.filter.oldest_first else ((earlier, back), (later, on))
    ways = []
    if newer[0]:
        ways.append(button("Newer", controls.LIST_NEWER, newer[1].packed(), label="Newer claims of this list"))
    if older[0]:
        ways.append(button("Older", controls.LIST_OLDER, older[1].packed(), label="Older claims of this list"))
    return ways


def _plain(page: ListPage) -> str:
    """What list it is, as far as no name of anybody's is in it: `Unverified and contested claims you took`."""
    wanted = page.place.filter
    if wanted.waiting:
        return "Verdicts that wait for a second reader"
    kinds = [" or ".join(wanted.verdicts), "contested" if wanted.contested else "", "urgent" if wanted.urgent else ""]
    described = " and ".join(kind for kind in [*kinds, " or ".join(wanted.states)] if kind)
    title = f"{described} claims" if described else "claims"
    return title[0].upper() + title[1:] + (" you took" if wanted.mine and not wanted.people else "")


def _named(wanted: Filter) -> list[RichTextElement]:
    """What else is asked for, by name."""
    runs: list[RichTextElement] = []
    if wanted.people:
        others = [part for slack_id in wanted.people for part in (words(" or "), person(slack_id))]
        runs += line(" · taken by ", "you or " if wanted.mine else "", *others[1:])
    if wanted.tags:
        runs += line(" · ", " ".join(f"#{tag}" for tag in wanted.tags))
    if wanted.speaker:
        runs += line(" · by ", wanted.speaker)
    if wanted.source:
        runs += line(" · via ", wanted.source)
    return line(runs)


def _profile(profile: Profile) -> list[Block]:
    """The head of a speaker's or a source's page: all its names, what came of its claims, and its names' buttons."""
    tally = profile.tally
    runs = line(words(profile.name.name, bold=True))
    if profile.aliases:
        more = len(profile.aliases) - ALIASES_SHOWN
        names = ", ".join(cut(alias.name, 60) for alias in profile.aliases[:ALIASES_SHOWN])
        runs += line(f" · also {names}", f" and {more} more" if more > 0 else "")
    verdicts = ", ".join(
        f"{tally.verdicts[verdict]:,} {verdict}" for verdict in VERDICTS if tally.verdicts.get(verdict)
    )
    carried = "" if profile.kind == "speaker" else "carried or credited: "
    runs += line(NEW_LINE, f"{carried}{count(tally.claims, 'claim')}", f": {verdicts}" if verdicts else "")
    runs += line(f" · {tally.contested:,} contested now")
    if profile.kind == "speaker":
        runs += line(f" · {count(tally.disputes, 'dispute')} of what others said")
    join = button("Same as…", controls.JOIN_NAMES, f"{profile.kind}:{profile.name.id}")
    blocks: list[Block] = [block(section(runs), block_id="profile"), buttons("names", join)]
    if profile.aliases:
        choices: list[tuple[str, int | str]] = [
            (cut(alias.name, 40), f"{profile.kind}:{alias.id}") for alias in profile.aliases[:ALIASES_SHOWN]
        ]
        blocks.append(menu("aliases", controls.PART_NAME, "Part a name again…", choices))
    return blocks


def page_of(profile: Profile) -> Place:
    """The list that a speaker's or a source's page is."""
    name = profile.name.name
    return Place(Filter(speaker=name) if profile.kind == "speaker" else Filter(source=name))
