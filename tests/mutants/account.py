"""Which mutants were noticed, and by what."""

import collections
import csv
from xml.sax.saxutils import quoteattr

from places import HERE, LAST_RUN, give_up, say
from trials import KINDS


def harmless_mutants():
    with open(HERE / "harmless.csv", newline="") as file:
        return {
            (row["file"], row["line"], row["code"], row["way"]): row["reason"]
            for row in csv.DictReader(file)
        }


def key_of(mutant):
    return mutant["file"], mutant["whole_line"], mutant["code"], mutant["way"]


def is_left(mutant):
    """Noticed by no test, or only by a stored result."""
    return mutant["killed_by"] in {"", "golden"}


def left_by_last_run():
    """The mutants that the last run of chosen or of all files left unnoticed."""
    if not LAST_RUN.exists():
        give_up("no run came to its end in this checkout: leave --left out")
    with open(LAST_RUN, newline="") as file:
        return {key_of(m) for m in csv.DictReader(file) if is_left(m)}


def keep_for_left(mutants):
    with open(LAST_RUN, "w", newline="") as file:
        writer = csv.DictWriter(file, list(mutants[0]))
        writer.writeheader()
        writer.writerows(mutants)


def write_report(mutants, path):
    failures = sum(1 for mutant in mutants if is_left(mutant))
    skipped = sum(1 for mutant in mutants if mutant["killed_by"] == "harmless")
    with open(path, "w") as file:
        file.write(f'<testsuite name="mutants" tests="{len(mutants)}" failures="{failures}" '
                   f'errors="0" skipped="{skipped}">\n')  # fmt: skip
        for mutant in mutants:
            name = quoteattr(f"{mutant['file']}:{mutant['line']} {mutant['code']} {mutant['way']}")
            file.write(f"<testcase name={name}/>\n")
        file.write("</testsuite>\n")


def tell(mutants, harmless):
    """Prints the account; whether all is well."""
    count = collections.Counter(mutant["killed_by"] for mutant in mutants)
    say(f"\n{len(mutants)} mutants. Noticed first by")
    for kind in KINDS:
        say(f"  {kind:12} {count[kind]:5} {100 * count[kind] / len(mutants):6.1f} %")
    say(f"  {'no test':12} {count['']:5} {100 * count[''] / len(mutants):6.1f} %")
    if count["harmless"]:
        say(f"  {'harmless':12} {count['harmless']:5} {100 * count['harmless'] / len(mutants):6.1f} %"
            "  not tried: tests/mutants/harmless.csv says why")  # fmt: skip
    survivors = [m for m in mutants if is_left(m) and key_of(m) not in harmless]
    for mutant in survivors:
        seen = "only by the golden file" if mutant["killed_by"] == "golden" else "by no test"
        say(f"{mutant['file']}:{mutant['line']}: `{mutant['code']}` {mutant['way']}: noticed {seen}")
    noticed = {key_of(m) for m in mutants if m["killed_by"] != "harmless" and not is_left(m)}
    untrue = [key for key in harmless if key in noticed]
    for file, line, code, way in untrue:
        say(f"harmless.csv: {file}: `{code}` {way} in `{line}` is noticed: take the line out")
    return not survivors and not untrue


def all_lines_have_a_mutant(mutants, harmless):
    """Tells the lines of harmless.csv about a line of these files that is no longer there; whether
    there are none."""
    keys = {key_of(m) for m in mutants}
    files = {m["file"] for m in mutants}
    gone = [key for key in harmless if key[0] in files and key not in keys]
    for file, line, code, way in gone:
        say(f"harmless.csv: {file} has no mutant `{code}` {way} in `{line}`: mend the line or take it out")
    return not gone
