"""The command `./resettle sensitivity STUDY.h5`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from resettle.command_line import CommandLine
from resettle.csv_text import write_csv
from resettle.errors import StudyError, visible
from resettle.number import number_written
from resettle.outputs import check_new_folder, new_folder
from resettle.running import judged, run
from resettle.study import Study, open_study

from .analysis import Sensitivity, sensitivity_of
from .answer import sentences_of
from .listing import text_of
from .outcomes import INTEGRATED
from .tables import json_of, tables_of


def _amount(text: str) -> float:
    try:
        return number_written(text, "What one more unit is thought worth, in KRW,", above=0)
    except StudyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _parser() -> CommandLine:
    parser = CommandLine(
        "sensitivity",
        "Which parameters drive the difference between arms, what would change which arm is first, and what "
        "it would be worth to know more; of a study with 512 draws of the parameters or more.",
    )
    add = parser.add_argument
    add("study", help="study file (HDF5)")
    add("--outcome", default=INTEGRATED, metavar="NAME",
        help=f"{INTEGRATED} (default), another sum over the period, or an indicator at the end")  # fmt: skip
    add("--arm", type=_names, action="extend", default=[], metavar="NAME", dest="arms",
        help="explain the difference of this arm to the reference (default: of the one that is first on "
        "average); several: --arm a,b or --arm a --arm b")  # fmt: skip
    add("--worth", type=_amount, metavar="KRW",
        help="what one more unit is thought worth (default: where the choice is hardest)")  # fmt: skip
    add("--json", action="store_true", help="as JSON, with all parameters")
    add("-o", "--output", metavar="FOLDER",
        help="also write the tables as CSV, and a tornado of each arm, into a new folder")  # fmt: skip
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 2 something in the input must be mended."""
    chosen = _parser().parse_args(arguments)
    text = []

    def work() -> int:
        folder = None if chosen.output is None else check_new_folder(chosen.output)
        with open_study(chosen.study) as study:
            told = sensitivity_of(study, chosen.outcome, chosen.arms, chosen.worth)
            if folder is not None:
                _write(study, told, folder)
            text.append(_told(study, told, chosen.json))
        return 0

    code = judged("sensitivity", work, chosen.output or chosen.study)
    for one in text:
        print(visible(one))
    return code


def _told(study: Study, told: Sensitivity, as_json: bool) -> str:
    if not as_json:
        return text_of(told, study.title, study.intent).rstrip()
    about = {"study": study.title, "intent": study.intent, "fingerprint": study.fingerprint}
    return json.dumps(json_of(told, sentences_of(told), about), ensure_ascii=False, indent=1)


def _write(study: Study, told: Sensitivity, folder: Path) -> None:
    from resettle.figures.tornado import tornado  # loads matplotlib, which takes a second
    from resettle.saving import save

    with new_folder(folder) as target:
        for name, table in tables_of(told).items():
            write_csv(table, target / f"{name}.csv")
        for arm in told.arms:
            save(tornado(study, told, arm), target / f"tornado_{arm}")


if __name__ == "__main__":
    run(main)
