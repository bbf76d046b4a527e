"""The figures of a study, one function each; every function returns a matplotlib Figure.

Colours are those of Okabe and Ito, told apart by readers with any kind of colour vision; line
styles, markers and hatches carry the same distinction in grey print. Shares are shown in percent.
Bands and intervals say in the figure what they are. Nothing is shown for fewer than 20 persons.
A notebook shows a figure that ends a cell; elsewhere use `figure.savefig("name.png", dpi=200)`.
"""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from resettle.figures.ribbons import draw_flows
from resettle.figures.parts import (
    DASHES,
    SMALLEST_CELL,
    TYPE_COLOURS,
    arm_style,
    display_unit,
    figure_style,
    forest,
    interval_text,
    legend_below,
    line_with_band,
    long_name,
    mark_policy_start,
    new_figure,
    note,
    reference_label,
    subgroup_label,
    wrap,
    wrap_title,
)
from resettle.errors import StudyError
from resettle.statistics import interval
from resettle.study import TYPES, Study


def types_over_time(study: Study, arm: str | None = None) -> Figure:
    """Share of persons in each of the four types by month, in one arm (default: the reference).

    Lines: mean over replicates, percent of persons 15+; bands: middle 90 % of the replicates.
    Errors: StudyError for an unknown arm.
    """
    arm = study.check_arm(arm or study.reference)
    with mpl.rc_context(figure_style()):
        figure, axes = new_figure(figsize=(8, 4.8))
        gaps = False
        for name, dashes in zip(TYPES, DASHES, strict=False):
            share = 100 * study.indicator(f"share_{name}").sel(arm=arm).astype("float64")
            mean = share.mean("replicate", skipna=False)
            low, high = share.quantile([0.05, 0.95], "replicate", skipna=False)
            colour = TYPE_COLOURS[name]
            axes.plot(mean["month"], mean, color=colour, linestyle=dashes, label=name.capitalize())
            axes.fill_between(mean["month"].values, low, high, color=colour, alpha=0.18, lw=0)
            gaps = gaps or bool(mean.isnull().any())
        mark_policy_start(axes, study)
        axes.set_ylim(0, None)
        axes.set_xlabel("Month")
        axes.set_ylabel("Share of persons 15+ (%)")
        axes.set_title(wrap_title(f"Types of adjustment over time: {study.labels[arm]}"), pad=22)
        legend_below(axes, 4)
        band = "Bands: middle 90 % of the replicates."
        replicates = study.aggregates.sizes["replicate"]
        note(figure, [band if replicates > 1 else "One replicate: no bands."], gaps)
    return figure


