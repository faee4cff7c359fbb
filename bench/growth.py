"""Growth, drawn: how much longer things take in a record with ten times the claims."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure as Picture

GROUND, INK = "#ffffff", "#1d1c1d"  # its own ground, so that it is read on a dark page too
COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#555555")  # Paul Tol's bright ones


def draw(grown: Mapping[str, Mapping[int, float]], file: Path) -> None:
    """Draw a line for each thing that was asked: its median by the number of claims."""
    picture = Picture(figsize=(8, 4.5), dpi=120, facecolor=GROUND, layout="constrained")
    axes = picture.subplots()
    for colour, (what, seconds) in zip(COLOURS, grown.items(), strict=False):
        sizes = sorted(seconds)
        axes.plot(sizes, [1000 * seconds[size] for size in sizes], marker="o", color=colour, label=what)
    axes.axhline(100, color=INK, linestyle=":", linewidth=1)
    axes.annotate("100 ms", (0.995, 100), xycoords=("axes fraction", "data"), ha="right", va="bottom", color=INK)
    axes.set(xscale="log", yscale="log", xlabel="claims on file", ylabel="median, ms")
    ticks = sorted({size for seconds in grown.values() for size in seconds})
    axes.set_xticks(ticks, [f"{size:,}" for size in ticks])
    axes.minorticks_off()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    picture.savefig(file, metadata={"Software": None})
