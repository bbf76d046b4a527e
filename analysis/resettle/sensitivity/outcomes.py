"""What a study with draws says of one outcome: the difference of every arm to the reference, replicate by
replicate of every draw, and the programme cost beside it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import xarray as xr

from resettle.called_as import command_on
from resettle.errors import StudyError
from resettle.study import Study
from resettle.study_file import known

INTEGRATED = "integrated_person_months"
COST = "programme_cost"
# Outcomes over the period, as the program has them (sim/results/study_series.h): label and unit.
OVER_PERIOD = {
    INTEGRATED: ("Integrated person-months", "person-months"),
    "employed_person_months": ("Employed person-months", "person-months"),
    "months_out_of_marginality": ("Person-months out of marginality", "person-months"),
    "distress_years": ("Distress-years", "SD x person-years"),
    COST: ("Programme cost", "KRW of {price_year}"),
}
LESS_IS_BETTER = frozenset(
    ["distress_years", COST, "share_isolation", "share_marginality", "unemployment_rate", "poverty_rate",
     "benefit_receipt_rate", "debt_mean", "hardship_mean", "rent_burdened_share", "no_support_share",
     "discrimination_past_year_share", "defrauded_share", "ptsd_share", "distress_mean",
     "loneliness_mean", "expectation_gap_mean", "locality_prejudice_mean", "deaths", "departures"]
)  # fmt: skip
FEWEST = 512  # with fewer draws a regression on some 200 parameters finds little but chance


class Paired:
    """Differences (draw, replicate) between two arms; missing where a replicate has no value."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    @property
    def means(self) -> np.ndarray:
        """Of the draws: what is not known, and some luck."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of a draw without any value
            return np.nanmean(self.values, axis=1)

    @property
    def luck(self) -> tuple[float, int]:
        """Variance of the draws' means that is luck's, and its degrees of freedom: as
        sim/results/sampling.cpp. 0 and 0 with one replicate a draw, which tells nothing of it."""
        counts = np.isfinite(self.values).sum(axis=1)
        counts = counts[counts > 0]
        more = int(counts.sum() - len(counts))
        if not more:
            return 0.0, 0
        within = np.nansum((self.values - self.means[:, None]) ** 2) / more
        return float(within * (1 / counts).mean()), more


@dataclass(frozen=True)
class Outcome:
    """gains, costs: of every arm that is compared, by name, minus the reference; `gains` in the unit of
    the outcome, costs in KRW of the price year (none where the outcome is the cost)."""

    name: str
    label: str
    unit: str
    draws: np.ndarray  # their numbers, ascending
    gains: dict[str, Paired]
    costs: dict[str, Paired]

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return -1 if self.name in LESS_IS_BETTER else 1

    @property
    def replicates(self) -> float:
        """Of a draw, on average."""
        first = next(iter(self.gains.values()))
        return float(np.isfinite(first.values).sum(axis=1).mean())


def read_outcome(study: Study, name: str) -> Outcome:
    """Of all arms that act, without the draw of the central values.

    Errors: StudyError for an unknown outcome (with the nearest one), a study with too few draws, or
    an outcome that is missing in too many draws or the same in all arms.
    """
    known(name, [*OVER_PERIOD, *study.indicators], "outcome")
    _check_draws(study)
    differences = study.by_draw(_differences(study, name))
    costs = None if name == COST else study.by_draw(_differences(study, COST))
    draws = differences["draw"].values
    at = {arm: differences.sel(arm=arm).values for arm in study.compared}
    acting = [arm for arm, values in at.items() if np.nanmax(np.abs(values), initial=0) > 0]
    if not acting:
        raise StudyError(
            f"No arm of '{study.path}' differs from the reference in {name}, in any draw. Ask for "
            "another outcome with --outcome."
        )
    told = np.all([np.isfinite(at[arm]).any(axis=1) for arm in acting], axis=0) & (draws > 0)
    _check_told(study, name, told, draws)
    label, unit = _words(study, name)
    gains = {arm: Paired(at[arm][told]) for arm in acting}
    spent = {} if costs is None else {arm: Paired(costs.sel(arm=arm).values[told]) for arm in acting}
    return Outcome(name, label, unit, draws[told], gains, spent)


# ---- inside -------------------------------------------------------------------------------------


def _check_draws(study: Study) -> None:
    draws = int((study.draws["draw"].values > 0).sum())
    stored = len(np.unique(study.aggregates["draw"].values)) - 1
    if min(draws, stored) < FEWEST:
        raise StudyError(
            f"'{study.path}' has {min(draws, stored)} draws of the parameters; which of them drive the "
            f"answer can be told from {FEWEST} draws on. Add some to it: "
            f"{command_on('extend', study.path)} --draws {FEWEST}"
        )
    if not study.compared:
        raise StudyError(f"No arm of '{study.path}' ever differs from the reference: nothing drives it.")


def _check_told(study: Study, name: str, told: np.ndarray, draws: np.ndarray) -> None:
    found, of = int(told.sum()), int((draws > 0).sum())
    if found < FEWEST:
        raise StudyError(
            f"{name} has a value in {found} of the {of} draws only: in the others it rests on fewer than 20 "
            f"simulated persons. Ask for another outcome, such as --outcome {INTEGRATED}, or run the "
            "study with a larger --scale."
        )


def _differences(study: Study, name: str) -> xr.DataArray:
    """Arm minus reference: (arm, replicate). Indicators in the last month, as `compare` has them."""
    if name == INTEGRATED:
        return study.integrated_person_months_gained()
    if name == COST:
        return study.difference_to_reference(study.programme_cost(discount_rate=0).sum("month"))
    if name not in OVER_PERIOD:
        return study.difference_to_reference(study.indicator(name).isel(month=-1))
    values = _by_month(study, name)
    if study.policy_start is not None:
        values = values.sel(month=slice(study.policy_start, None))
    return study.difference_to_reference(values.sum("month", skipna=False))


def _by_month(study: Study, name: str) -> xr.DataArray:
    persons = study.indicator("persons_15_plus").astype("float64")
    if name == "employed_person_months":
        return study.indicator("employment_rate") * persons
    if name == "months_out_of_marginality":
        return (1 - study.indicator("share_marginality")) * persons
    return study.indicator("distress_mean") * persons / 12


def _words(study: Study, name: str) -> tuple[str, str]:
    if name in OVER_PERIOD:
        label, unit = OVER_PERIOD[name]
        return label, unit.format(price_year=study.provenance.get("price_year", 2025))
    attributes = study.indicator(name).attrs
    unit = str(attributes.get("units", ""))
    return f"{attributes.get('long_name', name)}, at the end", "share" if unit == "1" else unit
