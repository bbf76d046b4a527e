"""The tables of a comparison by the names of the program, in the words of the report.

A table that the report has is the report's. Of the others the rows are told as they are, with the words
of the catalogue for columns and cells; without one, by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from resettle.errors import StudyError
from resettle.report.figures_equity import hides_balance
from resettle.report.table import Cell, Table, difference_kind, kind_of, says_unit
from resettle.report.tables import Tables
from resettle.report.tables_economics import SectionTables
from resettle.report.words import MISSING, Words
from resettle.study_file import fewest_shown

Row = Mapping[str, Any]
HEADS = {
    "arm": "columns.arm_label", "outcome": "choices.outcome", "subgroup": "choices.subgroup",
    "group": "figures.winners.columns.group_label", "perspective": "choices.perspective",
    "discount_rate": "choices.rate", "year": "columns.year", "reference": "columns.reference",
    "difference": "columns.difference", "worth": "figures.acceptability.columns.threshold",
    "persons": "figures.winners.columns.persons", "gaining": "figures.winners.columns.gaining",
    "losing": "figures.winners.columns.losing",
    "months_per_person": "figures.winners.columns.months_per_person",
    "reference_type": "figures.flows.columns.reference_type",
    "arm_type": "figures.flows.columns.arm_type", "verdict": "figures.subgroups.columns.certainty_label",
}  # fmt: skip
TITLES = {
    "by_year": "figures.difference.name", "type_table": "figures.flows.name",
    "acceptability": "figures.acceptability.name", "cost_by_year": "figures.budget.name",
    "winners_losers": "figures.winners.name", "subgroups": "figures.subgroups.name",
    "at_end": "tables.at_end.name", "definitions": "tables.definitions.name",
    "ranking": "tables.ranking.name", "frontier": "tables.frontier.name",
    "cost_per_unit": "tables.prices.name", "cost_by_line": "tables.lines.name",
    "deadweight": "tables.deadweight.name", "budget_caps": "tables.caps.name",
    "overrun": "tables.overrun.name", "concentration_index": "tables.concentration.name",
    "transitions": "tables.transitions.name", "precision": "tables.precision.name",
    "central_values": "tables.central_values.name",
}  # fmt: skip
TERMS = {  # keys whose values have words in the catalogue
    "perspective": "perspectives", "reference_type": "types", "arm_type": "types", "from_type": "types",
    "to_type": "types", "change": "changes", "line": "lines", "instrument": "instruments",
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How rows become tables: one for every value of `blocks`, the arms beside one another with the one
    value `across`, or the values `columns` of each row."""

    blocks: str = ""
    across: str = ""
    columns: Sequence[str] = field(default_factory=tuple)


JUDGED = ("reference", "difference", "verdict")
LAYOUTS = {
    "horizon": Layout("outcome", columns=JUDGED),
    "by_year": Layout("outcome", across="difference"),
    "type_changes": Layout("arm", columns=("persons",)),
    "type_table": Layout("arm", columns=("persons",)),
    "total_cost": Layout("perspective", across="difference"),
    "acceptability": Layout(across="share_best"),
    "cost_by_year": Layout("perspective", across="difference"),
    "winners_losers": Layout("arm", columns=("persons", "gaining", "losing", "months_per_person")),
    "subgroups": Layout("outcome", columns=JUDGED),
    "outcomes": Layout(columns=("unit", "over", "better")),
}
TOLD_ELSEWHERE = ("label", "unit", "ratio", "smallest")
VALUES = "values"  # the group of terms for words of a fixed list


