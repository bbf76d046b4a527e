"""How every figure looks: fonts, colours, and what tells lines apart in grey print.

Colours are those of `resettle.colours`, as in the report; line styles, markers and hatches carry the
same distinction without colour.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib.figure import Figure

from resettle.colours import DASHES as STROKES
from resettle.colours import MARKS, colour_at, form_at, places_of_arms
from resettle.errors import StudyError
from resettle.figures.words import Words
from resettle.study import TYPES, Study

STROKE = 2.5  # width of the lines for which the lengths of STROKES are meant
DASHES = ("-", *((0, tuple(length / STROKE for length in dashes)) for dashes in STROKES[1:]))
MARKERS = tuple(marker for _, marker in MARKS)
TYPE_HATCHES = dict(zip(TYPES, ("", "///", "...", "xx"), strict=True))
NOT_COUNTED_COLOUR = "#BBBBBB"
QUIET = "#444444"  # small print

KOREAN_FONT = "NanumGothic"


class StudyFigure(Figure):
    """A matplotlib figure that carries the numbers it shows, as a tidy table."""

    data: pd.DataFrame


def figure_style(words: Words) -> Any:  # a dictionary; matplotlib's type of it names every key
    """The rcParams every figure is drawn with; use as `with mpl.rc_context(figure_style(words))`.

    Errors: StudyError if Korean is needed and the font is not installed.
    """
    korean = words.language == "ko"
    fonts = ["DejaVu Sans"]
    if korean or words.has_hangul():
        if not has_korean_font():
            raise StudyError(
                f"Texts in Korean need the font {KOREAN_FONT}, which is not installed. Install the "
                "Debian package fonts-nanum (apt-get install fonts-nanum), then start Python again."
            )
        fonts = [KOREAN_FONT, *fonts] if korean else [*fonts, KOREAN_FONT]
    return {
        "font.family": fonts,
        "font.size": 10,
        "text.parse_math": False,  # a dollar sign in a label is a dollar sign
        "axes.titlesize": 10,
        "axes.titlelocation": "left",
        "axes.titlecolor": QUIET,
        "axes.titlepad": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#E4E4E4",
        "grid.linewidth": 0.7,
        "lines.linewidth": 1.9,
        "lines.markersize": 5.5,
        "legend.frameon": False,
        "hatch.linewidth": 0.6,
        "figure.dpi": 110,
        "figure.titlesize": 11.5,
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.h_pad": 0.08,
    }


def strong() -> dict[str, Any]:
    """How headlines and names stand out, in the style that is in force. matplotlib complains when
    a family in the list lacks the weight that is asked for, and Hangul has another than Latin."""
    fonts = mpl.rcParams["font.family"]
    if fonts[0] == KOREAN_FONT:
        return {"fontfamily": KOREAN_FONT, "fontweight": 600}
    return {"fontweight": "normal" if KOREAN_FONT in fonts else "bold"}


def has_korean_font() -> bool:
    """Whether matplotlib can draw Hangul; takes notice of a font installed since it last looked."""
    if any(font.name == KOREAN_FONT for font in font_manager.fontManager.ttflist):
        return True
    found = [f for f in font_manager.findSystemFonts() if Path(f).stem.startswith(KOREAN_FONT)]
    for file in sorted(found):
        font_manager.fontManager.addfont(file)
    return any(font.name == KOREAN_FONT for font in font_manager.fontManager.ttflist)


def new_figure(*shape: int, **options: Any) -> tuple[StudyFigure, Any]:
    """Axes of a figure that pyplot forgets at once: a notebook shows what is returned, once."""
    figure, axes = plt.subplots(*shape, FigureClass=StudyFigure, **options)
    figure.data = pd.DataFrame()
    plt.close(figure)
    return figure, axes


def new_mosaic(names: list[Any], **options: Any) -> tuple[StudyFigure, Any]:
    """Like `new_figure`, with axes by name (rows of names), some over several places."""
    figure, axes = plt.subplot_mosaic(names, FigureClass=StudyFigure, **options)
    assert isinstance(figure, StudyFigure)
    figure.data = pd.DataFrame()
    plt.close(figure)
    return figure, axes


def arm_style(study: Study, arm: str) -> dict[str, Any]:
    """Colour, line style and marker of an arm, the same in every figure."""
    place = places_of_arms(study.arms, study.reference)[arm]
    return {
        "color": colour_at(place),
        "linestyle": form_at(place, DASHES),
        "marker": form_at(place, MARKERS),
    }
