"""Parts that figures share: headlines, small print, lines with bands, rows of intervals."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes

from resettle.figures.style import QUIET, StudyFigure, figure_style, new_figure, new_mosaic, strong
from resettle.figures.words import Words, wrap
from resettle.study import Study


def headline(figure: StudyFigure, finding: str) -> None:
    """What the figure shows, as a sentence over its whole width."""
    columns = int(10.2 * figure.get_figwidth())
    figure.suptitle(wrap(finding, columns), x=0.01, ha="left", linespacing=1.3, **strong())


def nothing_to_show(words: Words, why: str) -> StudyFigure:
    """A figure that says why it shows nothing."""
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=(8.4, 1.2))
        axes.set_axis_off()
        headline(figure, why)
    return figure


def subtitle(axes: Axes, text: str, pad: float = 10) -> None:
    """What is drawn and in which unit."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    axes.set_title(wrap(text, int(12.5 * figure.get_figwidth())), pad=pad)


def note(figure: StudyFigure, sentences: list[str]) -> None:
    """Small print under the figure, over its full width."""
    text = wrap(" ".join(sentences), int(14.5 * figure.get_figwidth()))
    figure.supxlabel(text, x=0.01, ha="left", fontsize=8.5, color=QUIET, linespacing=1.3)


def legend_below(axes: Axes, columns: int, down: float = 0.16) -> None:
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(-0.02, -down),
        ncols=max(1, min(columns, len(labels))), handlelength=3.5, fontsize=9.5,
    )  # fmt: skip


def mark_policy_start(axes: Axes, words: Words, label: bool = True) -> None:
    """Vertical line at the policy start; nothing if it lies outside the study's months."""
    start = words.study.policy_start
    month = words.study.aggregates["month"].values
    if start is None or not month[0] <= np.datetime64(start) <= month[-1]:
        return
    axes.axvline(start, color=QUIET, lw=1, linestyle=(0, (2, 2)))
    if label:
        axes.annotate(
            words("policy_start", month=words.month(start)), (start, 1),
            xycoords=("data", "axes fraction"), xytext=(4, 2), textcoords="offset points",
            fontsize=8.5, color=QUIET, va="bottom",
        )  # fmt: skip


def line_with_band(
    axes: Axes, result: xr.Dataset, label: str, style: dict[str, Any], band: bool = True
) -> None:
    """Mean of an `interval` over its one dimension, with the band from `lower` to `upper`."""
    x = result["mean"][result["mean"].dims[0]].values
    axes.plot(x, result["mean"], label=wrap(label, 42), **style)
    if not band:
        return
    look = {"color": style["color"], "alpha": 0.2, "lw": 0}
    axes.fill_between(x, result["lower"], result["upper"], **look)


def sparse(style: dict[str, Any], length: int, number: int = 0) -> dict[str, Any]:
    """A line style with about eight markers along a line of `length` points, shifted for the
    `number` of the line so that markers of lines that coincide stay visible."""
    step = max(1, length // 8)
    return {**style, "markevery": ((2 + number * step // 5) % step, step)}


def panels_over_legend(
    rows: int, columns: int, size: tuple[float, float], legend_lines: int
) -> tuple[StudyFigure, list[Axes], Axes]:
    """Panels in a grid, with room for one legend below all of them: figure, panels, that room."""
    heights = [1.0] * rows + [0.27 * legend_lines * rows / size[1]]
    names = [[f"panel {r * columns + c}" for c in range(columns)] for r in range(rows)]
    figure, axes = new_mosaic([*names, ["legend"] * columns], figsize=size, height_ratios=heights)
    axes["legend"].set_axis_off()
    return figure, [axes[f"panel {i}"] for i in range(rows * columns)], axes["legend"]


def legend_in(room: Axes, panel: Axes, columns: int) -> None:
    """The legend of a panel in the room that `panels_over_legend` left."""
    handles, labels = panel.get_legend_handles_labels()
    room.legend(handles, labels, loc="upper left", ncols=columns, handlelength=3.5, fontsize=9.5,
                borderaxespad=0)  # fmt: skip


def from_policies_on(values: Any, study: Study, months_before: int = 12) -> Any:
    """The months from a year before the policy start on: before, arms are the same."""
    if study.policy_start is None:
        return values
    first = np.datetime64(study.policy_start - pd.DateOffset(months=months_before))
    later = values["month"].values >= first
    return values.isel(month=np.flatnonzero(later)) if later.any() else values


def forest(axes: Axes, result: xr.Dataset, style: dict[str, Any], suppressed: str) -> None:
    """One row for each subgroup: mean and interval, or the words for a suppressed cell. A hollow
    mark: the interval includes zero."""
    axes.axvline(0, color="black", lw=1)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(result.sizes["subgroup"] - 0.5, -0.5)
    for row in range(result.sizes["subgroup"]):
        mean, low, high = (float(result[k][row]) for k in ("mean", "lower", "upper"))
        if np.isnan(mean):
            axes.text(
                0.5, row, wrap(suppressed, 24), transform=axes.get_yaxis_transform(), ha="center",
                va="center", fontsize=8, color="#555555", style="italic",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )  # fmt: skip
            continue
        if not np.isnan(low):
            axes.plot([low, high], [row, row], color=style["color"], lw=2.2, solid_capstyle="butt")
        clear = low > 0 or high < 0
        face: dict[str, Any] = {} if clear else {"markerfacecolor": "white", "markeredgewidth": 1.4}
        axes.plot(mean, row, **{**style, "linestyle": "none", "markersize": 7, **face})


def tidy(result: xr.Dataset, **columns: object) -> pd.DataFrame:
    """An `interval` as rows, one for each cell, in the unit it has in the file; `columns` are
    added to every row."""
    dims = list(result["mean"].dims)
    table = result[["mean", "lower", "upper"]].reset_coords(drop=True).to_dataframe(dim_order=dims)
    table = table.reset_index().assign(**columns)
    if "month" in table:
        table["month"] = table["month"].dt.strftime("%Y-%m")
    return table


def last_months(values: xr.DataArray, months: int = 12) -> xr.DataArray:
    """Mean of the last months: a single month is noisy."""
    return values.isel(month=slice(-months, None)).mean("month", skipna=False, keep_attrs=True)
