"""Which parameters drive the difference between one arm and the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from resettle.errors import StudyError

from .emulator import Emulator, foreseen
from .outcomes import Paired
from .parameters import Group, Parameters
from .part import Part, Share, Spread
from .terms import Basis

ENDS = (0.05, 0.95)  # of what was drawn of a parameter: where its effect is told
ONE_WAY = 0.5  # net change over the way up and down from which on an effect has a sign
HALF, MOST_LEADING = 0.5, 5  # the few parameters that the answer names


@dataclass(frozen=True)
class End:
    """Near one end of what was drawn of a parameter: its value, and the mean difference there, all other
    parameters being as likely as they are, with its standard error."""

    value: float
    difference: float
    error: float


@dataclass(frozen=True)
class Driver:
    """One parameter, by place. alone: first-order share; total: with all interactions that were found (of a
    sample: what only this parameter tells). direction: "more", "less" or "turns"; "none" without effect."""

    parameter: int
    alone: Share
    total: Share
    direction: str
    low: End
    high: End


class Drivers:
    """Of one arm; the shares are of the variance between draws, from which luck is taken off."""

    def __init__(self, arm: str, gains: Paired, parameters: Parameters, basis: Basis) -> None:
        self.arm = arm
        self.y = gains.means
        self.spread = Spread.of(self.y, gains.luck)
        self._parameters = parameters
        self._basis = basis

    @property
    def is_luck(self) -> bool:
        """Whether what is between the draws is not more than what luck alone may show."""
        y = self.y - self.y.mean()
        error = np.sqrt((y**2).var() / len(y) + self.spread.luck_error)
        return bool(self.spread.between < 2 * error)

    @cached_property
    def emulator(self) -> Emulator:
        return Emulator(self._basis, self.y, self._parameters.independent)

    @cached_property
    def foreseen(self) -> float:
        """Cross-validated R2 of the emulator."""
        return foreseen(self._basis, self.y, self.spread.luck)

    @cached_property
    def found(self) -> list[Driver]:
        """All parameters, the most influential first."""
        drivers = [self._driver(place) for place in range(len(self._parameters))]
        return sorted(drivers, key=lambda driver: -driver.total.value)

    def influential(self) -> list[Driver]:
        """Those that were found to matter and whose total share is clear of zero."""
        told = set(self.emulator.found)
        return [driver for driver in self.found if driver.parameter in told and driver.total.low > 0]

    def leading(self) -> tuple[list[Driver], Share]:
        """The fewest parameters that together account for half of what is not known, or the first five;
        and what they account for."""
        few = self.influential()[:MOST_LEADING]
        share = Share(0.0, 0.0)
        for number in range(1, len(few) + 1):
            share = self.share_of([driver.parameter for driver in few[:number]])
            if share.value >= HALF:
                return few[:number], share
        return few, share

    def share_of(self, members: Sequence[int]) -> Share:
        """What some parameters account for by themselves and among one another."""
        return self.emulator.part(members).share(self.spread)

    def group_shares(self) -> list[tuple[Group, Share]]:
        return [(group, self.share_of(group.members)) for group in self._parameters.groups()]

    def attributed(self) -> Share:
        """What all parameters account for; the rest are curves and interactions that were not found."""
        return self.share_of(range(len(self._parameters)))

    # ---- inside ---------------------------------------------------------------------------------

    def _driver(self, place: int) -> Driver:
        part = self.emulator.part([place])
        total = self.emulator.part([place], touching=True)
        drawn = self._parameters.values[:, place]
        order = np.argsort(drawn, kind="stable")
        first, last = (order[round(end * (len(order) - 1))] for end in ENDS)
        ends = [self._end(part, draw, drawn[draw]) for draw in (first, last)]
        direction = _direction(part.effect[order]) if part.raw > 0 else "none"
        return Driver(place, part.share(self.spread), total.share(self.spread), direction, *ends)

    def _end(self, part: Part, draw: int, value: float) -> End:
        error = np.hypot(part.error_at(draw), np.sqrt(np.mean(self.emulator.residual**2) / len(self.y)))
        return End(float(value), float(self.y.mean() + part.effect[draw]), float(error))


def check_more_than_luck(drivers: Drivers, outcome: str) -> None:
    """Errors: StudyError where luck is all that is seen."""
    if drivers.is_luck:
        raise StudyError(
            f"What differs between the draws in {outcome} of '{drivers.arm}' cannot be told from luck, "
            f"which makes up {100 * min(drivers.spread.luck_share, 1):.0f} % of it, so nothing can be "
            "said of parameters. Add replicates with extend, run the study with a larger --scale, or ask for "
            "another arm (--arm) or outcome (--outcome)."
        )


def _direction(effect: np.ndarray) -> str:
    """effect: in the order of the parameter's values."""
    way = np.abs(np.diff(effect)).sum()
    net = effect[-1] - effect[0]
    if way == 0 or abs(net) < ONE_WAY * way:
        return "turns" if way else "none"
    return "more" if net > 0 else "less"
