"""An arm has one name, one colour and one kind of line, in the figures of notebooks and in those of the
report, in either language; and both show the same arms."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from made_up_study import ARMS, LABELS, write_study
from report_sections import Arm, comparison
from study_files import changed

import resettle
from resettle import Comparison, Study, figures
from resettle.figures.style import STROKE
from resettle.figures.words import Words as FigureWords
from resettle.report.answer import Answer
from resettle.report.figures_economics import EconomicFigures
from resettle.report.figures_effects import EffectFigures
from resettle.report.inputs import read_arms
from resettle.report.source import YearlyMeans
from resettle.report.tables import Tables
from resettle.report.words import Words

LANGUAGES = ["en", "ko"]
LIBRARY = "Wage subsidy kept after 2014"
OWN = {"en": "Mentors for newcomers", "ko": "신규 입국자 멘토"}
TOLD = {
    "en": {"today": LABELS[0], "wage_subsidy": LIBRARY, "mentoring": OWN["en"]},
    "ko": {
        "today": LABELS[0], "wage_subsidy": "2014년 이후에도 고용지원금 유지", "mentoring": OWN["ko"],
    },
}  # fmt: skip
WRITTEN = f"""
study: everywhere
arms:
  today: {{label: "{LABELS[0]}"}}
  wage_subsidy: {{label: {LIBRARY}}}
  mentoring: {{label: {{en: {OWN["en"]}, ko: {OWN["ko"]}}}}}
