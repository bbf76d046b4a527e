"""What the program says of the shipped model: its report card and all trials, in one mapping."""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import resettle
from resettle.program import ask, home
from resettle.study_file import scenario_settings

from . import FORMAT, Row, instruments_of, values_of

# Results follow from these files and from the program, for which its golden results stand.
INPUTS = ("scenarios/baseline.yaml", "scenarios/tables/*.csv", "scenarios/trials/*.yaml")
GOLDEN = "tests/golden/types.csv"

COUNTS = ("measured", "hits", "with_survey_error", "hits_with_survey_error", "hits_of_a_perfect_model")
RUN = ("replicates", "scale", "seed")
OF_FIGURE = (
    "indicator", "population", "subgroup", "age_from", "age_to", "month", "unit", "direction",
    "published", "tolerance", "off_by", "verdict",
)  # fmt: skip
OF_CHECK = ("what", "rule", "expected", "tolerance", "published", "verdict")
OF_TRIAL = ("trial", "question", "source", *RUN)


def digests_of_inputs() -> dict[str, str]:
    """SHA-256 by name of every file that the validation follows from."""
    found = [path for pattern in (*INPUTS, GOLDEN) for path in sorted(home().glob(pattern))]
    return {
        path.relative_to(home()).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found
    }


def make_validation() -> dict[str, Any]:
    """Asks the program anew; takes about a minute of one processor. Errors: ProgramError."""
    with tempfile.TemporaryDirectory(prefix="resettle-validation-") as name:
        folder = Path(name)
        card = _told(["report-card"], folder)
        names = sorted(path.stem for path in (home() / "scenarios" / "trials").glob("*.yaml"))
        trials = [_trial(_told(["trial", trial], folder)) for trial in names]
        program, values = _shipped(folder)
    return {
        **FORMAT,
        "program": program,
        "inputs": digests_of_inputs(),
        "card": {key: card[key] for key in (*RUN, *COUNTS)},
        "figures": list(_figures(card)),
        "trials": trials,
        "values": values,
    }


def as_text(validation: dict[str, Any]) -> str:
    """As JSON with a line for every figure, check and value, so that what changed can be read."""
    parts = (f"{json.dumps(key)}: {_by_lines(value)}" for key, value in validation.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


# ---- inside -------------------------------------------------------------------------------------


def _by_lines(value: Any) -> str:
    def plain(one: Any) -> str:
        return json.dumps(one, ensure_ascii=False)

    if isinstance(value, list):
        return "[\n" + ",\n".join(map(plain, value)) + "\n]"
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{plain(key)}: {plain(one)}" for key, one in value.items()) + "\n}"
    return plain(value)


def _told(command: list[str], folder: Path) -> dict[str, Any]:
    """The JSON that a command writes."""
    target = folder / f"{command[-1]}.json"
    ask([*command, "--json", target])
    told: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return told


def _figures(card: Row) -> Iterator[dict[str, Any]]:
    table = home() / "scenarios" / "tables" / "figure_reach.csv"
    with table.open(encoding="utf-8", newline="") as file:
        reach = {row["indicator"]: row for row in csv.DictReader(file)}
    for row in card["tables"]["figures"]["rows"]:
        if row["verdict"] == "not_measured":
            continue
        of_indicator = reach[row["indicator"]]
        yield {
            **{key: row[key] for key in OF_FIGURE},
            "simulated": row["simulated"]["mean"],
            "part": of_indicator["part"],
            "instruments": of_indicator["instruments"].split(),
        }


def _trial(told: Row) -> dict[str, Any]:
    overlay = home() / "scenarios" / "trials" / f"{told['trial']}.yaml"
    table = told["tables"]["checks"]
    units = {column["name"]: column["unit"] for column in table["columns"]}
    return {
        **{key: told[key] for key in OF_TRIAL},
        "unit": units["expected"],
        "instruments": sorted(instruments_of(scenario_settings(overlay.read_text(encoding="utf-8")))),
        "checks": [
            {key: row[key] for key in OF_CHECK}
            | {"simulated": {end: row["ours"][end] for end in ("mean", "low", "high")}}
            for row in table["rows"]
        ],
    }


def _shipped(folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Which program it is, and the values of all parameters, those of dated tables filled in: as
    they stand in the file of a tiny run."""
    file = folder / "shipped.h5"
    baseline = home() / "scenarios" / "baseline.yaml"
    ask(["run", baseline, "--replicates", "1", "--scale", "0.001", "-o", file])
    with resettle.open(file) as study:
        told, reference = study.provenance, study.reference
    program = {"version": str(told["version"]), "commit": str(told["git_commit"])}
    return program, values_of(told["resolved_scenario"][reference])
