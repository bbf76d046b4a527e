"""What may be chosen of an export: it leaves out rows and columns, and changes no value."""

import pandas as pd
import pytest
from made_up_study import ARMS, SUBGROUPS
from workbook_cells import read_workbook, table_of

import resettle
from resettle.errors import ProgramError, StudyError
from resettle.exporting.__main__ import main

WORDS = ("--arm", "mentoring", "--outcome", "employment_rate", "--subgroup", "sex=woman", "--from", "2024")


def tables(folder):
    return {path.stem: pd.read_csv(path) for path in folder.glob("*.csv")}


@pytest.fixture(scope="module", params=["by year", "monthly", "full"])
def way(request):
    return {} if request.param == "by year" else {request.param: True}


@pytest.fixture(scope="module")
def whole(way, study_path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "t"
    resettle.export(study_path, folder, workbook=False, **way)
    return tables(folder)


@pytest.fixture
def chosen(way, study_path, tmp_path):
    def export(**choices):
        resettle.export(study_path, tmp_path / "t", workbook=False, **way, **choices)
        return tables(tmp_path / "t")

    return export


def same_rows(ours, theirs):
    """Rows of one table are those of another, with fewer columns perhaps."""
    kept = theirs[list(ours.columns)].reset_index(drop=True)
    pd.testing.assert_frame_equal(ours.reset_index(drop=True), kept, check_dtype=False)


DATA = {"indicators", "subgroups", "aggregates", "exits", "transitions", "twins", "ledger", "society",
        "society_separations", "gains", "hires", "network"}  # fmt: skip


def data(found):
    return {name: table for name, table in found.items() if name.removesuffix("_by_year") in DATA}


def test_arms(whole, chosen):
    found = chosen(arms="mentoring")
    assert set(data(found)) == set(data(whole))
    for name, table in data(found).items():
        same_rows(table, whole[name][whole[name]["arm"] == "mentoring"])
    assert found["arms"]["arm"].tolist() == ["mentoring"]
    assert set(found["suppressed"]["arm"]) == {"mentoring"}


def test_several_arms_keep_the_order_of_the_study(whole, chosen):
    found = chosen(arms=["mentoring", "today"])
    for name, table in data(found).items():
        same_rows(table, whole[name][whole[name]["arm"] != "wage_subsidy"])


def test_outcomes(whole, chosen):
    found = chosen(outcomes=["distress_mean", "employment_rate"])
    assert {n.removesuffix("_by_year") for n in data(found)} < {"indicators", "subgroups", "aggregates"}
    for name, table in data(found).items():
        assert {"distress_mean", "employment_rate"} == set(table.columns) - {
            "arm", "replicate", "year", "month", "subgroup",
        }  # fmt: skip
        same_rows(table, whole[name])


def test_an_outcome_that_is_counted_by_year(whole, chosen):
    found = data(chosen(outcomes="deaths"))
    assert list(found) == ["exits"]
    same_rows(found["exits"], whole["exits"].drop(columns=["departures"], errors="ignore"))


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("sex=man", ["sex=man"]),
        (["sex=man", "all"], ["all", "sex=man"]),
        ("sex", ["sex=woman", "sex=man"]),
        ("position=1", ["position=1"]),
        ("position", ["position=1"]),
    ],
)
def test_subgroups(whole, chosen, asked, kept):
    found = chosen(subgroups=asked)
    axes = {"subgroup", "gain_group"}
    for name, table in data(whole).items():
        (axis,) = axes & set(table.columns) or {None}
        if axis is None:
            same_rows(found[name], table)
            continue
        left = table[table[axis].isin(kept)]
        assert (name in found) == (len(left) > 0)
        if len(left):
            same_rows(found[name], left)


@pytest.mark.parametrize("since", ["2024", "2024-01", 2024, "2024-05"])
def test_from_a_month_on(whole, chosen, since):
    """Tables by year begin with the whole year: a part of it less the other part would tell of a few
    months."""
    found = chosen(since=since)
    first = "2024-05-01" if since == "2024-05" else "2024-01-01"
    for name, table in data(whole).items():
        if "month" in table:
            same_rows(found[name], table[table["month"] >= first])
        elif "year" in table:
            same_rows(found[name], table[table["year"] >= 2024])
        else:
            same_rows(found[name], table)


def test_all_choices_together(whole, chosen):
    found = chosen(arms="mentoring", outcomes="employment_rate", subgroups="sex", since="2025-06")
    for name, table in data(found).items():
        theirs = whole[name][whole[name]["arm"] == "mentoring"]
        monthly = "month" in theirs
        theirs = theirs[theirs["month"] >= "2025-06-01"] if monthly else theirs[theirs["year"] == 2025]
        if "subgroup" in theirs:
            theirs = theirs[theirs["subgroup"].str.startswith("sex=")]
        same_rows(table, theirs)
    told = found["study"].set_index("entry")["value"]
    assert told["exported_arms"] == "mentoring" and told["exported_since"] == "2025-06"


