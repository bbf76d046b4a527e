"""The export by calendar year: every number against the study file, what is empty, and why."""

import numpy as np
import pandas as pd
import pytest
from made_up_study import ARMS, TYPES, write_study
from study_files import changed

import resettle
from resettle.exporting.years import Years


def table(folder, name):
    return pd.read_csv(folder / f"{name}.csv")


def exported(path, folder, **choices):
    resettle.export(path, folder, workbook=False, **choices)
    return folder


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """It begins and ends in the middle of a year."""
    folder = tmp_path_factory.mktemp("study")
    return write_study(folder / "study.h5", replicates=3, months=30, persons=120, first="2022-09")


@pytest.fixture(scope="module")
def folder(path, tmp_path_factory):
    return exported(path, tmp_path_factory.mktemp("years") / "tables")


def by_year(values, how):
    """The same in another way: missing where a month is."""
    grouped = values.astype("float64").groupby("month.year")
    return grouped.sum(skipna=False) if how == "sum" else grouped.mean(skipna=False)



def same(ours, theirs, name, keys):
    """All rows, whatever their order."""
    ours = ours.set_index(keys)[name].sort_index()
    theirs = theirs.to_dataframe(name=name).reset_index().set_index(keys)[name].sort_index()
    assert ours.index.equals(theirs.index)
    return np.allclose(ours, theirs, rtol=1e-6, equal_nan=True) and ours.notna().any()


KEYS = ["arm", "replicate", "year"]


def test_tables_by_month_end_in_by_year(folder):
    names = {path.stem for path in folder.glob("*.csv")} - {"tables", "suppressed", "arms", "study"}
    assert names == {
        "indicators_by_year", "subgroups_by_year", "twins_by_year", "ledger_by_year", "society_by_year",
        "exits", "transitions", "society_separations", "gains", "hires", "network",
    }  # fmt: skip
    for name in names - {"gains"}:
        columns = table(folder, name).columns
        assert "year" in columns and "month" not in columns


def test_indicators_are_means_of_the_year(folder, path):
    everybody, groups = table(folder, "indicators_by_year"), table(folder, "subgroups_by_year")
    assert everybody["year"].unique().tolist() == [2022, 2023, 2024, 2025]
    assert "subgroup" not in everybody
    with resettle.open(path) as study:
        for name in ("share_integration", "wage_mean", "persons_15_plus"):
            yearly = by_year(study.aggregates[name], "mean")
            assert same(everybody, yearly.sel(subgroup="all"), name, KEYS)
            assert same(groups, yearly, name, [*KEYS, "subgroup"])


def test_subgroups_have_what_the_study_asks_for(path, tmp_path):
    plain = {"arm", "replicate", "year", "subgroup", "persons_15_plus"}
    always = {*(f"share_{one}" for one in TYPES), "employment_rate", "wage_mean", "distress_mean"}
    first = table(exported(path, tmp_path / "plain"), "subgroups_by_year")
    assert set(first.columns) == plain | always
    with changed(path) as file:
        file["provenance/study"][()] = "outcomes: [south_skill_mean, nonsense, wage_mean]"
    try:
        asked = table(exported(path, tmp_path / "asked"), "subgroups_by_year")
    finally:
        with changed(path) as file:
            file["provenance/study"][()] = "name: Settlement subsidies\n"
    assert set(asked.columns) == plain | always | {"south_skill_mean"}


def test_money_is_the_sum_of_the_year_nominal_and_at_constant_prices(folder, path):
    rows = table(folder, "ledger_by_year")
    with resettle.open(path) as study:
        ledger = study.ledger
        assert same(rows, by_year(ledger["amount"], "sum"), "amount", [*KEYS, "line"])
        constant = by_year(ledger["amount"] * 100 / ledger["consumer_prices"], "sum")
        assert same(rows, constant, "amount_constant", [*KEYS, "line"])
        prices = by_year(ledger["consumer_prices"], "mean")
    assert rows["amount_constant"].dtype == "int64"
    one = rows[(rows["year"] == 2023) & (rows["line"] == "deductions")].iloc[0]
    assert one["consumer_prices"] == pytest.approx(float(prices.sel(year=2023)))
    assert (one["payer"], one["payee"], one["policy_cost"]) == ("household", "government", 0)
    units = table(folder, "tables").set_index(["table", "column"])
    assert units.loc[("ledger_by_year", "amount_constant"), "unit"] == "KRW of 2025"
    assert "sum of the calendar year" in units.loc[("ledger_by_year", "amount"), "meaning"]


