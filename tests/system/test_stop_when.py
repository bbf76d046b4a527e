"""stop_when: a study goes on until its intervals are narrow enough, however it is run."""

from __future__ import annotations

import json
import re
import resource
import signal
from pathlib import Path

import h5py
import pytest
from small_studies import (
    DONE,
    STOPPED,
    TO_MEND,
    done,
    fingerprint,
    needs_program,
    progress_of,
    read_until,
    resettle,
    run,
    start_held,
    write_study,
)

pytestmark = needs_program

FIRST = 10
AT_MOST = 40
OUTCOME = "employed_person_months"


def half_width(file: Path) -> float:
    comparison = json.loads(done(resettle("compare", file, "--json")))
    rows = comparison["tables"]["horizon"]["rows"]
    difference = next(row for row in rows if row["outcome"] == OUTCOME)["difference"]
    return (difference["high"] - difference["low"]) / 2


def study_with(folder: Path, width: float, more: str = "", name: str = "precise") -> Path:
    study = folder / f"{name}.yaml"
    text = write_study(folder, replicates=FIRST, record=False).read_text(encoding="utf-8")
    study.write_text(
        f"{text}stop_when: {{outcome: {OUTCOME}, half_width: {width}, at_most: {AT_MOST}{more}}}\n",
        encoding="utf-8",
    )
    return study


def replicates_in(file: Path) -> int:
    with h5py.File(file) as study:
        return int(study["aggregates/replicate"].size)


@pytest.fixture(scope="module")
def first_width(tmp_path_factory: pytest.TempPathFactory) -> float:
    folder = tmp_path_factory.mktemp("first")
    return half_width(run(write_study(folder, replicates=FIRST, record=False), folder / "x.h5"))


@pytest.fixture(scope="module")
def precise(first_width: float, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A study that needs more than its first replicates, and its file."""
    folder = tmp_path_factory.mktemp("precise")
    study = study_with(folder, 0.75 * first_width)
    return study, run(study, folder / "study.h5")


def test_it_goes_on_until_the_interval_is_narrow_enough(
    precise: tuple[Path, Path], first_width: float, tmp_path: Path
) -> None:
    study, file = precise
    count = replicates_in(file)
    assert FIRST < count < AT_MOST
    assert half_width(file) <= 0.75 * first_width
    again = tmp_path / "again.h5"
    said = resettle("run", study, "-o", again, "--threads", 1)
    assert "precise enough: ±" in done(said) and f"after {count} replicates" in said.stdout
    assert fingerprint(again) == fingerprint(file)
    # As if that many had been asked for.
    at_once = run(study, tmp_path / "once.h5", "--ignore-stop-when", "--replicates", count)
    assert fingerprint(at_once) == fingerprint(file)


def test_it_ends_at_its_limit_and_says_what_would_be_needed(
    first_width: float, tmp_path: Path
) -> None:
    study = study_with(tmp_path, 0.1 * first_width)
    said = done(resettle("run", study, "-o", tmp_path / "x.h5"))
    assert replicates_in(tmp_path / "x.h5") == AT_MOST
    assert f"stopped at at_most={AT_MOST}: ±" in said
    needed = re.search(r"about ([\d,]+) replicates would be needed", said)
    assert needed and int(needed[1].replace(",", "")) > AT_MOST


def test_enough_at_the_first_look(first_width: float, tmp_path: Path) -> None:
    study = study_with(tmp_path, 2 * first_width, ", arms: [mentors], minutes: 5")
    said = done(resettle("run", study, "-o", tmp_path / "x.h5"))
    assert f"after {FIRST} replicates" in said
    assert replicates_in(tmp_path / "x.h5") == FIRST


def seconds_of_processor() -> float:
    """Of all commands so far: a busy machine does not make them more."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_minutes_count_from_the_first_replicate(first_width: float, tmp_path: Path) -> None:
    begin = seconds_of_processor()
    run(write_study(tmp_path, replicates=FIRST, record=False), tmp_path / "first.h5", "--threads", 1)
    seconds = seconds_of_processor() - begin
    # Time for a few replicates, but the first ones take longer than that, however busy the machine.
    study = study_with(tmp_path, 0.1 * first_width, f", minutes: {seconds / 60 / 4:.6f}")
    said = done(resettle("run", study, "-o", tmp_path / "x.h5", "--threads", 1))
    assert replicates_in(tmp_path / "x.h5") == FIRST
    assert "stopped at minutes=" in said


def test_interrupted_it_is_resumed_to_the_same_study(
    precise: tuple[Path, Path], tmp_path: Path
) -> None:
    study, file = precise
    output = tmp_path / "study.h5"
    process = start_held("run", study, "-o", output)
    read_until("not precise enough", process)
    read_until("needs about", process)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == STOPPED, said
    assert replicates_in(output) == FIRST and progress_of(output).exists()
    refused = resettle("run", study, "-o", output)
    assert refused.returncode == TO_MEND and f"resettle resume {output}" in refused.stderr
    assert "precise enough" in done(resettle("resume", output))
    assert fingerprint(output) == fingerprint(file)
    assert "precise enough" in done(resettle("resume", output)), "nothing is left to do"
    # Killed between the first look and the extension, it is a study of the first replicates.
    first = run(study, tmp_path / "first.h5", "--ignore-stop-when")
    done(resettle("resume", first))
    assert replicates_in(first) == FIRST


def test_verify_and_extend_keep_working(precise: tuple[Path, Path], tmp_path: Path) -> None:
    _, file = precise
    count = replicates_in(file)
    done(resettle("verify", file))
    copy = tmp_path / "copy.h5"
    copy.write_bytes(file.read_bytes())
    done(resettle("extend", copy, "--replicates", count + 2))
    assert replicates_in(copy) == count + 2
    with h5py.File(copy) as study:
        command = study["provenance"].attrs["command"]
    assert "--ignore-stop-when" in command and f"--replicates {count + 2}" in command
    done(resettle("verify", copy))


def test_what_does_not_go_together_is_refused(precise: tuple[Path, Path], tmp_path: Path) -> None:
    study, _ = precise
    for arguments in (("--part", "1/2"), ("--replicates", 3), ("--replicates", AT_MOST + 1)):
        result = resettle("run", study, "-o", tmp_path / "x.h5", *arguments)
        assert result.returncode == TO_MEND, arguments
        assert "stop_when" in result.stderr and "--ignore-stop-when" in result.stderr
        assert not list(tmp_path.iterdir())
    part = ("--part", "1/2", "--ignore-stop-when")
    assert resettle("run", study, "-o", tmp_path / "x.h5", *part).returncode == DONE
