"""Costs and what they buy: the cost-effectiveness plane, the budget by year."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes

from resettle.figures.parts import (
    headline,
    legend_below,
    legend_in,
    line_with_band,
    note,
    panels_over_legend,
    subtitle,
    tidy,
)
from resettle.figures.style import StudyFigure, arm_style, figure_style, new_figure
from resettle.figures.words import Words, wrap
from resettle.number import number
from resettle.statistics import interval, mean, points
from resettle.study import Study


def cost_effectiveness_plane(
    study: Study, worth_krw: float | None = None, *, language: str = "en"
) -> StudyFigure:
    """What each arm gains (right) and what it costs (up) beyond the reference, which is the origin.

    Gain: person-months in integration over the whole study; cost: programme cost, KRW at constant
    prices, neither discounted. Small marks: replicates or draws; large marks with bars: means and 95 %
    intervals. worth_krw: draws the line on which an additional month costs just this much; arms
    below it cost less. Errors: StudyError if the study has no other arm or worth_krw is not above 0.
    """
    if worth_krw is not None:
        worth_krw = number(worth_krw, "What a month is worth, in KRW,", above=0)
    words = Words(study, language)
    gains = study.integrated_person_months_gained().sel(arm=words.shown)
    costs = study.difference_to_reference(study.programme_cost(discount_rate=0)).sum("month")
    costs = costs.sel(arm=words.shown)
    gain, cost = interval(gains), interval(costs)
    factor, unit = words.money_unit(float(abs(costs).max()))
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=(8.4, 5.8))
        axes.axhline(0, color="black", lw=1)
        axes.axvline(0, color="black", lw=1)
        for arm in words.shown:
            _cross(axes, words, arm, gain.sel(arm=arm), factor * cost.sel(arm=arm))
            dots = {"s": 18, "alpha": 0.6, "lw": 0, "zorder": 2}
            style = arm_style(study, arm)
            axes.scatter(
                points(gains).sel(arm=arm), factor * points(costs).sel(arm=arm),
                color=style["color"], marker=style["marker"], **dots,
            )  # fmt: skip
        if worth_krw is not None:
            _worth(axes, words, worth_krw, factor)
        figure.data = pd.concat([
            tidy(gain, quantity="integrated_person_months", unit="person-months"),
            tidy(cost, quantity="programme_cost", unit="KRW"),
        ], ignore_index=True)  # fmt: skip
        axes.xaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:,.0f}"))
        axes.set_xlabel(words("plane.gain_axis"))
        axes.set_ylabel(words("plane.cost_axis", unit=unit))
        headline(figure, _price(words, gain, cost))
        subtitle(axes, words("plane.subtitle", reference=words.reference()))
        legend_below(axes, 2)
        meaning = words.interval_note(gains, "bars")
        note(figure, [words("plane.note"), meaning, *words.left_out()])
    return figure


def budget_by_year(study: Study, *, language: str = "en") -> StudyFigure:
    """Programme cost by calendar year: every arm (left), and beyond the reference (right).

    KRW at constant prices, not discounted; mean over replicates or draws with 95 % intervals. Open
    markers: years the study covers in part.
    """
    words = Words(study, language)
    cost = study.programme_cost(discount_rate=0)
    yearly = cost.groupby("month.year").sum()
    complete = cost["month"].groupby("month.year").count().values == 12
    arms = [study.reference, *words.shown]
    panels = [("level", yearly.sel(arm=arms), arms)]
    if study.others:
        extra = study.difference_to_reference(yearly).sel(arm=words.shown)
        panels.append(("difference", extra, words.shown))
    with mpl.rc_context(figure_style(words)):
        lines = -(-len(arms) // 2)
        figure, all_axes, room = panels_over_legend(1, len(panels), (4.6 * len(panels) + 1, 5), lines)
        tables = []
        for (kind, values, arms), axes in zip(panels, all_axes, strict=True):
            result = interval(values)
            factor, unit = words.money_unit(float(abs(result["mean"]).max()))
            for arm in arms:
                band = kind == "difference" or arm == study.reference
                _year_line(axes, words, arm, factor * result.sel(arm=arm), complete, band)
            axes.set_title(wrap(words(f"budget.{kind}", reference=words.reference()), 52))
            axes.set_ylabel(words("a_year", unit=unit))
            axes.set_xlabel(words("year_axis"))
            axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=True, min_n_ticks=1))
            tables.append(tidy(result, quantity=kind, unit="KRW"))
        all_axes[0].set_ylim(0, None)
        if study.others:
            all_axes[1].axhline(0, color="black", lw=1)
        figure.data = pd.concat(tables, ignore_index=True)
        headline(figure, _extra_budget(words, yearly))
        legend_in(room, all_axes[0], 2)
        sentences = [
            words("budget.note", price_year=study.provenance.get("price_year", 2025)),
            words.interval_note(cost),
            *words.left_out(),
        ]
        note(figure, sentences if complete.all() else [*sentences, words("budget.open")])
    return figure


# ---- inside -------------------------------------------------------------------------------------


def _cross(axes: Axes, words: Words, arm: str, gain: xr.Dataset, cost: xr.Dataset) -> None:
    """The mean of an arm with its two intervals."""
    x, y = float(gain["mean"]), float(cost["mean"])
    style = arm_style(words.study, arm)
    line = {"color": style["color"], "lw": 2, "solid_capstyle": "butt", "zorder": 3}
    axes.plot([float(gain["lower"]), float(gain["upper"])], [y, y], **line)
    axes.plot([x, x], [float(cost["lower"]), float(cost["upper"])], **line)
    axes.plot(
        x, y, color=style["color"], marker=style["marker"], linestyle="none", markersize=10,
        markeredgecolor="black", zorder=4, label=wrap(words.arm(arm), 42),
    )  # fmt: skip


def _worth(axes: Axes, words: Words, worth_krw: float, factor: float) -> None:
    """The line through the origin on which a month costs `worth_krw`."""
    axes.axline(
        (0, 0), slope=factor * worth_krw, color="#444444", lw=1.2, linestyle=(0, (4, 3)),
        label=words("plane.worth", amount=words.money(worth_krw)),
    )  # fmt: skip


def _price(words: Words, gain: xr.Dataset, cost: xr.Dataset) -> str:
    """The arm whose additional month costs least, among those that clearly gain and clearly cost."""
    if not bool(gain["lower"].notnull().any()):
        return words("plane.untested")
    clear = [arm for arm in words.shown if float(gain["lower"].sel(arm=arm)) > 0]
    if not clear:
        return words("plane.none", reference=words.reference())
    saving = [arm for arm in clear if float(cost["upper"].sel(arm=arm)) < 0]
    if saving:
        return words("plane.saves", arms=words.quoted_list(saving))
    priced = {
        arm: float(cost["mean"].sel(arm=arm) / gain["mean"].sel(arm=arm))
        for arm in clear
        if float(cost["lower"].sel(arm=arm)) > 0
    }
    if not priced:
        return words("plane.cost_unclear", arms=words.quoted_list(clear))
    best = min(priced, key=lambda arm: priced[arm])
    sentence = "plane.only" if len(clear) == 1 else "plane.cheapest"
    return words(sentence, arm=words.quoted(best), price=words.money(priced[best]))


def _year_line(
    axes: Axes, words: Words, arm: str, result: xr.Dataset, complete: np.ndarray, band: bool
) -> None:
    style = {**arm_style(words.study, arm), "markersize": 4.5}
    line_with_band(axes, result, words.arm_in_legend(arm), style, band)
    part = result["mean"].where(~complete)
    axes.plot(part["year"], part, **{**style, "linestyle": "none", "markerfacecolor": "white"})


def _extra_budget(words: Words, yearly: xr.DataArray) -> str:
    """The range of what the arms cost a year beyond the reference, since the policy start."""
    study = words.study
    if not study.others:
        last = mean(yearly.sel(arm=study.reference).isel(year=-1))
        total = words.money(float(last))
        return words("budget.alone", amount=total, year=int(yearly["year"][-1]))
    start = study.policy_start.year if study.policy_start is not None else int(yearly["year"][0])
    since = yearly.where(yearly["year"] >= start, drop=True)
    extra = mean(study.difference_to_reference(since).sel(arm=words.shown).mean("year"))
    amounts = dict(zip(extra["arm"].values.tolist(), extra.values.tolist(), strict=True))
    most, least = max(amounts, key=amounts.get), min(amounts, key=amounts.get)  # type: ignore[arg-type]
    values = {
        "start": start, "most": words.quoted(most), "least": words.quoted(least),
        "most_amount": words.money(amounts[most]),
        "least_amount": words.money(amounts[least]), "reference": words.reference(),
    }  # fmt: skip
    return words("budget.one" if most == least else "budget.range", **values)
