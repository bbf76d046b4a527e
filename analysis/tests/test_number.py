"""Numbers that somebody gives: numpy's pass, and what is no number is refused wherever it is given."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import xarray as xr

import resettle
from resettle import StudyError, figures
from resettle.number import number, whole_number
from resettle.program import _as_arguments

NO_NUMBERS = [float("nan"), float("inf"), -np.inf, np.float32("nan"), True, np.bool_(True), "5", None,
              [1], 10**400, 1 + 2j]  # fmt: skip


@pytest.mark.parametrize("value", [5, 5.0, np.int8(5), np.float32(5), np.float64(5), Fraction(5)])
def test_numbers_of_every_kind_pass(value) -> None:
    assert number(value, "It", above=0, most=5) == 5.0
    assert type(number(value, "It")) is float
    assert whole_number(value, "It") == 5
    assert type(whole_number(value, "It")) is int


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_is_refused(value) -> None:
    with pytest.raises(StudyError, match="^It is a number above 0, not "):
        number(value, "It", above=0)
    with pytest.raises(StudyError, match="^It is a whole number, at least 0, not "):
        whole_number(value, "It")


@pytest.mark.parametrize("value", [2.5, -1, np.float64(0.1)])
def test_what_is_not_whole_is_refused(value) -> None:
    with pytest.raises(StudyError, match="whole number"):
        whole_number(value, "It")


def test_bounds() -> None:
    for bounds in ({"above": 1}, {"below": 1}, {"least": 1.1}, {"most": 0.9}):
        with pytest.raises(StudyError):
            number(1, "It", **bounds)
    assert number(1, "It", least=1, most=1) == 1


@pytest.mark.parametrize("value", [*NO_NUMBERS[:7], -1, 2])
def test_every_number_of_the_package_is_looked_at(study, value) -> None:
    asked = [
        lambda: study.compare(budget=-1 if value == 2 else value),
        lambda: study.compare(smallest=value),
        lambda: study.programme_cost(discount_rate=value),
        lambda: figures.cost_effectiveness_plane(study, -1 if value == 2 else value),
        lambda: figures.subgroup_forest(study, months=0 if value == 2 else value),
        lambda: study.life(-1 if value == 2 else value),
        lambda: study.life(1, replicate=1.5 if value == 2 else value),
        lambda: resettle.interval(xr.DataArray([1.0, 2.0], dims="replicate"), level=value),
    ]
    for ask in asked:
        with pytest.raises(StudyError, match="number"):
            ask()


def test_options_reach_the_program_as_it_reads_them() -> None:
    options = {"replicates": np.int64(8), "scale": np.float32(0.1), "seed": 7.0, "replace": np.True_,
               "quick": np.False_, "set": {"a": np.float64(0.25), "b": np.bool_(True), "c": "x"}}  # fmt: skip
    assert _as_arguments(options) == [
        "--replicates", "8", "--scale", "0.1", "--seed", "7", "--replace",
        "--set", "a=0.25", "--set", "b=true", "--set", "c=x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [{"scale": float("inf")}, {"replicates": float("nan")}, {"set": {"a.b": np.nan}},
     {"replicates": True}, {"replicates": False}, {"seed": np.bool_(False)}],
)  # fmt: skip
def test_options_that_are_no_numbers_are_refused(options) -> None:
    with pytest.raises(StudyError, match="number"):
        _as_arguments(options)


def test_what_is_not_whole_reaches_the_program_as_it_is() -> None:
    assert _as_arguments({"replicates": 2.5}) == ["--replicates", "2.5"]  # which refuses it
