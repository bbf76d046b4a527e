"""The commands that are written in Python end as those of the program do: in order when they are stopped,
with a message when what they print cannot be written, and with exit codes that mean something."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest
from small_studies import (
    DONE,
    LONG,
    TO_MEND,
    environment,
    go_on,
    needs_program,
    pause,
    run,
    seal_again,
    write_study,
)

import resettle as package

pytestmark = needs_program

STUDY = os.environ.get("RESETTLE_STUDY", "")
COMMANDS = {
    "export": ["resettle.exporting", "STUDY", "-o", "tables", "--no-workbook"],
    "report": ["resettle.report", "STUDY", "-o", "page.html", "--brief"],
    "compare": ["resettle.terminal", "STUDY", "--lang", "ko"],
}
ENDINGS = [("export", ">&-"), ("export", ">/dev/full"), ("export", "2>&- >/dev/full"),
           ("report", ">/dev/full"), ("compare", ">/dev/full")]  # fmt: skip
ALL_ENDINGS = [(name, where) for name in COMMANDS for where in (">&-", ">/dev/full", "2>&- >/dev/full")]


def python(*words: str | bytes) -> list[str | bytes]:
    return [sys.executable, "-I", "-B", "-m", *words]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    return run(write_study(folder, replicates=2, scale=0.02, record=False), folder / "study.h5")


def ended(
    command: str, study: Path, folder: Path, redirected: str = ""
) -> subprocess.CompletedProcess[str]:
    words = [word.replace("STUDY", str(study)) for word in COMMANDS[command]]
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", *python(*words)],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_export_that_is_stopped_leaves_nothing(number: int, tmp_path: Path) -> None:
    export = python("resettle.exporting", STUDY, "-o", "tables", "--full")
    process = subprocess.Popen(
        ["env", "--default-signal=HUP,INT", *export], cwd=tmp_path,
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not list(tmp_path.glob("tables/.unfinished-*/*")):
        assert process.poll() is None, "it had ended before"
        assert time.monotonic() < until
        time.sleep(0.01)
    pause(process)
    assert list(tmp_path.glob("tables/.unfinished-*")), "it had ended before"
    go_on(process, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "where"), ENDINGS if not LONG else ALL_ENDINGS)
def test_output_that_cannot_be_written_does_not_pass_for_done(
    command: str, where: str, small: Path, tmp_path: Path
) -> None:
    result = ended(command, small, tmp_path, where)
    assert result.returncode == TO_MEND
    if "2>" not in where:
        assert "The output could not be written" in result.stderr
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["export", "compare"])
def test_a_reader_that_has_enough_is_no_problem(command: str, small: Path, tmp_path: Path) -> None:
    result = ended(command, small, tmp_path, "| true")
    assert result.returncode == DONE
    assert result.stderr == ""


@pytest.mark.parametrize("word", [b"t\xff", b"t\xed\xa0\x80"])
@pytest.mark.parametrize("command", ["export", "report"])
def test_a_name_that_is_no_text_is_named(command: str, word: bytes, tmp_path: Path) -> None:
    module = COMMANDS[command][0]
    result = subprocess.run(
        python(module, STUDY, "-o", word + b".html"), cwd=tmp_path, env=environment(),
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert result.returncode == TO_MEND
    assert "the 3. word" in result.stderr
    assert "not text in UTF-8" in result.stderr
    assert "verify" not in result.stderr  # nothing is the matter with the study


def nested(file: h5py.File) -> None:
    file["provenance/study"][...] = "{a: " * 50_000


def scaled(scale: float) -> Callable[[h5py.File], None]:
    return lambda file: file["provenance"].attrs.modify("scale", scale)


@pytest.mark.parametrize("change", [nested, scaled(0), scaled(float("nan"))])
def test_what_no_run_writes_is_refused(
    change: Callable[[h5py.File], None], small: Path, tmp_path: Path
) -> None:
    study = tmp_path / "study.h5"
    study.write_bytes(small.read_bytes())
    with h5py.File(study, "r+") as file:
        change(file)
    seal_again(study)
    with pytest.raises(package.StudyError), package.open(study) as opened:
        _ = opened.as_written
    for command in ("report", "compare"):
        result = ended(command, study, tmp_path)
        needs_it = command == "report" or change is not nested  # the other does not read the study's text
        assert result.returncode == (TO_MEND if needs_it else DONE)
        assert "Traceback" not in result.stderr
        assert not (tmp_path / "page.html").exists()
