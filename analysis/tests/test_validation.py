"""The stored validation: it is of what is shipped, and every word and number of its box."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from resettle.errors import StudyError
from resettle.report import LANGUAGES
from resettle.report.validation_box import EVERYBODY, PARTS, Question, ValidationBox, missed_questions
from resettle.report.words import Words
from resettle.study_file import scenario_settings
from resettle.validation import (
    Validation,
    instruments_of,
    not_as_validated,
    read_validation,
    validation_file,
    values_of,
)
from resettle.validation.__main__ import main
from resettle.validation.making import as_text, digests_of_inputs, make_validation

REPOSITORY = Path(__file__).resolve().parents[2]
SCENARIOS = REPOSITORY / "scenarios"


@pytest.fixture(autouse=True)
def shipped(monkeypatch) -> None:
    monkeypatch.setenv("RESETTLE_HOME", str(REPOSITORY))


@pytest.fixture
def stored() -> Validation:
    told = read_validation()
    assert told is not None
    return told


def rows(name: str) -> list[dict[str, str]]:
    with (SCENARIOS / "tables" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- what is stored -----------------------------------------------------------------------------


def test_it_is_of_what_is_shipped(stored: Validation) -> None:
    """Renew it with `build/venv/bin/python -m resettle.validation` (CONTRIBUTING.md)."""
    assert stored.inputs == digests_of_inputs()
    assert {"scenarios/baseline.yaml", "scenarios/trials/ep1.yaml", "tests/golden/types.csv"} <= set(
        stored.inputs
    )


@pytest.mark.skipif(
    os.environ.get("RESETTLE_LONG") != "1" or "RESETTLE_BIN" not in os.environ,
    reason="takes a minute and needs the program; run by ./resettle test --long",
)
def test_the_program_says_the_same_again() -> None:
    again = json.loads(as_text(make_validation()))
    kept = json.loads(validation_file().read_text(encoding="utf-8"))
    assert again.pop("program")["version"] == kept.pop("program")["version"]
    assert again == kept


def test_its_counts_are_those_of_its_figures(stored: Validation) -> None:
    hits = [figure for figure in stored.figures if figure["verdict"] == "hit"]
    assert len(stored.figures) == stored.card["measured"] > 50
    assert len(hits) == stored.card["hits"]
    for figure in stored.figures:
        if figure["direction"] is None:
            assert figure["simulated"] - figure["published"] == pytest.approx(figure["off_by"])
            assert (figure["verdict"] == "hit") == (abs(figure["off_by"]) <= figure["tolerance"])


def test_every_value_of_the_shipped_baseline_is_there(stored: Validation) -> None:
    values = values_of((SCENARIOS / "baseline.yaml").read_text(encoding="utf-8"))
    assert set(values) == set(stored.values)
    # What stands in dated tables is filled in by the program.
    assert sum(stored.values[path] != value for path, value in values.items()) < 40


def test_a_file_of_another_kind_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("RESETTLE_HOME", str(tmp_path))
    assert read_validation() is None
    (tmp_path / "scenarios").mkdir()
    for text in ("{", "[]", '{"format": "resettle-validation", "format_version": 9}'):
        validation_file().write_text(text)
        with pytest.raises(StudyError, match="is no validation of this version"):
            read_validation()


# ---- what concerns a policy ---------------------------------------------------------------------


def test_every_indicator_says_which_policies_it_concerns(stored: Validation) -> None:
    reach = {row["indicator"]: row for row in rows("figure_reach.csv")}
    published = {row["indicator"] for row in rows("targets.csv")}
    assert set(reach) == published | {figure["indicator"] for figure in stored.figures}
    settings = scenario_settings((SCENARIOS / "baseline.yaml").read_text(encoding="utf-8"))
    known = instruments_of(path for path in settings if path.startswith("policies."))
    for row in reach.values():
        assert row["part"] in ("", *PARTS), row
        assert set(row["instruments"].split()) <= known, row
        assert not (row["part"] and row["instruments"]), row


@pytest.mark.parametrize(
    ("paths", "instruments"),
    [
        (["policies.mentoring.months", "policies.mentoring.coverage"], {"mentoring"}),
        (["pilot.share", "policies.mentoring.pilot_only"], {"mentoring"}),
        (["pilot.share", "pilot.host_tie"], {"pilot"}),
        (["officers.police_quality"], {"case_management"}),
        (["search.gain_slope", "policies.housing.coverage"], {"search", "housing"}),
        ([], set()),
    ],
)
def test_instruments_are_told_from_settings(paths: list[str], instruments: set[str]) -> None:
    assert instruments_of(paths) == instruments


def test_trials_know_what_they_tried(stored: Validation) -> None:
    tried = {trial["trial"]: set(trial["instruments"]) for trial in stored.trials}
    assert tried["ep1"] == {"mentoring", "dialect_workshop", "case_management"}
    assert tried["ep3"] == {"case_management"}
    assert tried["ep7"] == {"facility_program"}
    assert set(tried) == {path.stem for path in (SCENARIOS / "trials").glob("*.yaml")}


def figure(indicator: str, off_by: float | None, part: str = "", instruments: str = "") -> dict:
    missed = off_by is None or abs(off_by) > 1
    return {
        "indicator": indicator, "off_by": off_by, "tolerance": 1 if off_by is not None else None,
        "verdict": "miss" if missed else "hit", "part": part, "instruments": instruments.split(),
    }  # fmt: skip


def test_misses_of_a_part_concern_all_and_others_their_instruments() -> None:
    figures = [
        figure("met", 0.5, "work"), figure("pay", -4, "income"), figure("work", 2, "work"),
        figure("work", -9, "work"), figure("fraud", 20, "", "grant mentoring"), figure("deaths", 30),
        figure("mood", None, "mind"),
    ]  # fmt: skip

    def told(instruments: set[str]) -> list[str]:
        return [one.figures[0]["indicator"] for one in missed_questions(figures, instruments)]

    assert told({"mentoring"}) == ["fraud", "work", "pay", "mood"]
    assert told({"housing"}) == ["work", "pay", "mood"]


def test_of_a_question_the_figure_furthest_off_is_told() -> None:
    question = Question([figure("work", 2), figure("work", -9), figure("work", 0.1)])
    assert [miss["off_by"] for miss in question.misses] == [-9, 2]
    assert question.distance == 9


def test_settings_that_are_not_as_validated_are_found() -> None:
    scenario = """
