"""What is lost on average by choosing a policy before the parameters are known, and what it would be worth
to know them: only where draws of the parameters tell it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from resettle.acceptability import FEWEST
from resettle.statistics import FEWEST_DRAWS

from .table import Cell, Table
from .tables import Tables

Row = Mapping[str, Any]
MOST_AMOUNTS = 3  # that one more unit may be worth, in the table


class ExpectedLoss:
    """Of the outcome and the costs of the frontier. Nothing is told of a part of the arms."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.words = tables.words
        comparison = tables.comparison
        self.question = comparison.raw["frontier_question"]
        self.losses: dict[float, dict[str, Row]] = {}  # by what one more unit is worth, then by arm
        if comparison.draws:
            for row in comparison.rows("acceptability"):
                self.losses.setdefault(row["worth"], {})[row["arm"]] = row
        ranked = comparison.rows("ranking", outcome=self.question["outcome"]) if self.losses else []
        self.without_cost = {row["arm"]: row["expected_regret"] for row in ranked}

    def sentence(self) -> str:
        """What the choice loses where it is hardest; empty with too few draws to say anything."""
        if len(self.losses) < FEWEST or self.tables.comparison.draws < FEWEST_DRAWS:
            return ""
        hardest = self._hardest()
        worth = max(self.losses, key=self._least) if hardest is None else hardest
        told = self.words.number(max(self.losses) if hardest is None else hardest, "krw")
        return self.words(
            f"expected_loss.{'always' if hardest is None else 'hardest'}",
            outcome=self.tables.outcome(self.question["outcome"]),
            arm=self.words.arm(self.tables.labels[self._best(worth)]),
            worth=told,
            loss=self.words.number(self._least(worth), "krw"),
        )

    def table(self) -> Table | None:
        """One row for each arm; a column for the outcome alone and for some amounts."""
        amounts = self._amounts()
        columns = [self._in_units(), *map(self._in_krw, amounts)]
        columns = [cells for cells in columns if cells]
        if not columns:
            return None
        rows = [
            [self.tables.arm(arm), *(cells[arm] for cells in columns)]
            for arm in self.tables.labels
            if all(arm in cells for cells in columns)
        ]
        numeric = "t" + "n" * len(columns)
        return self.tables.make("expected_loss", rows, numeric, more=self._heads(amounts), **self._places())

    # ---- inside ---------------------------------------------------------------------------------

    def _best(self, worth: float) -> str:
        """The arm that loses least, which is the one that is best on average."""
        arms = self.losses[worth]
        return min(arms, key=lambda arm: arms[arm]["expected_loss"])

    def _least(self, worth: float) -> float:
        return float(self.losses[worth][self._best(worth)]["expected_loss"])

    def _turns(self) -> list[float]:
        """Where another arm becomes the best on average: of the two amounts beside it the one at which
        knowledge is worth more units."""
        pairs = pairwise(sorted(self.losses))
        turns = [pair for pair in pairs if self._best(pair[0]) != self._best(pair[1])]
        return [max((amount for amount in turn if amount > 0), key=self._units) for turn in turns]

    def _units(self, amount: float) -> float:
        """What it is worth to know everything, in units of the outcome."""
        return self._least(amount) / amount

    def _hardest(self) -> float | None:
        """As `resettle sensitivity` takes it."""
        return max(self._turns(), key=self._units, default=None)

    def _amounts(self) -> list[float]:
        """Those of the hardest choices, and the highest."""
        hardest = sorted(self._turns(), key=self._units, reverse=True)[: MOST_AMOUNTS - 1]
        return sorted({*hardest, max(self.losses, default=0)} - {0})

    def _in_units(self) -> dict[str, Cell]:
        """By arm; empty where the program ranked none."""
        kind = self.tables.kind_of_outcome(self.question["outcome"])
        return self._cells(self.without_cost, kind)

    def _in_krw(self, worth: float) -> dict[str, Cell]:
        return self._cells({arm: row["expected_loss"] for arm, row in self.losses[worth].items()}, "krw")

    def _cells(self, losses: Mapping[str, float], kind: str) -> dict[str, Cell]:
        least = min(losses.values(), default=0)
        best = self.words("expected_loss.best")
        return {
            arm: Cell(self.words.number(loss, kind), below=best if loss == least else "")
            for arm, loss in losses.items()
        }

    def _heads(self, amounts: list[float]) -> list[str]:
        alone = self.words("expected_loss.without_cost", **self._places())
        told = [self.words.number(worth, "krw") for worth in amounts]
        told = [self.words("expected_loss.with_cost", worth=worth) for worth in told]
        return [alone, *told] if self.without_cost else told

    def _places(self) -> dict[str, str]:
        words, question = self.words, self.question
        return {
            "outcome": self.tables.outcome(question["outcome"]),
            "perspective": words.term("perspectives", question["perspective"]),
            "rate": words.number(question["discount_rate"], "share"),
        }
