"""Tables for reading: numbers as people write them."""

from __future__ import annotations

import pandas as pd


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its numbers as text: thousands separated, three digits that count below a
    hundred, nothing where a value is missing. For showing only: calculate with the table itself."""
    return table.apply(lambda column: column if column.name == "year" else column.map(_as_text))


def _as_text(value: object) -> object:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
