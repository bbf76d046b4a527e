"""A part of what is not known of a result: the share of its variance that some parameters account for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Spread:
    """Of a result: variance between draws freed of luck, what luck adds to that of the draws' means, and
    how many degrees of freedom it is known with (0: not known, then 0 is taken)."""

    between: float
    luck: float
    luck_freedom: int

    @classmethod
    def of(cls, y: np.ndarray, luck: tuple[float, int]) -> Spread:
        return cls(float(y.var(ddof=1)) - luck[0], luck[0], luck[1])

    @property
    def luck_share(self) -> float:
        return self.luck / (self.between + self.luck)

    @property
    def luck_error(self) -> float:
        """Variance of the variance of luck."""
        return 2 * self.luck**2 / self.luck_freedom if self.luck_freedom else 0.0


@dataclass(frozen=True)
class Share:
    """A share of the variance between draws, with standard error and 95 % interval within 0 and 1.
    The estimate itself is unbiased and so may come out a little below 0."""

    value: float
    error: float

    @property
    def low(self) -> float:
        return float(np.clip(self.value - 1.96 * self.error, 0, 1))

    @property
    def high(self) -> float:
        return float(np.clip(self.value + 1.96 * self.error, 0, 1))


@dataclass(frozen=True)
class Part:
    """Terms of the polynomial: columns (draw, term), what makes their coefficients of a result, maps
    (term, draw), and the residual of the result, by draw.

    Under priors the columns are orthonormal, so their squared coefficients add up to a variance. Draws of
    a sample (from a file) may depend on one another: then `within` has the mean products of the columns,
    or of what they have that other terms have not. Either way a variance is too large by what chance gives
    to the coefficients, which is taken off.
    """

    columns: np.ndarray
    maps: np.ndarray
    y: np.ndarray
    residual: np.ndarray
    within: np.ndarray | None = None

    @cached_property
    def coefficients(self) -> np.ndarray:
        return self.maps @ self.y

    @cached_property
    def effect(self) -> np.ndarray:
        """What the parameters add to the mean, by draw."""
        return self.columns @ self.coefficients

    @cached_property
    def raw(self) -> float:
        """The variance with what is chance's."""
        return self._raw_of(self.coefficients)

    def _raw_of(self, coefficients: np.ndarray) -> float:
        if self.within is None:
            return float((coefficients**2).sum())
        return float(coefficients @ self.within @ coefficients)

    def _kept_of(self, coefficients: np.ndarray) -> float:
        raw = self._raw_of(coefficients)
        return float(np.sqrt(max(raw - self._by_chance.sum(), 0) / raw)) if raw > 0 else 0.0

    @cached_property
    def _by_chance(self) -> np.ndarray:
        """What chance adds to each squared coefficient; draws may differ in how far they scatter."""
        weighted = self.maps if self.within is None else self.within @ self.maps
        return (self.maps * weighted) @ (self.residual**2)

    @property
    def variance(self) -> float:
        return float(self.raw - self._by_chance.sum())

    @property
    def kept(self) -> float:
        """By what the effect is drawn towards zero, so that it scatters as far as it truly does: as the
        means of draws are (sim/results/sampling.cpp)."""
        return self._kept_of(self.coefficients)

    def share(self, spread: Spread) -> Share:
        """Of the variance between draws, with a standard error by the influence of every draw on it. The
        draws of priors fill the space evenly, so only the residual is chance; a sample's are chance too."""
        value = self.variance / spread.between
        rest = self.y - self.y.mean()
        influence = 2 * self.effect * self.residual
        if self.within is None:
            influence -= value * (2 * (rest - self.residual) * self.residual + self.residual**2)
        else:
            influence += self.effect**2 - value * rest**2
        error = influence.var() / len(self.y) + 2 * (self._by_chance**2).sum()
        error += value**2 * spread.luck_error
        return Share(value, float(np.sqrt(error)) / spread.between)

    def error_at(self, place: int) -> float:
        """Standard error of the effect at a draw."""
        return float(np.sqrt((self.columns[place] @ self.maps) ** 2 @ self.residual**2))

    def scattered(self, weights: np.ndarray) -> np.ndarray:
        """The effect once more, as far from the true one as this one may be: with every residual times
        its weight (mean 0, variance 1). Source: Wu, C. F. J. (1986), Jackknife, bootstrap and other
        resampling methods in regression analysis, Annals of Statistics 14(4), 1261-1295."""
        return self.columns @ (self.coefficients + self.maps @ (self.residual * weights))

    def drawn_again(self, weights: np.ndarray) -> np.ndarray:
        """What would be estimated once more if the effect drawn towards zero were the true one: scattered
        as above, and drawn towards zero by what the repeat itself shows."""
        coefficients = self.kept * self.coefficients + self.maps @ (self.residual * weights)
        return self.columns @ coefficients * self._kept_of(coefficients)
