"""An arm has one colour, in the figures of notebooks and in those of the report."""

from __future__ import annotations

import matplotlib.colors
import pytest
from made_up_study import ARMS, LABELS
from report_sections import Arm, comparison

from resettle import TYPES, figures
from resettle.colours import BLACK, COLOURS, TYPE_COLOURS, colour_at, places_of_arms
from resettle.figures.style import arm_style
from resettle.report.answer import Answer
from resettle.report.figures_economics import EconomicFigures
from resettle.report.tables import Tables
from resettle.report.words import Words


def in_report(shown: list[str]) -> dict[str, str]:
    """The colours of the arms in a figure of the report that shows these, by label."""
    arms = [Arm(name, label) for name, label in zip(ARMS, LABELS, strict=True)][1:]
    worth = [
        {"arm": name, "worth": krw, "share_best": 0.5, "best_on_average": False}
        for name in shown
        for krw in (0, 1)
    ]
    told = comparison(
        *arms, reference=ARMS[0], reference_label=LABELS[0], acceptability=worth
    )
    words = Words("en")
    tables = Tables(told, words, Answer(told, words), {})
    figure = EconomicFigures(told, words, tables).acceptability()
    assert figure is not None
    scale = figure.spec["layer"][0]["encoding"]["color"]["scale"]
    return dict(zip(scale["domain"], scale["range"], strict=True))


@pytest.mark.parametrize("shown", [ARMS, ARMS[::-1], ARMS[2:]])
def test_an_arm_has_the_same_colour_in_a_notebook_and_in_the_report(study, shown) -> None:
    """Whichever arms a figure shows, and in which order."""
    labels = dict(zip(ARMS, LABELS, strict=True))
    expected = {labels[name]: arm_style(study, name)["color"] for name in shown}
    assert in_report(shown) == expected
    assert len(set(expected.values())) == len(shown)


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
