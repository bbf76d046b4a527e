"""The arms as the page describes them: what its author says of each, and its settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resettle.program import ask_json

from .conditions import in_words
from .inputs import ArmInputs, Difference, Setting, in_force, of_instrument, read_arms, read_meanings
from .source import StudySource
from .table import Cell, Table, kind_of, says_unit
from .tables import Tables
from .words import Words


@dataclass(frozen=True)
class ArmText:
    """An arm as the page describes it. `is_added`: it is none of the study (YAML)."""

    name: Cell
    intent: Cell
    settings: Table | None
    is_reference: bool
    is_added: bool


def arm_texts(source: StudySource, words: Words, tables: Tables) -> list[ArmText]:
    """The reference first, then the others in the order of the answer."""
    meanings = read_meanings(ask_json(["schema"]))
    scenarios, reference = source.provenance["resolved_scenario"], source.study.reference
    arms = {arm.arm: arm for arm in read_arms(scenarios, reference, words.language)}
    names = [reference, *tables.surest_first, *tables.never_act]
    return [_arm_text(arms[name], source, words, tables, meanings) for name in names]


def _arm_text(
    arm: ArmInputs, source: StudySource, words: Words, tables: Tables, meanings: Mapping[str, str]
) -> ArmText:
    start = str(tables.head["policy_start"])
    rows = [_setting_row(difference, words, meanings, start) for difference in arm.in_force(start)]
    settings = None
    if rows:
        settings = tables.make("settings", rows, "ttttt")
    name, study = tables.arm(arm.arm), source.study
    return ArmText(
        name, _intent(arm, source, words), settings, arm.arm == study.reference, arm.arm in study.added
    )


def _intent(arm: ArmInputs, source: StudySource, words: Words) -> Cell:
    """The sentence of its author; of several policies in one, which they are, as the sentence that it
    has is that of the last of them alone."""
    together = source.study.as_written.together(arm.arm)
    if together is None:
        return Cell(words.term("intents", arm.intent), "", words.is_foreign("intents", arm.intent))
    labels = source.comparison.whole.labels
    arms = words.listed([words.arm(labels.get(one, one)) for one in together])
    return Cell(words("together", arms=arms) if together else "")


def _setting_row(difference: Difference, words: Words, meanings: Mapping[str, str], start: str) -> list[Cell]:
    setting = difference.arm
    path, line = of_instrument(difference.path)
    status = words.term("statuses", setting.status)
    where = path.removeprefix("policies.").partition(".")[0]
    told = words.setting(path)
    name = told or meanings.get(path, path)
    instrument = words.term("instruments", where, where.replace("_", " "))
    key = "setting_of_line" if line else "setting"
    label = words(key, instrument=instrument, meaning=name, line=line)
    return [
        Cell(label, "", not told, difference.path),
        Cell("", lines=_values(difference.reference, setting.unit, words, start)),
        Cell("", lines=_values(setting.value, setting.unit, words, start) + _reason(setting, words)),
        Cell(status),
        Cell(words.term("sources", setting.source), "", words.is_foreign("sources", setting.source)),
    ]


def _reason(setting: Setting, words: Words) -> list[str]:
    """Why a condition asks for what is protected."""
    return [words("justified", why=setting.justification)] if setting.justification else []


def _values(value: Any, unit: str, words: Words, start: str) -> list[str]:
    """A value as a reader would write it; of a series by dates, see inputs.in_force."""
    if not isinstance(value, Mapping):
        return [_value(value, unit, words)]
    return [
        words("from_month", month=words.month(since), value=_value(one, unit, words))
        for since, one in in_force(value, start)
    ]


def _value(value: Any, unit: str, words: Words) -> str:
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if value is None or value == "none":
        return words("no_value")
    if isinstance(value, int | float):
        kind = kind_of(unit)
        if says_unit(kind):
            return words.number(value, kind)
        return f"{value:,} {words.term('units', unit)}" if unit else f"{value:,}"
    if unit == "condition":
        return in_words(str(value), words)
    if unit == "month" and re.fullmatch(r"\d{4}-\d{2}", str(value)):
        return words.month(str(value))
    return str(value)
