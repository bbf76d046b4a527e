"""Statistics over replicates."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import xarray as xr
from scipy import stats

from resettle.errors import StudyError


def interval(
    differences: xr.DataArray, dim: Hashable = "replicate", level: float = 0.95
) -> xr.Dataset:
    """Mean and t interval over `dim`: Dataset with `mean`, `lower`, `upper`, unit of the input.

    A cell suppressed in any replicate stays missing: averaging over the rest would favour
    replicates in which the group happens to be large. With one replicate, `lower` and `upper` are
    missing: one pair of worlds says nothing about chance.
    """
    if not 0.0 < level < 1.0:
        raise StudyError(
            f"The level of an interval is a share between 0 and 1, not {level}; usual is 0.95."
        )
    n = differences.sizes[dim]
    values = differences.astype("float64")
    mean = values.mean(dim, skipna=False)
    if n > 1:
        t = stats.t.ppf(0.5 + level / 2.0, n - 1)
        half = t * values.std(dim, ddof=1, skipna=False) / np.sqrt(n)
    else:
        half = xr.full_like(mean, np.nan)
    result = xr.Dataset({"mean": mean, "lower": mean - half, "upper": mean + half})
    for variable in result.values():
        variable.attrs = dict(differences.attrs)
    return result.assign_attrs(level=level, replicates=n)
