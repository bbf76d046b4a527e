"""Asks the tests, those nearest to a fault first, whether they notice it."""

import collections
import concurrent.futures
import math
import os
import pathlib
import re
import resource
import subprocess
import threading
import time

from places import BUILD, CORES, HOME, LIBRARY, PLACE, give_up, say

# In the order in which they are asked; golden files last, as they only say that something changed.
NEAR = ("unit", "analytic", "laws")  # most that is noticed is noticed by these, within seconds
FAR = ("statistics", "worlds", "consistency", "golden")
KINDS = NEAR + FAR
CHEAP = 0.15  # seconds of the processor, like all here: such tests of a kind run in one program
BUDGET = 2.0  # seconds for a mutant at first; the rest is asked only about what is then left
LONGEST = 10.0  # seconds: longer tests are about files and interruptions, not about the model

Test = collections.namedtuple("Test", "kind name seconds")


def asked_for(name):
    """A test's name as the program of the tests reads it: a bare comma there means "or"."""
    return re.sub(r'([\\,\["])', r"\\\1", name) + ","


def run_tests(kind, names, mutant=0, reached=None, patience=LONGEST):
    """Whether the tests named pass under a mutant, and the seconds of the processor they took.

    A crash is a failure, and so is taking longer than `patience`, measured by the processor's time,
    which does not depend on what else the machine does. A program that hangs takes none of it: it
    is stopped after a time in which any other would have ended.
    """
    environment = dict(os.environ, LD_LIBRARY_PATH=str(LIBRARY.parent), RESETTLE_MUTANT=str(mutant))
    if reached is not None:
        environment["RESETTLE_MUTANTS_REACHED"] = str(reached)
    seconds = math.ceil(patience)
    program = subprocess.Popen(
        [BUILD / "tests" / f"tests_{kind}", "--abort", *(asked_for(name) for name in names)],
        env=environment, cwd=PLACE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds)),
    )  # fmt: skip
    hanging = threading.Timer(30 + 8 * seconds, program.kill)
    hanging.start()
    _, status, used = os.wait4(program.pid, 0)
    hanging.cancel()
    program.returncode = os.waitstatus_to_exitcode(status)
    return program.returncode == 0, used.ru_utime + used.ru_stime


def tests_of(kinds):
    tests = []
    for kind in kinds:
        listed = subprocess.run(
            [BUILD / "tests" / f"tests_{kind}", "--list-test-names-only"],
            capture_output=True, text=True,
        )  # fmt: skip
        tests += [(kind, name) for name in listed.stdout.splitlines() if name]
    return tests


def look_at(number, test):
    """What one test takes and reaches when nothing is wrong."""
    kind, name = test
    places = PLACE / "reached" / f"{number}"
    passed, seconds = run_tests(kind, [name], reached=places, patience=LONGEST)
    if not passed and seconds < LONGEST - 1:
        give_up(f"without any fault this test fails already: {kind}/{name}")
    reached = {int(line) for line in places.read_text().split()} if places.exists() else set()
    return Test(kind, name, seconds), reached


def tests_by_place(kinds):
    """For every place the tests that come by it, those first that come by few others."""
    tests = tests_of(kinds)
    (PLACE / "reached").mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        looked = list(pool.map(look_at, range(len(tests)), tests))
    breadth = {test: len(reached) for test, reached in looked}
    by_place = collections.defaultdict(list)
    for test, reached in looked:
        if test.seconds < LONGEST - 1:
            for place in reached:
                by_place[place].append(test)
    for found in by_place.values():
        found.sort(key=lambda test: (test.kind == "golden", breadth[test], test.seconds))
    return by_place


def entries_of(file):
    """The names of the entries of the month that a file describes."""
    text = (HOME / file).read_text()
    return re.findall(r'make_\w*process<\w+>\(\s*\{"([a-z -]+)"', text)


def in_order(tests, file):
    """Those about the file first: of its entries, or of its name."""
    names = [f" {name}:" for name in entries_of(file)] + [pathlib.Path(file).stem + ":"]
    return sorted(tests, key=lambda test: not any(name in f" {test.name}" for name in names))


def within_budget(tests):
    """The first tests, as far as the budget goes, and the others."""
    used = 0
    for n, test in enumerate(tests):
        used += test.seconds
        if used > BUDGET:
            return tests[:n], tests[n:]
    return tests, []


def batches(tests):
    """Cheap tests of a kind that follow one another run in one program, the others one by one."""
    batch = []
    for test in tests:
        if batch and (test.kind != batch[0].kind or test.seconds >= CHEAP or len(batch) >= 30):
            yield batch[0].kind, batch
            batch = []
        batch.append(test)
        if test.seconds >= CHEAP:
            yield test.kind, batch
            batch = []
    if batch:
        yield batch[0].kind, batch


def killer_of(mutant, tests):
    """The kind of the first test that notices the mutant, or '' if none does."""
    for kind, batch in batches(tests):
        patience = 2 + 10 * sum(test.seconds for test in batch)
        names = [test.name for test in batch]
        if not run_tests(kind, names, mutant["number"], patience=patience)[0]:
            return kind
    return ""


def ask(mutants, tests_for):
    """Notes of every mutant by which kind of test it is noticed, if by any."""
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        found = pool.map(lambda mutant: killer_of(mutant, tests_for(mutant)), mutants)
        for done, (mutant, killer) in enumerate(zip(mutants, found, strict=True), 1):
            mutant["killed_by"] = killer
            if done % 100 == 0:
                say(f"{done} of {len(mutants)} mutants tried, {time.monotonic() - begin:.0f} s")


def unnoticed(mutants):
    return [mutant for mutant in mutants if not mutant["killed_by"]]


def try_all(mutants, quick):
    """Asks the near tests first, as far as the budget goes; then the others of them, then the far
    ones, each about what is left."""
    by_place = tests_by_place(NEAR)
    orders = {}
    for mutant in mutants:
        place = mutant["place"]
        if place not in orders:
            orders[place] = within_budget(in_order(by_place[place], mutant["file"]))
    ask(mutants, lambda mutant: orders[mutant["place"]][0])
    if quick:
        return
    if left := unnoticed(mutants):
        say(f"{len(left)} that the first tests do not notice: the others nearest to it are asked")
        ask(left, lambda mutant: orders[mutant["place"]][1])
    if left := unnoticed(left):
        say(f"{len(left)} that they do not notice: all others are asked")
        far = tests_by_place(FAR)
        ask(left, lambda mutant: far[mutant["place"]])
