"""The compiler makes vector instructions of as many loops in every file of the month as the table
tests/consistency/vectorised_loops.csv says, in both builds of the model. Nothing else would notice
a loss: results stay the same, and a run becomes a little slower.

After a change that is meant, the table is made anew of a build:
    python tests/system/test_vectorised_loops.py build >tests/consistency/vectorised_loops.csv"""

from __future__ import annotations

import csv
import json
import os
import platform
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_studies import HOME, LONG

TABLE = HOME / "tests" / "consistency" / "vectorised_loops.csv"
FOLDERS = ("outputs", "policies", "processes")
BUILDS = {"any_processor": "/resettle_model.dir/", "avx2": "/resettle_model_avx2.dir/"}
OUR_GCC = "12"  # other compilers, and other versions, make vectors of other loops

CAUSES = """What usually costs one:
  a branch in the body of work_out: if, &&, ||, a switch, a call of a function in another file;
  a choice among parameters in a function that did not get them by value (const P p);
  a read at another row, or of a table at a place that depends on the row (look_up is for that).
Added to the file's command in compile_commands.json, -fopt-info-vec-missed tells why."""

Commands = dict[tuple[str, str], tuple[list[str], str]]
Counts = dict[tuple[str, str], int]


def commands(build: Path) -> Commands:
    """How each file is compiled, by file and build of the model: words, and where they are said."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        if Path(words[0]).name == "ccache":
            words = words[1:]
        file = os.path.relpath(entry["file"], HOME)
        if not file.startswith(tuple(f"sim/{folder}/" for folder in FOLDERS)):
            continue
        for name, target in BUILDS.items():
            if target in words[words.index("-o") + 1]:
                found[file, name] = (words, entry["directory"])
    return found


def why_not(known: Commands) -> str | None:
    """Why the table says nothing about a build."""
    if len({name for _, name in known}) < len(BUILDS):
        return "the table is of a build for any x86-64 processor and one for AVX2"
    words, _ = next(iter(known.values()))
    if "-O3" not in words:
        return "the table is of a release build"
    macros = subprocess.run(
        [words[0], "-dM", "-E", "-x", "c++", os.devnull], capture_output=True, text=True, check=True
    ).stdout
    if "__clang__" in macros or f"__GNUC__ {OUR_GCC}\n" not in macros:
        return f"the table is of GCC {OUR_GCC}"
    return None if platform.machine() == "x86_64" else "the table is of x86-64"


def count(words: list[str], folder: str) -> int:
    """How often the compiler tells of a vectorised loop; of some it tells more than once."""
    words = ["-S" if word == "-c" else word for word in words]
    words[words.index("-o") + 1] = os.devnull
    words.append("-fopt-info-vec-optimized")
    told = subprocess.run(words, capture_output=True, text=True, cwd=folder, check=False)
    assert told.returncode == 0, told.stderr
    return len(re.findall("optimized: loop vectorized", told.stderr))


def counts(known: Commands) -> Counts:
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return dict(zip(known, workers.map(lambda key: count(*known[key]), known), strict=True))


def table() -> Counts:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            (row["file"], name): int(row[name]) for row in csv.DictReader(lines) for name in BUILDS
        }


def lost(before: Counts, now: Counts) -> str:
    return "\n".join(
        f"{file}, built for {name}: {now.get((file, name), 0)} vectorised loops, {loops} before"
        for (file, name), loops in before.items()
        if now.get((file, name), 0) < loops
    )


@pytest.mark.skipif(not LONG, reason="takes minutes: ./resettle test --long")
def test_no_vectorised_loop_is_lost() -> None:
    known = commands(Path(os.environ["RESETTLE_BIN"]).parents[1])
    if (why := why_not(known)) is not None:
        pytest.skip(why)
    fewer = lost(table(), counts(known))
    assert not fewer, f"{fewer}\n{CAUSES}"


def test_a_lost_loop_is_told_with_its_file() -> None:
    key = ("sim/processes/search.cpp", "avx2")
    assert lost({key: 4}, {key: 4}) == lost({key: 4}, {key: 5}) == ""
    assert lost({key: 4}, {key: 2}) == f"{key[0]}, built for avx2: 2 vectorised loops, 4 before"
    assert "0 vectorised" in lost({key: 4}, {})


def test_the_table_is_of_files_that_are_there() -> None:
    assert all((HOME / file).is_file() for file, _ in table())


def print_table(build: Path) -> None:
    known = commands(build)
    if (why := why_not(known)) is not None:
        sys.exit(why)
    now = counts(known)
    print(",".join(["file", *BUILDS]))
    for file in sorted({file for file, _ in now}):
        loops = [now[file, name] for name in BUILDS]
        if any(loops):
            print(",".join([file, *map(str, loops)]))


if __name__ == "__main__":
    print_table(Path(sys.argv[1]).resolve())
