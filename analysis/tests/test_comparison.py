"""The program's comparison as tables: names, columns, and what is missing."""

import pandas as pd
import pytest

import resettle
from resettle import Comparison
from resettle.comparison import TABLES
from resettle.errors import StudyError


def test_every_table_is_there_and_has_rows(comparison):
    assert list(comparison) == [name for name in TABLES if name != "overrun"]
    for name in comparison:
        assert isinstance(comparison[name], pd.DataFrame)
        assert len(comparison[name]) > 0, name


def test_arms_are_labelled(comparison):
    assert comparison.frontier["label"].tolist() == [
        "Today's rules", "Longer wage subsidy", "Mentors for newcomers",
    ]  # fmt: skip


def test_a_label_says_whose_it_is(comparison):
    assert comparison.at_end["outcome_label"].tolist() == ["employed", "employed"]
    assert comparison.at_end["label"].tolist() == ["Longer wage subsidy", "Mentors for newcomers"]
    assert comparison.cost_by_line["line_label"].tolist() == ["mentors"]
    assert comparison.ranking["label"].tolist() == ["Today's rules", "Mentors for newcomers"]
    assert comparison.definitions["definition_label"].tolist()[1] == "belonging"


def test_intervals_have_columns_of_their_own(comparison):
    row = comparison.cost_totals.iloc[0]
    assert row["difference"] == 2e8
    assert row["difference_low"] == 2e8 - 1
    assert row["difference_replicates"] == 4
    end = comparison.at_end
    assert end["reference"].tolist() == [0.5, 0.5]
    assert end["clear"].tolist() == [False, True]
    assert end["percent"].tolist() == [4.0, 4.0]
    gain = comparison.economics.iloc[0]
    assert gain["gain"] == 30.0
    assert gain["gain_low"] == 29.0
    assert gain["gain_reference"] == 1000.0
    assert gain["cost_per_unit_krw"] == 1e6


def test_acceptability_has_a_row_for_each_arm_and_threshold(comparison):
    table = comparison.acceptability
    assert len(table) == 9
    one = table[(table["arm"] == "mentoring") & (table["threshold_krw"] == 1e6)].iloc[0]
    assert one["probability"] == 0.75
    assert one["best_on_average"]
    assert comparison.setting("acceptability")["discount_rate"] == 0.045
    assert comparison.setting("multiplicity")["clear"] == 1


def test_definitions_say_whether_the_result_holds(comparison):
    assert comparison.definitions["holds"].tolist() == [True, False]
    assert comparison.definitions["integrated_person_months"].tolist() == [30.0, 0.5]


def test_nested_years_and_lists(comparison):
    assert comparison.budget_caps.iloc[0][["year", "spent"]].tolist() == [2024, 9e8]
    assert comparison.frontier["by"].tolist() == ["", "mentoring", ""]


def test_suppressed_cells_stay_missing(comparison):
    table = comparison.type_changes
    assert table["persons"].isna().tolist() == [False, True] * 2
    assert table["persons_suppressed"].tolist() == [False, True] * 2


def test_arms_that_are_the_same_as_another_one_are_named(comparison):
    assert comparison.same_as_reference["arm"].tolist() == ["mentors_2040"]
    assert comparison.labels["mentors_2040"] == "Mentors from 2040"
    assert comparison.same_as_another["as"].tolist() == ["wage_subsidy"]
    assert "mentors_2040" not in comparison.frontier["arm"].tolist()
    older = {k: v for k, v in comparison.raw.items() if not k.startswith("same_as")}
    assert "mentors_2040" not in Comparison(older).labels


def test_a_section_that_the_program_does_not_give(comparison):
    older = {k: v for k, v in comparison.raw.items() if k != "economics"}
    with pytest.raises(StudyError, match=r"no 'economics.frontier'.*build the program"):
        _ = Comparison(older).frontier
    assert "frontier" not in Comparison(older)
    assert Comparison(older).get("frontier", "none") == "none"
    assert "frontier" in comparison
    assert len(comparison.get("frontier")) == 3
    with pytest.raises(StudyError, match="no 'economics.acceptability'"):
        Comparison(older).setting("acceptability")


def test_unknown_tables_and_newer_formats(comparison):
    with pytest.raises(StudyError, match="no table 'frontiers'"):
        _ = comparison["frontiers"]
    with pytest.raises(AttributeError, match="frontier"):
        _ = comparison.frontiers
    with pytest.raises(StudyError, match="version 2"):
        Comparison({**comparison.raw, "format_version": 2})


def test_readable_numbers():
    table = pd.DataFrame({"year": [2024], "krw": [1.234567e9], "share": [0.012345], "n": [1234],
                          "none": [float("nan")], "clear": [True], "label": ["A"]})  # fmt: skip
    assert resettle.readable(table).iloc[0].tolist() == [
        2024, "1,234,567,000", "0.0123", "1,234", "", True, "A",
    ]  # fmt: skip
