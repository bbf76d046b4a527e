"""The words of the program for how large a difference is and how sure that is.

The program judges (sim/results/verdict.h); here its findings only get a name for the text of a
language and a tone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Verdict = Mapping[str, Any]

# Tone of a cell by how sure a finding is.
TONES = {"very_likely": "clear", "likely": "likely", "about_as_likely_as_not": "open"}


def key_of(verdict: Verdict) -> str:
    """Name of the wording: very_likely_more, likely_negligible, nothing ..."""
    sureness = verdict["sureness"]
    return f"{sureness}_{verdict['finding']}" if sureness else str(verdict["finding"])


def tone_of(verdict: Verdict) -> str:
    return TONES.get(verdict["sureness"] or "", "open")


def is_likely(verdict: Verdict, *findings: str) -> bool:
    """Whether one of these is found, and at least likely."""
    return verdict["finding"] in findings and verdict["sureness"] in ("very_likely", "likely")
