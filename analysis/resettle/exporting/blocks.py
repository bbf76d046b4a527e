"""What each table of an export holds, read from the study file in small blocks.

A block is one arm of one replicate (of persons: some of them), so that memory does not grow with
the number of arms and replicates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import h5py
import numpy as np
import pyarrow as pa

from resettle.exporting.suppression import SuppressionLog, hide_small, note_missing

EPOCH = np.datetime64("1990-01-01")
# Events of a month, of which few fall into a single one: published as sums of calendar years.
EVENTS = {("transitions", "persons"), ("society", "separations"),
          ("aggregates", "deaths"), ("aggregates", "departures"),
          ("hires", "subsidised_hires"), ("hires", "hired_anyway")}  # fmt: skip
# Months of persons: few persons may stand behind many of them.
MONTHS_OF = {("gains", "months_gained"): "gaining", ("gains", "months_lost"): "losing"}
LEFT_OUT = {"provenance", "verification"}  # the first has files of its own


@dataclass(frozen=True)
class Column:
    """A column of a published table."""

    name: str
    unit: str
    meaning: str


Block = dict[str, np.ndarray | pa.Array]


@dataclass
class Table:
    """A published table: its columns and how its blocks are read."""

    name: str
    meaning: str
    dims: tuple[str, ...]
    group: h5py.Group
    variables: list[str]
    yearly: bool
    everybody: bool  # /aggregates: only the first subgroup, "all"
    log: SuppressionLog
    scale: float
    columns: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        dims = ["year" if d == "month" and self.yearly else d for d in self.dims]
        self.columns = [_dimension_column(d) for d in dims]
        self.columns += [column_of(self.group[n], n) for n in self.companions()]
        for name in self.variables:
            self.columns += _value_columns(self.group[name], name, self.is_scaled(name))

    def companions(self) -> list[str]:
        """Variables along a single dimension of the table, such as the payer of a line."""
        if self.yearly:
            return []
        found = [n for n, v in self.group.items() if n not in self.dims and dims_of(v) in self._lines()]
        return [n for n in found if n != "arm_label"]

    def _lines(self) -> list[tuple[str, ...]]:
        return [(d,) for d in self.dims if d not in ("arm", "replicate")]

    def is_scaled(self, name: str) -> bool:
        """Whether the values count simulated persons or their months, and stand for the population
        when divided by the simulated share; those of /aggregates are already divided."""
        if self._counted_by(name):
            return True
        variable = self.group[name]
        return text_of(variable.attrs.get("units", "")) == "persons" and (
            variable.dtype.kind in "iu" or self.yearly
        )

    def _counted_by(self, name: str) -> str | None:
        """Which variable counts the persons whose months these are."""
        return MONTHS_OF.get((self.group.name.strip("/"), name))

    def blocks(self) -> Iterator[Block]:
        """Columns of one arm and replicate after the other."""
        outer = [d for d in ("arm", "replicate") if d in self.dims[:2]]
        shape = [len(self.group[d]) for d in outer]
        for at in np.ndindex(*shape):
            yield self._block(dict(zip(outer, at, strict=True)))

    def _block(self, at: dict[str, int]) -> Block:
        inner = [d for d in self.dims if d not in at]
        values = {n: self.group[n][tuple(at.values())] for n in self.variables}
        if self.everybody:
            values = {n: v[..., 0] for n, v in values.items()}
        if self.yearly:
            axis = inner.index("month")
            values = {n: _by_year(v, self._years, axis) for n, v in values.items()}
        rows = len(next(iter(self._same.values())))
        arm = str(self.labels["arm"][at["arm"]]) if "arm" in at else ""
        block: Block = {d: pa.repeat(as_arrow(self.labels[d])[i], rows) for d, i in at.items()}
        block |= self._same
        for name, array in values.items():
            block |= self._cells(name, array, self._persons_behind(name, values), arm, inner)
        return block

    def _persons_behind(self, name: str, values: dict[str, np.ndarray]) -> np.ndarray:
        """How many simulated persons stand behind each cell of a block."""
        counted_by = self._counted_by(name)
        if counted_by:
            return values[counted_by]
        if self.group.name == "/transitions" and self.yearly:
            return _persons_of_moves(values[name], np.unique(self._years, return_counts=True)[1])
        return values[name]

    @cached_property
    def labels(self) -> dict[str, np.ndarray]:
        """Labels of every dimension; of the months the years where the table is by year."""
        labels = {d: labels_of(self.group[d]) for d in self.dims}
        if self.yearly:
            labels["month"] = np.unique(self._years).astype(int) + 1970
        return labels

    @cached_property
    def _years(self) -> np.ndarray:
        return labels_of(self.group["month"]).astype("datetime64[Y]")

    @cached_property
    def _same(self) -> Block:
        """The columns that are the same in every block."""
        inner = [d for d in self.dims if d not in ("arm", "replicate")]
        grid = np.indices([len(self.labels[d]) for d in inner]).reshape(len(inner), -1)
        block: Block = {}
        for i, d in enumerate(inner):
            name = "year" if d == "month" and self.yearly else d
            block[name] = as_arrow(self.labels[d]).take(pa.array(grid[i]))
        for name in self.companions():
            along = inner.index(dims_of(self.group[name])[0])
            block[name] = as_arrow(values_of(self.group[name])).take(pa.array(grid[along]))
        return block

    def _cells(self, name: str, array: np.ndarray, persons: np.ndarray, arm: str, inner: list[str]) -> Block:
        """The values of a variable, small counts hidden, and every hidden cell noted."""
        time = [i for i, d in enumerate(inner) if d in ("month", "year")]
        keys = [(d, self.labels[d]) for d in inner if d not in ("month", "year")]
        where = (self.log, self.name, name, arm, keys, tuple(time))
        if not self.is_scaled(name):
            note_missing(array, *where)
            return {name: array.reshape(-1)}
        if array.dtype.kind == "f":  # already divided by the simulated share
            array = persons = np.round(array * self.scale)
        shown = hide_small(array, persons, *where).reshape(-1)
        return {f"{name}_simulated": shown, name: shown / self.scale}


def as_arrow(values: np.ndarray) -> pa.Array:
    """Missing numbers become empty cells, and dates days."""
    if values.dtype.kind == "M":
        return pa.array(values.astype("datetime64[D]"))
    if values.dtype.kind in "OU":
        return pa.array(values, type=pa.string())
    if values.dtype.kind == "f":
        return pa.array(values, mask=np.isnan(values))
    return pa.array(values)


def tables_of(file: h5py.File, scale: float, log: SuppressionLog) -> Iterator[Table]:
    """The tables of every group but /persons, one for each set of dimensions that a group has."""
    for group_name, group in file.items():
        if group_name in LEFT_OUT or group_name == "persons":
            continue
        sets: dict[tuple[tuple[str, ...], bool], list[str]] = {}
        for name, variable in group.items():
            dims = dims_of(variable)
            if len(dims) > 1 and name not in dims:
                sets.setdefault((dims, (group_name, name) in EVENTS), []).append(name)
        whole = max((dims for dims, _ in sets), key=len, default=())
        for (dims, yearly), names in sets.items():
            if yearly and group_name == "aggregates":
                title = "exits"
            elif len({d for d, _ in sets}) > 1 and dims == whole:
                title = f"{group_name}_{'_'.join(names)}"
            else:
                title = group_name
            everybody = yearly and dims[-1] == "subgroup"
            kept = dims[:-1] if everybody else dims
            meaning = f"/{group_name} of the study file, {_grain(kept, yearly)}"
            yield Table(title, meaning, kept, group, names, yearly, everybody, log, scale)


def _grain(dims: tuple[str, ...], yearly: bool) -> str:
    """What a row of a table is."""
    names = ["calendar year" if d == "month" and yearly else d.replace("_", " ") for d in dims]
    return "one row for each " + ", ".join(names)


# ---- HDF5 ---------------------------------------------------------------------------------------


def dims_of(variable: Any) -> tuple[str, ...]:
    """Names of a variable's dimensions; () for a dimension itself."""
    if not isinstance(variable, h5py.Dataset) or variable.is_scale:
        return ()
    return tuple(scale[0].name.rpartition("/")[2] if len(scale) else "" for scale in variable.dims)


