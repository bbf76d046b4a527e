"""What drives the difference between arms, as `resettle sensitivity` tells it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from drawn_study import DRAWS, EACH, SCENARIOS, needs_program
from scipy.stats import qmc

import resettle
from resettle import StudyError, figures
from resettle.sensitivity import __main__ as command
from resettle.sensitivity import analysis, outcomes
from resettle.sensitivity.analysis import Sensitivity, sensitivity_of
from resettle.sensitivity.answer import sentences_of
from resettle.sensitivity.information import Worth
from resettle.sensitivity.listing import text_of
from resettle.sensitivity.outcomes import Outcome, Paired, read_outcome
from resettle.sensitivity.parameters import Parameters, read_parameters
from resettle.sensitivity.sources import WITHOUT_DATA, source_of
from resettle.sensitivity.tables import tables_of

NAMES = ["search.gain_slope", "search.intercept", "ties.trust", "ties.decay", "fraud.rate", "fraud.shield"]
SOURCES = ["assumption", "G07, assumption", "L01", "M12", "assumption", "a source of one's own"]
SIZES = (300.0, 260.0, 200.0, 100.0)  # of what mentors add by the first four: 43, 33, 19 and 5 %
COUNT, MEAN, SUBSIDY = 512, 180.0, 40.0


def drawn(sizes=SIZES, luck=100.0, independent=True, each=2) -> tuple[Outcome, Parameters]:
    """Two arms; what mentors add is a line in four parameters, a wage subsidy adds the same everywhere."""
    rng = np.random.default_rng(14)
    x = qmc.Sobol(len(NAMES), rng=rng).random(COUNT)
    gain = MEAN + sum(size * (2 * x[:, i] - 1) for i, size in enumerate(sizes))
    gains = {
        "wage_subsidy": Paired(SUBSIDY + luck * rng.standard_normal((COUNT, each))),
        "mentoring": Paired(gain[:, None] + luck * rng.standard_normal((COUNT, each))),
    }
    costs = {
        arm: Paired(np.full((COUNT, each), krw)) for arm, krw in (("wage_subsidy", 1e6), ("mentoring", 3e8))
    }
    numbers = np.arange(1, COUNT + 1)
    outcome = Outcome("integrated_person_months", "Integrated person-months", "person-months", numbers,
                      gains, costs)  # fmt: skip
    return outcome, Parameters(NAMES, ["share"] * len(NAMES), SOURCES, x, independent)


def told_of(study, arms=(), worth=None, **options) -> Sensitivity:
    return Sensitivity(study, *drawn(**options), arms, worth)


@pytest.fixture
def told(study) -> Sensitivity:
    return told_of(study)


@pytest.fixture
def read(monkeypatch):
    """The made-up draws in the place of what a study file holds."""
    outcome, parameters = drawn()
    monkeypatch.setattr(analysis, "read_outcome", lambda *_: outcome)
    monkeypatch.setattr(analysis, "read_parameters", lambda *_: parameters)


# ---- the answer ---------------------------------------------------------------------------------


def test_the_answer_names_the_assumptions_it_rests_on(told):
    leading, without, fit, turns, worth = sentences_of(told)
    assert leading.startswith(
        "76 % of what is not known about this answer (Integrated person-months: Mentors"
    )
    assert "comes from two assumptions without Korean data: search.gain_slope (43 %)" in leading
    assert without.startswith("All 3 assumptions without Korean data together account for 76 %")
    assert "That is little" not in fit
    assert turns.startswith(
        "Mentors for newcomers is first on average, but not where search.gain_slope is below"
    )
    assert "(then Longer wage subsidy)" in turns
    assert "million KRW" in worth


def test_what_is_poorly_foreseen_says_so(study):
    told = told_of(study)
    told.answer.__dict__["foreseen"] = 0.31
    assert "R2 0.31" in sentences_of(told)[2] and "That is little" in sentences_of(told)[2]


def test_luck_alone_is_no_answer(study):
    with pytest.raises(StudyError, match="cannot be told from luck, which makes up .* % of it.*--scale"):
        told_of(study, luck=2500.0)


def test_without_one_that_stands_out_the_answer_says_so(told):
    told.answer.emulator.found.clear()
    assert sentences_of(told)[0].startswith("No parameter stands out among the 6")


def test_kinds_of_sources():
    assert source_of("assumption").is_assumption_without_data
    assert not source_of("Yoon 2001, assumption").is_assumption_without_data
    assert source_of("Yoon 2001, assumption").kind == "assumption"
    assert (source_of("G07, M01").kind, source_of("G07, M01").korean) == ("survey", True)
    assert source_of("somebody 2031").kind == "other"


def test_every_source_of_the_evidence_has_a_kind():
    lines = (SCENARIOS / "EVIDENCE.md").read_text(encoding="utf-8").splitlines()
    firsts = [line.split("|")[1] for line in lines if line.startswith("| ")]
    keys = {key.strip().strip("`") for first in firsts for key in first.split(",")} - {"key"}
    assert len(keys) > 100
    assert {key for key in keys if source_of(key).kind == "other"} == set()


# ---- numbers ------------------------------------------------------------------------------------


def test_tables_hold_what_is_told(told):
    tables = tables_of(told)
    assert list(tables) == ["fit", "parameters", "groups", "reversals", "value_of_information"]
    parameters = tables["parameters"].set_index("parameter")
    assert parameters["total"].iloc[:4].tolist() == pytest.approx([0.434, 0.326, 0.193, 0.048], abs=0.03)
    assert parameters.loc["search.gain_slope", "direction"] == "more"
    high = parameters.loc["search.gain_slope", "difference_high"]
    assert high == pytest.approx(MEAN + 300 * 0.9, abs=4.5 * 15)
    groups = tables["groups"].set_index("group")
    assert groups.loc["search", "share"] == pytest.approx(0.76, abs=0.04)
    assert groups.loc["ties", "share"] == pytest.approx(0.24, abs=0.04)
    assert groups.loc[WITHOUT_DATA, "parameters"] == 3
    fit = tables["fit"].iloc[0]
    assert fit["luck_share"] == pytest.approx(5000 / (5000 + 69200), rel=0.2)


def test_where_the_first_arm_loses(told):
    row = tables_of(told)["reversals"].set_index("parameter").loc["search.gain_slope"]
    true = (1 - (MEAN - SUBSIDY) / 300) / 2  # MEAN + 300 z = SUBSIDY
    assert (row["rival"], row["loses"]) == ("wage_subsidy", "below")
    assert abs(row["value"] - true) < 4.5 * (row["value_high"] - row["value_low"]) / 3.92
    assert row["value_low"] < row["value"] < row["value_high"] < true + 0.2
    decay = tables_of(told)["reversals"].set_index("parameter").loc["ties.decay"]
    assert decay["loses"] == "nowhere" and np.isnan(decay["value"])
    assert decay["smallest_lead"] == pytest.approx(MEAN - SUBSIDY - 100, abs=40)


def test_worth_of_knowing(told):
    known = tables_of(told)["value_of_information"].set_index("group")
    everything = known.loc["all parameters"]
    assert known["value"].between(0, everything["value"]).all()
    assert known.loc["search", "value"] > known.loc["ties", "value"] > 0
    assert known.loc["fraud", "value"] < 0.05 * everything["value"]
    assert everything["value_krw"] > 0
    assert known.loc[["search", "ties"], "clear_of_chance"].all()
    assert not known.loc["fraud", "clear_of_chance"]


def test_a_worth_that_may_be_chance_says_so(told):
    lines = text_of(told, "s", "q").split("What it would be worth")[1].splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("  sources that are not in"))
    assert "may be chance" in lines[place + 2]
    assert "may be chance" not in lines[next(i for i, line in enumerate(lines) if "  search" in line) + 1]


def test_a_worth_above_that_of_everything_is_told_as_a_bound(study, monkeypatch):
    monkeypatch.setattr(analysis, "_worth_of_all", lambda _: Worth(2.0, 0.1))
    told = told_of(study)
    known = tables_of(told)["value_of_information"].set_index("group")
    assert known.loc["search", ["value", "value_at_most"]].tolist() == [2, True]
    assert np.isnan(known.loc["search", "value_standard_error"])
    assert not known.loc[["all parameters", "fraud"], "value_at_most"].any()
    row = [line for line in text_of(told, "s", "q").splitlines() if line.startswith("  search  ")][-1]
    assert row.split()[1:4] == ["at", "most", "2"]


def test_without_an_amount_nothing_is_a_bound_in_won(study):
    outcome, parameters = drawn()
    outcome.costs.clear()
    told = Sensitivity(study, outcome, parameters, (), None)
    assert tables_of(told)["value_of_information"]["value_krw_at_most"].isna().all()


def test_worth_in_won_goes_by_what_a_unit_is_worth(study):
    cheap, dear = told_of(study, worth=1.0), told_of(study, worth=1e9)
    assert cheap.knowing[0].krw.value == 0  # nothing is bought
    gain = dear.knowing[0].gain.value
    assert dear.knowing[0].krw.value == pytest.approx(1e9 * gain, rel=0.02)  # the price is of no matter
    assert told_of(study).worth_krw == pytest.approx(3e8 / MEAN, rel=0.4)


def test_the_same_draws_give_the_same_answer(study):
    one, other = (text_of(told_of(study), "s", "q") for _ in range(2))
    assert one == other


def test_a_sample_says_that_parameters_go_together(study):
    text = text_of(told_of(study, independent=False), "s", "q")
    assert "These draws are a sample" in text
    assert "These draws are a sample" not in text_of(told_of(study), "s", "q")


def test_one_replicate_of_each_draw_does_not_tell_luck_apart(study):
    assert "luck is in it" in text_of(told_of(study, each=1), "s", "q")
    assert "was luck and is taken off" in text_of(told_of(study), "s", "q")


# ---- the command --------------------------------------------------------------------------------


def test_the_command_tells_writes_and_draws(read, study_path, tmp_path, capsys):
    folder = tmp_path / "out"
    assert command.main([str(study_path), "-o", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "In short\n========" in said
    assert max(map(len, said.splitlines())) <= 100
    assert pd.read_csv(folder / "parameters.csv")["parameter"].iloc[0] == "search.gain_slope"
    assert (folder / "tornado_mentoring.svg").stat().st_size > 1000


def test_names_of_thirty_letters_are_broken_between_their_parts(study, monkeypatch):
    names = ["exits.onward_satisfaction_slop", "officers.intensity_in_facility", *NAMES[2:]]
    monkeypatch.setattr("test_sensitivity.NAMES", names)
    lines = text_of(told_of(study), "s", "q").splitlines()
    assert any(line.startswith("  onward_satisfaction_slop ") for line in lines)
    assert any(line.startswith("  intensity_in_facility ") for line in lines)


def test_json_has_everything(read, study_path, capsys):
    assert command.main([str(study_path), "--json", "--arm", "wage_subsidy,mentoring"]) == 2
    assert "cannot be told from luck" in capsys.readouterr().err  # what a wage subsidy adds is luck
    assert command.main([str(study_path), "--json", "--arm", "mentoring"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["format_version"]) == ("resettle-sensitivity", 1)
    assert len(told["tables"]["parameters"]["rows"]) == len(NAMES)
    assert told["tables"]["reversals"]["rows"][-1]["value"] is None
    assert told["first"] == "mentoring" and len(told["answer"]) == 5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--arm", "mentring"], "There is no arm 'mentring'. Did you mean 'mentoring'?"),
        (["--arm", "today"], "'today' is the reference"),
        (["--worth", "0"], "a number above 0"),
        (["-o", "/proc/nowhere"], "Nothing can be written"),
    ],
)
def test_what_must_be_mended_is_said(read, study_path, capsys, words, message):
    try:
        code = command.main([str(study_path), *words])
    except SystemExit as left:
        code = left.code
    assert code == 2
    assert message in capsys.readouterr().err


def test_a_study_without_draws_says_how_to_get_them(study_path, capsys):
    assert command.main([str(study_path)]) == 2
    assert "has no draws" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_tornado_has_its_numbers(study, told, language):
    if language == "ko" and not figures.style.has_korean_font():
        pytest.skip("needs fonts-nanum")
    figure = figures.tornado(study, told, language=language)
    assert figure.data["parameter"].tolist() == NAMES[:4]
    assert "search.gain_slope" in figure.get_suptitle()
    told.answer.emulator.found.clear()
    assert figures.tornado(study, told, language=language).data.empty


# ---- reading a study ----------------------------------------------------------------------------


@needs_program
def test_too_few_draws_are_refused(drawn_path, capsys):
    assert command.main([str(drawn_path)]) == 2
    said = capsys.readouterr().err
    assert f"has {DRAWS} draws" in said and "extend" in said and "--draws 512" in said


@needs_program
@pytest.mark.parametrize(
    "name", ["integrated_person_months", "employed_person_months", "months_out_of_marginality",
             "distress_years", "programme_cost", "employment_rate"]
)  # fmt: skip
def test_outcomes_are_those_of_the_program(drawn_path, monkeypatch, name):
    monkeypatch.setattr(outcomes, "FEWEST", DRAWS)
    with resettle.open(drawn_path) as study:
        told = read_outcome(study, name)
        table = study.compare().at_end if name == "employment_rate" else study.compare().horizon
    row = table.query("outcome == @name and arm == 'mentoring'").iloc[0]
    paired = told.gains["mentoring"]
    assert paired.means.mean() == pytest.approx(row["difference"], rel=1e-5, abs=1e-7)
    between = paired.means.var(ddof=1) - paired.luck[0]
    assert np.sqrt(max(between, 0)) == pytest.approx(row["difference_not_known"], rel=1e-4, abs=1e-7)
    assert told.replicates == EACH
    assert told.sign == (-1 if name in ("distress_years", "programme_cost") else 1)


@needs_program
def test_an_unknown_outcome_names_the_nearest(drawn_path):
    with resettle.open(drawn_path) as study:
        with pytest.raises(StudyError, match="Did you mean 'employment_rate'"):
            sensitivity_of(study, "employment_rat")


@needs_program
def test_an_outcome_that_is_missing_says_what_to_do(drawn_path, monkeypatch):
    monkeypatch.setattr(outcomes, "FEWEST", DRAWS)
    gone = outcomes._differences

    def missing(study, name):
        values = gone(study, name).copy()
        values[:, 6:11] = np.nan  # draws 3 and 4, and half of draw 5
        return values

    monkeypatch.setattr(outcomes, "_differences", missing)
    with resettle.open(drawn_path) as study:
        with pytest.raises(StudyError, match=f"has a value in {DRAWS - 2} of the {DRAWS} draws only"):
            read_outcome(study, "employment_rate")


@needs_program
def test_parameters_are_those_that_were_drawn(drawn_path):
    with resettle.open(drawn_path) as study:
        told = read_parameters(study, np.arange(1, DRAWS + 1))
        assert told.independent
        place = told.names.index("arrivals.elite_share")
        drawn_numbers = study.draws["number"].sel(parameter="arrivals.elite_share")
        assert told.values[:, place].tolist() == drawn_numbers.values[1:].tolist()
        assert told.units[place] == "factor"
        with pytest.raises(StudyError, match="none drives anything"):
            read_parameters(study, np.array([1]))
    groups = {group.name: group.members for group in told.groups()}
    assert sum(len(groups[name]) for name in set(told.sections)) == len(told)
    assert place in groups["arrivals"]


def test_what_is_drawn_as_a_factor_or_added_is_told_so():
    told = Parameters(["a.b", "a.c", "a.d"], ["factor", "added, share", "share"], ["assumption"] * 3,
                      np.zeros((2, 3)), True)  # fmt: skip
    assert told.told(0, 0.9) == "x 0.9"
    assert told.told(1, 0.05) == "+0.05"
    assert told.told(1, -0.05).endswith("0.05")
    assert told.told(2, 0.4) == "0.4"
