"""What of a study is exported: the choices of the user, held against what the study has.

A choice leaves out rows, columns or tables and changes no value: tables by year hold whole calendar
years whatever the first month is, so that two exports cannot be subtracted from one another to
learn what a few months of few persons hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import h5py
import numpy as np

from resettle.errors import StudyError
from resettle.exporting.fields import labels_of, values_of
from resettle.study import ALWAYS_COMPARED, Study
from resettle.study_file import known

SUBGROUP_AXES = ("subgroup", "gain_group")
HEADS = ("persons", "persons_15_plus")  # how many there are, to weight with
MONTH = re.compile(r"(\d{4})(-(0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True)
class Choices:
    """As they were asked for; empty means all."""

    full: bool = False  # every indicator of every subgroup by month, as one table
    monthly: bool = False
    arms: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    subgroups: Sequence[str] = ()
    since: str | None = None  # "2015" or "2015-01"


@dataclass(frozen=True)
class Selection:
    """As the study has them, in its own order."""

    by_year: bool
    full: bool
    arms: tuple[str, ...]
    outcomes: frozenset[str] | None  # None: all
    of_subgroups: frozenset[str]  # indicators of the table of subgroups
    subgroups: frozenset[str] | None
    since: np.datetime64 | None

    def places(self, axis: str, labels: np.ndarray, whole_years: bool = False) -> np.ndarray:
        """Which labels of an axis are exported: their positions. whole_years: months that are taken
        together to calendar years."""
        kept = np.ones(len(labels), dtype=bool)
        if axis == "arm":
            kept = np.isin(labels.astype(str), self.arms)
        elif axis in SUBGROUP_AXES and self.subgroups is not None:
            kept = np.isin(labels.astype(str), list(self.subgroups))
        elif axis == "month" and self.since is not None:
            kept = labels >= (self.since.astype("datetime64[Y]") if whole_years else self.since)
        elif axis == "year" and self.since is not None:
            kept = labels >= self.first_year
        return np.flatnonzero(kept)

    @property
    def first_year(self) -> int:
        """The calendar year of the first month, which is exported whole."""
        return 0 if self.since is None else int(self.since.astype("datetime64[Y]").astype(int)) + 1970


def select(study: Study, choices: Choices, more_outcomes: Iterable[str] = ()) -> Selection:
    """Holds choices against the study. more_outcomes: that its comparison has and its file has not.
    Errors: StudyError for a name that the study does not have, with the nearest one; for a month
    that is none, or after the end."""
    asked_arms = [study.check_arm(name) for name in choices.arms]
    outcomes = [*study.indicators, *more_outcomes]
    asked = frozenset(known(name, outcomes, "outcome") for name in choices.outcomes)
    return Selection(
        by_year=not (choices.full or choices.monthly),
        full=choices.full,
        arms=tuple(arm for arm in study.arms if not asked_arms or arm in asked_arms),
        outcomes=asked or None,
        of_subgroups=asked or frozenset([*HEADS, *ALWAYS_COMPARED, *study.asked_outcomes]),
        subgroups=_subgroups(study, choices.subgroups) if choices.subgroups else None,
        since=None if choices.since is None else _month(study, choices.since),
    )


# ---- inside -------------------------------------------------------------------------------------


def _subgroups(study: Study, asked: Sequence[str]) -> frozenset[str]:
    """Also by what divides them: "sex" for "sex=woman" and "sex=man"."""
    with h5py.File(study.path, "r") as file:
        axes = [file[g][axis] for g in file for axis in SUBGROUP_AXES if axis in file[g]]
        names = list(dict.fromkeys(str(label) for axis in axes for label in values_of(axis)))
    families: dict[str, list[str]] = {}
    for name in names:
        if "=" in name:
            family = " x ".join(part.partition("=")[0] for part in name.split(", "))
            families.setdefault(family, []).append(name)
    chosen = [families.get(known(name, [*names, *families], "subgroup"), [name]) for name in asked]
    return frozenset(name for family in chosen for name in family)


def _month(study: Study, text: str) -> np.datetime64:
    """The first month, as day."""
    found = MONTH.fullmatch(str(text))
    if not found:
        raise StudyError(f"A first month is written as 2015 or 2015-01, not as '{text}'.")
    month = np.datetime64(f"{found[1]}-{found[3] or '01'}-01")
    with h5py.File(study.path, "r") as file:
        last = labels_of(file["aggregates/month"])[-1]
    if month > last:
        raise StudyError(
            f"The study ends in {str(last)[:7]}, so nothing of it is left from {text} on. Begin earlier."
        )
    return month
