"""Writing a figure to disk, with the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import matplotlib as mpl

from resettle.csv_text import write_csv
from resettle.errors import StudyError
from resettle.figures.style import StudyFigure

FORMATS = ("png", "svg", "pdf")


def save(
    figure: StudyFigure, name: str | PathLike[str], formats: Sequence[str] = ("png", "svg")
) -> list[Path]:
    """Write a figure as NAME.png, NAME.svg ... and its data as NAME.csv; the paths written.

    `name` may have a folder in front, which must exist. The same figure gives the same bytes.
    Errors: StudyError for an unknown format, a missing folder, or a figure without data.
    """
    unknown = [one for one in formats if one not in FORMATS]
    if unknown:
        raise StudyError(f"A figure cannot be saved as '{unknown[0]}'; use {', '.join(FORMATS)}.")
    if not isinstance(figure, StudyFigure):
        raise StudyError("Only figures of this package can be saved here: they carry their data.")
    path = Path(name)
    if not path.parent.is_dir():
        raise StudyError(f"There is no folder '{path.parent}'; make it first.")
    written = []
    with mpl.rc_context({"svg.hashsalt": "resettle", "svg.fonttype": "path"}):
        for one in formats:
            target = path.with_name(f"{path.name}.{one}")
            figure.savefig(target, format=one, dpi=200, metadata=_undated(one))
            written.append(target)
    table = path.with_name(f"{path.name}.csv")
    write_csv(figure.data, table)
    return [*written, table]


def _undated(one: str) -> dict[str, str | None]:
    """Metadata without dates and versions: a picture changes only when it looks different."""
    names = {"png": ["Software"], "svg": ["Date", "Creator"]}
    return dict.fromkeys(names.get(one, ["CreationDate", "Creator", "Producer"]))
