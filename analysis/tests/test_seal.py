"""A study file is read only if it is as it was written; tests/system/test_damaged_files.py asks the
program and this package the same of the program's own files."""

import os

import h5py
import pytest
from study_files import changed, seal

import resettle
from resettle.seal import TRAILER_BYTES
from resettle.study import StudyError, open_study


def refused(path, match="not as it was written"):
    with pytest.raises(StudyError, match=match):
        open_study(path)


def test_every_byte_of_the_seal_and_of_both_ends_counts(tmp_path, study_path):
    content = study_path.read_bytes()
    path = tmp_path / "changed.h5"
    path.write_bytes(content)
    open_study(path).close()
    places = [*range(64), *range(len(content) - TRAILER_BYTES - 8, len(content))]
    for place in places:
        damaged = bytearray(content)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        refused(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: bytes(512) + c[512:],
        lambda c: c[:-1],
        lambda c: c[:-TRAILER_BYTES],
        lambda c: c[: len(c) // 2],
        lambda c: c + b"\n",
        lambda c: c + c[-TRAILER_BYTES:],
        lambda c: bytes(512) + c,
        lambda c: c[:-TRAILER_BYTES].ljust(len(c), b"\0"),
    ],
)
def test_what_is_lost_or_added_is_noticed(change, tmp_path, study_path):
    path = tmp_path / "changed.h5"
    path.write_bytes(change(study_path.read_bytes()))
    refused(path)


def test_a_file_that_was_written_to_has_lost_its_seal(tmp_path, study_path):
    path = tmp_path / "changed.h5"
    path.write_bytes(study_path.read_bytes())
    with h5py.File(path, "r+") as file:
        file["aggregates/employment_rate"][0] = 0.5
    refused(path, "its seal is missing")
    seal(path)
    open_study(path).close()


@pytest.mark.parametrize("content", [b"", b"month,share\n", bytes(2000)])
def test_another_kind_of_file_is_called_so(content, tmp_path):
    (tmp_path / "other.h5").write_bytes(content)
    refused(tmp_path / "other.h5", "another kind of file")


@pytest.mark.parametrize("read", [open_study, lambda path: resettle.export(path, f"{path}.tables")])
def test_a_pipe_or_folder_is_no_study(read, tmp_path):
    os.mkfifo(tmp_path / "pipe.h5")
    (tmp_path / "folder.h5").mkdir()
    for name in ("pipe.h5", "folder.h5"):
        with pytest.raises(StudyError, match="no ordinary file"):
            read(tmp_path / name)


def test_a_change_that_is_sealed_is_read(tmp_path, study_path):
    path = tmp_path / "changed.h5"
    path.write_bytes(study_path.read_bytes())
    with changed(path) as file:
        file.attrs["title"] = "Another title"
    with open_study(path) as study:
        assert study.title == "Another title"
