"""Origins: the sources that what was reported leads back to, out of who credits whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def origins_of(credited: Sequence[tuple[Name, Name | None]]) -> list[Name]:
    """The sources that reports lead back to: first those with a report of their own, as they come up, then circles.

    Each report is its outlet and the source it credits; None: it credits nobody and is the outlet's own, and so is one
    that credits itself. A source that is credited is followed to whom it credits in turn, if it carried the statement
    too and every time credited somebody. Sources that only credit each other in a circle count as one, under the name
    that was credited first.
    """
    leads: defaultdict[Name, set[Name]] = defaultdict(set)
    own: dict[Name, None] = {}
    for outlet, origin in credited:
        if origin is None or origin == outlet:
            own[outlet] = None
        else:
            leads[outlet].add(origin)
    named = list(dict.fromkeys(origin for _, origin in credited if origin is not None))
    # Who is credited and carried nothing here is where the trail ends.
    own |= {name: None for name in named if name not in leads}
    origins = [name for name in dict.fromkeys(name for pair in credited for name in pair) if name in own]
    return [name for name in origins if name is not None] + _circles(leads, own, named)


def _circles(leads: Mapping[Name, set[Name]], own: Mapping[Name, None], named: Sequence[Name]) -> list[Name]:
    """The first of each circle of sources that leads nowhere else."""
    found: list[Name] = []
    settled: set[Name] = set()
    for name in named:
        if name in settled or name in own:
            continue
        reached = _reached(leads, name)
        if not reached.isdisjoint(own):
            continue
        if name in reached and all(name in _reached(leads, other) for other in reached):
            found.append(name)
            settled |= reached
    return found


def _reached(leads: Mapping[Name, set[Name]], start: Name) -> set[Name]:
    """Whom a source credits, directly or through others; itself only if it stands in a circle."""
    reached: set[Name] = set()
    ahead = [start]
    while ahead:
        for name in leads.get(ahead.pop(), ()):
            if name not in reached:
                reached.add(name)
                ahead.append(name)
    return reached
