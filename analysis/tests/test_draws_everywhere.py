"""Reports, figures and exports of a study with draws say what its intervals are."""

from __future__ import annotations

import re
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from drawn_study import DRAWS, EACH, needs_program
from page_texts import texts_of
from report_sections import Arm, comparison, estimate
from workbook_cells import read_workbook, table_of

import resettle
from resettle import figures
from resettle.comparison import Comparison
from resettle.report import write_report
from resettle.report.answer import Answer
from resettle.report.tables import Tables
from resettle.report.tables_economics import SectionTables
from resettle.report.words import LANGUAGES, Words
from resettle.terminal import tell

# What is true of replicates alone.
OF_CHANCE_ALONE = re.compile(
    "chance alone|chance of the simulation only|Only chance|chance between|are start values"
    "|우연 변동만|아직 교정하지 않은 초깃값|반복 사이의|, corrected for the"
)


def drawn(draws: int = 40, **changes: Any) -> Comparison:
    return comparison(Arm("a", "A"), Arm("b", "B", 900), draws=draws, replicates=2 * draws, **changes)


def leaves(node: Any, path: str = "") -> dict[str, str]:
    if isinstance(node, dict):
        return {k: v for key, one in node.items() for k, v in leaves(one, f"{path}.{key}").items()}
    if isinstance(node, list):
        return leaves(dict(enumerate(node)), path)
    return {path: str(node)}


