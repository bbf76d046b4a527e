"""The first sheet of the workbook: what was asked, what the words mean, where the numbers are from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from resettle.comparison import Comparison
from resettle.exporting.selection import Choices
from resettle.exporting.sheets import EMPTY, Sheet
from resettle.study import Study
from resettle.study_file import SMALLEST_CELL


@dataclass(frozen=True)
class Line:
    """A line of the sheet: what it is about, and what is said."""

    about: str = ""
    text: str = ""
    is_title: bool = False
    is_table: bool = False  # `about` names a table, to whose sheet it leads


def first_lines(
    study: Study, comparison: Comparison, sheets: Sequence[Sheet], choices: Choices, outcomes: Sequence[str]
) -> Iterator[Line]:
    """outcomes: that the comparison was asked for beside those that it always has."""
    raw = comparison.raw
    yield Line("Comparison", is_title=True)
    yield Line("study", raw["study"])
    yield Line("question", raw["intent"])
    yield Line("reference", f"{raw['reference_label']} ({raw['reference']}); all else is compared with it")
    yield Line("period", f"{raw['start']} to {raw['end']}, policies differ from {raw['policy_start']} on")
    draws = comparison.draws
    if draws:
        each = f"replicates of each: {comparison.replicates_of_draw:.3g}"
        beside = "their central values are run beside them and are not among them"
        yield Line("draws", f"{draws} of the uncertain parameters, {each}; {beside}")
    yield Line("replicates", f"{raw['replicates']}, each of {100 * raw['scale']:g} % of the population")
    for change in raw["changed_on_command_line"]:
        yield Line("changed at the run", change)
    yield from _chosen(choices)
    yield Line()
    yield Line("Arms", is_title=True)
    for arm in raw["arms"]:
        yield Line(arm["arm"], f"{arm['label']}{_role(arm)}")
    yield Line()
    yield Line("Sheets", is_title=True)
    for sheet in sheets:
        yield Line(sheet.table, sheet.title, is_table=True)
    yield Line()
    yield Line("Words", is_title=True)
    yield from _words(raw["words"], comparison.draws > 0)
    yield Line()
    yield Line("Notes of the program", is_title=True)
    for note in raw["notes"]:
        yield Line("", note)
    yield Line()
    yield Line("Where it is from", is_title=True)
    yield from _provenance(study, outcomes)


# ---- inside -------------------------------------------------------------------------------------


def _role(arm: dict[str, str]) -> str:
    if arm["role"] == "reference":
        return " (the reference)"
    if arm["role"] == "same_as_reference":
        return " (the same as the reference in every result, so not compared)"
    return f" (the same results as {arm['same_as']})" if arm.get("same_as") else ""


def _chosen(choices: Choices) -> Iterator[Line]:
    """Only some rows are here, but they were worked out and judged with all of them."""
    named = {"arms": choices.arms, "outcomes": choices.outcomes, "subgroups": choices.subgroups}
    told = [f"{what} {', '.join(names)}" for what, names in named.items() if names]
    told += [f"from {choices.since} on"] if choices.since else []
    if told:
        yield Line("only these rows", f"{'; '.join(told)}. The comparison itself is of all of them.")


def _words(words: dict[str, Any], draws: bool) -> Iterator[Line]:
    more = "".join(f", {amount:g} of {name}" for name, amount in words["smallest_by_outcome"].items())
    yield from _words_of_draws() if draws else _words_of_replicates()
    yield Line("smallest", f"{100 * words['smallest_share']:.3g} % of the reference{more}: a smaller "
               "difference is called negligible")  # fmt: skip
    yield Line("verdict", "first size, then how sure that is: very likely above "
               f"{100 * words['very_likely_above']:.0f} %, likely above {100 * words['likely_above']:.0f} %, "
               f"else about as likely as not, {_judged(words, draws)}; its probability stands beside "
               "it")  # fmt: skip
    yield Line("empty cells", f"never zero: fewer than {SMALLEST_CELL} simulated persons stand behind the "
               f"number (the verdict or the column '{EMPTY}' says so, and the sheet 'suppressed' lists "
               "them), or it is not defined, such as a price where no gain is likely")  # fmt: skip
    yield Line("units", "stand in the head of a column, or in the column 'unit' of the row. Shares are kept "
               "as 0-1 and shown as percent; a difference of shares is in percentage points. KRW of a year "
               "are at its prices, other KRW are nominal")  # fmt: skip


def _words_of_replicates() -> Iterator[Line]:
    yield Line("difference", "arm minus reference, replicate by replicate, then the mean over replicates")
    yield Line("low, high", "the 95 % interval of the mean: what chance between replicates leaves open")
    yield Line("standard error", "of the mean over replicates, whose number stands beside it")


def _words_of_draws() -> Iterator[Line]:
    yield Line("difference", "arm minus reference, replicate by replicate, then the mean over the replicates "
               "of a draw of the parameters, then over draws")  # fmt: skip
    yield Line("low, high", "the total 95 % interval: what is not known of the parameters before any fit, "
               "and chance; nothing outside the parameters is in it")  # fmt: skip
    yield Line("standard error", "of the mean over draws, whose number stands beside it")
    yield Line("not known", "standard deviation between draws, freed of chance")
    yield Line("chance", "standard deviation between the replicates of a draw")
    yield Line("low, high by chance", "the 95 % interval of the mean if these draws were all there is")


def _judged(words: dict[str, Any], draws: bool) -> str:
    if draws:
        return "as shares of the draws, without a correction for judging several differences together"
    return f"corrected for the {words['claims']} differences judged together"


def _provenance(study: Study, outcomes: Sequence[str]) -> Iterator[Line]:
    told = study.provenance
    yield Line("study file", study.path.name)
    yield Line("fingerprint", f"{study.fingerprint} (the same for the same results)")
    yield Line("program", f"resettle {told.get('version', '')}, commit {told.get('git_commit', '')}")
    yield Line("run", f"{told.get('created', '')}, seed {told.get('seed', '')}: {told.get('command', '')}")
    further = "".join(f" --outcome {name}" for name in outcomes)
    yield Line("the same as text", f"./resettle compare {study.path.name} --full{further}")
