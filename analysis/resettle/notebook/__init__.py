"""A notebook as one HTML file: its cells are run on a study and shown with what they give.

    ./resettle notebook [NAME] [STUDY.h5]

Cells see this environment and nothing of the user's (`kernel.py`); the page needs no network and no
other file (`page.py`).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat

from resettle.errors import StudyError
from resettle.outputs import check_replaceable, replacing

from .kernel import run_cells
from .page import as_page, is_page

__all__ = ["write_notebook_page"]

LONGEST_PLACE = 60  # letters; a socket's name may have about 100


def write_notebook_page(notebook: Path, page: Path) -> Path:
    """Run a notebook, which finds its study by RESETTLE_STUDY, and write it as `page`.

    An earlier page of a notebook is replaced when the new one is complete.
    Errors: StudyError (the page cannot be written or would replace something else),
    CellExecutionError (a cell failed; its `ename` and `evalue` say how).
    """
    if not os.access(page.parent, os.W_OK):
        raise StudyError(
            f"The page of a notebook goes beside its study, and you may not write to "
            f"'{page.parent}'. Copy the study to a folder of yours and name the copy."
        )
    check_replaceable(page, is_page, "is no page of a notebook. Move it, or copy the study.")
    cells = nbformat.read(notebook, as_version=4)
    with tempfile.TemporaryDirectory(prefix="resettle-", dir=_short_place()) as scratch:
        run_cells(cells, notebook.parent, Path(scratch))
    with replacing(page) as unfinished:
        unfinished.write_text(as_page(cells, notebook.stem), encoding="utf-8")
    return page


def _short_place() -> str:
    """Where temporary folders go; names of sockets must be short."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < LONGEST_PLACE else "/tmp"
