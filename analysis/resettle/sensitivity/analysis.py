"""The whole question: what drives the difference between arms, what would change which arm is first, and
what it would be worth to know more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from resettle.errors import StudyError, reading
from resettle.number import number
from resettle.study import Study
from resettle.study_file import known

from .drivers import Driver, Drivers, check_more_than_luck
from .emulator import Emulator
from .information import Worth, worth_of_knowing, worth_of_knowing_all
from .outcomes import COST, INTEGRATED, Outcome, Paired, read_outcome
from .parameters import Group, Parameters, read_parameters
from .part import Spread
from .terms import Basis
from .turning import Turn, turn_of


@dataclass(frozen=True)
class Reversal:
    """Where a parameter costs the first arm its place; rival: the arm that passes it, or comes nearest."""

    parameter: int
    rival: str
    turn: Turn


@dataclass(frozen=True)
class Knowing:
    """Of a group, or of all parameters (None): what knowing them is worth, in units of the outcome and in
    KRW (none where no amount per unit is given or can be told)."""

    group: Group | None
    gain: Worth
    krw: Worth | None


class Sensitivity:
    """What `resettle sensitivity` tells; get it from `sensitivity_of`. Everything is worked out when it is
    first asked for; the same file gives the same answer."""

    def __init__(
        self, study: Study, outcome: Outcome, parameters: Parameters, arms: Sequence[str], worth: float | None
    ) -> None:
        self.labels, self.reference = study.labels, study.reference
        self.outcome = outcome
        self.parameters = parameters
        self.basis = Basis.of(parameters.values)
        self.drivers = {arm: Drivers(arm, gains, parameters, self.basis)
                        for arm, gains in outcome.gains.items()}  # fmt: skip
        self.first = self._first()
        self.arms = list(arms) or [self._first_to_explain()]
        for arm in self.arms:
            check_more_than_luck(self.drivers[arm], outcome.name)
        self._given_worth = worth

    @property
    def answer(self) -> Drivers:
        """Of the first arm that is asked for."""
        return self.drivers[self.arms[0]]

    @cached_property
    def worth_krw(self) -> float | None:
        """What one more unit of the outcome is thought worth: as given, else of the amounts at which two
        arms are equally good on average the one at which knowledge is worth most units. None where no
        amount decides."""
        if self._given_worth is not None or not self.outcome.costs:
            return self._given_worth
        gains = [0.0, *(self._gain(arm) for arm in self.drivers)]
        costs = [0.0, *(self.outcome.costs[arm].means.mean() for arm in self.drivers)]
        pairs = [(i, j) for i, j in combinations(range(len(gains)), 2) if gains[i] != gains[j]]
        prices = [(costs[i] - costs[j]) / (gains[i] - gains[j]) for i, j in pairs]
        worths = {float(price): _worth_of_all(self._benefits(price)) for price in prices if price > 0}
        return max(worths, key=lambda price: worths[price].value / price, default=None)

    @cached_property
    def reversals(self) -> list[Reversal]:
        """For every parameter that drives the lead of the first arm over another, the least of it first."""
        leads = {rival: self._lead(rival) for rival in (self.reference, *self.drivers) if rival != self.first}
        leads = {rival: lead for rival, lead in leads.items() if lead.y.var() > 0}
        found = sorted({place for lead in leads.values() for place in lead.found})
        told = [self._reversal(place, leads) for place in found]
        return sorted(told, key=lambda one: (-one.turn.reached, one.turn.least))

    @cached_property
    def knowing(self) -> list[Knowing]:
        """All parameters, then each group."""
        sign = self.outcome.sign
        in_units = self._worths([Paired(sign * one.values) for one in self.outcome.gains.values()])
        in_krw: list[Worth] | list[None] = [None] * len(in_units)
        if self.worth_krw is not None and self.outcome.costs:
            in_krw = self._worths(self._benefits(self.worth_krw))
        groups = [None, *self.parameters.groups()]
        return [Knowing(*one) for one in zip(groups, in_units, in_krw, strict=True)]

    def is_clear(self, one: Knowing) -> bool:
        """Whether it is clear of chance that these parameters are worth knowing."""
        worths = [worth for worth in (one.gain, one.krw) if worth is not None]
        found = any(worth.estimate > 2 * worth.error for worth in worths)
        return found and (one.group is None or one.group in self._mattering)

    # ---- inside ---------------------------------------------------------------------------------

    @cached_property
    def _mattering(self) -> set[Group]:
        """Groups whose share of what is not known of any arm is clear of chance: only these can be worth
        something, however much a choice near break-even gains from what is fitted to chance. Without this
        nearly a fifth of groups that do nothing may be called clear."""
        shares = [told for drivers in self.drivers.values() for told in drivers.group_shares()]
        return {group for group, share in shares if share.low > 0}

    def _gain(self, arm: str) -> float:
        """On average, more is better."""
        return float(self.outcome.sign * self.drivers[arm].y.mean())

    def _first(self) -> str:
        best = max(self.drivers, key=self._gain)
        return best if self._gain(best) > 0 else self.reference

    def _first_to_explain(self) -> str:
        """The arm that is first; else the best of the others."""
        return self.first if self.first in self.drivers else max(self.drivers, key=self._gain)

    def _lead(self, rival: str) -> Emulator:
        sign = self.outcome.sign
        ours, theirs = (self.drivers[arm].y if arm in self.drivers else 0 for arm in (self.first, rival))
        return Emulator(self.basis, np.asarray(sign * (ours - theirs)), self.parameters.independent)

    def _reversal(self, place: int, leads: dict[str, Emulator]) -> Reversal:
        drawn = self.parameters.values[:, place]
        turns = {rival: turn_of(lead, place, drawn) for rival, lead in leads.items()}
        rival = max(turns, key=lambda name: (turns[name].reached, -turns[name].least))
        return Reversal(place, rival, turns[rival])

    def _benefits(self, worth: float) -> list[Paired]:
        """Net benefits of the arms in KRW: worth x gain - cost."""
        outcome = self.outcome
        return [Paired(worth * outcome.sign * outcome.gains[arm].values - outcome.costs[arm].values)
                for arm in outcome.gains]  # fmt: skip

    def _worths(self, paired: Sequence[Paired]) -> list[Worth]:
        """Of knowing everything, then each group. paired: of every arm, more is better."""
        everything = _worth_of_all(paired)
        emulators = [Emulator(self.basis, one.means, self.parameters.independent) for one in paired]
        groups = [worth_of_knowing(emulators, group.members) for group in self.parameters.groups()]
        return [everything, *(_within(one, everything) for one in groups)]


def _within(part: Worth, everything: Worth) -> Worth:
    """A part of the knowledge is never worth more than all of it, of which the draws tell without a
    regression."""
    most = everything.value
    error = part.error if part.estimate > most else min(part.error, most + everything.error)
    return Worth(part.estimate, error, most)


def _worth_of_all(paired: Sequence[Paired]) -> Worth:
    spreads = [Spread.of(one.means, one.luck) for one in paired]
    return worth_of_knowing_all([one.means for one in paired], spreads)


def sensitivity_of(
    study: Study, outcome: str = INTEGRATED, arms: Sequence[str] = (), worth: float | None = None
) -> Sensitivity:
    """What drives the differences between the arms of a study with 512 draws of the parameters or more.

    outcome: over the period (`outcomes.OVER_PERIOD`) or an indicator, in the last month; arms: whose
    difference to the reference is explained (default: that of the arm which is first on average); worth:
    KRW that one more unit of the outcome is thought worth.
    Errors: StudyError for a name that the study does not have, too few draws, an outcome without values,
    or differences that are luck alone.
    """
    if worth is not None:
        worth = number(worth, "What one more unit is thought worth, in KRW,", above=0)
    for arm in arms:
        _check_arm(study, arm)
    with reading(study.path):
        told = read_outcome(study, outcome)
        parameters = read_parameters(study, told.draws)
    for arm in arms:
        if arm not in told.gains:
            raise StudyError(f"'{arm}' is the same as the reference in {outcome}, in every draw.")
    if worth is not None and outcome == COST:
        raise StudyError(f"--worth is for outcomes that are bought, not for {COST}. Leave it out.")
    return Sensitivity(study, told, parameters, arms, worth)


def _check_arm(study: Study, arm: str) -> None:
    by_label = {label: name for name, label in study.labels.items()}
    known(arm, study.arms, "arm", by_label)
    if arm == study.reference:
        raise StudyError(
            f"'{arm}' is the reference, with which the others are compared. Name others: "
            f"{', '.join(study.others)}."
        )
    if arm in study.never_acting:
        raise StudyError(f"'{arm}' is the same as the reference in every result: it never acts.")


__all__ = ["Driver", "Knowing", "Reversal", "Sensitivity", "sensitivity_of"]
