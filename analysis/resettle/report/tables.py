"""Tables of the report: rows of finished text, from the program's comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from resettle.colours import places_of_arms
from resettle.comparison import Comparison

from .answer import DEFINITIONS, Answer
from .evidence import key_of, tone_of
from .table import Cell, Table, difference_kind, kind_of, says_unit
from .words import MISSING, Words

Row = Mapping[str, Any]
ARMS_BESIDE = 5  # as many columns of arms as a printed page holds


class Tables:
    """Makes the tables of one comparison in one language."""

    def __init__(
        self,
        comparison: Comparison,
        words: Words,
        answer: Answer,
        denominators: Mapping[str, str],
        order: Sequence[str] | None = None,
    ) -> None:
        """denominators: whose mean or share an indicator is, by its name. order: of all arms of
        the study, also of those that never act, by which every arm keeps its colour."""
        self.comparison = comparison
        self.head = comparison.raw
        self.words = words
        self.answer = answer
        self.denominators = denominators
        never = {a["arm"] for a in self.head["arms"] if a["role"] == "same_as_reference"}
        self.labels = {arm: label for arm, label in comparison.labels.items() if arm not in never}
        self.never_act = {arm: label for arm, label in comparison.labels.items() if arm in never}
        places = places_of_arms(order or list(self.labels), self.head["reference"])
        self.places = {arm: place for arm, place in places.items() if arm in self.labels}
        self.outcomes = {row["outcome"]: row for row in comparison.rows("outcomes")}

    @property
    def surest_first(self) -> list[str]:
        """The arms without the reference, in the order of the answer."""
        told = [headline.arm for headline in self.answer.found]
        return told + [arm for arm in self.comparison.compared if arm not in told]

    @property
    def beside(self) -> list[list[str]]:
        """The arms that have a column each in one table, the surest gain first."""
        names = self.surest_first
        return [names[i : i + ARMS_BESIDE] for i in range(0, len(names), ARMS_BESIDE)]

    # ---- parts ----------------------------------------------------------------------------------

    def arm(self, name: str) -> Cell:
        label = (self.labels | self.never_act).get(name, name)
        return Cell(self.words.term("arms", label), "name", self.words.is_foreign("arms", label))

    def indicator(self, name: str, label: str) -> str:
        return self.words.term("indicators", name, label)

    def indicator_label(self, name: str, known: Mapping[str, str]) -> str:
        """With the unit, where the numbers do not say it. known: label and unit in the file."""
        label = self.indicator(name, known["label"])
        if says_unit(kind_of(known["unit"])):
            return label
        return f"{label} ({self.words.term('units', known['unit'])})"

    def outcome(self, name: str, otherwise: str | None = None) -> str:
        """Words for an outcome over the horizon, as a gain: of one that is better when it is lower,
        what is avoided."""
        label = self.words.term("outcomes", name, otherwise)
        return self.words("avoided", outcome=label) if self._is_bad(name) else label

    def gain(self, name: str, difference: Row | None) -> Row | None:
        """A difference of an outcome, counted in the direction that is better."""
        if not self._is_bad(name) or difference is None:
            return difference
        turned = {"mean": -difference["mean"], "low": difference["high"], "high": difference["low"]}
        turned |= {end: -turned[end] for end in ("low", "high") if turned[end] is not None}
        return {**difference, **turned}

    def _is_bad(self, name: str) -> bool:
        """Whether less of this outcome is better."""
        return bool(self.outcomes.get(name, {}).get("better") == "lower")

    def verdict(self, verdict: Row) -> Cell:
        """The words of the program with a sign that does not need colour."""
        return Cell(self.words(f"verdict.{key_of(verdict)}"), tone_of(verdict))

    def difference(self, estimate: Row | None, kind: str) -> Cell:
        """A difference with its interval, or what stands for a suppressed one."""
        if estimate is None:
            return Cell(self.words("suppressed"), "quiet")
        mean = self.words.number(estimate["mean"], kind, sign=True)
        if estimate["low"] is None:
            return Cell(mean)
        return Cell(mean, below=self.words.range(estimate["low"], estimate["high"], kind))

    def percent(self, paired: Row) -> Cell:
        """Against the level of the reference: the program's interval where it gives one."""
        told, words = paired["percent"], self.words
        if told is not None:
            value = words.number(told["value"] / 100, "share", sign=True)
            if told["low"] is None:
                return Cell(value)
            return Cell(value, below=words.range(told["low"] / 100, told["high"] / 100, "share"))
        level, difference = paired["reference"], paired["difference"]
        return Cell(words.number(difference["mean"] / level if level and difference else None, "share", True))

    def price(self, row: Row) -> Cell:
        """KRW per unit, or why there is none. row: of the table "cost_per_unit"."""
        price, finding = row["price"], row["finding"]
        if price is None:
            return Cell(self.words(f"price_finding.{finding}"), "quiet")
        told = self.words.number(price["value"], "krw")
        if finding == "cost_not_sure":
            told = self.words("price_not_sure", price=told)
        if price["low"] is None:
            return Cell(told)
        return Cell(told, below=self.words.range(price["low"], price["high"], "krw", sign=False))

    def make(
        self,
        key: str,
        rows: list[list[Cell]],
        numeric: str,
        note: str = "",
        more: Sequence[str] = (),
        **places: str,
    ) -> Table:
        """numeric: one letter a column, n for numbers, t for text. more: heads of columns that
        depend on the study. places: of the caption."""
        return Table(
            key,
            [*self.words.at(f"tables.{key}.head"), *more],
            rows,
            self.words(f"tables.{key}.caption", **self._settings(), **places),
            note,
            [letter == "n" for letter in numeric],
        )

    def _settings(self) -> dict[str, str]:
        study = self.head
        return {
            "reference": self.words.arm(study["reference_label"]),
            "start": self.words.month(study["policy_start"]),
            "end": self.words.month(study["end"]),
            "price_year": str(study["price_year"]),
        }

    # ---- the effects ----------------------------------------------------------------------------

    def over_horizon(self, arm: str, outcome: str) -> Row:
        return self.comparison.row("horizon", arm=arm, outcome=outcome)

    def main(self) -> Table:
        """What each arm achieves, for whom: one row for each, the best first."""
        rows = []
        for headline in self.answer.found:
            arm = headline.arm
            changes = {c["change"]: c["persons"] for c in self.comparison.rows("type_changes", arm=arm)}
            net = self.over_horizon(arm, "employed_person_months_net")
            rows.append(
                [
                    self.arm(arm),
                    self.difference(headline.result["difference"], "count"),
                    self.percent(headline.result),
                    self.verdict(headline.result["verdict"]),
                    self.difference(net["difference"], "count"),
                    self._persons(changes["gained_on_an_axis"]),
                    self._persons(changes["lost_on_an_axis"]),
                ]
            )
        return self.make("main", rows, "tnntnnn")

    def _persons(self, count: Row | None) -> Cell:
        """A number of persons with its interval, or the limit below which it is suppressed."""
        told = self.answer.persons(count)
        if count is None or count["low"] is None:
            return Cell(told)
        return Cell(told, below=self.words.range(count["low"], count["high"], "count", sign=False))

    def cost(self) -> Table:
        """What each arm costs, beside what it achieves."""
        rows = []
        for headline in self.answer.found:
            arm = headline.arm
            rows.append(
                [
                    self.arm(arm),
                    self.difference(headline.result["difference"], "count"),
                    self.difference(self.over_horizon(arm, "programme_cost")["difference"], "krw"),
                    self.difference(self.over_horizon(arm, "public_budget")["difference"], "krw"),
                    self.price(headline.price),
                ]
            )
        return self.make("cost", rows, "tnnnn")

    def at_end(self) -> list[Table]:
        """Every outcome of the comparison at the last month, some arms beside one another."""
        return [self._at_end_of(names) for names in self.beside]

    def _at_end_of(self, arms: Sequence[str]) -> Table:
        by_arm = [self.comparison.rows("at_end", arm=arm) for arm in arms]
        rows = [
            [
                Cell(
                    self.indicator(outcome[0]["outcome"], outcome[0]["label"]),
                    below=self._denominator(outcome[0]["outcome"]),
                ),
                Cell(self.level(outcome[0]["reference"], outcome[0]["unit"])),
                *map(self._cell_at_end, outcome),
            ]
            for outcome in zip(*by_arm, strict=True)
        ]
        heads = [self.arm(arm).text for arm in arms]
        return self.make("at_end", rows, "tn" + "n" * len(arms), more=heads)

    def _denominator(self, outcome: str) -> str:
        """Whose mean or share an outcome is."""
        told = self.denominators.get(outcome, "")
        return self.words.term("denominators", told)

    def _cell_at_end(self, outcome: Row) -> Cell:
        """A difference with its interval, the sign of its verdict before it."""
        kind = difference_kind(kind_of(outcome["unit"]))
        return self.signed(self.difference(outcome["difference"], kind), outcome["verdict"])

    def signed(self, cell: Cell, verdict: Row) -> Cell:
        """A number with the sign of its verdict before it, which stands for the words."""
        if verdict["finding"] == "too_few_persons":
            return cell
        sign = self.words(f"verdict.{key_of(verdict)}").partition(" ")[0]
        return Cell(f"{sign} {cell.text}", tone_of(verdict), below=cell.below)

    def level(self, value: float | None, unit: str) -> str:
        """A level with its unit, where the number does not say it."""
        number = self.words.number(value, kind_of(unit))
        if says_unit(kind_of(unit)) or value is None:
            return number
        return f"{number} {self.words.term('units', unit)}"

    def ranking(self) -> Table | None:
        """How often each arm is the best, and the expected regret, by outcome."""
        by_outcome: dict[str, dict[str, Row]] = {}
        for row in self.comparison.rows("ranking"):
            by_outcome.setdefault(row["outcome"], {})[row["arm"]] = row
        if not by_outcome:
            return None
        rows = [
            [
                self.arm(name),
                *(self._rank(r.get(name), self.kind_of_outcome(o)) for o, r in by_outcome.items()),
            ]
            for name in self.labels
        ]
        heads = []
        for outcome, arms in by_outcome.items():
            told = next(iter(arms.values()))
            heads.append(
                self.words(
                    "tables.ranking.outcome",
                    outcome=self.words.term("outcomes", outcome, told["label"]),
                    better=self.words(f"better.{told['better']}"),
                )
            )
        return self.make("ranking", rows, "t" + "n" * len(heads), more=heads)

    def _rank(self, row: Row | None, kind: str) -> Cell:
        if row is None:
            return Cell(MISSING)
        regret = self.words.number(row["expected_regret"], kind)
        return Cell(self.words.number(row["share_best"], "probability"), below=regret)

    def definitions(self) -> Table:
        """The main result under every definition of mental success, side by side."""
        rows = []
        told: dict[str, str] = {}
        for arm in self.comparison.compared:
            of_arm = self.comparison.rows("definitions", arm=arm)
            told |= {row["definition"]: row["label"] for row in of_arm}
            holds = [self._definition(row["definition"]) for row in of_arm if row["holds"]]
            cells = [
                self.signed(self.difference(row["difference"], "count"), row["verdict"]) for row in of_arm
            ]
            rows.append([self.arm(arm), Cell(self.words.listed(holds) or MISSING), *cells])
        heads = [self.words.term("definitions", name, label) for name, label in told.items()]
        return self.make("definitions", rows, "tt" + "n" * len(heads), more=heads)

    def _definition(self, name: str) -> str:
        """Its letter, or the words of one that has none."""
        return name if name in DEFINITIONS else self.words.term("definitions", name)

    def result(self, name: str) -> str:
        """Words for an outcome over the horizon or for one at the end."""
        known = self.outcomes.get(name)
        if known and known["over"] == "end":
            return self.indicator(name, known["label"])
        return self.words.term("outcomes", name)

    def kind_of_outcome(self, name: str) -> str:
        """How an outcome is written: most over the horizon count months of persons."""
        return kind_of(self.outcomes[name]["unit"]) if name in self.outcomes else "number"

    def plain_rows(
        self,
        key: str,
        rows: Sequence[Row],
        numeric: str,
        cells: Callable[[Row], list[Cell]],
        **places: str,
    ) -> Table:
        """A table with one row for each entry of a section."""
        return self.make(key, [cells(row) for row in rows], numeric, **places)