def test_a_year_with_a_hidden_month_is_hidden(folder, path):
    """Else the month could be had from the year and the other months."""
    rows = table(folder, "twins_by_year")
    keys = [*KEYS, "reference_type", "arm_type"]
    with resettle.open(path) as study:
        counts = study.twins
        shown = by_year(counts.where(counts >= 20), "mean")
        raw = by_year(counts, "mean")
    assert same(rows, shown, "persons", keys)
    some_months = (raw >= 20) & shown.isnull()
    assert some_months.any()  # whose mean would not look small
    log = table(folder, "suppressed")
    twins = log[log["table"] == "twins_by_year"]
    assert twins["reason"].unique().tolist() == [
        "in a month of the year: fewer than 20 simulated persons, hidden by the export"
    ]
    assert twins["cells_missing"].sum() == rows["persons"].isna().sum() == int(shown.isnull().sum())


def test_what_the_file_leaves_out_in_a_month_is_left_out_of_its_year(tmp_path):
    path = write_study(tmp_path / "study.h5", replicates=1, months=24, persons=200)
    with changed(path) as file:
        file["aggregates/wage_mean"][...] = 100
        file["aggregates/wage_mean"][1, 0, 5, 2] = np.nan
    folder = exported(path, tmp_path / "t")
    rows = table(folder, "subgroups_by_year")
    empty = rows[rows["wage_mean"].isna()]
    assert empty[["arm", "year", "subgroup"]].to_numpy().tolist() == [[ARMS[1], 2023, "sex=man"]]
    assert (rows["wage_mean"].dropna() == 100).all()
    log = table(folder, "suppressed").query("column == 'wage_mean'")
    assert log[["arm", "category", "cells_missing", "cells"]].to_numpy().tolist() == [
        [ARMS[1], "subgroup=sex=man", 1, 2]
    ]
    assert log["reason"].iloc[0].startswith("in a month of the year: missing in the study file")


def test_no_yearly_cell_tells_more_than_the_months_that_are_shown(path, folder, tmp_path):
    """Whoever has both exports learns nothing of a month that is empty: every yearly number can be
    worked out from the months alone."""
    monthly = exported(path, tmp_path / "monthly", monthly=True)
    for name in ("twins", "society", "indicators", "subgroups"):
        months, years = table(monthly, name), table(folder, f"{name}_by_year")
        months["year"] = months.pop("month").str[:4].astype(int)
        keys = [c for c in years.columns if c in ("subgroup", "reference_type", "arm_type", *KEYS)]
        values = [c for c in years.columns if c not in keys]
        means = months.groupby(keys)[values].agg(lambda column: column.mean(skipna=False)).sort_index()
        ours = years.set_index(keys)[values].sort_index()
        assert means.index.equals(ours.index)
        assert np.allclose(ours, means, rtol=1e-5, equal_nan=True)


def test_persons_stand_for_the_population_when_thinned(tmp_path):
    path = write_study(tmp_path / "tenth.h5", replicates=1, months=24, persons=200)
    with changed(path) as file:
        file["provenance"].attrs["scale"] = 0.1
    rows = table(exported(path, tmp_path / "t"), "twins_by_year").dropna()
    assert len(rows) > 0
    assert np.allclose(rows["persons"], 10 * rows["persons_simulated"], rtol=1e-5)


def test_the_same_study_gives_the_same_bytes(path, folder, tmp_path):
    again = exported(path, tmp_path / "again")
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    for name in names:
        assert (folder / name).read_bytes() == (again / name).read_bytes(), name


def test_years_of_months():
    months = np.arange(np.datetime64("2022-11", "M"), np.datetime64("2024-02", "M")).astype("datetime64[D]")
    years = Years(months)
    assert years.labels.tolist() == [2022, 2023, 2024]
    assert years.months.tolist() == [2, 12, 1]
    values = np.arange(30, dtype="int32").reshape(15, 2)
    assert years.sums(values, 0)[0].tolist() == [2, 4]
    assert years.means(values.T, 1)[:, 0].tolist() == [1, 2]
    values = values.astype("float32")
    values[3, 1] = np.nan
    assert np.isnan(years.means(values, 0)).tolist() == [[False, False], [False, True], [False, False]]
