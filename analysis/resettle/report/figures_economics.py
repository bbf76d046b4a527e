"""Figures of cost: against the outcome, by willingness to pay, by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resettle.acceptability import FEWEST, acceptability_of
from resettle.colours import colour_at, form_at
from resettle.comparison import Comparison
from resettle.texts import texts

from .figure import (
    DASHES,
    SHAPES,
    Choice,
    Column,
    Figure,
    Option,
    Row,
    Spec,
    amount,
    in_colour,
    layered,
    mark,
    styled,
    title_above,
    years,
    zero_line,
)
from .tables import Tables
from .words import Words


class EconomicFigures:
    """Makes these figures from the tables on costs."""

    def __init__(self, comparison: Comparison, words: Words, tables: Tables) -> None:
        self.comparison = comparison
        self.question: Mapping[str, Any] = comparison.raw["frontier_question"]
        self.words = words
        self.tables = tables

    def label(self, arm: str) -> str:
        """Of the reference it says so, as the figures of notebooks do."""
        label = self.tables.arm(arm).text
        is_reference = arm == self.comparison.raw["reference"]
        return texts(self.words.language)("figures.reference_arm", arm=label) if is_reference else label

    @property
    def every_arm(self) -> list[str]:
        return list(self.tables.labels)

    def _style(self, arms: Sequence[str], channel: str, forms: Sequence[Any]) -> Spec:
        """Every arm in its colour and a form of `forms`, whichever arms are shown."""
        labels, places = [self.label(arm) for arm in arms], [self.tables.places[arm] for arm in arms]
        style = styled("arm_label", labels, "color", [colour_at(place) for place in places])
        form = [form_at(place, forms) for place in places]
        return style | styled("arm_label", labels, channel, form)

    def plane(self) -> Figure | None:
        """Cost against outcome, each arm minus the reference."""
        costs = {
            (t["arm"], t["perspective"], t["discount_rate"]): t["difference"]
            for t in self.comparison.rows("total_cost")
        }
        rows = []
        for told in self.comparison.rows("cost_per_unit"):
            cost = costs[told["arm"], told["perspective"], told["discount_rate"]]
            if told["gain"] is not None and cost is not None:
                rows.append(self._point(told, cost))
        if not rows:
            return None
        rows = self._references(rows) + rows
        style = self._style(self.every_arm, "shape", SHAPES)
        x, y = amount("effect", "__DIFFERENCE__", scale={"zero": True}), amount("cost", "krw")
        x["axis"]["title"] = self.words("axes.effect")
        x["axis"]["labelOverlap"] = "greedy"
        y["axis"] |= title_above(self.words("axes.cost"))
        place = {"x": x, "y": y}
        wide = {"x": {**x, "field": "effect_low"}, "x2": {"field": "effect_high"}, "y": y}
        high = {"y": {**y, "field": "cost_low"}, "y2": {"field": "cost_high"}, "x": x}
        colour = {"color": style["color"]}
        line = place | {"order": {"field": "effect", "type": "quantitative"}}
        spec = layered(
            zero_line("x"),
            zero_line("y"),
            mark("line", line, "datum.on_frontier", color="#444444", strokeDash=[4, 3]),
            mark("rule", wide | colour, strokeWidth=1.5),
            mark("rule", high | colour, strokeWidth=1.5),
            mark("point", place | style, filled=True, size=110, opacity=1),
            height=360,
        )
        columns = [Column("arm_label", "text"), Column("effect", "level")]
        columns += [Column("effect_low", "level", False), Column("effect_high", "level", False)]
        columns += [Column("cost", "krw"), Column("cost_low", "krw", False)]
        columns += [Column("cost_high", "krw", False), Column("standing", "text")]
        choices = [Choice("outcome", self._outcomes(rows)), self._perspectives(rows)]
        choices.append(self._rates(rows))
        return Figure("plane", choices, columns, rows, spec, ["kind", "on_frontier"])

    def _point(self, told: Mapping[str, Any], cost: Mapping[str, Any]) -> Row:
        gain = self.tables.gain(told["outcome"], told["gain"]) or {}
        standing = self._standings(told).get(told["arm"])
        return {
            "arm_label": self.label(told["arm"]),
            "outcome": told["outcome"],
            "kind": self.tables.kind_of_outcome(told["outcome"]),
            "perspective": told["perspective"],
            "rate": f"{told['discount_rate']:g}",
            "effect": gain["mean"],
            "effect_low": gain["low"],
            "effect_high": gain["high"],
            "cost": cost["mean"],
            "cost_low": cost["low"],
            "cost_high": cost["high"],
            "standing": self.words(f"standing_short.{standing}") if standing else "",
            "on_frontier": standing == "worth_considering",
        }

    def _standings(self, told: Mapping[str, Any]) -> dict[str, str]:
        """Where the arms stand on the frontier, if it is the frontier of this choice."""
        if any(value != told[key] for key, value in self.question.items()):
            return {}
        return {row["arm"]: row["standing"] for row in self.comparison.rows("frontier")}

    def _references(self, rows: list[Row]) -> list[Row]:
        """The reference at the origin, once for each choice."""
        reference = self.comparison.raw["reference"]
        seen: dict[tuple[str, str, str], Row] = {}
        for row in rows:
            key = row["outcome"], row["perspective"], row["rate"]
            told = dict(zip(("outcome", "perspective", "discount_rate"), key, strict=True))
            standing = self._standings(told | {"discount_rate": float(row["rate"])}).get(reference)
            seen[key] = {
                **dict.fromkeys(row),
                **{name: row[name] for name in ("outcome", "kind", "perspective", "rate")},
                "arm_label": self.label(reference),
                "effect": 0,
                "cost": 0,
                "standing": self.words(f"standing_short.{standing}") if standing else "",
                "on_frontier": standing == "worth_considering",
            }
        return list(seen.values())

    def acceptability(self) -> Figure | None:
        """How often each arm has the highest net benefit, by what a unit is worth."""
        told = acceptability_of(self.comparison)
        if len(told.worth) < FEWEST:
            return None
        rows = [
            {
                "arm_label": self.label(arm),
                "threshold": amount,
                "probability": share,
                "best": self.words("yes") if best == arm else "",
            }
            for arm, shares in told.shares.items()
            for amount, share, best in zip(told.worth, shares, told.best, strict=True)
        ]
        style = self._style(list(told.shares), "strokeDash", DASHES)
        worth = self.words("axes.worth", outcome=self.tables.outcome(self.question["outcome"]))
        axis = {"labelExpr": "shown(datum.value, 'krw')", "labelAngle": 0, "title": worth}
        axis |= {"labelOverlap": "greedy", "labelSeparation": 8}
        x = {"field": "threshold", "type": "ordinal", "axis": axis}
        y = amount("probability", "probability", scale={"domain": [0, 1]})
        y["axis"] |= title_above(self.words("axes.share_best"))
        place = {"x": x, "y": y}
        spec = layered(
            mark("line", place | style, strokeWidth=2.5),
            mark("point", place, opacity=0, filled=True, size=120),
        )
        columns = [Column("arm_label", "text"), Column("threshold", "krw")]
        columns += [Column("probability", "probability"), Column("best", "text")]
        return Figure("acceptability", [], columns, rows, spec)

    def budget(self) -> Figure | None:
        """What an arm adds to the budget in every year."""
        rows = [
            {
                "arm": told["arm"],
                "perspective": told["perspective"],
                "year": told["year"],
                "reference": told["reference"],
                "difference": told["difference"]["mean"],
                "low": told["difference"]["low"],
                "high": told["difference"]["high"],
            }
            for told in self.comparison.rows("cost_by_year")
            if told["difference"] is not None
        ]
        if not rows:
            return None
        x = years([row["year"] for row in rows])
        x = {"field": "year", "type": "ordinal", "axis": {**x["axis"], "labelAngle": 0}}
        x["axis"] |= {"labelOverlap": True}
        bar = {"x": x, "y": amount("difference", "krw")} | in_colour(self.tables.places)
        interval = {"x": x, "y": amount("low", "krw"), "y2": {"field": "high"}}
        spec = layered(
            mark("bar", bar, opacity=0.75),
            mark("rule", interval, color="#222222", strokeWidth=1.5),
            zero_line("y"),
            height=280,
        )
        arms = [Option(name, self.label(name)) for name in self.tables.surest_first]
        columns = [Column("year", "year"), Column("reference", "krw")]
        columns += [Column("difference", "krw"), Column("low", "krw"), Column("high", "krw")]
        choices = [Choice("arm", arms), self._perspectives(rows)]
        return Figure("budget", choices, columns, rows, spec)

    # ---- choices --------------------------------------------------------------------------------

    def _outcomes(self, rows: list[Row]) -> list[Option]:
        names = dict.fromkeys(row["outcome"] for row in rows)
        told = self.tables.outcomes
        return [Option(n, self.tables.outcome(n, told[n]["label"])) for n in names]

    def _perspectives(self, rows: list[Row]) -> Choice:
        names = dict.fromkeys(row["perspective"] for row in rows)
        return Choice("perspective", [Option(n, self.words.term("perspectives", n)) for n in names])

    def _rates(self, rows: list[Row]) -> Choice:
        """The discount rate of the frontier first, else that of the study."""
        names = list(dict.fromkeys(row["rate"] for row in rows))
        own = f"{self.question['discount_rate']:g}"
        names.sort(key=lambda name: (name != own, float(name)))
        return Choice("rate", [Option(n, self.words.number(float(n), "share")) for n in names])
