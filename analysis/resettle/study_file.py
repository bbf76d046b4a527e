"""What a study file (HDF5, format version 2 to 4) holds, as xarray objects.

The only module that knows the layout of the file (sim/FILE_FORMAT.md). Everything is read when
first asked for; nothing is changed or written. Shares are 0-1, money is KRW, months are the first
day of the month. A missing value means a cell of fewer than 20 persons, which the simulator
suppresses.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

import h5py
import numpy as np
import pandas as pd
import xarray as xr
import yaml

from resettle.called_as import command_on
from resettle.errors import StudyError, reading
from resettle.plain_yaml import plain_yaml
from resettle.texts import label_of
from resettle.written_study import WrittenStudy

SMALLEST_CELL = 20  # simulated persons; results that rest on fewer are not shown
OF_REPLICATES = ("draw", "replicate_of_draw")  # along `replicate`, with draws of the parameters
MONTH = re.compile(r"\d{4}-\d{2}")
DESCRIPTIONS = ("unit", "status", "source", "range", "justification")  # of a parameter


def fewest_shown(scale: float) -> int:
    """SMALLEST_CELL in persons of the whole population, of which `scale` (0-1) is simulated."""
    return math.ceil(SMALLEST_CELL / scale - 1e-9)


class StudyFile:
    """One study file as it lies on disk. Use as a context manager, or call `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._groups: dict[str, xr.Dataset] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Study '{self.title}': {len(self.arms)} arms, reference '{self.reference}'>"

    def close(self) -> None:
        """Close the file. What was read into memory before stays usable."""
        for group in self._groups.values():
            group.close()
        self._groups.clear()

    # ---- what the file holds ----------------------------------------------------------------

    @cached_property
    def groups(self) -> list[str]:
        """Names of the groups of the file, such as "aggregates" and "persons"."""
        with h5py.File(self.path, "r") as file:
            return list(file)

    @property
    def aggregates(self) -> xr.Dataset:
        """Indicators, each (arm, replicate, month, subgroup), float32; attributes `units`,
        `long_name`, `denominator`. Missing where a cell has fewer than 20 persons."""
        return self._group("aggregates")

    @property
    def transitions(self) -> xr.DataArray:
        """Persons by type in the previous and in this month: (arm, replicate, month, from_type,
        to_type), int32."""
        return self._persons_in("transitions")

    @property
    def twins(self) -> xr.DataArray:
        """The same persons in the reference and in the arm, by their two types in one month:
        (arm, replicate, month, reference_type, arm_type), int32. Fifth type: "not counted"."""
        return self._persons_in("twins")

    @property
    def ledger(self) -> xr.Dataset:
        """`amount` (arm, replicate, month, line), nominal KRW, int64; `payer`, `payee`,
        `policy_cost` (line); `consumer_prices` (month), 2025 = 100."""
        return self._group("ledger")

    @property
    def society(self) -> xr.Dataset:
        """What surrounds people, each (arm, replicate, month): attitudes, organisations and their
        trust, boards, officers; `separations` (arm, replicate, month, cause), persons.
        Errors: StudyError if the file was written before this was recorded."""
        return self._group("society", "Run the study again.")

    @property
    def network(self) -> xr.Dataset:
        """Ties among fellow defectors each December, (arm, replicate, year): `mean_degree`,
        `isolated_share`, `largest_component_share`, `clustering`."""
        return self._group("network")

    @property
    def persons(self) -> xr.Dataset:
        """Simulated persons of the recorded replicates: `adjustment_type` and requested columns
        (arm, replicate, person, month); traits fixed at arrival (replicate, person).
        Errors: StudyError if the study recorded no persons."""
        remedy = "Write record: {persons: [adjustment_type], replicates: 1} into the study (YAML) "
        return self._group("persons", remedy + "and run it again.")

    @property
    def has_draws(self) -> bool:
        """Whether the uncertain parameters were drawn."""
        return "draws" in self.groups

    @property
    def draws(self) -> xr.Dataset:
        """The uncertain parameters as they were drawn: `number` (draw, parameter), in draw 0 the
        central values; `path`, `unit`, `drawn_as`, `shape`, `low`, `high`, `status`, `source`
        (parameter). Errors: StudyError if the study has no draws."""
        if not self.has_draws:
            raise StudyError(
                f"'{self.path}' has no draws of the uncertain parameters: all of it is at their "
                "central values. Run the study with --draws 128, or add draws to the file with "
                f"'{command_on('extend', self.path)} --draws 128'."
            )
        return self._group("draws")

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """How the file came about: the attributes of /provenance, with `title` and `intent` of the
        study, its text `study`, `resolved_scenario` (arm name -> complete YAML) and `input_sha256`
        (file name -> SHA-256)."""
        with reading(self.path):
            return self._provenance()

    def _provenance(self) -> dict[str, Any]:
        group = self._group("provenance")
        with h5py.File(self.path, "r") as file:
            attributes = {**file.attrs, **file["provenance"].attrs}
        hidden = {"_NCProperties", "Conventions", "format"}
        result = {k: _plain(v) for k, v in attributes.items() if k not in hidden}
        result["study"] = as_text(group["study"].item())
        scenarios = group["resolved_scenario"]
        names = scenarios["arm"].values.tolist()
        result["resolved_scenario"] = dict(zip(names, scenarios.values.tolist(), strict=True))
        digests = group.get("input_sha256", xr.DataArray([], {"input": []}, "input"))
        inputs = map(as_text, digests["input"].values)
        result["input_sha256"] = dict(zip(inputs, map(as_text, digests.values), strict=True))
        return result

    @cached_property
    def fingerprint(self) -> str:
        """One number for all results, the same however and when they were run: that of `resettle
        verify` (sim/study_file/verification.cpp), from the digests in the file."""
        digest = hashlib.sha256()
        with reading(self.path), h5py.File(self.path, "r") as file:
            kept = file["verification"]
            for label in [*kept["arm"][()], *kept["result"][()]]:
                digest.update(len(label).to_bytes(8, "little") + label)
            digest.update(kept["replicate"][()].astype("<i4").tobytes())
            digest.update(kept["cell_sha256"][()].tobytes())
        return digest.hexdigest()

    @property
    def title(self) -> str:
        """Name of the study."""
        return str(self.provenance.get("title", self.path.stem))

    @property
    def intent(self) -> str:
        """What the study asks, in its author's words."""
        return str(self.provenance.get("intent", ""))

    @cached_property
    def arms(self) -> list[str]:
        """Names of the arms, in study order, the reference included."""
        return [str(name) for name in self.aggregates["arm"].values]

    @property
    def others(self) -> list[str]:
        """Names of the arms other than the reference, in study order."""
        return [name for name in self.arms if name != self.reference]

    @cached_property
    def never_acting(self) -> list[str]:
        """Those of the others that are the same as the reference in every result of every
        replicate, by the digests in the file; none where it keeps no digests."""
        if "verification" not in self.groups:
            return []
        with h5py.File(self.path, "r") as file:
            cells = file["verification/cell_sha256"][()]  # arm, replicate, result, byte
            names = [as_text(name) for name in file["verification/arm"][()]]
        own = cells[names.index(self.reference)]

        def same(arm: str) -> bool:
            theirs = cells[names.index(arm)]
            both = own.any(-1) & theirs.any(-1)  # the background of persons is the reference's only
            return bool(both.any() and (own == theirs).all(-1)[both].all())

        return [arm for arm in self.others if same(arm)]

    @cached_property
    def reference(self) -> str:
        """Name of the arm that the others are compared with."""
        return as_text(self.aggregates["arm"].attrs.get("reference", self.arms[0]))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Readable label of each arm: name -> label (the name itself where there is none)."""
        if "arm_label" not in self.aggregates:
            return {name: name for name in self.arms}
        with reading(self.path):
            texts = self.aggregates["arm_label"].values
            return {n: as_text(t) or n for n, t in zip(self.arms, texts, strict=True)}

    def labels_in(self, language: str) -> dict[str, str]:
        """The labels in a language: as the study (YAML) has them in it; else, of arms of the library,
        the words of the catalogue; else as they are written."""
        return {
            arm: label_of(language, label, self.as_written.labels(arm)) for arm, label in self.labels.items()
        }

    @cached_property
    def as_written(self) -> WrittenStudy:
        """The study as its author wrote it (YAML)."""
        with reading(self.path):
            return WrittenStudy(self.provenance["study"])

    @property
    def added(self) -> list[str]:
        """Arms that were added to those of the study (YAML) when it was run, or later."""
        written = self.as_written.arms
        return [arm for arm in self.others if written and arm not in written]

    @property
    def compared(self) -> list[str]:
        """The others, but for those that never act: they are the same as the reference."""
        return [arm for arm in self.others if arm not in self.never_acting]

    @cached_property
    def policy_start(self) -> pd.Timestamp | None:
        """First month in which an arm may differ from the reference; None if the file has none."""
        with reading(self.path):
            return _month(self.provenance.get("policy_start"))

    def check_arm(self, arm: str) -> str:
        """The arm's name, if the study has it. Errors: StudyError with the names it has."""
        return known(arm, self.arms, "arm")

    def parameters(self, arm: str | None = None) -> pd.DataFrame:
        """Every setting of an arm's scenario (default: the reference): index `parameter` (dotted
        path), columns `value` (a number, or month: number; a condition as text), `unit`, `status`,
        `source`, `range`, `justification` (of a condition that asks for what is protected)."""
        wanted = self.check_arm(arm or self.reference)
        with reading(self.path):
            rows = scenario_settings(self.provenance["resolved_scenario"][wanted])
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["value", *DESCRIPTIONS])
        return table.rename_axis("parameter")

    def scenario_changes(self, arm: str) -> pd.DataFrame:
        """Settings in which the arm's scenario departs from the reference: index `setting` (dotted
        path), columns `reference` and `arm`; "(not set)" where a scenario lacks the setting."""
        ours = self.parameters(self.check_arm(arm))["value"].to_dict()
        theirs = self.parameters()["value"].to_dict()
        rows = [
            (key, theirs.get(key, "(not set)"), ours.get(key, "(not set)"))
            for key in {**theirs, **ours}
            if theirs.get(key, "(not set)") != ours.get(key, "(not set)")
        ]
        return pd.DataFrame(rows, columns=["setting", "reference", "arm"]).set_index("setting")

    # ---- inside -----------------------------------------------------------------------------

    def _persons_in(self, group: str) -> xr.DataArray:
        with reading(self.path):
            return self._group(group)["persons"]

    def _group(self, name: str, remedy: str = "Run the study again.") -> xr.Dataset:
        if name not in self._groups:
            try:
                self._groups[name] = xr.open_dataset(self.path, group=name, engine="h5netcdf")
            except Exception as error:  # whatever xarray cannot make of a file that was made up
                raise StudyError(f"'{self.path}' has no readable group /{name}. {remedy}") from error
            opened = self._groups[name]
            self._groups[name] = opened.set_coords([n for n in OF_REPLICATES if n in opened])
        return self._groups[name]


def known(name: str, allowed: list[str], what: str, also: Mapping[str, str] | None = None) -> str:
    """The name, if it is one of those. also: other words for them, by which one may be meant.
    Errors: StudyError with the nearest name and all there are."""
    if name in allowed:
        return name
    meant = {**(also or {}), **{one: one for one in allowed}}
    near = get_close_matches(name, meant, n=1, cutoff=0.5)
    hint = f" Did you mean '{meant[near[0]]}'?" if near else ""
    raise StudyError(f"There is no {what} '{name}'.{hint} The study has: {', '.join(allowed)}.")


def scenario_settings(text: str) -> dict[str, list[object]]:
    """Every setting of a resolved scenario (YAML) by its dotted path: its value, then DESCRIPTIONS,
    None where there is none."""
    return dict(_parameters(scenario_tree(text)))


@lru_cache(maxsize=64)
def scenario_tree(text: str) -> Mapping[str, Any]:
    """A resolved scenario (YAML) as it is nested: of a page every arm is read several times, which takes
    longer than all else. Not to be changed."""
    tree: Mapping[str, Any] = plain_yaml(text)
    return tree


def _parameters(node: Mapping[str, Any], path: str = "") -> list[tuple[str, list[object]]]:
    """Settings by dotted path: a mapping with a value, or a plain entry; not what describes the
    scenario as a whole."""
    found: list[tuple[str, list[object]]] = []
    for key, entry in node.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(entry, Mapping) and "value" in entry:
            value = _condition(entry["value"]) if entry.get("unit") == "condition" else entry["value"]
            found.append((name, [value, *(entry.get(d) for d in DESCRIPTIONS)]))
        elif isinstance(entry, Mapping):
            found += _parameters(entry, name)
        elif path:
            found.append((name, [entry, *(None for _ in DESCRIPTIONS)]))
    return found


def _condition(value: Any) -> Any:
    """A condition on persons as the text that a scenario has, "{sex: woman, age: 40+}"; by month, if
    it is written so."""
    if isinstance(value, Mapping) and all(MONTH.fullmatch(str(key)) for key in value):
        return {month: _condition(one) for month, one in value.items()}
    if not isinstance(value, Mapping):
        return str(value)
    text = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=10**6, allow_unicode=True)
    return str(text).strip()


def _month(value: object) -> pd.Timestamp | None:
    """A month written as "2015-01", "2015-01-01" or days since 1990-01-01."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float):
        return pd.Timestamp("1990-01-01") + pd.Timedelta(days=int(value))
    return pd.Timestamp(str(value))


def as_text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if isinstance(value, np.generic) else value
