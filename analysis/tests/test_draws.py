"""Draws of the uncertain parameters: what a study has of them, and intervals as the program's."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from drawn_study import DRAWS, EACH, needs_program
from report_sections import Arm
from report_sections import comparison as made_up

import resettle
from resettle.errors import StudyError
from resettle.statistics import FEWEST_DRAWS, mean, number_of_draws, points

COLUMNS = {"draws", "not_known", "chance", "low_by_chance", "high_by_chance"}


@pytest.fixture
def drawn(drawn_path):
    with resettle.open(drawn_path) as study:
        yield study


def values_by(draws: list[int], values: np.ndarray) -> xr.DataArray:
    return xr.DataArray(values, {"draw": ("replicate", draws)}, ("replicate",), attrs={"units": "SD"})


def made(draws: int, each: int, spread: float, chance: float) -> xr.DataArray:
    """Replicates of draws, the central values far off before them."""
    rng = np.random.default_rng(3)
    numbers = np.repeat(np.arange(draws + 1), each)
    effects = rng.normal(5, spread, draws + 1)
    effects[0] = 1e6
    return values_by(numbers.tolist(), effects[numbers] + rng.normal(0, chance, len(numbers)))


# ---- statistics ---------------------------------------------------------------------------------


def test_central_values_are_none_of_the_draws():
    values = values_by([0, 0, 1, 1, 2, 2, 2], np.array([9.0, 9, 1, 3, 4, 5, 6]))
    assert number_of_draws(values) == 2
    assert float(mean(values)) == (2 + 5) / 2
    assert points(values)["draw"].values.tolist() == [1, 2]


def test_without_draws_points_are_the_values():
    values = xr.DataArray([1.0, 2.0], dims="replicate")
    assert number_of_draws(values) == 0
    assert points(values) is values
    assert float(mean(values)) == 1.5


def test_an_interval_over_draws_is_that_of_the_parameters():
    told = resettle.interval(made(400, 2, spread=2, chance=3))
    assert told.attrs["draws"] == 400
    assert told.attrs["replicates"] == 800
    assert told["mean"].attrs["units"] == "SD"
    assert float(told["upper"] - told["lower"]) == pytest.approx(2 * 1.96 * 2, rel=0.15)


def test_without_a_spread_of_the_parameters_only_the_mean_is_left():
    told = resettle.interval(made(100, 2, spread=0, chance=1))
    assert float(told["upper"] - told["lower"]) < 1


def test_one_replicate_a_draw_leaves_all_of_the_spread():
    values = made(100, 1, spread=2, chance=0)
    ends = np.quantile(values.values[1:], [0.025, 0.975])
    told = resettle.interval(values)
    assert [float(told["lower"]), float(told["upper"])] == pytest.approx(ends.tolist())


def test_few_draws_have_no_interval():
    told = resettle.interval(made(FEWEST_DRAWS - 1, 2, 1, 1))
    assert np.isnan(float(told["lower"]))
    assert not np.isnan(float(told["mean"]))
    assert not np.isnan(float(resettle.interval(made(FEWEST_DRAWS, 2, 1, 1))["lower"]))


def test_a_single_draw_has_a_mean():
    one = values_by([0, 0, 1, 1], np.array([9.0, 9, 1, 3]))
    assert points(one).values.tolist() == [2]
    assert float(mean(one)) == 2


def test_a_part_with_central_values_alone_is_told_as_replicates():
    central = values_by([0, 0, 0, 0], np.array([1.0, 2, 3, 4]))
    assert number_of_draws(central) == 0
    assert "draws" not in resettle.interval(central).attrs


def test_a_cell_that_is_missing_in_a_replicate_stays_missing():
    values = made(30, 2, 1, 1)
    values[7] = np.nan
    assert np.isnan(float(resettle.interval(values)["mean"]))
    values = made(30, 2, 1, 1)
    values[0] = np.nan  # at the central values
    assert not np.isnan(float(resettle.interval(values)["lower"]))


# ---- a study ------------------------------------------------------------------------------------


def test_a_study_without_draws_says_how_to_get_them(study):
    assert not study.has_draws
    with pytest.raises(StudyError, match="has no draws.*--draws 128"):
        _ = study.draws
    with pytest.raises(StudyError, match="has no draws"):
        study.by_draw(study.indicator("employment_rate"))


@needs_program
def test_a_study_has_what_was_drawn(drawn):
    assert drawn.has_draws
    assert drawn.draws["number"].dims == ("draw", "parameter")
    assert drawn.draws["draw"].values.tolist() == list(range(DRAWS + 1))
    assert "draw" not in drawn.indicators


@needs_program
def test_values_go_by_their_draw(drawn):
    rate = drawn.paired_difference("employment_rate")
    by_draw = drawn.by_draw(rate)
    assert by_draw.dims == ("arm", "draw", "replicate", "month")
    assert by_draw.sizes["draw"] == DRAWS + 1
    assert by_draw["replicate"].values.tolist() == list(range(EACH))
    one = by_draw.sel(draw=7, replicate=1)
    assert np.array_equal(one, rate.sel(replicate=7 * 100_000 + 1), equal_nan=True)
    with pytest.raises(StudyError, match="not by replicate"):
        drawn.by_draw(rate.mean("replicate"))


@needs_program
@pytest.mark.parametrize("outcome", ["employment_rate", "distress_mean", "integrated_person_months"])
def test_intervals_are_those_of_the_program(drawn, outcome):
    if outcome == "integrated_person_months":
        ours = resettle.interval(drawn.integrated_person_months_gained())
        theirs = drawn.compare().horizon
    else:
        ours = resettle.interval(drawn.paired_difference(outcome).isel(month=-1))
        theirs = drawn.compare().at_end
    row = theirs.query("outcome == @outcome and arm == 'mentoring'").iloc[0]
    told = [row[f"difference{part}"] for part in ("", "_low", "_high")]
    ours = ours.sel(arm="mentoring")
    found = [float(ours[part]) for part in ("mean", "lower", "upper")]
    # The program adds months in single precision.
    assert found == pytest.approx(told, rel=1e-5, abs=1e-7)


# ---- a comparison -------------------------------------------------------------------------------


def test_without_draws_a_comparison_has_no_columns_of_them(comparison):
    assert comparison.draws == 0
    assert not [name for name in comparison.horizon if name.endswith(tuple(COLUMNS))]


@needs_program
def test_with_draws_it_has(drawn):
    told = drawn.compare()
    assert told.draws == DRAWS
    assert told.replicates_of_draw == EACH
    assert {f"difference_{part}" for part in COLUMNS} <= set(told.horizon)
    assert (told.horizon["difference_draws"] == DRAWS).all()
    assert not {f"price_{part}" for part in COLUMNS} & set(told.cost_per_unit)
    assert {"over_draws_not_known", "at_central_values_low"} <= set(told.central_values)
    assert "expected_loss" in told.acceptability
    empty = told["budget_caps"]
    assert empty.empty
    assert "spent_not_known" in empty


def test_columns_of_draws_are_there_without_a_row():
    told = made_up(Arm("a", "A"), draws=30, replicates=60)
    assert isinstance(told.horizon, pd.DataFrame)
    assert "difference_not_known" in told.horizon
