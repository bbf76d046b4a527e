"""The folder of an export: workbook, tables, what their columns mean, what was suppressed, their origin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

import h5py
import pandas as pd

from resettle.comparison import Comparison
from resettle.csv_text import write_csv
from resettle.errors import ProgramError, StudyError, reading
from resettle.exporting import persons as person_tables
from resettle.exporting.about_folder import readme
from resettle.exporting.catalogue import tables_of
from resettle.exporting.fields import Block, Column
from resettle.exporting.first_sheet import first_lines
from resettle.exporting.selection import Choices, select
from resettle.exporting.sheets import sheets_of
from resettle.exporting.suppression import SuppressionLog
from resettle.exporting.tables import Source
from resettle.exporting.workbook import write_workbook
from resettle.exporting.writers import FORMATS, TableWriter
from resettle.number import is_true_or_false
from resettle.outputs import check_new_folder, new_folder
from resettle.study import Study, open_study

WORKBOOK = "comparison.xlsx"


def export_study(
    study: str | PathLike[str],
    folder: str | PathLike[str],
    form: str = "csv",
    persons: bool = False,
    *,
    full: bool = False,
    monthly: bool = False,
    arms: str | Sequence[str] = (),
    outcomes: str | Sequence[str] = (),
    subgroups: str | Sequence[str] = (),
    since: str | int | None = None,
    workbook: bool = True,
) -> pd.DataFrame:
    """Write a study into a folder: the comparison as a workbook, and tidy tables by calendar year of
    everybody and of the subgroups that the study asks for; what was written, one row for each.

    form: of the tables, "csv" or "parquet".
    persons: also the simulated persons that the study recorded.
    full: every indicator of every subgroup by month, and all other tables by month; large.
    monthly: the tables that are by year otherwise by month.
    arms, outcomes, subgroups: only these, by name (one or several); a subgroup also by what divides
    them, such as "sex" or "sex x arrival_age". With outcomes only tables of indicators are written.
    since: only from this year or month on, "2015" or "2015-01"; tables by year begin with the whole
    year. A choice leaves out rows and columns of tables and workbook; it changes no value.
    workbook: without it nothing is asked of the program. It compares what the study asks for, and
    chosen outcomes beside that; of a study with one arm there is none.

    Counts of fewer than 20 simulated persons are left empty; `suppressed.csv` says how many. A year
    is empty where one of its months is.
    Errors: StudyError if the file cannot be read or is damaged, a name is not in the study, or the
    folder holds other files; ProgramError if the program is missing or does not compare the study;
    OSError if the disk is full. Of an export that fails nothing stays.
    """
    for name, value in {"persons": persons, "full": full, "monthly": monthly, "workbook": workbook}.items():
        if not is_true_or_false(value):
            raise StudyError(f"{name} is True or False, not {value!r}.")
    if form not in FORMATS:
        raise StudyError(f"Tables are written as {' or '.join(FORMATS)}, not as '{form}'.")
    target_folder = check_new_folder(folder)
    opened = open_study(study)
    first = None if since is None else str(since)
    choices = Choices(full, monthly, _names(arms), _names(outcomes), _names(subgroups), first)
    with opened, reading(opened.path):
        export = _Export(opened, choices, form, persons, workbook)
        with new_folder(target_folder) as target:
            return export.write(target)


# ---- inside -------------------------------------------------------------------------------------


def _names(given: str | Sequence[str]) -> Sequence[str]:
    return (given,) if isinstance(given, str) else tuple(given)


class _Export:
    """One export, judged before anything is written."""

    def __init__(self, study: Study, choices: Choices, form: str, persons: bool, workbook: bool) -> None:
        self.study = study
        self.choices = choices
        self.form = form
        self.persons = persons
        select(study, replace(choices, outcomes=()))  # refuses before the program is asked
        self.further = list(dict.fromkeys([*study.asked_outcomes, *choices.outcomes]))
        self.further = [name for name in self.further if name in study.indicators]
        self.comparison = self._compare() if workbook and study.others else None
        self.selection = select(study, choices, self._outcomes_of_the_period())
        self.written: list[tuple[str, str, int, str]] = []
        self.described: list[tuple[str, str, str, str]] = []

    def write(self, target: Path) -> pd.DataFrame:
        log = SuppressionLog()
        if self.comparison is not None:
            self._write_workbook(target, self.comparison)
        with h5py.File(self.study.path, "r") as file:
            told = self.study.provenance
            scale, price_year = float(told.get("scale", 1.0)), int(told.get("price_year", 2025))
            for table in tables_of(Source(file, self.selection, log, scale, price_year)):
                self._write_table(target, table.name, table.meaning, table.columns, table.blocks())
            if self.persons:
                self._write_persons(target, file)
        self._write_descriptions(target, log)
        tables = pd.DataFrame(self.written, columns=["table", "file", "rows", "meaning"])
        text = readme(self.study, tables, self.form, self.selection)
        (target / "README.md").write_text(text, encoding="utf-8")
        return tables

    def _compare(self) -> Comparison:
        try:
            return self.study.compare(outcomes=self.further)
        except ProgramError as error:
            message = f"{error}\nWithout the workbook (--no-workbook) the tables can be written all the same."
            raise ProgramError(message, error.exit_code) from error

    def _outcomes_of_the_period(self) -> list[str]:
        """Outcomes that only the comparison has, such as person-months. It has no tables at all if no
        arm ever acts."""
        if self.comparison is None or "outcomes" not in self.comparison:
            return []
        return [row["outcome"] for row in self.comparison.rows("outcomes", over="period")]

    def _write_workbook(self, target: Path, comparison: Comparison) -> None:
        sheets = list(sheets_of(comparison, self.selection))
        lines = first_lines(self.study, comparison, sheets, self.choices, self.further)
        write_workbook(target / WORKBOOK, lines, sheets, self.study.provenance["created"])
        rows = sum(sheet.rows for sheet in sheets)
        meaning = f"the comparison as a workbook of {len(sheets) + 1} sheets; begin with the first"
        self.written.append(("comparison", WORKBOOK, rows, meaning))

    def _write_table(
        self, target: Path, name: str, meaning: str, columns: list[Column], blocks: Iterable[Block]
    ) -> None:
        with TableWriter(target, name, self.form) as writer:
            for block in blocks:
                writer.write(block)
        self.written.append((name, writer.path.name, writer.rows, meaning))
        self.described.extend((name, c.name, c.unit, c.meaning) for c in columns)

    def _write_persons(self, target: Path, file: h5py.File) -> None:
        if "persons" not in file:
            raise StudyError(
                f"'{self.study.path}' recorded no persons. Leave --persons out, or put record: {{persons: "
                "[adjustment_type]}} into the study and run it again."
            )
        group = file["persons"]
        fixed = "simulated persons: what is fixed at arrival"
        self._write_table(target, "persons", fixed, *person_tables.traits(group))
        if "adjustment_type" in group:
            by_month = person_tables.months(group, self.selection)
            self._write_table(target, "person_months", "simulated persons by month", *by_month)

    def _write_descriptions(self, target: Path, log: SuppressionLog) -> None:
        """What is small and the same in either format: always CSV and YAML."""
        names = ["table", "column", "unit", "meaning"]
        write_csv(pd.DataFrame(self.described, columns=names), target / "tables.csv")
        write_csv(log.as_table(), target / "suppressed.csv")
        study, arms = self.study, list(self.selection.arms)
        listed = pd.DataFrame({"arm": arms, "label": [study.labels[arm] for arm in arms]})
        listed["reference"] = listed["arm"] == study.reference
        write_csv(listed, target / "arms.csv")
        told = {k: v for k, v in study.provenance.items() if k != "study"}
        plain = {k: v for k, v in told.items() if isinstance(v, str | int | float)}
        about = {"exported_persons": self.persons, **self._chosen(), **plain}
        write_csv(pd.DataFrame(about.items(), columns=["entry", "value"]), target / "study.csv")
        for arm in arms:
            text = study.provenance["resolved_scenario"][arm]
            (target / f"scenario_{arm}.yaml").write_text(text, encoding="utf-8")

    def _chosen(self) -> dict[str, str]:
        """What was asked for, as entries of study.csv."""
        told = {f"exported_{name}": value for name, value in vars(self.choices).items() if value}
        return {k: ", ".join(v) if isinstance(v, tuple) else str(v) for k, v in told.items()}
