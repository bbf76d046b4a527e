"""Every figure in both languages: headline, units, data, arms that differ without colour."""

import functools
import io
import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from made_up_study import write_study
from matplotlib.patches import PathPatch
from study_files import changed

import resettle
from resettle import StudyError, figures
from resettle.figures import style

FIGURES = {
    "types": lambda study, **o: figures.types_over_time(study, **o),
    "difference": lambda study, **o: figures.difference(study, **o),
    "wage": lambda study, **o: figures.difference(study, "wage_mean", "sex=woman", **o),
    "flows": lambda study, **o: figures.flows(study, "mentoring", **o),
    "forest": lambda study, **o: figures.subgroup_forest(study, "employment_rate", **o),
    "plane": lambda study, **o: figures.cost_effectiveness_plane(study, 1e6, **o),
    "budget": lambda study, **o: figures.budget_by_year(study, **o),
    "network": lambda study, **o: figures.network_of_ties(study, **o),
    "trust": lambda study, **o: figures.ngo_trust_over_time(study, **o),
}
UNITS = {"types": "%", "difference": "percentage points", "wage": "KRW a month",
         "flows": "mean over replicates", "forest": "percentage points", "plane": "KRW",
         "budget": "KRW a year", "network": "ties", "trust": "0 to 1"}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(study_path):
    """Every figure once in each language, drawn to the last letter."""
    with resettle.open(study_path) as study:

        @functools.cache
        def draw(name: str, language: str = "en"):
            figure = FIGURES[name](study, language=language)
            figure.draw_without_rendering()
            return figure

        yield draw


def words(figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(plt.Text))


def named_lines(axes):
    return [line for line in axes.lines if not line.get_label().startswith("_")]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_headline_units_a_note_and_its_data(drawn, name):
    figure = drawn(name)
    assert len(figure.get_suptitle()) > 20
    assert len(figure.get_supxlabel()) > 20
    assert UNITS[name] in words(figure)
    assert len(figure.data) > 0
    assert figure.get_constrained_layout()
    assert not plt.get_fignums(), "the figure must be shown once, by whoever asked for it"


@pytest.mark.parametrize("name", FIGURES)
def test_a_korean_figure_is_korean_throughout(drawn, name):
    figure = drawn(name, "ko")
    assert "가" <= re.sub(r"[^가-힣]", "", figure.get_suptitle())[0] <= "힣"
    labels = {"Today's rules", "Longer wage subsidy", "Mentors for newcomers"}  # the author's own
    text = words(figure)
    for label in labels:
        text = text.replace(label, "")
    left = set(re.findall(r"[A-Za-z]{3,}", text)) - {"KRW", "PTSD"}
    assert not left, f"English words in a Korean figure: {left}"
    assert figure.data.equals(drawn(name).data)


def test_korean_figures_are_drawn_where_the_style_no_longer_holds(study, caplog):
    figure = figures.difference(study, "distress_mean", language="ko")
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")  # as a notebook does
    assert any(tick.get_text().startswith("\N{MINUS SIGN}") for tick in figure.axes[0].get_yticklabels())
    assert "Failed to find font" not in caplog.text


def test_korean_needs_its_font(study, monkeypatch):
    monkeypatch.setattr(style, "has_korean_font", lambda: False)
    with pytest.raises(StudyError, match="fonts-nanum"):
        figures.types_over_time(study, language="ko")


def test_other_languages_are_refused(study):
    with pytest.raises(StudyError, match="use en or ko"):
        figures.types_over_time(study, language="fr")


def test_types_differ_without_colour_and_are_in_percent(drawn, study):
    lines = named_lines(drawn("types").axes[0])
    assert len(lines) == len({str(line._dash_pattern) for line in lines}) == 4
    share = study.indicator("share_integration").sel(arm="today").isel(month=-1)
    assert lines[0].get_ydata()[-1] == pytest.approx(100 * float(share.mean()))


def test_difference_has_a_line_and_a_band_for_every_other_arm(drawn, study):
    axes = drawn("difference").axes[0]
    lines = named_lines(axes)
    assert [line.get_label() for line in lines] == ["Longer wage subsidy", "Mentors for newcomers"]
    assert len(axes.collections) == 2
    assert len({line.get_marker() for line in lines}) == 2
    assert "policies begin, Jan 2024" in words(drawn("difference"))
    mean = study.paired_difference("share_integration").sel(arm="wage_subsidy").mean("replicate")
    assert lines[0].get_ydata()[-1] == pytest.approx(100 * float(mean[-1]))
    data = drawn("difference").data
    kept = data[(data["arm"] == "wage_subsidy") & (data["month"] == "2025-12")]["mean"].item()
    assert kept == pytest.approx(float(mean[-1]))


