"""Of which kind the source of a parameter is, and whether it has data of Korea.

The keys are those of scenarios/EVIDENCE.md, which says what each stands for; `sources.csv` sorts them:
survey (surveys, panels and records), trial (trials and experiments), study (other studies, interviews,
theory), assumption (a choice without a figure behind it). Korean data were taken from defectors or
other South Koreans.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KINDS = {
    "survey": "surveys, panels and records",
    "trial": "trials and experiments",
    "study": "other studies, interviews, theory",
    "assumption": "assumptions",
    "other": "sources that are not in EVIDENCE.md",
}
WITHOUT_DATA = "assumptions without Korean data"


@dataclass(frozen=True)
class Source:
    """kind: a key of KINDS."""

    kind: str
    korean: bool

    @property
    def is_assumption_without_data(self) -> bool:
        return self.kind == "assumption" and not self.korean


def source_of(text: str) -> Source:
    """That of a parameter, whose `source` names one key or several ("D02, assumption").

    Where an assumption is among them the size is assumed and the others give no more than its sign:
    it counts as an assumption. Else the best kind counts, in the order of KINDS.
    """
    known = [_table().get(key.strip(), Source("other", False)) for key in text.split(",")]
    kinds = {source.kind for source in known}
    kind = "assumption" if "assumption" in kinds else next(k for k in KINDS if k in kinds)
    return Source(kind, any(source.korean for source in known))


@cache
def _table() -> dict[str, Source]:
    with Path(__file__).with_name("sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: Source(row["kind"], row["korean"] == "yes") for row in csv.DictReader(file)}
