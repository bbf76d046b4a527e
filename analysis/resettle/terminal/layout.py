"""Texts and tables in the columns of a terminal, in which a Hangul letter takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from resettle.report.table import Cell, Table

WIDTH = 100  # columns, as the program has them
INDENT = 2
GAP = 2  # columns between two columns of a table
# Columns of a name of a row and of another text: the widest with which a table fits.
TEXTS = ((30, 40), (30, 24), (24, 16), (18, 16))
BROKEN = 16  # in columns of numbers texts are broken where other texts have no more than this
HEADS = 12  # columns of a head at least, if it has so many


def room(text: str) -> int:
    """How many columns a text takes; what is drawn over the letter before takes none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def padded(text: str, columns: int, to_the_right: bool = False) -> str:
    blanks = " " * max(0, columns - room(text))
    return blanks + text if to_the_right else text + blanks


def heading(text: str) -> str:
    return f"\n{text}\n{'=' * min(room(text), WIDTH)}\n"


def paragraph(text: str, first: str = "", indent: int = 0) -> str:
    """Lines of at most WIDTH; `first` stands before the text, further lines are moved in."""
    lines = wrapped(text, WIDTH - max(room(first), indent))
    rest = "".join(f"{' ' * indent}{line}\n" for line in lines[1:])
    return f"{first}{lines[0]}\n{rest}"


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of so many columns, broken at blanks; a longer word is broken as well."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if room(joined) <= columns:
            lines[-1] = joined
            continue
        pieces = _pieces(word, columns)
        lines = [line for line in lines if line] + pieces
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    """A name such as ties.decay_of_trust is broken behind a dot or, failing that, behind a low line."""
    pieces = []
    while room(word) > columns:
        fits = _fits(word, columns)
        mark = next((mark for mark in "._" if mark in word[:fits]), "")
        end = word.rindex(mark, 0, fits) + 1 if mark else fits
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def _fits(word: str, columns: int) -> int:
    """How many letters of a word fit; at least one."""
    taken = 0
    for place, letter in enumerate(word):
        taken += room(letter)
        if taken > columns:
            return max(place, 1)
    return len(word)


# ---- tables -------------------------------------------------------------------------------------


def table_text(table: Table) -> str:
    """A table with its caption; one that is too wide in blocks of columns below one another."""
    text = paragraph(table.caption) if table.caption else ""
    rows = [[_lines(cell) for cell in row] for row in table.rows]
    for columns, widths in _blocks(table, rows):
        text += "\n" + _row([wrapped(table.head[c], w) for c, w in zip(columns, widths, strict=True)],
                            columns, widths, table, at_the_bottom=True)  # fmt: skip
        for row in rows:
            cells = [_fitted(row[c], w) for c, w in zip(columns, widths, strict=True)]
            text += _row(cells, columns, widths, table)
    return text + (paragraph(table.note) if table.note else "")


def _lines(cell: Cell) -> list[str]:
    return [*(cell.lines or [cell.text]), *([cell.below] if cell.below else [])]


def _fitted(lines: Sequence[str], width: int) -> list[str]:
    return [piece for line in lines for piece in wrapped(line, width)]


def _blocks(table: Table, rows: list[list[list[str]]]) -> list[tuple[list[int], list[int]]]:
    """Columns with their widths, in blocks that fit; every block begins with the names of the rows."""
    widths: list[int] = []
    for name, text in TEXTS:
        widths = [_width(table, rows, c, text if c else name, text <= BROKEN) for c in range(len(table.head))]
        if INDENT + sum(widths) + GAP * (len(widths) - 1) <= WIDTH:
            return [(list(range(len(widths))), widths)]
    blocks: list[list[int]] = []
    left = 0
    for column in range(1, len(widths)):
        if not blocks or left < GAP + widths[column]:
            blocks.append([0])
            left = WIDTH - INDENT - widths[0]
        blocks[-1].append(column)
        left -= GAP + widths[column]
    return [(block, [widths[column] for column in block]) for block in blocks]


def _width(table: Table, rows: list[list[list[str]]], column: int, text: int, is_narrow: bool) -> int:
    """A number is never broken; names and texts are, where it is narrow also those in place of numbers."""
    lines = [line for row in rows for line in row[column]]
    if is_narrow and table.numeric[column] and any(map(_has_digit, lines)):
        lines = [line for line in lines if _has_digit(line)]
    cells = max(map(room, lines), default=0)
    head = min(room(table.head[column]), max(HEADS, max(map(room, table.head[column].split()), default=0)))
    if table.numeric[column]:
        return max(cells, head)
    return min(max(cells, head), text)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _row(
    cells: list[list[str]], columns: list[int], widths: list[int], table: Table, at_the_bottom: bool = False
) -> str:
    """The lines of one row."""
    height = max(map(len, cells))
    if at_the_bottom:
        cells = [[""] * (height - len(cell)) + cell for cell in cells]
    lines = []
    for number in range(height):
        parts = [
            padded(cell[number] if number < len(cell) else "", width, table.numeric[column])
            for cell, column, width in zip(cells, columns, widths, strict=True)
        ]
        lines.append((" " * INDENT + (" " * GAP).join(parts)).rstrip())
    return "".join(f"{line}\n" for line in lines)