def test_headline_follows_the_evidence(tmp_path):
    path = write_study(tmp_path / "study.h5", months=26, persons=60)
    with changed(path) as file:
        rate = file["aggregates/employment_rate"]
        rate[...] = 0.5
        rate[1, :, 14:, 0] = (0.5 + np.array([0.1, 0.11, 0.12, 0.13]))[:, None]
        rate[2, :, 14:, 0] = (0.5 + np.array([-0.1, 0.1, -0.1, 0.1]))[:, None]
    with resettle.open(path) as study:
        title = figures.difference(study, "employment_rate").get_suptitle().replace("\n", " ")
    assert title == (
        "Employment rate: interval above zero under “Longer wage subsidy”; "
        "interval holds zero under “Mentors for newcomers”"
    )


def test_only_shares_and_rates_are_shown_in_percent(study):
    assert "no unit" in words(figures.difference(study, "south_skill_mean"))
    assert "(SD)" in words(figures.difference(study, "distress_mean"))


def test_budget_has_whole_years_and_what_arms_cost_more(drawn, study):
    level, extra = drawn("budget").axes[:2]
    assert len(named_lines(level)) == 3
    assert len(named_lines(extra)) == 2
    assert named_lines(level)[0].get_xdata().tolist() == [2023, 2024, 2025]
    yearly = study.programme_cost(discount_rate=0).groupby("month.year").sum().mean("replicate")
    assert named_lines(level)[0].get_ydata() == pytest.approx(yearly.sel(arm="today").values / 1e6)
    title = drawn("budget").get_suptitle()
    more = (yearly.sel(arm="wage_subsidy") - yearly.sel(arm="today"))[1:].mean() / 1e6
    assert f"{float(more):.0f} million KRW" in title.replace("\n", " ")


def test_the_cheapest_arm_is_one_of_those_with_a_clear_cost(tmp_path):
    path = write_study(tmp_path / "study.h5", replicates=6, months=26)
    with changed(path) as file:
        twins, amount = file["twins/persons"], file["ledger/amount"]
        twins[...] = 0
        amount[...] = 0
        for arm, gained in ((1, 40), (2, 20)):
            twins[arm, :, -1, 1, 0] = gained
            amount[arm, :, -1, 0] = 1_000_000 * gained * arm + np.arange(6)
    with resettle.open(path) as study:
        title = figures.cost_effectiveness_plane(study).get_suptitle().replace("\n", " ")
    assert title.startswith("Of the arms whose intervals of gain and extra cost lie above zero, the lowest")
    assert "Longer wage subsidy" in title


def test_dollar_signs_in_a_label_are_no_formula(tmp_path):
    path = write_study(tmp_path / "study.h5", months=26, persons=60)
    with changed(path) as file:
        file["aggregates/arm_label"][1] = r"From $\frac to $100"
    with resettle.open(path) as study:
        figures.difference(study).draw_without_rendering()


