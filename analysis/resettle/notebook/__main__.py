"""Command line of notebooks as pages; `./resettle notebook` calls it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from resettle.errors import StudyError, visible
from resettle.running import judged, run

from . import write_notebook_page

FOR_THE_USER = ("StudyError", "ProgramError")  # whose words say what to mend


def main() -> int:
    """Exit code 0 when the page is written, 2 where the user must mend something, 1 else."""
    parser = argparse.ArgumentParser(prog="resettle notebook", allow_abbrev=False)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("page", type=Path)
    options = parser.parse_args()
    return judged("notebook", lambda: _notebook(options), options.page)


def _notebook(options: argparse.Namespace) -> int:
    try:
        page = write_notebook_page(options.notebook, options.page)
    except CellExecutionError as error:
        if error.ename in FOR_THE_USER:
            raise StudyError(error.evalue) from error
        print(visible(f"resettle notebook: The notebook failed.\n{error}"), file=sys.stderr)
        return 1
    print(visible(f"The notebook is in {page}"))
    return 0


if __name__ == "__main__":
    run(main)
