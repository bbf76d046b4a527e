"""The short answer: a few sentences that follow the numbers."""

from __future__ import annotations

from resettle.readable import in_text

from .analysis import Reversal, Sensitivity
from .drivers import Driver
from .part import Share
from .sources import WITHOUT_DATA

POOR = 0.5  # R2 below which the shares explain only so much
ONE_WITHOUT_DATA = "assumption without Korean data"
NUMBERS = ("no", "one", "two", "three", "four", "five")
MOST_TURNS = 3  # that are told


def sentences_of(told: Sensitivity) -> list[str]:
    """What drives the difference, how far that can be believed, what would change which arm is first, and
    what knowing more would be worth."""
    return [_leading(told), *_without_data(told), _fit(told), _turns(told), *_worth(told)]


def percent(share: float) -> str:
    """Whole percent, from 0 to 100."""
    return f"{100 * min(max(share, 0), 1):.0f} %"


def _leading(told: Sensitivity) -> str:
    drivers = told.answer
    about = f"{told.outcome.label}: {told.labels[drivers.arm]} less {told.labels[told.reference]}"
    few, share = drivers.leading()
    if not few:
        return (
            f"No parameter stands out among the {len(told.parameters)}: what is not known about this answer "
            f"({about}) comes from many together, or more draws are needed."
        )
    names = ", ".join(f"{told.parameters.names[one.parameter]} ({percent(one.total.value)})" for one in few)
    return (
        f"{percent(share.value)} of what is not known about this answer ({about}) comes from "
        f"{_counted(told, few)}: {names}, each with its interactions."
    )


def _counted(told: Sensitivity, few: list[Driver]) -> str:
    without = sum(told.parameters.sources[one.parameter].is_assumption_without_data for one in few)
    if without == len(few):
        return f"{NUMBERS[without]} {WITHOUT_DATA if without > 1 else ONE_WITHOUT_DATA}"
    counted = f"{NUMBERS[len(few)]} parameter{'s' if len(few) > 1 else ''}"
    kind = WITHOUT_DATA if without > 1 else f"an {ONE_WITHOUT_DATA}"
    number = NUMBERS[without]
    return f"{counted}, {number} of them {kind}" if without else counted


def _without_data(told: Sensitivity) -> list[str]:
    return [
        f"All {len(group.members)} {WITHOUT_DATA} together account for {_interval(share)}."
        for group, share in told.answer.group_shares()
        if group.name == WITHOUT_DATA
    ]


def _fit(told: Sensitivity) -> str:
    drivers = told.answer
    text = (
        f"The emulator foresees {percent(drivers.foreseen)} of what differs in draws it has not seen (cross-"
        f"validated R2 {drivers.foreseen:.2f}); all parameters together account for "
        f"{_interval(drivers.attributed())}."
    )
    if drivers.foreseen < POOR:
        text += (
            " That is little: the order of the first few parameters can be believed, shares only as "
            "far as their intervals say. More draws or replicates help."
        )
    return text


def _interval(share: Share) -> str:
    return f"{percent(share.value)} ({percent(share.low)} to {percent(share.high)})"


def _turns(told: Sensitivity) -> str:
    first = told.labels[told.first]
    turning = [one for one in told.reversals if one.turn.side]
    if not turning:
        return f"{first} is first on average, and no single parameter changes that within its range."
    places = "; ".join(_turn(told, one) for one in turning[:MOST_TURNS])
    more = f"; {len(turning) - MOST_TURNS} more are below" if len(turning) > MOST_TURNS else ""
    return f"{first} is first on average, but not where {places}{more}."


def _turn(told: Sensitivity, one: Reversal) -> str:
    name = told.parameters.names[one.parameter]
    value = told.parameters.told(one.parameter, one.turn.value)
    return f"{name} is {one.turn.side} {value} (then {told.labels[one.rival]})"


def _worth(told: Sensitivity) -> list[str]:
    everything = told.knowing[0]
    text = (
        f"To know all parameters before choosing would be worth {in_text(everything.gain.value)} "
        f"{told.outcome.unit} (standard error {in_text(everything.gain.error)})"
    )
    if everything.krw is not None and told.worth_krw is not None:
        text += (
            f", or {in_text(everything.krw.value / 1e6)} million KRW (standard error "
            f"{in_text(everything.krw.error / 1e6)}) if one more is thought worth "
            f"{in_text(told.worth_krw)} KRW"
        )
    return [text + "."]
