"""No text of a study becomes a formula in a spreadsheet, in whatever CSV file it lands."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from made_up_study import write_study
from pyarrow import parquet
from study_files import changed

import resettle
from resettle import figures
from resettle.csv_text import FORMULA, plain, write_csv

ROOT = Path(resettle.__file__).parents[2]
FORMULAS = [
    '=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1",
    ' "\' -1', "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\u00a0=1", "\u3000\uff1d1", "\ufeff=1", "-5",
    "=", "\u201c=1",
]  # fmt: skip
HARMLESS = ["", "today", "a=b", "1-2", "a@b", "\u22125", "\u2013", "멘토링", "'quoted'", "<b>", "1e5", ", ="]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_a_text(text: str) -> None:
    assert plain(text) == "'" + text


@pytest.mark.parametrize("value", [*HARMLESS, -5, -5.5, np.float64(-1), None, True, float("nan")])
def test_everything_else_stays(value: object) -> None:
    assert plain(value) is value


def read(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_table_comes_back_as_it_was_but_for_the_apostrophes(tmp_path: Path) -> None:
    texts = [*FORMULAS, *HARMLESS, 'say "yes", please', "two\nlines", "two\rlines", "two\r\nlines"]
    table = pd.DataFrame({"=name": texts, "number": -0.5, "mixed": [-1, *texts[1:]]})
    write_csv(table, tmp_path / "t.csv")
    head, *rows = read(tmp_path / "t.csv")
    assert head == ["'=name", "number", "mixed"]
    assert [row[0] for row in rows] == [plain(text) for text in texts]
    assert {row[1] for row in rows} == {"-0.5"}
    assert rows[0][2] == "-1"


def mean_study(path: Path, label: str) -> Path:
    write_study(path, replicates=3, months=14, persons=60)
    with changed(path) as file:
        for group in [name for name in file if "arm" in file[name]]:
            file[group]["arm"][1] = "=cmd()"
            if "arm_label" in file[group]:
                file[group]["arm_label"][1] = label
        file["ledger"]["line"][0] = "@line"
        file["aggregates"].parent.attrs["title"] = "+title"
    return path


def test_no_file_of_an_export_begins_a_cell_with_a_formula(tmp_path: Path) -> None:
    path = mean_study(tmp_path / "mean.h5", "=HYPERLINK(1)")
    resettle.export(path, tmp_path / "out", workbook=False)
    seen = set()
    for file in (tmp_path / "out").glob("*.csv"):
        for row in read(file):
            for cell in row:
                assert not FORMULA.match(cell) or cell.startswith("'") or is_number(cell), (file, cell)
                seen.add(cell)
    assert {"'=HYPERLINK(1)", "'=cmd()", "'@line", "'+title"} <= seen


def is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", cell) is not None


def test_parquet_keeps_the_text(tmp_path: Path) -> None:
    path = mean_study(tmp_path / "mean.h5", "=HYPERLINK(1)")
    resettle.export(path, tmp_path / "out", "parquet", workbook=False)
    assert "=cmd()" in parquet.read_table(tmp_path / "out" / "ledger_by_year.parquet")["arm"].to_pylist()


def test_missing_texts_and_many_blocks_of_arrow() -> None:
    from resettle.csv_text import plain_columns

    column = pa.chunked_array([["=1", None], ["a", "=1"]])
    table = plain_columns(pa.table({"text": column, "number": [-1, -2, -3, -4]}))
    assert table.to_pydict() == {"text": ["'=1", None, "a", "'=1"], "number": [-1, -2, -3, -4]}


def test_the_data_of_a_figure(tmp_path: Path, study) -> None:
    figure = figures.network_of_ties(study)
    figure.data = pd.DataFrame({"arm": ["=1"], "mean": [-1.5]})
    resettle.save(figure, tmp_path / "f", formats=())
    assert read(tmp_path / "f.csv") == [["arm", "mean"], ["'=1", "-1.5"]]


def test_the_three_languages_have_one_rule() -> None:
    """The characters that are skipped, and those that begin a formula."""
    skipped, signs = re.findall(r"\[(.*?)\](?=\*|$)", FORMULA.pattern, re.DOTALL)

    def codes(text: str) -> set[str]:
        return set(re.findall(r"\\u([0-9a-f]{4})", text.lower()))

    program = (ROOT / "sim/io/csv_cell.cpp").read_text(encoding="utf-8")
    page = (ROOT / "analysis/resettle/report/templates/report.js").read_text(encoding="utf-8")
    wanted = {f"{ord(c):04x}" for c in skipped + signs if ord(c) > 127}
    assert len(wanted) == 15
    assert codes(program) == wanted
    assert codes(page[page.index("const formula") :][:300]) == wanted
