"""What stands on the sheets of the workbook: a table of the comparison as columns of single cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resettle.comparison import PARTS_OF_DRAWS, Comparison, words_of
from resettle.exporting.selection import Selection

OF_THE_ROW = "of the row"  # the table has a column with the unit of each row
NO_UNIT = ("", "1", "word")
# Columns of a cell that holds several numbers: what stands in the head after the name, and its part.
SEVERAL = {
    "estimate": (("mean", "mean"), ("low", "low"), ("high", "high"),
                 ("standard error", "standard_error"), ("replicates", "replicates")),
    "ratio": (("", "value"), ("low", "low"), ("high", "high")),
}  # fmt: skip
UNIT_OF_PART = {"replicates": "replicates", "draws": "draws"}
EMPTY = "left empty"  # the column that says why cells of a row are
# The text of a terminal has these marks beside its numbers; here words stand in their place.
MARKS = "** very likely, * likely more or less than negligible."


@dataclass(frozen=True)
class SheetColumn:
    """One column of a sheet."""

    head: str
    unit: str
    is_key: bool
    values: list[Any]


@dataclass(frozen=True)
class Sheet:
    """One table of a comparison, as it is shown."""

    table: str
    title: str
    meaning: str
    columns: list[SheetColumn]
    units: list[str]  # of each row, where the table has them

    @property
    def rows(self) -> int:
        return len(self.columns[0].values)

    def unit_of(self, column: SheetColumn, row: int) -> str:
        return self.units[row] if column.unit == OF_THE_ROW else column.unit


def sheets_of(comparison: Comparison, selection: Selection) -> Iterator[Sheet]:
    """A sheet for each table that has rows which are chosen."""
    shown: list[str] = []
    for name, table in comparison.raw["tables"].items():
        keys = {column["name"] for column in table["columns"] if column["kind"] == "key"}
        if selection.outcomes is not None and "outcome" not in keys and name != "suppressed":
            continue
        rows = [row for row in table["rows"] if _is_chosen(row, keys, comparison, selection, shown)]
        if rows:
            shown.append(name)
            yield _sheet(name, table, rows, comparison.labels, comparison.draws > 0)


# ---- inside -------------------------------------------------------------------------------------


def _is_chosen(
    row: Mapping[str, Any], keys: set[str], comparison: Comparison, selection: Selection, shown: list[str]
) -> bool:
    if keys == {"table", "cell"}:  # what is suppressed: "mentoring, sex=woman, poverty_rate"
        left_out = set(comparison.labels) - set(selection.arms)
        return row["table"] in shown and row["cell"].partition(", ")[0] not in left_out
    chosen = {"arm": selection.arms, "outcome": selection.outcomes,
              "subgroup": selection.subgroups, "group": selection.subgroups}  # fmt: skip
    if any(key in keys and names is not None and row[key] not in names for key, names in chosen.items()):
        return False
    year = str(row["year"]).partition(".")[0] if "year" in keys else ""  # or "any" year
    return not year.isdigit() or int(year) >= selection.first_year


def _sheet(
    name: str,
    table: Mapping[str, Any],
    rows: list[Mapping[str, Any]],
    labels: Mapping[str, str],
    draws: bool,
) -> Sheet:
    columns: list[SheetColumn] = []
    keys = [column["name"] for column in table["columns"] if column["kind"] == "key"]
    for column in table["columns"]:
        columns += _columns(column, rows, draws)
        if column["name"] == "arm":
            columns.append(SheetColumn("arm label", "", True, [labels.get(row["arm"]) for row in rows]))
        if column["name"] == "label" and keys != ["arm"]:
            of = next(key for key in keys if key != "arm")
            columns[-1] = SheetColumn(f"{of} label", "", False, columns[-1].values)
    empty = [_why_empty(row, table["columns"]) for row in rows]
    if any(empty):
        columns.append(SheetColumn(EMPTY, "", False, empty))
    meaning = table["meaning"].replace(MARKS, "").strip()
    return Sheet(name, table["title"], meaning, columns, [row.get("unit", "") for row in rows])


def _columns(
    column: Mapping[str, str], rows: Sequence[Mapping[str, Any]], draws: bool
) -> Iterator[SheetColumn]:
    name, unit = column["name"], column["unit"]
    cells = [row[name] for row in rows]
    if column["holds"] == "verdict":
        yield SheetColumn(_head(name, ""), "", False, [words_of(cell) for cell in cells])
        yield SheetColumn(_head(f"{name} probability", ""), "share", False,
                          [cell["probability"] for cell in cells])  # fmt: skip
    elif column["holds"] == "plain":
        yield SheetColumn(_head(name, unit), unit, column["kind"] == "key", [_told(c, unit) for c in cells])
    else:
        parts = SEVERAL[column["holds"]]
        if draws and column["holds"] == "estimate":
            parts += tuple((part.replace("_", " "), part) for part in PARTS_OF_DRAWS)
        for said, part in parts:
            its_unit = UNIT_OF_PART.get(part, unit)
            values = [None if cell is None else cell.get(part) for cell in cells]
            yield SheetColumn(_head(f"{name} {said}".strip(), its_unit), its_unit, False, values)


def _head(name: str, unit: str) -> str:
    spelt = name.replace("_", " ")
    if unit in NO_UNIT or spelt.endswith(unit):
        return spelt
    return f"{spelt} (unit of the row)" if unit == OF_THE_ROW else f"{spelt} ({unit})"


def _told(cell: Any, unit: str) -> Any:
    """Words of a fixed list without underscores, as they are read."""
    return cell.replace("_", " ") if unit == "word" and isinstance(cell, str) else cell


def _why_empty(row: Mapping[str, Any], columns: Sequence[Mapping[str, str]]) -> str | None:
    """The program leaves out an estimate only if too few persons stand behind it; what else may be
    empty is said by the words of its row, or is not defined."""
    estimates = [column["name"] for column in columns if column["holds"] == "estimate"]
    missing = [name.replace("_", " ") for name in estimates if row[name] is None]
    return f"{', '.join(missing)}: too few persons" if missing else None
