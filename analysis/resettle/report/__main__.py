"""Command line of the report; `./resettle report` calls it."""

from __future__ import annotations

import argparse
import os

import resettle
from resettle.called_as import command_on, shell_word
from resettle.command_line import CommandLine
from resettle.errors import StudyError, visible
from resettle.number import number_written
from resettle.running import judged, run

from . import LANGUAGES, write_report


def _amount(text: str) -> float:
    """An amount of money, also as 5e9."""
    try:
        return number_written(text, "A budget in KRW", above=0)
    except StudyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _names(lists: list[str]) -> list[str]:
    """The names in lists with commas. Errors: StudyError for a list with nothing between two."""
    names = [name.strip() for one in lists for name in one.split(",")]
    if "" in names:
        raise StudyError(f"--arms takes names with commas between them, not '{','.join(lists)}'.")
    return names


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
        help="page to write, .html, or .pdf if Chromium is there (default: STUDY.report.html or, "
        "with --brief, STUDY.brief.html beside the study)",
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
    parser.add_argument(
        "--arms",
        action="append",
        default=[],
        metavar="NAMES",
        help="only these policies, in this order; several with commas",
    )
    parser.add_argument(
        "--brief", action="store_true", help="two pages for print: the answer and what it rests on"
    )
    parser.add_argument("--title", help="title of the page (default: the question of the study)")
    parser.add_argument("--author", help="who reports, for the page and how to cite it")
    options = parser.parse_args()
    if options.output is None:
        kind = "brief" if options.brief else "report"
        options.output = f"{os.path.splitext(options.study)[0]}.{kind}.html"
    return judged("report", lambda: _report(options), options.output)


def _report(options: argparse.Namespace) -> int:
    page = write_report(
        options.study, options.output, options.lang, options.budget,
        title=options.title, author=options.author, arms=_names(options.arms),
        brief=options.brief,
    )  # fmt: skip
    size = page.stat().st_size
    told = f"{size / 1e6:.1f} MB" if size > 1e5 else f"{size / 1e3:.0f} kB"
    print(f"The report is in {visible(page)} ({told}, needs no network)")
    with resettle.open(options.study) as study:
        added = ",".join(study.added)
    if added and not options.arms:
        alone = f"{command_on('report', options.study)} --arms {shell_word(added)}"
        print(f"For a report on what was added to the study alone: {visible(alone)}")
    return 0


if __name__ == "__main__":
    run(main)
