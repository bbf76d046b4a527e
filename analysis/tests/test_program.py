"""Starting the simulator: where it is looked for, what is asked of it, and its messages."""

import json
import os
import shlex
from pathlib import Path

import pytest

import resettle
from resettle import program
from resettle.called_as import command_on
from resettle.errors import ProgramError, StudyError

REPOSITORY = Path(__file__).resolve().parents[2]
QUICK = REPOSITORY / "scenarios" / "studies" / "quick_look.yaml"
needs_program = pytest.mark.skipif(
    "RESETTLE_BIN" not in os.environ, reason="needs the built program: set RESETTLE_BIN"
)


def test_a_named_program_must_exist(monkeypatch):
    monkeypatch.setenv("RESETTLE_BIN", "/nowhere/resettle")
    with pytest.raises(ProgramError, match="RESETTLE_BIN names '/nowhere/resettle'"):
        program.find_program()


def test_the_launcher_of_the_checkout_is_found(monkeypatch):
    monkeypatch.delenv("RESETTLE_BIN", raising=False)
    assert program.find_program() == str(REPOSITORY / "resettle")


def test_then_the_path_and_then_nothing(monkeypatch, tmp_path):
    monkeypatch.delenv("RESETTLE_BIN", raising=False)
    monkeypatch.setattr(program, "__file__", str(tmp_path / "a" / "b" / "c" / "program.py"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramError, match="was not found.*Set RESETTLE_BIN"):
        program.find_program()
    (tmp_path / "resettle").write_text("#!/bin/sh\n")
    (tmp_path / "resettle").chmod(0o755)
    assert program.find_program() == str(tmp_path / "resettle")


def test_options_become_those_of_the_command_line(fake_program, tmp_path):
    fake_program(f'printf "%s\\n" "$@" > {tmp_path}/asked; echo "Results: made.h5"')
    path = program.run_study(
        QUICK, replicates=8, restart=True, quiet=True, threads=None,
        set={"search.gain_slope": 0, "policies.mentoring.active": True}, arm=["a.yaml", "b.yaml"],
    )  # fmt: skip
    assert path == Path("made.h5")
    assert (tmp_path / "asked").read_text().split() == [
        "run", str(QUICK), "--replicates", "8", "--restart", "--set", "search.gain_slope=0",
        "--set", "policies.mentoring.active=true", "--arm", "a.yaml", "--arm", "b.yaml",
    ]  # fmt: skip


def test_progress_is_passed_on_while_it_runs(fake_program, capsys):
    fake_program('echo "1 of 2 replicates" >&2; echo "Results: made.h5"')
    program.run_study(QUICK)
    assert "1 of 2 replicates" in capsys.readouterr().err
    program.run_study(QUICK, quiet=True)
    assert capsys.readouterr().err == ""


def test_the_program_s_own_message_is_shown(fake_program):
    fake_program('echo "line 3: there is no outcome wage" >&2; exit 2')
    with pytest.raises(ProgramError, match="exit code 2.*\n.*no outcome wage") as caught:
        program.run_study(QUICK, quiet=True)
    assert caught.value.exit_code == 2
    with pytest.raises(ProgramError, match="no outcome wage"):
        program.ask(["compare", "x.h5"])


@pytest.mark.parametrize(
    "name", ["x.h5", "my study.h5", "it's.h5", "$HOME.h5", "정착 1.h5", "a!b.h5", "-x.h5", ""]
)
def test_a_command_in_a_message_can_be_copied(name):
    words = shlex.split(command_on("resume", name))
    assert words == ["./resettle", "resume", "./-x.h5" if name == "-x.h5" else name]


def test_commands_in_messages_begin_as_the_user_s_own(monkeypatch, fake_program):
    monkeypatch.setenv("RESETTLE_COMMAND", "/opt/my tools/resettle")
    assert shlex.split(command_on("resume", "x.h5"))[0] == "/opt/my tools/resettle"
    fake_program("exit 2")
    with pytest.raises(ProgramError, match='"/opt/my tools/resettle" compare "a b.h5"'):
        program.ask(["compare", "a b.h5"])


def test_a_file_that_begins_with_a_hyphen_is_no_option(fake_program, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("-s.yaml").touch()
    fake_program('echo "$@" >> asked')
    program.run_study(Path("./-s.yaml"), Path("-x.h5"), quiet=True)
    program.check_files("-s.yaml", "s.yaml")
    asked = Path("asked").read_text().splitlines()
    assert asked == ["run ./-s.yaml --output ./-x.h5", "check ./-s.yaml s.yaml"]


@pytest.mark.parametrize("wrong", ["my_study.yml", "my_study", "my_studdy.yaml", "my_study.h5"])
def test_a_file_that_is_not_there_is_looked_for_nearby(tmp_path, wrong):
    (tmp_path / "my_study.yaml").touch()
    (tmp_path / "my_result.h5").touch()
    with pytest.raises(StudyError, match=r"Did you mean '.*/my_study\.yaml'\?"):
        program.run_study(tmp_path / wrong)
    with pytest.raises(StudyError, match=r"Did you mean '.*/my_result\.h5'\?"):
        resettle.open(tmp_path / "my_results.h5")
    with pytest.raises(StudyError, match="no study file at '[^']*'. Check"):
        resettle.open(tmp_path / "nothing_like_it.h5")


def test_a_stopped_run_can_be_resumed(fake_program):
    fake_program("exit 3")
    with pytest.raises(ProgramError, match="resume it"):
        program.run_study(QUICK, quiet=True)


def test_a_missing_study_is_noticed_before_the_program_is_asked():
    with pytest.raises(StudyError, match=r"no study at 'nowhere\.yaml'"):
        resettle.run("nowhere.yaml")


def test_an_answer_that_is_no_json(fake_program):
    fake_program("echo hello")
    with pytest.raises(ProgramError, match="did not answer in JSON"):
        program.ask_json(["compare", "x.h5"])


def test_a_comparison_is_asked_once(fake_program, study, comparison, tmp_path):
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(comparison.raw))
    fake_program(f'echo "$@" >> {tmp_path}/asked; cat {answer}')
    assert study.compare() is study.compare()
    assert len(study.compare("b").frontier) == 3
    assert (tmp_path / "asked").read_text().splitlines() == [
        f"compare {study.path} --json",
        f"compare {study.path} --json --definition b",
    ]


@needs_program
def test_a_study_is_run_opened_and_compared(tmp_path):
    with resettle.run(QUICK, tmp_path / "small.h5", quiet=True, replicates=2, scale=0.02) as study:
        assert study.aggregates.sizes["replicate"] == 2
        horizon = study.compare().horizon
        row = horizon[(horizon["arm"] == "mentoring")
                      & (horizon["outcome"] == "integrated_person_months")].iloc[0]  # fmt: skip
        ours = study.integrated_person_months_gained().sel(arm="mentoring")
        assert row["difference"] == pytest.approx(float(ours.mean()), rel=1e-5, abs=1e-6)
        life = study.life(100, arms=["mentoring"])
        recorded = study.persons["adjustment_type"].sel(arm="mentoring", replicate=0, person=100)
        counted = life[(life["arm"] == "mentoring") & (life["adjustment_type"] != "not counted")]
        names = ["not counted", *resettle.TYPES]
        told = dict(zip(counted["month"], counted["adjustment_type"], strict=True))
        kept = {m: names[int(v)] for m, v in zip(recorded["month"].to_index(), recorded, strict=True) if v}
        assert told == kept


@needs_program
def test_a_study_is_replaced_only_when_asked(tmp_path):
    options = {"quiet": True, "replicates": 1, "scale": 0.02}
    resettle.run(QUICK, tmp_path / "small.h5", **options).close()
    with pytest.raises(ProgramError, match="--replace"):
        resettle.run(QUICK, tmp_path / "small.h5", **options)
    resettle.run(QUICK, tmp_path / "small.h5", replace=True, **options).close()


@needs_program
def test_a_mistake_in_the_study_is_told_by_the_program(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(QUICK.read_text().replace("replicates: 4", "replicats: 4"))
    with pytest.raises(ProgramError, match="replicats"):
        resettle.run(wrong, tmp_path / "x.h5", quiet=True)
