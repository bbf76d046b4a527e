"""How sure a result is, in three steps, and the thresholds behind them.

clear: the 95 % interval of the paired difference excludes zero; where many comparisons are made at
once, its p-value after Holm's correction is below 0.05 as well. likely, told as "an indication":
not clear, but the 80 % interval excludes zero (t quantiles, from the standard error and the
replicates). open: neither; the difference cannot be told from zero. unknown: the program gives no
interval, as its replicates are too few to tell of chance. Where no correction is made (definitions,
groups), only the side of zero on which the 95 % interval lies is told, and nothing is called clear.
The size of a difference plays no part; it is given beside, against the level of the reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scipy import stats

Certainty = Literal["clear", "likely", "open", "unknown"]

MANY = 10  # comparisons at once from which Holm's correction is asked for as well
LIKELY_LEVEL = 0.80
HOLM_LIMIT = 0.05

Estimate = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """What can be said about a difference. `sign`: 1 more, -1 fewer, 0 not distinguishable."""

    certainty: Certainty
    sign: int

    @property
    def key(self) -> str:
        """Name of the wording: clear_more, likely_fewer, open ..."""
        if self.certainty in ("open", "unknown"):
            return self.certainty
        return f"{self.certainty}_{'more' if self.sign > 0 else 'fewer'}"


def half_width(estimate: Estimate, level: float) -> float:
    """Half of the t interval at this level (0-1)."""
    replicates = int(estimate["replicates"])
    return float(stats.t.ppf(0.5 + level / 2, replicates - 1)) * float(estimate["standard_error"])


def judge(estimate: Estimate | None, p_after_holm: float | None = None) -> Finding | None:
    """The finding for a difference; None where it is suppressed or not defined.

    p_after_holm: p-value after Holm's correction, None where few comparisons are made.
    """
    if estimate is None or estimate["mean"] is None:
        return None
    mean = float(estimate["mean"])
    if estimate["low"] is None:
        return Finding("unknown", 0)
    sign = (mean > 0) - (mean < 0)
    if sign == 0:
        return Finding("open", 0)
    excludes_zero = estimate["low"] > 0 or estimate["high"] < 0
    if excludes_zero and (p_after_holm is None or p_after_holm < HOLM_LIMIT):
        return Finding("clear", sign)
    if abs(mean) > half_width(estimate, LIKELY_LEVEL):
        return Finding("likely", sign)
    return Finding("open", 0)


IntervalSide = Literal["more", "fewer", "open", "unknown"]


def side_of_zero(estimate: Estimate | None) -> IntervalSide | None:
    """Where the 95 % interval lies, uncorrected; None where the difference is suppressed."""
    if estimate is None or estimate["mean"] is None:
        return None
    if estimate["low"] is None:
        return "unknown"
    if estimate["low"] > 0:
        return "more"
    return "fewer" if estimate["high"] < 0 else "open"


class Corrections:
    """p-values after Holm's correction by arm and outcome, from the section "multiplicity"."""

    def __init__(self, section: Mapping[str, Any] | None) -> None:
        self.comparisons = int(section["comparisons"]) if section else 0
        rows = section["rows"] if section and self.comparisons > MANY else []
        self._p = {(row["arm"], row["outcome"]): row["p_holm"] for row in rows}

    @property
    def used(self) -> bool:
        """Whether so many comparisons are made that the correction decides."""
        return self.comparisons > MANY

    def p(self, arm: str, outcome: str) -> float | None:
        return self._p.get((arm, outcome))
