"""Figures of who gains and who loses, by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resettle.colours import BLUE, VERMILLION

from .evidence import is_likely, key_of
from .figure import (
    QUIET,
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
        self.arms = [Option(name, tables.arm(name).text) for name in tables.surest_first]

    def subgroups(self) -> Figure | None:
        """The difference at the end in every subgroup; None where none is shown."""
        told = self.source.comparison.rows("subgroups")
        rows = [row for row in map(self._subgroup_row, told) if row is not None]
        if not rows:
            return None
        order = [self.words.subgroup(name) for name in self.source.subgroups]
        y = named("subgroup_label", order, {"labelLimit": 190, "ticks": False}, None)
        interval = {"y": y, "x": amount("low", "__DIFFERENCE__"), "x2": {"field": "high"}}
        point = {"y": y, "x": amount("difference", "__DIFFERENCE__", scale={"zero": True})}
        colour = in_colour(self.tables.places)
        spec = layered(
            zero_line("x"),
            mark("rule", interval | colour, "datum.is_likely", strokeWidth=2),
            mark("rule", interval, "!datum.is_likely", color=QUIET, strokeWidth=2),
            mark("point", point, "!datum.is_likely", color=QUIET, size=70, fill="white",
                 opacity=1),
            mark("point", point | colour, "datum.is_likely", size=70, filled=True, opacity=1),
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
        changing = any("household_type=" in name for name in self.source.subgroups)
        return Figure(
            "subgroups",
            choices,
            columns,
            rows,
            spec,
            ["kind", "is_likely"],
            places={"end": self.words.month(self.source.comparison.raw["end"])},
            note=self.words("figures.subgroups.changing") if changing else "",
        )

    def _subgroup_row(self, told: Mapping[str, Any]) -> Row | None:
        if told["difference"] is None or told["outcome"] not in self.source.indicators:
            return None
        verdict = told["verdict"]
        return {
            "arm": told["arm"],
            "outcome": told["outcome"],
            "kind": kind_of(self.source.indicators[told["outcome"]]["unit"]),
            "subgroup_label": self.words.subgroup(told["subgroup"]),
            "reference": told["reference"],
            "difference": told["difference"]["mean"],
            "low": told["difference"]["low"],
            "high": told["difference"]["high"],
            "is_likely": is_likely(verdict, "more", "less"),
            "certainty_label": self.words(f"verdict.{key_of(verdict)}"),
        }

    def winners(self) -> Figure | None:
        """Persons who gain and persons who lose months in integration, by group."""
        section = self.source.comparison.rows("winners_losers")
        if not section:
            return None
        rows = [
            {"arm": told["arm"], "group_label": self.words.group(told["group"]), **_gains(told)}
            for told in section
        ]
        order = list(dict.fromkeys(row["group_label"] for row in rows))
        y = named("group_label", order, {"labelLimit": 190, "ticks": False}, None)
        left = {"field": "left", "type": "quantitative"}
        right = amount("gaining", "size", scale={"padding": 18})  # room for hidden bars
        axis = right["axis"]
        spec = layered(
            mark("bar", {"y": y, "x": right}, color=BLUE, height=14),
            mark("bar", {"y": y, "x": {**left, "axis": axis}}, color=VERMILLION, height=14),
            _hidden_bar(y, "gaining", align="left", dx=5),
            _hidden_bar(y, "losing", align="right", dx=-5),
            zero_line("x"),
            height={"step": 26},
            transform=[{"calculate": "-datum.losing", "as": "left"}],
        )
        columns = [Column("group_label", "text"), Column("persons", "count")]
        columns += [Column("gaining", "count"), Column("losing", "count")]
        columns += [Column("months_gained", "count"), Column("months_lost", "count")]
        columns += [Column("months_per_person", "number")]
        columns += [Column("low", "number"), Column("high", "number")]
        return Figure("winners", [Choice("arm", self.arms)], columns, rows, spec)


def _hidden_bar(y: Spec, side: str, **place: Any) -> Spec:
    """What stands for a bar of too few persons: without it a group would seem to have none."""
    encoding = {"y": y, "x": {"datum": 0, "type": "quantitative"}, "text": {"value": "×"}}
    where = f"datum.{side} === null"
    return mark("text", encoding, where, color="#595959", fontSize=14, **place)


def _gains(told: Mapping[str, Any]) -> Row:
    """The numbers of a group."""
    names = ("persons", "gaining", "losing", "months_gained", "months_lost", "months_per_person")
    row = {name: _mean(told[name]) for name in names}
    balance = told["months_per_person"] or {}
    row |= {end: balance.get(end) for end in ("low", "high")}
    if hides_balance(told):
        row |= dict.fromkeys(("months_per_person", "low", "high"))
    return row


def hides_balance(told: Mapping[str, Any]) -> bool:
    """Where one side alone is suppressed, so is the balance, from which and the other side it could be
    worked out."""
    return (told["months_gained"] is None) != (told["months_lost"] is None)


def _mean(estimate: Mapping[str, Any] | None) -> float | None:
    return estimate["mean"] if estimate else None