"""
SHARES = {"today": [1, 0.25, 0, 0], "wage_subsidy": [0, 0, 0, 0.25], "mentoring": [0, 0.75, 1, 0.75]}


@pytest.fixture
def bilingual(tmp_path: Path) -> Study:
    path = write_study(tmp_path / "study.h5", months=26, persons=60)
    with changed(path) as file:
        file["aggregates/arm_label"][1] = LIBRARY
        file["provenance/study"][()] = WRITTEN
    return resettle.open(path)


def told_by_the_program(*shown: str) -> Comparison:
    """With the labels that the study gives, and the curves of these arms."""
    arms = [Arm("wage_subsidy", LIBRARY), Arm("mentoring", OWN["en"])]
    worth = [
        {"arm": arm, "worth": krw, "share_best": share, "best_on_average": share > 0.5}
        for arm in shown or ARMS
        for krw, share in zip((0, 1e6, 2e6, 9e7), SHARES[arm], strict=True)
    ]
    told = comparison(*arms, reference="today", reference_label=LABELS[0], acceptability=worth)
    told.raw["arms"][2]["labels"] = OWN
    return told


def report_tables(study: Study, told: Comparison, language: str) -> Tables:
    words = Words(language)
    mine = told.in_language(language)
    return Tables(mine, words, Answer(mine, words), {}, study.arms)


def in_report(study: Study, told: Comparison, language: str) -> dict[str, Any]:
    """Label -> colour, lengths of strokes, curve."""
    tables = report_tables(study, told, language)
    figure = EconomicFigures(tables.comparison, tables.words, tables).acceptability()
    assert figure is not None
    encoding = figure.spec["layer"][0]["encoding"]
    scales = {channel: encoding[channel]["scale"] for channel in ("color", "strokeDash")}
    looks = {
        channel: dict(zip(scale["domain"], scale["range"], strict=True))
        for channel, scale in scales.items()
    }
    return {
        label: (
            colour, tuple(looks["strokeDash"][label]),
            [row["probability"] for row in figure.rows if row["arm_label"] == label],
        )
        for label, colour in looks["color"].items()
    }  # fmt: skip


def in_notebook(study: Study, told: Comparison, language: str) -> dict[str, Any]:
    axes = figures.acceptability_curve(study, told, language=language).axes[0]
    found = {}
    for line in axes.lines:
        _, lengths = line._unscaled_dash_pattern
        strokes = tuple(round(STROKE * length) for length in lengths) if lengths else (1, 0)
        shares = [share / 100 for share in line.get_ydata().tolist()]
        assert line.get_xdata().tolist() == [0, 1, 2, 3]  # set evenly, whatever the amounts
        found[line.get_label().replace("\n", " ")] = (line.get_color(), strokes, shares)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", [ARMS, ARMS[::-1], ARMS[2:]])
def test_curves_are_the_same_in_a_notebook_and_in_the_report(bilingual, shown, language) -> None:
    """Whichever arms a figure shows, and in which order."""
    told = told_by_the_program(*shown)
    expected = in_report(bilingual, told, language)
    assert in_notebook(bilingual, told, language) == expected
    labels = [TOLD[language][arm] for arm in shown]
    assert [label.removesuffix(" (reference)").removesuffix(" (기준)") for label in expected] == labels
    assert len({look[:2] for look in expected.values()}) == len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_the_same_in_figures_tables_and_the_report(bilingual, language: str) -> None:
    told = told_by_the_program()
    tables = report_tables(bilingual, told, language)
    words = FigureWords(bilingual, language)
    assert {arm: tables.arm(arm).text for arm in ARMS} == TOLD[language]
    assert {arm: words.label(arm) for arm in ARMS} == TOLD[language]
    assert told.in_language(language).labels == TOLD[language]
    frame = told.in_language(language).horizon
    assert set(zip(frame["arm"], frame["label"], strict=True)) == set(list(TOLD[language].items())[1:])


def test_an_author_s_own_words_come_first_then_the_catalogue_then_what_is_written() -> None:
    told = told_by_the_program()
    asked = {"en": "Who helps most?", "ko": "무엇이 가장 도움이 되는가?"}
    told.raw |= {"intent": asked["en"], "intents": asked, "reference_labels": {"ko": "오늘의 법"}}
    told.raw["arms"][1]["labels"] = {"ko": "2014년 뒤의 지원금"}  # of the library, but with its own words
    korean, english = told.in_language("ko"), told.in_language("en")
    assert (korean.raw["intent"], english.raw["intent"]) == (asked["ko"], asked["en"])
    assert (korean.raw["reference_label"], english.raw["reference_label"]) == ("오늘의 법", LABELS[0])
    assert (korean.labels["wage_subsidy"], english.labels["wage_subsidy"]) == ("2014년 뒤의 지원금", LIBRARY)
    del told.raw["intents"], told.raw["reference_labels"], told.raw["arms"][1]["labels"]
    assert told.in_language("ko").labels["wage_subsidy"] == TOLD["ko"]["wage_subsidy"]
    assert told.in_language("ko").raw["intent"] == asked["en"]
    assert Answer(korean, Words("ko")).question().text == asked["ko"]


def test_an_intent_in_two_languages_is_told_in_one() -> None:
    scenario = "intent: {en: Help., ko: 돕기.}\npolicies: {}\n"
    for language, expected in (("en", "Help."), ("ko", "돕기."), ("fr", "Help.")):
        (arm,) = read_arms({"a": scenario}, "a", language)
        assert arm.intent == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_arm_that_never_acts_is_left_out_and_named_by_both(bilingual, language: str) -> None:
    with changed(bilingual.path) as file:
        cells = file["verification/cell_sha256"]
        cells[1] = cells[0]
    with resettle.open(bilingual.path) as study:
        assert study.never_acting == ["wage_subsidy"]
        assert study.compared == ["mentoring"]
        told = comparison(Arm("mentoring", OWN["en"]), never_act=["wage_subsidy"], reference="today")
        told.raw["arms"][1]["labels"] = OWN
        label = TOLD[language]["mentoring"]
        gone = TOLD[language]["wage_subsidy"]
        for draw in (figures.difference, figures.budget_by_year, figures.subgroup_forest,
                     figures.cost_effectiveness_plane, figures.ngo_trust_over_time):  # fmt: skip
            figure = draw(study, language=language)
            drawn = [line.get_label() for axes in figure.axes for line in axes.lines]
            assert not [one for one in drawn if gone in one]
            assert gone in figure.get_supxlabel().replace("\n", " ")
        means = YearlyMeans([2023, 2024], *[study.aggregates["deaths"].values[:, :2, :1, 0] * 1.0] * 4)
        tables = report_tables(study, told, language)
        source = SimpleNamespace(
            comparison=tables.comparison, arms=["today", "mentoring"], subgroups=["all"],
            yearly_means=lambda _: means, indicators={"employment_rate": {"label": "", "unit": "share"}},
        )  # fmt: skip
        of_report = EffectFigures(source, tables.words, tables).difference()
        assert {row["arm_label"] for row in of_report.rows} == {label}
        assert [option.label for option in of_report.choices[-1].options] == [label]


def test_arms_that_are_the_same_share_first_place_and_a_single_amount_has_no_curve(study) -> None:
    told = told_by_the_program()
    told.raw["arms"][2]["same_as"] = "wage_subsidy"
    note = figures.acceptability_curve(study, told).get_supxlabel().replace("\n", " ")
    assert "“Longer wage subsidy” and “Mentors for newcomers” are the same in every result" in note
    rows = told.raw["tables"]["acceptability"]["rows"]
    told.raw["tables"]["acceptability"]["rows"] = [row for row in rows if row["worth"] == 0]
    for language, expected in (("en", "no curve"), ("ko", "곡선 없음")):
        assert expected in figures.acceptability_curve(study, told, language=language).get_suptitle()
