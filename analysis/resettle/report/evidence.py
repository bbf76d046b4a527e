"""The words of the program for how large a difference is and how sure that is.

The program judges (sim/results/verdict.h); here its findings only get a name for the text of a
language, a tone, and an order for the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Verdict = Mapping[str, Any]

# Tone of a cell by how sure a finding is.
TONES = {"very_likely": "clear", "likely": "likely", "about_as_likely_as_not": "open"}
# The best first: findings in the order of the answer, within each the surest first or last.
ORDER = (
    ("more", "very_likely"),
    ("more", "likely"),
    ("more", "about_as_likely_as_not"),
    ("negligible", "very_likely"),
    ("negligible", "likely"),
    ("negligible", "about_as_likely_as_not"),
    ("nothing", None),
    ("too_few_replicates", None),
    ("less", "about_as_likely_as_not"),
    ("less", "likely"),
    ("less", "very_likely"),
    ("too_few_persons", None),
)

# Findings that have one place in it, whatever their sureness.
ALIKE = {"negligible": ("negligible", "very_likely"), "too_few_replicates": ("nothing", None)}


def key_of(verdict: Verdict) -> str:
    """Name of the wording: very_likely_more, likely_negligible, nothing ..."""
    sureness = verdict["sureness"]
    return f"{sureness}_{verdict['finding']}" if sureness else str(verdict["finding"])


def tone_of(verdict: Verdict) -> str:
    return TONES.get(verdict["sureness"] or "", "open")


def place_of(verdict: Verdict) -> int:
    """Where a finding stands in the order of the answer. Where no arm is likely to gain, the first is the
    one that comes nearest, by its size alone: what is said of it is said of "even" that one."""
    alike = ALIKE.get(verdict["finding"])
    return ORDER.index(alike or (verdict["finding"], verdict["sureness"]))


def is_likely(verdict: Verdict, *findings: str) -> bool:
    """Whether one of these is found, and at least likely."""
    return verdict["finding"] in findings and verdict["sureness"] in ("very_likely", "likely")
