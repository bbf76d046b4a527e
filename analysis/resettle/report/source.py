"""What the report reads: the program's comparison, and yearly means from the study file.

The program concludes (effects, intervals, costs); the file gives the course over time. Tables of
the file are read arm by arm and reduced to yearly means at once, so a large study needs little
memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import stats

from resettle.errors import StudyError
from resettle.program import ask_json

Values = NDArray[np.float64]

# Outcomes that the program compares without being asked.
ALWAYS_COMPARED = frozenset(
    ("share_integration", "share_isolation", "share_acculturation", "share_marginality")
) | {"employment_rate", "wage_mean", "distress_mean", "belonging_mean"}


@dataclass(frozen=True)
class YearlyMeans:
    """Yearly means of one indicator, averaged over replicates; NaN where suppressed.

    `level` has the axes arm, year, subgroup; so have `difference`, `low` and `high`, which are
    paired by replicate (95 % t interval; NaN with one replicate).
    """

    years: list[int]
    level: Values
    difference: Values
    low: Values
    high: Values


class StudySource:
    """A study file and what the program says about it."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StudyError(f"There is no study file '{path}'. Check the name and the folder.")
        self.path = path
        self._yearly: dict[str, YearlyMeans] = {}
        self.comparison = self._compare()

    def _compare(self) -> dict[str, Any]:
        """The program's comparison, with the outcomes the study asks for beside those it always
        shows. It checks seal and format; a file that cannot be read here is left to its words."""
        try:
            asked = [name for name in self.study_outcomes if name in self.indicators]
        except (KeyError, OSError):
            asked = []
        more = [name for name in asked if name not in ALWAYS_COMPARED]
        return ask_json(["compare", self.path, "--json", *(["--outcome", *more] if more else [])])

    @cached_property
    def study_outcomes(self) -> list[str]:
        """Indicators that the study file (YAML) asks for."""
        study = yaml.load(self.provenance["study"], Loader=yaml.CSafeLoader)
        return list(study.get("outcomes") or []) if isinstance(study, dict) else []

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Attributes and texts of the group /provenance; `inputs` is a list of name, SHA-256."""
        with h5py.File(self.path, "r") as file:
            group = file["provenance"]
            found = {name: _plain(value) for name, value in group.attrs.items()}
            found["study"] = group["study"].asstr()[()]
            found["scenarios"] = dict(
                zip(group["arm"].asstr()[()], group["resolved_scenario"].asstr()[()], strict=True)
            )
            found["inputs"] = list(
                zip(group["input"].asstr()[()], group["input_sha256"].asstr()[()], strict=True)
            )
        return found

    @cached_property
    def indicators(self) -> dict[str, dict[str, str]]:
        """Name -> label and unit of every indicator in the file."""
        with h5py.File(self.path, "r") as file:
            group = file["aggregates"]
            return {
                name: {"label": str(table.attrs["long_name"]), "unit": str(table.attrs["units"])}
                for name, table in group.items()
                if "long_name" in table.attrs and len(table.shape) == 4
            }

    @cached_property
    def arms(self) -> list[str]:
        return list(self._coordinate("arm"))

    @cached_property
    def subgroups(self) -> list[str]:
        return list(self._coordinate("subgroup"))

    def yearly_means(self, indicator: str) -> YearlyMeans:
        """Means over the months of each calendar year. A cell that is suppressed in any month or
        replicate stays missing: leaving it out would favour the replicates in which it is large."""
        if indicator not in self._yearly:
            self._yearly[indicator] = self._read_yearly(indicator)
        return self._yearly[indicator]

    def _read_yearly(self, indicator: str) -> YearlyMeans:
        with h5py.File(self.path, "r") as file:
            days = file["aggregates/month"][:]
            table = file["aggregates"][indicator]
            months = np.datetime64("1990-01-01", "D") + days
            years, first = np.unique(months.astype("datetime64[Y]"), return_index=True)
            length = np.diff([*first, len(days)])[None, :, None]
            reference_row = self.arms.index(str(self.comparison["reference"]))

            def by_year(arm: int) -> Values:
                return np.add.reduceat(table[arm].astype("float64"), first, axis=1) / length

            reference = by_year(reference_row)
            cells = [_mean_and_interval(by_year(arm), reference) for arm in range(len(self.arms))]
        stacked = [np.stack(part) for part in zip(*cells, strict=True)]
        return YearlyMeans([int(str(year)) for year in years], *stacked)

    def _coordinate(self, name: str) -> NDArray[Any]:
        with h5py.File(self.path, "r") as file:
            return file[f"aggregates/{name}"].asstr()[()]


def _mean_and_interval(values: Values, reference: Values) -> tuple[Values, Values, Values, Values]:
    """Level, difference, low and high over the first axis (replicates)."""
    replicates = values.shape[0]
    difference = values - reference
    mean = difference.mean(axis=0)
    if replicates < 2:
        nothing = np.full_like(mean, np.nan)
        return values.mean(axis=0), mean, nothing, nothing
    half = difference.std(axis=0, ddof=1) / np.sqrt(replicates)
    half *= float(stats.t.ppf(0.975, replicates - 1))
    return values.mean(axis=0), mean, mean - half, mean + half


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
