"""Tables of cost and of equity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .table import Cell, Table, difference_kind, kind_of, says_unit
from .tables import Tables
from .words import MISSING

Row = Mapping[str, Any]


class SectionTables:
    """Makes these tables; each is None where the program has no rows for it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.words = tables.words
        self.comparison = tables.comparison

    # ---- cost -----------------------------------------------------------------------------------

    def frontier(self) -> Table | None:
        """All arms in order of gain; how sure it is that another one leaves no reason for one."""
        told = self.comparison.rows("frontier")
        if not told:  # too few persons behind every replicate
            return None
        words = self.words
        question = self.tables.head["frontier_question"]
        kind = self.tables.kind_of_outcome(question["outcome"])
        rows = [
            [
                self.tables.arm(row["arm"]),
                Cell(words.number(row["gain"], kind, sign=True)),
                Cell(words.number(row["cost"], "krw", sign=True)),
                Cell(self._standing(row), "quiet" if "dominated" in row["standing"] else ""),
                Cell(words.number(row["icer"], "krw")),
            ]
            for row in told
        ]
        note = words("tables.frontier.note")
        return self.tables.make("frontier", rows, "tnntn", note, **self._question())

    def _standing(self, row: Row) -> str:
        others = [] if row["against"] is None else row["against"].split(", ")
        arms = self.words.listed([self.words.arm(self.tables.labels[arm]) for arm in others])
        key = row["standing"]
        if key == "worth_considering" and not others:
            key = "first"
        elif key == "worth_considering" and row["icer"] is None:
            key = "no_price"
        return self.words(f"standing.{key}", arms=arms)

    def _question(self) -> dict[str, str]:
        words, question = self.words, self.tables.head["frontier_question"]
        return {
            "outcome": self.tables.outcome(question["outcome"]),
            "perspective": words.term("perspectives", question["perspective"]),
            "rate": words.number(question["discount_rate"], "share"),
        }

    def acceptability_settings(self) -> str:
        return self.words("acceptability_settings", **self._question())

    def lines(self) -> list[Table]:
        """Which lines of the ledger differ, over the whole period, some arms beside one another."""
        told: dict[str, dict[str, Row]] = {}  # line -> arm -> what differs
        for row in self.comparison.rows("cost_by_line"):
            if row["difference"] is not None and row["difference"]["mean"] != 0:
                told.setdefault(row["line"], {})[row["arm"]] = row
        made = [self._lines_of(arms, told) for arms in self.tables.beside]
        return [table for table in made if table.rows]

    def _lines_of(self, arms: list[str], told: Mapping[str, Mapping[str, Row]]) -> Table:
        rows = []
        for by_arm in told.values():
            differing = {arm: by_arm[arm] for arm in arms if arm in by_arm}
            if not differing:
                continue
            cells = [
                self.tables.difference(differing[arm]["difference"], "krw")
                if arm in differing
                else Cell(MISSING)
                for arm in arms
            ]
            rows.append([*self._line(next(iter(differing.values()))), *cells])
        heads = [self.tables.arm(arm).text for arm in arms]
        return self.tables.make("lines", rows, "tn" + "n" * len(arms), more=heads)

    def _line(self, row: Row) -> list[Cell]:
        """A line with who pays whom, and its sum in the reference."""
        parties = {side: self.words.term("parties", row[side]) for side in ("payer", "payee")}
        name = self.words.term("lines", row["line"], row["label"])
        return [
            Cell(name, below=self.words("from_to", **parties)),
            Cell(self.words.number(row["reference"], "krw")),
        ]

    def prices(self) -> Table | None:
        """Programme cost of a unit of each outcome, at the study's own discount rate, where there
        is one."""
        rate = self.tables.head["discount_rate"]
        told = [
            row
            for row in self.comparison.rows("cost_per_unit", perspective="programme")
            if abs(row["discount_rate"] - rate) < 1e-9 and row["price"] is not None
        ]
        return self._plain(
            told,
            "prices",
            "ttnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.tables.outcome(row["outcome"])),
                self.tables.difference(
                    self.tables.gain(row["outcome"], row["gain"]),
                    self.tables.kind_of_outcome(row["outcome"]),
                ),
                self.tables.price(row),
            ],
            rate=self.words.number(rate, "share"),
        )

    def deadweight(self) -> Table | None:
        return self._plain(
            self.comparison.rows("deadweight"),
            "deadweight",
            "tnnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                self._count(row["subsidised_hires"]),
                self._count(row["hired_anyway"]),
                self._deadweight_share(row),
            ],
        )

    def caps(self) -> Table | None:
        """Budget caps of instruments: spent and reached, in the years that tell most."""
        by_use: dict[tuple[str, str], list[Row]] = {}
        for row in self.comparison.rows("budget_caps"):
            by_use.setdefault((row["arm"], row["instrument"]), []).append(row)
        told = [year for years in by_use.values() for year in _telling_years(years)]
        return self._plain(
            told,
            "caps",
            "ttnnnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.words.term("instruments", row["instrument"], row["label"])),
                Cell(f"{row['year']:.0f}"),
                Cell(self.words.number(row["cap"], "krw")),
                self._spent(row["spent"]),
                Cell(self.words.number(row["share_of_replicates_at_cap"], "probability")),
            ],
        )

    def _spent(self, estimate: Row) -> Cell:
        told = self.words.number(estimate["mean"], "krw")
        if estimate["low"] is None:
            return Cell(told)
        return Cell(told, below=self.words.range(estimate["low"], estimate["high"], "krw", False))

    def overrun(self) -> Table | None:
        """How often the programme costs more than a yearly budget beyond the reference; only if a
        budget was asked for."""
        told = self.comparison.rows("overrun")
        if not told:
            return None
        arms = dict.fromkeys(row["arm"] for row in told)
        return self.tables.make(
            "overrun",
            [self._overrun(arm, [row for row in told if row["arm"] == arm]) for arm in arms],
            "tnnn",
            budget=self.words.number(told[0]["budget"], "krw"),
        )

    def _overrun(self, arm: str, rows: list[Row]) -> list[Cell]:
        """The last row is that of any year."""
        worst = max(rows[:-1], key=lambda year: year["share_above"] or 0)
        share = worst["share_above"]
        return [
            self.tables.arm(arm),
            Cell(self.words.number(rows[-1]["share_above"], "probability")),
            Cell(worst["year"] if share else MISSING),
            Cell(self.words.number(share, "probability")),
        ]

    def central_values(self) -> Table | None:
        """What is found over all draws of the parameters, beside what is at their central values."""
        if "central_values" not in self.comparison:  # of an older program
            return None
        return self._plain(
            self.comparison.rows("central_values"),
            "central_values",
            "ttnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self._with_unit(row)),
                *(self._difference(row[key], row["unit"]) for key in ("over_draws", "at_central_values")),
            ],
        )

    def precision(self) -> Table | None:
        """How narrow the intervals are, and what pairing saved."""
        return self._plain(
            self.comparison.rows("precision"),
            "precision",
            "ttnnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.tables.result(row["outcome"])),
                Cell(self.words.number(row["half_width"], difference_kind(kind_of(row["unit"])))),
                Cell(self.words.number(row["replicates"], "count")),
                Cell(self.words.number(row["unpaired_replicates"], "count")),
            ],
        )

    # ---- equity ---------------------------------------------------------------------------------

    def concentration(self) -> Table | None:
        return self._plain(
            self.comparison.rows("concentration_index"),
            "concentration",
            "tnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                self.tables.difference(row["gains"], "number"),
                self.tables.difference(row["losses"], "number"),
            ],
        )

    def transitions(self) -> Table | None:
        """Moves between types from month to month, in the reference and in the arm."""
        moves = [row for row in self.comparison.rows("transitions") if row["from_type"] != row["to_type"]]
        return self._plain(
            moves,
            "transitions",
            "ttnnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(
                    self.words(
                        "from_to",
                        payer=self.words.term("types", row["from_type"]),
                        payee=self.words.term("types", row["to_type"]),
                    )
                ),
                Cell(self.words.number(row["reference"], "number")),
                Cell(self.words.number(row["arm_level"], "number")),
                self.tables.difference(row["difference"], "number"),
            ],
        )

    def suppressed(self) -> str:
        """How many cells are not shown, by table."""
        told = self.comparison.rows("suppressed")
        return self.words("suppressed_cells", number=len(told)) if told else ""

    # ---- parts ----------------------------------------------------------------------------------

    def _difference(self, estimate: Row | None, unit: str) -> Cell:
        return self.tables.difference(estimate, difference_kind(kind_of(unit)))

    def _with_unit(self, row: Row) -> str:
        """An outcome, with its unit where neither its words nor the numbers say it."""
        told, unit = self.tables.result(row["outcome"]), self.words.term("units", row["unit"])
        return told if says_unit(kind_of(row["unit"])) or unit in told else f"{told} ({unit})"

    def _plain(self, rows: Any, key: str, numeric: str, cells: Any, **places: str) -> Table | None:
        return self.tables.plain_rows(key, rows, numeric, cells, **places) if rows else None

    def _count(self, estimate: Row | None) -> Cell:
        if estimate is None:
            return Cell(self.words("suppressed"), "quiet")
        return Cell(self.words.number(estimate["mean"], "count"))

    def _deadweight_share(self, row: Row) -> Cell:
        """Not where those hired anyway are suppressed, who are this share of the hires."""
        anyway, share = row["hired_anyway"], row["share"]
        if anyway is None:
            return Cell(self.words("suppressed"), "quiet")
        if share is None:
            return Cell(MISSING)
        value = self.words.number(share["value"], "share")
        if share["low"] is None:
            return Cell(value)
        return Cell(value, below=self.words.range(share["low"], share["high"], "share", False))


def _telling_years(years: list[Row]) -> list[Row]:
    """The first, the last and the one of the highest spending, in order and each once."""
    if not years:
        return []
    chosen = (years[0], years[-1], max(years, key=lambda year: year["spent"]["mean"] if year["spent"] else 0))
    return [year for year in years if any(year is one for one in chosen)]
