"""A result whose shares of variance and value of information are known in closed form: of uniform
parameters, with curves, interactions and luck, and many parameters that do nothing."""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

INERT = 24
PARAMETERS = 6 + INERT
LINE, BEND, SLOPE, PAIR, WAVE, HIDDEN = 300.0, 120.0, 180.0, 200.0, 110.0, 150.0
MEAN = LINE - np.sqrt(4 * LINE * 50)  # so that knowing parameter 0 is worth 50
LUCK = 260.0  # standard deviation of a replicate


def result(x: np.ndarray) -> np.ndarray:
    """x: (draw, parameter), from 0 to 1; what the arm adds, by draw."""
    z = (2 * x - 1).T
    curve = BEND * (np.exp(z[1]) - np.sinh(1)) + WAVE * np.sin(2 * z[3])
    return MEAN + LINE * z[0] + SLOPE * z[2] + curve + PAIR * z[0] * z[2] + HIDDEN * z[4] * z[5]


def variances() -> dict[tuple[int, ...], float]:
    """By the parameters of a term."""
    return {
        (0,): LINE**2 / 3,
        (1,): BEND**2 * (np.sinh(2) / 2 - np.sinh(1) ** 2),
        (2,): SLOPE**2 / 3,
        (3,): WAVE**2 * (0.5 - np.sin(4) / 8),
        (0, 2): PAIR**2 / 9,
        (4, 5): HIDDEN**2 / 9,
    }


def first_order(parameter: int) -> float:
    told = variances()
    return told.get((parameter,), 0.0) / sum(told.values())


def total(parameter: int) -> float:
    told = variances()
    return sum(v for term, v in told.items() if parameter in term) / sum(told.values())


def worth_of_first() -> float:
    """Expected value of knowing parameter 0: of max(0, MEAN + LINE z), z uniform from -1 to 1."""
    return float((LINE - MEAN) ** 2 / (4 * LINE))


def draws(count: int, replicates: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Parameters (draw, parameter) from scrambled Sobol points, as the program draws them, and results
    (draw, replicate)."""
    rng = np.random.default_rng(seed)
    x = qmc.Sobol(PARAMETERS, rng=rng).random(count)
    return x, result(x)[:, None] + LUCK * rng.standard_normal((count, replicates))
