"""What it would be worth to know some parameters before choosing an arm: expected value of partial perfect
information, by regression on the draws.

Source: Strong, M., Oakley, J. E. and Brennan, A. (2014), Estimating multiparameter partial expected value
of perfect information from a probabilistic sensitivity analysis sample: a nonparametric regression
approach, Medical Decision Making 34(3), 311-326.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from .emulator import SEED, Emulator
from .part import Spread

REPEATS = 100  # of the standard error


@dataclass(frozen=True)
class Worth:
    """An estimate in the unit of the results, with its standard error; most: what it can be at most."""

    estimate: float
    error: float
    most: float = np.inf

    @property
    def value(self) -> float:
        return min(self.estimate, self.most)

    @property
    def at_most(self) -> bool:
        """Whether the value is no estimate but a bound."""
        return self.estimate > self.most


def worth_of_knowing(emulators: Sequence[Emulator], parameters: Collection[int]) -> Worth:
    """emulators: of what every arm adds to the reference, more is better; their results are of the same
    draws. The reference itself is among the arms to choose from, as 0.

    Fitted effects scatter more than true ones, which would make knowledge seem worth more; so each arm's
    are first drawn towards zero until they scatter as far as the true ones do.
    """
    parts = [emulator.part(parameters) for emulator in emulators]
    means = [emulator.y.mean() for emulator in emulators]
    rng = np.random.default_rng(SEED)

    def worth(effects: list[np.ndarray], means: Sequence[float]) -> float:
        return gain_of_choosing(np.stack(effects, axis=1) + means)

    repeats = []
    for _ in range(REPEATS):
        weights = rng.standard_normal(len(emulators[0].y))
        moved = [mean + (emulator.residual * weights).mean()
                 for mean, emulator in zip(means, emulators, strict=True)]  # fmt: skip
        repeats.append(worth([part.drawn_again(weights) for part in parts], moved))
    return Worth(worth([part.kept * part.effect for part in parts], means), float(np.std(repeats, ddof=1)))


def worth_of_knowing_all(results: Sequence[np.ndarray], spreads: Sequence[Spread]) -> Worth:
    """Of all parameters: the draws themselves, freed of what luck adds to their spread."""
    values = np.stack([freed_of_luck(y, spread) for y, spread in zip(results, spreads, strict=True)], axis=1)
    lost = _lost(values)
    return Worth(float(lost.mean()), float(lost.std(ddof=1) / np.sqrt(len(lost))))


def freed_of_luck(y: np.ndarray, spread: Spread) -> np.ndarray:
    """Means of draws drawn towards their mean, as sim/results/sampling.cpp does."""
    between = max(spread.between, 0.0)
    kept = np.sqrt(between / (between + spread.luck)) if between + spread.luck > 0 else 1.0
    return np.asarray(y.mean() + kept * (y - y.mean()))


def gain_of_choosing(values: np.ndarray) -> float:
    """values: (draw, arm), minus the reference. What is gained on average by choosing the best arm of
    every draw in place of the one that is best on average."""
    return float(_lost(values).mean())


def _lost(values: np.ndarray) -> np.ndarray:
    """By draw, with the arm that is best on average; never below 0."""
    means = values.mean(axis=0)
    chosen = values[:, means.argmax()] if means.max() > 0 else np.zeros(len(values))
    return np.maximum(values.max(axis=1), 0) - chosen
