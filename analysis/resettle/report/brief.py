"""What the brief page says of the settings in which a policy differs."""

from __future__ import annotations

from .table import Cell, Table
from .words import Words

FEW = 5  # policies, which leave room for more of each
MOST = 3  # settings of one of few policies; the report has them all


def in_brief(settings: Table | None, words: Words, policies: int) -> list[str]:
    """A line for each of the first settings: what it is, in the reference and here. policies: on the
    page, of which more leave less room."""
    if settings is None:
        return []
    most = MOST if policies <= FEW else 1
    told = [_line(row, words) for row in settings.rows[:most]]
    more = len(settings.rows) - most
    return [*told[:-1], words("brief.and_more", setting=told[-1], number=more)] if more > 0 else told


def _line(row: list[Cell], words: Words) -> str:
    name, reference, here = row[:3]
    change = words("from_to", payer=_first(reference), payee=_first(here))
    return words("brief.setting", name=name.text, change=change)


def _first(values: Cell) -> str:
    """Of values by dates the first one, with a sign that others follow."""
    return values.lines[0] + (" …" if len(values.lines) > 1 else "")
