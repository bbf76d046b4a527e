"""The program's comparison of a study's arms (`resettle compare --json`) as pandas tables.

The program is the only place where effects, costs, their intervals and the words for them are
worked out; this module reads its tables without a list of its own. Money is KRW, shares are 0-1. An
interval has the columns NAME (mean), NAME_low, NAME_high, NAME_standard_error and NAME_replicates.
With draws of the parameters it is the total one, and there are NAME_draws, NAME_not_known (standard
deviation between draws, freed of chance), NAME_chance (within a draw), NAME_low_by_chance and
NAME_high_by_chance as well;
a verdict NAME (what is found), NAME_sureness and NAME_probability. Missing values stand for results
that are suppressed (fewer than 20 simulated persons) or not defined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from resettle.called_as import called_as
from resettle.errors import StudyError
from resettle.study_file import known
from resettle.texts import label_of, own_text

FORMAT = "resettle-comparison"
FORMAT_VERSION = 2
Row = dict[str, Any]
Rows = list[Row]
# Tables that judge all arms of a study beside one another: of some of them they say nothing.
JOINT = ("acceptability", "frontier", "ranking")


class Comparison(Mapping[str, pd.DataFrame]):
    """Tables of a comparison, by name or as attributes: `comparison.frontier`.

    `list(comparison)` names them; `raw` is the whole JSON, `rows` gives a table as it stands there.
    Errors: StudyError for a table that the program did not give.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        found, version = raw.get("format"), raw.get("format_version")
        if found != FORMAT or version != FORMAT_VERSION:
            raise StudyError(
                f"The comparison has the format '{found}', version {version}; this package reads "
                f"'{FORMAT}', version {FORMAT_VERSION}. Use the package of that program."
            )
        self.raw = raw
        self.whole = self  # the same of all arms of the study
        self.is_chosen = False  # whether somebody chose the arms, and their order
        self._frames: dict[str, pd.DataFrame] = {}

    def __repr__(self) -> str:
        return f"<Comparison of '{self.raw.get('study')}': {', '.join(self)}>"

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw["tables"])

    def __len__(self) -> int:
        return len(self.raw["tables"])

    def __contains__(self, name: object) -> bool:
        return name in self.raw["tables"]

    def get(self, name: str, default: Any = None) -> Any:
        """The table, or `default` where there is none of that name."""
        return self[name] if name in self else default

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = self._frame(name)
        return self._frames[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name == "raw" or name not in self.raw["tables"]:
            raise AttributeError(f"A comparison has no table '{name}': {', '.join(self)}.")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    @property
    def labels(self) -> dict[str, str]:
        """Readable label of each arm: name -> label, the reference first."""
        return {arm["arm"]: arm["label"] for arm in self.raw["arms"]}

    @property
    def draws(self) -> int:
        """How many draws of the uncertain parameters the results are from; 0: central values only."""
        return int(self.raw.get("draws", 0))

    @property
    def drawn_from(self) -> str:
        """Where the draws come from: "prior" or a file; empty without draws."""
        return (self.raw.get("draws_from") or "prior") if self.draws > 0 else ""

    @property
    def replicates_of_draw(self) -> float:
        """How many replicates a draw has, on average where they differ."""
        return float(self.raw["replicates"] / max(self.draws, 1))

    @property
    def compared(self) -> list[str]:
        """Arms that are compared: neither the reference nor the same as it in every result."""
        return [arm["arm"] for arm in self.raw["arms"] if arm["role"] == "compared"]

    @property
    def is_part(self) -> bool:
        """Whether the study compares other arms beside these."""
        return len(self.compared) < len(self.whole.compared)

    def about(self, arms: Sequence[str]) -> Comparison:
        """The same of these arms and the reference, in this order. Without some arms of the study
        there are no rows in tables that judge all of them beside one another (JOINT).
        Errors: StudyError for a name that is none, with the nearest one and all there are."""
        reference = self.raw["reference"]
        names = [arm for arm in self.labels if arm != reference]
        by_label = {self.labels[arm]: arm for arm in names}
        wanted = dict.fromkeys(known(arm, names, "arm", by_label) for arm in arms if arm != reference)
        if not wanted:
            raise StudyError(
                f"'{reference}' is the reference, with which the others are compared. Name others: "
                f"{', '.join(names)}."
            )
        entries = {entry["arm"]: entry for entry in self.raw["arms"]}
        left_out = set(self.whole.compared) - set(wanted)
        places = {arm: place for place, arm in enumerate((reference, *wanted))}
        tables = {
            name: {**table, "rows": [] if left_out and name in JOINT else _rows_of(places, table["rows"])}
            for name, table in self.raw["tables"].items()
        }
        chosen = self._with(arms=[entries[arm] for arm in places], tables=tables)
        chosen.whole, chosen.is_chosen = self.whole, True
        return chosen

    def in_language(self, language: str) -> Comparison:
        """The same with the labels of arms in a language (`label_of`), and the question where its
        author wrote it in it."""
        raw = self.raw
        return self._with(
            arms=[
                {**arm, "label": label_of(language, arm["label"], arm.get("labels", {}))}
                for arm in raw["arms"]
            ],
            reference_label=label_of(language, raw["reference_label"], raw.get("reference_labels", {})),
            intent=own_text(language, raw["intent"], raw.get("intents", {})),
        )

    def _with(self, **changes: Any) -> Comparison:
        return Comparison({**self.raw, **changes})

    def rows(self, name: str, **where: Any) -> Rows:
        """Rows of a table as the program gives them, an estimate as {mean, low, high ...}; only
        those with these values: rows("horizon", outcome="programme_cost")."""
        rows: Rows = self._table(name)["rows"]
        return [row for row in rows if all(row[key] == value for key, value in where.items())]

    def row(self, name: str, **where: Any) -> Row:
        """The one row with these values. Errors: StudyError if there is none, or several."""
        found = self.rows(name, **where)
        if len(found) != 1:
            told = ", ".join(f"{key} {value}" for key, value in where.items())
            raise StudyError(f"The table '{name}' has {len(found)} rows with {told}, not one.")
        return found[0]

    def _table(self, name: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] | None = self.raw["tables"].get(name)
        if table is None:
            raise StudyError(
                f"The program's comparison has no table '{name}', it has: {', '.join(self)}. If its "
                "version is older than this package, build the program of this checkout "
                f"('{called_as()} --version' does)."
            )
        return table

    def _frame(self, name: str) -> pd.DataFrame:
        table = self._table(name)
        rows = [_flat(row) for row in table["rows"]]
        frame = pd.DataFrame(rows, columns=_flat_columns(table["columns"], self.draws > 0))
        frame = frame.astype(dict.fromkeys(frame.columns[frame.isna().all()], "float64"))
        keys = [column["name"] for column in table["columns"] if column["kind"] == "key"]
        others = [key for key in keys if key != "arm"]
        if "label" in frame and others:  # that of the arm is meant by "label" everywhere
            frame = frame.rename(columns={"label": f"{others[0]}_label"})
        if "arm" in frame:
            labels = frame["arm"].map(self.labels)
            frame.insert(int(frame.columns.get_loc("arm")) + 1, "label", labels)
        units = {column["name"]: column["unit"] for column in table["columns"] if column["unit"]}
        frame.attrs.update(
            study=self.raw["study"], definition=self.raw["definition"],
            title=table["title"], meaning=table["meaning"], units=units,
        )  # fmt: skip
        return frame


def _rows_of(places: Mapping[str, int], rows: Rows) -> Rows:
    """Rows about these arms, in the order of the arms; all rows of a table that has no arms."""
    told = [(_arm_of(row), row) for row in rows]
    kept = [(arm, row) for arm, row in told if not arm or arm in places]
    return [row for arm, row in sorted(kept, key=lambda one: places.get(one[0], 0))]


def _arm_of(row: Row) -> str:
    """A suppressed cell is named by its arm and what else tells it: "mentoring, sex=woman"."""
    return str(row.get("arm", "") or str(row.get("cell", "")).partition(", ")[0])


# What a cell of several numbers holds; the first has the name of the column.
PARTS = {
    "plain": ("",),
    "estimate": ("mean", "standard_error", "low", "high", "replicates"),
    "ratio": ("value", "low", "high"),
    "verdict": ("finding", "sureness", "probability"),
}


PARTS_OF_DRAWS = ("draws", "not_known", "chance", "low_by_chance", "high_by_chance")  # of an estimate


def parts_of(holds: str, draws: bool) -> tuple[str, ...]:
    """The numbers of a cell, with those that an estimate has besides with draws of the parameters."""
    return PARTS[holds] + (PARTS_OF_DRAWS if draws and holds == "estimate" else ())


def _flat_columns(columns: Rows, draws: bool) -> list[str]:
    """Names of all columns, also of those in which no row has a value."""
    return [
        column["name"] if i == 0 else f"{column['name']}_{part}"
        for column in columns
        for i, part in enumerate(parts_of(column["holds"], draws))
    ]


def _flat(row: Mapping[str, Any]) -> Row:
    """Cells of several numbers as columns: {"difference": {"mean": 1, "low": 0}} -> difference,
    difference_low."""
    flat: Row = {}
    for name, cell in row.items():
        if not isinstance(cell, Mapping):
            flat[name] = cell
            continue
        for i, (part, value) in enumerate(cell.items()):
            flat[name if i == 0 else f"{name}_{part}"] = value
    return flat


def words_of(verdict: Mapping[str, Any]) -> str:
    """A verdict in words, as the program's CSV has it: "more, very likely", "too few persons"."""
    finding = "no difference" if verdict["finding"] == "nothing" else verdict["finding"]
    return ", ".join(part.replace("_", " ") for part in (finding, verdict["sureness"]) if part)
