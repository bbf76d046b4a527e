"""The answer and its tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from resettle.readable import in_text
from resettle.report.table import Cell, Table
from resettle.terminal.layout import heading, paragraph, table_text

from .analysis import Knowing, Sensitivity
from .answer import percent, sentences_of
from .drivers import Driver, Drivers
from .information import Worth
from .part import Share

MOST_ROWS = 12
DIRECTIONS = {"more": "+", "less": "-", "turns": "turns", "none": ""}


def text_of(told: Sensitivity, title: str, question: str) -> str:
    outcome = told.outcome
    text = paragraph(f"{title}: {question}")
    replicates = in_text(outcome.replicates)
    text += paragraph(
        f"{len(outcome.draws):,} draws of {len(told.parameters)} parameters, {replicates} replicates each. "
        f"Outcome: {outcome.label} ({outcome.unit}); {'more' if outcome.sign > 0 else 'less'} is better. "
        f"Reference: {told.labels[told.reference]}."
    )
    text += heading("In short") + "".join(paragraph(one, "- ", 2) for one in sentences_of(told))
    for arm in told.arms:
        text += _of_arm(told, told.drivers[arm])
    return text + _reversals(told) + _knowing(told) + _notes(told)


# ---- of one arm ---------------------------------------------------------------------------------


def _of_arm(told: Sensitivity, drivers: Drivers) -> str:
    text = heading(f"What drives it: {told.labels[drivers.arm]}")
    spread = drivers.spread
    luck = f"of the spread of the draws' means {percent(spread.luck_share)} was luck and is taken off"
    if not spread.luck_freedom:
        luck = "luck is in it, as one replicate of each draw does not tell it apart"
    text += paragraph(
        f"Mean difference {in_text(drivers.y.mean())} {told.outcome.unit}, standard deviation between draws "
        f"{in_text(spread.between**0.5)}; {luck}. R2 {drivers.foreseen:.2f}."
    )
    text += "\n" + table_text(_parameters(told, drivers))
    return text + "\n" + table_text(_groups(drivers))


def _parameters(told: Sensitivity, drivers: Drivers) -> Table:
    head = ["Parameter", "alone", "total (95 %)", "sign", "at its low end", "at its high end", "source"]
    rows = [_parameter(told, one) for one in drivers.influential()[:MOST_ROWS]]
    more = len(drivers.influential()) - len(rows)
    note = f"{more} further parameters matter; --json has all." if more > 0 else ""
    caption = (
        "Shares of what is not known. Ends: mean difference where the parameter is lower, or higher, than in "
        "all but 5 % of the draws."
    )
    return Table("parameters", head, rows, caption, note, [False, True, True, False, True, True, False])


def _parameter(told: Sensitivity, one: Driver) -> list[Cell]:
    parameters = told.parameters
    ends = [
        Cell(in_text(end.difference), below=f"at {parameters.told(one.parameter, end.value)}")
        for end in (one.low, one.high)
    ]
    return [
        Cell(parameters.names[one.parameter]), Cell(percent(one.alone.value)),
        Cell(percent(one.total.value), below=_interval(one.total)), Cell(DIRECTIONS[one.direction]),
        *ends, Cell(parameters.source_texts[one.parameter]),
    ]  # fmt: skip


def _groups(drivers: Drivers) -> Table:
    told = sorted(drivers.group_shares(), key=lambda one: (one[0].by != "source", -one[1].value))
    rows = [
        [Cell(group.name), Cell(str(len(group.members))), Cell(percent(share.value), below=_interval(share))]
        for group, share in told
        if group.by == "source" or share.low > 0
    ]
    head = ["Source or section", "parameters", "share (95 %)"]
    caption = "Together, by kind of source and by section of the scenario; sections that are not clear of "
    return Table("groups", head, rows, caption + "chance are left out.", "", [False, True, True])


def _interval(share: Share) -> str:
    return f"{percent(share.low)} - {percent(share.high)}"


# ---- of all arms --------------------------------------------------------------------------------


def _reversals(told: Sensitivity) -> str:
    text = heading(f"What would change that {told.labels[told.first]} is first")
    turning = [one for one in told.reversals if one.turn.side]
    names = told.parameters.names
    if turning:
        rows = [
            [Cell(names[one.parameter]), Cell(told.labels[one.rival]),
             Cell(f"{one.turn.side} {told.parameters.told(one.parameter, one.turn.value)}",
                  below=_range(one.turn.low, one.turn.high)),
             Cell(percent(one.turn.reached))]
            for one in turning
        ]  # fmt: skip
        head = ["Parameter", "loses to", "where it is (95 %)", "of its prior"]
        text += table_text(Table("reversals", head, rows, "", "", [False, False, True, True]))
    nearest = [one for one in told.reversals if not one.turn.side][:MOST_ROWS]
    if nearest:
        told_of = "; ".join(
            f"{names[one.parameter]} (lead over {told.labels[one.rival]} at least {in_text(one.turn.least)})"
            for one in nearest[:3]
        )
        text += paragraph(f"In no part of its range changes it: {told_of}, and others with a larger lead.")
    return text


def _range(low: float, high: float) -> str:
    ends = [in_text(end) if abs(end) < float("inf") else "beyond" for end in (low, high)]
    return f"{ends[0]} - {ends[1]}"


def _knowing(told: Sensitivity) -> str:
    text = heading("What it would be worth to know more before choosing")
    everything, *groups = told.knowing
    sources = [one for one in groups if one.group and one.group.by == "source"]
    sections = [one for one in groups if one not in sources and told.is_clear(one)]
    sections.sort(key=_size, reverse=True)
    shown = [everything, *sources, *sections[:MOST_ROWS]]
    rows = [_known(told, one) for one in shown]
    head = ["Source or section", f"{told.outcome.unit} (s.e.)"]
    caption = "Expected value of partial perfect information; sections that are worth least are left out."
    if told.worth_krw is not None and told.outcome.costs:
        head.append("million KRW (s.e.)")
        worth = in_text(told.worth_krw)
        caption += f" In KRW: one more is thought worth {worth} KRW, less the programme cost."
    else:
        caption += " Not in KRW: no amount per unit decides between the arms; give one with --worth."
    return text + table_text(Table("knowing", head, rows, caption, "", [False] + [True] * (len(head) - 1)))


def _size(one: Knowing) -> float:
    return one.gain.value if one.krw is None else one.krw.value


def _known(told: Sensitivity, one: Knowing) -> list[Cell]:
    unsure = "" if told.is_clear(one) else "may be chance"
    cells = [Cell(one.group.name if one.group else "all parameters", below=unsure), _worth(one.gain, 1)]
    return cells + ([_worth(one.krw, 1e6)] if one.krw is not None else [])


def _worth(worth: Worth, unit: float) -> Cell:
    """At most: the estimate came out above what knowing everything is worth."""
    if worth.at_most:
        return Cell(f"at most {in_text(worth.value / unit)}")
    return Cell(f"{in_text(worth.value / unit)} ({in_text(worth.error / unit)})")


def _notes(told: Sensitivity) -> str:
    notes: Sequence[str] = (
        "Shares say what drives the difference in this model, given these priors; a wide prior has a large "
        "share.",
        "Sign: + where a higher value adds to the difference, - where it takes away.",
        "An assumption with a Korean source beside it counts as one with Korean data, although the source "
        "gives no more than its sign.",
        "Ranks are told for one parameter at a time, all others being as likely as they are.",
    )
    if not told.parameters.independent:
        notes = (
            *notes,
            "These draws are a sample in which parameters go with one another: alone is what goes with a "
            "parameter, also by way of others; total is what only this one tells, so it may be the smaller.",
        )
    return heading("Notes") + "".join(paragraph(one, "- ", 2) for one in notes)
