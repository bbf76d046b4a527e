"""The flow diagram: types of the same persons in two worlds, joined by ribbons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from resettle.colours import TYPE_COLOURS
from resettle.figures.style import NOT_COUNTED_COLOUR, TYPE_HATCHES
from resettle.figures.words import Words
from resettle.study import NOT_COUNTED
from resettle.study_file import SMALLEST_CELL, fewest_shown


def draw_flows(
    axes: Axes, counts: np.ndarray, names: Sequence[str], words: Words, scale: float = 1.0
) -> bool:
    """Draws nodes and ribbons; True if some flow or number was too small to show.

    `counts` are simulated persons; the numbers shown are divided by the simulated share `scale`."""
    width, gap = 0.07, 0.035 * counts.sum()
    left, right = counts.sum(1), counts.sum(0)
    least = [SMALLEST_CELL if name == NOT_COUNTED else 1e-9 for name in names]
    shown = [i for i in range(len(names)) if max(left[i], right[i]) >= least[i]]
    starts: list[dict[int, float]] = []
    hidden = hidden_flows(counts, names)
    for x, sizes, flows in ((0.0, left, hidden.sum(1)), (1.0, right, hidden.sum(0))):
        position, top = {}, 0.0
        for i in shown:
            position[i] = top
            number = _number(sizes[i], words, scale) if flows[i] != 1 else ""
            _draw_node(axes, x - width / 2, width, top, sizes[i], names[i], words, number)
            top += sizes[i] + gap
        starts.append(position)
    small = any(1 in hidden.sum(axis)[shown] for axis in (0, 1))
    at_left, at_right = dict(starts[0]), dict(starts[1])
    for i in shown:
        for j in shown:
            size = counts[i, j]
            if size >= SMALLEST_CELL:
                ends = (at_left[i], at_right[j])
                _draw_ribbon(axes, width / 2, 1 - width / 2, ends, size, names[i], i == j)
            small = small or 0 < size < SMALLEST_CELL
            at_left[i] += size
            at_right[j] += size
    axes.set_xlim(-0.42, 1.42)
    if shown:
        axes.set_ylim(max(left.sum(), right.sum()) + gap * (len(shown) - 0.5), -0.3 * gap)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    return small


def hidden_flows(counts: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Which flows are too small to be shown, (from, to). A type of which exactly one flow is hidden
    gets no number: less the flows that are shown it would be the hidden one."""
    hidden = counts < SMALLEST_CELL
    never = [name == NOT_COUNTED for name in names]  # in neither world: nothing to hide
    return hidden & ~np.outer(never, never)


def _number(size: float, words: Words, scale: float) -> str:
    if size < SMALLEST_CELL:
        return words("flows.fewer", persons=f"{fewest_shown(scale):,}")
    return f"{size / scale:,.0f}"


def _draw_node(
    axes: Axes, x: float, width: float, top: float, size: float, name: str, words: Words,
    number: str,
) -> None:  # fmt: skip
    colour, hatch = TYPE_COLOURS.get(name, NOT_COUNTED_COLOUR), TYPE_HATCHES.get(name, "")
    box = Rectangle((x, top), width, size, facecolor=colour, hatch=hatch, edgecolor="black", lw=0.8)
    axes.add_patch(box)
    between = ": " if name == NOT_COUNTED else "\n"
    label = words.term("types", name) + (between + number if number else "")
    on_left = x < 0.5
    axes.text(
        x - 0.02 if on_left else x + width + 0.02, top + size / 2, label,
        ha="right" if on_left else "left", va="center", fontsize=9.5,
    )  # fmt: skip


def _draw_ribbon(
    axes: Axes, x0: float, x1: float, tops: tuple[float, float], size: float, name: str, same: bool
) -> None:
    (a, b), middle = tops, (x0 + x1) / 2
    points = [
        (x0, a), (middle, a), (middle, b), (x1, b), (x1, b + size), (middle, b + size),
        (middle, a + size), (x0, a + size), (x0, a),
    ]  # fmt: skip
    curve = Outline.CURVE4
    codes = [Outline.MOVETO, *[curve] * 3, Outline.LINETO, *[curve] * 3, Outline.CLOSEPOLY]
    colour = TYPE_COLOURS.get(name, NOT_COUNTED_COLOUR)
    line = {"lw": 0} if same else {"lw": 0.6, "edgecolor": "black"}
    outline = Outline(points, codes)
    alpha, order = (0.22, 1) if same else (0.85, 2)
    axes.add_patch(PathPatch(outline, facecolor=colour, alpha=alpha, zorder=order, **line))