class Listing:
    """All tables of one comparison."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.words: Words = tables.words
        self.program: Mapping[str, Any] = tables.head["tables"]
        self._sections = sections = SectionTables(tables)
        self._own: dict[str, Callable[[], Any]] = {
            "at_end": tables.at_end, "definitions": tables.definitions, "ranking": tables.ranking,
            "frontier": sections.frontier, "cost_per_unit": sections.prices,
            "cost_by_line": sections.lines, "deadweight": sections.deadweight,
            "budget_caps": sections.caps, "overrun": sections.overrun,
            "concentration_index": sections.concentration, "transitions": sections.transitions,
            "precision": sections.precision, "central_values": sections.central_values,
        }  # fmt: skip

    @property
    def topics(self) -> list[str]:
        return list(dict.fromkeys(table["topic"] for table in self.program.values()))

    def names(self, asked: Sequence[str]) -> list[str]:
        """Names of tables for topics and tables; those of a topic that have rows.
        Errors: StudyError for another word, with the nearest one and all there are."""
        found: dict[str, None] = {}
        for word in asked:
            if word in self.program:
                found[word] = None
                continue
            of_topic = [name for name, table in self.program.items() if table["topic"] == word]
            if not of_topic:
                self._refuse(word)
            found |= dict.fromkeys(name for name in of_topic if self.program[name]["rows"])
        return list(found)

    def _refuse(self, word: str) -> None:
        near = get_close_matches(word, [*self.topics, *self.program], n=1, cutoff=0.5)
        meant = f" Did you mean '{near[0]}'?" if near else ""
        raise StudyError(
            f"--show: '{word}' is no topic and no table.{meant} The topics are {', '.join(self.topics)}, "
            f"the tables {', '.join(self.program)}."
        )

    def title(self, name: str) -> str:
        """Without one in the catalogue, the name; the first letter as at the beginning of a line."""
        told = self.words(TITLES[name]) if name in TITLES else self.words.term("tables", name)
        return told[:1].upper() + told[1:]

    def of(self, name: str) -> list[Table]:
        """The tables under this name; none where there is nothing to tell."""
        if name in self._own:
            told = self._own[name]()
            made = told if isinstance(told, list) else [told]
            return [table for table in made if table is not None and table.rows]
        rows = self.program[name]["rows"]
        layout = LAYOUTS.get(name, Layout())
        blocks: dict[Any, list[Row]] = {}
        for row in rows:
            blocks.setdefault(row.get(layout.blocks), []).append(row)
        made = []
        for value, of_block in blocks.items():
            caption = self._caption(layout.blocks, value, of_block[0])
            make = self._across if layout.across else self._by_row
            made.append(make(name, layout, of_block, caption))
        return made

    def _caption(self, key: str, value: Any, row: Row) -> str:
        """What all rows of a block have in common, with the unit of its numbers where they do not say it."""
        told = self._key(key, value, row) if key else ""
        if key != "outcome" or says_unit(kind_of(row["unit"])):
            return told
        unit = self.words.term("units", row["unit"])
        return told if unit in told else f"{told} ({unit})"

    def note(self, name: str) -> str:
        """What stands in place of a table: single cells that are left out tell nobody anything."""
        if name != "suppressed" or not self.program[name]["rows"]:
            return ""
        limit = f"{fewest_shown(self.tables.head['scale']):,}"
        return f"{self.words('suppression', limit=limit)} {self._sections.suppressed()}"

    # ---- tables made of rows --------------------------------------------------------------------

    def _columns(self, name: str, kind: str, layout: Layout) -> list[Row]:
        return [
            column
            for column in self.program[name]["columns"]
            if column["kind"] == kind
            and column["name"] != layout.blocks
            and (kind == "key" or column["name"] in (layout.columns or _others(self.program[name])))
        ]

    def _by_row(self, name: str, layout: Layout, rows: list[Row], caption: str) -> Table:
        keys, values = self._columns(name, "key", layout), self._columns(name, "value", layout)
        cells = [
            [
                *(Cell(self._key(column["name"], row[column["name"]], row)) for column in keys),
                *(self._value(column, row) for column in values),
            ]
            for row in rows
        ]
        numeric = [False] * len(keys) + [_is_number(column, rows) for column in values]
        return Table(name, [self._head(c["name"]) for c in (*keys, *values)], cells, caption, "", numeric)

    def _across(self, name: str, layout: Layout, rows: list[Row], caption: str) -> Table:
        """Arms beside one another, a row for the other keys."""
        keys = [c for c in self._columns(name, "key", layout) if c["name"] != "arm"]
        column = next(c for c in self.program[name]["columns"] if c["name"] == layout.across)
        told: dict[tuple[str, ...], dict[str, Cell]] = {}
        for row in rows:
            place = tuple(self._key(c["name"], row[c["name"]], row) for c in keys)
            told.setdefault(place, {})[row["arm"]] = self._in_grid(column, row)
        arms = list(dict.fromkeys(row["arm"] for row in rows))
        head = [*(self._head(c["name"]) for c in keys), *(self.tables.arm(arm).text for arm in arms)]
        cells = [
            [*map(Cell, place), *(of_place.get(arm, Cell(MISSING)) for arm in arms)]
            for place, of_place in told.items()
        ]
        return Table(name, head, cells, caption, "", [False] * len(keys) + [True] * len(arms))

    def _in_grid(self, column: Row, row: Row) -> Cell:
        """A number with the sign of its verdict, without its interval."""
        cell = self._value(column, row)
        if "verdict" in row and row[column["name"]] is not None:
            cell = self.tables.signed(cell, row["verdict"])
        return Cell(cell.text)

    # ---- cells ----------------------------------------------------------------------------------

    def _head(self, column: str) -> str:
        return self.words(HEADS[column]) if column in HEADS else self.words.term("columns", column)

    def _key(self, key: str, value: Any, row: Row) -> str:
        words = self.words
        if key == "arm":
            return self.tables.arm(value).text
        if key == "outcome":
            known = self.tables.outcomes.get(value, row)
            if known.get("over") == "period":
                return words.term("outcomes", value, known["label"])
            return self.tables.indicator(value, known["label"])
        if key in ("subgroup", "group"):
            return words.group(value)
        if key in TERMS:
            return words.term(TERMS[key], value)
        if key == "discount_rate":
            return words.number(value, "share")
        if key == "worth":
            return words.number(value, "krw")
        return f"{value:.0f}" if isinstance(value, float) else str(value)

    def _value(self, column: Row, row: Row) -> Cell:
        name, held, value = column["name"], column["holds"], row[column["name"]]
        if held == "verdict":
            return self.tables.verdict(value)
        if value is None or (name == "months_per_person" and hides_balance(row)):
            return Cell(self.words("suppressed") if held == "estimate" else MISSING)
        kind = kind_of(str(row.get("unit", "") if column["unit"] == "of the row" else column["unit"]))
        if held == "estimate":
            if name in ("difference", "months_per_person"):
                return self.tables.difference(value, difference_kind(kind))
            return self._with_interval(value["mean"], value, kind)
        if held == "ratio":
            return self._with_interval(value["value"], value, kind)
        if isinstance(value, bool):
            return Cell(self.words("yes" if value else "no"))
        if isinstance(value, int | float):
            return Cell(self.words.number(value, kind))
        return Cell(self.words.term("units" if name == "unit" else VALUES, str(value)))

    def _with_interval(self, value: float, told: Row, kind: str) -> Cell:
        if told["low"] is None:
            return Cell(self.words.number(value, kind))
        return Cell(
            self.words.number(value, kind),
            below=self.words.range(told["low"], told["high"], kind, sign=False),
        )


def _others(table: Row) -> list[str]:
    """Columns that are told in a column of their own."""
    return [column["name"] for column in table["columns"] if column["name"] not in TOLD_ELSEWHERE]


def _is_number(column: Row, rows: Sequence[Row]) -> bool:
    if column["holds"] != "plain":
        return bool(column["holds"] != "verdict")
    return not any(isinstance(row[column["name"]], str | bool) for row in rows)
