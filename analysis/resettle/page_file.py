"""Writing a page where one of its kind may lie already: whole or not at all, and over nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from resettle.errors import StudyError

MOST_OF_A_HEAD = 4096  # bytes from the beginning of a page that hold the mark of its kind


def check_replaceable(page: Path, marks: Sequence[bytes], refusal: str) -> None:
    """Refuse a page that is there and bears none of the `marks`. Errors: StudyError; `refusal`
    ends its sentence and says what to do."""
    try:
        with page.open("rb") as file:
            begin = file.read(MOST_OF_A_HEAD)
    except OSError:
        return  # not there, or not to be read: what is wrong then shows in writing
    if begin and not any(mark in begin for mark in marks):
        raise StudyError(f"'{page}' is there already and {refusal}")


def write_page(page: Path, text: str) -> None:
    """Replaces an earlier page when the new one is complete. Errors: StudyError if it cannot."""
    unfinished = page.with_name(f".{page.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(page)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StudyError(f"'{page}' cannot be written: {error.strerror}.") from error
