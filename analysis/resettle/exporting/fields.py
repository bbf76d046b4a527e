"""Columns of published tables, and what h5py tells of the variables they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np
import pyarrow as pa

EPOCH = np.datetime64("1990-01-01")
Block = dict[str, np.ndarray | pa.Array]  # some rows of a table, by column


@dataclass(frozen=True)
class Column:
    """A column of a published table."""

    name: str
    unit: str
    meaning: str


def as_arrow(values: np.ndarray) -> pa.Array:
    """Missing numbers become empty cells, and dates days."""
    if values.dtype.kind == "M":
        return pa.array(values.astype("datetime64[D]"))
    if values.dtype.kind in "OU":
        return pa.array(values, type=pa.string())
    if values.dtype.kind == "f":
        return pa.array(values, mask=np.isnan(values))
    return pa.array(values)


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


def text_of(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def column_of(variable: h5py.Dataset, name: str) -> Column:
    unit, meaning = (text_of(variable.attrs.get(key, "")) for key in ("units", "long_name"))
    return Column(name, unit, meaning)
