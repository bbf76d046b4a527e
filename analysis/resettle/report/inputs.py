"""The arms of a study and the settings in which they differ from the reference.

The study file keeps the complete scenario of every arm; compared are their values. The meaning of a
setting comes from the program (`resettle params`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True)
class Setting:
    """One parameter of a scenario as its author wrote it."""

    value: Any
    unit: str
    status: str
    source: str


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


def read_arms(scenarios: Mapping[str, str], reference: str) -> list[ArmInputs]:
    """The arms in study order, the reference included (it differs in nothing)."""
    trees = {arm: yaml.load(text, Loader=yaml.CSafeLoader) for arm, text in scenarios.items()}
    base = dict(_settings(trees[reference]))
    return [
        ArmInputs(arm, str(tree.get("intent", "")), _differences(dict(_settings(tree)), base))
        for arm, tree in trees.items()
    ]


def _differences(settings: Mapping[str, Setting], base: Mapping[str, Setting]) -> list[Difference]:
    return [
        Difference(path, base[path].value if path in base else None, setting)
        for path, setting in settings.items()
        if path not in base or base[path].value != setting.value
    ]


def _settings(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Setting]]:
    """Every parameter with its dotted path. `run` and `tables` are compared as plain entries."""
    for key, value in node.items():
        here = f"{path}.{key}" if path else str(key)
        if here in ("intent", "resolved_from", "source", "based_on", "run"):
            continue
        if isinstance(value, Mapping) and "value" in value:
            told = {name: str(value.get(name, "")) for name in ("unit", "status", "source")}
            yield here, Setting(value["value"], **told)
        elif isinstance(value, Mapping):
            yield from _settings(value, here)
        else:
            yield here, Setting(value, "", "", "")


def read_meanings(listing: str) -> dict[str, str]:
    """Path -> meaning, from what `resettle params` prints: a path, then lines set in, of which the
    first is the meaning."""
    meanings: dict[str, str] = {}
    path = ""
    for line in listing.splitlines():
        if line and not line[0].isspace():
            path = line.strip()
        elif path and path not in meanings and line.strip():
            meanings[path] = line.strip()
    return meanings
