"""Command line of notebooks as pages; `./resettle notebook` calls it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from resettle.errors import StudyError

from . import write_notebook_page

FOR_THE_USER = ("StudyError", "ProgramError")  # whose words say what to mend


def main() -> int:
    """Exit code 0 when the page is written, 2 where the user must mend something, 1 else."""
    parser = argparse.ArgumentParser(prog="resettle notebook", allow_abbrev=False)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("page", type=Path)
    options = parser.parse_args()
    try:
        page = write_notebook_page(options.notebook, options.page)
    except StudyError as error:
        return _told(str(error), 2)
    except CellExecutionError as error:
        if error.ename in FOR_THE_USER:
            return _told(error.evalue, 2)
        return _told(f"The notebook failed.\n{error}", 1)
    print(f"The notebook is in {page}")
    return 0


def _told(message: str, exit_code: int) -> int:
    print(f"resettle notebook: {message}", file=sys.stderr)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
