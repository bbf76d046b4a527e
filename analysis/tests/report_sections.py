"""Made-up comparisons, in the form `resettle compare --json` gives them: for tests of wording and of
pages that no real study shows (suppressed, missing, unsure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resettle.comparison import Comparison

REPLICATES = 5
T_95 = 2.776  # Student's t for five replicates
Row = dict[str, Any]

# Keys of the tables that tests fill; all other columns are values.
KEYS = {
    "arm", "outcome", "year", "change", "reference_type", "arm_type", "perspective",
    "discount_rate", "definition", "line", "instrument", "group", "subgroup", "from_type",
    "to_type", "worth",
}  # fmt: skip


def estimate(mean: float, error: float) -> Row:
    half = T_95 * error
    return {
        "mean": mean,
        "standard_error": error,
        "low": mean - half,
        "high": mean + half,
        "replicates": REPLICATES,
    }


def verdict(finding: str = "more", sureness: str | None = "very_likely") -> Row:
    return {"finding": finding, "sureness": sureness, "probability": None}


def judged(mean: float, error: float, reference: float, said: Row | None = None) -> Row:
    return {
        "reference": reference,
        "difference": estimate(mean, error),
        "percent": None,
        "ratio": None,
        "smallest": 0.005 * abs(reference),
        "verdict": said or verdict(),
    }


def count(mean: float | None) -> Row | None:
    return None if mean is None else estimate(mean, 1.0)


# All findings, the best first.
FINDINGS = (
    ("more", "very_likely"),
    ("more", "likely"),
    ("more", "about_as_likely_as_not"),
    ("negligible", "very_likely"),
    ("negligible", "likely"),
    ("negligible", "about_as_likely_as_not"),
    ("nothing", None),
    ("too_few_replicates", None),
    ("less", "about_as_likely_as_not"),
    ("less", "likely"),
    ("less", "very_likely"),
    ("too_few_persons", None),
)


@dataclass
class Arm:
    """What the program finds of one arm."""

    name: str
    label: str
    gain: float = 2_000.0
    error: float = 100.0
    verdict: Row | None = None
    finding: str = "price"  # of the price
    same_as: str = ""

    def rows(self) -> dict[str, list[Row]]:
        said = self.verdict or verdict()
        horizon = [
            ("integrated_person_months", "person-months", judged(self.gain, self.error, 2e5, said)),
            ("employed_person_months_net", "person-months", judged(self.gain / 2, 100, 3e5)),
            ("programme_cost", "KRW of 2025", judged(2.5e9, 1e8, 5e10)),
            ("public_budget", "KRW of 2025", judged(-1.2e9, 1e8, 4e10, verdict("less"))),
        ]
        priced = self.finding in ("price", "cost_not_sure")
        price = {"value": 250_000.0, "low": 200_000.0, "high": 300_000.0} if priced else None
        mine = {"arm": self.name}
        return {
            "horizon": [
                mine | {"outcome": name, "label": name, "unit": unit} | result
                for name, unit, result in horizon
            ],
            "at_end": [
                mine
                | {"outcome": "employment_rate", "label": "employed", "unit": "share"}
                | judged(0.01, 0.001, 0.6)
            ],
            "cost_per_unit": [
                mine
                | {"outcome": "integrated_person_months", "perspective": "programme"}
                | {"discount_rate": 0, "label": "Integrated person-months", "unit": "person-months"}
                | {"gain": estimate(self.gain, self.error), "price": price, "finding": self.finding}
            ],
            "type_changes": [
                mine | {"change": "gained_on_an_axis", "persons": count(1200)},
                mine | {"change": "lost_on_an_axis", "persons": None},
            ],
            "type_table": [
                mine | {"reference_type": "isolation", "arm_type": "integration"} | {"persons": count(900)}
            ],
        }


def comparison(*arms: Arm, never_act: Sequence[str] = (), **changes: Any) -> Comparison:
    """Arms: the best first. never_act: those that are the same as the reference. changes: rows of a
    table by its name, or what stands in the head."""
    head: Row = {
        "format": "resettle-comparison",
        "format_version": 2,
        "study": "example",
        "intent": "What does an example add?",
        "reference": "today",
        "reference_label": "Law of the day",
        "start": "1990-01",
        "policy_start": "2012-01",
        "end": "2025-12",
        "replicates": REPLICATES,
        "replicates_stored": REPLICATES,
        "replicates_of_study": REPLICATES,
        "changed_on_command_line": [],
        "scale": 0.1,
        "price_year": 2025,
        "discount_rate": 0.045,
        "definition": "a",
        "missing_definitions": [],
        "not_recorded": [],
        "words": {
            "smallest_share": 0.005, "smallest_by_outcome": {}, "very_likely_above": 0.9,
            "likely_above": 0.66, "claims": 12,
        },
        "frontier_question": {
            "outcome": "integrated_person_months", "perspective": "programme", "discount_rate": 0,
        },
    }  # fmt: skip
    tables: dict[str, list[Row]] = {
        name: []
        for name in ("horizon", "at_end", "by_year", "type_changes", "type_table", "total_cost",
                     "cost_per_unit", "frontier", "acceptability", "cost_by_year", "cost_by_line",
                     "overrun", "budget_caps", "winners_losers", "concentration_index",
                     "transitions", "subgroups", "deadweight", "suppressed", "definitions",
                     "ranking", "precision")
    }  # fmt: skip
    tables["outcomes"] = [
        {"outcome": "integrated_person_months", "label": "Integrated person-months",
         "unit": "person-months", "over": "period", "better": "higher"},
        {"outcome": "distress_years", "label": "Distress-years", "unit": "SD x person-years",
         "over": "period", "better": "lower"},
        {"outcome": "employment_rate", "label": "employed", "unit": "share", "over": "end",
         "better": None},
    ]  # fmt: skip
    for arm in arms:
        for name, rows in arm.rows().items():
            tables[name] += rows
    tables |= {name: changes.pop(name) for name in list(changes) if name in tables}
    head |= changes
    head["arms"] = [
        {"arm": head["reference"], "label": head["reference_label"], "role": "reference"},
        *({"arm": a.name, "label": a.label, "role": "compared", "place": place}
          | ({"same_as": a.same_as} if a.same_as else {}) for place, a in enumerate(arms)),
        *({"arm": name, "label": name.upper(), "role": "same_as_reference"} for name in never_act),
    ]  # fmt: skip
    head["tables"] = {name: _table(name, rows) for name, rows in tables.items()}
    head["notes"] = []
    return Comparison(head)


def _held(cells: list[Any]) -> str:
    """What the cells of a column are, by their first part."""
    kinds = {"mean": "estimate", "value": "ratio", "finding": "verdict"}
    return next((kinds[next(iter(c))] for c in cells if isinstance(c, dict)), "plain")


def _table(name: str, rows: list[Row]) -> Row:
    columns = [
        {
            "name": column,
            "unit": "",
            "kind": "key" if column in KEYS else "value",
            "holds": _held([row[column] for row in rows]),
        }
        for column in (rows[0] if rows else {"arm": ""})
    ]
    return {"title": name, "topic": "", "meaning": "", "columns": columns, "rows": rows}
