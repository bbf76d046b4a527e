"""What is typed and given: numbers of the command line, names of arms, files that are no inputs, and
texts that would steer a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import time
import zipfile
from pathlib import Path

import h5py
import pytest
from small_studies import (
    DOES_NOT_HOLD,
    SCENARIOS,
    TO_MEND,
    command,
    done,
    environment,
    needs_program,
    resettle,
    run,
    seal_again,
    write_study,
)

pytestmark = needs_program

ESCAPE = "\x1b[2J"
OVERRIDE = "\u202e"
C1 = "\u009b31m"
MENTORING = SCENARIOS / "policies" / "mentoring.yaml"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("inputs"), replicates=1, scale=0.02)


@pytest.fixture(scope="module")
def finished(study: Path) -> Path:
    return run(study, study.with_suffix(".h5"))


def refused(*arguments: object) -> str:
    result = resettle(*arguments)
    assert result.returncode == TO_MEND and not result.stdout, result
    assert "To do: " in result.stderr
    return result.stderr


# --- Numbers ---------------------------------------------------------------------------------------

NO_NUMBERS = [
    "nan", "NaN", "inf", "-inf", "0x10", "0x1p-2", "1e400", "1e-400", " 5", "5 ", "+5", "1_000",
    "0,1", "1,000", "١٢", "５", "5\u00a0", ".5", "5.", "05", "1e", "", "five", "5%",
]  # fmt: skip

NUMBER_OPTIONS = [
    "run x.yaml --scale", "run x.yaml --replicates", "run x.yaml --seed", "run x.yaml --threads",
    "extend x.h5 --replicates", "extend x.h5 --threads", "resume x.h5 --threads",
    "plan x.yaml --power", "plan x.yaml --pilot", "plan x.yaml --scale", "plan x.yaml --replicates",
    "compare x.h5 --budget", "compare x.h5 --discount-rate", "life x.h5 --person",
    "life x.h5 --replicate", "diverge x.h5 x.h5 --replicate", "verify x.h5 --rerun",
    "report-card --scale", "report-card --replicates", "report-card --seed", "report-card --threads",
    "trial ep1 --scale", "trial ep1 --seed",
]  # fmt: skip


@pytest.mark.parametrize("option", NUMBER_OPTIONS)
def test_only_plain_numbers_are_taken(option: str) -> None:
    words = option.split()
    for value in NO_NUMBERS:
        said = refused(*words[:-1], f"{words[-1]}={value}")
        assert f"{words[-1]}" in said and "no such" not in said, (value, said)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("run x.yaml --scale=nan", "'nan' is not a plain number; allowed: a number from 0.001 to 1"),
        ("run x.yaml --scale=1e-300", "1e-300 is outside what is allowed"),
        ("run x.yaml --scale=0,1", "write 0.1 (decimals take a point)"),
        ("run x.yaml --seed=4294967296", "a whole number from 0 to 4294967295"),
        ("run x.yaml --seed=-1", "-1 is outside what is allowed"),
        ("run x.yaml --replicates=2.5", "'2.5' has a fraction"),
        ("compare x.h5 --budget=-5", "-5 is outside what is allowed"),
        ("plan x.yaml --replicates=50,nan", "'nan' is not a plain number"),
    ],
)
def test_the_message_says_what_is_allowed(words: str, told: str) -> None:
    assert told in refused(*words.split())


@pytest.mark.parametrize("part", ["1/2x", " 1/2", "1/ 2", "+1/2", "0/2", "3/2", "1", "/2", "nan/2", "0x1/2"])
def test_only_parts_are_taken(part: str, study: Path, tmp_path: Path) -> None:
    said = refused("run", study, "-o", tmp_path / "x.h5", "--replicates", 4, "--part", part)
    assert "--part" in said and "write 3/16" in said


@pytest.mark.parametrize("value", ["nan", ".nan", "inf", ".inf", "0x10", "1e400", "+5", "1_000", "١٢"])
def test_values_of_parameters_are_plain_numbers(value: str, study: Path, tmp_path: Path) -> None:
    setting = f"policies.mentoring.coverage={value}"
    assert "is not a plain number" in refused("run", study, "-o", tmp_path / "x.h5", "--set", setting) or (
        value == "1e400"
    )


# --- Names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["..", "null", "2012", "a b", "MENTORS", "x" * 65, "a\nb"])
def test_added_arms_have_names_for_files(name: str, study: Path, tmp_path: Path) -> None:
    said = refused("run", study, "-o", tmp_path / "x.h5", "--arm", f"{name}={MENTORING}")
    assert "--arm name=overlay.yaml" in said


def test_what_has_a_slash_is_a_path_and_no_name(study: Path, tmp_path: Path) -> None:
    said = refused("run", study, "-o", tmp_path / "x.h5", "--arm", f"a/b={MENTORING}")
    assert f"there is no file 'a/b={MENTORING}'" in said


def test_an_added_arm_may_be_named_in_hangul_and_be_exported(study: Path, tmp_path: Path) -> None:
    overlay = SCENARIOS / "policies" / "trade_mentors.yaml"
    arm = ("--arm", f"멘토={overlay}", "--label", "멘토 #1")
    output = run(study, tmp_path / "x.h5", *arm)
    arms = json.loads(done(resettle("compare", output, "--json")))["arms"]
    assert {"arm": "멘토", "label": "멘토 #1"}.items() <= arms[-1].items()
    taken = refused("run", study, "-o", tmp_path / "y.h5", "--arm", f"b={overlay}", "--label", "Mentors")
    assert "two arms have the label 'Mentors'" in taken


# --- Files that are no inputs ----------------------------------------------------------------------


def readers(file: Path, study: Path) -> list[tuple[object, ...]]:
    return [
        ("check", file), ("run", file), ("plan", file), ("diff", file, MENTORING),
        ("diff", MENTORING, file), ("params", "--scenario", file), ("report-card", file),
        ("run", study, "-o", file.with_name("none.h5"), "--arm", f"other={file}"),
    ]  # fmt: skip


def test_a_finished_study_is_called_what_it_is(finished: Path, study: Path, tmp_path: Path) -> None:
    for words in readers(finished, study):
        said = refused(*words)
        assert "a finished study (HDF5)" in said and "resettle compare" in said, words
    overlay = study.read_text().replace(str(MENTORING), str(finished))
    (tmp_path / "on.yaml").write_text(overlay)
    assert "a finished study (HDF5)" in refused("check", tmp_path / "on.yaml")


def test_a_spreadsheet_and_korean_windows_are_named(study: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "study.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    assert "this is a spreadsheet" in refused("check", tmp_path / "study.xlsx")
    korean = tmp_path / "korean.yaml"
    korean.write_bytes(study.read_text().replace("To be interrupted", "정착금을 올린다").encode("cp949"))
    said = refused("check", korean)
    assert "CP949" in said and "save it as UTF-8" in said and f"{korean}:2:9" in said
    korean.write_bytes(study.read_text().encode("utf-16"))
    assert "UTF-16" in refused("check", korean)


def test_nothing_waits_for_a_pipe_or_reads_a_device(study: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for words in readers(pipe, study):
        assert "it is a pipe" in refused(*words), words
    assert "it is a device" in refused("check", "/dev/zero")
    program = command("check", "/dev/stdin")
    said = subprocess.run(
        program, input="study: a\n", capture_output=True, text=True, env=environment(), check=False
    )
    assert said.returncode == TO_MEND and "it is a pipe" in said.stderr


def test_many_unknown_keys_are_told_in_time(tmp_path: Path) -> None:
    many = tmp_path / "many.yaml"
    head = f"based_on: {SCENARIOS / 'baseline.yaml'}\nintent: Many.\npolicies:\n  mentoring:\n"
    many.write_text(head + "".join(f"    unknown_{n}: {n}\n" for n in range(20000)))
    start = time.monotonic()
    said = refused("check", many)
    assert time.monotonic() - start < 10
    assert "20000 problems in 1 file" in said and "19950 problems more" in said
    assert len(said) < 50_000
    many.write_text("".join(f"unknown_{n}: {n}\n" for n in range(20000)) + "study: a\n")
    start = time.monotonic()
    assert "problems more" in refused("check", many)
    assert time.monotonic() - start < 10


# --- What would steer a terminal -------------------------------------------------------------------


def steers(text: str) -> list[str]:
    others = "\u061c\u200e\u200f"
    return [
        c for c in text
        if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or c in others
        or 0x2028 <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x206F
    ]  # fmt: skip


def test_a_study_file_of_others_steers_no_terminal(finished: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.h5"
    hostile.write_bytes(finished.read_bytes())
    with h5py.File(hostile, "r+") as file:
        labels = file["aggregates/arm_label"]
        texts = labels[()]
        texts[1] = f"m{ESCAPE}{OVERRIDE}{C1}".encode()
        labels[...] = texts
        file.attrs["title"] = f"title{ESCAPE}{OVERRIDE}"
    seal_again(hostile)
    seen = ""
    for words in (
        ("compare", hostile), ("compare", hostile, "--full"), ("compare", hostile, "--csv"),
        ("compare", hostile, "--json"), ("verify", hostile, "--rerun", 0),
        ("life", hostile, "--person", 3, "--arm", "no"), ("extend", hostile, "--replicates", 2),
        ("diverge", hostile, finished), ("merge", hostile, finished, "-o", tmp_path / "m.h5"),
        ("run", finished.with_suffix(".yaml"), "-o", hostile), ("resume", hostile),
    ):  # fmt: skip
        result = resettle(*words)
        assert not steers(result.stdout + result.stderr), (words, result)
        assert result.returncode in (0, TO_MEND, DOES_NOT_HOLD), (words, result)
        seen += result.stdout
    assert "\\x1b[2J\\u202e\\u009b31m" in seen  # text and CSV


@pytest.mark.parametrize("odd", [ESCAPE, OVERRIDE, C1, "\x07", "\r", "\x7f"])
def test_words_of_the_command_steer_no_terminal(odd: str, study: Path, tmp_path: Path) -> None:
    for words in (
        ("check", f"no{odd}file.yaml"), (f"ru{odd}n",), ("run", study, f"--bo{odd}gus"),
        ("run", study, "--set", f"a{odd}=1"), ("compare", tmp_path / f"x{odd}.h5"),
        ("run", study, "--arm", f"a{odd}={MENTORING}"), ("run", study, "--label", odd),
    ):  # fmt: skip
        result = resettle(*words)
        assert result.returncode == TO_MEND and not steers(result.stdout + result.stderr), words
    result = resettle("plan", study, "--pilot", 2, TMPDIR=str(tmp_path / f"no{odd}folder"))
    assert result.returncode == TO_MEND and not steers(result.stdout + result.stderr)


def test_a_problem_shows_its_line_without_what_steers(study: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(study.read_text().replace("To be", f"To{ESCAPE} be"), encoding="utf-8")
    said = refused("check", broken)
    assert not steers(said)
    assert "U+001B ESCAPE" in said and f"{broken}:2:11" in said
    line, mark = [line for line in said.splitlines() if line.startswith("    | ")]
    assert line == "    | intent: To\\x1b[2J be interrupted." and mark.index("^") == line.index("\\x1b")
