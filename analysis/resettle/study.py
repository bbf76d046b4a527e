"""Reads a resettle study file (HDF5, format version 2) as xarray objects and compares its arms.

The only module that knows the layout of the file (sim/README.md). Everything is read when first
asked for; nothing is changed or written. Shares are 0-1, money is KRW, months are the first day of
the month. A missing value means a cell of fewer than 20 persons, which the simulator suppresses.

    import resettle
    study = resettle.open("settlement_subsidies.h5")
    study.paired_difference("employment_rate")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import xarray as xr
import yaml

from resettle import program
from resettle.comparison import Comparison
from resettle.errors import StudyError
from resettle.lives import read_life

FORMAT = "resettle-study"
FORMAT_VERSION = 2
TYPES = ("integration", "isolation", "acculturation", "marginality")
NOT_COUNTED = "not counted"
DESCRIPTIONS = ("unit", "status", "source", "range")  # of a parameter
SUPPRESSED = "suppressed (fewer than 20 persons)"


def open_study(path: str | PathLike[str]) -> Study:
    """Open a study file for reading.

    Errors: StudyError if there is no such file, it is not a resettle study, it is unfinished or
    damaged, or it was written by a newer resettle.
    """
    path = Path(path)
    if not path.is_file():
        raise StudyError(
            f"There is no study file at '{path}'. Check the name and the folder, or run the study "
            "first: the simulator writes the file."
        )
    try:
        with h5py.File(path, "r") as file:
            found = _text(file.attrs.get("format", ""))
            version = file.attrs.get("format_version")
            complete = "aggregates" in file and "provenance" in file
    except OSError as error:
        raise StudyError(
            f"'{path}' cannot be read as HDF5. It is another kind of file, or the run that writes "
            "it is still going or was cut off: wait, or run or resume the study, then open it "
            f"again. (HDF5 says: {error})"
        ) from error
    if found != FORMAT or version is None:
        raise StudyError(
            f"'{path}' is not a resettle study: its root attribute 'format' is '{found}', not "
            f"'{FORMAT}'. Give the .h5 file that the simulator wrote for a study."
        )
    if int(version) > FORMAT_VERSION:
        raise StudyError(
            f"'{path}' has format version {int(version)}; this module reads up to version "
            f"{FORMAT_VERSION}. Use the analysis folder of the resettle that wrote the file."
        )
    if not complete:
        raise StudyError(
            f"'{path}' has no aggregates or no provenance: the run did not finish. Run or resume "
            "the study, then open it again."
        )
    return Study(path)


class Study:
    """One study file; get it from `open_study`. Use as a context manager, or call `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._groups: dict[str, xr.Dataset] = {}
        self._comparisons: dict[tuple[str, ...], Comparison] = {}

    def __enter__(self) -> Study:
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
        return self._group("transitions")["persons"]

    @property
    def twins(self) -> xr.DataArray:
        """The same persons in the reference and in the arm, by their two types in one month:
        (arm, replicate, month, reference_type, arm_type), int32. Fifth type: "not counted"."""
        return self._group("twins")["persons"]

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
        return self._group("persons", "Set record_persons in the study file and run it again.")

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """How the file came about: the attributes of /provenance, with `title` and `intent` of the
        study, its text `study`, and `resolved_scenario` (arm name -> complete YAML)."""
        group = self._group("provenance")
        with h5py.File(self.path, "r") as file:
            attributes = {**file.attrs, **file["provenance"].attrs}
        hidden = {"_NCProperties", "format"}
        result = {k: _plain(v) for k, v in attributes.items() if k not in hidden}
        result["study"] = _text(group["study"].item())
        scenarios = group["resolved_scenario"]
        names = scenarios["arm"].values.tolist()
        result["resolved_scenario"] = dict(zip(names, scenarios.values.tolist(), strict=True))
        return result

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
    def reference(self) -> str:
        """Name of the arm that the others are compared with."""
        return _text(self.aggregates["arm"].attrs.get("reference", self.arms[0]))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Readable label of each arm: name -> label (the name itself where there is none)."""
        if "arm_label" not in self.aggregates:
            return {name: name for name in self.arms}
        texts = self.aggregates["arm_label"].values
        return {n: _text(t) or n for n, t in zip(self.arms, texts, strict=True)}

    @cached_property
    def policy_start(self) -> pd.Timestamp | None:
        """First month in which an arm may differ from the reference; None if the file has none."""
        return _month(self.provenance.get("policy_start"))

    def check_arm(self, arm: str) -> str:
        """The arm's name, if the study has it. Errors: StudyError with the names it has."""
        return _known(arm, self.arms, "arm")

    def parameters(self, arm: str | None = None) -> pd.DataFrame:
        """Every setting of an arm's scenario (default: the reference): index `parameter` (dotted
        path), columns `value` (a number, or month: number), `unit`, `status`, `source`, `range`."""
        text = self.provenance["resolved_scenario"][self.check_arm(arm or self.reference)]
        rows = dict(_parameters(yaml.safe_load(text)))
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

    # ---- comparing arms ---------------------------------------------------------------------

    def compare(
        self, definition: str = "a", outcomes: Sequence[str] = (), budget: float | None = None
    ) -> Comparison:
        """What the program's `compare` says of this study, as labelled tables; asked once.

        definition: of mental success, "a" to "e" or "plain"; outcomes: further indicators, by name;
        budget: KRW a year, to learn how often an arm goes beyond it.
        Errors: ProgramError with the program's own message.
        """
        question = ["compare", str(self.path), "--json"]
        if definition != "a":
            question += ["--definition", definition]
        for name in outcomes:
            question += ["--outcome", name]
        if budget is not None:
            question += ["--budget", f"{budget:.0f}"]
        key = tuple(question)
        if key not in self._comparisons:
            self._comparisons[key] = Comparison(program.ask_json(question))
        return self._comparisons[key]

    def indicator(self, name: str, subgroup: str | None = "all") -> xr.DataArray:
        """One indicator for one subgroup: (arm, replicate, month), its own unit. With None, for
        every subgroup: (arm, replicate, month, subgroup).
        Errors: StudyError for an unknown name, with the nearest known one."""
        _known(name, [n for n in self.aggregates if n != "arm_label"], "indicator")
        values = self.aggregates[name]
        if subgroup is None:
            return values
        _known(subgroup, values["subgroup"].values.tolist(), "subgroup")
        return values.sel(subgroup=subgroup)

    def difference_to_reference(self, values: xr.DataArray) -> xr.DataArray:
        """Each other arm minus the reference, replicate by replicate: same dimensions and unit.
        Both worlds of a pair share their random numbers, so the difference is the policy's.
        Errors: StudyError if the study has no other arm."""
        if not self.others:
            raise StudyError(
                "This study has only the reference arm, so there is nothing to compare. Add an arm "
                "to the study file and run it again."
            )
        values = values.astype("float64")
        result = values.sel(arm=self.others) - values.sel(arm=self.reference, drop=True)
        return result.assign_attrs(values.attrs).rename(values.name)

    def paired_difference(self, indicator: str, subgroup: str | None = "all") -> xr.DataArray:
        """Arm minus reference by replicate, for the arms other than the reference:
        (arm, replicate, month), float64, unit of the indicator; missing where either is.
        With None, for every subgroup: (arm, replicate, month, subgroup)."""
        return self.difference_to_reference(self.indicator(indicator, subgroup))

    def person_months_gained(self, adjustment_type: str) -> xr.DataArray:
        """Person-months spent in a type over the whole study, arm minus reference:
        (arm, replicate), person-months of the whole population, float64. From the twins table, whose
        simulated persons are divided by the study's simulated share."""
        _known(adjustment_type, list(TYPES), "type")
        in_arm = self.twins.sel(arm_type=adjustment_type).sum(["reference_type", "month"])
        in_reference = self.twins.sel(reference_type=adjustment_type).sum(["arm_type", "month"])
        gained = (in_arm - in_reference).drop_sel(arm=self.reference).astype("float64")
        gained = gained / float(self.provenance.get("scale", 1.0))
        name = f"person-months gained in {adjustment_type}"
        gained = gained.drop_vars(["arm_type", "reference_type"], errors="ignore")
        return gained.rename("gained").assign_attrs(units="person-months", long_name=name)

    def integrated_person_months_gained(self) -> xr.DataArray:
        """Person-months in integration, arm minus reference: (arm, replicate), person-months."""
        return self.person_months_gained("integration")

    def programme_cost(
        self, discount_rate: float | None = None, constant: bool = True
    ) -> xr.DataArray:
        """Public cost of the programme lines (`policy_cost` = 1): (arm, replicate, month), float64.

        constant: True = KRW at the prices of 2025, False = nominal KRW.
        discount_rate: per year; months after the policy start count less, earlier ones in full.
        None = the study's own rate for constant prices, no discounting for nominal ones; 0 = none.
        Every arm's own cost; use `difference_to_reference` for what an arm costs in addition.
        """
        ledger = self.ledger
        counted = ledger["policy_cost"] == 1
        cost = ledger["amount"].where(counted, 0).sum("line").astype("float64")
        if constant:
            cost = cost * 100.0 / ledger["consumer_prices"]
        if discount_rate is None:
            discount_rate = float(self.provenance.get("discount_rate", 0)) if constant else 0.0
        if discount_rate:
            cost = cost / (1.0 + discount_rate) ** self._years_after_start(cost["month"])
        units = f"KRW, prices of {self.provenance.get('price_year', 2025)}" if constant else "KRW"
        name = "programme cost"
        if discount_rate:
            name += f", discounted {100 * discount_rate:g} % a year"
        return cost.rename("programme_cost").assign_attrs(units=units, long_name=name)

    def life(
        self, person: int, replicate: int = 0, arms: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """One simulated person by month: type, labour state, wage, savings, distress and ties, under
        the reference and `arms` (default: all others). The program lives the life again, which
        takes some seconds for each arm; `attrs` holds sex, age at arrival and arrival month.
        Errors: ProgramError if there is no such person, replicate or arm."""
        return read_life(self.path, person, replicate, self.others if arms is None else arms)

    # ---- inside -----------------------------------------------------------------------------

    def _years_after_start(self, month: xr.DataArray) -> xr.DataArray:
        """Years from the policy start (or from the first month), not below 0."""
        start = self.policy_start or pd.Timestamp(month.values[0])
        months = (month.dt.year - start.year) * 12 + month.dt.month - start.month
        return (months / 12.0).clip(min=0.0)

    def _group(self, name: str, remedy: str = "Run the study again.") -> xr.Dataset:
        if name not in self._groups:
            try:
                self._groups[name] = xr.open_dataset(self.path, group=name, engine="h5netcdf")
            except (OSError, KeyError, ValueError) as error:
                raise StudyError(
                    f"'{self.path}' has no readable group /{name}. {remedy}"
                ) from error
        return self._groups[name]


def _known(name: str, allowed: list[str], what: str) -> str:
    if name in allowed:
        return name
    near = get_close_matches(name, allowed, n=1, cutoff=0.5)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    raise StudyError(f"There is no {what} '{name}'.{hint} The study has: {', '.join(allowed)}.")


def _parameters(node: Mapping[str, Any], path: str = "") -> list[tuple[str, list[object]]]:
    """Settings by dotted path: a mapping with a value, or a plain entry; not what describes the
    scenario as a whole."""
    found: list[tuple[str, list[object]]] = []
    for key, entry in node.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(entry, Mapping) and "value" in entry:
            found.append((name, [entry["value"], *(entry.get(d) for d in DESCRIPTIONS)]))
        elif isinstance(entry, Mapping):
            found += _parameters(entry, name)
        elif path:
            found.append((name, [entry, *(None for _ in DESCRIPTIONS)]))
    return found


def _month(value: object) -> pd.Timestamp | None:
    """A month written as "2015-01", "2015-01-01" or days since 1990-01-01."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float):
        return pd.Timestamp("1990-01-01") + pd.Timedelta(days=int(value))
    return pd.Timestamp(str(value))


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if isinstance(value, np.generic) else value
