"""Settings on their way through a form of two pages: every answer given so far, and what Slack said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from bot.desk.desk_settings import Settings
from bot.desk.request import Request
from bot.desk.setup_answers import FIRST, MORE, Given, cut_to_fit, given_of, today_in
from bot.desk.setup_findings import Audience

Page = Literal["first", "more"]
PAGES: dict[Page, tuple[str, ...]] = {"first": FIRST, "more": MORE}


@dataclass(frozen=True)
class Draft:
    """Settings that are not saved yet. `people`: why somebody cannot be chosen, by their id; "" if they can."""

    given: Given
    page: Page = "first"
    people: dict[str, str] = field(default_factory=dict)
    audience: Audience | None = None

    @classmethod
    def of(cls, settings: Settings, request: Request) -> Draft:
        """Settings as they are, to be changed."""
        return cls(given_of(settings, today_in(settings.zone, request.now)))

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], shown: Given) -> Draft:
        """What a form took along, with what stands in its fields now."""
        audience = packed.get("audience")
        return cls(
            cut_to_fit(packed["kept"] | shown),
            packed["page"],
            packed["people"],
            None if audience is None else Audience(**audience),
        )

    def packed(self) -> dict[str, Any]:
        """What a form has to take along: the answers that stand in none of its fields."""
        shown = PAGES[self.page]
        audience = None if self.audience is None else asdict(self.audience)
        kept = {name: value for name, value in self.given.items() if name not in shown or name == "digest_channel"}
        return {"page": self.page, "kept": kept, "people": self.people, "audience": audience}

    def on(self, page: Page) -> Draft:
        """The draft on this page."""
        return replace(self, page=page)

    def turned_to(self, field_name: str) -> Draft:
        """The draft on the page that this field stands on."""
        return self.on("more" if field_name in MORE else "first")

    @property
    def named(self) -> tuple[str, ...]:
        """Everybody that it names."""
        return tuple(dict.fromkeys([*(self.given["leads"] or ()), *(self.given["tell_at_last"] or ())]))

    @property
    def unasked(self) -> tuple[str, ...]:
        """Of whom Slack has not been asked yet."""
        return tuple(person for person in self.named if person not in self.people)

    def wrong(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Of these people who cannot be chosen, each with why."""
        return [(person, self.people[person]) for person in names if self.people.get(person)]
