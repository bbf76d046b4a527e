"""Tests the tests: puts every wrong sign into the model and looks which test notices.

A mutant is a process or policy with one fault (mutate.py says which). The faults of all files are
compiled once, into a library of the model that the tests then load; a switch picks one. Of the
tests only those are asked that come by the place of the fault, those nearest to it first, until one
fails. Without a name all processes and policies are tried, which takes long.

Exit code 0: every mutant was noticed, or stands in harmless.csv with the reason why it cannot
matter. 1: some were not, a line of harmless.csv speaks of code that is no longer there, or (--again)
one is noticed after all. 2: nothing was tried.
"""

import argparse
import sys

from account import (
    all_lines_have_a_mutant,
    harmless_mutants,
    keep_for_left,
    key_of,
    left_by_last_run,
    tell,
    write_report,
)
from library import alone, build_library, files_named, headers_with_code, model_files, read_mutants, sample
from places import give_up, say
from trials import try_all


def main():
    parser = argparse.ArgumentParser(prog="./resettle test --mutants", description=__doc__.split("\n")[0])
    parser.add_argument("process", nargs="*", help="processes or policies, for example search")
    parser.add_argument("--sample", type=int, metavar="NUMBER",
                        help="about so many mutants of some files, others after every commit")  # fmt: skip
    parser.add_argument("--again", action="store_true", help="also the mutants of harmless.csv")
    parser.add_argument("--quick", action="store_true", help="ask only the tests nearest to the fault")
    parser.add_argument("--left", action="store_true", help="only those that the last run left")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth mutant")
    parser.add_argument("--report", metavar="FILE", help="writes the counts there, as JUnit does")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)  # of the words only
    options = parser.parse_args()
    if options.process:
        files = files_named(options.process)
    elif options.sample:
        files = sample(options.sample)
    else:
        files = model_files() + headers_with_code()
    if options.check:
        return
    lock = alone()  # noqa: F841
    left = left_by_last_run() if options.left else None
    if left is not None:
        files = [file for file in files if any(key[0] == file for key in left)]
    build_library(files)
    harmless = harmless_mutants()
    mutants = read_mutants()
    kept = all_lines_have_a_mutant(mutants, harmless)
    mutants = [m for m in mutants if left is None or key_of(m) in left]
    if not mutants:
        give_up("these files hold no equation to change")
    mutants = mutants[:: options.every]
    say(f"{len(mutants)} mutants of {len(files)} files")
    for mutant in mutants:
        mutant["killed_by"] = "harmless"
    tried = [m for m in mutants if options.again or key_of(m) not in harmless]
    try_all(tried, options.quick)
    if not options.sample:
        keep_for_left(mutants)
    if options.report:
        write_report(mutants, options.report)
    sys.exit(0 if tell(mutants, harmless) and kept else 1)


if __name__ == "__main__":
    main()
