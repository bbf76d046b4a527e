"""Command line of the comparison in other languages than English; `./resettle compare ... --lang ko`
calls it."""

from __future__ import annotations

import sys

from resettle.called_as import file_argument
from resettle.command_line import CommandLine
from resettle.comparison import Comparison
from resettle.errors import ProgramError, visible
from resettle.program import ask_json
from resettle.report.words import LANGUAGES
from resettle.running import TO_MEND, judged, run

from . import tell

FOR_PROGRAMS = ("json", "csv")  # which have no language
# Options that the program judges, and what they want.
PASSED_ON = {
    "outcome": "a further indicator to compare (may be given again)",
    "definition": "of mental success: a (default), b, c, d, e or plain",
    "perspective": "whose costs the frontier counts: programme (default), public_budget, societal",
    "discount-rate": "of the frontier, per year, for example 0.045 (default 0)",
    "smallest": "smallest difference that matters, as a share of the reference",
    "budget": "KRW a year, as 5e9: how often the additional programme cost of a year is above it",
}


def _command_line() -> CommandLine:
    parser = CommandLine("compare", "Compare the arms of a study file, in Korean with --lang ko.")
    parser.add_argument("study", help="study file (.h5)")
    parser.add_argument("with_", metavar="with", nargs="?", help="a second study file")
    parser.add_argument("--lang", required=True, choices=LANGUAGES, help="language")
    for name, meaning in PASSED_ON.items():
        parser.add_argument(f"--{name}", action="append", default=[], help=meaning)
    parser.add_argument(
        "--show", action="append", default=[], metavar="NAMES",
        help="only these topics or tables; several with commas",
    )  # fmt: skip
    parser.add_argument("--full", action="store_true", help="all tables")
    for name in FOR_PROGRAMS:
        parser.add_argument(f"--{name}", action="store_true", help="for programs: only without --lang")
    return parser


def main() -> int:
    """Exit code 0 when it is told, else that of the program, or 2 where the user must mend something."""
    parser = _command_line()
    options = parser.parse_args()
    for name in FOR_PROGRAMS:
        if getattr(options, name):
            parser.error(f"--{name} is for programs and has no language; give it without --lang")
    question = ["compare", *map(file_argument, filter(None, (options.study, options.with_))), "--json"]
    for name in PASSED_ON:
        for value in getattr(options, name.replace("-", "_")):
            question.append(f"--{name}={value}")
    shown = [name for one in options.show for name in one.split(",")]
    below = ["at_end"] if options.outcome else []  # who asks for an outcome wants to see it
    told = []

    def work() -> int:
        try:
            comparison = Comparison(ask_json(question))
        except ProgramError as error:
            words = str(error)  # the command that was not typed so, then the words of the program
            print(visible(words.partition("\n")[2] or words), file=sys.stderr)
            return error.exit_code or TO_MEND
        told.append(
            tell(comparison, options.lang, options.study, shown=shown, full=options.full, below=below)
        )
        return 0

    code = judged("compare", work)
    sys.stdout.write("".join(map(visible, told)))
    return code


if __name__ == "__main__":
    run(main)
