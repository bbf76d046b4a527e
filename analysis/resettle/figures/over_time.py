"""Figures by month: the four types, an indicator's difference, trust between organisations."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes

from resettle.colours import TYPE_COLOURS
from resettle.figures.parts import (
    from_policies_on,
    headline,
    last_months,
    legend_below,
    line_with_band,
    mark_policy_start,
    note,
    sparse,
    subtitle,
    tidy,
)
from resettle.figures.style import (
    DASHES,
    StudyFigure,
    arm_style,
    figure_style,
    new_figure,
)
from resettle.figures.words import Words
from resettle.statistics import DRAW, REPLICATE, interval, mean, number_of_draws, points
from resettle.study import TYPES, Study

SIZE = (8.4, 5.2)  # inches
YEAR = 12  # months
STEADY = 0.005  # a share that moved by less is said to be steady


def types_over_time(study: Study, arm: str | None = None, *, language: str = "en") -> StudyFigure:
    """Share of persons in each of the four types by month, in one arm (default: the reference).

    Lines: mean over replicates or draws, percent of persons 15+; bands: their middle 90 %.
    Errors: StudyError for an unknown arm or language.
    """
    arm = study.check_arm(arm or study.reference)
    words = Words(study, language)
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=SIZE)
        tables = []
        for name, dashes in zip(TYPES, DASHES, strict=False):
            share = study.indicator(f"share_{name}").sel(arm=arm, drop=True).astype("float64")
            varied = points(share)  # also of few draws: they are seen, not judged
            band = varied.quantile([0.05, 0.95], DRAW if DRAW in varied.dims else REPLICATE, skipna=False)
            result = xr.Dataset({
                "mean": mean(share),
                "lower": band.isel(quantile=0, drop=True),
                "upper": band.isel(quantile=1, drop=True),
            })  # fmt: skip
            style = {"color": TYPE_COLOURS[name], "linestyle": dashes}
            line_with_band(axes, 100 * result, words.term("types", name), style)
            tables.append(tidy(result, type=name, arm=arm))
        figure.data = pd.concat(tables, ignore_index=True)
        mark_policy_start(axes, words)
        axes.set_ylim(0, None)
        axes.set_xlabel(words("month_axis"))
        axes.set_ylabel("%")
        headline(figure, _trend_of_integration(words, arm))
        subtitle(axes, words("types_over_time.subtitle"), pad=20)
        legend_below(axes, 4)
        several = (number_of_draws(study.aggregates) or study.aggregates.sizes["replicate"]) > 1
        sentences = [words("types_over_time.note" if several else "few_replicates")]
        _finish(figure, words, sentences, figure.data["mean"].isna().any())
    return figure


def difference(
    study: Study,
    indicator: str = "share_integration",
    subgroup: str = "all",
    *,
    language: str = "en",
) -> StudyFigure:
    """Difference of every arm to the reference by month, with 95 % intervals.

    Unit: that of the indicator; shares in percentage points. Lines: mean of the paired
    differences. The headline goes by the mean of the last twelve months.
    Errors: StudyError for unknown names or a study without another arm.
    """
    words = Words(study, language)
    differences = study.paired_difference(indicator, subgroup).sel(arm=words.shown)
    factor, unit = words.unit(differences, difference=True)
    name = words.name_of(differences)
    if subgroup != "all":
        name = words("of_group", name=name, group=words.subgroup(subgroup))
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=SIZE)
        result = interval(differences)
        _lines_of_arms(axes, words, factor * from_policies_on(result, study))
        figure.data = tidy(result, indicator=indicator, subgroup=subgroup)
        headline(figure, f"{name}: {words.verdicts(interval(last_months(differences)))}")
        text = words("difference.subtitle", reference=words.reference(), unit=unit)
        subtitle(axes, text, pad=20)
        axes.set_ylabel(unit)
        sentences = [words.interval_note(differences), words("headline_year")]
        sentences += words.left_out()
        _finish(figure, words, sentences, bool(differences.isnull().any()))
    return figure


def ngo_trust_over_time(study: Study, *, language: str = "en") -> StudyFigure:
    """Trust in competence between South-led and North-led organisations, by month and arm.

    0-1 scale, mean over the pairs of organisations that exist and both directions; bands: 95 %
    interval of the mean. The headline goes by the last twelve months, paired by replicate.
    Errors: StudyError if the file has no /society.
    """
    words = Words(study, language)
    trust = study.society["competence_trust_mean"].astype("float64")
    exists = trust.notnull().all(["arm", "replicate"])
    trust = trust.isel(month=slice(int(np.argmax(exists.values)), None))  # no such pairs before
    trust = from_policies_on(trust, study, months_before=60)
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=SIZE)
        result = interval(trust)
        for number, arm in enumerate([study.reference, *words.shown]):
            style = sparse(arm_style(study, arm), trust.sizes["month"], number)
            label, band = words.arm_in_legend(arm), arm == study.reference
            line_with_band(axes, result.sel(arm=arm), label, style, band)
        figure.data = tidy(result, series="competence_trust_mean")
        mark_policy_start(axes, words)
        axes.set_xlabel(words("month_axis"))
        axes.set_ylabel(words("ngo_trust.axis"))
        legend_below(axes, 2)
        finding = _trend_of_trust(words, trust.sel(arm=study.reference))
        end = last_months(study.difference_to_reference(trust)) if study.others else None
        if end is not None and bool(end.notnull().any()):
            evidence = words.verdicts(interval(end.sel(arm=words.shown)))
            finding += ". " + words("ngo_trust.arms", evidence=evidence)
        headline(figure, finding)
        subtitle(axes, words("ngo_trust.subtitle"), pad=20)
        axes.set_ylim(0, None)
        meaning = words.interval_note(trust, "bands_of_reference")
        note(figure, [meaning, words("headline_year"), words("ngo_trust.note"), *words.left_out()])
    return figure


# ---- inside -------------------------------------------------------------------------------------


def _lines_of_arms(axes: Axes, words: Words, result: xr.Dataset) -> None:
    """A line with its band for each other arm, about a zero line."""
    axes.axhline(0, color="black", lw=1)
    for number, arm in enumerate(result["arm"].values.tolist()):
        style = sparse(arm_style(words.study, arm), result.sizes["month"], number)
        line_with_band(axes, result.sel(arm=arm), words.arm(arm), style)
    mark_policy_start(axes, words)
    axes.set_xlabel(words("month_axis"))
    legend_below(axes, 2)


def _finish(figure: StudyFigure, words: Words, sentences: list[str], gaps: bool) -> None:
    note(figure, [*sentences, words("gaps", why=words.suppressed())] if gaps else sentences)


def _change(words: Words, values: xr.DataArray) -> tuple[str, xr.DataArray, xr.DataArray]:
    """Whether values (replicate, month) "rose", "fell" or were "steady" from the year before the
    policy start to the last year, with both yearly means. Steady: not distinguishable from no
    change, or too little to tell."""
    month = values["month"].values
    start = words.study.policy_start
    inside = start is not None and month[0] < np.datetime64(start) <= month[-1]
    first_end = int(np.searchsorted(month, np.datetime64(start))) if inside else YEAR
    before = values.isel(month=slice(max(0, first_end - YEAR), first_end)).mean("month")
    last = last_months(values, YEAR)
    change = interval(last - before)
    moved, low, high = (float(change[k]) for k in ("mean", "lower", "upper"))
    unclear = abs(moved) < STEADY or not (low > 0 or high < 0)
    return "steady" if unclear else "rose" if moved > 0 else "fell", before, last


def _trend_of_integration(words: Words, arm: str) -> str:
    """Whether integration rose or fell since the policy start, in an arm."""
    share = words.study.indicator("share_integration").sel(arm=arm)
    way, first, last = _change(words, share)
    if bool(first.isnull().any()) or bool(last.isnull().any()):
        return words("types_over_time.untold", arm=words.quoted(arm))
    return words(
        f"types_over_time.{way}", arm=words.quoted(arm), **_years(words, share),
        first=f"{100 * float(mean(first)):.0f}", last=f"{100 * float(mean(last)):.0f}",
    )  # fmt: skip


def _trend_of_trust(words: Words, trust: xr.DataArray) -> str:
    way, first, last = _change(words, trust)
    if bool(first.isnull().any()) or bool(last.isnull().any()):
        return words("ngo_trust.untold", reference=words.reference())
    return words(
        f"ngo_trust.{way}", first=f"{float(mean(first)):.2f}", last=f"{float(mean(last)):.2f}",
        reference=words.reference(), **_years(words, trust),
    )  # fmt: skip


def _years(words: Words, values: xr.DataArray) -> dict[str, int]:
    """The calendar years that `_change` compares."""
    month = values["month"].values
    start = words.study.policy_start
    inside = start is not None and month[0] < np.datetime64(start) <= month[-1]
    first = start - pd.DateOffset(months=1) if inside and start is not None else month[0]
    return {"start": pd.Timestamp(first).year, "end": pd.Timestamp(month[-1]).year}
