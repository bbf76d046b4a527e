"""What the figures share: style, colours, lines with bands, small print, words and units."""

from __future__ import annotations

import re
import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resettle.study import SUPPRESSED, TYPES, Study

SMALLEST_CELL = 20  # persons

# Okabe-Ito, in an order whose neighbours also differ in lightness.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)), (0, (3, 1, 1, 1, 1, 1)), (0, (9, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P")
TYPE_COLOURS = dict(zip(TYPES, ("#0072B2", "#E69F00", "#56B4E9", "#D55E00"), strict=True))
TYPE_HATCHES = dict(zip(TYPES, ("", "///", "...", "xx"), strict=True))
NOT_COUNTED_COLOUR = "#BBBBBB"


def figure_style() -> dict[str, object]:
    """The rcParams every figure is drawn with; use as `with mpl.rc_context(figure_style())`."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    hangul = ("Noto Sans CJK KR", "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo")
    return {
        "font.family": ["DejaVu Sans", *(name for name in hangul if name in installed)],
        "font.size": 10,
        "axes.titlesize": 12,
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#E4E4E4",
        "grid.linewidth": 0.7,
        "lines.linewidth": 1.9,
        "legend.frameon": False,
        "hatch.linewidth": 0.6,
        "figure.dpi": 110,
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.h_pad": 0.09,
    }


class StudyFigure(Figure):
    """A matplotlib figure that carries the numbers it shows, as a tidy table."""

    data: pd.DataFrame


def new_figure(*shape: int, **options):
    """Axes of a figure that pyplot forgets at once: a notebook shows what is returned, once."""
    figure, axes = plt.subplots(*shape, FigureClass=StudyFigure, **options)
    figure.data = pd.DataFrame()
    plt.close(figure)
    return figure, axes


def arm_style(study: Study, arm: str) -> dict[str, object]:
    """Colour, line style and marker of an arm, the same in every figure."""
    if arm == study.reference:
        return {"color": "#000000", "linestyle": "-", "marker": "o"}
    i = [name for name in study.arms if name != study.reference].index(arm)
    dashes = DASHES[1 + i % (len(DASHES) - 1)]
    marker = MARKERS[1 + i % (len(MARKERS) - 1)]
    return {"color": COLOURS[i % len(COLOURS)], "linestyle": dashes, "marker": marker}


def line_with_band(
    axes: Axes, result: xr.Dataset, study: Study, arm: str, style: dict[str, object]
) -> None:
    """Mean of an `interval` over its one dimension, with the band from `lower` to `upper`."""
    x = result["mean"][result["mean"].dims[0]].values
    label = study.labels[arm] + (" (reference)" if arm == study.reference else "")
    axes.plot(x, result["mean"], label=wrap(label, 36), **style)
    band = {"color": style["color"], "alpha": 0.2, "lw": 0}
    axes.fill_between(x, result["lower"], result["upper"], **band)


def forest(axes: Axes, result: xr.Dataset, style: dict[str, object]) -> None:
    """One row for each subgroup: mean and interval, or the words for a suppressed cell."""
    axes.axvline(0, color="black", lw=1)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(result.sizes["subgroup"] - 0.5, -0.5)
    for row in range(result.sizes["subgroup"]):
        mean, low, high = (float(result[k][row]) for k in ("mean", "lower", "upper"))
        if np.isnan(mean):
            place = axes.get_yaxis_transform()
            axes.text(
                0.5, row, SUPPRESSED.replace(" (", "\n("), transform=place, ha="center",
                va="center", fontsize=8, color="#555555", style="italic",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )  # fmt: skip
            continue
        if not np.isnan(low):
            axes.plot([low, high], [row, row], color=style["color"], lw=2.2, solid_capstyle="butt")
        axes.plot(mean, row, **{**style, "linestyle": "none", "markersize": 7})


def mark_policy_start(axes: Axes, study: Study) -> None:
    """Vertical line at the policy start; nothing if it lies outside the study's months."""
    start = study.policy_start
    month = study.aggregates["month"].values
    if start is None or not month[0] <= np.datetime64(start) <= month[-1]:
        return
    axes.axvline(start, color="#444444", lw=1, linestyle=(0, (2, 2)))
    axes.annotate(
        f"policy start, {start:%b %Y}", (start, 1), xycoords=("data", "axes fraction"),
        xytext=(4, 2), textcoords="offset points", fontsize=8.5, color="#444444", va="bottom",
    )  # fmt: skip


def legend_below(axes: Axes, columns: int) -> None:
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(-0.02, -0.14),
        ncols=min(columns, len(labels)), handlelength=3.5, fontsize=9.5,
    )  # fmt: skip


def note(figure: Figure, sentences: list[str], gaps: bool, width: int = 125) -> None:
    """Small print under the figure, over its full width."""
    if gaps:
        sentences = [*sentences, f"Gaps: {SUPPRESSED}."]
    text = textwrap.fill(" ".join(sentences), width)
    figure.supxlabel(text, x=0.01, ha="left", fontsize=8.5, color="#444444")


# ---- words and units ----------------------------------------------------------------------------


def display_unit(values: xr.DataArray, difference: bool = False) -> tuple[float, str]:
    """Factor and unit in which values are shown: shares in percent, money in easy magnitudes."""
    unit = str(values.attrs.get("units", "")).strip()
    plain = unit in ("", "1")
    if unit == "share" or (plain and re.search(r"share|_rate", str(values.name))):
        return 100.0, "percentage points" if difference else "%"
    if plain:
        return 1.0, "no unit"
    if not unit.startswith("KRW"):
        return 1.0, unit
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    names = {1e12: "trillion ", 1e9: "billion ", 1e6: "million ", 1e3: "thousand ", 1.0: ""}
    step = next((s for s in names if largest >= s), 1.0)
    return 1.0 / step, names[step] + unit.replace("/month", " a month")


def interval_text(values: xr.DataArray, what: str) -> str:
    n = values.sizes["replicate"]
    if n < 2:
        return "One replicate: no intervals."
    return f"{what}: 95 % intervals of the mean over {n} replicates."


def long_name(values: xr.DataArray) -> str:
    return str(values.attrs.get("long_name", values.name)).replace("_", " ")


def reference_label(study: Study) -> str:
    return f"“{study.labels[study.reference]}”"


def subgroup_label(name: str) -> str:
    if name == "all":
        return "everybody"
    attribute, _, value = name.partition("=")
    return f"{attribute.replace('_', ' ')}: {value.replace('_', ' ')}"


def wrap(text: str, width: int) -> str:
    return textwrap.fill(text, width)


def wrap_title(text: str) -> str:
    return wrap(text, 78)
