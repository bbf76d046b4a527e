"""A study has the same results however it was run: with any number of threads, in parts, by and by,
with or without recording persons, by every build of the program."""

from __future__ import annotations

import os
from pathlib import Path

import h5py
import numpy as np
import pytest
from small_studies import (
    SCENARIOS,
    done,
    fingerprint,
    needs_program,
    resettle,
    run,
    times,
    write_study,
)

pytestmark = needs_program

REPLICATES = 7
SCALE = 0.05


def build_folder() -> Path:
    return Path(os.environ["RESETTLE_BIN"]).parents[1]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The study, its file and its results."""
    folder = tmp_path_factory.mktemp("at_once")
    study = write_study(folder, replicates=REPLICATES, scale=times(1, 4) * SCALE)
    file = run(study, folder / "at_once.h5")
    return study, file, fingerprint(file)


@pytest.mark.parametrize("threads", [1, 2, 5, 16])
def test_with_any_number_of_threads(threads: int, at_once, tmp_path: Path) -> None:
    study, _, results = at_once
    file = run(study, tmp_path / "study.h5", "--threads", threads)
    assert fingerprint(file) == results


def test_by_the_build_of_the_model_for_any_processor(at_once, tmp_path: Path) -> None:
    """Where the processor has AVX2 the loader takes the other one, and so did `at_once`."""
    study, _, results = at_once
    model = build_folder() / "lib" / "libresettle_model.so"
    loaded = {
        preloaded: done(resettle(LD_PRELOAD=preloaded, LD_TRACE_LOADED_OBJECTS="1"))
        for preloaded in ("", str(model))
    }
    if "glibc-hwcaps" not in loaded[""]:
        pytest.skip("this processor, or this build, has one model only")
    assert "glibc-hwcaps" not in loaded[str(model)]
    output = tmp_path / "study.h5"
    done(resettle("run", study, "-o", output, LD_PRELOAD=str(model)))
    assert fingerprint(output) == results


@pytest.mark.parametrize("build", ["debug", "clang"])
def test_by_another_compiler_or_build_type(build: str, at_once, tmp_path: Path) -> None:
    program = build_folder() / build / "sim" / "resettle"
    if not program.exists():
        pytest.skip("made by ./resettle test --long, or: cmake --preset, cmake --build --preset")
    study, _, results = at_once
    output = tmp_path / "study.h5"
    done(resettle("run", study, "-o", output, program=program))
    assert fingerprint(output) == results


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_in_parts_that_are_joined_in_any_order(parts: int, at_once, tmp_path: Path) -> None:
    study, _, results = at_once
    files = [
        run(study, tmp_path / f"{part}.h5", "--part", f"{part}/{parts}")
        for part in range(parts, 0, -1)
    ]
    joined = tmp_path / "joined.h5"
    done(resettle("merge", *files, "-o", joined))
    assert fingerprint(joined) == results
    if parts > 1:
        lacking = resettle("merge", *files[1:], "-o", tmp_path / "no.h5")
        assert lacking.returncode == 2 and "in none of the parts" in lacking.stderr
        assert not (tmp_path / "no.h5").exists()


def test_extended_by_replicates_and_by_an_arm(at_once, tmp_path: Path) -> None:
    study, _, _ = at_once
    overlay = SCENARIOS / "policies" / "trade_mentors.yaml"
    whole = run(study, tmp_path / "whole.h5", "--arm", f"trade={overlay}")
    steps = [("--replicates", REPLICATES), ("--arm", f"trade={overlay}")]
    for n, order in enumerate((steps, steps[::-1])):
        file = run(study, tmp_path / f"{n}.h5", "--replicates", 3)
        for step in order:
            done(resettle("extend", file, *step))
        assert fingerprint(file) == fingerprint(whole)


def datasets(file: h5py.File) -> dict[str, np.ndarray]:
    """Everything in the file but persons, what it was made of, and digests of these."""
    found: dict[str, np.ndarray] = {}

    def add(name: str, item: h5py.Group | h5py.Dataset) -> None:
        left_out = name.split("/")[0] in ("persons", "provenance", "verification")
        if isinstance(item, h5py.Dataset) and not left_out:
            found[name] = item[()]

    file.visititems(add)
    return found


def test_without_recording_persons(at_once, tmp_path: Path) -> None:
    _, recorded, _ = at_once
    study = write_study(tmp_path, replicates=REPLICATES, scale=times(1, 4) * SCALE, record=False)
    bare = run(study, tmp_path / "bare.h5")
    with h5py.File(recorded) as one, h5py.File(bare) as other:
        assert "persons" in one and "persons" not in other
        ours, theirs = datasets(one), datasets(other)
        assert ours.keys() == theirs.keys() and len(ours) > 50
        for name, values in ours.items():
            assert values.dtype == theirs[name].dtype, name
            assert values.tobytes() == theirs[name].tobytes() or values.dtype == object, name
            assert values.dtype != object or list(values.flat) == list(theirs[name].flat), name
        digests = [dict(results_of(file)) for file in (one, other)]
        kept = {name: d for name, d in digests[0].items() if not name.startswith("persons/")}
        assert kept == digests[1]


def results_of(file: h5py.File):
    """The digests of every result, as the file keeps them."""
    names = file["verification/result"].asstr()[()]
    digests = file["verification/cell_sha256"][()]
    for n, name in enumerate(names):
        yield name, digests[:, :, n, :].tobytes()
