"""Tables and figures of the report, made from sections of a comparison: what is left out, what is
said beside a number, what arms can be told apart by."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from report_sections import Arm, comparison, count, estimate, judged, verdict

from resettle.colours import colour_at
from resettle.report.__main__ import main
from resettle.report.answer import Answer
from resettle.report.figure import DASHES, SHAPES, Figure
from resettle.report.figures_economics import EconomicFigures
from resettle.report.figures_effects import EffectFigures
from resettle.report.figures_equity import EquityFigures
from resettle.report.gain_bars import gain_bars
from resettle.report.source import MOST_GROUPS, YearlyMeans
from resettle.report.table import Cell, Table
from resettle.report.tables import ARMS_BESIDE, Tables
from resettle.report.tables_economics import SectionTables
from resettle.report.words import LANGUAGES, Words

DENOMINATORS = {"employment_rate": "persons aged 15+ outside the facility"}


def tables(*arms: Arm, language: str = "en", **changes: Any) -> Tables:
    told, words = comparison(*(arms or (Arm("a", "A"),)), **changes), Words(language)
    return Tables(told, words, Answer(told, words), DENOMINATORS)


def section_tables(**sections: Any) -> SectionTables:
    return SectionTables(tables(**sections))


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


# ---- the effects --------------------------------------------------------------------------------


def test_numbers_of_persons_have_their_interval() -> None:
    gained = tables().main().rows[0][5]
    assert gained.text == "about 1,200"
    assert gained.below == "1,200 to 1,200"


def test_the_band_of_what_does_not_matter_is_that_of_the_program() -> None:
    """Of an amount that the study gives, not a share of the reference."""
    arm = Arm("a", "A", 2_000, 100)
    told = tables(arm)
    told.over_horizon("a", "integrated_person_months")["smallest"] = 400
    (bar,) = gain_bars(told.answer, told)
    left, width = bar.negligible
    assert width / 2 == pytest.approx((bar.mean - bar.zero) * 400 / 2_000)
    assert left + width / 2 == pytest.approx(bar.zero)


def test_outcomes_have_a_row_each_with_arms_beside_one_another_and_whose_mean_it_is() -> None:
    arms = [Arm(f"arm_{i}", f"Arm {i}", 2_000 - i) for i in range(ARMS_BESIDE + 1)]
    first, second = tables(*arms).at_end()
    assert first.head == ["Outcome", "Level in the reference", *(f"Arm {i}" for i in range(5))]
    assert second.head[2:] == ["Arm 5"]
    (row,) = first.rows
    assert row[0] == Cell("Employment rate", below="persons aged 15 and over outside the facility")
    assert (row[2].text, row[2].tone) == ("▲ +1 pp", "clear")


def test_definitions_stand_side_by_side_with_the_words_of_the_program() -> None:
    rows = [
        {"arm": "a", "definition": "a", "label": "a", "holds": True} | judged(2_000, 100, 2e5),
        {"arm": "a", "definition": "b", "label": "b", "holds": False}
        | judged(150, 100, 2e5, verdict("negligible", "about_as_likely_as_not")),
    ]
    table = tables(definitions=rows).definitions()
    assert texts(table) == [["A", "a", "▲ +2,000", "○ +150"]]


def test_one_table_says_how_often_a_policy_is_best() -> None:
    ranks = [
        {"outcome": "distress_years", "arm": name, "label": "", "better": "lower", "mean": 1,
         "share_best": share, "expected_regret": 12}
        for name, share in (("today", 0.25), ("a", 0.75))
    ]  # fmt: skip
    table = tables(ranking=ranks).ranking()
    assert table.head == ["Policy", "years of distress (less is better)"]
    assert texts(table) == [["Law of the day", "25 %"], ["A", "75 %"]]
    assert table.rows[1][1].below == "12"
    assert tables().ranking() is None


# ---- cost ---------------------------------------------------------------------------------------


def test_caps_tell_first_last_and_highest_year_with_their_interval_in_nominal_money() -> None:
    rows = [
        {"arm": "a", "instrument": "wage_subsidy", "year": 2012 + i, "label": "", "cap": 2e9,
         "spent": estimate(spent, 1e7), "share_of_replicates_at_cap": 1.0}
        for i, spent in enumerate((1e9, 2e9, 3e9, 1.5e9))
    ]  # fmt: skip
    table = section_tables(budget_caps=rows).caps()
    assert [row[2].text for row in table.rows] == ["2012", "2014", "2015"]
    assert table.rows[0][4].below == "KRW 0.97 to 1.03 billion"
    assert "nominal" in table.caption
    assert "98 %" in table.caption
    assert len(section_tables(budget_caps=rows[:1]).caps().rows) == 1


def test_only_lines_that_differ_are_listed() -> None:
    lines = [
        {"arm": "a", "line": name, "label": name, "payer": "p", "payee": "q"}
        | judged(mean, mean / 50, 1e9)
        for name, mean in (("same", 0), ("dearer", 5e8))
    ]
    (table,) = section_tables(cost_by_line=lines).lines()
    assert texts(table) == [["dearer", "KRW 1 billion", "+KRW 500 million"]]
    assert table.head[2:] == ["A"]
    assert section_tables(cost_by_line=lines[:1]).lines() == []


def test_only_programme_prices_that_there_are_are_listed() -> None:
    prices = [
        {"arm": "a", "outcome": "integrated_person_months", "perspective": perspective,
         "discount_rate": rate, "gain": estimate(2_000, 100), "finding": "price",
         "price": price and {"value": price, "low": price, "high": price}}
        for perspective, price, rate in (
            ("programme", 2e5, 0), ("programme", 2e5, 0.045), ("societal", 2e5, 0.045),
            ("programme", None, 0.045),
        )
    ]  # fmt: skip
    table = section_tables(cost_per_unit=prices).prices()
    assert len(table.rows) == 1
    assert "4.5 % a year" in table.caption
    assert "unpaid time" in table.caption
    assert section_tables(cost_per_unit=[prices[0], *prices[2:]]).prices() is None


@pytest.mark.parametrize("standing", ["very_likely_dominated", "likely_dominated", "not_settled"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_dominated_is_said_with_how_sure_it_is(standing: str, language: str) -> None:
    rows = [
        {"arm": "today", "gain": 0, "cost": 0, "icer": None, "against": None,
         "standing": "worth_considering"},
        {"arm": "a", "gain": -5, "cost": 9, "icer": None, "against": "today", "standing": standing},
    ]  # fmt: skip
    told = tables(language=language, frontier=rows)
    first, second = SectionTables(told).frontier().rows
    words = Words(language)
    assert first[3].text == words("standing.first", arms="")
    assert second[3].text == words(f"standing.{standing}", arms=words.arm("Law of the day"))
    assert (second[3].tone == "quiet") == ("dominated" in standing)


@pytest.mark.parametrize("budget", ["0", "-5e9", "inf", "nan", "", "much", "5_000", "٥", "0x10", "1e999"])
def test_a_budget_is_an_amount_above_zero(
    budget: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["resettle report", "study.h5", f"--budget={budget}"])
    with pytest.raises(SystemExit):
        main()
    assert f"a number above 0, such as 5e9, not '{budget}'" in capsys.readouterr().err


@pytest.mark.parametrize(("share", "year"), [(0.6, "2013"), (0.0, "–")])
def test_a_budget_is_told_with_its_worst_year(share: float, year: str) -> None:
    rows = [
        {"arm": "a", "year": when, "share_above": above, "budget": 5e9}
        for when, above in (("2012", 0.0), ("2013", share), ("any", share))
    ]
    table = section_tables(overrun=rows).overrun()
    told = f"{100 * share:.0f} %"
    assert texts(table) == [["A", told, year, told]]
    assert "KRW 5 billion" in table.caption
    assert section_tables().overrun() is None


def test_no_share_where_those_hired_anyway_are_too_few() -> None:
    share = {"value": 0.05, "low": 0.04, "high": 0.06}
    row = {"arm": "a", "subsidised_hires": count(900), "share": share}
    rows = [row | {"hired_anyway": count(n)} for n in (45, None)]
    shown, hidden = section_tables(deadweight=rows).deadweight().rows
    assert shown[3].text == "5 %"
    assert hidden[3].text == hidden[2].text == "not shown (too few persons)"


def acceptability(worth: list[float]) -> Figure | None:
    rows = [
        {"arm": "a", "worth": krw, "share_best": 0.5, "best_on_average": False} for krw in worth
    ]
    told = tables(acceptability=rows)
    return EconomicFigures(told.comparison, told.words, told).acceptability()


def test_a_single_amount_draws_no_acceptability_curve() -> None:
    assert acceptability([0.0]) is None
    encoding = acceptability([0.0, 1e5]).spec["layer"][0]["encoding"]
    assert encoding["x"]["axis"]["title"] == "worth of one unit: person-months in integration"
    assert encoding["y"]["axis"]["title"]


# ---- groups -------------------------------------------------------------------------------------


def source(**more: Any) -> SimpleNamespace:
    known = {"label": "employed", "unit": "share", "denominator": ""}
    told = {"indicators": {"employment_rate": known}, "subgroups": ["all"], "arms": ["today", "a"]}
    return SimpleNamespace(**told | more)


def yearly_means(groups: int) -> YearlyMeans:
    ones = np.ones((2, 3, groups))  # arm, year, group
    return YearlyMeans([2012, 2013, 2014], ones, ones, ones, ones)


def equity(section: str, rows: list[dict[str, Any]], **more: Any) -> EquityFigures:
    told = tables(**{section: rows})
    return EquityFigures(source(comparison=told.comparison, **more), told.words, told)


@pytest.mark.parametrize(
    ("gained", "lost", "balance"), [(900, 400, 0.5), (900, None, None), (None, None, 0.5)]
)
def test_no_balance_from_which_a_suppressed_side_follows(
    gained: float | None, lost: float | None, balance: float | None
) -> None:
    names = {"persons": 1_000, "gaining": gained, "losing": lost, "months_gained": gained,
             "months_lost": lost}  # fmt: skip
    row = {name: count(number) for name, number in names.items()}
    row |= {"arm": "a", "group": "all", "months_per_person": estimate(0.5, 0.1)}
    figure = equity("winners_losers", [row]).winners()
    assert str(figure.spec).count("×") == 2  # stands for a hidden bar on either side
    (told,) = figure.rows
    assert told["months_per_person"] == balance
    assert (told["low"] is None) == (told["high"] is None) == (balance is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_are_compared_and_nobody_is_said_to_gain(language: str) -> None:
    title = Words(language)("figures.subgroups.title", outcome="X", arm="A", end="2025")
    assert "2025" in title
    assert "gain" not in title


def test_groups_that_a_policy_can_change_are_named() -> None:
    said = verdict("more", "about_as_likely_as_not")
    row = {"arm": "a", "outcome": "employment_rate"} | judged(0.02, 0.01, 0.6, said)
    fixed = equity("subgroups", [row | {"subgroup": "all"}]).subgroups()
    assert fixed.note == ""
    assert fixed.places == {"end": "December 2025"}
    (told,) = fixed.rows
    assert told["is_likely"] is False
    assert told["certainty_label"] == "○ more, about as likely as not"
    groups = ["all", "household_type=alone"]
    changing = equity("subgroups", [row | {"subgroup": groups[1]}], subgroups=groups).subgroups()
    assert "household" in changing.note


def test_many_groups_do_not_swell_the_page() -> None:
    told = tables()
    means = yearly_means(groups=MOST_GROUPS)
    many = source(
        comparison=told.comparison,
        subgroups=[f"group={i}" for i in range(MOST_GROUPS + 160)],
        yearly_means=lambda _: means,
    )
    figures = EffectFigures(many, told.words, told)
    for figure in (figures.types(), figures.difference()):
        assert len({row["subgroup"] for row in figure.rows}) == MOST_GROUPS
        assert "160 groups are left out" in figure.note


# ---- what tells arms apart ----------------------------------------------------------------------


@pytest.mark.parametrize("styles", [DASHES, SHAPES])
def test_arms_are_told_apart_by_colour_and_form_together(styles: list[Any]) -> None:
    both = [(colour_at(i), str(styles[(1 + i) % len(styles)])) for i in range(56)]
    assert len(set(both)) == 56


def luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_lines_stand_out_from_the_page_and_those_of_the_reference_from_one_another() -> None:
    told = tables()
    means = yearly_means(groups=1)
    figures = EffectFigures(
        source(comparison=told.comparison, yearly_means=lambda _: means), told.words, told
    )
    for figure in (figures.types(), figures.difference()):
        lines = [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == "line"]
        for line in lines:
            colour = line["mark"].get("color", "#000000")
            assert 1.05 / (luminance(colour) + 0.05) >= 3
    quiet = figures.types().spec["layer"][1]["encoding"]
    assert quiet["strokeDash"]["field"] == "type"


def test_an_authors_korean_is_not_read_out_as_english() -> None:
    mine = tables(Arm("a", "나의 정책"), language="ko")
    assert not mine.arm("a").foreign
    assert tables(Arm("a", "My policy"), language="ko").arm("a").foreign
