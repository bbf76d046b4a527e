"""What a file that is not there may be called: `sim/io/near_file.h` does the same for the program."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

STUDY_FILES = (".h5",)
DESCRIPTIONS = (".yaml", ".yml")
PROGRESS = ".progress"  # of a study file that is not there yet


def did_you_mean(missing: Path, endings: Sequence[str]) -> str:
    """' Did you mean 'x.h5'?' for a file beside it whose name is alike or has another ending, or
    nothing."""
    try:
        names = sorted(f.name.removesuffix(PROGRESS) for f in missing.parent.iterdir() if f.is_file())
    except OSError:
        return ""
    stems = {Path(name).stem: name for name in names if Path(name).suffix in endings}
    for wanted in (missing.name, missing.stem):
        near = get_close_matches(wanted, stems, n=1, cutoff=0.7)
        if near:
            return f" Did you mean '{missing.parent / stems[near[0]]}'?"
    return ""
