"""The same persons in two worlds: how many are in another type because of the policy."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd

from resettle.errors import StudyError
from resettle.figures.parts import headline, note
from resettle.figures.ribbons import draw_flows
from resettle.figures.style import StudyFigure, figure_style, new_figure, strong
from resettle.figures.words import Words, wrap
from resettle.statistics import mean
from resettle.study import Study
from resettle.study_file import SMALLEST_CELL


def flows(study: Study, arm: str, *, language: str = "en") -> StudyFigure:
    """Where the same persons are in the end month: in the reference (left), in the arm (right).

    Persons, mean over replicates or draws, from the twins table; a type with fewer than 20 simulated persons
    gets no number, a flow of fewer than 20 is not drawn and not in the data.
    Errors: StudyError for an unknown arm.
    """
    if study.check_arm(arm) == study.reference:
        raise StudyError(f"'{arm}' is the reference itself; choose one of the other arms.")
    words = Words(study, language)
    table = mean(study.twins.sel(arm=arm).isel(month=-1))
    counts = table.values.copy()
    counts[-1, -1] = 0.0  # in neither world counted
    types = [str(name) for name in table["reference_type"].values]
    scale = float(study.provenance.get("scale", 1.0))
    end: Any = table["month"].values
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=(8.4, 5.8))
        figure.data = _as_table(counts, types, scale).assign(
            arm=arm, month=pd.Timestamp(end).strftime("%Y-%m")
        )
        small = draw_flows(axes, counts, types, words, scale)
        for x, name in ((0, study.reference), (1, arm)):
            label, place = wrap(words.arm(name), 34), axes.get_xaxis_transform()
            axes.text(x, 1.02, label, ha="center", va="bottom", **strong(), transform=place)
        axes.set_title(words("flows.subtitle", month=words.month(end)), pad=40)
        headline(figure, _finding(words, arm, counts, end))
        sentences = [words("flows.note")]
        if small:
            sentences.append(words("flows.small", smallest=SMALLEST_CELL))
        note(figure, sentences)
    return figure


def _finding(words: Words, arm: str, counts: np.ndarray, end: np.datetime64) -> str:
    moved = counts.sum() - np.trace(counts)
    names = {"arm": words.quoted(arm), "reference": words.reference(), "month": words.month(end)}
    if moved < SMALLEST_CELL:
        return words("flows.few", smallest=SMALLEST_CELL, **names)
    return words("flows.moved", share=f"{100 * moved / max(counts.sum(), 1.0):.1f}", **names)


def _as_table(counts: np.ndarray, types: list[str], scale: float) -> pd.DataFrame:
    """Persons by both types; missing where fewer than 20 simulated persons stand behind it."""
    rows = [
        (before, now, counts[i, j] / scale if counts[i, j] >= SMALLEST_CELL else np.nan)
        for i, before in enumerate(types)
        for j, now in enumerate(types)
    ]
    return pd.DataFrame(rows, columns=["reference_type", "arm_type", "persons"])
