"""The program as a user meets it: commands, messages, exit codes, files. Needs RESETTLE_BIN (the
program) and RESETTLE_STUDY (a study file of a real run); ./resettle test sets both."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import h5py
import pytest
import xarray as xr

HOME = Path(__file__).resolve().parents[2]
SCENARIOS = HOME / "scenarios"

pytestmark = pytest.mark.skipif(
    "RESETTLE_BIN" not in os.environ or "RESETTLE_STUDY" not in os.environ,
    reason="run by ./resettle test",
)


def resettle(*arguments, cwd=None):
    return subprocess.run(
        [os.environ["RESETTLE_BIN"], *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd or HOME,
        env={**os.environ, "RESETTLE_HOME": str(HOME)},
        timeout=600,
    )


def test_every_shipped_file_passes_check():
    folders = ("policies", "regimes", "ablations", "trials", "studies")
    files = [SCENARIOS / "baseline.yaml", *(f for d in folders for f in SCENARIOS.glob(f"{d}/*.yaml"))]
    result = resettle("check", *files)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("no problems") == len(files) >= 50


def test_three_mistakes_are_named_with_line_reason_and_remedy(tmp_path):
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    overlay = tmp_path / "scenarios" / "policies" / "broken.yaml"
    overlay.write_text(
        "based_on: ../baseline.yaml\n"
        "intent: Three mistakes.\n"
        "source: none\n"
        "policies:\n"
        "  mentoring:\n"
        "    covrage: {value: 0.5, unit: share, status: policy, source: assumption}\n"
        "    months: {value: 12, unit: weeks, status: policy, source: assumption}\n"
        "    coverage: {value: 1.5, unit: share, status: policy, source: assumption}\n"
    )
    result = resettle("run", overlay, "-o", tmp_path / "never.h5")
    assert result.returncode == 2
    assert "3 problems" in result.stderr and "nothing was run" in result.stderr
    for place in ("broken.yaml:6:", "broken.yaml:7:", "broken.yaml:8:"):
        assert place in result.stderr
    assert "coverage" in result.stderr and "months" in result.stderr
    assert not (tmp_path / "never.h5").exists()


def test_for_how_many_persons_a_condition_holds_is_said_by_year(tmp_path):
    (tmp_path / "women.yaml").write_text(
        f"based_on: {SCENARIOS / 'baseline.yaml'}\n"
        "intent: Mentors for women.\n"
        "policies:\n"
        "  mentoring:\n"
        "    eligible: {sex: woman, justification: they are reached least}\n"
    )
    study = tmp_path / "study.yaml"
    study.write_text(
        f"study: counted\nintent: A test.\nbaseline: {SCENARIOS / 'baseline.yaml'}\n"
        "period: {start: 1990-01, policy_start: 2004-01, end: 2005-12}\n"
        "replicates: 1\nseed: 1\nscale: 0.1\nreference: law\n"
        "arms:\n  law: {label: Law}\n  women: {overlay: women.yaml, label: Women}\n"
        "outcomes: [employment_rate]\n"
    )
    told = resettle("check", study, "--count")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    head = lines.index("  women, policies.mentoring.eligible: {sex: woman}")
    assert [line.split()[0] for line in lines[head + 3 : head + 5]] == ["2004", "2005"]
    for line in lines[head + 3 : head + 5]:
        assert 40 < float(line.split()[2]) < 70  # women among those who had come by then
    told = resettle("check", SCENARIOS / "policies/mentoring.yaml", "--count")
    assert "every instrument is for everybody" in told.stdout


def test_an_instrument_is_explained_with_what_it_offers_to_whom_on_which_evidence():
    told = resettle("explain", "instrument", "wage_subsidy")
    assert told.returncode == 0, told.stderr
    what, whom, evidence = (
        told.stdout.index(f"\n{head}\n")
        for head in ("What it does", "To whom, and when", "What it gives, and on which evidence")
    )
    assert what < whom < evidence
    assert whom < told.stdout.index("last_arrival: 2014-11") < evidence
    assert whom < told.stdout.index("eligible: everybody") < evidence
    assert evidence < told.stdout.index("employer_take_up: 0.25 share")
    assert "calibrated, source C12, G24; not known better than 0.08 to" in told.stdout
    wrong = resettle("explain", "instrument", "wage_subsidi")
    assert wrong.returncode == 2
    assert "did you mean 'wage_subsidy'?" in wrong.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "no_such_file.yaml"),
        ("run",),
        ("frobnicate",),
        ("run", "scenarios/baseline.yaml", "--set", "search.gain_slpoe=0"),
        ("run", "scenarios/baseline.yaml", "--replicates", "0"),
        ("compare", "README.md"),
        ("params", "no_such_parameter_anywhere"),
    ],
)
def test_the_users_mistakes_exit_with_2(arguments):
    result = resettle(*arguments)
    assert result.returncode == 2
    assert result.stderr.strip()


def test_a_misspelt_override_names_the_nearest_parameter():
    result = resettle("run", "scenarios/baseline.yaml", "--set", "search.gain_slpoe=0")
    assert "search.gain_slope" in result.stderr


def test_explain_month_lists_the_month_in_order():
    text = resettle("explain", "month").stdout
    steps = [text.index(f"\n{n:2} ") for n in range(1, 14)]
    assert steps == sorted(steps)
    for word in ("reads", "writes", "decides", "a search", "looks for work this month"):
        assert word in text or word == "a search"


def test_params_give_value_unit_range_source_and_status():
    text = resettle("params", "search.gain_slope").stdout
    for word in ("logit per unit gain", "0 to 2.5", "neutral 0\n", "literature", "G05"):
        assert word in text
    assert "neutral 1, an effect of policies.trauma_therapy" in resettle("params", "therapy_odds").stdout
    assert "it sets a level, a size or a time" in resettle("params", "search.intercept").stdout


def test_diff_shows_only_what_differs():
    text = resettle("diff", "scenarios/baseline.yaml", "scenarios/policies/mentoring.yaml").stdout
    assert "policies.mentoring.coverage" in text
    assert "1 parameter differs" in text


def test_a_policy_of_a_run_is_in_its_comparison_and_the_file():
    result = resettle("compare", os.environ["RESETTLE_STUDY"], "--json")
    assert result.returncode == 0, result.stderr
    comparison = json.loads(result.stdout)
    assert "mentoring" in json.dumps(comparison)
    with h5py.File(os.environ["RESETTLE_STUDY"]) as file:
        assert file.attrs["format"] == "resettle-study"
        assert "search:" in file["provenance/resolved_scenario"][0].decode()


def test_results_do_not_depend_on_threads(tmp_path):
    study = tmp_path / "short.yaml"
    study.write_text(
        "study: short\nintent: Threads.\n"
        f"baseline: {SCENARIOS / 'baseline.yaml'}\n"
        "period: {start: 1990-01, policy_start: 1999-01, end: 2002-12}\n"
        "replicates: 3\nseed: 7\nscale: 0.5\nreference: law\n"
        "arms:\n  law: {label: Law}\n"
        f"  mentors: {{overlay: {SCENARIOS / 'policies' / 'mentoring.yaml'}, label: Mentors}}\n"
        "outcomes: [employment_rate]\nsubgroups: [sex]\n"
        "record: {persons: [adjustment_type, distress], replicates: 2}\n"
    )
    files = []
    for threads in (1, 2, 3, 16):
        output = tmp_path / f"threads{threads}.h5"
        result = resettle("run", study, "--threads", threads, "-o", output)
        assert result.returncode == 0, result.stderr
        files.append(output)
    groups = "aggregates transitions twins gains hires ledger network society persons"
    for group in groups.split():
        first = xr.open_dataset(files[0], group=group).load()
        for other in files[1:]:
            with xr.open_dataset(other, group=group) as same:
                assert first.identical(same.load()), (group, other)


def test_before_the_policy_starts_the_arms_are_the_same():
    with xr.open_dataset(os.environ["RESETTLE_STUDY"], group="aggregates") as data:
        past = data.drop_vars("arm_label").sel(month=slice(None, "2011-12-31")).load()
        for arm in range(1, past.sizes["arm"]):
            assert past.isel(arm=0, drop=True).identical(past.isel(arm=arm, drop=True))
        later = data.share_integration.sel(month=slice("2012-01-01", None))
        assert float(abs(later.sel(arm="mentoring") - later.sel(arm="status_quo")).max()) > 0


def test_report_card_holds_the_model_against_surveys(tmp_path):
    card = tmp_path / "card.json"
    result = resettle("report-card", "--scale", "0.05", "--replicates", "2", "--json", card)
    assert result.returncode == 0, result.stderr
    rows = json.loads(card.read_text())["tables"]["figures"]["rows"]
    assert len(rows) > 70
    assert {row["pattern"] for row in rows} >= {f"F{n}" for n in range(1, 15)}
    assert {row["verdict"] for row in rows} >= {"hit", "miss"}
    assert "a perfect model would hit" in result.stdout and "not calibrated" in result.stdout


@pytest.mark.parametrize("trial", ["ep1", "ep3", "ep7", "ep8"])
def test_a_virtual_trial_reports_published_and_own_effect(trial, tmp_path):
    outcome = tmp_path / "trial.json"
    result = resettle("trial", trial, "--scale", "0.05", "--replicates", "2", "--json", outcome)
    assert result.returncode == 0, result.stderr
    assert "expected" in result.stdout and "Published" in result.stdout
    assert json.loads(outcome.read_text())


def test_an_unknown_trial_is_refused_with_the_known_ones():
    result = resettle("trial", "ep2")
    assert result.returncode == 2
    assert "ep1" in result.stderr


def test_one_life_is_told_again_from_the_study_file(tmp_path):
    study = tmp_path / "study.h5"
    quick = SCENARIOS / "studies" / "quick_look.yaml"
    assert resettle("run", quick, "--replicates", "2", "-o", study).returncode == 0
    result = resettle("life", study, "--person", "700", "--arm", "mentoring")
    assert result.returncode == 0, result.stderr
    assert "simulated person" in result.stdout
    assert "leaves the facility" in result.stdout
    far = resettle("life", study, "--person", "999999")
    assert far.returncode == 2 and "999999" in far.stderr


def test_the_description_of_the_model_is_printed_in_blocks():
    result = resettle("explain", "model", "--block", "schedule")
    assert result.returncode == 0
    assert "case officers" in result.stdout
