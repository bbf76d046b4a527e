"""What becomes of study files that are there already, and what is said of parts and leftovers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import h5py
import pytest
from small_studies import (
    DOES_NOT_HOLD,
    DONE,
    SCENARIOS,
    TO_MEND,
    command,
    done,
    environment,
    fingerprint,
    go_on,
    held,
    needs_program,
    partial_files,
    pause,
    progress_of,
    read_until,
    resettle,
    run,
    seal_again,
    start_held,
    wait_until_saved,
    write_study,
)

pytestmark = needs_program


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("finished")
    study = write_study(folder, replicates=2)
    return study, run(study, folder / "study.h5")


def test_a_finished_study_is_replaced_only_on_demand(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, file = finished
    output = tmp_path / "study.h5"
    output.write_bytes(file.read_bytes())
    for options in ((), ("--replicates", 1), ("--restart",)):
        refused = resettle("run", study, "-o", output, *options)
        assert refused.returncode == TO_MEND
        assert 'the finished study "small" (2 arms, 2 replicates, written 20' in refused.stderr
        for way in (f"resettle extend {output}", "-o OTHER.h5", "--replace"):
            assert way in refused.stderr
        assert output.read_bytes() == file.read_bytes() and not progress_of(output).exists()
    said = resettle("run", study, "-o", output, "--replicates", 1, "--replace")
    assert said.returncode == DONE and "it is replaced when this run is complete" in said.stderr
    assert fingerprint(output) != fingerprint(file)


def test_a_file_that_is_no_study_is_not_overwritten(finished: tuple[Path, Path], tmp_path: Path) -> None:
    note = tmp_path / "notes.h5"
    note.write_text("important")
    for options in ((), ("--replace",)):
        refused = resettle("run", finished[0], "-o", note, *options)
        assert refused.returncode == TO_MEND and "is not replaced" in refused.stderr
        assert note.read_text() == "important"
    itself = resettle("run", finished[0], "-o", finished[0], "--replace")
    assert itself.returncode == TO_MEND and finished[0].read_text().startswith("study: ")
    damaged = tmp_path / "damaged.h5"
    damaged.write_bytes(finished[1].read_bytes()[:5000])
    done(resettle("run", finished[0], "-o", damaged, "--replace"))
    assert fingerprint(damaged) == fingerprint(finished[1])


def test_a_missing_folder_is_named(finished: tuple[Path, Path], tmp_path: Path) -> None:
    refused = resettle("run", finished[0], "-o", tmp_path / "none" / "study.h5")
    assert refused.returncode == TO_MEND and f"mkdir -p {tmp_path / 'none'}" in refused.stderr


def test_a_progress_is_not_called_a_changed_study(tmp_path: Path) -> None:
    progress = tmp_path / "study.h5.progress"
    progress.touch()
    said = resettle("verify", progress)
    assert said.returncode == TO_MEND
    assert f"'./resettle resume {tmp_path / 'study.h5'}'" in said.stderr


def test_diverge_names_inputs_and_arms_that_differ(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, file = finished
    other = run(study, tmp_path / "seed.h5", "--seed", 8)
    said = resettle("diverge", file, other)
    assert said.returncode == DOES_NOT_HOLD
    assert "Not the same in both files: seed." in said.stdout and "part in 1980-01" in said.stdout
    changed = tmp_path / "mentors.yaml"
    changed.write_text(
        (SCENARIOS / "policies" / "mentoring.yaml").read_text().replace("value: 0.5", "value: 0.9")
        .replace("../baseline.yaml", str(SCENARIOS / "baseline.yaml"))
    )  # fmt: skip
    text = study.read_text().replace(str(SCENARIOS / "policies" / "mentoring.yaml"), str(changed))
    (tmp_path / "other.yaml").write_text(text)
    other = run(tmp_path / "other.yaml", tmp_path / "arm.h5")
    said = resettle("diverge", file, other)
    assert said.returncode == DOES_NOT_HOLD, said
    assert "Not the same in both files: scenario of arm mentors." in said.stdout
    assert "arm mentors, replicate 0 is the first that differs" in said.stdout
    same = done(resettle("diverge", file, file))
    assert "So are the results of all arms and replicates" in same


def test_a_part_is_called_a_part_everywhere(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, whole = finished
    parts = [tmp_path / "1.h5", tmp_path / "2.h5"]
    said = done(resettle("run", study, "--part", "2/2", "-o", parts[1]))
    assert "1 of its 2 replicates (replicate 1; the first is 0)" in said
    assert "PART of the study: 1 of its 2 replicates" in done(resettle("compare", parts[1]))
    assert json.loads(done(resettle("compare", parts[1], "--json")))["replicates_of_study"] == 2
    run(study, parts[0], "--part", "1/2")
    joined = tmp_path / "joined.h5"
    # Left by a merge that was killed; the number is above every process id.
    left = tmp_path / "joined.h5.partial-999999999"
    left.touch()
    waiting = resettle("compare", joined)
    assert waiting.returncode == TO_MEND and left.name in waiting.stderr
    merged = done(resettle("merge", *parts, "-o", joined))
    assert f"resettle compare {joined}" in merged and "one number for all results" in merged
    assert not left.exists()
    assert "PART" not in done(resettle("compare", joined))
    assert fingerprint(joined) == fingerprint(whole)


def test_the_first_part_is_a_part_too(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, _ = finished
    part = run(study, tmp_path / "1.h5", "--part", "1/2")
    before = part.read_bytes()
    for more in (("--replicates", 4), ("--arm", SCENARIOS / "policies" / "trade_mentors.yaml")):
        refused = resettle("extend", part, *more)
        assert refused.returncode == TO_MEND, refused
        assert "this is a part of a study: 1 of its 2 replicates" in refused.stderr
        assert "resettle merge" in refused.stderr
    assert part.read_bytes() == before
    for asked in (("verify", part, "--rerun", 0), ("resume", part)):
        assert "a part of a study: 1 of its 2 replicates (replicate 0;" in done(resettle(*asked))
    with h5py.File(part) as content:
        assert content["provenance"].attrs["command"].endswith(" --part 1/2")
    # What was extended is whole.
    once = run(study, tmp_path / "once.h5", "--replicates", 1)
    for count in (2, 3):
        done(resettle("extend", once, "--replicates", count))
    assert [arm["arm"] for arm in arms_of(once)] == ["law", "mentors"]


def test_nothing_is_merged_beside_a_progress(finished: tuple[Path, Path], tmp_path: Path) -> None:
    _, whole = finished
    output = tmp_path / "joined.h5"
    progress_of(output).write_text("saved")
    refused = resettle("merge", whole, "-o", output)
    assert refused.returncode == TO_MEND and str(progress_of(output)) in refused.stderr
    assert "-o" in refused.stderr and f"resettle resume {output}" in refused.stderr
    assert list(tmp_path.iterdir()) == [progress_of(output)]


def test_another_version_is_tried_in_every_arm(tmp_path: Path) -> None:
    """A change of the program may concern the policy of one arm only."""
    overlay = SCENARIOS / "policies" / "trade_mentors.yaml"
    study = write_study(tmp_path, replicates=2, scale=0.02)
    parts = [
        run(study, tmp_path / f"{n}.h5", "--arm", f"trade={overlay}", "--part", f"{n}/2") for n in (1, 2)
    ]
    whole = run(study, tmp_path / "whole.h5", "--arm", f"trade={overlay}")
    for file in (parts[1], whole):
        with h5py.File(file, "r+") as content:
            content["provenance"].attrs["git_commit"] = "0" * 40
            content["verification/cell_sha256"][2, 0, 0, 0] ^= 1
        seal_again(file)
    merged = resettle("merge", *parts, "-o", tmp_path / "merged.h5")
    extended = resettle("extend", whole, "--replicates", 3)
    for refused in (merged, extended):
        assert refused.returncode == TO_MEND, refused
        assert "gives other results than" in refused.stderr and "(arm trade, " in refused.stderr


def test_words_that_are_no_text_are_refused(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, _ = finished
    latin = os.fsdecode(b"d\xfc")
    for option in (("-o", tmp_path / latin), ("--arm", f"{latin}={study}"), ("--set", latin)):
        refused = resettle("run", study, *option)
        assert refused.returncode == TO_MEND and "is not text in UTF-8" in refused.stderr, refused
        assert "word of the command" in refused.stderr and "To do: " in refused.stderr


def test_a_folder_is_not_called_a_changed_study(tmp_path: Path) -> None:
    refused = resettle("verify", tmp_path)
    assert refused.returncode == TO_MEND and "CHANGED" not in refused.stdout
    assert "this is a folder, not a study file" in refused.stderr and "To do: " in refused.stderr


def test_a_merge_that_is_stopped_leaves_nothing(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, _ = finished
    parts = [run(study, tmp_path / f"{n}.h5", "--part", f"{n}/2") for n in (1, 2)]
    output = tmp_path / "joined.h5"
    merge = subprocess.Popen(
        command("merge", *parts, "-o", output),
        stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    while merge.poll() is None and not partial_files(output):
        time.sleep(0.0002)
    merge.send_signal(signal.SIGINT)
    said = merge.communicate()[1]
    if merge.returncode == DONE:  # it was faster than the signal
        assert output.exists()
    else:
        assert merge.returncode == 130 and "nothing was written" in said
        assert not output.exists()
    assert not partial_files(output)


def test_verify_says_first_what_holds(finished: tuple[Path, Path], tmp_path: Path) -> None:
    _, file = finished
    said = done(resettle("verify", file, "--rerun", 1)).splitlines()[0]
    assert said.startswith("In order: ") and "1 of its 4 runs" in said
    damaged = tmp_path / "damaged.h5"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    found = resettle("verify", damaged)
    assert found.returncode == DOES_NOT_HOLD
    assert found.stdout.startswith("NOT in order: ") and "Copy it again" in found.stdout


def test_an_added_arm_has_a_label(finished: tuple[Path, Path], tmp_path: Path) -> None:
    overlay = SCENARIOS / "policies" / "trade_mentors.yaml"
    output = tmp_path / "x.h5"
    arms = ("--arm", f"trade={overlay}", "--label", "trade=Mentors by trade")
    run(finished[0], output, "--replicates", 1, *arms)
    labels = {arm["arm"]: arm["label"] for arm in arms_of(output)}
    assert labels == {"law": "Law", "mentors": "Mentors", "trade": "Mentors by trade"}
    done(resettle("verify", output))
    wrong = resettle("run", finished[0], "-o", tmp_path / "y.h5", "--label", "trad=x")
    assert wrong.returncode == TO_MEND and "--label" in wrong.stderr
    short = tmp_path / "short.yaml"
    short.write_text(
        f"based_on: {SCENARIOS / 'baseline.yaml'}\nintent: More courage.\n"
        "policies:\n  mentoring:\n    coverage: {value: 1, unit: share, status: policy, source: x}\n"
    )
    done(resettle("extend", output, "--arm", short))
    assert arms_of(output)[-1]["label"] == "More courage"


def arms_of(study: Path) -> list[dict[str, str]]:
    return json.loads(done(resettle("compare", study, "--json")))["arms"]


def horizon(study: Path) -> list[dict[str, Any]]:
    """Rows of the comparison's table, the first that of integrated person-months."""
    return json.loads(done(resettle("compare", study, "--json")))["tables"]["horizon"]["rows"]


