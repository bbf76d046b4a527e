"""Makes scenarios/validation.json anew: build/venv/bin/python -m resettle.validation"""

from __future__ import annotations

import argparse
import os
import sys

from resettle.errors import ProgramError, StudyError, visible

from . import validation_file
from .making import as_text, make_validation


def main() -> int:
    """Exit codes: 0 done, 2 something must be mended."""
    argparse.ArgumentParser(prog="python -m resettle.validation", description=__doc__).parse_args()
    try:
        made = make_validation()
    except (ProgramError, StudyError) as error:
        print(visible(error), file=sys.stderr)
        return 2
    file = validation_file()
    partial = file.with_suffix(".partial")
    partial.write_text(as_text(made), encoding="utf-8")
    os.replace(partial, file)
    card = made["card"]
    met = f"{card['hits']} of {card['measured']} figures met"
    print(f"{met}, {len(made['trials'])} trials: {visible(validation_file())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