def labels_of(dimension: h5py.Dataset) -> np.ndarray:
    values = values_of(dimension)
    if text_of(dimension.attrs.get("units", "")).startswith("days since 1990-01-01"):
        return EPOCH + values.astype("timedelta64[D]")
    return values


def values_of(variable: h5py.Dataset) -> np.ndarray:
    values = variable[()]
    return variable.asstr()[()] if values.dtype.kind == "O" else values


def _by_year(values: np.ndarray, years: np.ndarray, axis: int) -> np.ndarray:
    """Sums over the months of each calendar year."""
    starts = np.flatnonzero(np.r_[True, years[1:] != years[:-1]])
    wide = values.astype("float64" if values.dtype.kind == "f" else "int64")
    return np.add.reduceat(wide, starts, axis=axis)


def _persons_of_moves(moves: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Persons behind the moves of a year, (year, from, to): who stays in a type is counted in each
    of its months, so there the mean of the months stands for the persons."""
    stays = np.eye(moves.shape[-1], dtype=bool)
    return np.where(stays, moves / months[:, None, None], moves)


def text_of(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def column_of(variable: h5py.Dataset, name: str) -> Column:
    unit, meaning = (text_of(variable.attrs.get(key, "")) for key in ("units", "long_name"))
    return Column(name, unit, meaning)


def _dimension_column(name: str) -> Column:
    units = {"month": ("date", "first day of the month"), "year": ("year", "calendar year")}
    unit, meaning = units.get(name, ("", name.replace("_", " ")))
    return Column(name, unit, meaning)


def _value_columns(variable: h5py.Dataset, name: str, scaled: bool) -> list[Column]:
    column = column_of(variable, name)
    if not scaled:
        return [column]
    simulated = "simulated persons" if column.unit == "persons" else "months of simulated persons"
    return [
        Column(f"{name}_simulated", simulated, column.meaning),
        Column(name, column.unit, f"{column.meaning}; {simulated} / simulated share"),
    ]
