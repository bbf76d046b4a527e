"""The arms of a study and the settings in which they differ from the reference.

The study file keeps the complete scenario of every arm; compared are their values. The meaning of a
setting comes from the program (`resettle schema`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from resettle.study_file import scenario_settings, scenario_tree
from resettle.texts import own_text


@dataclass(frozen=True)
class Setting:
    """One parameter of a scenario as its author wrote it."""

    value: Any
    unit: str
    status: str
    source: str
    justification: str = ""


@dataclass(frozen=True)
class Difference:
    """A setting in which an arm differs from the reference."""

    path: str
    reference: Any
    arm: Setting


@dataclass(frozen=True)
class ArmInputs:
    """What an arm is: its author's sentence, and every setting in which it differs."""

    arm: str
    intent: str
    differences: list[Difference]

    def in_force(self, start: str) -> list[Difference]:
        """Those that are not over before the policies begin, a month "2012-01"."""
        return [
            one
            for one in self.differences
            if in_force(one.reference, start) != in_force(one.arm.value, start)
        ]


def read_arms(scenarios: Mapping[str, str], reference: str, language: str = "en") -> list[ArmInputs]:
    """The arms in study order, the reference included (it differs in nothing). language: of an intent
    that is written in several."""
    base = _settings(scenarios[reference])
    return [
        ArmInputs(arm, _intent(text, language), _differences(_settings(text), base))
        for arm, text in scenarios.items()
    ]


def in_force(value: Any, start: str) -> list[tuple[str, Any]]:
    """What holds when the policies begin and what follows, by month from which on: the earlier
    history of a series by dates is that of every arm."""
    if not isinstance(value, Mapping):
        return [(start, value)]
    told = {str(date): one for date, one in value.items()}
    dates = sorted(told)
    first = max((date for date in dates if date <= start), default=dates[0])
    return [(max(date, start), told[date]) for date in dates if date >= first]


def _intent(scenario: str, language: str) -> str:
    intent = scenario_tree(scenario).get("intent", "")
    if not isinstance(intent, Mapping):
        return str(intent)
    return own_text(language, next(iter(intent.values()), ""), intent)


def _differences(settings: Mapping[str, Setting], base: Mapping[str, Setting]) -> list[Difference]:
    """A setting of a line of an instrument is held against the same line, or else the instrument. That
    there is a line, and for whom, is always told: without one for the others they get nothing."""
    found = []
    for path, setting in settings.items():
        of_all, line = of_instrument(path)
        before = base.get(path) or base.get(of_all)
        is_new_line = bool(line) and path.endswith(".eligible") and path not in base
        if before is None or before.value != setting.value or is_new_line:
            found.append(Difference(path, before.value if before else None, setting))
    return found


def of_instrument(path: str) -> tuple[str, str]:
    """The path of the same setting of the whole instrument, and the name of the line, or ""."""
    line = re.match(r"(policies\.\w+)\.lines\.([^.]+)(\..+)", path)
    return (line[1] + line[3], line[2]) if line else (path, "")


def _settings(scenario: str) -> dict[str, Setting]:
    """By dotted path, but for how the scenario is run by itself."""
    return {
        path: Setting(value, *(str(text or "") for text in (unit, status, source, justification)))
        for path, (value, unit, status, source, _, justification) in scenario_settings(scenario).items()
        if not path.startswith("run.")
    }


def read_meanings(schema: Mapping[str, Any]) -> dict[str, str]:
    """Dotted path -> meaning of every parameter, from what `resettle schema` prints."""
    return dict(_meanings(schema["definitions"]["scenario"]))


def _meanings(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        fields = entry.get("then", entry)  # a condition on persons may also stand without fields
        if "value" in fields.get("properties", {}):
            yield here, entry["description"].partition("\n")[0]  # its unit and range follow
        else:
            yield from _meanings(entry, here)
