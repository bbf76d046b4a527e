"""Which colour and form stand for what, in figures of notebooks and of the report alike.

Okabe and Ito (2008), told apart with any kind of colour vision, without those of their colours that
are too pale for lines on white, and some darker ones for studies of many arms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from resettle.study import TYPES

BLUE, VERMILLION, GREEN, PURPLE, BLACK = "#0072B2", "#D55E00", "#009E73", "#AA4499", "#222222"
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, "#7A5C00", "#3B7EA1", "#8C2D04", "#332288")
# Lengths of strokes and gaps, and names of marks as Vega and as matplotlib have them. Seven beside
# eight colours: only after 56 arms does a pair of both come again.
DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (12, 4), (4, 2, 1, 2), (1, 3))
MARKS = (
    ("circle", "o"), ("square", "s"), ("triangle-up", "^"), ("diamond", "D"), ("cross", "P"),
    ("triangle-down", "v"), ("triangle-right", ">"),
)  # fmt: skip
TYPE_COLOURS = dict(zip(TYPES, (BLUE, PURPLE, GREEN, VERMILLION), strict=True))

Form = TypeVar("Form")


def places_of_arms(arms: Sequence[str], reference: str) -> dict[str, int]:
    """The place of every arm among those that are compared, in the order of the study, by which it
    gets its colour; the reference has none (-1)."""
    others = [arm for arm in arms if arm != reference]
    return {reference: -1} | {arm: place for place, arm in enumerate(others)}


def colour_at(place: int) -> str:
    """The colour of an arm by its place: black for the reference, the same everywhere."""
    return BLACK if place < 0 else COLOURS[place % len(COLOURS)]


def form_at(place: int, forms: Sequence[Form]) -> Form:
    """That of `forms` (dashes, marks) which an arm has by its place: the first for the reference."""
    return forms[(1 + place) % len(forms)]
