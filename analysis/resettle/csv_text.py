"""Text in CSV files that people open in a spreadsheet.

Names and labels are what the author of a study wrote. A spreadsheet takes a cell that begins with
=, +, - or @ for a formula, which may fetch from the network or start programs. Such a text gets an
apostrophe in front, by which spreadsheets know a text. Numbers stay as they are, also below zero.
The program (sim/io/csv_cell.cpp) and the report's page (report.js) do the same.
"""

from __future__ import annotations

import re
from os import PathLike

import pandas as pd
import pyarrow as pa

# Blanks, quotes and marks without width do not hide a formula, nor do signs of full width.
FORMULA = re.compile(
    "[ \"'\u00a0\u2002\u2003\u2009\u200b\u2018\u2019\u201c\u201d\u3000\ufeff]*"
    "[-=+@\uff1d\uff0b\uff0d\uff20\t\r\n\v\f]"
)


def plain(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def write_csv(table: pd.DataFrame, path: str | PathLike[str]) -> None:
    """A table without its index as CSV (RFC 4180). Its lines end in CR and LF, as only so a text
    with either of them is put between quotes."""
    texts = table.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    table = table.assign(**{name: table[name].map(plain) for name in texts})
    table = table.rename(columns=plain)
    table.to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8")


def plain_columns(table: pa.Table) -> pa.Table:
    """The same for a table of Arrow."""
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = table.column(i).combine_chunks().dictionary_encode()
            texts = pa.array([plain(text) for text in column.dictionary.to_pylist()], field.type)
            table = table.set_column(i, field, texts.take(column.indices))
    return table
