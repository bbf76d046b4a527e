"""The full export against the study file itself: every number, suppression, its log, and refusals."""

import errno
import os

import h5py
import numpy as np
import pandas as pd
import pytest
from made_up_study import ARMS, write_study
from pyarrow import parquet
from study_files import changed

import resettle
from resettle.errors import StudyError
from resettle.exporting.__main__ import main
from resettle.exporting.catalogue import tables_of
from resettle.exporting.selection import Choices, select
from resettle.exporting.suppression import SuppressionLog
from resettle.exporting.tables import Source

FULL = {"full": True, "workbook": False}


@pytest.fixture(scope="module")
def folder(study_path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "tables"
    assert main([str(study_path), "-o", str(folder), "--persons", "--full", "--no-workbook"]) == 0
    return folder


def table(folder, name):
    return pd.read_csv(folder / f"{name}.csv", keep_default_na=True)


def test_every_group_has_a_table_with_described_columns(folder):
    names = {path.stem for path in folder.glob("*.csv")}
    tables = {"aggregates", "exits", "transitions", "twins", "gains", "hires", "ledger", "society",
              "society_separations", "network", "persons", "person_months"}  # fmt: skip
    assert tables | {"tables", "suppressed", "arms", "study"} == names
    described = table(folder, "tables")
    for name in tables:
        columns = table(folder, name).columns.tolist()
        assert columns == described[described["table"] == name]["column"].tolist()
    assert (folder / "scenario_mentoring.yaml").read_text().startswith("policies:")
    assert "Never read it as zero" in (folder / "README.md").read_text()


def test_aggregates_are_those_of_the_file(folder, study_path):
    rows = table(folder, "aggregates").set_index(["arm", "replicate", "month", "subgroup"])
    with resettle.open(study_path) as study:
        share = study.aggregates["share_integration"]
        assert len(rows) == share.size
        cell = {"arm": "mentoring", "replicate": 2, "month": "2025-12-01", "subgroup": "sex=woman"}
        there = rows.loc[tuple(cell.values()), "share_integration"]
        assert there == pytest.approx(float(share.sel(cell)))
        assert rows["share_integration"].isna().sum() == int(share.isnull().sum())
    assert "deaths" not in rows


def test_small_counts_are_hidden_and_logged(folder, study_path):
    rows = table(folder, "twins").set_index(["arm", "replicate", "month", "reference_type", "arm_type"])
    with resettle.open(study_path) as study:
        counts = study.twins.stack(cell=("arm", "replicate", "month", "reference_type", "arm_type"))
        counts = counts.values
    shown = rows["persons_simulated"].to_numpy()
    assert np.array_equal(np.isnan(shown), counts < 20)
    assert np.array_equal(shown[counts >= 20], counts[counts >= 20])
    log = table(folder, "suppressed")
    twins = log[log["table"] == "twins"]
    assert twins["cells_missing"].sum() == (counts < 20).sum()
    assert twins["reason"].str.contains("fewer than 20").all()
    category = "reference_type=integration, arm_type=isolation"
    one = twins[(twins["arm"] == "today") & (twins["category"] == category)]
    assert one[["cells_missing", "cells"]].to_numpy().tolist() == [[4 * 36, 4 * 36]]


def test_events_are_summed_over_calendar_years(folder, study_path):
    rows = table(folder, "society_separations")
    assert rows["year"].unique().tolist() == [2023, 2024, 2025]
    other = rows[rows["cause"] == "other"]
    assert (other["separations_simulated"] == 12 * 3).all()
    assert rows[rows["cause"] == "dialect"]["separations"].isna().all()  # twelve in a year
    assert (table(folder, "exits")["deaths"] == 12 * 4).all()
    moves = table(folder, "transitions").set_index(["arm", "replicate", "year", "from_type", "to_type"])
    with resettle.open(study_path) as study:
        one = study.transitions.sel(arm="today", replicate=1, from_type="marginality", to_type="marginality")
        sums = one.groupby("month.year").sum()
    for year in (2023, 2024, 2025):
        cell = ("today", 1, year, "marginality", "marginality")
        assert moves.loc[cell, "persons"] == int(sums.sel(year=year))


def test_months_of_few_persons_are_hidden_though_they_are_many(folder):
    rows = table(folder, "gains").set_index("gain_group")
    assert (rows.loc["all", "months_gained"] == 300).all()
    assert (rows.loc["all", "months_lost"] == 120).all()
    hidden = rows.loc["position=1", ["gaining", "losing", "months_gained", "months_lost"]]
    assert hidden.isna().all(axis=None)
    described = table(folder, "tables").set_index(["table", "column"])["unit"]
    assert described["gains", "months_gained_simulated"] == "months of simulated persons"
    assert described["gains", "months_gained"] == "months"


def test_hires_are_summed_over_calendar_years(folder):
    rows = table(folder, "hires")
    assert rows["year"].unique().tolist() == [2024, 2025]
    assert (rows["subsidised_hires"] == 36).all()
    assert rows["hired_anyway"].isna().all()  # twelve in a year


def test_who_stays_in_a_type_is_one_person_in_all_months(tmp_path):
    path = write_study(tmp_path / "few.h5", replicates=1, months=24, persons=30)
    with changed(path) as file:
        moves = file["transitions/persons"]
        moves[...] = 2  # two stayers in each of twelve months: 24, but not 24 persons
        moves[:, :, :, 0, 0] = 20
    resettle.export(path, tmp_path / "t", **FULL)
    rows = table(tmp_path / "t", "transitions")
    stays = rows[rows["from_type"] == rows["to_type"]].set_index("from_type")["persons"]
    assert (stays["integration"] == 12 * 20).all()
    assert stays.drop("integration").isna().all()
    assert (rows[rows["from_type"] != rows["to_type"]]["persons"] == 24).all()


def test_ledger_has_payers_and_prices(folder):
    rows = table(folder, "ledger")
    one = rows[(rows["line"] == "deductions")].iloc[0]
    assert (one["payer"], one["payee"], one["policy_cost"]) == ("household", "government", 0)
    assert rows["consumer_prices"].between(90, 110).all()
    assert rows["arm"].unique().tolist() == ARMS


def test_persons_only_when_asked_and_only_where_they_count(folder, study_path, tmp_path):
    persons = table(folder, "persons")
    assert len(persons) == 2 * 200 - 1  # one replicate has a person less
    months = table(folder, "person_months")
    with resettle.open(study_path) as study:
        assert len(months) == int((study.persons["adjustment_type"] > 0).sum())
    assert set(months["adjustment_type"]) == set(resettle.TYPES)
    resettle.export(study_path, tmp_path / "without", **FULL)
    assert not (tmp_path / "without" / "persons.csv").exists()


def test_parquet_holds_the_same(folder, study_path, tmp_path):
    tables = resettle.export(study_path, tmp_path / "p", "parquet", **FULL)
    assert set(tables["file"]) >= {"twins.parquet", "aggregates.parquet"}
    ours = parquet.read_table(tmp_path / "p" / "twins.parquet").to_pandas()
    theirs = table(folder, "twins")
    assert len(ours) == len(theirs)
    assert np.array_equal(ours["persons"].to_numpy(), theirs["persons"].to_numpy(), equal_nan=True)


def test_persons_stand_for_the_population_when_thinned(tmp_path):
    path = write_study(tmp_path / "tenth.h5", replicates=2, months=24, persons=60)
    with changed(path) as file:
        file["provenance"].attrs["scale"] = 0.1
        file["aggregates/deaths"][..., 0] = 20  # for all, so two simulated ones in a month
    resettle.export(path, tmp_path / "t", **FULL)
    rows = table(tmp_path / "t", "society_separations")
    known = rows[rows["separations"].notna()]
    assert (known["separations"] == 10 * known["separations_simulated"]).all()
    exits = table(tmp_path / "t", "exits")
    assert (exits["deaths_simulated"] == 24).all()
    assert (exits["deaths"] == 240).all()
    gains = table(tmp_path / "t", "gains").set_index("gain_group").loc["all"]
    assert (gains["months_gained"] == 3_000).all()


def test_blocks_do_not_grow_with_arms_and_replicates(study_path):
    with resettle.open(study_path) as study, h5py.File(study_path, "r") as file:
        selection = select(study, Choices(full=True))
        for one in tables_of(Source(file, selection, SuppressionLog(), 1.0, 2025)):
            sizes = [len(next(iter(block.values()))) for block in one.blocks()]
            assert len(sizes) == 3 * 4, one.name
            assert len(set(sizes)) == 1


def test_refusals_say_what_to_do(study_path, tmp_path, capsys):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep")
    assert main([str(study_path), "-o", str(tmp_path / "full")]) == 2
    assert "not an empty folder" in capsys.readouterr().err
    assert main([str(tmp_path / "absent.h5"), "-o", str(tmp_path / "x")]) == 2
    assert "no study file" in capsys.readouterr().err
    with pytest.raises(StudyError, match="csv or parquet"):
        resettle.export(study_path, tmp_path / "x", "dta")
    bare = write_study(tmp_path / "bare.h5", replicates=1, months=14, persons=30)
    with changed(bare) as file:
        del file["persons"]
    assert main([str(bare), "-o", str(tmp_path / "y"), "--persons", "--no-workbook"]) == 2
    assert "recorded no persons" in capsys.readouterr().err
    assert not (tmp_path / "y").exists()  # the tables before were written


def test_of_an_export_that_fails_nothing_stays(study_path, tmp_path, monkeypatch):
    def full_disk(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("resettle.exporting.folder.readme", full_disk)
    (tmp_path / "there").mkdir()
    for name in ("there", "new", "new/below"):
        assert main([str(study_path), "-o", str(tmp_path / name), "--no-workbook"]) == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "x"), "The disk of 'FOLDER' is full, so it cannot be written. Make room"),
        (OSError(errno.EDQUOT, "x"), "The disk of 'FOLDER' is full"),
        (OSError(errno.ENAMETOOLONG, "x", "n.csv"), "'n.csv' is a name too long for this disk. Give a"),
        (PermissionError(errno.EACCES, "Permission denied", "a\x1b.csv"),
         "'a\\x1b.csv' cannot be read or written: Permission denied. Mend that"),
        (OSError(errno.EIO, "Input/output error"), "'FOLDER' cannot be read or written: Input/output error."),
    ],
)  # fmt: skip
def test_what_the_system_refuses_is_told_in_words(
    study_path, tmp_path, monkeypatch, capsys, error, told
) -> None:
    def refused(*_):
        raise error

    monkeypatch.setattr("resettle.exporting.folder.readme", refused)
    folder = tmp_path / "new"
    assert main([str(study_path), "-o", str(folder), "--no-workbook"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("resettle export: " + told.replace("FOLDER", str(folder)))
    assert "Errno" not in said and not folder.exists()


def test_a_damaged_file_is_not_exported(study_path, tmp_path, capsys):
    damaged = tmp_path / "damaged.h5"
    content = bytearray(study_path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    assert main([str(damaged), "-o", str(tmp_path / "tables")]) == 2
    assert "its seal is broken" in capsys.readouterr().err
    assert not (tmp_path / "tables").exists()
