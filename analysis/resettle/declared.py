"""What a study file says of itself in several places must be the same in all of them: the rule of
the program (sim/study_file/declared.cpp), in Python."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import h5py

from resettle.errors import StudyError

MOST_REPLICATES = 100_000  # of a draw of the parameters
MOST_DRAWS = 20_000
DIGEST_BYTES = 32
# Numbers by which all results are multiplied or discounted.
SETTINGS = {"scale": (0.001, 1), "discount_rate": (0, 1), "displacement_share": (0, 1)}


def check_declared(file: h5py.File, path: Path) -> None:
    """Every group has the same arms and replicates (of recorded persons the first of them).
    Errors: StudyError."""
    _Declared(file, path).check_all()


class _Declared:
    def __init__(self, file: h5py.File, path: Path) -> None:
        self._file = file
        self._path = path

    def check_all(self) -> None:
        groups = [name for name in self._file if "arm" in self._file[name]]
        arms = self._arms(groups[0]) if groups else []
        whole = next((self._replicates(n) for n in groups if self._has_replicates(n)), [])
        for name in groups:
            if self._arms(name) != arms:
                self._refuse(name, f"has other arms than /{groups[0]}")
            if self._has_replicates(name):
                self._check_replicates(name, whole)
        self._check_settings()
        self._check_number(whole)
        self._check_digests(arms, whole)
        reference = self._file["aggregates/arm"].attrs.get("reference", "")
        if reference not in arms:
            self._refuse("aggregates/arm", f"the reference '{reference}' is no arm of it")

    def _refuse(self, place: str, what: str) -> NoReturn:
        raise StudyError(
            f"'{self._path}' is not as the simulator writes study files: /{place}: {what}. Copy "
            "the file again from where it came, or run the study again."
        )

    def _has_replicates(self, group: str) -> bool:
        return group != "persons" and "replicate" in self._file[group]

    def _values(self, place: str, kinds: str) -> list[Any]:
        """The labels of an axis. `kinds`: of NumPy's types, "O" for text."""
        data = self._file.get(place)
        if data is None or data.dtype.kind not in kinds or data.ndim != 1 or not len(data):
            self._refuse(place, "is not what it should be")
        return (data.asstr()[()] if kinds == "O" else data[()]).tolist()

    def _arms(self, group: str) -> list[str]:
        arms = self._values(f"{group}/arm", "O")
        for arm in arms:
            odd = "/" in arm or any(c < " " or c == "\x7f" for c in arm)
            if odd or arm in ("", ".", ".."):
                self._refuse(f"{group}/arm", f"'{arm}' is no name of an arm")
        if len(set(arms)) != len(arms):
            self._refuse(f"{group}/arm", "two arms have one name")
        return arms

    def _replicates(self, group: str) -> list[int]:
        numbers = self._values(f"{group}/replicate", "i")
        ascending = all(before < after for before, after in pairwise([-1, *numbers]))
        if not ascending or numbers[-1] >= (MOST_DRAWS + 1) * MOST_REPLICATES:
            self._refuse(f"{group}/replicate", "the replicates are not numbers in ascending order")
        return numbers

    def _check_replicates(self, group: str, whole: list[int]) -> None:
        if self._replicates(group) != whole:
            self._refuse(group, "has other replicates than the others")

    def _check_settings(self) -> None:
        for name, (low, high) in SETTINGS.items():
            value = self._file["provenance"].attrs.get(name, low)
            if not low <= value <= high:
                self._refuse("provenance", f"{name} is {value}, not from {low} to {high}")

    def _check_number(self, replicates: list[int]) -> None:
        if "persons" in self._file:
            recorded = self._replicates("persons")
            if recorded != replicates[: len(recorded)]:
                self._refuse("persons", "has other replicates than the others")
        number = self._file["provenance"].attrs.get("replicates")
        if number is None:
            return
        draws = self._file["provenance"].attrs.get("draws", 0)
        fit = all(r % MOST_REPLICATES < number and r // MOST_REPLICATES <= draws for r in replicates)
        if not replicates or not fit or number > MOST_REPLICATES or number % 1:
            self._refuse("provenance", f"its {number} replicates are not those of the results")

    def _check_digests(self, arms: list[str], replicates: list[int]) -> None:
        """Every cell has a digest of each result, which no packing makes smaller; in every version."""
        cells = self._file.get("verification/cell_sha256")
        results = self._file.get("verification/result")
        if cells is None or results is None:
            self._refuse("verification", "is missing, or has no digests of the results")
        expected = (len(arms), len(replicates), len(results), DIGEST_BYTES)
        if cells.shape != expected or math.prod(expected) > self._path.stat().st_size:
            self._refuse("verification", "there is no digest for each arm, replicate and result")
