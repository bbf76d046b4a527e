"""Tables for reading: persons whole, and a sentence where there are no rows."""

import pandas as pd

from resettle import readable
from resettle.comparison import Comparison


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
    for name in ("frontier", "acceptability", "horizon"):
        full = comparison[name].columns
        comparison.raw["tables"][name]["rows"] = []
        empty = Comparison(comparison.raw)[name]
        assert empty.empty
        assert set(empty.columns) <= set(full), name


def test_results_that_are_missing_everywhere_are_numbers(comparison: Comparison):
    for row in comparison.raw["tables"]["type_changes"]["rows"]:
        row["persons"] = None
    assert comparison.type_changes["persons"].dtype == "float64"
