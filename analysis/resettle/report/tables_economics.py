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
        if not section:
            return None
        words = self.words
        reference = self.tables.comparison["reference"]
        base = next(row for row in section["rows"] if row["arm"] == reference)
        rows = [
            [
                self.tables.arm(row["arm"]),
                Cell(words.number(row["effect"] - base["effect"], "count", sign=True)),
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

    def lines(self) -> Table | None:
        """Which lines of the ledger differ, over the whole period."""
        return self._plain(
            self.economics.get("by_line"),
            "lines",
            "tttnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.words.term("lines", row["line"], row["label"])),
                Cell(
                    self.words(
                        "from_to",
                        payer=self.words.term("parties", row["payer"]),
                        payee=self.words.term("parties", row["payee"]),
                    )
                ),
                Cell(self.words.number(row["reference_krw"], "krw")),
                self.tables.difference(row["difference"], "krw"),
            ],
        )

    def prices(self) -> Table | None:
        """Cost of a unit of each outcome, at the study's own discount rate."""
        rate = self.tables.comparison["discount_rate"]
        told = [
            row
            for row in self.economics.get("per_outcome") or []
            if abs(row["discount_rate"] - rate) < 1e-9
        ]
        return self._plain(
            told,
            "prices",
            "tttnn",
            lambda row: [
                self.tables.arm(row["arm"]),
                Cell(self.tables.outcome(row["outcome"])),
                Cell(self.words.term("perspectives", row["perspective"])),
                self.tables.difference(
                    self.tables.gain(row["outcome"], row["gain"]["difference"]), "count"
                ),
                self.tables.price(row["cost_per_unit"], "krw"),
            ],
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
                self._share_interval(row["share"]),
            ],
        )

    def caps(self) -> Table | None:
        """Budget caps of instruments: spent and reached, by year."""
        told = [
            {**cap, **year}
            for cap in self.economics.get("budget_caps") or []
            for year in cap["years"]
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
                Cell(self.words.number(row["spent"]["mean"], "krw")),
                Cell(self.words.number(row["share_of_replicates_at_cap"], "probability")),
            ],
        )

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

    def _plain(self, rows: Any, key: str, numeric: str, cells: Any) -> Table | None:
        return self.tables.plain_rows(key, rows, numeric, cells) if rows else None

    def _count(self, estimate: Row | None) -> Cell:
        if estimate is None or estimate["mean"] is None:
            return Cell(self.words("suppressed"), "quiet")
        return Cell(self.words.number(estimate["mean"], "count"))

    def _share_interval(self, share: Row | None) -> Cell:
        if share is None or share["value"] is None:
            return Cell(MISSING)
        value = self.words.number(share["value"], "share")
        if share["low"] is None:
            return Cell(value)
        return Cell(value, below=self.words.range(share["low"], share["high"], "share", False))
