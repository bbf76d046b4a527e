"""Which mutants were noticed, and by what."""

import collections
import csv
from xml.sax.saxutils import quoteattr

from places import HERE, PLACE, give_up, say
from trials import KINDS


def harmless_mutants():
    with open(HERE / "harmless.csv", newline="") as file:
        return {
            (row["file"], row["line"], row["code"], row["way"]): row["reason"]
            for row in csv.DictReader(file)
        }


def key_of(mutant):
    return mutant["file"], mutant["whole_line"], mutant["code"], mutant["way"]


def left_by_last_run():
    """The mutants that the last run here left unnoticed."""
    path = PLACE / "report.csv"
    if not path.exists():
        give_up("no run came to its end in this checkout: leave --left out")
    with open(path, newline="") as file:
        return {key_of(m) for m in csv.DictReader(file) if m["killed_by"] in {"", "golden"}}


def write_report(mutants, path):
    with open(PLACE / "report.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, list(mutants[0]))
        writer.writeheader()
        writer.writerows(mutants)
    if path is None:
        return
    failures = sum(1 for mutant in mutants if mutant["killed_by"] in {"", "golden"})
    skipped = sum(1 for mutant in mutants if mutant["killed_by"] == "harmless")
    with open(path, "w") as file:
        file.write(f'<testsuite name="mutants" tests="{len(mutants)}" failures="{failures}" '
                   f'errors="0" skipped="{skipped}">\n')  # fmt: skip
        for mutant in mutants:
            name = quoteattr(f"{mutant['file']}:{mutant['line']} {mutant['code']} {mutant['way']}")
            file.write(f"<testcase name={name}/>\n")
        file.write("</testsuite>\n")


def tell(mutants, harmless, again):
    """Prints the account; whether all is well."""
    count = collections.Counter(mutant["killed_by"] for mutant in mutants)
    say(f"\n{len(mutants)} mutants. Noticed first by")
    for kind in KINDS:
        say(f"  {kind:12} {count[kind]:5} {100 * count[kind] / len(mutants):6.1f} %")
    say(f"  {'no test':12} {count['']:5} {100 * count[''] / len(mutants):6.1f} %")
    if count["harmless"]:
        say(f"  {'harmless':12} {count['harmless']:5} {100 * count['harmless'] / len(mutants):6.1f} %"
            "  not tried: tests/mutants/harmless.csv says why")  # fmt: skip
    survivors = [m for m in mutants if m["killed_by"] in {"", "golden"} and key_of(m) not in harmless]
    for mutant in survivors:
        seen = "only by the golden file" if mutant["killed_by"] == "golden" else "by no test"
        say(f"{mutant['file']}:{mutant['line']}: `{mutant['code']}` {mutant['way']}: noticed {seen}")
    untrue = []
    if again:
        dead = {key_of(m) for m in mutants if m["killed_by"] not in {"", "golden", "harmless"}}
        untrue = [key for key in harmless if key in dead]
    for file, line, code, way in untrue:
        say(f"harmless.csv: {file}: `{code}` {way} in `{line}` is noticed: take the line out")
    return not survivors and not untrue
