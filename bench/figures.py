"""What a bench gives: figures, each beside another of the same run, for only their ratio outlives the machine."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.made_up import fill_record


@dataclass(frozen=True)
class Sizes:
    """How much is done: what the table says, or a little, to see that all of it works."""

    on_file: int = 10_000
    one_by_one: int = 200
    at_once: int = 1_000
    typists: int = 32
    seconds: float = 6.0  # that they type
    commits: int = 300
    records: tuple[int, int] = (10_000, 100_000)
    rounds: int = 40
    desks: int = 10_000
    due: int = 100
    contested: int = 5_000
    postgresql: bool = True  # too, where there is one


SMALL = Sizes(200, 20, 20, 4, 0.3, 20, (100, 200), 3, 100, 5, 60, postgresql=False)
MILLION = Sizes(records=(100_000, 1_000_000))


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, what it is measured beside, and the first by the second."""

    what: str
    measured: str
    beside: str = ""
    ratio: str = ""


@dataclass
class Ground:
    """What the parts of a bench share: the sizes, a folder, the records made so far, and what is to be drawn.

    `grown`: seconds by the number of claims, for each thing that is asked.
    """

    sizes: Sizes
    folder: Path
    grown: dict[str, dict[int, float]] = field(default_factory=dict)
    _records: dict[int, Path] = field(default_factory=dict)

    def record_of(self, claims: int) -> Path:
        """A record with so many claims, which is only read."""
        if claims not in self._records:
            self._records[claims] = self.folder / f"{claims}.db"
            fill_record(self._records[claims], claims)
        return self._records[claims]


@contextmanager
def ground(sizes: Sizes) -> Iterator[Ground]:
    """A folder to measure in, for as long as that takes."""
    with tempfile.TemporaryDirectory(prefix="counterclaim-bench-") as folder:
        yield Ground(sizes, Path(folder))


@dataclass(frozen=True)
class Took:
    """How long something took, many times over."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """What 99 of 100 stayed within."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[98]

    def __str__(self) -> str:
        return f"{ms(self.p50)}, p99 {ms(self.p99)}"


def timed(rounds: int, work: Callable[[int], object]) -> Took:
    """Do something so many times, after a few that fill the caches as a running bot has them."""
    for nth in range(3):
        work(nth)
    seconds = []
    for nth in range(rounds):
        start = perf_counter()
        work(nth)
        seconds.append(perf_counter() - start)
    return Took(seconds)


def ms(seconds: float) -> str:
    """Seconds as milliseconds, as exact as they can be read."""
    return f"{1000 * seconds:.{0 if seconds >= 0.1 else 1}f} ms"


def beside(what: str, took: Mapping[str, Took], ours: str, theirs: str) -> list[Figure]:
    """Two figures of one measurement, the median and the slowest in a hundred, beside those of another."""
    a, b = took[ours], took[theirs]
    return [
        Figure(f"{what}, {name}", ms(mine), f"{ms(yours)} {theirs}", f"{mine / yours:.2f}")
        for name, mine, yours in (("median", a.p50, b.p50), ("99 of 100", a.p99, b.p99))
    ]
