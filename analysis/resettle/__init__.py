"""Studies of the resettlement simulator in Python: open, run, compare, draw, export.

import resettle
study = resettle.open("settlement_subsidies.h5")
resettle.figures.types_over_time(study)
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

import pandas as pd

from resettle.comparison import Comparison
from resettle.errors import ProgramError, StudyError
from resettle.program import check_files as check
from resettle.program import run_study
from resettle.readable import readable
from resettle.statistics import interval
from resettle.study import ONLY_REFERENCE, TYPES, Study, open_study

if TYPE_CHECKING:
    from resettle import figures
    from resettle.saving import save

__all__ = [
    "ONLY_REFERENCE",
    "TYPES",
    "Comparison",
    "ProgramError",
    "Study",
    "StudyError",
    "check",
    "export",
    "figures",
    "interval",
    "open",
    "readable",
    "run",
    "save",
]

open = open_study


def __getattr__(name: str) -> Any:
    """What draws is loaded when it is used: matplotlib takes a second, and reads settings of the
    folder it is started in, which those who draw nothing need not have."""
    if name == "figures":
        return import_module("resettle.figures")
    if name == "save":
        return import_module("resettle.saving").save
    raise AttributeError(f"module 'resettle' has no attribute '{name}'")


def run(
    study: str | PathLike[str],
    output: str | PathLike[str] | None = None,
    *,
    quiet: bool = False,
    **options: Any,
) -> Study:
    """Run a study (YAML) with the simulator and open what it wrote; see `run_study`."""
    return open_study(run_study(study, output, quiet=quiet, **options))


def export(
    study: str | PathLike[str],
    folder: str | PathLike[str],
    form: str = "csv",
    persons: bool = False,
    **choices: Any,
) -> pd.DataFrame:
    """Write a study for spreadsheets, R and Stata: the comparison as a workbook and tidy tables by
    year. choices: full, monthly, arms, outcomes, subgroups, since, workbook; see
    `resettle.exporting.export_study`, which says what they do."""
    from resettle.exporting.folder import export_study  # loads Arrow, which few need

    return export_study(study, folder, form, persons, **choices)
