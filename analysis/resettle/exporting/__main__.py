"""The command `./resettle export STUDY.h5 -o FOLDER`."""

from __future__ import annotations

from typing import Any

from resettle.command_line import CommandLine
from resettle.errors import visible
from resettle.exporting.about_folder import too_long
from resettle.exporting.folder import export_study
from resettle.exporting.writers import FORMATS
from resettle.running import judged, run
from resettle.study import ONLY_REFERENCE


def _names(text: str) -> list[str]:
    return text.split(",")


def _parser() -> CommandLine:
    parser = CommandLine(
        "export",
        "Write a study for spreadsheets, R and Stata: the comparison as a workbook, and tidy tables by "
        "year with their columns explained; counts of fewer than 20 simulated persons are left empty.",
    )
    add = parser.add_argument
    add("study", help="study file (HDF5)")
    add("-o", "--output", required=True, metavar="FOLDER", help="a new folder")
    add("--format", choices=FORMATS, default="csv", help="of the tables: csv (default) or parquet")
    add("--arm", type=_names, action="extend", default=[], metavar="NAME", dest="arms",
        help="only this arm; several: --arm a,b or --arm a --arm b")  # fmt: skip
    add("--outcome", type=_names, action="extend", default=[], metavar="NAME", dest="outcomes",
        help="only this indicator; several in the same way")  # fmt: skip
    add("--subgroup", action="append", default=[], metavar="NAME", dest="subgroups",
        help='only this subgroup, such as "sex=woman", or all of sex or "sex x arrival_age"; several: '
        "once for each")  # fmt: skip
    add("--from", metavar="MONTH", dest="since",
        help="only from then on, 2015 or 2015-01; tables by year begin with the whole year")  # fmt: skip
    add("--monthly", action="store_true", help="tables by month in place of those by year")
    add("--full", action="store_true",
        help="every indicator of every subgroup, by month; large")  # fmt: skip
    add("--persons", action="store_true",
        help="also the simulated persons that the study recorded; large")  # fmt: skip
    add("--no-workbook", action="store_false", dest="workbook", help="the tables alone")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 2 something in the input must be mended."""
    chosen = vars(_parser().parse_args(arguments))
    return judged("export", lambda: _export(chosen), chosen["output"])


def _export(chosen: dict[str, Any]) -> int:
    study, folder, form = (chosen.pop(name) for name in ("study", "output", "format"))
    tables = export_study(study, folder, form, **chosen)
    for table in tables.itertuples():
        print(visible(f"{table.rows:>12,} rows  {table.file}{too_long(table.rows)}"))
    if chosen["workbook"] and "comparison" not in set(tables["table"]):
        print(f"No workbook: {ONLY_REFERENCE}")
    folder = visible(folder)
    print(f"Columns: {folder}/tables.csv; left empty: {folder}/suppressed.csv")
    return 0


if __name__ == "__main__":
    run(main)
