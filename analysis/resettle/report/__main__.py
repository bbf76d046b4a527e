"""Command line of the report; `./resettle report` calls it."""

from __future__ import annotations

import argparse
import os
import sys

from resettle.command_line import CommandLine
from resettle.errors import ProgramError, StudyError, visible
from resettle.number import number_written

from . import LANGUAGES, write_report


def _amount(text: str) -> float:
    """An amount of money, also as 5e9."""
    try:
        return number_written(text, "A budget in KRW", above=0)
    except StudyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def main() -> int:
    """Exit code 0 when the page is written, 2 where the user must mend something."""
    parser = CommandLine(
        "report",
        "Write a report on a study: one HTML file that needs no network, or a PDF.",
    )
    parser.add_argument("study", help="study file (.h5)")
    parser.add_argument(
        "-o",
        "--output",
        help="page to write, .html, or .pdf if Chromium is there (default: STUDY.report.html "
        "beside the study)",
    )
    parser.add_argument(
        "--lang", default="en", choices=LANGUAGES, help="language: en (default) or ko (Korean)"
    )
    parser.add_argument(
        "--budget",
        type=_amount,
        metavar="KRW",
        help="yearly budget: how often each policy costs more beyond the reference",
    )
    parser.add_argument("--title", help="title of the page (default: the question of the study)")
    parser.add_argument("--author", help="who reports, for the page and how to cite it")
    options = parser.parse_args()
    output = options.output
    if output is None:
        output = f"{os.path.splitext(options.study)[0]}.report.html"
    try:
        page = write_report(
            options.study, output, options.lang, options.budget,
            title=options.title, author=options.author,
        )  # fmt: skip
    except (ProgramError, StudyError) as error:
        print(visible(f"resettle report: {error}"), file=sys.stderr)
        return 2
    size = page.stat().st_size / 1e6
    print(f"The report is in {visible(page)} ({size:.1f} MB, needs no network)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
