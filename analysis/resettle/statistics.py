"""Statistics over replicates."""

from __future__ import annotations

import numpy as np
import xarray as xr
from scipy import stats

from resettle.number import number

# The rule of the program (sim/results/paired_interval.h), for what is worked out from the file.
FEWEST_FOR_INTERVAL = 3
FEWEST_EQUAL = 6
EQUAL = 1e-3


def tell_of_chance(values: xr.DataArray, dim: str) -> xr.DataArray:
    """Whether values say how far chance reaches: not fewer than three, and not fewer than six that
    are equal to the three digits shown. Values that are all zero say that nothing happens."""
    n = values.sizes[dim]
    size = abs(values).max(dim)
    equal = values.max(dim) - values.min(dim) <= EQUAL * size
    return (n >= FEWEST_FOR_INTERVAL) & ((size == 0) | (n >= FEWEST_EQUAL) | ~equal)


def interval(differences: xr.DataArray, dim: str = "replicate", level: float = 0.95) -> xr.Dataset:
    """Mean and t interval over `dim`: Dataset with `mean`, `lower`, `upper`, unit of the input.

    A cell suppressed in any replicate stays missing: averaging over the rest would favour
    replicates in which the group happens to be large. `lower` and `upper` are missing where the
    replicates do not tell how far chance reaches (`tell_of_chance`).
    """
    level = number(level, "The level of an interval, such as 0.95,", above=0, below=1)
    n = differences.sizes[dim]
    values = differences.astype("float64")
    mean = values.mean(dim, skipna=False)
    half = xr.full_like(mean, np.nan)
    if n >= FEWEST_FOR_INTERVAL:
        t = stats.t.ppf(0.5 + level / 2.0, n - 1)
        half = t * values.std(dim, ddof=1, skipna=False) / np.sqrt(n)
        half = half.where(tell_of_chance(values, dim))
    result = xr.Dataset({"mean": mean, "lower": mean - half, "upper": mean + half})
    for variable in result.values():
        variable.attrs = dict(differences.attrs)
    return result.assign_attrs(level=level, replicates=n)