run: {seed: 7}
tables: {ages: tables/ages.csv}
search: {slope: {value: 0.5, unit: logit}, level: {value: {1990-01: 1, 2000-01: 2}, unit: logit}}
"""
    values = {"search.slope": 0.5, "search.level": {"1990-01": 1, "2000-01": 2}}
    inputs = {"scenarios/tables/ages.csv": "a", "scenarios/baseline.yaml": "b"}
    validated = Validation({}, inputs, {}, [], [], values)
    as_run = {"elsewhere/ages.csv": "a", "elsewhere/baseline.yaml": "c", "own/more.csv": "d"}
    assert not_as_validated(validated, scenario, as_run) == []
    other = scenario.replace("0.5", "0.6").replace("2000-01: 2", "2000-01: 3")
    assert not_as_validated(validated, other, {"ages.csv": "z"}) == [
        "search.slope", "search.level", "ages.csv",
    ]  # fmt: skip


# ---- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_trial_has_words(stored: Validation, language: str) -> None:
    words = Words(language)
    for one in stored.figures:
        assert words.knows("survey_indicators", one["indicator"]), one["indicator"]
    if language == "en":
        return  # the program's own words are English
    for one in stored.figures:
        group = one["population"] if one["subgroup"] == "all" else one["subgroup"]
        assert words.knows("survey_groups", group) or group == "all", group
        assert one["subgroup"] in EVERYBODY or one["part"] or one["subgroup"] == "in_facility"
    for trial in stored.trials:
        said = [trial["question"], trial["source"].partition(":")[0]]
        for text in [*said, *(check["what"] for check in trial["checks"])]:
            assert words.knows("trials", text), text


def test_asking_for_help_makes_nothing(monkeypatch, capsys) -> None:
    monkeypatch.setattr("resettle.validation.__main__.make_validation", lambda: pytest.fail("made"))
    for words in (["--help"], ["--nothing"]):
        monkeypatch.setattr("sys.argv", ["validation", *words])
        with pytest.raises(SystemExit):
            main()
    assert "scenarios/validation.json" in capsys.readouterr().out


def test_what_is_no_share_is_told_as_a_number() -> None:
    box = ValidationBox.__new__(ValidationBox)
    box.words = Words("en")
    check = {"what": "employed within twelve months, ratio", "rule": "within", "expected": 1.13,
             "tolerance": 0.06, "published": True, "verdict": "miss",
             "simulated": {"mean": 1.041, "low": 1.039, "high": 1.044}}  # fmt: skip
    cells = box._check({"unit": "1"}, check, is_first=False)
    assert (cells[1].text, cells[2].text) == ("1.13", "1.04")
    cells = box._check({"unit": "share"}, check | {"expected": 0.15}, is_first=False)
    assert cells[1].text == "+15 pp"
    figure = {"indicator": "distress_change", "unit": "1", "direction": None, "published": -0.1,
              "simulated": -0.0035, "off_by": 0.0965, "subgroup": "all", "population": "residents",
              "age_from": None, "month": "2020-12", "verdict": "miss", "tolerance": 0.05}  # fmt: skip
    cells = box._miss(Question([figure]))
    assert not any("%" in cell.text for cell in cells)
