"""The folder of an export: tables, what their columns mean, what was suppressed, their origin."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path

import h5py
import pandas as pd

from resettle.csv_text import write_csv
from resettle.errors import StudyError, reading
from resettle.exporting import persons as person_tables
from resettle.exporting.blocks import Block, Column, tables_of
from resettle.exporting.suppression import SuppressionLog
from resettle.exporting.writers import FORMATS, TableWriter
from resettle.outputs import check_new_folder
from resettle.study import Study, open_study

WriteTable = Callable[[str, str, list[Column], Iterable[Block]], None]  # name, meaning, columns, rows


def export_study(
    study: str | PathLike[str],
    folder: str | PathLike[str],
    form: str = "csv",
    persons: bool = False,
) -> pd.DataFrame:
    """Write a study as tidy tables into a folder; what was written, one row for each table.

    form: "csv" or "parquet". persons: also the simulated persons that the study recorded.
    Counts of fewer than 20 simulated persons are left empty; `suppressed.csv` says how many.
    Errors: StudyError if the file cannot be read or is damaged, or the folder holds other files;
    OSError if the disk is full. Of an export that fails nothing stays.
    """
    if form not in FORMATS:
        raise StudyError(f"Tables are written as {' or '.join(FORMATS)}, not as '{form}'.")
    target_folder = check_new_folder(folder)
    opened = open_study(study)
    with _new_folder(target_folder) as target, reading(opened.path):
        return _write_all(opened, target, form, persons)


# ---- inside -------------------------------------------------------------------------------------


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, whose files go to `folder` when all are complete, or are removed."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".unfinished-{os.getpid()}"
    try:
        unfinished.mkdir()
        yield unfinished
        for file in unfinished.iterdir():
            file.replace(folder / file.name)
        unfinished.rmdir()
    except BaseException:  # also if it is interrupted
        shutil.rmtree(unfinished, ignore_errors=True)
        with suppress(OSError):  # somebody else may have put something there
            for one in made:
                one.rmdir()
        raise


def _write_all(study: Study, target: Path, form: str, persons: bool) -> pd.DataFrame:
    written: list[tuple[str, str, int, str]] = []
    described: list[tuple[str, str, str, str]] = []
    log = SuppressionLog()

    def write(name: str, meaning: str, columns: list[Column], blocks: Iterable[Block]) -> None:
        with TableWriter(target, name, form) as writer:
            for block in blocks:
                writer.write(block)
        written.append((name, writer.path.name, writer.rows, meaning))
        described.extend((name, c.name, c.unit, c.meaning) for c in columns)

    with h5py.File(study.path, "r") as file:
        for table in tables_of(file, float(study.provenance.get("scale", 1.0)), log):
            write(table.name, table.meaning, table.columns, table.blocks())
        if persons:
            _write_persons(file, study, write)
    _write_descriptions(study, target, described, log, persons)
    names = ["table", "file", "rows", "meaning"]
    tables = pd.DataFrame(written, columns=names)
    (target / "README.md").write_text(_readme(study, tables, form), encoding="utf-8")
    return tables


def _write_persons(file: h5py.File, study: Study, write: WriteTable) -> None:
    if "persons" not in file:
        raise StudyError(
            f"'{study.path}' recorded no persons. Leave --persons out, or put record: {{persons: "
            "[adjustment_type]}} into the study and run it again."
        )
    group = file["persons"]
    write("persons", "simulated persons: what is fixed at arrival", *person_tables.traits(group))
    if "adjustment_type" in group:
        write("person_months", "simulated persons by month", *person_tables.months(group))


def _write_descriptions(
    study: Study,
    folder: Path,
    described: list[tuple[str, str, str, str]],
    log: SuppressionLog,
    persons: bool,
) -> None:
    """What is small and the same in either format: always CSV and YAML."""
    names = ["table", "column", "unit", "meaning"]
    write_csv(pd.DataFrame(described, columns=names), folder / "tables.csv")
    write_csv(log.as_table(), folder / "suppressed.csv")
    arms = pd.DataFrame({"arm": study.arms, "label": study.labels.values()})
    arms["reference"] = arms["arm"] == study.reference
    write_csv(arms, folder / "arms.csv")
    plain = {k: v for k, v in study.provenance.items() if isinstance(v, str | int | float)}
    about = {"exported_persons": persons, **{k: v for k, v in plain.items() if k != "study"}}
    write_csv(pd.DataFrame(about.items(), columns=["entry", "value"]), folder / "study.csv")
    for arm, text in study.provenance["resolved_scenario"].items():
        (folder / f"scenario_{arm}.yaml").write_text(text, encoding="utf-8")


def _readme(study: Study, tables: pd.DataFrame, form: str) -> str:
    r_line = 'd <- read.csv("FILE")' if form == "csv" else 'd <- arrow::read_parquet("FILE")'
    stata = (
        'Stata: `import delimited using FILE, clear`, then `gen m = monthly(substr(month, 1, 7), "YM")`\n'
        if form == "csv"
        else "Stata reads CSV: export again with `--format csv`.\n"
    )
    rows = "\n".join(f"| {t.file} | {t.rows:,} | {t.meaning} |" for t in tables.itertuples())
    return f"""# {study.title}

{study.intent}

| file | rows | holds |
|---|---|---|
{rows}
| arms.csv, study.csv, scenario_ARM.yaml | | the arms, where the study is from, every arm's scenario |
| tables.csv | | every column with unit and meaning |
| suppressed.csv | | how many cells are empty, and why |

R: `{r_line}`, then `d$month <- as.Date(d$month)`.
{stata}
* An empty cell is missing: a count of fewer than 20 simulated persons, a mean over fewer than 20
  persons, or nothing to take a mean of. Never read it as zero. Keep the rule when you add up or
  publish: no number that rests on fewer than 20 simulated persons.
* `..._simulated` counts simulated persons (or their months); the column beside it is divided by the
  simulated share
  ({study.provenance.get("scale", 1.0):g}) and stands for the population.
* Changes of type, ended jobs, subsidised hires, deaths and departures are sums of calendar years; who
  stays in a type is counted in each month. Money is nominal KRW of the month, to be divided by
  `consumer_prices` / 100 for constant prices.
* Compare arms within a replicate, then average: `replicate` pairs the same people with the same luck.
* Every person in these tables is simulated, composed from statistics and chance.
"""
