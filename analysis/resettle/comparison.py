"""The program's comparison of a study's arms (`resettle compare --json`) as pandas tables.

The program is the only place where effects, costs and their intervals are worked out; this module
names and reshapes them. One table for each section; money is KRW, shares are 0-1. An interval has
the columns NAME (mean), NAME_low, NAME_high, NAME_standard_error and NAME_replicates. Missing
values stand for results that are suppressed (fewer than 20 simulated persons) or not defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from resettle.called_as import called_as
from resettle.errors import StudyError

FORMAT = "resettle-comparison"
FORMAT_VERSION = 1
Row = dict[str, Any]
Rows = list[Row]


class Comparison(Mapping[str, pd.DataFrame]):
    """Tables of a comparison, by name or as attributes: `comparison.frontier`.

    `list(comparison)` names those that this comparison holds; `raw` is the whole JSON.
    Errors: StudyError for a table that the program did not give.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        found = raw.get("format", FORMAT)
        version = int(raw.get("format_version", FORMAT_VERSION))
        if found != FORMAT or version > FORMAT_VERSION:
            raise StudyError(
                f"The comparison has the format '{found}', version {version}; this package reads "
                f"'{FORMAT}' up to version {FORMAT_VERSION}. Use the package of that program."
            )
        self.raw = raw
        self._tables: dict[str, pd.DataFrame] = {}

    def __repr__(self) -> str:
        return f"<Comparison of '{self.raw.get('study')}': {', '.join(self)}>"

    def __iter__(self) -> Iterator[str]:
        return (name for name, (path, _) in TABLES.items() if _at(self.raw, path) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in list(self)

    def get(self, name: str, default: Any = None) -> Any:
        """The table, or `default` where the program did not give it."""
        return self[name] if name in self else default

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise StudyError(
                f"A comparison has no table '{name}'. It may have: {', '.join(TABLES)}."
            )
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(f"A comparison has no table '{name}': {', '.join(TABLES)}.")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    @property
    def labels(self) -> dict[str, str]:
        """Readable label of each arm: name -> label, the reference first."""
        labels = {self.raw["reference"]: self.raw["reference_label"]}
        arms = [*self.raw["arms"], *(self.raw.get("same_as_reference") or [])]
        return labels | {arm["arm"]: arm["label"] for arm in arms}

    def setting(self, section: str) -> dict[str, Any]:
        """What holds for a whole section: its entries that are no tables, such as the perspective
        and the discount rate of "frontier". Errors: StudyError if the program gives no section."""
        path = TABLES[section][0] if section in TABLES else section
        found = _at(self.raw, path)
        if isinstance(found, list):
            found = _at(self.raw, path.rpartition(".")[0])
        if not isinstance(found, Mapping):
            raise self._missing(section, path)
        return {k: v for k, v in found.items() if not isinstance(v, list | Mapping)}

    def _read(self, name: str) -> pd.DataFrame:
        path, reshape = TABLES[name]
        found = _at(self.raw, path)
        if found is None:
            raise self._missing(name, path)
        rows = reshape(found)
        table = pd.DataFrame(rows, columns=None if rows else WHEN_EMPTY.get(name))
        nowhere = table.columns[table.isna().all()]
        table = table.astype(dict.fromkeys(nowhere, "float64"))  # missing numbers, not objects
        if name in LABELLED:
            table = table.rename(columns={"label": f"{LABELLED[name]}_label"})
        if "arm" in table and "label" not in table:
            table.insert(table.columns.get_loc("arm") + 1, "label", table["arm"].map(self.labels))
        table.attrs.update(study=self.raw.get("study"), definition=self.raw.get("definition", "a"))
        return table

    def _missing(self, name: str, path: str) -> StudyError:
        return StudyError(
            f"The program's comparison has no '{path}', so there is no table '{name}'. Its version "
            "is older than this package, or the study cannot answer this question: build the "
            f"program of this checkout ('{called_as()} --version' does) and look at "
            f"'{called_as()} compare'."
        )


# ---- reshaping ----------------------------------------------------------------------------------


def _at(node: Any, path: str) -> Any:
    """The entry at a dotted path, None where there is none."""
    for key in path.split("."):
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _flat(row: Mapping[str, Any], prefix: str = "") -> Row:
    """Nested entries as columns: {"difference": {"mean": 1, "low": 0}} -> difference,
    difference_low. The "paired" results of the program keep their own names."""
    flat: Row = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            inner = prefix if key == "difference" and prefix else f"{prefix}{key}"
            flat |= _flat(value, f"{inner}_" if not inner.endswith("_") else inner)
        elif key in ("mean", "value") and prefix:
            flat[prefix.removesuffix("_")] = value
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _rows(rows: Rows) -> Rows:
    return [_flat(row) for row in rows]


def _nested(inside: str, rows: Rows) -> Rows:
    """Rows that hold a list of rows `inside`: the outer entries are repeated for each."""
    return [
        _flat({k: v for k, v in row.items() if k != inside} | dict(one))
        for row in rows
        for one in row[inside]
    ]


def _nested_plain(inside: str, rows: Rows) -> Rows:
    """Like `_nested`, with only the outer entries that are single values."""
    kept = [{k: v for k, v in row.items() if not isinstance(v, list | Mapping)} for row in rows]
    return [_flat(a | dict(one)) for a, row in zip(kept, rows, strict=True) for one in row[inside]]


def _horizon(arms: Rows) -> Rows:
    """Results over the whole time since the policy start, one row for each arm and result."""
    return [
        {"arm": arm["arm"], "label": arm["label"], "result": name, **_flat(result)}
        for arm in arms
        for name, result in arm["horizon"].items()
        if "difference" in result
    ]


def _type_changes(arms: Rows) -> Rows:
    return [
        {"arm": arm["arm"], "label": arm["label"], **_flat(cell)}
        for arm in arms
        for cell in arm["type_changes"]["table"]
    ]


def _definitions(arms: Rows) -> Rows:
    """`holds`: clear under this definition, in the same direction as under the chosen one."""
    return [
        {"arm": arm["arm"], **_flat(row), "holds": row["definition"] in arm["holds_under"]}
        for arm in arms
        for row in arm["rows"]
    ]


def _acceptability(section: Mapping[str, Any]) -> Rows:
    """One row for each threshold and arm."""
    best = section.get("best_on_average") or [None] * len(section["thresholds_krw"])
    return [
        {
            "threshold_krw": threshold,
            "arm": arm["arm"],
            "probability": arm["values"][i],
            "best_on_average": best[i] == arm["arm"],
        }
        for arm in section["probability"]
        for i, threshold in enumerate(section["thresholds_krw"])
    ]


def _section_rows(section: Mapping[str, Any]) -> Rows:
    return [
        {k: ", ".join(v) if isinstance(v, list) else v for k, v in row.items()}
        for row in section["rows"]
    ]


# Tables with a label that is not the arm's: whose it is.
LABELLED = {
    "at_end": "outcome", "horizon_outcomes": "outcome", "ranking": "outcome",
    "cost_by_line": "line", "budget_caps": "instrument", "definitions": "definition",
}  # fmt: skip

# Columns of tables that have no rows where too few persons stand behind a result.
WHEN_EMPTY = {
    "frontier": ["arm", "cost_krw", "effect", "status", "by", "against", "icer_krw"],
    "acceptability": ["threshold_krw", "arm", "probability", "best_on_average"],
    "ranking": ["outcome", "label", "unit", "better", "arm", "mean", "share_best", "expected_regret"],
    "multiplicity": ["arm", "outcome", "p_value", "p_holm"],
}

# name -> (where it stands in the JSON, how its rows are made)
TABLES: dict[str, tuple[str, Callable[[Any], Rows]]] = {
    "same_as_reference": ("same_as_reference", _rows),
    "same_as_another": ("same_as_another", _rows),
    "at_end": ("arms", partial(_nested_plain, "at_end")),
    "horizon": ("arms", _horizon),
    "type_changes": ("arms", _type_changes),
    "horizon_outcomes": ("horizon_outcomes", _rows),
    "cost_by_line": ("economics.by_line", _rows),
    "budget_by_year": ("economics.by_year", _rows),
    "cost_totals": ("economics.totals", _rows),
    "economics": ("economics.per_outcome", _rows),
    "frontier": ("economics.frontier", _section_rows),
    "acceptability": ("economics.acceptability", _acceptability),
    "deadweight": ("economics.deadweight", _rows),
    "budget_caps": ("economics.budget_caps", partial(_nested, "years")),
    "overrun": ("economics.overrun", partial(_nested, "years")),
    "ranking": ("ranking", partial(_nested, "arms")),
    "definitions": ("definitions", _definitions),
    "by_year_outcomes": ("by_year_outcomes", _rows),
    "precision": ("precision", _rows),
    "multiplicity": ("multiplicity.rows", _rows),
    "winners_losers": ("equity.winners_losers", _rows),
    "concentration_index": ("equity.concentration_index", _rows),
    "equity": ("equity.subgroups", _rows),
    "equity_transitions": ("equity.transitions", _rows),
    "suppressed": ("equity.suppressed", _rows),
}
