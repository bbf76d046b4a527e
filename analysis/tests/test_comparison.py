"""The program's comparison as tables: names, columns, and what is missing."""

import pandas as pd
import pytest

import resettle
from resettle import Comparison
from resettle.errors import StudyError


def test_every_table_of_the_program_is_there(comparison):
    assert list(comparison) == list(comparison.raw["tables"])
    for name in comparison:
        assert isinstance(comparison[name], pd.DataFrame)
    assert "frontier" in comparison
    assert comparison.get("frontiers") is None


def test_arms_are_labelled(comparison):
    assert comparison.frontier["label"].tolist() == [
        "Today's rules", "Longer wage subsidy", "Mentors for newcomers",
    ]  # fmt: skip
    assert comparison.labels["mentors_2040"] == "MENTORS_2040"
    assert comparison.compared == ["wage_subsidy", "mentoring"]


def test_a_label_says_whose_it_is(comparison):
    assert comparison.at_end["outcome_label"].tolist() == ["employed", "employed"]
    assert comparison.at_end["label"].tolist() == ["Longer wage subsidy", "Mentors for newcomers"]
    assert comparison.cost_by_line["line_label"].tolist() == ["mentors"]
    assert comparison.cost_by_line["label"].tolist() == ["Mentors for newcomers"]


def test_intervals_and_verdicts_have_columns_of_their_own(comparison):
    row = comparison.horizon.query("arm == 'wage_subsidy'").iloc[0]
    assert row["difference"] == 5
    assert row["difference_low"] == pytest.approx(5 - 0.5 * 2.776)
    assert row["difference_replicates"] == 5
    assert row["reference"] == 2e5
    assert (row["verdict"], row["verdict_sureness"]) == ("negligible", "very_likely")
    prices = comparison.cost_per_unit
    assert prices["price"].tolist() == [250_000.0, 250_000.0]
    assert prices["price_low"].tolist() == [200_000.0, 200_000.0]


def test_rows_keep_the_cells_of_the_program(comparison):
    row = comparison.row("horizon", arm="mentoring", outcome="programme_cost")
    assert row["difference"]["mean"] == 2.5e9
    assert len(comparison.rows("horizon", arm="mentoring")) == 4
    with pytest.raises(StudyError, match="has 0 rows with arm nobody, not one"):
        comparison.row("horizon", arm="nobody")
    with pytest.raises(StudyError, match="has 4 rows"):
        comparison.row("horizon", arm="mentoring")


def test_acceptability_has_a_row_for_each_arm_and_amount(comparison):
    table = comparison.acceptability
    assert len(table) == 9
    one = table[(table["arm"] == "mentoring") & (table["worth"] == 1e6)].iloc[0]
    assert one["share_best"] == 0.75
    assert one["best_on_average"]


def test_suppressed_cells_stay_missing(comparison):
    assert comparison.type_changes["persons"].isna().tolist() == [False, True] * 2
    assert comparison.frontier["icer"].isna().all()
    assert comparison.frontier["icer"].dtype == "float64"
    assert comparison.winners_losers.empty


def test_unknown_tables_and_other_formats(comparison):
    with pytest.raises(StudyError, match=r"no table 'frontiers', it has: .*frontier.*build the"):
        _ = comparison["frontiers"]
    with pytest.raises(AttributeError, match="frontier"):
        _ = comparison.frontiers
    for version in (1, 3, None):
        with pytest.raises(StudyError, match=f"version {version}"):
            Comparison({**comparison.raw, "format_version": version})


def test_readable_numbers():
    table = pd.DataFrame({"year": [2024], "krw": [1.234567e9], "share": [0.012345], "n": [1234],
                          "none": [float("nan")], "holds": [True], "label": ["A"]})  # fmt: skip
    assert resettle.readable(table).iloc[0].tolist() == [
        2024, "1,234,567,000", "0.0123", "1,234", "", True, "A",
    ]  # fmt: skip
