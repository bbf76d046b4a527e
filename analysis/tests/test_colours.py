"""Which colour an arm and a type have."""

from __future__ import annotations

import matplotlib.colors
import pytest
from made_up_study import LABELS

from resettle import TYPES, figures
from resettle.colours import BLACK, COLOURS, TYPE_COLOURS, colour_at, places_of_arms


def test_the_colour_is_that_of_the_place_in_the_study() -> None:
    places = places_of_arms(["a", "law", "b"], "law")
    assert {name: colour_at(place) for name, place in places.items()} == {
        "a": COLOURS[0], "law": BLACK, "b": COLOURS[1],
    }  # fmt: skip
    assert BLACK not in COLOURS


def test_lines_of_a_notebook_have_these_colours(study) -> None:
    axes = figures.difference(study, "employment_rate").axes[0]
    drawn = [line.get_color() for line in axes.lines if line.get_label() in LABELS[1:]]
    assert drawn == list(COLOURS[:2])
    axes = figures.types_over_time(study).axes[0]
    drawn = [line.get_color() for line in axes.lines if not line.get_label().startswith("_")]
    assert drawn == [TYPE_COLOURS[name] for name in TYPES]


def luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in matplotlib.colors.to_rgb(colour)
    ]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("colour", [*COLOURS, *TYPE_COLOURS.values(), BLACK])
def test_a_line_of_every_colour_stands_out_from_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3
