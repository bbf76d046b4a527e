"""Where things are, and how a run speaks."""

import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
BUILD = HOME / "build"
PLACE = BUILD / "mutants"
LIBRARY = PLACE / "lib" / "libresettle_model.so"
LAST_RUN = BUILD / "mutants_last_run.csv"  # what was noticed; stays when the library is made anew
CORES = os.cpu_count() or 1


def say(text):
    print(text, flush=True)


def give_up(text):
    print(f"resettle: {text}", file=sys.stderr)
    sys.exit(2)
