"""What a table of the report consists of, and how quantities are written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell. `tone` styles it; `foreign`: an author's English words in a report in Korean;
    `below`: an interval or a path, set small below; `lines`: instead of a text."""

    text: str
    tone: str = ""
    foreign: bool = False
    below: str = ""
    lines: Sequence[str] = ()


@dataclass
class Table:
    """A table; the first column names the row. `numeric`: columns set to the right. `narrow`: it stays
    a table on a phone, where others become cards."""

    key: str
    head: Sequence[str]
    rows: list[list[Cell]]
    caption: str
    note: str = ""
    numeric: Sequence[bool] = field(default_factory=list)
    narrow: bool = False


def kind_of(unit: str) -> str:
    """How a quantity with this unit is written."""
    if unit in ("share", "1"):
        return "share"
    if unit in ("persons", "person-months"):
        return "count"
    return "krw" if unit.startswith("KRW") else "number"


def says_unit(kind: str) -> bool:
    """Whether a number of this kind is written with its unit."""
    return kind in ("share", "krw")


def difference_kind(kind: str) -> str:
    """Differences of shares are told in percentage points."""
    return "share_difference" if kind == "share" else kind
