"""Statistics over replicates, and over draws of the uncertain parameters.

Values of a study with draws carry the coordinate `draw` along `replicate`. Draw 0 has the central
values of the parameters: it is not one of the draws, so means and intervals leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from scipy import stats

from resettle.number import number

# The rules of the program, for what is worked out from the file: of replicates those of
# sim/results/paired_interval.h, of draws those of sim/results/sampling.h.
FEWEST_FOR_INTERVAL = 3
FEWEST_EQUAL = 6
EQUAL = 1e-3
FEWEST_DRAWS = 20
DRAW = "draw"
REPLICATE = "replicate"


def number_of_draws(values: xr.DataArray | xr.Dataset, dim: str = REPLICATE) -> int:
    """How many draws of the parameters the values along `dim` come from; 0 without draws."""
    if DRAW not in values.coords or values[DRAW].dims != (dim,):
        return 0
    draws = values[DRAW].values
    return len(np.unique(draws[draws > 0]))


def enough_for_interval(values: xr.DataArray | xr.Dataset, dim: str = REPLICATE) -> bool:
    """Whether there are as many draws, or replicates, as an interval needs."""
    draws = number_of_draws(values, dim)
    return draws >= FEWEST_DRAWS if draws else values.sizes[dim] >= FEWEST_FOR_INTERVAL


def tell_of_chance(values: xr.DataArray, dim: str) -> xr.DataArray:
    """Whether values say how far chance reaches: not fewer than three, and not fewer than six that
    are equal to the three digits shown. Values that are all zero say that nothing happens."""
    n = values.sizes[dim]
    size = abs(values).max(dim)
    equal = values.max(dim) - values.min(dim) <= EQUAL * size
    return (n >= FEWEST_FOR_INTERVAL) & ((size == 0) | (n >= FEWEST_EQUAL) | ~equal)


def mean(values: xr.DataArray, dim: str = REPLICATE) -> xr.DataArray:
    """Mean over replicates, or over draws of the means of their replicates; missing where one is."""
    if number_of_draws(values, dim):
        return _layers(values, dim).means.mean(DRAW, skipna=False)
    return values.mean(dim, skipna=False)


def points(values: xr.DataArray, dim: str = REPLICATE) -> xr.DataArray:
    """What varies: the values themselves, or the means of the draws (along `draw`), which are drawn
    towards their mean by what chance contributes to their spread."""
    return _layers(values, dim).freed_of_chance() if number_of_draws(values, dim) else values


def interval(differences: xr.DataArray, dim: str = REPLICATE, level: float = 0.95) -> xr.Dataset:
    """Mean and interval over `dim`: Dataset with `mean`, `lower`, `upper`, unit of the input.

    Of replicates it is the t interval of the mean, chance alone; missing where the replicates do
    not tell how far chance reaches (`tell_of_chance`). Of draws it is the total interval, of what is
    not known of the parameters and of chance: quantiles of `points`, and never narrower than that of
    chance alone; missing with fewer than 20.

    A cell suppressed in any replicate stays missing: averaging over the rest would favour
    replicates in which the group happens to be large.
    """
    level = number(level, "The level of an interval, such as 0.95,", above=0, below=1)
    values = differences.astype("float64")
    draws = number_of_draws(values, dim)
    result = _over_draws(values, dim, level) if draws else _over_replicates(values, dim, level)
    for variable in result.values():
        variable.attrs = dict(differences.attrs)
    used = int((values[DRAW] > 0).sum()) if draws else values.sizes[dim]
    return result.assign_attrs(level=level, replicates=used, **({"draws": draws} if draws else {}))


# ---- inside -------------------------------------------------------------------------------------


def _over_replicates(values: xr.DataArray, dim: str, level: float) -> xr.Dataset:
    n = values.sizes[dim]
    middle = values.mean(dim, skipna=False)
    half = xr.full_like(middle, np.nan)
    if n >= FEWEST_FOR_INTERVAL:
        t = stats.t.ppf(0.5 + level / 2.0, n - 1)
        half = t * values.std(dim, ddof=1, skipna=False) / np.sqrt(n)
        half = half.where(tell_of_chance(values, dim))
    return xr.Dataset({"mean": middle, "lower": middle - half, "upper": middle + half})


def _over_draws(values: xr.DataArray, dim: str, level: float) -> xr.Dataset:
    layers = _layers(values, dim)
    middle = layers.means.mean(DRAW, skipna=False)
    lower = upper = xr.full_like(middle, np.nan)
    if layers.means.sizes[DRAW] >= FEWEST_DRAWS:
        ends = [0.5 - level / 2.0, 0.5 + level / 2.0]
        both = layers.freed_of_chance().quantile(ends, DRAW, skipna=False)
        lower, upper = (both.isel(quantile=i, drop=True) for i in (0, 1))
        if layers.freedom:  # never narrower than chance alone leaves it
            t = stats.t.ppf(0.5 + level / 2.0, layers.freedom)
            reach = t * np.sqrt(layers.by_chance / layers.means.sizes[DRAW])
            lower, upper = np.minimum(lower, middle - reach), np.maximum(upper, middle + reach)
    return xr.Dataset({"mean": middle, "lower": lower, "upper": upper})


@dataclass(frozen=True)
class _Layers:
    """Means of the draws, how much of their variance is chance's, and with how many degrees of freedom
    that is known (0: with one replicate a draw nothing tells it)."""

    means: xr.DataArray
    by_chance: xr.DataArray
    freedom: int

    def freed_of_chance(self) -> xr.DataArray:
        if self.means.sizes[DRAW] < 2:  # no spread to take chance's part from
            return self.means
        spread = self.means.var(DRAW, ddof=1, skipna=False)
        between = (spread - self.by_chance).clip(min=0)
        # Nor is the mean of all draws known: without that, an effect that is nothing but chance would
        # be told as known exactly.
        not_known = between + (between + self.by_chance) / self.means.sizes[DRAW]
        kept = np.sqrt((not_known / spread).where(spread > not_known, 1))
        middle = self.means.mean(DRAW, skipna=False)
        return (middle + kept * (self.means - middle)).transpose(*self.means.dims)


def _layers(values: xr.DataArray, dim: str) -> _Layers:
    drawn = values.isel({dim: np.flatnonzero(values[DRAW].values > 0)}).astype("float64")
    drawn = drawn.sortby(DRAW)
    draws, first, counts = np.unique(drawn[DRAW].values, return_index=True, return_counts=True)
    axis = drawn.get_axis_num(dim)
    shape = [-1 if i == axis else 1 for i in range(drawn.ndim)]
    sums = np.add.reduceat(drawn.values, first, axis=axis) / counts.reshape(shape)
    off = drawn.values - np.repeat(sums, counts, axis=axis)
    squares = (off**2).sum(axis=axis)
    more = int(counts.sum()) - len(draws)
    # With one replicate a draw nothing tells chance from what is not known.
    within = squares / more if more else np.zeros_like(squares)
    along = [DRAW if d == dim else d for d in drawn.dims]
    rest = {k: c for k, c in drawn.coords.items() if dim not in c.dims}
    means = xr.DataArray(sums, {**rest, DRAW: draws}, along)
    by_chance = means.isel({DRAW: 0}, drop=True).copy(data=within * (1 / counts).sum() / len(draws))
    return _Layers(means, by_chance, more)
