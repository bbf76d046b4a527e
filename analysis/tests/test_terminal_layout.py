"""Texts and tables in the columns of a terminal."""

from __future__ import annotations

import pytest

from resettle.report.table import Cell, Table
from resettle.terminal.layout import WIDTH, padded, paragraph, room, table_text, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("정책", 4), ("통합 1인월", 10), ("１２", 4), ("e\u0301", 1), ("▲ −1", 4)],
)
def test_a_hangul_letter_takes_two_columns(text: str, columns: int) -> None:
    assert room(text) == columns
    assert room(padded(text, 12)) == room(padded(text, 12, True)) == 12


def test_lines_are_broken_at_blanks_and_words_that_are_too_long_are_broken() -> None:
    assert wrapped("정책 하나 둘", 8) == ["정책", "하나 둘"]
    assert wrapped("가나다라마 바", 6) == ["가나다", "라마", "바"]
    assert wrapped("", 6) == [""]
    text = paragraph("통합 기간을 늘릴 가능성이 매우 높습니다 " * 9, "12. ", 4)
    assert all(room(line) <= WIDTH for line in text.splitlines())
    assert [line[:4] for line in text.splitlines()][1:] == ["    "] * (len(text.splitlines()) - 1)


@pytest.mark.parametrize(
    ("name", "columns", "lines"),
    [
        ("exits.onward_satisfaction", 24, ["exits.", "onward_satisfaction"]),
        ("exits.onward_satisfaction", 25, ["exits.onward_satisfaction"]),
        ("exits.onward_satisfaction", 18, ["exits.", "onward_", "satisfaction"]),
        ("policies.wage_subsidy.take_up", 24, ["policies.wage_subsidy.", "take_up"]),
        ("가나다라마바", 5, ["가나", "다라", "마바"]),
    ],
)
def test_a_name_that_is_too_long_is_broken_between_its_parts(
    name: str, columns: int, lines: list[str]
) -> None:
    assert wrapped(name, columns) == lines


def table(columns: int, name: str = "신규 입국자 절반에게 멘토", **more) -> Table:
    cells = [Cell(f"+{10**i:,}", below="+68,300 ~ +92,100") for i in range(columns)]
    head = ["정책", *(f"통합 기간(인월) 차이 {i}" for i in range(columns))]
    return Table("t", head, [[Cell(name), *cells]] * 2, "무엇이 다른가", "", [False] + [True] * columns)


def test_numbers_are_set_to_the_right_below_their_heads() -> None:
    lines = table_text(table(2)).splitlines()
    assert lines[0] == "무엇이 다른가"
    ends = [room(line) for line in lines if "+92,100" in line]
    assert len(set(ends)) == 1 and len(ends) == 2
    head = next(line for line in lines if line.rstrip().endswith("1"))
    assert room(head) == ends[0]


@pytest.mark.parametrize("columns", [1, 3, 4, 7, 20])
def test_a_wide_table_stands_in_blocks_with_the_names_of_its_rows(columns: int) -> None:
    text = table_text(table(columns))
    assert max(map(room, text.splitlines())) <= WIDTH
    assert text.count("+68,300 ~ +92,100") == 2 * columns
    blocks = [block for block in text.split("\n\n")[1:] if block]
    assert all(block.count("멘토") == 2 for block in blocks)
    assert (len(blocks) > 1) == (columns > 4)


def test_a_text_in_place_of_a_number_is_broken_where_it_is_narrow() -> None:
    wide = table(3)
    wide.rows[1][3] = Cell("산출 안 함(반복 부족)")
    wide.head = [*wide.head[:2], "확실성", wide.head[3]]
    wide.rows[0][2] = wide.rows[1][2] = Cell("▲ 증가, 가능성 매우 높음")
    wide.numeric = [False, True, False, True]
    text = table_text(wide)
    assert max(map(room, text.splitlines())) <= WIDTH
    assert "+68,300 ~ +92,100" in text
