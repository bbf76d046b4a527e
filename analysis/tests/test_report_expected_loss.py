"""What choosing loses on average, and what it would be worth to know the parameters, in the report."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_study import needs_program
from page_texts import texts_of
from report_sections import Arm, comparison

import resettle
from resettle.report import write_report
from resettle.report.answer import Answer
from resettle.report.expected_loss import ExpectedLoss
from resettle.report.tables import Tables
from resettle.report.words import LANGUAGES, Words

AMOUNTS = (0.0, 1e5, 2e5, 3e5)
LOSSES = {"today": (1e6, 4e9, 7e9, 9e9), "a": (8e9, 5e9, 2e9, 1e9)}  # a is best from 200,000 on


def made(losses: Any = None, draws: int = 40, language: str = "en") -> ExpectedLoss:
    losses = losses or LOSSES
    least = [min(column) for column in zip(*losses.values(), strict=True)]
    worth = [
        {"arm": arm, "worth": krw, "share_best": 0.5, "best_on_average": loss == low, "expected_loss": loss}
        for arm, mine in losses.items()
        for krw, loss, low in zip(AMOUNTS[: len(mine)], mine, least, strict=True)
    ]
    ranks = [
        {"outcome": "integrated_person_months", "arm": arm, "label": "", "better": "higher", "mean": 1,
         "share_best": 0.5, "expected_regret": regret}
        for arm, regret in (("today", 4321.0), ("a", 123.0))
    ]  # fmt: skip
    told = comparison(Arm("a", "A"), acceptability=worth, ranking=ranks, draws=draws, replicates=2 * draws)
    words = Words(language, told.drawn_from)
    return ExpectedLoss(Tables(told, words, Answer(told, words), {}))


@pytest.mark.parametrize(
    ("language", "worth", "loss", "arm"),
    [("en", "KRW 100,000", "KRW 4 billion", "“Law of the day”"), ("ko", "10만 원", "40억 원", "‘시기별")],
)
def test_one_sentence_says_what_the_hardest_choice_loses(language, worth, loss, arm) -> None:
    told = made(language=language).sentence()
    assert all(part in told for part in (worth, loss, arm))  # 40,000 units; beside it 10,000 at 200,000
    assert told.count(". ") == 0


def test_where_one_is_always_best_its_largest_loss_is_told() -> None:
    told = made({"today": (1e6, 4e9, 3e9, 2e9), "a": (8e9, 5e9, 6e9, 7e9)}).sentence()
    assert "up to KRW 300,000" in told and "at most KRW 4 billion" in told


def test_the_table_has_units_and_won_and_marks_who_loses_least() -> None:
    table = made().table()
    assert table is not None
    assert table.head == ["Policy", "Cost not counted: person-months in integration",
                          "If one unit is worth KRW 100,000", "If one unit is worth KRW 300,000"]  # fmt: skip
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Law of the day", "4,320", "KRW 4 billion", "KRW 9 billion"],
        ["A", "123", "KRW 5 billion", "KRW 1 billion"],
    ]
    assert [[cell.below for cell in row[1:]] for row in table.rows] == [
        ["", "best on average", ""], ["best on average", "", "best on average"],
    ]  # fmt: skip
    assert "expected value of perfect information" in table.caption


def test_without_draws_nothing_is_said_and_with_few_no_sentence() -> None:
    alone = made(draws=0)
    assert (alone.sentence(), alone.table()) == ("", None)
    few = made(draws=19)
    assert few.sentence() == "" and few.table() is not None


def test_where_no_amount_decides_the_outcome_stands_alone() -> None:
    one_amount = made({"today": (0.0,), "a": (5.0,)})
    table = one_amount.table()
    assert one_amount.sentence() == "" and table is not None
    assert len(table.head) == 2


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_draws_has_them(drawn_path, tmp_path, language) -> None:
    page = write_report(drawn_path, tmp_path / "page.html", language)
    said = " ".join(texts_of(page.read_text(encoding="utf-8")))
    with resettle.open(drawn_path) as study:
        told = study.compare()
    words = Words(language, told.drawn_from)
    losses = ExpectedLoss(Tables(told, words, Answer(told, words), {}))
    assert losses.sentence() and losses.sentence() in said
    rows = told.acceptability
    for loss in rows[rows["worth"] == rows["worth"].max()]["expected_loss"]:
        assert words.number(loss, "krw") in said
