"""The workbook against the comparison, cell by cell: numbers, words, what is empty; and its safety."""

import csv
import io
import os
import re
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest
from made_up_study import ARMS
from report_sections import Arm, judged, verdict
from report_sections import comparison as made_up
from workbook_cells import MAIN, archive, read_workbook, table_of

import resettle
from resettle.comparison import words_of
from resettle.exporting.__main__ import main
from resettle.exporting.workbook import sheet_names
from resettle.program import ask

STUDY = os.environ.get("RESETTLE_STUDY")
needs_program = pytest.mark.skipif(
    not STUDY or "RESETTLE_BIN" not in os.environ,
    reason="needs the built program and a study: set RESETTLE_BIN and RESETTLE_STUDY",
)


@pytest.fixture
def book(study_path, tmp_path, compared):
    resettle.export(study_path, tmp_path / "t")
    return tmp_path / "t" / "comparison.xlsx"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The workbook of a study that was run, and what the program says of it."""
    folder = tmp_path_factory.mktemp("real") / "t"
    resettle.export(STUDY, folder)
    with resettle.open(STUDY) as study:
        return folder, study.compare(outcomes=study.asked_outcomes)


def expected(name, cell, unit=""):
    """What a cell of the comparison is on its sheet: the words of a head and its value."""
    name = name.replace("_", " ")
    if not isinstance(cell, dict):
        return {name: cell}
    if "finding" in cell:
        return {name: words_of(cell), f"{name} probability": cell["probability"]}
    return {f"{name} {part.replace('_', ' ')}".removesuffix(" value"): one for part, one in cell.items()}


def check_sheet(rows, table, labels):
    """Every number of the table is on its sheet, and nothing else."""
    assert rows[0][0] == table["title"]
    shown = table_of(rows)
    assert len(shown) == len(table["rows"])
    for row, theirs in zip(shown, table["rows"], strict=True):
        found = {re.sub(r" \([^)]*\)$", "", head): value for head, value in row.items()}
        found.pop("left empty", None)
        if "arm" in theirs:
            assert found.pop("arm label") == labels[theirs["arm"]]
        if "label" in theirs:
            (head,) = [head for head in found if head.endswith(" label")]
            assert found.pop(head) == theirs["label"]
        wanted = {}
        for column in table["columns"]:
            if column["name"] != "label":
                wanted |= expected(column["name"], theirs[column["name"]])
            if column["unit"] == "word":
                wanted[column["name"]] = wanted[column["name"]].replace("_", " ")
        wanted = {head: value for head, value in wanted.items() if value not in (None, "")}
        assert set(found) == set(wanted)
        for head, value in wanted.items():
            exact = isinstance(value, str | bool)
            assert found[head] == (value if exact else pytest.approx(value, rel=1e-15))


def test_every_table_with_rows_has_a_sheet_with_all_its_numbers(book, compared):
    sheets = read_workbook(book)
    with_rows = {name: table for name, table in compared.raw["tables"].items() if table["rows"]}
    assert list(sheets) == ["read me", *with_rows]
    for name, table in with_rows.items():
        check_sheet(sheets[name], table, compared.labels)


@needs_program
def test_the_comparison_of_a_study_that_was_run(real):
    folder, comparison = real
    sheets = read_workbook(folder / "comparison.xlsx")
    with_rows = {name: table for name, table in comparison.raw["tables"].items() if table["rows"]}
    assert list(sheets) == ["read me", *with_rows]
    assert len(with_rows) > 15
    for name, table in with_rows.items():
        check_sheet(sheets[name], table, comparison.labels)


@needs_program
def test_the_tables_by_year_are_those_that_the_comparison_rests_on(real):
    """Worked out by the program and here, from the same file."""
    folder, comparison = real
    means = pd.read_csv(folder / "indicators_by_year.csv").groupby(["arm", "year"]).mean()
    rows = comparison.rows("by_year", outcome="employment_rate")
    assert len(rows) > 50
    for row in rows:
        level = means.loc[(comparison.raw["reference"], row["year"]), "employment_rate"]
        assert row["reference"] == pytest.approx(level, rel=1e-6)
        there = means.loc[(row["arm"], row["year"]), "employment_rate"]
        assert row["difference"]["mean"] == pytest.approx(there - level, abs=1e-6)


@needs_program
def test_verdicts_are_told_in_the_words_of_the_program(real):
    _, comparison = real
    with resettle.open(STUDY) as study:
        asked = [word for name in study.asked_outcomes for word in ("--outcome", name)]
    told = csv.DictReader(io.StringIO(ask(["compare", STUDY, "--csv", *asked])))
    words = [line["words"] for line in told if (line["table"], line["column"]) == ("horizon", "verdict")]
    assert words == [words_of(row["verdict"]) for row in comparison.rows("horizon")]


@needs_program
def test_the_fingerprint_is_that_of_the_program(real):
    folder, _ = real
    told = ask(["verify", STUDY, "--rerun", "0"])
    about = {row[0]: row.get(1) for row in read_workbook(folder / "comparison.xlsx")["read me"] if 0 in row}
    assert about["fingerprint"].split()[0] == re.search(r"Fingerprint (\w{64})", told)[1]


def test_the_first_sheet_says_what_it_is_about(book, compared):
    rows = [(row.get(0, ""), row.get(1, "")) for row in read_workbook(book)["read me"]]
    told = dict(rows)
    assert told["question"] == "What does an example add?"
    assert told["period"] == "1990-01 to 2025-12, policies differ from 2012-01 on"
    assert told["replicates"] == "5, each of 10 % of the population"
    assert told["today"] == "Today's rules (the reference)"
    assert told["mentoring"] == "Mentors for newcomers (the same results as wage_subsidy)"
    assert told["mentors_2040"].endswith("(the same as the reference in every result, so not compared)")
    assert told["run"] == "2026-01-01T00:00:00Z, seed 1: resettle run study.yaml"
    assert told["horizon"] == "horizon"
    assert "corrected for the 12 differences" in told["verdict"]
    assert "fewer than 20 simulated persons" in told["empty cells"]
    titles = [about for about, text in rows if about and not text]
    assert titles == ["Comparison", "Arms", "Sheets", "Words", "Notes of the program", "Where it is from"]


def test_an_empty_cell_says_why(book):
    rows = table_of(read_workbook(book)["type_changes"])
    lost = [row for row in rows if row["change"] == "lost_on_an_axis"]
    assert len(lost) == 2
    assert all(row["left empty"] == "persons: too few persons" and "persons mean" not in row for row in lost)
    assert all("left empty" not in row for row in rows if row not in lost)


# ---- safety -----------------------------------------------------------------------------------------

MEAN = ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2", "@SUM(1)", "=1\t", " =1", "'=1", "＝1", "http://a.b"]


@pytest.fixture
def mean_book(study_path, tmp_path, monkeypatch):
    rows = [{"arm": ARMS[1], "line": "=cmd()", "label": text} | judged(1, 1, 5) for text in MEAN]
    comparison = made_up(Arm(ARMS[1], "=1"), study="=1", intent="=2", reference=ARMS[0], cost_by_line=rows,
                         reference_label="=3\x07\ufffe")  # fmt: skip
    monkeypatch.setattr("resettle.study.Study.compare", lambda *_, **__: comparison)
    resettle.export(study_path, tmp_path / "t")
    return tmp_path / "t" / "comparison.xlsx"


def test_no_cell_is_a_formula_or_a_link_whatever_a_label_is(mean_book):
    files = archive(mean_book)
    for name, content in files.items():
        if name.startswith("xl/worksheets/sheet"):
            assert not list(Xml.fromstring(content).iter(f"{MAIN}f"))
    assert not any("externalLink" in name or "vbaProject" in name for name in files)
    assert not [name for name in files if name.endswith(".rels") and b'TargetMode="External"' in files[name]]
    sheets = read_workbook(mean_book)
    shown = table_of(sheets["cost_by_line"])
    assert [row["line label"] for row in shown] == MEAN
    assert {(row["arm label"], row["line"]) for row in shown} == {("=1", "=cmd()")}
    told = {row[0]: row.get(1) for row in sheets["read me"] if 0 in row}
    assert told["study"] == "=1" and told["question"] == "=2"
    assert told["reference"].startswith("=3\ufffd\ufffd (today)")


def test_what_looks_like_a_formula_is_marked_as_text(mean_book):
    """Else a spreadsheet makes a formula of it when somebody edits the cell."""
    files = archive(mean_book)
    looks = list(Xml.fromstring(files["xl/styles.xml"]).find(f"{MAIN}cellXfs"))
    names = list(read_workbook(mean_book))
    sheet = Xml.fromstring(files[f"xl/worksheets/sheet{names.index('cost_by_line') + 1}.xml"])
    cells = {c.get("r"): c for c in sheet.iter(f"{MAIN}c")}
    labels = [cells[f"D{row}"] for row in range(5, 5 + len(MEAN))]
    quoted = [looks[int(cell.get("s", "0"))].get("quotePrefix") for cell in labels]
    assert quoted == ["1"] * (len(MEAN) - 1) + [None]
    assert looks[int(cells["A5"].get("s", "0"))].get("quotePrefix") is None


def test_a_text_that_is_too_long_is_cut(study_path, tmp_path, monkeypatch):
    long = made_up(Arm(ARMS[1], "x" * 40_000), Arm(ARMS[2], "y"), reference=ARMS[0])
    monkeypatch.setattr("resettle.study.Study.compare", lambda *_, **__: long)
    resettle.export(study_path, tmp_path / "t")
    row = table_of(read_workbook(tmp_path / "t" / "comparison.xlsx")["horizon"])[0]
    assert row["arm label"].endswith("x…") and 16_000 < len(row["arm label"]) < 32_767


def test_names_of_sheets():
    long = "a" * 40
    names = sheet_names(["read me", "Read Me", long, long, "a/b:c*d?e[f]'g", "history", "", *[long] * 12])
    assert names[:5] == ["read me", "Read Me_2", "a" * 31, "a" * 29 + "_2", "a_b_c_d_e_f__g"]
    assert names[5:7] == ["history_2", "table"]
    assert all(1 <= len(name) <= 31 for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_the_same_study_gives_the_same_bytes(study_path, tmp_path, compared):
    for folder in ("one", "two"):
        resettle.export(study_path, tmp_path / folder)
    files = [archive(tmp_path / folder / "comparison.xlsx") for folder in ("one", "two")]
    assert files[0] == files[1]
    one, two = ((tmp_path / folder / "comparison.xlsx").read_bytes() for folder in ("one", "two"))
    assert one == two
    assert b"2026-01-01T00:00:00Z" in files[0]["docProps/core.xml"]


# ---- looks ------------------------------------------------------------------------------------------


def test_heads_say_the_unit_and_stay_in_sight(study_path, tmp_path, monkeypatch):
    comparison = made_up(Arm(ARMS[1], "A", verdict=verdict("too_few_persons", None)), reference=ARMS[0])
    units = {"reference": "of the row", "difference": "of the row", "percent": "%"}
    for table in ("horizon", "at_end"):
        for column in comparison.raw["tables"][table]["columns"]:
            column["unit"] = units.get(column["name"], "")
    monkeypatch.setattr("resettle.study.Study.compare", lambda *_, **__: comparison)
    resettle.export(study_path, tmp_path / "t")
    path = tmp_path / "t" / "comparison.xlsx"
    rows = read_workbook(path)["horizon"]
    assert list(rows[3].values()) == [
        "arm", "arm label", "outcome", "outcome label", "unit", "reference (unit of the row)",
        "difference mean (unit of the row)", "difference low (unit of the row)",
        "difference high (unit of the row)", "difference standard error (unit of the row)",
        "difference replicates", "percent (%)", "ratio", "smallest", "verdict", "verdict probability",
    ]  # fmt: skip
    assert table_of(rows)[0]["verdict"] == "too few persons"
    sheet = archive(path)["xl/worksheets/sheet2.xml"].decode()
    assert re.search(r'<pane xSplit="3" ySplit="4" topLeftCell="D5"', sheet)
    assert '<autoFilter ref="A4:P8"/>' in sheet
    assert number_formats(path, "horizon", "F") == ["#,##0"] * 4  # person-months and KRW
    assert number_formats(path, "at_end", "F") == ["0.00%"]  # a share


def number_formats(path, sheet, column):
    """Of the cells of a column below the head."""
    files = archive(path)
    styles = Xml.fromstring(files["xl/styles.xml"])
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    looks = [codes.get(look.get("numFmtId")) for look in styles.find(f"{MAIN}cellXfs")]
    at = list(read_workbook(path)).index(sheet) + 1
    cells = [c for c in Xml.fromstring(files[f"xl/worksheets/sheet{at}.xml"]).iter(f"{MAIN}c")
             if re.fullmatch(rf"{column}(\d+)", c.get("r")) and int(c.get("r")[1:]) > 4]  # fmt: skip
    return [looks[int(c.get("s"))] for c in cells]


def test_a_study_with_one_arm_has_no_workbook(study_path, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("resettle.study.Study.others", property(lambda _: []))
    assert main([str(study_path), "-o", str(tmp_path / "t")]) == 0
    assert "No workbook: This study has only the reference arm" in capsys.readouterr().out
    assert not (tmp_path / "t" / "comparison.xlsx").exists()
    assert (tmp_path / "t" / "indicators_by_year.csv").exists()


def test_a_comparison_without_tables(study_path, tmp_path, monkeypatch):
    """No arm ever acts."""
    nothing = made_up(never_act=ARMS[1:], reference=ARMS[0])
    nothing.raw["tables"].clear()
    monkeypatch.setattr("resettle.study.Study.compare", lambda *_, **__: nothing)
    resettle.export(study_path, tmp_path / "t")
    assert list(read_workbook(tmp_path / "t" / "comparison.xlsx")) == ["read me"]