def difference(study: Study, indicator: str, subgroup: str = "all") -> Figure:
    """Difference of every arm to the reference by month, with 95 % intervals.

    Unit: that of the indicator; shares in percentage points. Lines: mean of the paired
    differences. Errors: StudyError for unknown names or a study without another arm.
    """
    differences = study.paired_difference(indicator, subgroup)
    factor, unit = display_unit(differences, difference=True)
    with mpl.rc_context(figure_style()):
        figure, axes = new_figure(figsize=(8, 4.8))
        axes.axhline(0, color="black", lw=1)
        for arm in differences["arm"].values.tolist():
            style = {**arm_style(study, arm), "markevery": max(1, differences.sizes["month"] // 8)}
            line_with_band(axes, factor * interval(differences.sel(arm=arm)), study, arm, style)
        mark_policy_start(axes, study)
        axes.set_xlabel("Month")
        axes.set_ylabel(wrap(f"Difference ({unit})", 40))
        who = "" if subgroup == "all" else f" ({subgroup_label(subgroup)})"
        name = long_name(differences) + who
        axes.set_title(wrap_title(f"Difference to {reference_label(study)}: {name}"), pad=22)
        legend_below(axes, 2)
        note(figure, [interval_text(differences, "Bands")], bool(differences.isnull().any()))
    return figure


def flows(study: Study, arm: str) -> Figure:
    """Where the same persons are in the end month: in the reference (left), in the arm (right).

    Persons, mean over replicates, from the twins table; a type with fewer than 20 persons gets no
    number, a flow of fewer than 20 is not drawn. Errors: StudyError for an unknown arm.
    """
    if study.check_arm(arm) == study.reference:
        raise StudyError(f"'{arm}' is the reference itself; choose one of the other arms.")
    table = study.twins.sel(arm=arm).isel(month=-1).mean("replicate")
    counts = table.values.copy()
    counts[-1, -1] = 0.0  # in neither world counted
    names = [str(name) for name in table["reference_type"].values]
    end = pd.Timestamp(table["month"].values)
    with mpl.rc_context(figure_style()):
        figure, axes = new_figure(figsize=(8, 5.6))
        small = draw_flows(axes, counts, names, float(study.provenance.get("scale", 1.0)))
        axes.set_title(
            f"The same persons in two worlds, {end:%B %Y}: by type of adjustment", pad=40
        )
        for x, text in ((0, study.labels[study.reference]), (1, study.labels[arm])):
            label, place = wrap(text, 34), axes.get_xaxis_transform()
            axes.text(x, 1.02, label, ha="center", va="bottom", weight="bold", transform=place)
        axes.set_ylabel("Persons (mean over replicates)")
        moved = counts.sum() - np.trace(counts)
        share = moved / max(counts.sum(), 1.0)
        notes = []
        if moved >= SMALLEST_CELL:
            notes.append(f"In another type than under the reference: {share:.1%} of the persons.")
        notes.append("Darker ribbons: persons in another type; lighter: in the same type.")
        if small:
            notes.append("Flows of fewer than 20 simulated persons are not drawn.")
        note(figure, notes, False)
    return figure


def subgroup_forest(study: Study, indicator: str, months: int = 12) -> Figure:
    """Difference to the reference by subgroup with 95 % intervals, one panel for each other arm.

    Mean of the last `months` months (one end month alone is noisy); unit as in difference.
    Errors: StudyError for unknown names or a study without another arm.
    """
    differences = study.paired_difference(indicator, subgroup=None)
    groups = [str(name) for name in differences["subgroup"].values]
    end = differences.isel(month=slice(-months, None)).mean("month", skipna=False, keep_attrs=True)
    factor, unit = display_unit(end, difference=True)
    result = factor * interval(end)
    arms = [str(name) for name in end["arm"].values]
    with mpl.rc_context(figure_style()):
        columns = min(len(arms), 3)
        rows = -(-len(arms) // columns)
        size = (2.2 + 2.9 * columns, 0.4 + rows * (1.5 + 0.36 * len(groups)))
        figure, panels = new_figure(
            rows, columns, figsize=size, sharex=True, sharey=True, squeeze=False
        )
        for i, axes in enumerate(panels.flat):
            if i >= len(arms):
                axes.set_visible(False)
                continue
            forest(axes, result.sel(arm=arms[i]), arm_style(study, arms[i]))
            axes.set_title(wrap(study.labels[arms[i]], 28), fontsize=10.5)
            axes.set_xlabel(wrap(f"Difference ({unit})", 32))
            axes.tick_params(labelbottom=True)
        for axes in panels[:, 0]:
            axes.set_yticks(range(len(groups)), [subgroup_label(name) for name in groups])
            axes.set_ylabel("Group of persons")
        title = f"Who gains, who loses: {long_name(end)}, difference to {reference_label(study)}"
        figure.suptitle(wrap(title, int(10.5 * size[0])), x=0.01, ha="left", fontsize=12)
        period = f"Mean of the last {min(months, study.aggregates.sizes['month'])} months."
        notes = [period, interval_text(differences, "Bars")]
        note(figure, notes, False, width=int(15 * size[0]))
    return figure


def budget_by_year(study: Study) -> Figure:
    """Programme cost by calendar year in every arm, KRW at constant prices, not discounted.

    Mean over replicates with 95 % intervals. Open markers: years the study covers in part.
    """
    cost = study.programme_cost(discount_rate=0)
    yearly = cost.groupby("month.year").sum()
    complete = cost["month"].groupby("month.year").count().values == 12
    factor, unit = display_unit(yearly.assign_attrs(cost.attrs))
    with mpl.rc_context(figure_style()):
        figure, axes = new_figure(figsize=(8, 4.8))
        for arm in study.arms:
            result = factor * interval(yearly.sel(arm=arm))
            style = arm_style(study, arm)
            line_with_band(axes, result, study, arm, style)
            part = result["mean"].where(~complete)
            axes.plot(
                part["year"], part, **{**style, "linestyle": "none", "markerfacecolor": "white"}
            )
        axes.set_ylim(0, None)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True, min_n_ticks=1))
        axes.set_xlabel("Calendar year")
        axes.set_ylabel(wrap(f"Cost ({unit.replace('KRW', 'KRW a year')})", 48))
        axes.set_title("Programme cost by year")
        legend_below(axes, 2)
        notes = [interval_text(cost, "Bands"), "Not discounted."]
        if not complete.all():
            notes.append("Open markers: the study covers only part of the year.")
        note(figure, notes, False)
    return figure
