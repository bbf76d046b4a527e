"""One simulated person, month by month, under every arm."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from resettle.colours import TYPE_COLOURS
from resettle.figures.parts import headline, mark_policy_start, note, panels_over_legend
from resettle.figures.style import (
    TYPE_HATCHES,
    StudyFigure,
    figure_style,
)
from resettle.figures.words import Words, wrap
from resettle.study import TYPES, Study

# Darker means more work; hatches for what is no work but no idleness either.
WORK = {
    "facility": ("#FFFFFF", "..."),
    "school": ("#FFFFFF", "///"),
    "not_employed": ("#FFFFFF", ""),
    "training": ("#DDDDDD", "///"),
    "temporary": ("#BBBBBB", ""),
    "regular": ("#777777", ""),
    "self_employed": ("#333333", ""),
}
DAYS_OF_A_MONTH = 31  # a month is drawn up to the next


def life_line(
    study: Study,
    person: int,
    replicate: int = 0,
    arms: Sequence[str] | None = None,
    *,
    language: str = "en",
) -> StudyFigure:
    """Types of adjustment and work of one simulated person by month, one lane for each arm.

    person: number in order of arrival, as in /persons; arms: default all. The person is simulated
    and stands for nobody; one pair of lives is no effect of a policy. The program lives the life
    again (`study.life`), which takes some seconds for each arm.
    Errors: StudyError for unknown arms; ProgramError if there is no such person or replicate.
    """
    chosen = [study.check_arm(arm) for arm in (arms or study.arms)]
    words = Words(study, language)
    life = study.life(person, replicate, [arm for arm in chosen if arm != study.reference])
    life = life[life["arm"].isin(chosen)]
    with mpl.rc_context(figure_style(words)):
        figure, (axes,), room = panels_over_legend(1, 1, (9.4, 2.6 + 0.8 * len(chosen)), 4)
        for row, arm in enumerate(chosen):
            lane = life[life["arm"] == arm]
            _bars(axes, lane, "adjustment_type", row - 0.2, _type_looks())
            _bars(axes, lane, "labour_state", row + 0.2, WORK)
        axes.set_ylim(len(chosen) - 0.5, -0.5)
        axes.set_yticks(range(len(chosen)), [wrap(words.arm_in_legend(a), 26) for a in chosen])
        axes.tick_params(axis="y", length=0)
        axes.xaxis_date()
        axes.xaxis.set_major_locator(mdates.AutoDateLocator(maxticks=9))
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(axes.xaxis.get_major_locator()))
        axes.grid(axis="y", visible=False)
        axes.set_xlabel(words("month_axis"))
        mark_policy_start(axes, words, label=False)
        _legends(room, words, life)
        figure.data = life.assign(month=life["month"].dt.strftime("%Y-%m"))
        headline(figure, _finding(words, life, chosen))
        note(figure, [_who(words, life.attrs), words("life.note")])
    return figure


def _type_looks() -> dict[str, tuple[str, str]]:
    looks = {name: (TYPE_COLOURS[name], TYPE_HATCHES[name]) for name in TYPES}
    return {**looks, "not counted": ("#FFFFFF", "")}


def _bars(axes: Axes, lane: pd.DataFrame, column: str, y: float, looks: dict[str, tuple[str, str]]) -> None:
    """Spells of one state as bars from their first month to the end of their last."""
    state, month = lane[column].to_numpy(), lane["month"].to_numpy()
    if not len(state):
        return
    follows = np.diff(month) <= np.timedelta64(DAYS_OF_A_MONTH, "D")
    breaks = np.flatnonzero((state[1:] != state[:-1]) | ~follows) + 1
    for spell in np.split(np.arange(len(state)), breaks):
        first = month[spell[0]]
        end = month[spell[-1]] + np.timedelta64(DAYS_OF_A_MONTH, "D")
        colour, hatch = looks[str(state[spell[0]])]
        axes.barh(
            y, mdates.date2num(end) - mdates.date2num(first), left=mdates.date2num(first),
            height=0.34, color=colour, hatch=hatch, edgecolor="black", linewidth=0.3,
        )  # fmt: skip


def _legends(room: Axes, words: Words, life: pd.DataFrame) -> None:
    """What the upper lane (type) and the lower lane (work) show."""
    for column, group, looks, height in (
        ("adjustment_type", "types", _type_looks(), 1.0),
        ("labour_state", "labour_states", WORK, 0.45),
    ):
        seen = [name for name in looks if (life[column] == name).any()]
        handles = [
            Patch(
                facecolor=looks[name][0], hatch=looks[name][1], edgecolor="black", linewidth=0.3,
                label=words.term(group, name),
            )
            for name in seen
        ]  # fmt: skip
        legend = room.legend(
            handles=handles, title=words(f"life.{column}"), title_fontsize=9, fontsize=9,
            alignment="left", ncols=len(seen), loc="upper left", bbox_to_anchor=(-0.2, height),
            handlelength=1.6, columnspacing=1.2, borderaxespad=0,
        )  # fmt: skip
        room.add_artist(legend)


def _finding(words: Words, life: pd.DataFrame, arms: list[str]) -> str:
    integrated = life[life["adjustment_type"] == "integration"]["arm"].value_counts()
    months = [int(integrated.get(arm, 0)) for arm in arms]
    if min(months) == max(months):
        return words("life.same", months=months[0])
    return words("life.finding", least=min(months), most=max(months))


def _who(words: Words, person: dict[str, object]) -> str:
    return words(
        "life.who", person=person["person"], replicate=person["replicate"],
        sex=words(f"life.{person['sex']}"),
        age=person["age_at_arrival"], month=words.month(person["arrival_month"]),
    )  # fmt: skip
