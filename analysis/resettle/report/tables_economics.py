"""Tables of cost and of equity, from the sections "economics" and "equity"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .table import Cell, Table
from .tables import Tables
from .words import MISSING

Row = Mapping[str, Any]


class SectionTables:
    """Makes these tables; each is None where the program gives no such section."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.words = tables.words
        self.economics: Row = tables.comparison.get("economics") or {}
        self.equity: Row = tables.comparison.get("equity") or {}

    # ---- cost -----------------------------------------------------------------------------------

    def frontier(self) -> Table | None:
        """All arms in order of effect; those that are dominated, and by whom."""
        section = self.economics.get("frontier")
        if not section or not section["rows"]:  # too few persons behind every replicate
            return None
        words = self.words
        reference = self.tables.comparison["reference"]
        kind = self.tables.kind_of_outcome(section["outcome"])
        base = next(row for row in section["rows"] if row["arm"] == reference)
        rows = [
            [
                self.tables.arm(row["arm"]),
                Cell(words.number(row["effect"] - base["effect"], kind, sign=True)),
                Cell(words.number(row["cost_krw"] - base["cost_krw"], "krw", sign=True)),
                Cell(self._standing(row), "quiet" if "dominated" in row["status"] else ""),
                Cell(words.number(row["icer_krw"], "krw")),
            ]
            for row in section["rows"]
        ]
        note = words("tables.frontier.note")
        return self.tables.make("frontier", rows, "tnntn", note, **self._section(section))

    def _standing(self, row: Row) -> str:
        by = self.words.listed([self.words.arm(self.tables.labels[arm]) for arm in row["by"] or []])
        if by and "dominated" in row["status"]:
            return self.words(f"status.{row['status']}_by", arms=by)
        against = row["against"]
        if against and row["status"] == "on_frontier":
            return self.words("status.against", arm=self.words.arm(self.tables.labels[against]))
        return self.words(f"status.{row['status']}")

    def _section(self, section: Row) -> dict[str, str]:
        words = self.words
        return {
            "outcome": self.tables.outcome(section["outcome"]),
            "perspective": words.term("perspectives", section["perspective"]),
            "rate": words.number(section["discount_rate"], "share"),
        }

    def acceptability_settings(self) -> str:
        section = self.economics.get("acceptability")
        return self.words("acceptability_settings", **self._section(section)) if section else ""

    def lines(self) -> list[Table]:
        """Which lines of the ledger differ, over the whole period, some arms beside one another."""
        told: dict[str, dict[str, Row]] = {}  # line -> arm -> what differs
        for row in self.economics.get("by_line") or []:
            if row["difference"]["mean"] != 0:
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
            Cell(self.words.number(row["reference_krw"], "krw")),
        ]

    def prices(self) -> Table | None:
        """Programme cost of a unit of each outcome, at the study's own discount rate, where there
        is one."""
        rate = self.tables.comparison["discount_rate"]
        told = [
            row
            for row in self.economics.get("per_outcome") or []
            if abs(row["discount_rate"] - rate) < 1e-9
            and row["perspective"] == "programme"
            and row["cost_per_unit"]["krw"] is not None
        ]
        return self._plain(
            told,
            "prices",
            "ttnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.tables.outcome(row["outcome"])),
                self.tables.difference(
                    self.tables.gain(row["outcome"], row["gain"]["difference"]),
                    self.tables.kind_of_outcome(row["outcome"]),
                ),
                self.tables.price(row["cost_per_unit"], "krw"),
            ],
            rate=self.words.number(rate, "share"),
        )

    def deadweight(self) -> Table | None:
        return self._plain(
            self.economics.get("deadweight"),
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
        told = [
            {**cap, **year}
            for cap in self.economics.get("budget_caps") or []
            for year in _telling_years(cap["years"])
        ]
        return self._plain(
            told,
            "caps",
            "ttnnnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.words.term("instruments", row["instrument"], row["label"])),
                Cell(str(row["year"])),
                Cell(self.words.number(row.get("cap_krw", row["cap_krw_per_year"]), "krw")),
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
        told = self.economics.get("overrun")
        if not told:
            return None
        return self.tables.make(
            "overrun",
            [self._overrun(row) for row in told],
            "tnnn",
            budget=self.words.number(told[0]["budget_krw_per_year"], "krw"),
        )

    def _overrun(self, row: Row) -> list[Cell]:
        worst = max(row["years"], key=lambda year: year["share_of_replicates_above"] or 0)
        share = worst["share_of_replicates_above"]
        return [
            self.tables.arm(row["arm"]),
            Cell(self.words.number(row["any_year"], "probability")),
            Cell(str(worst["year"]) if share else MISSING),
            Cell(self.words.number(share, "probability")),
        ]

    def precision(self) -> Table | None:
        """How narrow the intervals are, and what pairing saved."""
        return self._plain(
            self.tables.comparison.get("precision"),
            "precision",
            "ttnnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.tables.result(row["outcome"])),
                Cell(self.tables.number_of(row["outcome"], row["half_width"])),
                Cell(self.words.number(row["replicates"], "count")),
                Cell(self.words.number(row["unpaired_replicates"], "count")),
            ],
        )

    # ---- equity ---------------------------------------------------------------------------------

    def concentration(self) -> Table | None:
        return self._plain(
            self.equity.get("concentration_index"),
            "concentration",
            "tnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                self.tables.difference(row["index"], "number"),
                self.tables.difference(row.get("index_of_losses"), "number"),
            ],
        )

    def transitions(self) -> Table | None:
        """Moves between types from month to month, in the reference and in the arm."""
        moves = [
            row
            for row in self.equity.get("transitions") or []
            if row["from_type"] != row["to_type"]
        ]
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
                Cell(self.words.number(row["reference_per_1000"], "number")),
                Cell(self.words.number(row["arm_per_1000"], "number")),
                self.tables.difference(row["difference"], "number"),
            ],
        )

    def suppressed(self) -> str:
        """How many cells are not shown, by table."""
        told = self.equity.get("suppressed") or []
        return self.words("suppressed_cells", number=len(told)) if told else ""

    # ---- parts ----------------------------------------------------------------------------------

    def _plain(
        self, rows: Any, key: str, numeric: str, cells: Any, **places: str
    ) -> Table | None:
        return self.tables.plain_rows(key, rows, numeric, cells, **places) if rows else None

    def _count(self, estimate: Row | None) -> Cell:
        if estimate is None or estimate["mean"] is None:
            return Cell(self.words("suppressed"), "quiet")
        return Cell(self.words.number(estimate["mean"], "count"))

    def _deadweight_share(self, row: Row) -> Cell:
        """Not where those hired anyway are suppressed, who are this share of the hires."""
        anyway, share = row["hired_anyway"], row["share"]
        if anyway is None or anyway["mean"] is None:
            return Cell(self.words("suppressed"), "quiet")
        if share is None or share["value"] is None:
            return Cell(MISSING)
        value = self.words.number(share["value"], "share")
        if share["low"] is None:
            return Cell(value)
        return Cell(value, below=self.words.range(share["low"], share["high"], "share", False))


def _telling_years(years: list[Row]) -> list[Row]:
    """The first, the last and the one of the highest spending, in order and each once."""
    if not years:
        return []
    chosen = (years[0], years[-1], max(years, key=lambda year: year["spent"]["mean"] or 0))
    return [year for year in years if any(year is one for one in chosen)]
