"""What a figure of the report consists of, and the parts the figures share.

Charts are Vega-Lite specifications, drawn in the reader's browser by Vega-Lite itself, which stands
in the page. Why Vega-Lite: one grammar for all figures, hover values and SVG come with it, and the
PyPI package vl-convert-python brings Vega, Vega-Lite and Vega-Embed as one bundle of 0.9 MB that
needs neither npm nor a network, pinned and hashed like every other package. Apache ECharts draws as
well, but comes by npm only.

Titles, numbers of axes and hover texts are filled in by templates/report.js, which also filters the
rows by what the reader chooses and lists them below the figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resettle.colours import DASHES as STROKES
from resettle.colours import MARKS, colour_at

from .words import HANGUL, Words

Spec = dict[str, Any]
Row = dict[str, Any]

QUIET = "#767676"
DASHES = [list(dashes) for dashes in STROKES]
SHAPES = [shape for shape, _ in MARKS]


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """A list to choose from. `highlights`: all rows stay, the chosen ones stand out."""

    key: str
    options: Sequence[Option]
    highlights: bool = False


@dataclass(frozen=True)
class Column:
    """A column of the rows: in the hover text, the table and the download.

    kind: text, year, or as in Words.number; "level" and "difference" take it from the row's `kind`.
    """

    key: str
    kind: str
    hover: bool = True


@dataclass
class Figure:
    """One figure with its data."""

    key: str
    choices: list[Choice]
    columns: list[Column]
    rows: list[Row]
    spec: Spec
    extra: list[str] = field(default_factory=list)  # fields the chart needs beside the columns
    places: Mapping[str, str] = field(default_factory=dict)  # of the title, beside the choices
    note: str = ""  # what else a reader should know of this study's figure

    @property
    def has_choices(self) -> bool:
        """Whether a reader can choose another view than the first."""
        return any(len(choice.options) > 1 for choice in self.choices)

    def to_json(self, words: Words) -> dict[str, Any]:
        """For report.js; rows as columns, repeated words as numbers."""
        fields = [column.key for column in self.columns]
        fields += [choice.key for choice in self.choices if choice.key not in fields]
        fields += [name for name in self.extra if name not in fields]
        return {
            "key": self.key,
            "title": words.at(f"figures.{self.key}.title"),
            "places": dict(self.places),
            "choices": [
                {
                    "key": choice.key,
                    "label": words(f"choices.{choice.key}"),
                    "highlights": choice.highlights,
                    "options": [[option.value, option.label] for option in choice.options],
                }
                for choice in self.choices
            ],
            "columns": [
                {"key": c.key, "label": self._head(words, c), "kind": c.kind, "hover": c.hover}
                for c in self.columns
            ],
            "fields": {name: _packed([row.get(name) for row in self.rows]) for name in fields},
            "spec": self.spec,
        }

    def _head(self, words: Words, column: Column) -> str:
        own = words.at(f"figures.{self.key}").get("columns", {})
        return own[column.key] if column.key in own else words(f"columns.{column.key}")


def _packed(values: Sequence[Any]) -> dict[str, Any]:
    if any(isinstance(value, str) for value in values):
        levels = list(dict.fromkeys(values))
        places = {level: i for i, level in enumerate(levels)}
        return {"levels": levels, "codes": [places[value] for value in values]}
    return {"values": [_short(value) for value in values]}


def _short(value: Any) -> Any:
    """Five significant digits: more than a figure or a reader can use, and half the bytes."""
    if value is None or isinstance(value, bool | int):
        return value
    if not math.isfinite(value):
        return None
    short = float(f"{value:.5g}")
    return int(short) if short == int(short) else short


# ---- parts of a chart ---------------------------------------------------------------------------


def layered(*layers: Spec, height: int | Mapping[str, int] = 300, **more: Any) -> Spec:
    """Layers as wide as the page allows; every mark shows the hover text `tip` of its row."""
    return {
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"name": "rows"},
        "layer": list(layers),
        **more,
    }


def mark(kind: str, encoding: Spec, where: str | None = None, **look: Any) -> Spec:
    """A layer; `where` keeps the rows for which this expression holds."""
    layer: Spec = {"mark": {"type": kind, **look}, "encoding": {**encoding, **TIP}}
    if where:
        layer["transform"] = [{"filter": where}]
    return layer


# Shown on hover, and what a screen reader says of a mark.
TIP: Spec = {
    "tooltip": {"field": "tip", "type": "nominal"},
    "description": {"field": "tip", "type": "nominal"},
}
ON = "datum.chosen"
EVERY_YEAR = 8  # so many labels of years fit side by side in a narrow window


def years(shown: Sequence[int]) -> Spec:
    """The time axis, in calendar years: of a long time only every fifth is written, as what widths
    of letters a browser measures depends on its fonts."""
    axis: Spec = {"format": "d", "title": None, "grid": False, "labelFlush": False}
    known = sorted(set(shown))
    step = 5 if len(known) > EVERY_YEAR else 1
    axis["labelOverlap"] = True
    axis["values"] = [year for year in known if year % step == 0]
    return {"field": "year", "type": "quantitative", "scale": {"zero": False, "nice": False}} | {"axis": axis}


def amount(field_name: str, kind: str, **more: Any) -> Spec:
    """A quantity; its axis writes numbers as the language does."""
    axis = {"labelExpr": f"shown(datum.value, '{kind}')", "title": None, "tickCount": 5}
    return {"field": field_name, "type": "quantitative", "axis": axis, **more}


def title_above(title: str) -> Spec:
    """What an upright axis shows, written flat above it."""
    place = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -8, "titleX": 0}
    return {"title": title, **place}


def zero_line(across: str) -> Spec:
    """No difference: a line at zero across the axis `across` ("x" or "y")."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": "#444444", "strokeWidth": 1},
        "encoding": {across: {"datum": 0, "type": "quantitative"}},
    }


def start_line(year: int) -> Spec:
    """Where the policies begin."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": "#444444", "strokeDash": [3, 3]},
        "encoding": {"x": {"datum": year, "type": "quantitative"}},
    }


def styled(field_name: str, labels: Sequence[str], channel: str, styles: Sequence[Any]) -> Spec:
    """A style for each label, the first for the first, in a legend below the figure; report.js makes
    as many columns of the labels as fit."""
    columns = f"__COLUMNS_{max(map(_pixels, labels), default=0)}__"
    legend = {"orient": "bottom", "title": None, "columns": columns, "labelLimit": 320}
    return {
        channel: {
            "field": field_name,
            "type": "nominal",
            "scale": {
                "domain": list(labels),
                "range": [styles[i % len(styles)] for i in range(len(labels))],
            },
            "legend": legend,
        }
    }


def in_colour(arms: Mapping[str, int]) -> Spec:
    """Every arm in its colour, without a legend; arms by their place (`places_of_arms`)."""
    scale = {"domain": list(arms), "range": [colour_at(place) for place in arms.values()]}
    return {"color": {"field": "arm", "type": "nominal", "scale": scale, "legend": None}}


def _pixels(label: str) -> int:
    """About how wide a label of a legend is; Hangul is nearly twice as wide as Latin."""
    return sum(13 if HANGUL.match(letter) else 7 for letter in label)


def named(field_name: str, order: list[str], axis: Mapping[str, Any], title: str | None) -> Spec:
    """An axis of names, in this order."""
    return {
        "field": field_name,
        "type": "nominal",
        "sort": order,
        "axis": {**axis, "title": title},
    }
