"""Months of a table taken together to calendar years."""

from __future__ import annotations

import numpy as np


class Years:
    """The calendar years of some months in a row, which need not begin in January."""

    def __init__(self, months: np.ndarray) -> None:
        years = months.astype("datetime64[Y]").astype(int) + 1970
        self.labels, self._starts, self.months = np.unique(years, return_index=True, return_counts=True)

    def sums(self, values: np.ndarray, axis: int) -> np.ndarray:
        """Sums over the months of each year; missing where a month is."""
        wide = values.astype("float64" if values.dtype.kind == "f" else "int64")
        return np.add.reduceat(wide, self._starts, axis=axis)

    def means(self, values: np.ndarray, axis: int) -> np.ndarray:
        """Means over the months of each year; missing where a month is."""
        return self.sums(values, axis) / self._along(axis, values.ndim)

    def _along(self, axis: int, dimensions: int) -> np.ndarray:
        """How many months the years have, to be calculated with along this axis."""
        shape = [1] * dimensions
        shape[axis] = -1
        return self.months.reshape(shape)
