"""Words of the command line that are easily taken for something else: names with a "=", files that
begin with a hyphen, options without their value; and hints that can be copied."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import h5py
import pytest
from small_studies import (
    DONE,
    HOME,
    SCENARIOS,
    TO_MEND,
    done,
    environment,
    needs_program,
    resettle,
    write_study,
)

pytestmark = needs_program

TINY = ("--replicates", "1", "--scale", "0.02")
OVERLAY = SCENARIOS / "policies" / "trade_mentors.yaml"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path, replicates=2, scale=0.02, record=False)


def overlay_at(file: Path) -> Path:
    """A copy of an overlay that is based on the shipped baseline."""
    text = OVERLAY.read_text(encoding="utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace("../baseline.yaml", str(SCENARIOS / "baseline.yaml")), "utf-8")
    return file


def arms_of(file: Path) -> list[str]:
    with h5py.File(file) as opened:
        return [name.decode() for name in opened["verification/arm"][:]]


# --- "=" ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arm", "name"),
    [
        ("{folder}/a=b/x.yaml", "x"),
        ("mine={folder}/a=b/x.yaml", "mine"),
        ("a=b/x.yaml", "x"),
        ("./a=b/x.yaml", "x"),
        ("mine=a=b/x.yaml", "mine"),
        ("mine=c=d.yaml", "mine"),
    ],
)
def test_an_equals_sign_may_be_in_the_name_of_an_overlay(
    tmp_path: Path, study: Path, arm: str, name: str
) -> None:
    overlay_at(tmp_path / "a=b" / "x.yaml")
    overlay_at(tmp_path / "c=d.yaml")
    option = "--arm=" + arm.format(folder=tmp_path)
    label = f"--label={name}=Mentors = more"
    done(resettle("run", study, "-o", "x.h5", *TINY, option, label, cwd=tmp_path))
    assert arms_of(tmp_path / "x.h5") == ["law", "mentors", name]
    assert "Mentors = more" in done(resettle("compare", "x.h5", cwd=tmp_path))


def test_what_may_be_one_file_or_an_arm_and_its_file_is_asked(tmp_path: Path, study: Path) -> None:
    overlay_at(tmp_path / "b.yaml")
    overlay_at(tmp_path / "a=b.yaml")
    refused = resettle("run", study, "-o", "x.h5", *TINY, "--arm", "a=b.yaml", cwd=tmp_path)
    assert refused.returncode == TO_MEND
    assert "./a=b.yaml for the one file, a=./b.yaml for the arm" in refused.stderr
    for word, name in (("one=./a=b.yaml", "one"), ("a=./b.yaml", "a")):
        done(resettle("run", study, "-o", f"{name}.h5", *TINY, "--arm", word, cwd=tmp_path))
        assert arms_of(tmp_path / f"{name}.h5")[-1] == name
    # The name of a file is not always one for an arm.
    refused = resettle("run", study, "-o", "y.h5", *TINY, "--arm", "./a=b.yaml", cwd=tmp_path)
    assert refused.returncode == TO_MEND
    assert "give it one with --arm name=overlay.yaml" in refused.stderr


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["x=One", "x=Two"], "gets two labels"),
        (["x="], "a label without text"),
        (["Mentors (n=2)"], '--label "x=Mentors (n=2)"'),
        (["New", "mentors"], "gets two labels"),
    ],
)
def test_labels_that_say_too_little_or_too_much(
    tmp_path: Path, study: Path, labels: list[str], told: str
) -> None:
    overlay = overlay_at(tmp_path / "x.yaml")
    words = [word for label in labels for word in ("--label", label)]
    refused = resettle("run", study, "-o", tmp_path / "x.h5", "--arm", overlay, *words)
    assert refused.returncode == TO_MEND and told in refused.stderr


def test_a_label_of_several_words_needs_quotes(tmp_path: Path, study: Path) -> None:
    overlay = overlay_at(tmp_path / "x.yaml")
    refused = resettle("run", study, "--arm", overlay, "--label", "New", "mentors")
    assert refused.returncode == TO_MEND and "'mentors' is one word too many" in refused.stderr


def test_the_value_of_set_may_hold_an_equals_sign(study: Path) -> None:
    refused = resettle("run", study, "--set", "search.intercept=a=b")
    assert refused.returncode == TO_MEND and "a=b" in refused.stderr
    assert "search.intercept: " in refused.stderr


# --- Files whose names begin with a hyphen --------------------------------------------------------


def test_a_file_may_begin_with_a_hyphen(tmp_path: Path) -> None:
    study = write_study(tmp_path, replicates=2, scale=0.02, record=False)
    study.rename(tmp_path / "-s.yaml")
    overlay_at(tmp_path / "-o.yaml")

    def ask(*words: str) -> str:
        return done(resettle(*words, cwd=tmp_path))

    ask("run", "./-s.yaml", "-o", "-x.h5", "--arm", "o=-o.yaml")
    ask("run", "-o=-y.h5", "--arm=o=-o.yaml", "--", "-s.yaml")
    assert arms_of(tmp_path / "-x.h5")[-1] == "o"
    for name in ("-x.h5", "-y.h5"):
        for words in (["verify", "--rerun=0", "--"], ["compare", "--"], ["resume", "--"]):
            assert ask(*words, name) == ask(*words[:-1], f"./{name}")
    ask("extend", "--replicates", "3", "--", "-x.h5")
    ask("diverge", "--", "-x.h5", "-y.h5")
    ask("check", "./-s.yaml", "./-o.yaml")
    ask("check", "--", "-s.yaml", "-o.yaml")
    ask("plan", "./-s.yaml", "--from", "-x.h5")
    for part in (1, 2):
        ask("run", "--part", f"{part}/2", "-o", f"-p{part}.h5", "--", "-s.yaml")
    ask("merge", "-o", "-m.h5", "--", "-p1.h5", "-p2.h5")
    assert not list(tmp_path.glob("*.progress"))


@pytest.mark.parametrize("words", [("./-x.h5",), ("--", "-x.h5")])
@pytest.mark.parametrize("kind", ["exporting", "report"])
def test_such_a_file_is_exported_and_reported(
    tmp_path: Path, study: Path, words: tuple[str, ...], kind: str
) -> None:
    done(resettle("run", study, "-o", "-x.h5", cwd=tmp_path))
    made = subprocess.run(
        [sys.executable, "-m", f"resettle.{kind}", "-o", "made.html", *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=environment() | {"PYTHONPATH": str(HOME / "analysis")},
    )  # fmt: skip
    assert made.returncode == DONE, made.stderr
    assert (tmp_path / "made.html").exists()


@pytest.mark.parametrize("kind", ["exporting", "report"])
def test_python_too_says_how_such_a_file_is_written(tmp_path: Path, kind: str) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", f"resettle.{kind}", "-x.h5", "-o", "made"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=environment() | {"PYTHONPATH": str(HOME / "analysis")},
    )  # fmt: skip
    assert refused.returncode == TO_MEND
    assert "if '-x.h5' is a file, write ./-x.h5" in refused.stderr


@pytest.mark.parametrize("word", ["-x.h5", "--x.h5", "-x=y.h5"])
def test_such_a_file_alone_is_told_how_it_is_written(tmp_path: Path, word: str) -> None:
    refused = resettle("verify", word, cwd=tmp_path)
    assert refused.returncode == TO_MEND
    assert f"If it is a file, write ./{word}" in refused.stderr


def test_a_hint_on_such_a_file_can_be_copied(tmp_path: Path) -> None:
    (tmp_path / "-my results.h5.progress").touch()
    refused = resettle("compare", "--", "-my results.h5", cwd=tmp_path)
    assert refused.returncode == TO_MEND
    assert "'./resettle resume \"./-my results.h5\"'" in refused.stderr


# --- Options and their values ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("run x.yaml -o --replace", "-o needs a value."),
        ("run x.yaml --output --replicates 3", "--output needs a value."),
        ("run x.yaml --set --seed=3", "--set needs a value."),
        ("run x.yaml -o -- y", "-o needs a value."),
        ("run x.yaml --output= --seed 1", "--output: the value is empty."),
        ("run x.yaml -o ''", "-o: the value is empty."),
        ("run x.yaml --arm ''", "--arm: the value is empty."),
        ("run ''", "a word of the command is empty."),
        ("compare x.h5 ''", "a word of the command is empty."),
        ("run x.yaml --replicate=3", "no option '--replicate'. Did you mean '--replicates'?"),
    ],
)
def test_nothing_is_taken_for_the_value_of_an_option_that_is_none(
    tmp_path: Path, words: str, told: str
) -> None:
    refused = resettle(*shlex.split(words), cwd=tmp_path)
    assert refused.returncode == TO_MEND and not refused.stdout
    assert told in refused.stderr
    assert not list(tmp_path.iterdir())


def test_a_short_option_may_have_an_equals_sign(tmp_path: Path, study: Path) -> None:
    done(resettle("run", study, "-o=x.h5", *TINY, cwd=tmp_path))
    assert (tmp_path / "x.h5").exists()


def test_a_study_may_follow_an_option_that_may_be_given_again(tmp_path: Path, study: Path) -> None:
    overlay = overlay_at(tmp_path / "x.yaml")
    words = ["--arm", overlay, "--set", "search.intercept=-0.3", study, *TINY]
    done(resettle("run", *words, "-o", tmp_path / "x.h5"))


# --- Who is to blame ------------------------------------------------------------------------------


def test_arms_that_set_makes_the_same_are_not_the_study_s_fault(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        f"based_on: {SCENARIOS / 'baseline.yaml'}\nintent: More.\npolicies:\n  mentoring:\n"
        "    months: {value: 18, unit: months, status: policy, source: x}\n", "utf-8")  # fmt: skip
    study = write_study(tmp_path)
    text = study.read_text("utf-8")
    mentoring = str(SCENARIOS / "policies" / "mentoring.yaml")
    study.write_text(text.replace(mentoring, "more.yaml"), "utf-8")
    refused = resettle("run", study, "-o", tmp_path / "x.h5", "--set", "policies.mentoring.months=6")
    assert refused.returncode == TO_MEND
    assert "1 problem on the command line;" in refused.stderr
    assert "policies.mentoring.months: this makes the arms 'law' and 'mentors' the same" in (
        refused.stderr
    )
    assert study.name not in refused.stderr


# --- Hints ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("check scenarios/studies/quick_lok.yaml", "scenarios/studies/quick_look.yaml"),
        ("check scenarios/studies/quick_look", "scenarios/studies/quick_look.yaml"),
        ("check scenarios/studies/quick_look.yml", "scenarios/studies/quick_look.yaml"),
        ("run scenarios/studies/quick_look.h5", "scenarios/studies/quick_look.yaml"),
        ("run scenario/studies/quick_look.yaml", "scenarios/studies/quick_look.yaml"),
        ("diff scenarios/base_line.yaml x", "scenarios/baseline.yaml"),
        ("run scenarios/baseline.yaml --set mentoring.coverage=1", "policies.mentoring.coverage"),
    ],
)
def test_what_is_not_there_is_looked_for_nearby(words: str, meant: str) -> None:
    refused = resettle(*words.split())
    assert refused.returncode == TO_MEND and f"did you mean '{meant}'?" in refused.stderr


@pytest.mark.parametrize("word", ["my result.h5", "my results", "my results.yaml", "myresults.h5"])
@pytest.mark.parametrize("words", ["compare", "verify", "resume", "extend --replicates 9", "life"])
def test_results_that_are_not_there_are_looked_for_nearby(
    tmp_path: Path, word: str, words: str
) -> None:
    (tmp_path / "my results.h5").touch()
    refused = resettle(*words.split(), word, cwd=tmp_path)
    assert refused.returncode == TO_MEND and "did you mean 'my results.h5'?" in refused.stderr


def test_commands_in_hints_begin_as_the_user_typed_them(tmp_path: Path) -> None:
    (tmp_path / "it's mine.h5.progress").touch()
    study = tmp_path / "it's mine.h5"
    for typed in ("../resettle", "/opt/my tools/resettle", "resettle"):
        refused = resettle("compare", study, RESETTLE_COMMAND=typed)
        hint = refused.stderr.partition("finish it with '")[2].rpartition("'")[0]
        assert shlex.split(hint) == [typed, "resume", str(study)]
        text = done(resettle("resume", "--help", RESETTLE_COMMAND=typed))
        example = text.partition("Example:\n")[2].splitlines()[0]
        assert shlex.split(example) == [typed, "resume", "settlement_subsidies.h5"]
        assert f"{shlex.split(text.split('Usage: ')[1])[0]}" == typed


def test_what_a_study_keeps_does_not_tell_how_the_program_was_called(
    tmp_path: Path, study: Path
) -> None:
    kept = []
    for typed in ("./resettle", "/opt/my tools/resettle"):
        output = tmp_path / f"{len(kept)}.h5"
        done(resettle("run", study, "-o", output, *TINY, RESETTLE_COMMAND=typed))
        with h5py.File(output) as opened:
            kept.append(opened["provenance"].attrs["command"])
        told = resettle("compare", output, "--json", RESETTLE_COMMAND=typed)
        kept.append(done(told).replace(output.name, ""))
    assert kept[0] == kept[2] and kept[1] == kept[3]
