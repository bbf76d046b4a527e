"""Makes scenarios/validation.json anew: build/venv/bin/python -m resettle.validation"""

from __future__ import annotations

import sys

from resettle.errors import ProgramError, StudyError, visible

from . import validation_file
from .making import as_text, make_validation


def main() -> int:
    """Exit codes: 0 done, 2 something must be mended."""
    try:
        made = make_validation()
    except (ProgramError, StudyError) as error:
        print(visible(error), file=sys.stderr)
        return 2
    validation_file().write_text(as_text(made), encoding="utf-8")
    card = made["card"]
    met = f"{card['hits']} of {card['measured']} figures met"
    print(f"{met}, {len(made['trials'])} trials: {visible(validation_file())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
