"""The acceptability curves of a comparison, as figures of notebooks and the report both draw them: how
often each arm is the best buy, by what one more unit of the outcome is thought worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resettle.comparison import Comparison

FEWEST = 2  # a single amount draws no line


@dataclass(frozen=True)
class Acceptability:
    """A curve for each arm that is compared, the reference included, in the order of the program;
    arms that never act have none, and those that are the same share first place.

    Amounts may reach over several powers of ten and begin at zero, so they are set evenly."""

    worth: list[float]  # KRW, ascending
    shares: Mapping[str, list[float]]  # arm -> share of replicates, for each amount
    best: list[str]  # arm that is best on average, for each amount; empty where none is
    same: Mapping[str, str]  # arm -> the earlier arm that it is the same as in every result


def acceptability_of(comparison: Comparison) -> Acceptability:
    """Errors: StudyError if the comparison has no such table."""
    rows = sorted(comparison.rows("acceptability"), key=lambda row: row["worth"])
    worth = list(dict.fromkeys(row["worth"] for row in rows))
    arms = dict.fromkeys(row["arm"] for row in comparison.rows("acceptability"))
    best = {row["worth"]: row["arm"] for row in reversed(rows) if row["best_on_average"]}
    return Acceptability(
        worth,
        {arm: [row["share_best"] for row in rows if row["arm"] == arm] for arm in arms},
        [best.get(amount, "") for amount in worth],
        {e["arm"]: e["same_as"] for e in comparison.raw["arms"] if e.get("same_as") and e["arm"] in arms},
    )
