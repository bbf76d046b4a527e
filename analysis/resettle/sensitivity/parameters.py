"""The parameters as they were drawn, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from resettle.errors import StudyError
from resettle.readable import in_text
from resettle.study import Study

from .sources import KINDS, WITHOUT_DATA, Source, source_of

UNITS = {"scale": "factor", "shift": "added, {unit}"}  # of what is drawn in place of a value
FROM_PRIOR = "prior"


@dataclass(frozen=True)
class Group:
    """Parameters by their places; by: section of the scenario, or source."""

    by: str
    name: str
    members: tuple[int, ...]


@dataclass(frozen=True)
class Parameters:
    """Those that differ between the draws. values: (draw, parameter), in `units`."""

    names: Sequence[str]
    units: Sequence[str]
    source_texts: Sequence[str]
    values: np.ndarray
    independent: bool  # drawn from priors, each by itself; else a sample, such as a posterior

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def sections(self) -> list[str]:
        """The part of the scenario each stands in: "search" of "search.gain_slope"."""
        return [name.split(".")[0] for name in self.names]

    @cached_property
    def sources(self) -> list[Source]:
        return [source_of(text) for text in self.source_texts]

    def groups(self) -> Iterator[Group]:
        """By section, in the order of the alphabet; by kind of source; assumptions without Korean data."""
        for section in sorted(set(self.sections)):
            yield Group("section", section, self._where(section, self.sections))
        kinds = [source.kind for source in self.sources]
        for kind, words in KINDS.items():
            if kind in kinds:
                yield Group("source", words, self._where(kind, kinds))
        without = self._where(True, [source.is_assumption_without_data for source in self.sources])
        if without:
            yield Group("source", WITHOUT_DATA, without)

    def told(self, place: int, value: float) -> str:
        """A drawn number in words: "0.4", but "x 0.9" and "+0.05" where the values of all months are
        multiplied by it, or it is added to them."""
        units = self.units[place]
        if units == UNITS["scale"]:
            return f"x {in_text(value)}"
        if units.startswith(UNITS["shift"].partition("{")[0]):
            return f"{'+' if value >= 0 else ''}{in_text(value)}"
        return in_text(value)

    @staticmethod
    def _where(wanted: object, of: Sequence[object]) -> tuple[int, ...]:
        return tuple(i for i, one in enumerate(of) if one == wanted)


def read_parameters(study: Study, draws: np.ndarray) -> Parameters:
    """What was drawn in these draws. Errors: StudyError if nothing differs between them."""
    told = study.draws
    values = told["number"].sel(draw=draws).values.astype("float64")
    varies = np.flatnonzero(np.ptp(values, axis=0) > 0)
    if not len(varies):
        raise StudyError(f"All draws of '{study.path}' have the same parameters: none drives anything.")
    texts = {name: told[name].values.astype(str)[varies] for name in ("unit", "drawn_as", "source")}
    units = [UNITS.get(how, "{unit}").format(unit=unit)
             for unit, how in zip(texts["unit"], texts["drawn_as"], strict=True)]  # fmt: skip
    return Parameters(
        told["parameter"].values.astype(str)[varies].tolist(),
        units,
        texts["source"].tolist(),
        values[:, varies],
        str(study.provenance.get("draws_from", FROM_PRIOR)) == FROM_PRIOR,
    )
