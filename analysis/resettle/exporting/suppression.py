"""Counts of fewer than 20 simulated persons are not published; a log says how many are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from resettle.study_file import SMALLEST_CELL

IN_EXPORT = f"fewer than {SMALLEST_CELL} simulated persons, hidden by the export"
IN_FILE = "missing in the study file (too few persons, or nothing to take a mean of)"
IN_A_MONTH = "in a month of the year: "

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Cells:
    """Cells of one column: those of one arm, which are many along time and its other dimensions."""

    table: str
    column: str
    arm: str
    keys: Sequence[tuple[str, np.ndarray]]  # dimensions other than time, with their labels
    time_axes: tuple[int, ...]


class SuppressionLog:
    """How many cells of a column are missing, by arm and category, over replicates and time."""

    def __init__(self) -> None:
        self._cells: dict[Key, list[int]] = {}

    def note(self, missing: np.ndarray, cells: Cells, reason: str) -> None:
        """Counts what is missing of these cells."""
        many = np.atleast_1d(missing.sum(axis=cells.time_axes)).reshape(-1)
        each = missing.size // max(1, many.size)
        categories = product(*([f"{name}={label}" for label in labels] for name, labels in cells.keys))
        for category, number in zip(categories, many, strict=True):
            self._add((cells.table, cells.column, cells.arm, ", ".join(category), reason), int(number), each)

    def as_table(self) -> pd.DataFrame:
        """Columns: table, column, arm, category, reason, cells_missing, cells; only where some
        are missing."""
        rows = [(*key, *counts) for key, counts in self._cells.items() if counts[0]]
        names = ["table", "column", "arm", "category", "reason", "cells_missing", "cells"]
        return pd.DataFrame(rows, columns=names)

    def _add(self, key: Key, missing: int, cells: int) -> None:
        counts = self._cells.setdefault(key, [0, 0])
        counts[0] += missing
        counts[1] += cells


def hide_small(values: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """The values as float64, missing where fewer than 20 simulated persons stand behind them (none
    counts as few: that a cell is empty is a finding about few persons, too)."""
    return np.where(persons >= SMALLEST_CELL, values.astype("float64"), np.nan)
