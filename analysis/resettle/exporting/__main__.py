"""The command `./resettle export STUDY.h5 -o FOLDER`."""

from __future__ import annotations

import sys

from resettle.command_line import CommandLine
from resettle.errors import StudyError, refused_by_system, visible
from resettle.exporting.folder import export_study
from resettle.exporting.writers import FORMATS


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 2 something in the input must be mended."""
    parser = CommandLine(
        "export",
        "Write a study as tidy tables with their columns explained; counts of fewer "
        "than 20 simulated persons are left empty.",
    )
    parser.add_argument("study", help="study file (HDF5)")
    parser.add_argument("-o", "--output", required=True, metavar="FOLDER", help="a new folder")
    parser.add_argument("--format", choices=FORMATS, default="csv")
    parser.add_argument(
        "--persons",
        action="store_true",
        help="also the simulated persons that the study recorded; large",
    )
    options = parser.parse_args(arguments)
    try:
        tables = export_study(options.study, options.output, options.format, options.persons)
    except (StudyError, OSError) as error:
        told = refused_by_system(error, options.output) if isinstance(error, OSError) else error
        print(visible(f"resettle export: {told}"), file=sys.stderr)
        return 2
    for table in tables.itertuples():
        print(visible(f"{table.rows:>12,} rows  {table.file}"))
    folder = visible(options.output)
    print(f"Columns: {folder}/tables.csv; left empty: {folder}/suppressed.csv")
    return 0


if __name__ == "__main__":
    sys.exit(main())
