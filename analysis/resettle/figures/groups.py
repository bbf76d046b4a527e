"""Who gains and who loses: an indicator's difference by group of persons."""

from __future__ import annotations

import matplotlib as mpl
import xarray as xr

from resettle.figures.parts import forest, headline, last_months, note, tidy
from resettle.figures.style import StudyFigure, arm_style, figure_style, new_figure, strong
from resettle.figures.words import Words, wrap
from resettle.number import whole_number
from resettle.statistics import interval
from resettle.study import Study
from resettle.study_file import SMALLEST_CELL


def subgroup_forest(
    study: Study, indicator: str = "share_integration", months: int = 12, *, language: str = "en"
) -> StudyFigure:
    """Difference to the reference by subgroup with 95 % intervals, one panel for each other arm.

    Mean of the last `months` months (one end month alone is noisy); shares in percentage points.
    Hollow marks: not distinguishable from zero. Errors: StudyError for unknown names or a study
    without another arm.
    """
    months = whole_number(months, "The number of months", least=1)
    values = study.indicator(indicator, subgroup=None)
    words = Words(study, language)
    differences = study.difference_to_reference(values.isel(month=slice(-months, None)))
    differences = differences.sel(arm=words.shown)
    end = last_months(differences, months)
    factor, unit = words.unit(end, difference=True)
    result = interval(end)
    groups = [str(name) for name in end["subgroup"].values]
    arms = [str(name) for name in end["arm"].values]
    with mpl.rc_context(figure_style(words)):
        columns = 2 if len(arms) == 4 else min(len(arms), 3)
        rows = -(-len(arms) // columns)
        size = (2.6 + 2.9 * columns, 1.2 + rows * (1.1 + 0.34 * len(groups)))
        figure, panels = new_figure(rows, columns, figsize=size, sharex=True, sharey=True, squeeze=False)
        for i, axes in enumerate(panels.flat):
            if i >= len(arms):
                axes.set_visible(False)
                continue
            style = arm_style(study, arms[i])
            forest(axes, factor * result.sel(arm=arms[i]), style, words.suppressed())
            axes.set_title(wrap(words.arm(arms[i]), 30), color="black", **strong())
            axes.set_xlabel(unit)
            axes.tick_params(labelbottom=True)
        for axes in panels[:, 0]:
            axes.set_yticks(range(len(groups)), [words.subgroup(name) for name in groups])
        figure.data = tidy(result, indicator=indicator)
        headline(figure, _finding(words, differences, result))
        shown = min(months, study.aggregates.sizes["month"])
        note(figure, [
            words("subgroup_forest.subtitle", reference=words.reference(), months=shown),
            words.interval_note(differences, "bars"),
            words("subgroup_forest.note"),
            *words.left_out(),
        ])  # fmt: skip
    return figure


def _finding(words: Words, differences: xr.DataArray, result: xr.Dataset) -> str:
    """How many groups differ clearly, over all arms: what many looks at once may show by chance."""
    name = words.name_of(differences)
    groups = result.sel(subgroup=[g for g in result["subgroup"].values if g != "all"])
    if not groups.sizes["subgroup"]:
        return f"{name}: {words.verdicts(result.isel(subgroup=0))}"
    if not bool(groups["mean"].notnull().any()):
        return words("subgroup_forest.hidden", name=name, smallest=SMALLEST_CELL)
    known = groups["lower"].notnull()
    if not bool(known.any()):
        return words("subgroup_forest.untested", name=name)
    return words(
        "subgroup_forest.finding", name=name, higher=int((groups["lower"] > 0).sum()),
        lower=int((groups["upper"] < 0).sum()), cells=int(known.sum()),
    )  # fmt: skip
