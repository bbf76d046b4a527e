"""The simulated persons of a study as tables; written only when asked for."""

from __future__ import annotations

from collections.abc import Iterator

import h5py
import numpy as np
import pyarrow as pa

from resettle.exporting.fields import (
    EPOCH,
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

PERSONS_AT_ONCE = 1024
NOT_COUNTED = 0


def traits(group: h5py.Group) -> tuple[list[Column], Iterator[Block]]:
    """One row for each replicate and person: what is fixed at arrival."""
    names = [n for n, v in group.items() if dims_of(v) == ("replicate", "person")]
    columns = [Column("replicate", "", "replicate"), Column("person", "", "in order of arrival")]
    return [*columns, *(column_of(group[n], n) for n in names)], _trait_blocks(group, names)


def _trait_blocks(group: h5py.Group, names: list[str]) -> Iterator[Block]:
    for i, replicate in enumerate(group["replicate"][()]):
        columns = {n: group[n][i] for n in names}
        there = np.all([v != group[n].attrs["_FillValue"] for n, v in columns.items()], axis=0)
        person = group["person"][()][there]
        block: Block = {"replicate": np.full(person.shape, replicate), "person": person}
        for name, values in columns.items():
            is_month = "days since" in text_of(group[name].attrs.get("units", ""))
            kept = values[there]
            block[name] = _as_dates(kept) if is_month else kept
        yield block


def months(group: h5py.Group, selection: Selection) -> tuple[list[Column], Iterator[Block]]:
    """One row for each arm, replicate, person and month in which the person counts."""
    dims = ("arm", "replicate", "person", "month")
    names = [n for n, v in group.items() if dims_of(v) == dims]
    columns = [Column(d, "date" if d == "month" else "", d) for d in dims]
    return [*columns, *(column_of(group[n], n) for n in names)], _month_blocks(group, names, selection)


def _month_blocks(group: h5py.Group, names: list[str], selection: Selection) -> Iterator[Block]:
    arms, month = labels_of(group["arm"]), labels_of(group["month"])
    before = len(month) - len(selection.places("month", month))  # months that are left out
    meanings = np.array(text_of(group["adjustment_type"].attrs["flag_meanings"]).split())
    for a in selection.places("arm", arms):
        for r, replicate in enumerate(group["replicate"][()]):
            for first in range(0, len(group["person"]), PERSONS_AT_ONCE):
                here = slice(first, first + PERSONS_AT_ONCE)
                types = group["adjustment_type"][a, r, here, before:]
                person, m = np.nonzero(types != NOT_COUNTED)
                if not len(person):
                    continue
                block: Block = {
                    "arm": pa.repeat(str(arms[a]), len(person)),
                    "replicate": np.full(person.shape, replicate),
                    "person": values_of(group["person"])[here][person],
                    "month": month[before:][m],
                }
                for name in names:
                    values = types if name == "adjustment_type" else group[name][a, r, here, before:]
                    block[name] = values[person, m]
                codes = pa.array(block["adjustment_type"])
                block["adjustment_type"] = as_arrow(meanings).take(codes)
                yield block


def _as_dates(days: np.ndarray) -> np.ndarray:
    return EPOCH + days.astype("timedelta64[D]")
