"""Which parameters drive the difference between an arm and the reference, as a tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd

from resettle.colours import BLUE, VERMILLION
from resettle.figures.parts import headline, legend_below, note, nothing_to_show, subtitle
from resettle.figures.style import StudyFigure, figure_style, new_figure
from resettle.figures.words import Words
from resettle.study import Study

if TYPE_CHECKING:  # scikit-learn takes a second to load
    from resettle.sensitivity.analysis import Sensitivity
    from resettle.sensitivity.drivers import Driver, End

MOST_BARS = 12
NAMED = 3  # in the headline
HATCH = "///"  # of the higher end, which tells it without colour


def tornado(study: Study, told: Sensitivity, arm: str = "", *, language: str = "en") -> StudyFigure:
    """The mean difference to the reference where each parameter is near its low and its high end, the most
    influential first; with its share of what is not known. arm: default the one that is explained.

    told: what `resettle.sensitivity.sensitivity_of` gives. The data have all of these parameters.
    """
    words = Words(study, language)
    drivers = told.drivers[arm or told.arms[0]]
    shown = drivers.influential()[:MOST_BARS]
    if not shown:
        return nothing_to_show(words, words("tornado.none"))
    names = [told.parameters.names[one.parameter] for one in shown]
    mean = float(drivers.y.mean())
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=(8.4, 2.4 + 0.36 * len(shown)))
        for key, colour, hatch in (("low", BLUE, ""), ("high", VERMILLION, HATCH)):
            ends: list[End] = [getattr(one, key) for one in shown]
            axes.barh(range(len(shown)), [end.difference - mean for end in ends], left=mean, height=0.7,
                      color=colour, hatch=hatch, edgecolor="white",
                      label=words(f"tornado.{key}"))  # fmt: skip
        for row, one in enumerate(shown):
            right = max(one.low.difference, one.high.difference, mean)
            share = words("tornado.share", share=f"{100 * one.total.value:.0f}")
            axes.annotate(share, (right, row), xytext=(4, 0), textcoords="offset points", va="center")
        axes.axvline(mean, color="black", lw=1)
        axes.set_yticks(range(len(shown)), names)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.grid(axis="y", visible=False)
        axes.margins(x=0.1)
        outcome = words.term("outcomes", told.outcome.name, told.outcome.label)
        unit = words.term("units", told.outcome.unit)
        axes.set_xlabel(words("tornado.axis", outcome=outcome, unit=unit))
        headline(figure, words("tornado.headline", names=", ".join(names[:NAMED])))
        subtitle(axes, words("tornado.subtitle", arm=words.label(drivers.arm), reference=words.reference()))
        legend_below(axes, 2, 0.5 / (1 + 0.36 * len(shown)))
        note(figure, [words("tornado.note", r2=f"{drivers.foreseen:.2f}")])
        figure.data = pd.DataFrame([_row(name, one) for name, one in zip(names, shown, strict=True)])
    return figure


def _row(name: str, one: Driver) -> dict[str, object]:
    return {
        "parameter": name, "alone": one.alone.value, "total": one.total.value,
        "total_low": one.total.low, "total_high": one.total.high,
        "value_low": one.low.value, "difference_low": one.low.difference,
        "value_high": one.high.value, "difference_high": one.high.difference,
    }  # fmt: skip
