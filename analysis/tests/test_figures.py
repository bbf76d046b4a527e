"""Every figure: titles, units, one line or panel for each arm, and rendering without a warning."""

import io
import warnings

import h5py
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import PathPatch

from resettle import figures
from conftest import write_study
from resettle.study import SUPPRESSED, StudyError, open_study

FIGURES = {
    "types": lambda study: figures.types_over_time(study),
    "difference": lambda study: figures.difference(study, "share_integration"),
    "wage": lambda study: figures.difference(study, "wage_mean", "sex=woman"),
    "flows": lambda study: figures.flows(study, "mentoring"),
    "who_gains": lambda study: figures.subgroup_forest(study, "employment_rate"),
    "cost": lambda study: figures.budget_by_year(study),
}
UNITS = {"types": "%", "difference": "percentage points", "wage": "KRW a month",
         "flows": "Persons", "who_gains": "percentage points", "cost": "KRW a year"}  # fmt: skip


def words(figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(plt.Text))


def render(figure) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(io.BytesIO(), format="png")


@pytest.mark.parametrize("name", FIGURES)
def test_figure_says_what_it_shows_in_which_unit(study, name):
    figure = FIGURES[name](study)
    render(figure)
    title = figure.get_suptitle() or figure.axes[0].get_title(loc="left")
    assert len(title) > 10
    assert all(axes.get_ylabel() for axes in figure.axes[:1])
    assert name == "flows" or all(axes.get_xlabel() for axes in figure.axes)
    assert UNITS[name] in words(figure)
    assert figure.get_constrained_layout()
    assert not plt.get_fignums(), "the figure must be shown once, by whoever asked for it"


def named_lines(figure):
    return [line for line in figure.axes[0].lines if not line.get_label().startswith("_")]


def test_types_differ_without_colour(study):
    lines = named_lines(figures.types_over_time(study))
    assert len(lines) == 4
    assert len({str(line._dash_pattern) for line in lines}) == 4


def test_types_are_drawn_in_percent(study):
    line = named_lines(figures.types_over_time(study))[0]
    share = study.indicator("share_integration").sel(arm="today").isel(month=-1)
    assert line.get_ydata()[-1] == pytest.approx(100 * float(share.mean()))


def test_difference_has_a_line_and_a_band_for_every_other_arm(study):
    figure = figures.difference(study, "share_integration")
    assert [line.get_label() for line in named_lines(figure)] == [
        "Longer wage subsidy",
        "Mentors for newcomers",
    ]
    assert len(figure.axes[0].collections) == 2
    assert "policy start, Jan 2024" in words(figure)


def test_difference_is_drawn_in_percentage_points(study):
    line = named_lines(figures.difference(study, "share_integration"))[0]
    mean = study.paired_difference("share_integration").sel(arm="wage_subsidy").mean("replicate")
    assert line.get_ydata()[-1] == pytest.approx(100 * float(mean[-1]))


def test_only_shares_and_rates_are_shown_in_percent(study):
    assert "no unit" in words(figures.difference(study, "south_skill_mean"))
    assert "(SD)" in words(figures.difference(study, "distress_mean"))
    assert "percentage points" in words(figures.difference(study, "employment_rate"))


def test_cost_has_a_line_for_every_arm_and_whole_years(study):
    lines = named_lines(figures.budget_by_year(study))
    assert len(lines) == 3
    assert lines[0].get_xdata().tolist() == [2023, 2024, 2025]
    yearly = study.programme_cost(discount_rate=0).sel(arm="today")
    yearly = yearly.groupby("month.year").sum().mean("replicate")
    assert lines[0].get_ydata() == pytest.approx(yearly.values / 1e6)


def test_who_gains_has_a_panel_for_every_other_arm(study):
    figure = figures.subgroup_forest(study, "employment_rate")
    assert len(figure.axes) == 2
    assert "sex: woman" in words(figure)


def test_suppressed_cells_are_named(tmp_path):
    path = write_study(tmp_path / "study.h5")
    with h5py.File(path, "a") as file:
        file["aggregates/employment_rate"][:, :, :, 4] = np.nan
        file["aggregates/employment_rate"][:, :, 5, 0] = np.nan
    with open_study(path) as study:
        for figure in (
            figures.subgroup_forest(study, "employment_rate"),
            figures.difference(study, "employment_rate"),
        ):
            render(figure)
            assert SUPPRESSED in words(figure)


def test_flows_hide_small_groups_and_keep_the_others(tmp_path):
    path = write_study(tmp_path / "study.h5")
    with h5py.File(path, "a") as file:
        persons = np.zeros((5, 5), "int32")
        persons[0, 0], persons[1, 1], persons[3, 0], persons[3, 3], persons[4, 4] = (
            19,
            7,
            20,
            80,
            999,
        )
        file["twins/persons"][2, :, -1] = persons
    with open_study(path) as study:
        figure = figures.flows(study, "mentoring")
    text = words(figure)
    assert "Integration fewer than 20" in text  # the reference: 19
    assert "Integration 39" in text  # the arm: 19 + 20
    assert "Marginality 100" in text
    assert "Marginality 80" in text
    assert "Isolation fewer than 20" in text
    assert "Not counted" not in text  # counted in neither world
    assert "Flows of fewer than 20 simulated persons are not drawn" in text
    assert len([p for p in figure.axes[0].patches if isinstance(p, PathPatch)]) == 2


def test_flows_need_another_arm(study):
    with pytest.raises(StudyError, match="reference itself"):
        figures.flows(study, "today")


def test_one_replicate_and_incomplete_years(tmp_path):
    with open_study(write_study(tmp_path / "one.h5", replicates=1, months=30)) as study:
        for draw in FIGURES.values():
            render(draw(study))
        assert "One replicate: no bands" in words(figures.types_over_time(study))
        assert "Open markers" in words(figures.budget_by_year(study))
