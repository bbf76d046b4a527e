"""At which value of a parameter the arm that is first on average is first no longer, all others being as
likely as they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .emulator import SEED, Emulator

REPEATS = 200  # of the interval
FEWEST = 0.5  # of the repeats in which the arm loses on that side: with fewer it does not


@dataclass(frozen=True)
class Turn:
    """side: the arm loses "below" or "above" `value`; empty where it loses in no part of the range. low,
    high: 95 % interval, infinite where it may lie outside the range. least: the smallest lead that the
    arm has within the range, unit of the result. reached: how much of the prior is on the losing side."""

    side: str
    value: float
    low: float
    high: float
    least: float
    reached: float


def turn_of(emulator: Emulator, parameter: int, drawn: np.ndarray) -> Turn:
    """emulator: of the lead of the first arm over another, positive on average. drawn: the values of the
    parameter, by draw."""
    part, mean = emulator.part([parameter]), emulator.y.mean()
    order = np.argsort(drawn, kind="stable")
    values, lead = drawn[order], (mean + part.effect)[order]
    rng = np.random.default_rng(SEED)
    scattered = []
    for _ in range(REPEATS):
        weights = rng.standard_normal(len(values))
        moved = part.scattered(weights) + mean + (emulator.residual * weights).mean()
        scattered.append(moved[order])
    turns = [_on_side(values, lead, scattered, above) for above in (False, True)]
    found = [turn for turn in turns if turn.side]
    return max(found, key=lambda turn: turn.reached) if found else turns[0]


# ---- inside -------------------------------------------------------------------------------------


def _on_side(values: np.ndarray, lead: np.ndarray, scattered: list[np.ndarray], above: bool) -> Turn:
    nowhere = Turn("", np.nan, np.nan, np.nan, float(lead.min()), 0.0)
    value = _crossing(values, lead, above)
    repeats = np.array([_crossing(values, one, above) for one in scattered])
    if not np.isfinite(value) or np.isfinite(repeats).mean() < FEWEST:
        return nowhere
    low, high = np.quantile(repeats, [0.025, 0.975], method="nearest")
    reached = float(np.mean(values > value if above else values < value))
    return Turn("above" if above else "below", value, float(low), float(high), float(lead.min()), reached)


def _crossing(values: np.ndarray, lead: np.ndarray, above: bool) -> float:
    """Where the lead is lost between the place where it is largest and one end of the range."""
    beyond = np.inf if above else -np.inf
    if not above:
        values, lead = values[::-1], lead[::-1]
    top = int(lead.argmax())
    lost = np.flatnonzero(lead[top:] < 0)
    if not len(lost) or lead[top] <= 0:
        return beyond
    after = top + int(lost[0])
    before = after - 1
    gone = lead[before] / (lead[before] - lead[after])
    return float(values[before] + gone * (values[after] - values[before]))
