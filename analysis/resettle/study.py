"""A study opened for comparing its arms.

import resettle
study = resettle.open("settlement_subsidies.h5")
study.paired_difference("employment_rate")
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import xarray as xr

from resettle import program
from resettle.called_as import command_on, file_argument
from resettle.comparison import Comparison
from resettle.declared import check_declared
from resettle.errors import StudyError, refused_by_system
from resettle.lives import read_life
from resettle.near_file import STUDY_FILES, did_you_mean
from resettle.number import number
from resettle.seal import check_seal
from resettle.structure import check_structure
from resettle.study_file import StudyFile, as_text, known

FORMAT = "resettle-study"
FORMAT_VERSION = 4
TYPES = ("integration", "isolation", "acculturation", "marginality")
NOT_COUNTED = "not counted"
# Indicators that the program compares without being asked.
ALWAYS_COMPARED = (
    *(f"share_{name}" for name in TYPES), "employment_rate", "wage_mean", "distress_mean", "belonging_mean"
)  # fmt: skip
ONLY_REFERENCE = (
    "This study has only the reference arm, so there is nothing to compare. Add an arm to the study "
    "file and run it again."
)


def open_study(path: str | PathLike[str]) -> Study:
    """Open a study file for reading.

    Errors: StudyError if there is no such file, it is not a resettle study, it is unfinished or
    damaged, or it was written by a newer resettle.
    """
    path = Path(path)
    if not os.path.exists(path) and os.path.isfile(f"{path}.progress"):
        raise StudyError(
            f"The study '{path}' is not finished: its run was stopped or is still going. Finish it "
            f"with '{command_on('resume', path)}'."
        )
    if not os.path.exists(path):
        raise StudyError(
            f"There is no study file at '{path}'.{did_you_mean(path, STUDY_FILES)} Check the name "
            "and the folder, or run the study first: the simulator writes the file."
        )
    try:
        check_seal(path)
    except OSError as error:
        raise StudyError(refused_by_system(error, path)) from error
    try:
        with h5py.File(path, "r") as file:
            check_structure(file, path)
            _check_format(file, path)
            check_declared(file, path)
    except StudyError:
        raise
    except Exception as error:  # whatever HDF5 finds wrong with a file that was made up
        raise StudyError(
            f"'{path}' cannot be read as HDF5. It is another kind of file, or the run that writes "
            "it is still going or was cut off: wait, or run or resume the study, then open it "
            f"again. (HDF5 says: {error})"
        ) from error
    return Study(path)


def _check_format(file: h5py.File, path: Path) -> None:
    found = as_text(file.attrs.get("format", ""))
    version = file.attrs.get("format_version")
    if found != FORMAT or not isinstance(version, np.number):
        raise StudyError(
            f"'{path}' is not a resettle study: its root attribute 'format' is '{found}', not "
            f"'{FORMAT}'. Give the .h5 file that the simulator wrote for a study."
        )
    if not 1 <= version <= FORMAT_VERSION:
        raise StudyError(
            f"'{path}' has format version {version:g}; this module reads up to version "
            f"{FORMAT_VERSION}. Use the analysis folder of the resettle that wrote the file."
        )
    if "aggregates" not in file or "provenance" not in file:
        raise StudyError(
            f"'{path}' has no aggregates or no provenance: the run did not finish. Run or resume "
            "the study, then open it again."
        )


class Study(StudyFile):
    """One study; get it from `open_study`. Use as a context manager, or call `close`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._comparisons: dict[tuple[str, ...], Comparison] = {}

    # ---- comparing arms ---------------------------------------------------------------------

    def compare(
        self,
        definition: str = "a",
        outcomes: Sequence[str] = (),
        budget: float | None = None,
        smallest: float | None = None,
    ) -> Comparison:
        """What the program's `compare` says of this study, as labelled tables; asked once.

        definition: of mental success, "a" to "e" or "plain"; outcomes: further indicators, by name;
        budget: KRW a year, to learn how often an arm goes beyond it; smallest: difference below
        which it is called negligible, as a share of the reference (0 to 1), in place of the study's.
        Errors: ProgramError with the program's own message.
        """
        question = ["compare", file_argument(self.path), "--json"]
        if definition != "a":
            question += ["--definition", definition]
        for name in outcomes:
            question += ["--outcome", name]
        if budget is not None:
            question += ["--budget", repr(number(budget, "A budget in KRW a year", above=0))]
        if smallest is not None:
            share = number(smallest, "The smallest difference, as a share,", least=0, most=1)
            question += ["--smallest", repr(share)]
        key = tuple(question)
        if key not in self._comparisons:
            self._comparisons[key] = Comparison(program.ask_json(question))
        return self._comparisons[key]

    @cached_property
    def asked_outcomes(self) -> list[str]:
        """Indicators that the study (YAML) asks for beside those that are always compared. What
        cannot be read here is left to the words of the program, which checks the file."""
        try:
            named = self.as_written.outcomes
            return [n for n in named if n in self.indicators and n not in ALWAYS_COMPARED]
        except (StudyError, KeyError, OSError):
            return []

    @property
    def indicators(self) -> list[str]:
        """Names of everything that is recorded by subgroup, for `indicator`."""
        return [str(name) for name in self.aggregates if name != "arm_label"]

    def indicator(self, name: str, subgroup: str | None = "all") -> xr.DataArray:
        """One indicator for one subgroup: (arm, replicate, month), its own unit. With None, for
        every subgroup: (arm, replicate, month, subgroup).
        Errors: StudyError for an unknown name, with the nearest known one."""
        known(name, self.indicators, "indicator")
        values = self.aggregates[name]
        if subgroup is None:
            return values
        known(subgroup, values["subgroup"].values.tolist(), "subgroup")
        return values.sel(subgroup=subgroup)

    def difference_to_reference(self, values: xr.DataArray) -> xr.DataArray:
        """Each other arm minus the reference, replicate by replicate: same dimensions and unit.
        Both worlds of a pair share their random numbers, so the difference is the policy's.
        Errors: StudyError if the study has no other arm."""
        if not self.others:
            raise StudyError(ONLY_REFERENCE)
        values = values.astype("float64")
        result = values.sel(arm=self.others) - values.sel(arm=self.reference, drop=True)
        return result.assign_attrs(values.attrs).rename(values.name)

    def paired_difference(self, indicator: str, subgroup: str | None = "all") -> xr.DataArray:
        """Arm minus reference by replicate, for the arms other than the reference:
        (arm, replicate, month), float64, unit of the indicator; missing where either is.
        With None, for every subgroup: (arm, replicate, month, subgroup)."""
        return self.difference_to_reference(self.indicator(indicator, subgroup))

    def by_draw(self, values: xr.DataArray) -> xr.DataArray:
        """Values (arm, replicate, ...) of a study with draws by the draw of their replicates: (arm,
        draw, replicate, ...), `replicate` being that of the draw. Draw 0 has the central values:
        `.sel(draw=0)`. Missing where a draw has fewer replicates.
        Errors: StudyError if the study has no draws, or the values are not by replicate."""
        _ = self.draws
        if "replicate" not in values.dims or "draw" not in values.coords:
            raise StudyError("These values are not by replicate, so they have no draws to go by.")
        place = values.dims.index("replicate")
        parts = values.drop_vars("replicate").set_index(replicate=["draw", "replicate_of_draw"])
        parts = parts.unstack("replicate").rename(replicate_of_draw="replicate")
        dims = [*values.dims[:place], "draw", *values.dims[place:]]
        return parts.transpose(*dims).assign_attrs(values.attrs)

    def person_months_gained(self, adjustment_type: str) -> xr.DataArray:
        """Person-months spent in a type over the whole study, arm minus reference:
        (arm, replicate), person-months of the whole population, float64. From the twins table, whose
        simulated persons are divided by the study's simulated share."""
        known(adjustment_type, list(TYPES), "type")
        in_arm = self.twins.sel(arm_type=adjustment_type).sum(["reference_type", "month"])
        in_reference = self.twins.sel(reference_type=adjustment_type).sum(["arm_type", "month"])
        gained = (in_arm - in_reference).drop_sel(arm=self.reference).astype("float64")
        gained = gained / float(self.provenance.get("scale", 1.0))
        name = f"person-months gained in {adjustment_type}"
        gained = gained.drop_vars(["arm_type", "reference_type"], errors="ignore")
        return gained.rename("gained").assign_attrs(units="person-months", long_name=name)

    def integrated_person_months_gained(self) -> xr.DataArray:
        """Person-months in integration, arm minus reference: (arm, replicate), person-months."""
        return self.person_months_gained("integration")

    def programme_cost(self, discount_rate: float | None = None, constant: bool = True) -> xr.DataArray:
        """Public cost of the programme lines (`policy_cost` = 1): (arm, replicate, month), float64.

        constant: True = KRW at the prices of 2025, False = nominal KRW.
        discount_rate: per year; months after the policy start count less, earlier ones in full.
        None = the study's own rate for constant prices, no discounting for nominal ones; 0 = none.
        Every arm's own cost; use `difference_to_reference` for what an arm costs in addition.
        """
        ledger = self.ledger
        counted = np.flatnonzero(ledger["policy_cost"] == 1)  # only these lines are read
        cost = ledger["amount"].isel(line=counted).sum("line").astype("float64")
        if constant:
            cost = cost * 100.0 / ledger["consumer_prices"]
        if discount_rate is not None:
            discount_rate = number(discount_rate, "A discount rate per year", least=0, most=1)
        else:
            discount_rate = float(self.provenance.get("discount_rate", 0)) if constant else 0.0
        if discount_rate:
            cost = cost / (1.0 + discount_rate) ** self._years_after_start(cost["month"])
        units = f"KRW, prices of {self.provenance.get('price_year', 2025)}" if constant else "KRW"
        name = "programme cost"
        if discount_rate:
            name += f", discounted {100 * discount_rate:g} % a year"
        return cost.rename("programme_cost").assign_attrs(units=units, long_name=name)

    def life(
        self, person: int, replicate: int = 0, arms: Sequence[str] | None = None, draw: int = 0
    ) -> pd.DataFrame:
        """One simulated person by month: type, labour state, wage, savings, distress and ties, under
        the reference and `arms` (default: all others). The program lives the life again, which
        takes some seconds for each arm; `attrs` holds sex, age at arrival and arrival month. draw:
        of the parameters, 0 = central values.
        Errors: ProgramError if there is no such person, draw, replicate or arm."""
        return read_life(self.path, person, replicate, self.others if arms is None else arms, draw)

    # ---- inside -----------------------------------------------------------------------------

    def _years_after_start(self, month: xr.DataArray) -> xr.DataArray:
        """Years from the policy start (or from the first month), not below 0."""
        start = self.policy_start or pd.Timestamp(month.values[0])
        months = (month.dt.year - start.year) * 12 + month.dt.month - start.month
        return (months / 12.0).clip(min=0.0)
