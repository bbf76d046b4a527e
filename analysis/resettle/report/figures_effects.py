"""Figures of the effects: over time, and between types."""

from __future__ import annotations

import numpy as np

from resettle.colours import TYPE_COLOURS
from resettle.study import TYPES
from resettle.study_file import fewest_shown

from .figure import (
    DASHES,
    ON,
    QUIET,
    Choice,
    Column,
    Figure,
    Option,
    Row,
    amount,
    in_colour,
    layered,
    mark,
    named,
    start_line,
    styled,
    years,
    zero_line,
)
from .source import MOST_GROUPS, StudySource, YearlyMeans
from .table import kind_of
from .tables import Tables
from .words import Words

# Success on the material and on the mental axis (Yoon 2001).
AXES = {"integration": (1, 1), "isolation": (1, 0), "acculturation": (0, 1), "marginality": (0, 0)}


class EffectFigures:
    """Makes these figures for one study."""

    def __init__(self, source: StudySource, words: Words, tables: Tables) -> None:
        self.source = source
        self.words = words
        self.tables = tables
        self.comparison = source.comparison
        self.reference = str(self.comparison.raw["reference"])
        self.arms = [Option(name, self.label(name)) for name in tables.surest_first]
        self.start_year = int(self.comparison.raw["policy_start"][:4])

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
            if arm in self.tables.never_act:
                continue
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
        style = styled("type", list(labels.values()), "color", list(TYPE_COLOURS.values()))
        style |= styled("type", list(labels.values()), "strokeDash", DASHES)
        x = years([row["year"] for row in rows])
        place = {"x": x, "y": amount("share", "share", scale={"zero": True})}
        quiet = {"x": x, "y": amount("reference", "share"), "detail": {"field": "type"}}
        quiet["strokeDash"] = style["strokeDash"]
        spec = layered(
            start_line(self.start_year),
            mark("line", quiet, color=QUIET, strokeWidth=1),
            mark("line", place | style, strokeWidth=2.5),
            mark("point", place, opacity=0, filled=True, size=160),
            height=320,
        )
        columns = [Column("year", "year"), Column("type", "text"), Column("share", "share")]
        columns.append(Column("reference", "share"))
        every = [*self.arms, Option(self.reference, self.label(self.reference))]
        choices = [Choice("arm", every), self._groups(rows)]
        return Figure("types", choices, columns, rows, spec, note=self._left_out())

    def difference(self) -> Figure:
        """Each arm minus the reference by year, with a 95 % band for the chosen one."""
        rows: list[Row] = []
        outcomes = self._outcomes()
        for outcome, unit in outcomes.items():
            rows += self._difference_rows(outcome, unit, self.source.yearly_means(outcome))
        x = years([row["year"] for row in rows])
        place = {"x": x, "y": amount("difference", "__DIFFERENCE__")}
        chosen = in_colour(self.tables.places)
        band = {"x": x, "y": amount("low", "__DIFFERENCE__"), "y2": {"field": "high"}}
        spec = layered(
            zero_line("y"),
            mark("line", place | {"detail": {"field": "arm"}}, color=QUIET, strokeWidth=1),
            mark("area", band | chosen, ON, opacity=0.22),
            mark("line", place | chosen, ON, strokeWidth=2.5),
            mark("point", place | chosen, ON, filled=True, size=36, opacity=1),
            mark("point", place, opacity=0, filled=True, size=160),
        )
        known = self.source.indicators
        labels = [Option(n, self.tables.indicator_label(n, known[n])) for n in outcomes]
        choices = [Choice("outcome", labels), self._groups(rows)]
        choices.append(Choice("arm", self.arms, highlights=True))
        columns = [Column("arm_label", "text"), Column("year", "year")]
        columns += [Column("reference", "level"), Column("difference", "difference")]
        columns += [Column("low", "difference"), Column("high", "difference")]
        return Figure("difference", choices, columns, rows, spec, ["kind"], note=self._left_out())

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
        told = [o for o in self.tables.outcomes.values() if o["over"] == "end"]
        return {o["outcome"]: o["unit"] for o in told if o["outcome"] in self.source.indicators}

    def _groups(self, rows: list[Row]) -> Choice:
        """Subgroups of which something may be shown."""
        there = {row["subgroup"] for row in rows}
        names = [name for name in self.source.subgroups if name in there]
        return Choice("subgroup", [Option(name, self.words.subgroup(name)) for name in names])

    def _left_out(self) -> str:
        """How many groups the figures over time do not offer."""
        more = len(self.source.subgroups) - MOST_GROUPS
        return self.words("groups_left_out", number=more, shown=MOST_GROUPS) if more > 0 else ""

    # ---- between types --------------------------------------------------------------------------

    def flows(self) -> Figure:
        """The same persons at the end: type under the reference, type in the arm."""
        labels = {name: self.words.term("types", name) for name in TYPES}
        ways = {name: self.words(f"ways.{name}") for name in ("better", "worse", "mixed", "same")}
        rows: list[Row] = []
        for cell in self.comparison.rows("type_table"):
            way = _way(cell["reference_type"], cell["arm_type"])
            count = cell["persons"] or {}
            rows.append(
                {
                    "arm": cell["arm"],
                    "reference_type": labels[cell["reference_type"]],
                    "arm_type": labels[cell["arm_type"]],
                    "way": ways[way],
                    "persons": count.get("mean"),
                    "low": count.get("low"),
                    "high": count.get("high"),
                    "sign": {"better": "▲ ", "worse": "▼ ", "mixed": "◆ ", "same": ""}[way],
                    "limit": fewest_shown(self.comparison.raw["scale"]),
                }
            )
        order = list(labels.values())
        axis = {"labelAngle": 0, "domain": False, "ticks": False, "labelPadding": 6}
        place = {
            "x": named("arm_type", order, {**axis, "orient": "top"}, self.words("axes.in_arm")),
            "y": named("reference_type", order, axis, self.words("axes.in_reference")),
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


def _way(reference: str, arm: str) -> str:
    """better: gains an axis and loses none; worse: the reverse; mixed: one for the other."""
    change = [after - before for before, after in zip(AXES[reference], AXES[arm], strict=True)]
    if max(change) > 0 and min(change) < 0:
        return "mixed"
    return "better" if max(change) > 0 else "worse" if min(change) < 0 else "same"