def test_resume_says_what_it_continues(tmp_path: Path) -> None:
    study = write_study(tmp_path, replicates=8, scale=0.3)
    output = tmp_path / "study.h5"
    process = start_held("run", study, "-o", output)
    wait_until_saved(process)
    pause(process)
    go_on(process, signal.SIGINT, signal.SIGTERM)  # of two of one kind the second would not count
    assert f"To continue:\n  ./resettle resume {output}\n" in process.communicate()[1]
    assert process.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    said = resettle("resume", output)
    assert said.returncode == DONE
    assert f"continuing the run of {study}" in said.stderr
    assert re.search(r"of 8 replicates (is|are) there", said.stderr)


def test_dates_before_the_policy_start_are_noted(tmp_path: Path) -> None:
    overlay = tmp_path / "early.yaml"
    overlay.write_text(f"based_on: {SCENARIOS / 'baseline.yaml'}\nintent: Early.\npolicies:\n"
        "  mentoring:\n    coverage: {value: {2003-06: 0.4, 2005-01: 0.5}, unit: share, "
        "status: policy, source: x}\n")  # fmt: skip
    study = write_study(tmp_path)
    text = study.read_text().replace(str(SCENARIOS / "policies" / "mentoring.yaml"), str(overlay))
    study.write_text(text)
    said = done(resettle("check", study))
    assert "0.4 from 2003-06 on has no effect before the policy start 2004-01" in said
    assert "2005-01" not in said


