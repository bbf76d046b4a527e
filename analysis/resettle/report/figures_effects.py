"""Figures of the effects: over time, between types, for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .evidence import judge
from .figure import (
    BLUE,
    DASHES,
    ON,
    QUIET,
    TYPE_COLOURS,
    VERMILLION,
    Choice,
    Column,
    Figure,
    Option,
    Row,
    amount,
    layered,
    mark,
    start_line,
    styled,
    years,
    zero_line,
)
from .source import StudySource, YearlyMeans
from .tables import Tables, kind_of
from .words import Words

TYPES = ("integration", "isolation", "acculturation", "marginality")
# Success on the material and on the mental axis (Yoon 2001).
AXES = {"integration": (1, 1), "isolation": (1, 0), "acculturation": (0, 1), "marginality": (0, 0)}


class EffectFigures:
    """Makes these figures for one study."""

    def __init__(self, source: StudySource, words: Words, tables: Tables) -> None:
        self.source = source
        self.words = words
        self.tables = tables
        self.comparison = source.comparison
        self.reference = str(self.comparison["reference"])
        self.arms = [Option(name, self.label(name)) for name in tables.surest_first]
        self.start_year = int(self.comparison["policy_start"][:4])

    def label(self, arm: str) -> str:
        return self.tables.arm(arm).text

    # ---- over time ------------------------------------------------------------------------------

    def types(self) -> Figure:
        """The shares of the four types by year, in an arm and in the reference."""
        means = {name: self.source.yearly_means(f"share_{name}") for name in TYPES}
        labels = {name: self.words.term("types", name) for name in TYPES}
        reference = self.source.arms.index(self.reference)
        rows: list[Row] = []
        for row_of_arm, arm in enumerate(self.source.arms):
            for name, mean in means.items():
                for year, group in np.ndindex(mean.level.shape[1:]):
                    share = mean.level[row_of_arm, year, group]
                    if np.isnan(share):
                        continue
                    rows.append(
                        {
                            "arm": arm,
                            "subgroup": self.source.subgroups[group],
                            "year": mean.years[year],
                            "type": labels[name],
                            "share": share,
                            "reference": mean.level[reference, year, group],
                        }
                    )
        style = styled("type", list(labels.values()), "color", TYPE_COLOURS)
        style |= styled("type", list(labels.values()), "strokeDash", DASHES)
        place = {"x": years(), "y": amount("share", "share", scale={"zero": True})}
        quiet = {"x": years(), "y": amount("reference", "share")}
        spec = layered(
            start_line(self.start_year),
            mark("line", quiet | {"detail": {"field": "type"}}, color="#999999", strokeWidth=1),
            mark("line", place | style, strokeWidth=2.5),
            mark("point", place, opacity=0, filled=True, size=160),
            height=320,
        )
        columns = [Column("year", "year"), Column("type", "text"), Column("share", "share")]
        columns.append(Column("reference", "share"))
        every = [*self.arms, Option(self.reference, self.label(self.reference))]
        return Figure("types", [Choice("arm", every), self._groups(rows)], columns, rows, spec)

    def difference(self) -> Figure:
        """Each arm minus the reference by year, with a 95 % band for the chosen one."""
        rows: list[Row] = []
        outcomes = self._outcomes()
        for outcome, unit in outcomes.items():
            rows += self._difference_rows(outcome, unit, self.source.yearly_means(outcome))
        place = {"x": years(), "y": amount("difference", "__DIFFERENCE__")}
        band = {"x": years(), "y": amount("low", "__DIFFERENCE__"), "y2": {"field": "high"}}
        spec = layered(
            zero_line("y"),
            mark("line", place | {"detail": {"field": "arm"}}, color="#A0A0A0", strokeWidth=1),
            mark("area", band, ON, color=BLUE, opacity=0.22),
            mark("line", place, ON, color=BLUE, strokeWidth=2.5),
            mark("point", place, ON, color=BLUE, filled=True, size=36, opacity=1),
            mark("point", place, opacity=0, filled=True, size=160),
        )
        labels = [Option(n, self._outcome_label(n)) for n in outcomes]
        choices = [Choice("outcome", labels), self._groups(rows)]
        choices.append(Choice("arm", self.arms, highlights=True))
        columns = [Column("arm_label", "text"), Column("year", "year")]
        columns += [Column("reference", "level"), Column("difference", "difference")]
        columns += [Column("low", "difference"), Column("high", "difference")]
        return Figure("difference", choices, columns, rows, spec, ["kind"])

    def _difference_rows(self, outcome: str, unit: str, means: YearlyMeans) -> list[Row]:
        reference = self.source.arms.index(self.reference)
        rows = []
        for option in self.arms:
            at = self.source.arms.index(option.value)
            for year, group in np.ndindex(means.level.shape[1:]):
                cell = at, year, group
                if means.years[year] < self.start_year or np.isnan(means.difference[cell]):
                    continue
                rows.append(
                    {
                        "outcome": outcome,
                        "kind": kind_of(unit),
                        "subgroup": self.source.subgroups[group],
                        "arm": option.value,
                        "arm_label": option.label,
                        "year": means.years[year],
                        "reference": means.level[reference, year, group],
                        "difference": means.difference[cell],
                        "low": means.low[cell],
                        "high": means.high[cell],
                    }
                )
        return rows

    def _outcomes(self) -> dict[str, str]:
        """Outcomes of the comparison that the file has by month: name -> unit."""
        told = self.comparison["arms"][0]["at_end"]
        return {o["outcome"]: o["unit"] for o in told if o["outcome"] in self.source.indicators}

    def _outcome_label(self, name: str) -> str:
        """With the unit, where the numbers do not say it."""
        known = self.source.indicators[name]
        label = self.tables.indicator(name, known["label"])
        if kind_of(known["unit"]) != "number":
            return label
        return f"{label} ({self.words.term('units', known['unit'])})"

    def _groups(self, rows: list[Row]) -> Choice:
        """Subgroups of which something may be shown."""
        there = {row["subgroup"] for row in rows}
        names = [name for name in self.source.subgroups if name in there]
        return Choice("subgroup", [Option(name, self.words.subgroup(name)) for name in names])

    # ---- between types --------------------------------------------------------------------------

    def flows(self) -> Figure:
        """The same persons at the end: type under the reference, type in the arm."""
        labels = {name: self.words.term("types", name) for name in TYPES}
        ways = {name: self.words(f"ways.{name}") for name in ("better", "worse", "mixed", "same")}
        rows: list[Row] = []
        for arm in self.comparison["arms"]:
            for cell in arm["type_changes"]["table"]:
                way = _way(cell["reference_type"], cell["arm_type"])
                count = cell["persons"]
                shown = None if count["suppressed"] else count["mean"]
                rows.append(
                    {
                        "arm": arm["arm"],
                        "reference_type": labels[cell["reference_type"]],
                        "arm_type": labels[cell["arm_type"]],
                        "way": ways[way],
                        "persons": shown,
                        "low": None if shown is None else count["low"],
                        "high": None if shown is None else count["high"],
                        "sign": {"better": "▲ ", "worse": "▼ ", "mixed": "◆ ", "same": ""}[way],
                        "limit": 20 / self.comparison["scale"],
                    }
                )
        order = list(labels.values())
        axis = {"labelAngle": 0, "domain": False, "ticks": False, "labelPadding": 6}
        place = {
            "x": _named("arm_type", order, {**axis, "orient": "top"}, self.words("axes.in_arm")),
            "y": _named("reference_type", order, axis, self.words("axes.in_reference")),
        }
        tints = ["#C9E3F3", "#F8D3BE", "#E8DAEC", "#EFEFEF"]
        fill = styled("way", list(ways.values()), "color", tints)
        number = "datum.sign + (datum.persons === null ? shown(datum.limit, 'below') : "
        number += "shown(datum.persons, 'count'))"
        spec = layered(
            mark("rect", place | fill, stroke="#FFFFFF", strokeWidth=2),
            mark("text", place | {"text": {"field": "number"}}, color="#1A1A1A",
                 fontSize={"expr": "width < 400 ? 12 : 14"}),
            height={"step": 52},
            transform=[{"calculate": number, "as": "number"}],
        )  # fmt: skip
        columns = [Column("reference_type", "text"), Column("arm_type", "text")]
        columns += [Column("way", "text"), Column("persons", "count")]
        columns += [Column("low", "count"), Column("high", "count")]
        return Figure("flows", [Choice("arm", self.arms)], columns, rows, spec, ["sign", "limit"])

    # ---- for whom -------------------------------------------------------------------------------

    def subgroups(self) -> Figure | None:
        """The difference at the end in every subgroup; None without this section."""
        section = (self.comparison.get("equity") or {}).get("subgroups")
        if not section:
            return None
        rows = [row for row in map(self._subgroup_row, section) if row is not None]
        order = [self.words.subgroup(name) for name in self.source.subgroups]
        y = _named("subgroup_label", order, {"labelLimit": 190, "ticks": False}, None)
        interval = {"y": y, "x": amount("low", "__DIFFERENCE__"), "x2": {"field": "high"}}
        point = {"y": y, "x": amount("difference", "__DIFFERENCE__", scale={"zero": True})}
        colour = "{'clear': '#0072B2', 'likely': '#0072B2'}[datum.certainty] || '#767676'"
        spec = layered(
            zero_line("x"),
            mark("rule", interval, "datum.certainty != 'open'", color=BLUE, strokeWidth=2),
            mark("rule", interval, "datum.certainty == 'open'", color=QUIET, strokeWidth=2),
            mark("point", point, color={"expr": colour}, size=70, fill="white", opacity=1),
            mark("point", point, "datum.certainty == 'clear'", color=BLUE, size=70, filled=True,
                 opacity=1),
            height={"step": 26},
        )  # fmt: skip
        there = {row["outcome"]: row for row in rows}
        outcomes = [Option(n, self._outcome_label(n)) for n in there if n in self.source.indicators]
        choices = [Choice("outcome", outcomes), Choice("arm", self.arms)]
        columns = [Column("subgroup_label", "text"), Column("reference", "level")]
        columns += [Column("difference", "difference"), Column("low", "difference")]
        columns += [Column("high", "difference"), Column("certainty_label", "text")]
        return Figure("subgroups", choices, columns, rows, spec, ["kind", "certainty"])

    def _subgroup_row(self, told: Mapping[str, Any]) -> Row | None:
        finding = judge(told["difference"])
        if finding is None or told["outcome"] not in self.source.indicators:
            return None
        return {
            "arm": told["arm"],
            "outcome": told["outcome"],
            "kind": kind_of(self.source.indicators[told["outcome"]]["unit"]),
            "subgroup_label": self.words.subgroup(told["subgroup"]),
            "reference": told["reference"],
            "difference": told["difference"]["mean"],
            "low": told["difference"]["low"],
            "high": told["difference"]["high"],
            "certainty": finding.certainty,
            "certainty_label": self.words(f"verdict.{finding.key}"),
        }

    def winners(self) -> Figure | None:
        """Persons who gain and persons who lose months in integration, by group."""
        section = (self.comparison.get("equity") or {}).get("winners_losers")
        if not section:
            return None
        rows = [
            {
                "arm": told["arm"],
                "group_label": self._group(told["group"]),
                "persons": _mean(told["persons"]),
                "gaining": _mean(told["gaining"]),
                "losing": _mean(told["losing"]),
                "months_gained": _mean(told["months_gained"]),
                "months_lost": _mean(told["months_lost"]),
                "months_per_person": _mean(told["months_per_person"]),
            }
            for told in section
        ]
        order = list(dict.fromkeys(row["group_label"] for row in rows))
        y = _named("group_label", order, {"labelLimit": 190, "ticks": False}, None)
        left = {"field": "left", "type": "quantitative"}
        axis = amount("gaining", "size")["axis"]
        spec = layered(
            mark("bar", {"y": y, "x": amount("gaining", "size")}, color=BLUE, height=14),
            mark("bar", {"y": y, "x": {**left, "axis": axis}}, color=VERMILLION, height=14),
            zero_line("x"),
            height={"step": 26},
            transform=[{"calculate": "-datum.losing", "as": "left"}],
        )
        columns = [Column("group_label", "text"), Column("persons", "count")]
        columns += [Column("gaining", "count"), Column("losing", "count")]
        columns += [Column("months_gained", "count"), Column("months_lost", "count")]
        columns.append(Column("months_per_person", "number"))
        return Figure("winners", [Choice("arm", self.arms)], columns, rows, spec)

    def _group(self, name: str) -> str:
        if name.startswith("position="):
            return self.words("position", number=name.partition("=")[2])
        return self.words.subgroup(name)


def _named(field_name: str, order: list[str], axis: Mapping[str, Any], title: str | None) -> Row:
    return {
        "field": field_name,
        "type": "nominal",
        "sort": order,
        "axis": {**axis, "title": title},
    }


def _way(reference: str, arm: str) -> str:
    """better: gains an axis and loses none; worse: the reverse; mixed: one for the other."""
    change = [after - before for before, after in zip(AXES[reference], AXES[arm], strict=True)]
    if max(change) > 0 and min(change) < 0:
        return "mixed"
    return "better" if max(change) > 0 else "worse" if min(change) < 0 else "same"


def _mean(estimate: Mapping[str, Any] | None) -> float | None:
    return estimate["mean"] if estimate else None