def test_persons_of_the_chosen_arms_and_months(study_path, tmp_path):
    for folder, choices in (("all", {}), ("some", {"arms": "mentoring", "since": "2025-11"})):
        resettle.export(study_path, tmp_path / folder, persons=True, workbook=False, **choices)
    months = tables(tmp_path / "all")["person_months"]
    kept = months[(months["arm"] == "mentoring") & (months["month"] >= "2025-11-01")]
    same_rows(tables(tmp_path / "some")["person_months"], kept)


def test_the_command_line_says_the_same(study_path, tmp_path, capsys):
    words = ["--no-workbook", "--monthly", *WORDS, "--arm", "today,wage_subsidy", "--subgroup", "sex=man"]
    assert main([str(study_path), "-o", str(tmp_path / "typed"), *words]) == 0
    assert "indicators.csv" in capsys.readouterr().out
    resettle.export(study_path, tmp_path / "called", workbook=False, monthly=True, arms=ARMS,
                    outcomes=["employment_rate"], subgroups=["sex=woman", "sex=man"], since=2024)  # fmt: skip
    for path in (tmp_path / "called").iterdir():
        if path.name != "study.csv":  # it says in which words it was asked for
            assert path.read_bytes() == (tmp_path / "typed" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--arm", "mentorin"], "There is no arm 'mentorin'. Did you mean 'mentoring'? The study has: "
                                + ", ".join(ARMS)),
        (["--arm", "today,mentorin"], "no arm 'mentorin'"),
        (["--outcome", "employment"], "There is no outcome 'employment'. Did you mean 'employment_rate'?"),
        (["--outcome", "x"], "The study has: deaths, "),
        (["--subgroup", "sex=women"], "There is no subgroup 'sex=women'. Did you mean 'sex=woman'? The study "
                                      "has: " + ", ".join(SUBGROUPS)),
        (["--subgroup", "sex=woman,sex=man"], "no subgroup 'sex=woman,sex=man'"),
        (["--from", "2015-13"], "A first month is written as 2015 or 2015-01, not as '2015-13'."),
        (["--from", "May 2015"], "not as 'May 2015'"),
        (["--from", "2026"], "The study ends in 2025-12, so nothing of it is left from 2026 on. Begin"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", [[], ["--full"]])
def test_what_is_not_there_is_refused(study_path, tmp_path, capsys, words, told, more):
    assert main([str(study_path), "-o", str(tmp_path / "t"), "--no-workbook", *words, *more]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--arm"], ["--arm", ""], ["--years"], ["--ful"]])
def test_what_is_no_option_is_refused(study_path, tmp_path, words):
    with pytest.raises(SystemExit) as ended:
        main([str(study_path), "-o", str(tmp_path / "t"), *words])
    assert ended.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_has_the_chosen_rows(study_path, tmp_path, compared):
    assert main([str(study_path), "-o", str(tmp_path / "t"), *WORDS]) == 0
    sheets = read_workbook(tmp_path / "t" / "comparison.xlsx")
    assert list(sheets) == ["read me", "at_end", "outcomes"]
    (row,) = table_of(sheets["at_end"])
    assert (row["arm"], row["outcome"]) == ("mentoring", "employment_rate")
    told = {row[0]: row[1] for row in sheets["read me"] if {0, 1} <= set(row)}["only these rows"]
    assert told.startswith("arms mentoring; outcomes employment_rate; subgroups sex=woman; from 2024 on.")


def test_an_outcome_of_the_whole_period_is_in_the_workbook(study_path, tmp_path, compared):
    asked = []
    compared_with = resettle.Study.compare
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("resettle.study.Study.compare",
                      lambda self, outcomes: asked.append(outcomes) or compared_with(self))  # fmt: skip
        resettle.export(study_path, tmp_path / "t", outcomes=["distress_years", "south_skill_mean"])
        with pytest.raises(StudyError, match="no outcome 'distress_year'. Did you mean 'distress_years'"):
            resettle.export(study_path, tmp_path / "u", outcomes=["distress_year"])
    assert asked == [["south_skill_mean"], []]
    assert "south_skill_mean" in tables(tmp_path / "t")["indicators_by_year"]
    sheets = read_workbook(tmp_path / "t" / "comparison.xlsx")
    assert [row["outcome"] for row in table_of(sheets["outcomes"])] == ["distress_years"]


def test_without_a_comparison_the_tables_can_be_had(study_path, tmp_path, fake_program, capsys):
    fake_program("echo 'the file is odd' >&2; exit 2")
    assert main([str(study_path), "-o", str(tmp_path / "t")]) == 2
    said = capsys.readouterr().err
    assert "the file is odd" in said and "Without the workbook (--no-workbook)" in said
    assert list(tmp_path.glob("t*")) == []
    with pytest.raises(ProgramError):
        resettle.export(study_path, tmp_path / "t")
    assert main([str(study_path), "-o", str(tmp_path / "t"), "--no-workbook"]) == 0
    assert not (tmp_path / "t" / "comparison.xlsx").exists()
