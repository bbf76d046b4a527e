"""Tables for reading: numbers as people write them."""

from __future__ import annotations

import math

import pandas as pd

PERSONS = ("persons", "gaining", "losing", "subsidised_hires", "hired_anyway")
ENDS = ("", "_low", "_high")  # of the columns of an estimate
NOTHING = "Nothing to show: too few persons or replicates, or no other arm."


def readable(table: pd.DataFrame, whole: bool = False) -> pd.DataFrame:
    """The table with its numbers as text: thousands separated, three digits that count below a
    hundred, persons whole, nothing where a value is missing. whole: all numbers without decimals.
    Of a table without rows, a sentence. For showing only: calculate with the table itself."""
    if table.empty:
        return pd.DataFrame({"": [NOTHING]})
    persons = {name + end for name in PERSONS for end in ENDS}
    return table.apply(
        lambda column: (
            column
            if column.name == "year"
            else column.map(_as_whole if whole or column.name in persons else _as_text)
        )
    )


def _as_whole(value: object) -> object:
    return _as_text(round(value) if isinstance(value, float) and math.isfinite(value) else value)


def _as_text(value: object) -> object:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def in_text(number: float) -> str:
    """A number as people write it: thousands separated, three digits that count below a hundred."""
    return str(_as_text(float(number)))
