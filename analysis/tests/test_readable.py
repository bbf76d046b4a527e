"""Tables for reading: persons whole, and a sentence where there are no rows."""

import pandas as pd

from resettle import readable
from resettle.comparison import TABLES, Comparison


def test_persons_are_whole_and_other_numbers_keep_three_digits():
    table = pd.DataFrame(
        {"gaining": [57.4, None], "losing_low": [-0.4, 3.6], "months_per_person": [1.25, 2.0]}
    )
    told = readable(table)
    assert told["gaining"].tolist() == ["57", ""]
    assert told["losing_low"].tolist() == ["0", "4"]
    assert told["months_per_person"].tolist() == ["1.25", "2"]
    assert readable(table, whole=True)["months_per_person"].tolist() == ["1", "2"]


def test_a_table_without_rows_says_so():
    assert "Nothing to show" in readable(pd.DataFrame(columns=["a"])).iloc[0, 0]


def test_tables_without_rows_have_their_columns(comparison: Comparison):
    for name in ("frontier", "acceptability", "ranking", "multiplicity"):
        full = comparison[name].columns
        raw = {**comparison.raw, "ranking": [], "multiplicity": {"rows": []}}
        raw["economics"] = {**raw["economics"], "frontier": {"rows": []},
                            "acceptability": {"thresholds_krw": [], "probability": []}}  # fmt: skip
        empty = Comparison(raw)[name]
        assert empty.empty
        assert set(empty.columns) <= {*full, "by", "against", "unit", "better"}, name
    assert set(TABLES) >= {"frontier", "ranking"}


def test_results_that_are_missing_everywhere_are_numbers(comparison: Comparison):
    arm = comparison.raw["arms"][0]
    for cell in arm["type_changes"]["table"]:
        cell["persons"] = {"mean": None, "suppressed": True}
    comparison.raw["arms"] = [arm]
    assert comparison.type_changes["persons"].dtype == "float64"
