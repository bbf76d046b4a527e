"""Counts of fewer than 20 simulated persons are not published; a log says how many are missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from resettle.study_file import SMALLEST_CELL

IN_EXPORT = f"fewer than {SMALLEST_CELL} simulated persons, hidden by the export"
IN_FILE = "missing in the study file (too few persons, or nothing to take a mean of)"

Key = tuple[str, str, str, str, str]


class SuppressionLog:
    """How many cells of a column are missing, by arm and category, over replicates and time."""

    def __init__(self) -> None:
        self._cells: dict[Key, list[int]] = {}

    def add(self, key: Key, missing: int, cells: int) -> None:
        counts = self._cells.setdefault(key, [0, 0])
        counts[0] += missing
        counts[1] += cells

    def as_table(self) -> pd.DataFrame:
        """Columns: table, column, arm, category, reason, cells_missing, cells; only where some
        are missing."""
        rows = [(*key, *counts) for key, counts in self._cells.items() if counts[0]]
        names = ["table", "column", "arm", "category", "reason", "cells_missing", "cells"]
        return pd.DataFrame(rows, columns=names)


def hide_small(
    values: np.ndarray,
    persons: np.ndarray,
    log: SuppressionLog,
    table: str,
    column: str,
    arm: str,
    keys: Sequence[tuple[str, np.ndarray]],
    time_axes: tuple[int, ...],
) -> np.ndarray:
    """The values as float64, missing where fewer than 20 simulated persons stand behind them (none
    counts as few: that a cell is empty is a finding about few persons, too)."""
    small = ~(persons >= SMALLEST_CELL)
    _note(small, log, (table, column, arm), keys, time_axes, IN_EXPORT)
    return np.where(small, np.nan, values.astype("float64"))


def note_missing(
    values: np.ndarray,
    log: SuppressionLog,
    table: str,
    column: str,
    arm: str,
    keys: Sequence[tuple[str, np.ndarray]],
    time_axes: tuple[int, ...],
) -> None:
    """Notes what the simulator itself did not write."""
    if values.dtype.kind == "f":
        _note(np.isnan(values), log, (table, column, arm), keys, time_axes, IN_FILE)


def _note(
    missing: np.ndarray,
    log: SuppressionLog,
    place: tuple[str, str, str],
    keys: Sequence[tuple[str, np.ndarray]],
    time_axes: tuple[int, ...],
    reason: str,
) -> None:
    many = np.atleast_1d(missing.sum(axis=time_axes)).reshape(-1)
    cells = missing.size // max(1, many.size)
    categories = product(*([f"{name}={label}" for label in labels] for name, labels in keys))
    for category, number in zip(categories, many, strict=True):
        log.add((*place, ", ".join(category), reason), int(number), cells)
