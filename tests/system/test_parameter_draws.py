"""Draws of the parameters as a user asks for them: in a study, on the command line, from a file."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import pytest
from small_studies import (
    DONE,
    TO_MEND,
    done,
    fingerprint,
    needs_program,
    resettle,
    run,
    write_study,
)

pytestmark = needs_program


def compared(file: Path) -> dict:
    told: dict = json.loads(done(resettle("compare", file, "--json")))
    return told


def gain(told: dict) -> dict:
    row: dict = told["tables"]["horizon"]["rows"][0]["difference"]
    return row


def with_draws(study: Path, block: str) -> Path:
    study.write_text(study.read_text().replace("replicates:", f"{block}\nreplicates:", 1))
    return study


def test_a_study_with_draws_tells_the_total_interval(tmp_path: Path) -> None:
    study = with_draws(write_study(tmp_path), "parameters: {from: prior, draws: 24}")
    assert "each of 24 draws of" in done(resettle("check", study))
    file = run(study, tmp_path / "drawn.h5", "--replicates", 2)
    told = compared(file)
    assert (told["draws"], told["replicates"]) == (24, 48)
    found = gain(told)
    assert found["low"] < found["low_by_chance"] < found["high_by_chance"] < found["high"]
    text = done(resettle("compare", file))
    assert "by 24 draws, and chance" in " ".join(text.split())
    rows = told["tables"]["central_values"]["rows"]
    assert rows[0]["at_central_values"]["replicates"] == 2


def test_draws_on_the_command_line_are_those_of_the_study(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    few = run(study, tmp_path / "few.h5", "--replicates", 1, "--draws", 2)
    done(resettle("extend", few, "--draws", 4))
    whole = run(study, tmp_path / "whole.h5", "--replicates", 1, "--draws", 4)
    assert fingerprint(few) == fingerprint(whole)
    for part in (1, 2):
        run(study, tmp_path / f"{part}.h5", "--replicates", 1, "--draws", 4, "--part", f"{part}/2")
    joined = tmp_path / "joined.h5"
    done(resettle("merge", tmp_path / "1.h5", tmp_path / "2.h5", "-o", joined))
    assert fingerprint(joined) == fingerprint(whole)
    assert "In order" in done(resettle("verify", whole, "--rerun", "all"))
    assert "draw 4, replicate 0" in done(resettle("life", whole, "--person", 1, "--draw", 4))
    assert "are the same" in done(resettle("diverge", few, whole, "--draw", 3))
    with h5py.File(whole) as opened:
        assert opened["aggregates/draw"][()].tolist() == [0, 1, 2, 3, 4]
        assert opened["draws/number"].shape[0] == 5


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--draws", -1), "--draws"),
        (("--draws", 0, "--draws-from", "prior"), "0 draws are none"),
        (("--draws", "many"), "--draws"),
        (("--draws-from", "prior"), "how many draws"),
        (("--draws", 2, "--draws-from", "nowhere.csv"), "there is no file"),
    ],
)
def test_draws_that_cannot_be_are_refused_before_anything_runs(
    words: tuple[object, ...], says: str, tmp_path: Path
) -> None:
    output = tmp_path / "no.h5"
    refused = resettle("run", write_study(tmp_path), *words, "-o", output)
    assert refused.returncode == TO_MEND, refused.stderr
    assert says in refused.stderr
    assert not output.exists()


def test_no_draws_are_the_study_at_the_central_values(tmp_path: Path) -> None:
    plain = run(write_study(tmp_path), tmp_path / "plain.h5", "--replicates", 2)
    study = with_draws(write_study(tmp_path), "parameters: {from: prior, draws: 4}")
    without = run(study, tmp_path / "without.h5", "--replicates", 2, "--draws", 0)
    assert fingerprint(without) == fingerprint(plain)
    assert "In order" in done(resettle("verify", without, "--rerun", 0))
    done(resettle("extend", without, "--draws", 3))
    with h5py.File(without) as opened:
        assert sorted(set(opened["aggregates/draw"][()].tolist())) == [0, 1, 2, 3]


def test_draws_of_a_file_are_kept_in_the_study(tmp_path: Path) -> None:
    draws = tmp_path / "draws.csv"
    draws.write_text("model_edition,draw,search.gain_slope\n1,1,0.1\n1,2,0.4\n")
    study = with_draws(write_study(tmp_path), "parameters: {from: draws.csv}")
    file = run(study, tmp_path / "drawn.h5", "--replicates", 1)
    draws.unlink()  # the study file has all that it was made of
    assert resettle("verify", file, "--rerun", "all").returncode == DONE
    with h5py.File(file) as opened:
        names = opened["draws/parameter"].asstr()[()].tolist()
        drawn = opened["draws/number"][:, names.index("search.gain_slope")].tolist()
    assert drawn[1:] == [0.1, 0.4]


def test_draws_and_stop_when_are_told_apart(tmp_path: Path) -> None:
    stop = "stop_when: {outcome: integrated_person_months, half_width: 500, at_most: 20}"
    study = with_draws(write_study(tmp_path), f"parameters: {{from: prior, draws: 4}}\n{stop}")
    refused = resettle("check", study)
    assert refused.returncode == TO_MEND
    assert "further replicates do not narrow" in " ".join(refused.stderr.split())
