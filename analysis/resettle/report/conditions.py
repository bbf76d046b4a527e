"""Conditions on persons in the words of a language: "sex: woman; age: 40+; not (region: capital)"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resettle.plain_yaml import plain_yaml

from .words import Words


def in_words(condition: str, words: Words) -> str:
    """A condition as a scenario has it, "{sex: woman, age: 40+}" or "everybody"."""
    return _told(plain_yaml(condition), words)


def _told(condition: Any, words: Words) -> str:
    if not isinstance(condition, Mapping):
        return words.term("conditions", str(condition))
    return "; ".join(_clause(key, value, words) for key, value in condition.items())


def _clause(key: str, value: Any, words: Words) -> str:
    if key == "not":
        return words("condition.not", condition=_told(value, words))
    if key in ("all", "any"):
        parts = [f"({_told(part, words)})" for part in value]
        return words(f"condition.{key}").join(parts)
    values = value if isinstance(value, list) else [value]
    told = ", ".join(_value(key, one, words) for one in values)
    return f"{words.term('traits', key, key.replace('_', ' '))}: {told}"


def _value(trait: str, value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words("yes" if value else "no")
    text = str(value)
    return words.term("conditions", f"{trait}={text}", text.replace("_", " "))
