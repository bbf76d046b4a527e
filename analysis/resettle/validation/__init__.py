"""How far the shipped model meets figures of surveys and published trials, kept for the report.

Holding the model against them takes a minute, so the report does not do it. What the program said of
the shipped values stands in scenarios/validation.json, with the digests of all it follows from:
`python -m resettle.validation` makes it anew, and a test fails while it is out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resettle.errors import StudyError
from resettle.program import home
from resettle.study_file import scenario_settings

FORMAT = {"format": "resettle-validation", "format_version": 1}
HOW_TO_RENEW = "python -m resettle.validation"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Validation:
    """What scenarios/validation.json holds. card: replicates, scale, seed, and how many figures are
    met. figures: of the report card, each with the part of integration that it measures and the
    instruments that move it (scenarios/tables/figure_reach.csv). trials: each with its checks and
    the instruments it tried. values: of every parameter, by path. inputs: SHA-256 by name of file."""

    program: Row
    inputs: Mapping[str, str]
    card: Row
    figures: Sequence[Row]
    trials: Sequence[Row]
    values: Row


def validation_file() -> Path:
    return home() / "scenarios" / "validation.json"


def read_validation() -> Validation | None:
    """None where there is no such file. Errors: StudyError for one that is no validation."""
    path = validation_file()
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if {key: told.pop(key, None) for key in FORMAT} == FORMAT:
            return Validation(**told)
    except (ValueError, TypeError, AttributeError) as error:
        raise _not_readable(path) from error
    raise _not_readable(path)


def _not_readable(path: Path) -> StudyError:
    return StudyError(
        f"'{path}' is no validation of this version. Make it anew: {HOW_TO_RENEW}; or remove it, "
        "then reports do without."
    )


def values_of(scenario: str) -> dict[str, Any]:
    """Path -> value of every parameter of a resolved scenario (YAML): what it is run with, and which
    tables were read, is no parameter."""
    settings = scenario_settings(scenario)
    return {path: value for path, (value, *_) in settings.items() if not path.startswith(("run.", "tables."))}


def instruments_of(paths: Iterable[str]) -> set[str]:
    """The instruments, or parts of the model, to which settings belong: "mentoring" of
    "policies.mentoring.months".

    Officers are how good case management is, so they count as it (MODEL 17.1). A pilot says to whom
    something is offered; it counts where nothing else is changed.
    """
    found = {path.removeprefix("policies.").partition(".")[0] for path in paths}
    if "officers" in found:
        found = found - {"officers"} | {"case_management"}
    return found - {"pilot"} or found


def not_as_validated(validation: Validation, scenario: str, inputs: Mapping[str, str]) -> list[str]:
    """Parameters of a resolved scenario that have another value than the validated ones, by path, and
    tables that are other files. inputs: SHA-256 by name of file, as a study has them."""
    parameters = [
        path
        for path, value in values_of(scenario).items()
        if path not in validation.values or validation.values[path] != value
    ]
    known = {Path(name).name: digest for name, digest in validation.inputs.items()}
    tables = [
        Path(name).name
        for name, digest in inputs.items()
        if name.endswith(".csv") and known.get(Path(name).name, digest) != digest
    ]
    return parameters + tables
