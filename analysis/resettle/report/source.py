"""What the report reads: the program's comparison, and yearly means from the study file.

The program concludes (effects, intervals, costs); the file gives the course over time. Tables of
the file are read arm by arm and reduced to yearly means at once, so a large study needs little
memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from resettle.errors import StudyError
from resettle.statistics import interval, mean
from resettle.study import open_study
from resettle.study_file import OF_REPLICATES

Values = NDArray[np.float64]

# Groups that the figures over time offer: with 200 of them the page would hold several hundred
# thousand numbers.
MOST_GROUPS = 40


@dataclass(frozen=True)
class YearlyMeans:
    """Yearly means of one indicator, averaged over replicates or draws; NaN where suppressed.

    `level` has the axes arm, year, subgroup (the first MOST_GROUPS); so have `difference`, `low`
    and `high`, which are paired by replicate (`statistics.interval`).
    """

    years: list[int]
    level: Values
    difference: Values
    low: Values
    high: Values


class StudySource:
    """A study file and what the program says about it.

    budget: KRW a year, to learn how often an arm goes beyond it. language: of labels. arms: those
    that are reported on; all without any.
    Errors: StudyError, ProgramError if the file is no study or is damaged, has only one arm or not
    those asked for, or none that is not the same as the reference.
    """

    def __init__(
        self, path: Path, budget: float | None = None, language: str = "en", arms: Sequence[str] = ()
    ) -> None:
        self.path = path
        self.study = open_study(path)
        self._yearly: dict[str, YearlyMeans] = {}
        told = self.study.compare(budget=budget).in_language(language)
        self.comparison = told.about(arms) if arms else told
        if not self.comparison.compared:
            raise StudyError(
                f"There is nothing to report on in '{path}': every {'chosen ' if arms else ''}arm is "
                "the same as the reference in every result, so it never acts. 'resettle check' of the "
                "study file (YAML) says what it lacks, where that can be known."
            )

    @property
    def provenance(self) -> dict[str, Any]:
        return self.study.provenance

    @cached_property
    def indicators(self) -> dict[str, dict[str, str]]:
        """Name -> label, unit and denominator of every indicator in the file."""
        return {
            str(name): {
                "label": str(table.attrs["long_name"]),
                "unit": str(table.attrs["units"]),
                "denominator": str(table.attrs.get("denominator", "")),
            }
            for name, table in self.study.aggregates.items()
            if "long_name" in table.attrs and table.ndim == 4
        }

    @cached_property
    def arms(self) -> list[str]:
        """The arms that are reported on, in the order of the study, the reference included."""
        return [arm for arm in self.study.arms if arm in self.comparison.labels]

    @cached_property
    def subgroups(self) -> list[str]:
        return [str(name) for name in self.study.aggregates["subgroup"].values]

    def yearly_means(self, indicator: str) -> YearlyMeans:
        """Means over the months of each calendar year. A cell that is suppressed in any month or
        replicate stays missing: leaving it out would favour the replicates in which it is large."""
        if indicator not in self._yearly:
            self._yearly[indicator] = self._read_yearly(indicator)
        return self._yearly[indicator]

    def _read_yearly(self, indicator: str) -> YearlyMeans:
        table = self.study.aggregates[indicator].isel(subgroup=slice(MOST_GROUPS))
        years, first = np.unique(table["month"].dt.year.values, return_index=True)
        length = np.diff([*first, table.sizes["month"]])[None, :, None]

        kept = [name for name in OF_REPLICATES if name in table.coords]
        of_replicates = {name: ("replicate", table[name].values) for name in kept}

        def by_year(arm: str) -> xr.DataArray:
            months = table.sel(arm=arm).values.astype("float64")  # replicate, month, subgroup
            means = np.add.reduceat(months, first, axis=1) / length
            return xr.DataArray(means, of_replicates, ("replicate", "year", "subgroup"))

        reference = by_year(self.study.reference)
        cells = []
        for arm in self.arms:
            level = by_year(arm)
            told = interval(level - reference)
            cells.append((mean(level), told["mean"], told["lower"], told["upper"]))
        stacked = [np.stack(part) for part in zip(*cells, strict=True)]
        return YearlyMeans([int(year) for year in years], *stacked)
