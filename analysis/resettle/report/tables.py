"""Tables of the report: rows of finished text, from the program's comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from resettle.colours import places_of_arms

from .answer import DEFINITIONS, HEADLINE, Answer
from .evidence import Corrections, Finding, judge, side_of_zero
from .table import Cell, Table, difference_kind, kind_of, p_value, says_unit
from .words import MISSING, Words

Row = Mapping[str, Any]
ARMS_BESIDE = 5  # as many columns of arms as a printed page holds


class Tables:
    """Makes the tables of one comparison in one language."""

    def __init__(
        self,
        comparison: Row,
        corrections: Corrections,
        words: Words,
        answer: Answer,
        denominators: Mapping[str, str],
        order: Sequence[str] | None = None,
    ) -> None:
        """denominators: whose mean or share an indicator is, by its name. order: of all arms of
        the study, also of those that never act, by which every arm keeps its colour."""
        self.comparison = comparison
        self.corrections = corrections
        self.words = words
        self.answer = answer
        self.denominators = denominators
        self.labels = {comparison["reference"]: comparison["reference_label"]}
        self.labels |= {arm["arm"]: arm["label"] for arm in comparison["arms"]}
        self.never_act = {
            arm["arm"]: arm["label"] for arm in comparison.get("same_as_reference") or []
        }
        self.places = places_of_arms(order or list(self.labels), comparison["reference"])

    @property
    def surest_first(self) -> list[str]:
        """The arms without the reference, in the order of the answer."""
        told = [headline.arm["arm"] for headline in self.answer.found]
        return told + [a["arm"] for a in self.comparison["arms"] if a["arm"] not in told]

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

    def gain(self, name: str, difference: Row) -> Row:
        """A difference of an outcome, counted in the direction that is better."""
        if not self._is_bad(name) or difference["mean"] is None:
            return difference
        turned = {"mean": -difference["mean"], "low": difference["high"], "high": difference["low"]}
        turned |= {end: -turned[end] for end in ("low", "high") if turned[end] is not None}
        return {**difference, **turned}

    def _is_bad(self, name: str) -> bool:
        """Whether less of this outcome is better."""
        told = self.comparison.get("horizon_outcomes") or []
        return any(o["outcome"] == name and o["better"] == "lower" for o in told)

    def verdict(self, finding: Finding | None) -> Cell:
        """Certainty in words with a sign that does not need colour."""
        if finding is None:
            return Cell(MISSING)
        return Cell(self.words(f"verdict.{finding.key}"), finding.certainty)

    def difference(self, estimate: Row | None, kind: str) -> Cell:
        """A difference with its interval, or what stands for a suppressed one."""
        if estimate is None or estimate["mean"] is None:
            return Cell(self.words("suppressed"), "quiet")
        mean = self.words.number(estimate["mean"], kind, sign=True)
        if estimate["low"] is None:
            return Cell(mean)
        return Cell(mean, below=self.words.range(estimate["low"], estimate["high"], kind))

    def percent(self, paired: Row) -> Cell:
        """Against the level of the reference: the program's interval where it gives one."""
        told = paired.get("percent")
        words = self.words
        if told and told["value"] is not None:
            value = words.number(told["value"] / 100, "share", sign=True)
            if told["low"] is None:
                return Cell(value)
            return Cell(value, below=words.range(told["low"] / 100, told["high"] / 100, "share"))
        level, mean = paired["reference"], paired["difference"]["mean"]
        return Cell(
            words.number(mean / level if level and mean is not None else None, "share", True)
        )

    def price(self, cost: Row, amount: str) -> Cell:
        """KRW per unit, or why there is none."""
        value = cost[amount]
        if value is None:
            return Cell(self.words(f"price_verdict.{cost['verdict']}"), "quiet")
        told = self.words.number(value, "krw")
        if cost["verdict"] == "cost_not_clear":
            told = self.words("price_not_clear", price=told)
        if cost["low"] is None:
            return Cell(told)
        return Cell(told, below=self.words.range(cost["low"], cost["high"], "krw", sign=False))

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
        study = self.comparison
        return {
            "reference": self.words.arm(study["reference_label"]),
            "start": self.words.month(study["policy_start"]),
            "end": self.words.month(study["end"]),
            "price_year": str(study["price_year"]),
        }

    # ---- the effects ----------------------------------------------------------------------------

    def main(self) -> Table:
        """What each arm achieves, for whom: one row for each, the surest gain first."""
        rows = []
        for headline in self.answer.found:
            arm, horizon = headline.arm, headline.arm["horizon"]
            changes = arm["type_changes"]
            rows.append(
                [
                    self.arm(arm["arm"]),
                    self.difference(horizon[HEADLINE]["difference"], "count"),
                    self.percent(horizon[HEADLINE]),
                    self.verdict(headline.finding),
                    self.difference(horizon["employed_person_months_net"]["difference"], "count"),
                    self._persons(changes["gained"]),
                    self._persons(changes["lost"]),
                ]
            )
        return self.make("main", rows, "tnntnnn")

    def _persons(self, count: Row) -> Cell:
        """A number of persons with its interval, or the limit below which it is suppressed."""
        told = self.answer.persons(count)
        if count["suppressed"] or count["low"] is None:
            return Cell(told)
        return Cell(told, below=self.words.range(count["low"], count["high"], "count", sign=False))

    def cost(self) -> Table:
        """What each arm costs, beside what it achieves."""
        rows = []
        for headline in self.answer.found:
            arm, horizon = headline.arm, headline.arm["horizon"]
            rows.append(
                [
                    self.arm(arm["arm"]),
                    self.difference(horizon[HEADLINE]["difference"], "count"),
                    self.difference(horizon["programme_cost_krw"]["difference"], "krw"),
                    self.difference(horizon["public_budget_krw"]["difference"], "krw"),
                    self.price(horizon["cost_per_person_month"], "krw_per_person_month"),
                ]
            )
        return self.make("cost", rows, "tnnnn")

    def at_end(self) -> list[Table]:
        """Every outcome of the comparison at the last month, some arms beside one another."""
        told = {arm["arm"]: arm for arm in self.comparison["arms"]}
        return [self._at_end_of([told[name] for name in names]) for names in self.beside]

    def _at_end_of(self, arms: Sequence[Row]) -> Table:
        rows = [
            [
                Cell(
                    self.indicator(outcome["outcome"], outcome["label"]),
                    below=self._denominator(outcome["outcome"]),
                ),
                Cell(self.level(outcome["reference"], outcome["unit"])),
                *(self._cell_at_end(arm["arm"], arm["at_end"][i]) for arm in arms),
            ]
            for i, outcome in enumerate(arms[0]["at_end"])
        ]
        heads = [self.arm(arm["arm"]).text for arm in arms]
        numeric = "tn" + "n" * len(arms)
        return self.make("at_end", rows, numeric, more=heads)

    def _denominator(self, outcome: str) -> str:
        """Whose mean or share an outcome is."""
        told = self.denominators.get(outcome, "")
        return self.words.term("denominators", told)

    def _cell_at_end(self, arm: str, outcome: Row) -> Cell:
        """A difference with its interval, the sign of its certainty before it."""
        kind = difference_kind(kind_of(outcome["unit"]))
        cell = self.difference(outcome["difference"], kind)
        finding = judge(outcome["difference"], self.corrections.p(arm, outcome["outcome"]))
        if finding is None:
            return cell
        return self._signed(cell, f"verdict.{finding.key}", finding.certainty)

    def _signed(self, cell: Cell, verdict: str, tone: str = "") -> Cell:
        """A number with the sign of its verdict before it, which stands for the words."""
        sign = self.words(verdict).partition(" ")[0]
        return Cell(f"{sign} {cell.text}", tone, below=cell.below)

    def level(self, value: float | None, unit: str) -> str:
        """A level with its unit, where the number does not say it."""
        number = self.words.number(value, kind_of(unit))
        if says_unit(kind_of(unit)) or value is None:
            return number
        return f"{number} {self.words.term('units', unit)}"

    def ranking(self) -> Table:
        """How often each arm is the best, and the expected regret, by outcome."""
        sections = self.comparison["ranking"]
        by_outcome = [
            ({row["arm"]: row for row in section["arms"]}, self.kind_of_outcome(section["outcome"]))
            for section in sections
        ]
        rows = [
            [self.arm(name), *(self._rank(r.get(name), k) for r, k in by_outcome)]
            for name in self.labels
        ]
        heads = [
            self.words(
                "tables.ranking.outcome",
                outcome=self.words.term("outcomes", section["outcome"], section["label"]),
                better=self.words(f"better.{section['better']}"),
            )
            for section in sections
        ]
        return self.make("ranking", rows, "t" + "n" * len(heads), more=heads)

    def _rank(self, row: Row | None, kind: str) -> Cell:
        if row is None:
            return Cell(MISSING)
        regret = self.words.number(row["expected_regret"], kind)
        return Cell(self.words.number(row["share_best"], "probability"), below=regret)

    def definitions(self) -> Table:
        """The main result under every definition of mental success, side by side."""
        arms = self.comparison["definitions"]
        rows = [
            [
                self.arm(arm["arm"]),
                Cell(self.words.listed([*map(self._definition, arm["holds_under"])]) or MISSING),
                *(self._under_definition(row["integrated_person_months"]) for row in arm["rows"]),
            ]
            for arm in arms
        ]
        told = {row["definition"]: row["label"] for row in arms[0]["rows"]}
        heads = [self.words.term("definitions", name, label) for name, label in told.items()]
        return self.make("definitions", rows, "tt" + "n" * len(heads), more=heads)

    def _definition(self, name: str) -> str:
        """Its letter, or the words of one that has none."""
        return name if name in DEFINITIONS else self.words.term("definitions", name)

    def _under_definition(self, paired: Row | None) -> Cell:
        estimate = paired["difference"] if paired else None
        cell, side = self.difference(estimate, "count"), side_of_zero(estimate)
        return cell if side is None else self._signed(cell, f"interval_verdict.{side}")

    def multiplicity(self) -> Table:
        rows = [
            [
                self.arm(row["arm"]),
                Cell(self.result(row["outcome"])),
                Cell(p_value(row["p_value"])),
                Cell(p_value(row["p_holm"])),
            ]
            for row in self.comparison["multiplicity"]["rows"]
        ]
        return self.make("multiplicity", rows, "ttnn")

    def result(self, name: str) -> str:
        """Words for an outcome over the horizon or for one at the end."""
        known = self._at_end.get(name)
        if known:
            return self.indicator(name, known["label"])
        return self.words.term("outcomes", name)

    def kind_of_outcome(self, name: str) -> str:
        """How an outcome over the horizon is written: most count months of persons."""
        told = self.comparison.get("horizon_outcomes") or []
        return next((kind_of(o["unit"]) for o in told if o["outcome"] == name), "number")

    def number_of(self, name: str, difference: float | None) -> str:
        """A size of a difference of this outcome."""
        if name in self._at_end:
            kind = kind_of(self._at_end[name]["unit"])
        else:
            kind = "krw" if name == "programme_cost" else self.kind_of_outcome(name)
        return self.words.number(difference, difference_kind(kind))

    @property
    def _at_end(self) -> dict[str, Row]:
        return {o["outcome"]: o for o in self.comparison["arms"][0]["at_end"]}

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
