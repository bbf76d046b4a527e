"""Paired statistics and cost, against numbers worked out by hand."""

import numpy as np
import pytest
import xarray as xr
from made_up_study import write_study
from study_files import changed

from resettle.errors import StudyError
from resettle.statistics import interval
from resettle.study import open_study


@pytest.fixture
def tiny(tmp_path):
    """Two replicates and 14 months, with hand-set numbers in the places under test."""
    path = write_study(tmp_path / "tiny.h5", replicates=2, months=14, persons=60)
    with changed(path) as file:
        rate = file["aggregates/employment_rate"]
        rate[...] = 0.5
        rate[1, 0, 13, 0], rate[1, 1, 13, 0] = 0.75, 0.625
        rate[2, 0, 13, 0] = np.nan
        twins = file["twins/persons"]
        twins[...] = 0
        twins[:, :, :, 3, 3] = 10  # ten persons in marginality in both worlds, every month
        twins[1, 0, 13, 3, 0] = 4  # four of the arm reach integration ...
        twins[1, 0, 13, 0, 1] = 1  # ... and one leaves it
        twins[1, 1, 12:, 4, 0] = 2  # two persons whom the reference does not count
        amount = file["ledger/amount"]
        amount[...] = 0
        amount[0, :, 13, 0] = 1_000
        amount[1, :, 13, 0] = 4_000
        amount[1, :, 13, 2] = 9_999  # a transfer that is no programme cost
        amount[1, :, 0, 1] = 500
        prices = file["ledger/consumer_prices"]
        prices[...] = 100.0
        prices[13] = 80.0
    with open_study(path) as study:
        yield study


def test_paired_difference_is_arm_minus_reference_by_replicate(tiny):
    difference = tiny.paired_difference("employment_rate")
    assert difference.dims == ("arm", "replicate", "month")
    assert difference["arm"].values.tolist() == ["wage_subsidy", "mentoring"]
    assert difference.dtype == np.float64
    assert difference.attrs["units"] == "1"
    assert difference.sel(arm="wage_subsidy").isel(month=-1).values.tolist() == [0.25, 0.125]
    assert np.isnan(difference.sel(arm="mentoring").values[0, -1])


def test_interval_of_three_numbers():
    # mean 2, standard deviation 1, t(0.975, 2) = 4.302653: 2 -+ 4.302653 / sqrt(3)
    result = interval(xr.DataArray([1.0, 2.0, 3.0], dims="replicate", attrs={"units": "SD"}))
    assert float(result["mean"]) == 2.0
    assert float(result["lower"]) == pytest.approx(2 - 2.484138, abs=1e-6)
    assert float(result["upper"]) == pytest.approx(2 + 2.484138, abs=1e-6)
    assert result["mean"].attrs["units"] == "SD"
    # t(0.9, 2) = 1.885618
    narrow = interval(xr.DataArray([1.0, 2.0, 3.0], dims="replicate"), level=0.8)
    assert float(narrow["upper"]) == pytest.approx(2 + 1.885618 / 3**0.5, abs=1e-6)


def test_interval_is_missing_where_a_replicate_is_suppressed(tiny):
    result = interval(tiny.paired_difference("employment_rate").isel(month=-1))
    assert float(result["mean"].sel(arm="wage_subsidy")) == 0.1875
    assert np.isnan(result["mean"].sel(arm="mentoring"))


def test_one_replicate_has_a_mean_but_no_interval():
    result = interval(xr.DataArray([3.0], dims="replicate"))
    assert float(result["mean"]) == 3.0
    assert np.isnan(result["lower"])
    assert np.isnan(result["upper"])


def test_level_must_be_a_share():
    with pytest.raises(StudyError, match="such as 0.95, is a number above 0 and below 1, not 95"):
        interval(xr.DataArray([1.0, 2.0], dims="replicate"), level=95)


def test_person_months_gained(tiny):
    gained = tiny.integrated_person_months_gained()
    assert gained.dims == ("arm", "replicate")
    assert gained.attrs["units"] == "person-months"
    assert gained.sel(arm="wage_subsidy").values.tolist() == [4 - 1, 2 * 2]
    assert gained.sel(arm="mentoring").values.tolist() == [0, 0]
    marginal = tiny.person_months_gained("marginality").sel(arm="wage_subsidy")
    assert marginal.values.tolist() == [-4, 0]


def test_programme_cost_counts_programme_lines_only(tiny):
    nominal = tiny.programme_cost(constant=False)
    assert nominal.dims == ("arm", "replicate", "month")
    assert nominal.attrs["units"] == "KRW"
    assert nominal.sel(arm="wage_subsidy").values[0, -1] == 4_000
    assert nominal.sel(arm="wage_subsidy").values[0, 0] == 500


def test_programme_cost_at_constant_prices_and_discounted(tiny):
    constant = tiny.programme_cost(discount_rate=0).sel(arm="wage_subsidy", replicate=0)
    assert constant.values[-1] == 4_000 / 0.8
    assert constant.attrs["units"] == "KRW, prices of 2025"
    # The last month is the second after the policy start: discounted by one month.
    discounted = tiny.programme_cost(discount_rate=0.07).sel(arm="wage_subsidy", replicate=0)
    assert discounted.values[-1] == pytest.approx(5_000 / 1.07 ** (1 / 12))
    assert discounted.values[0] == 500  # before the policy start: in full
    own = tiny.programme_cost().sel(arm="wage_subsidy", replicate=0)
    assert own.values[-1] == pytest.approx(5_000 / 1.045 ** (1 / 12))


def test_extra_cost(tiny):
    extra = tiny.difference_to_reference(tiny.programme_cost(constant=False)).sum("month")
    assert extra.sel(arm="wage_subsidy").values.tolist() == [3_500, 3_500]
    assert extra.attrs["units"] == "KRW"


def test_study_of_one_arm_has_nothing_to_compare(study):
    study.arms = ["today"]
    with pytest.raises(StudyError, match="only the reference arm.*Add an arm"):
        study.paired_difference("employment_rate")


def test_shares_and_twins_of_the_fixture_agree(study):
    counted = study.twins.isel(arm_type=slice(0, 4)).sum("reference_type")
    share = counted.sel(arm_type="integration") / counted.sum("arm_type")
    given = study.indicator("share_integration")
    assert np.allclose(given, share.where(given.notnull()), equal_nan=True, atol=1e-6)


def test_person_months_stand_for_everybody_when_only_a_share_is_simulated(tmp_path):
    path = write_study(tmp_path / "tenth.h5", replicates=2, months=14, persons=60)
    with open_study(path) as study:
        whole = study.integrated_person_months_gained().load()
    with changed(path) as file:
        file["provenance"].attrs["scale"] = 0.1
    with open_study(path) as study:
        tenth = study.integrated_person_months_gained()
        assert abs(whole).max() > 0
        assert abs(tenth - 10 * whole).max() < 1e-6
