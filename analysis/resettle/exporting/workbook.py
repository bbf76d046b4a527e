"""The workbook of an export: the tables of the comparison, for a spreadsheet.

Texts are written as texts and numbers as numbers, so that no cell is a formula, whatever a study's
author wrote. The same study gives the same bytes: the workbook is dated as the study is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from resettle.csv_text import FORMULA
from resettle.exporting.first_sheet import Line
from resettle.exporting.sheets import Sheet, SheetColumn

READ_ME = "read me"
# So a full disk is told of as for every other file, and nothing is left in a folder for scraps.
IN_MEMORY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LONGEST_TEXT = 32_767  # of a cell, as the format has it
LONGEST_NAME = 31  # of a sheet
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
HEAD_ROW = 3  # the title and the meaning stand above
# By how the unit begins; other numbers by their size.
NUMBER_FORMATS = {"share": "0.00%", "%": "0.00", "KRW": "#,##0", "person": "#,##0", "replicates": "#,##0",
                  "draws": "#,##0", "year": "0"}  # fmt: skip
LARGE, SMALL = "#,##0", "#,##0.000"
LARGE_FROM = 10_000
NUMBER_WIDTH, WIDEST, NARROWEST = 15, 44, 9  # characters
WIDEST_MEANING = 130
WIDEST_FROZEN = 60
HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#E8EEF4"}
MEANING = {"italic": True, "text_wrap": True, "valign": "top"}


def write_workbook(path: Path, first: Iterable[Line], sheets: Iterable[Sheet], created: str) -> None:
    """Writes all sheets, the first one to be read first. created: UTC, as in the study file.
    Errors: ValueError for a date that is none; OSError."""
    made = datetime.fromisoformat(created).replace(tzinfo=None)
    shown = list(sheets)
    names = sheet_names([READ_ME, *(sheet.table for sheet in shown)])
    content = BytesIO()
    with xlsxwriter.Workbook(content, IN_MEMORY) as file:
        file.set_properties({"created": made, "modified": made})  # its archive is dated 1980 always
        book = _Book(file)
        links = {sheet.table: name for sheet, name in zip(shown, names[1:], strict=True)}
        book.write_lines(names[0], first, links)
        for name, sheet in zip(names[1:], shown, strict=True):
            book.write_sheet(name, sheet)
    path.write_bytes(content.getvalue())


def sheet_names(tables: Iterable[str]) -> list[str]:
    """Names as a spreadsheet takes them: of at most 31 characters, without some signs, and
    different from one another also when capitals do not count."""
    names: list[str] = []
    for table in tables:
        wanted = NOT_IN_NAMES.sub("_", _printable(table)) or "table"
        name, number = wanted[:LONGEST_NAME], 1
        while name.lower() in [taken.lower() for taken in names] or name.lower() == "history":
            number += 1
            ending = f"_{number}"
            name = wanted[: LONGEST_NAME - len(ending)] + ending
        names.append(name)
    return names


# ---- inside -------------------------------------------------------------------------------------


class _Book:
    """A workbook under way, with the looks of its cells."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write_lines(self, name: str, lines: Iterable[Line], links: dict[str, str]) -> None:
        """The first sheet: a line each, what it is about in the first column. links: sheets by table."""
        page = self._file.add_worksheet(name)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 110)
        page.hide_gridlines(2)
        for row, line in enumerate(lines):
            size = 14 if line.is_title else 11
            if line.is_table:
                page.write_url(row, 0, f"internal:'{links[line.about]}'!A1", string=links[line.about])
            else:
                self._text(page, row, 0, line.about, bold=True, valign="top", font_size=size)
            self._text(page, row, 1, line.text, text_wrap=True, valign="top")
            page.set_row(row, _height(line.text, 110, 20 if line.is_title else 15))

    def write_sheet(self, name: str, sheet: Sheet) -> None:
        page = self._file.add_worksheet(name)
        widths = [_width(column) for column in sheet.columns]
        last = len(widths) - 1
        self._text(page, 0, 0, sheet.title, bold=True, font_size=14)
        page.set_row(0, 20)
        self._meaning(page, sheet.meaning, widths)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, widths[at])
            self._text(page, HEAD_ROW, at, column.head, **HEAD)
            for row, value in enumerate(column.values):
                self._cell(page, HEAD_ROW + 1 + row, at, value, sheet.unit_of(column, row))
        heads = zip(sheet.columns, widths, strict=True)
        page.set_row(HEAD_ROW, max(_height(column.head, width - 2) for column, width in heads))
        page.autofilter(HEAD_ROW, 0, HEAD_ROW + sheet.rows, last)
        page.freeze_panes(HEAD_ROW + 1, _frozen(sheet.columns, widths))

    def _meaning(self, page: Any, meaning: str, widths: list[int]) -> None:
        """Over as many columns as a reader sees at once."""
        last, width = 0, widths[0]
        while last + 1 < len(widths) and width + widths[last + 1] <= WIDEST_MEANING:
            last += 1
            width += widths[last]
        if last > 0:
            page.merge_range(1, 0, 1, last, "", self._look(**MEANING))
        self._text(page, 1, 0, meaning, **MEANING)
        page.set_row(1, _height(meaning, width))

    def _cell(self, page: Any, row: int, at: int, value: Any, unit: str) -> None:
        if isinstance(value, bool):
            page.write_boolean(row, at, value)
        elif isinstance(value, str):
            self._text(page, row, at, value)
        elif value is not None:
            page.write_number(row, at, value, self._look(num_format=_number_format(value, unit)))

    def _text(self, page: Any, row: int, at: int, text: str, **look: Any) -> None:
        """What looks like a formula also stays a text when somebody edits it."""
        if FORMULA.match(text):
            look["quote_prefix"] = True
        page.write_string(row, at, _printable(text), self._look(**look) if look else None)

    def _look(self, **properties: Any) -> Any:
        key = tuple(properties.items())
        if key not in self._looks:
            self._looks[key] = self._file.add_format(properties)
        return self._looks[key]


def _printable(text: str) -> str:
    told = NOT_IN_XML.sub("\ufffd", text)
    # The limit counts what stands outside the basic plane twice.
    return told if len(told) <= LONGEST_TEXT // 2 else told[: LONGEST_TEXT // 2 - 1] + "…"


def _number_format(value: float, unit: str) -> str:
    for beginning, number_format in NUMBER_FORMATS.items():
        if unit.startswith(beginning):
            return number_format
    return LARGE if abs(value) >= LARGE_FROM else SMALL


def _width(column: SheetColumn) -> int:
    """In characters; a head may break between words."""
    told = [len(value) for value in column.values if isinstance(value, str)]
    numbers = NUMBER_WIDTH if any(isinstance(value, int | float) for value in column.values) else NARROWEST
    word = max(len(word) for word in column.head.split())
    return min(WIDEST, max(numbers, word + 3, *(one + 2 for one in told), NARROWEST))


def _height(text: str, width: int, line: int = 15) -> int:
    """Of a row whose text is broken at this width, in points. Wide letters count twice."""
    letters = sum(2 if ord(letter) >= 0x1100 else 1 for letter in text)
    return line * max(1, math.ceil(letters / width))


def _frozen(columns: list[SheetColumn], widths: list[int]) -> int:
    """How many of the columns that say which row it is stay in sight."""
    count, width = 0, 0
    while count < len(columns) and columns[count].is_key and width + widths[count] <= WIDEST_FROZEN:
        width += widths[count]
        count += 1
    return count
