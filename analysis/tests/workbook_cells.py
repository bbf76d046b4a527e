"""Reads a workbook (.xlsx) as the archive of XML that it is, with no library of spreadsheets."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cell = str | float | bool


def archive(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def read_workbook(path: Path) -> dict[str, list[dict[int, Cell]]]:
    """Sheet name -> its rows, each by position of the column; only cells that hold something."""
    files = archive(path)
    names = [one.get("name", "") for one in Xml.fromstring(files["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    texts = ["".join(t.text or "" for t in one.iter(f"{MAIN}t"))
             for one in Xml.fromstring(files["xl/sharedStrings.xml"]).iter(f"{MAIN}si")]  # fmt: skip
    return {
        name: _rows(Xml.fromstring(files[f"xl/worksheets/sheet{i}.xml"]), texts)
        for i, name in enumerate(names, start=1)
    }


def table_of(rows: list[dict[int, Cell]], head_row: int = 3) -> list[dict[str, Cell]]:
    """What stands below the head, by the words of the head."""
    head = rows[head_row]
    assert len(set(head.values())) == len(head)
    return [{str(head[at]): value for at, value in row.items()} for row in rows[head_row + 1 :]]


def _rows(sheet: Xml.Element, texts: list[str]) -> list[dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for row in sheet.iter(f"{MAIN}row"):
        cells = {_column(c.get("r", "")): _value(c, texts) for c in row if c.find(f"{MAIN}v") is not None}
        rows[int(row.get("r", "0")) - 1] = {at: value for at, value in cells.items() if value != ""}
    return [rows.get(at, {}) for at in range(max(rows) + 1)]


def _column(reference: str) -> int:
    """"AB12" is in the column 27."""
    number = 0
    for letter in re.match("[A-Z]+", reference)[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Xml.Element, texts: list[str]) -> Cell:
    written = cell.find(f"{MAIN}v").text
    kind = cell.get("t", "n")
    assert kind in ("s", "n", "b"), kind
    if kind == "s":
        return texts[int(written)]
    return bool(int(written)) if kind == "b" else float(written)