# ---- words --------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words_for_draws() -> None:
    english, korean = (leaves(Words(language, drawn_from="prior").texts) for language in LANGUAGES)
    assert english.keys() == korean.keys()
    assert english.keys() == leaves(Words("en").texts).keys()
    for key, text in english.items():
        both = (text, korean[key])
        places = [set(re.findall(r"\{(\w+)", one)) - {"reference", "year", "month"} for one in both]
        assert places[0] == places[1] or "signed" in places[1], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_tell_draws_and_their_replicates(language: str) -> None:
    facts = Answer(drawn(), Words(language, drawn_from="prior")).facts()
    assert re.search(r"40 draws of the uncertain parameters × 2 replicates\.|추출 40개 × 반복 2회", facts)
    single = Answer(comparison(Arm("a", "A"), draws=40, replicates=40), Words(language, drawn_from="prior"))
    assert re.search(r"× 1 replicate\.|× 반복 1회", single.facts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_counts_draws_and_corrects_nothing(language: str) -> None:
    rule = Answer(drawn(), Words(language, drawn_from="prior")).rule()
    assert re.search("shares of draws; nothing is corrected|추출의 비율이며.*보정은 하지 않았습니다", rule)
    assert not OF_CHANCE_ALONE.search(rule)


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_draws_are_a_first_look_and_few_replicates_are_not(language: str) -> None:
    words = Words(language, drawn_from="prior")
    assert Answer(drawn(20, scale=0.1), words).preliminary() == []
    _, few = Answer(drawn(19, scale=1.0), words).preliminary()
    assert few == words("preliminary.few", least=20)
    lead, scaled = Answer(drawn(20, scale=0.05), words).preliminary()
    assert "20" in lead
    assert scaled == words("preliminary.scaled")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_central_values_stand_beside_the_draws(language: str) -> None:
    row = {"arm": "a", "outcome": "integrated_person_months", "label": "x", "unit": "person-months"}
    told = drawn()
    told.raw["tables"]["central_values"] = {"rows": [
        {**row, "over_draws": estimate(900, 50), "at_central_values": {**estimate(700, 0), "low": None}},
    ]}  # fmt: skip
    words = Words(language, drawn_from="prior")
    table = SectionTables(Tables(told, words, Answer(told, words), {})).central_values()
    assert table is not None
    (cells,) = table.rows
    assert [cell.text for cell in cells[2:]] == ["+900", "+700"]
    assert cells[2].below
    assert not cells[3].below


# ---- a study that was run -----------------------------------------------------------------------


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("brief", [False, True])
def test_a_report_says_nothing_of_chance_alone(drawn_path, tmp_path, language, brief) -> None:
    page = write_report(drawn_path, tmp_path / "page.html", language, brief=brief)
    texts = texts_of(page.read_text(encoding="utf-8"))
    said = [text for text in texts if OF_CHANCE_ALONE.search(text)]
    beside = Words(language)("tables.central_values.caption", reference="", start="", end="")[-20:]
    assert not [text for text in said if not text.endswith(beside)]
    words = Words(language, drawn_from="prior")
    assert words("not_known") in texts
    each = words("each.several", number=EACH)
    assert brief or words("certainty_lead", draws=DRAWS, each=each) in texts
    assert brief == (words("provenance.draws_from") not in texts)
    assert brief == (words("draws_from.prior") not in texts)


@needs_program
def test_a_terminal_tells_it_in_korean(drawn_path) -> None:
    with resettle.open(drawn_path) as study:
        told = study.compare()
    text = re.sub(r"\s+", " ", tell(told, "ko", "drawn.h5"))
    assert f"추출 {DRAWS}개 × 반복 {EACH}회" in text
    assert not OF_CHANCE_ALONE.search(text)
    assert "모수 추출과 중심값의 비교" in tell(told, "ko", "drawn.h5", shown=["central_values"])


DRAWINGS = {
    "types": lambda study, **o: figures.types_over_time(study, **o),
    "difference": lambda study, **o: figures.difference(study, **o),
    "forest": lambda study, **o: figures.subgroup_forest(study, "employment_rate", **o),
    "plane": lambda study, **o: figures.cost_effectiveness_plane(study, **o),
    "budget": lambda study, **o: figures.budget_by_year(study, **o),
    "network": lambda study, **o: figures.network_of_ties(study, **o),
    "flows": lambda study, **o: figures.flows(study, "mentoring", **o),
    "acceptability": lambda study, **o: figures.acceptability_curve(study, **o),
}


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_figures_go_over_the_draws_and_say_so(drawn_path, name, language) -> None:
    with resettle.open(drawn_path) as study:
        figure = DRAWINGS[name](study, language=language)
    figure.draw_without_rendering()
    said = " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(plt.Text))
    assert not re.search("replicates|반복", said)
    assert re.search("draws|추출", said) or "20" in said  # or too few persons for anything
    plt.close(figure)


@needs_program
def test_a_figure_has_the_interval_over_draws(drawn_path) -> None:
    with resettle.open(drawn_path) as study:
        told = resettle.interval(study.integrated_person_months_gained()).sel(arm="mentoring")
        data = figures.cost_effectiveness_plane(study).data
    gain = data[data["quantity"] == "integrated_person_months"].iloc[0]
    assert gain["lower"] == pytest.approx(float(told["lower"]))
    assert gain["upper"] == pytest.approx(float(told["upper"]))


@needs_program
def test_an_export_keeps_draws_apart(drawn_path, tmp_path) -> None:
    resettle.export(drawn_path, tmp_path / "t")
    folder = tmp_path / "t"
    drawn_values = pd.read_csv(folder / "draws.csv")
    assert not drawn_values.duplicated(["draw", "parameter"]).any()
    with resettle.open(drawn_path) as study:
        assert len(drawn_values) == study.draws["number"].size
    by_year = pd.read_csv(folder / "indicators_by_year.csv")
    assert (by_year["replicate"] == 100_000 * by_year["draw"] + by_year["replicate_of_draw"]).all()
    assert set(by_year["draw"]) == set(range(DRAWS + 1))
    described = pd.read_csv(folder / "tables.csv").groupby("table", sort=False)["column"].apply(list)
    for table in ("indicators_by_year", "ledger_by_year", "gains", "draws"):
        assert pd.read_csv(folder / f"{table}.csv", nrows=1).columns.tolist() == described[table]
    assert "not among the draws" in (folder / "README.md").read_text(encoding="utf-8")
    book = read_workbook(folder / "comparison.xlsx")
    first = table_of(book["horizon"])[0]
    heads = {re.sub(r" \([^)]*\)$", "", head) for head in first}
    assert {f"difference {part}" for part in ("draws", "not known", "chance", "low by chance")} <= heads
    assert "central_values" in book
    told = " ".join(str(cell) for row in book[next(iter(book))] for cell in row.values())
    assert "total 95 % interval" in told
    assert "corrected for" not in told


def test_sets_of_values_of_a_file_are_not_said_to_come_before_any_fit() -> None:
    for language, before in (("en", "before any fit"), ("ko", "보정하기 전")):
        prior = Words(language, drawn_from="prior")
        file = Words(language, drawn_from="posterior.csv")
        for key in ("caution", "interval_limit"):
            assert before in str(prior.at(key))
            assert before not in str(file.at(key))
        assert set(leaves(prior.texts)) <= set(leaves(file.texts))