def test_plan_speaks_of_effects_time_and_disk(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, _ = finished
    options = ("--replicates", "10,100", "--power", "0.9")
    outlook = json.loads(done(resettle("plan", study, "--pilot", 6, *options, "--json")))
    file = run(study, tmp_path / "six.h5", "--replicates", 6)
    same = json.loads(done(resettle("plan", study, "--from", file, *options, "--json")))
    told, again = (one["tables"]["outlook"]["rows"] for one in (outlook, same))
    assert again == told and outlook["pilot_replicates"] == 6
    few, many = told[:2]
    assert few["outcome"] == many["outcome"] and few["arm"] == many["arm"]
    paired = next(r for r in horizon(file) if r["outcome"] == few["outcome"])["difference"]
    assert few["deviation"]["value"] == pytest.approx(paired["standard_error"] * 6**0.5)
    assert few["replicates"] == 10 and few["half_width"] > many["half_width"] > 0
    effect = few["detectable_effect"]
    assert effect["low"] < effect["value"] < effect["high"]
    assert effect["value"] > many["detectable_effect"]["value"] > many["half_width"]
    whole = outlook["tables"]["whole_study"]["rows"]
    assert whole[1]["seconds"] > 5 * whole[0]["seconds"] > 0
    text = done(resettle("plan", study, "--from", file))
    words = " ".join(text.split())  # wherever the lines end
    assert "would be found in 80 of 100 studies" in words and "take about" in words
    assert max(map(len, text.splitlines())) <= 100
    for wrong in (("--pilot", 1), ("--from", study), ("--from", file, "--pilot", 4)):
        assert resettle("plan", study, *wrong).returncode == TO_MEND, wrong
    # Runs are split where parameters are drawn, and there alone.
    for plan, wrong, instead in (
        (study, "--runs", "--replicates"),
        (SCENARIOS / "studies/settlement_subsidies.yaml", "--replicates", "--runs"),
    ):
        refused = resettle("plan", plan, wrong, "64")
        assert refused.returncode == TO_MEND
        assert f"To do: use {instead}" in " ".join(refused.stderr.split())


# --- the pilot of a plan ------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_pilot_that_is_stopped_leaves_nothing(number: int, tmp_path: Path) -> None:
    study = write_study(tmp_path, replicates=8, scale=0.3)
    folder = tmp_path / "temporary"
    folder.mkdir()
    plan = held(command("plan", study, "--threads", 1), TMPDIR=str(folder))
    read_until("pilot: 1 of 8 replicates", plan)
    assert list(folder.glob("resettle-pilot-*/pilot.h5.progress"))
    plan.send_signal(number)
    said = plan.communicate()[1]
    assert plan.returncode == 128 + number, said
    assert "of a pilot nothing is kept" in said and "resume" not in said
    assert not list(folder.iterdir())


def test_a_pilot_without_a_folder_is_told_of_tmpdir(finished: tuple[Path, Path], tmp_path: Path) -> None:
    study, file = finished
    nowhere = str(tmp_path / "nowhere")
    refused = resettle("plan", study, TMPDIR=nowhere)
    assert refused.returncode == TO_MEND and nowhere in refused.stderr
    assert "TMPDIR=/path/to/folder" in refused.stderr
    done(resettle("plan", study, "--from", file, TMPDIR=nowhere))  # needs none
    full = subprocess.run(
        ["bash", "-c", 'ulimit -f 16; exec "$@"', "limited", *command("plan", study)],
        capture_output=True, text=True, env=environment() | {"TMPDIR": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert full.returncode == TO_MEND and "size limit" in full.stderr, full
    assert "TMPDIR=/path/to/folder" in full.stderr and "-o" not in full.stderr.split()
    assert not list(tmp_path.iterdir())
