"""Home: what one person has before them, as it stands now: of what is kept in no channel, all that they may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.desk import steps, turns
from bot.desk.access import sight_of
from bot.desk.desks import desk_for_home
from bot.desk.filters import Filter, Place
from bot.desk.finding import links_to, wanted_by
from bot.desk.led import AllLed, desks_led
from bot.desk.request import Request
from store import Session
from store.desks import first_desk
from store.dossiers import Dossier, read_dossiers
from store.lists import count, page
from store.tables import Claim, Desk
from store.workspaces import known_id

SHOWN = 5  # claims of each section
COUNTED = 1_000  # beyond this a section says how many there are at least


class Part(StrEnum):
    """The sections of Home, in their order."""

    MINE = "mine"
    WAITING = "waiting"
    CONTESTED = "contested"
    UNVERIFIED = "unverified"


LISTS: dict[Part, Filter] = {
    Part.MINE: Filter(mine=True, verdicts=("unverified",), oldest_first=True),
    Part.WAITING: Filter(verdicts=("unverified",), states=("review",), waiting=True, oldest_first=True),
    Part.CONTESTED: Filter(contested=True),
    Part.UNVERIFIED: Filter(verdicts=("unverified",), oldest_first=True),
}


@dataclass(frozen=True)
class Section:
    """The first claims of one section, and how many it has; its whole list begins at `place`."""

    part: Part
    dossiers: tuple[Dossier, ...]
    total: int

    @property
    def place(self) -> Place:
        """Where the whole list begins."""
        return Place(LISTS[self.part])

    @property
    def counted(self) -> bool:
        """Whether `total` is exact: counting ends at 1,000."""
        return self.total <= COUNTED


@dataclass(frozen=True)
class Home:
    """What a person's Home holds at a moment. `steps` are those they may take now, by the claims' references."""

    now: datetime
    sections: tuple[Section, ...]
    steps: Mapping[int, Sequence[steps.Step]]
    links: Mapping[int, str]  # to the cards, by reference
    files_to: str | None  # the channel in which the cards of what is filed here stand; None: there is none yet
    led: AllLed = field(default_factory=AllLed)  # the desks that this person answers for

    @property
    def empty(self) -> bool:
        """Whether nothing is waiting for anybody."""
        return not any(section.total for section in self.sections)


def home_of(session: Session, request: Request) -> Home:
    """What the Home of whoever asks holds now: nothing that is kept, and to a guest only what is in their channels."""
    sight = sight_of(session, request)
    totals: dict[Part, int] = {}
    found: dict[Part, list[Claim]] = {}
    for part, wanted in LISTS.items():
        fits = wanted_by(session, request, wanted)
        found[part] = page(session, sight, fits, limit=SHOWN, oldest_first=wanted.oldest_first)
        # Most lists are short, and then their claims are counted already.
        short = len(found[part]) < SHOWN
        totals[part] = len(found[part]) if short else count(session, sight, fits, at_most=COUNTED)
    claims = list({claim.number: claim for part in found.values() for claim in part}.values())
    dossiers = {dossier.claim.number: dossier for dossier in read_dossiers(session, claims)}
    return Home(
        request.now,
        tuple(Section(part, tuple(dossiers[claim.number] for claim in found[part]), totals[part]) for part in LISTS),
        {
            number: steps.open_steps(turns.standing(session, request, dossier.claim, dossier.desk))
            for number, dossier in dossiers.items()
        },
        links_to(session, sight, claims),
        _channel(first_desk(session, sight.workspace_id)),
        desks_led(session, request, sight.workspace_id),
    )


def check_files(session: Session, request: Request) -> None:
    """Whether a claim can be filed on the Home tab. Raises NotAllowed."""
    desk_for_home(session, known_id(session, request.team, request.enterprise))


def _channel(desk: Desk | None) -> str | None:
    return None if desk is None else desk.channel
