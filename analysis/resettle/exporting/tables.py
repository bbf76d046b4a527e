"""How the rows of an export's tables are read from the study file, in small blocks.

A block is one arm of one replicate (of persons: some of them), so that memory does not grow with
the number of arms and replicates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import h5py
import numpy as np
import pyarrow as pa

from resettle.exporting.fields import (
    Block,
    Column,
    as_arrow,
    column_of,
    dims_of,
    labels_of,
    text_of,
    values_of,
)
from resettle.exporting.selection import Selection
from resettle.exporting.suppression import (
    IN_A_MONTH,
    IN_EXPORT,
    IN_FILE,
    Cells,
    SuppressionLog,
    hide_small,
)
from resettle.exporting.years import Years

# Months of persons: few persons may stand behind many of them.
MONTHS_OF = {("gains", "months_gained"): "gaining", ("gains", "months_lost"): "losing"}
CONSTANT = "amount_constant"  # worked out here: the amount of the ledger at constant prices
OF_DRAWS = {"draw": "draw of the parameters; 0: their central values",
            "replicate_of_draw": "replicate of the draw, from 0"}  # fmt: skip
OUTER = ("arm", "replicate")  # dimensions of which a block has one place
TIME = ("month", "year")


class Time(Enum):
    """What becomes of the months of a table."""

    KEPT = "as in the file"
    SUMS = "sum of the calendar year"
    """Of counts small ones are hidden after this: few events fall into one month."""
    MEANS = "mean of the months of the calendar year"
    """Of what a table by month shows, so that it tells nothing that such a table hides; missing if a
    month is, as the months of many persons alone would tell of another year."""


@dataclass(frozen=True)
class Source:
    """What all tables of an export are made from."""

    file: h5py.File
    selection: Selection
    log: SuppressionLog
    scale: float  # simulated share of the population
    price_year: int


@dataclass
class Table:
    """A published table: its columns and how its blocks are read."""

    name: str
    meaning: str
    dims: tuple[str, ...]
    group: h5py.Group
    variables: list[str]
    time: Time
    everybody: bool  # /aggregates: only the first subgroup, "all"
    source: Source
    columns: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = []
        for d in self._names:
            self.columns.append(_dimension_column(d))
            self.columns += [Column(n, "", OF_DRAWS[n]) for n in self._of_replicates if d == "replicate"]
        self.columns += [self._column(n) for n in self.companions]
        for name in self.variables:
            self.columns += self._value_columns(name)

    def __bool__(self) -> bool:
        """Whether anything of it is exported."""
        return bool(self.variables) and all(len(labels) for labels in self.labels.values())

    @cached_property
    def companions(self) -> list[str]:
        """Variables along a single dimension of the table, such as the payer of a line."""
        along = [(d,) for d in self.dims if d not in OUTER]
        return [n for n, v in self.group.items() if n not in self.dims and dims_of(v) in along]

    def is_scaled(self, name: str) -> bool:
        """Whether the values count simulated persons or their months, and stand for the population
        when divided by the simulated share; those of /aggregates are already divided."""
        if self._counted_by(name):
            return True
        variable = self._variable(name)
        return text_of(variable.attrs.get("units", "")) == "persons" and (
            variable.dtype.kind in "iu" or self.time is Time.SUMS
        )

    def blocks(self) -> Iterator[Block]:
        """Columns of one arm and replicate after the other."""
        outer = [d for d in OUTER if d in self.dims[:2]]
        chosen = [self._places[d] for d in outer]
        for at in np.ndindex(*map(len, chosen)):
            yield self._block({d: int(chosen[i][at[i]]) for i, d in enumerate(outer)})

    # ---- inside -----------------------------------------------------------------------------

    @property
    def _names(self) -> list[str]:
        """Dimensions as columns."""
        return ["year" if d == "month" and self.time is not Time.KEPT else d for d in self.dims]

    @property
    def _inner(self) -> list[str]:
        return [d for d in self.dims if d not in OUTER]

    def _variable(self, name: str) -> h5py.Dataset:
        return self.group["amount" if name == CONSTANT else name]

    def _counted_by(self, name: str) -> str | None:
        """Which variable counts the persons whose months these are."""
        return MONTHS_OF.get((self.group.name.strip("/"), name))

    @property
    def _of_replicates(self) -> list[str]:
        """What a file with draws of the parameters has along the replicates."""
        return [n for n in OF_DRAWS if n in self.group and "replicate" in self.dims]

    @cached_property
    def _in_file(self) -> dict[str, np.ndarray]:
        """Labels of every dimension."""
        return {d: labels_of(self.group[d]) for d in self.dims}

    @cached_property
    def _places(self) -> dict[str, np.ndarray]:
        """Which of these are exported."""
        whole_years = self.time is not Time.KEPT
        return {d: self.source.selection.places(d, v, whole_years) for d, v in self._in_file.items()}

    @cached_property
    def labels(self) -> dict[str, np.ndarray]:
        """Exported labels of every dimension; of the months the years where they are taken together."""
        labels = {d: v[self._places[d]] for d, v in self._in_file.items()}
        if self.time is not Time.KEPT and "month" in labels:
            labels["month"] = self._years.labels
        return labels

    @cached_property
    def _years(self) -> Years:
        return Years(self._in_file["month"][self._places["month"]])

    def _block(self, at: dict[str, int]) -> Block:
        values = {n: self._read(n, at) for n in self.variables}
        rows = len(next(iter(self._same.values())))
        block: Block = {d: pa.repeat(as_arrow(self._in_file[d])[i], rows) for d, i in at.items()}
        if "replicate" in at:
            for n in self._of_replicates:
                block[n] = pa.repeat(as_arrow(self.group[n][()])[at["replicate"]], rows)
        block |= self._same
        arm = str(block["arm"][0]) if "arm" in at else ""
        for name, array in values.items():
            block |= self._cells(name, array, self._persons_behind(name, values), arm)
        return block

    def _read(self, name: str, at: dict[str, int]) -> np.ndarray:
        """The exported values of one arm and replicate; summed to years where few fall into a month."""
        values = self._variable(name)[tuple(at.values())]
        values = self._exported(values[..., 0] if self.everybody else values, self._inner)
        if name == CONSTANT:
            values = values * 100 / self._along_months(values_of(self.group["consumer_prices"]))
        if self.time is not Time.SUMS:
            return values
        sums = self._years.sums(values, self._inner.index("month"))
        return np.rint(sums).astype("int64") if name == CONSTANT else sums

    def _exported(self, values: np.ndarray, dims: list[str]) -> np.ndarray:
        for axis, d in enumerate(dims):
            if len(self._places[d]) < values.shape[axis]:
                values = np.take(values, self._places[d], axis=axis)
        return values

    def _along_months(self, values: np.ndarray) -> np.ndarray:
        """One number for each month, to be calculated with along the months of a block."""
        shape = [-1 if d == "month" else 1 for d in self._inner]
        return self._exported(values, ["month"]).reshape(shape)

    def _persons_behind(self, name: str, values: dict[str, np.ndarray]) -> np.ndarray:
        """How many simulated persons stand behind each cell of a block."""
        counted_by = self._counted_by(name)
        if counted_by:
            return values[counted_by]
        if self.group.name == "/transitions" and self.time is Time.SUMS:
            return self._persons_of_moves(values[name])
        return values[name]

    def _persons_of_moves(self, moves: np.ndarray) -> np.ndarray:
        """Persons behind the moves of a year, (year, from, to): who stays in a type is counted in each
        of its months, so there the mean of the months stands for the persons."""
        stays = np.eye(moves.shape[-1], dtype=bool)
        return np.where(stays, moves / self._years.months[:, None, None], moves)

    @cached_property
    def _same(self) -> Block:
        """The columns that are the same in every block."""
        grid = np.indices([len(self.labels[d]) for d in self._inner]).reshape(len(self._inner), -1)
        block: Block = {}
        for i, name in enumerate(self._names[-len(self._inner) :]):
            block[name] = as_arrow(self.labels[self._inner[i]]).take(pa.array(grid[i]))
        for name in self.companions:
            (along,) = dims_of(self.group[name])
            values = self._exported(values_of(self.group[name]), [along])
            if along == "month" and self.time is not Time.KEPT:
                values = self._years.means(values, 0)
            block[name] = as_arrow(values).take(pa.array(grid[self._inner.index(along)]))
        return block

    def _cells(self, name: str, array: np.ndarray, persons: np.ndarray, arm: str) -> Block:
        """The values of a variable, small counts hidden, and every hidden cell noted."""
        reason = IN_FILE
        if self.is_scaled(name):
            reason = IN_EXPORT
            if array.dtype.kind == "f":  # already divided by the simulated share
                array = persons = np.round(array * self.source.scale)
            array = hide_small(array, persons)
        if self.time is Time.MEANS:
            reason = IN_A_MONTH + reason
            array = self._years.means(array, self._inner.index("month")).astype("float32")
        if array.dtype.kind == "f":
            self.source.log.note(np.isnan(array), self._place(name, arm), reason)
        shown = array.reshape(-1)
        if not self.is_scaled(name):
            return {name: shown}
        return {f"{name}_simulated": shown, name: shown / self.source.scale}

    def _place(self, name: str, arm: str) -> Cells:
        time = [i for i, d in enumerate(self._inner) if d in TIME]
        keys = [(d, self.labels[d]) for d in self._inner if d not in TIME]
        return Cells(self.name, name, arm, keys, tuple(time))

    def _column(self, name: str) -> Column:
        column = column_of(self._variable(name), name)
        if name == CONSTANT:
            unit = f"KRW of {self.source.price_year}"
            column = Column(name, unit, "amount of each month at constant prices")
        if self.time is Time.KEPT or "month" not in dims_of(self._variable(name)):
            return column
        time = Time.MEANS if name in self.companions else self.time
        return Column(name, column.unit, f"{column.meaning}; {time.value}")

    def _value_columns(self, name: str) -> list[Column]:
        column = self._column(name)
        if not self.is_scaled(name):
            return [column]
        simulated = "simulated persons" if column.unit == "persons" else "months of simulated persons"
        return [
            Column(f"{name}_simulated", simulated, column.meaning),
            Column(name, column.unit, f"{column.meaning}; {simulated} / simulated share"),
        ]


def _dimension_column(name: str) -> Column:
    units = {"month": ("date", "first day of the month"), "year": ("year", "calendar year")}
    unit, meaning = units.get(name, ("", name.replace("_", " ")))
    return Column(name, unit, meaning)
