"""Figures of who gains and who loses, by group, from the section "equity"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .evidence import judge
from .figure import (
    BLUE,
    QUIET,
    VERMILLION,
    Choice,
    Column,
    Figure,
    Option,
    Row,
    amount,
    layered,
    mark,
    named,
    zero_line,
)
from .source import StudySource
from .table import kind_of
from .tables import Tables
from .words import Words


class EquityFigures:
    """Makes these figures for one study."""

    def __init__(self, source: StudySource, words: Words, tables: Tables) -> None:
        self.source = source
        self.words = words
        self.tables = tables
        self.equity: Mapping[str, Any] = source.comparison.get("equity") or {}
        self.arms = [Option(name, tables.arm(name).text) for name in tables.surest_first]

    def subgroups(self) -> Figure | None:
        """The difference at the end in every subgroup; None without this section."""
        section = self.equity.get("subgroups")
        if not section:
            return None
        rows = [row for row in map(self._subgroup_row, section) if row is not None]
        order = [self.words.subgroup(name) for name in self.source.subgroups]
        y = named("subgroup_label", order, {"labelLimit": 190, "ticks": False}, None)
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
        known = self.source.indicators
        labels = {n: self.tables.indicator_label(n, known[n]) for n in there}
        outcomes = [Option(name, label) for name, label in labels.items()]
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
        section = self.equity.get("winners_losers")
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
        y = named("group_label", order, {"labelLimit": 190, "ticks": False}, None)
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
            number = name.partition("=")[2]
            key = {"1": "lowest", "10": "highest"}.get(number, "between")
            return self.words(f"position.{key}", number=number)
        return self.words.subgroup(name)


def _mean(estimate: Mapping[str, Any] | None) -> float | None:
    return estimate["mean"] if estimate else None