def test_plane_shows_every_replicate_and_the_worth_of_a_month(drawn, study):
    axes = drawn("plane").axes[0]
    dots = axes.collections
    assert len(dots) == 2
    gains = study.integrated_person_months_gained().sel(arm="wage_subsidy")
    assert dots[0].get_offsets()[:, 0].tolist() == pytest.approx(gains.values.tolist())
    assert "a month costs 1 million KRW" in words(drawn("plane"))
    with pytest.raises(StudyError, match="above 0"):
        figures.cost_effectiveness_plane(study, worth_krw=0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_acceptability_says_who_is_best_from_which_worth_on(study, comparison, language):
    figure = figures.acceptability_curve(study, comparison, language=language)
    figure.draw_without_rendering()
    assert len(named_lines(figure.axes[0])) == 3
    assert named_lines(figure.axes[0])[-1].get_ydata().tolist() == [0, 75, 100]
    title = figure.get_suptitle().replace("\n", " ")
    assert ("1 million KRW" if language == "en" else "100만 원") in title
    assert title.index("Today's rules") < title.index("Mentors for newcomers")
    assert len(figure.data) == 9


@pytest.mark.parametrize("language", ["en", "ko"])
def test_life_line_has_a_lane_for_each_arm(study, fake_program, language):
    def months(types, work):
        return [{"month": f"2024-{m:02}", "adjustment_type": t, "labour_state": w,
                 "monthly_wage_krw": 0, "assets_krw": 0, "distress": 0.1, "coethnic_ties": 1,
                 "host_ties": 0} for m, (t, w) in enumerate(zip(types, work, strict=True), 1)]  # fmt: skip

    law = months(["marginality"] * 3, ["facility", "not_employed", "training"])
    life = {"background": {"sex": "woman", "age_at_arrival": 30, "arrival_month": "2024-01"},
            "arms": [{"arm": "today", "months": law},
                     {"arm": "ARM", "months": months(["marginality", "integration", "integration"],
                                                     ["facility", "temporary", "temporary"])}]}  # fmt: skip
    fake_program(f"""echo '{json.dumps(life)}' | sed "s/ARM/$9/" """)
    figure = figures.life_line(study, 3, language=language)
    figure.draw_without_rendering()
    bars = figure.axes[0].patches
    assert len(bars) == 1 + 3 + 2 * (2 + 2)  # spells of type and of work in each lane
    assert figure.data["arm"].unique().tolist() == ["today", "wage_subsidy", "mentoring"]
    expected = "0 to 2 months" if language == "en" else "0–2개월"
    assert expected in figure.get_suptitle()


def test_trust_goes_by_its_own_change_and_by_paired_differences(drawn):
    title = drawn("trust").get_suptitle().replace("\n", " ")
    assert "interval above zero under “Longer wage subsidy”" in title
    assert "interval holds zero under “Mentors for newcomers”" in title
    assert drawn("trust").data["month"].min() == "2023-02"  # no organisation before


def test_forest_has_a_panel_for_every_other_arm(drawn):
    assert len(drawn("forest").axes) == 2
    assert "women" in words(drawn("forest"))


def test_suppressed_cells_are_named(tmp_path):
    path = write_study(tmp_path / "study.h5", months=24, persons=60)
    with changed(path) as file:
        file["aggregates/employment_rate"][:, :, :, 4] = np.nan
        file["aggregates/employment_rate"][:, :, 15, 0] = np.nan
    with resettle.open(path) as study:
        for draw in (figures.subgroup_forest, figures.difference):
            assert "suppressed (fewer than 20 persons)" in words(draw(study, "employment_rate"))


def test_flows_hide_small_groups_and_keep_the_others(tmp_path):
    path = write_study(tmp_path / "study.h5", months=24)
    with changed(path) as file:
        persons = np.zeros((5, 5), "int32")
        persons[0, 0], persons[1, 1], persons[3, 0], persons[3, 3] = 19, 7, 20, 80
        persons[4, 4] = 999
        file["twins/persons"][2, :, -1] = persons
    with resettle.open(path) as study:
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
    assert sorted(figure.data["persons"].dropna()) == [20, 80]


def test_no_total_gives_a_hidden_flow_away(tmp_path):
    path = write_study(tmp_path / "study.h5", months=24)
    with changed(path) as file:
        persons = np.full((5, 5), 30, "int32")
        persons[3, 2] = 7  # less the four flows that are shown, the total of either type is this
        file["twins/persons"][2, :, -1] = persons
    with resettle.open(path) as study:
        text = words(figures.flows(study, "mentoring"))
    assert "127" not in text
    assert text.count("Marginality 150") == text.count("Acculturation 150") == 1
    assert text.count("Integration 150") == 2
    assert "a type with exactly one such flow gets no number" in text


def test_flows_need_another_arm(study):
    with pytest.raises(StudyError, match="reference itself"):
        figures.flows(study, "today")


def test_one_replicate_and_incomplete_years(tmp_path):
    path = write_study(tmp_path / "one.h5", replicates=1, months=30, persons=60)
    with resettle.open(path) as study:
        for draw in FIGURES.values():
            draw(study).draw_without_rendering()
        assert "Too few replicates: no intervals" in words(figures.types_over_time(study))
        assert "too few replicates to tell a difference from chance" in words(figures.difference(study))
        assert "Open markers" in words(figures.budget_by_year(study))


@pytest.mark.filterwarnings("error")
def test_a_study_without_a_december_says_so(tmp_path):
    path = write_study(tmp_path / "short.h5", months=10)
    for kept in (True, False):
        with changed(path) as file:
            if not kept:
                del file["network"]
        with resettle.open(path) as study:
            for language in ("en", "ko"):
                figure = figures.network_of_ties(study, language=language)
                figure.draw_without_rendering()
            assert "12월이 없음" in figure.get_suptitle()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_but_suppressed_cells_is_told_in_a_sentence(tmp_path, comparison, language):
    path = write_study(tmp_path / "few.h5", months=26, persons=15)
    comparison.raw["tables"]["acceptability"]["rows"] = []
    drawings = [
        lambda study: figures.types_over_time(study, language=language),
        lambda study: figures.difference(study, language=language),
        lambda study: figures.subgroup_forest(study, language=language),
        lambda study: figures.acceptability_curve(study, comparison, language=language),
        lambda study: figures.flows(study, "mentoring", language=language),
        lambda study: figures.cost_effectiveness_plane(study, language=language),
    ]
    with resettle.open(path) as study:
        titles = [draw(study) for draw in drawings]
        for figure in titles:
            figure.draw_without_rendering()
            assert "nan" not in words(figure)
    for figure in titles[1:4]:
        assert "20" in figure.get_suptitle()


def test_a_label_with_a_line_below_at_its_start_is_in_the_legend(tmp_path):
    path = write_study(tmp_path / "study.h5", months=14, persons=60)
    with changed(path) as file:
        file["aggregates/arm_label"][1:] = ["_one", "_two"]
    with resettle.open(path) as study:
        legend = figures.difference(study).axes[0].get_legend()
        assert [text.get_text().strip() for text in legend.get_texts()] == ["_one", "_two"]
