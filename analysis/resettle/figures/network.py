"""Ties among fellow defectors: what the study file keeps of the network, by year."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import xarray as xr

from resettle.figures.parts import (
    headline,
    legend_in,
    line_with_band,
    note,
    nothing_to_show,
    panels_over_legend,
    sparse,
    tidy,
)
from resettle.figures.style import StudyFigure, arm_style, figure_style
from resettle.figures.words import Words
from resettle.statistics import interval, mean
from resettle.study import Study

SERIES = ("mean_degree", "isolated_share", "largest_component_share", "clustering")


def network_of_ties(study: Study, *, language: str = "en") -> StudyFigure:
    """Four statistics of the ties among fellow defectors, each December, in every arm.

    Ties per person; percent without a tie; percent in the largest connected group; clustering in
    percent. The file keeps these statistics and no single ties, so no network is drawn. Mean over
    replicates or draws with 95 % intervals. Errors: StudyError if the file has no /network.
    """
    words = Words(study, language)
    if not _has_december(study):
        return nothing_to_show(words, words("network.no_december"))
    network = _since(study)
    with mpl.rc_context(figure_style(words)):
        arms = [study.reference, *words.shown]
        lines = -(-len(arms) // 2)
        figure, panels, room = panels_over_legend(2, 2, (9.4, 7.2), lines)
        tables = []
        for name, axes in zip(SERIES, panels, strict=True):
            factor, unit = words.unit(network[name])
            result = interval(network[name])
            for number, arm in enumerate(arms):
                style = sparse(arm_style(study, arm), network.sizes["year"], number)
                line_with_band(
                    axes, factor * result.sel(arm=arm), words.arm_in_legend(arm), style,
                    band=arm == study.reference,
                )  # fmt: skip
            axes.set_title(words(f"network.{name}"))
            axes.set_ylabel(unit)
            axes.set_ylim(0, None)
            tables.append(tidy(result, statistic=name))
        figure.data = pd.concat(tables, ignore_index=True)
        for axes in panels:
            axes.set_xlabel(words("year_axis"))
            axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=True, min_n_ticks=1))
        legend_in(room, panels[0], 2)
        headline(figure, _finding(words))
        note(figure, [
            words("network.note"), words.interval_note(network, "bands_of_reference"),
            *words.left_out(),
        ])  # fmt: skip
    return figure


def _has_december(study: Study) -> bool:
    return bool((study.aggregates["month"].dt.month == 12).any())


def _since(study: Study) -> xr.Dataset:
    """The years from five before the policy start on: before, arms are the same."""
    network = study.network[list(SERIES)]
    if study.policy_start is None:
        return network
    later = network["year"].values >= study.policy_start.year - 5
    return network.isel(year=np.flatnonzero(later)) if later.any() else network


def _finding(words: Words) -> str:
    study = words.study
    last = study.network[list(SERIES)].sel(arm=study.reference).isel(year=-1).map(mean)
    sentence = words(
        "network.finding", year=int(last["year"]), ties=f"{float(last['mean_degree']):.1f}",
        none=f"{100 * float(last['isolated_share']):.0f}", reference=words.reference(),
    )  # fmt: skip
    if not study.others:
        return sentence
    end = study.difference_to_reference(study.network["mean_degree"].isel(year=-1))
    evidence = words.verdicts(interval(end.sel(arm=words.shown)))
    return sentence + ". " + words("network.arms", evidence=evidence)
