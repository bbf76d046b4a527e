"""A file is refused if it holds what the simulator never writes, whatever its seal says."""

import os

import h5py
import numpy as np
import pytest
from made_up_study import write_study
from study_files import TEXT, changed

from resettle.exporting.__main__ import main
from resettle.study import StudyError, open_study


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return write_study(
        tmp_path_factory.mktemp("small") / "small.h5", replicates=2, months=14, persons=30
    )


def virtual(file, folder):
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource(str(folder / "elsewhere.h5"), "x", (2,))
    file["aggregates"].create_virtual_dataset("extra", layout)


def external(file, folder):
    os.mkfifo(folder / "pipe")  # reading it would wait
    for name in ("/etc/passwd", folder / "pipe"):
        file["aggregates"].create_dataset(
            f"extra{len(str(name))}", (64,), "u1", external=[(str(name), 0, 64)]
        )


def deep(file, _):
    file["aggregates"].create_group("inside")


def cycle(file, _):
    file["aggregates/all"] = file["/"]


def second_name(file, _):
    file["aggregates/again"] = file["aggregates/employment_rate"]


def second_group(file, _):
    file["again"] = file["aggregates"]


def soft_link(file, _):
    file["aggregates/again"] = h5py.SoftLink("/aggregates/employment_rate")


def external_link(file, folder):
    file["aggregates/extra"] = h5py.ExternalLink(str(folder / "elsewhere.h5"), "/x")


def external_group(file, folder):
    file["extra"] = h5py.ExternalLink(str(folder / "elsewhere.h5"), "/")


def at_the_root(file, _):
    file["extra"] = np.zeros(3, "f4")


def committed(file, _):
    file["aggregates/kind"] = np.dtype("f4")


def other_filter(file, _):
    file["aggregates"].create_dataset("extra", data=np.zeros(8, "f4"), chunks=(8,), fletcher32=True)


def own_filter(file, _):
    file["aggregates"].create_dataset(
        "extra", (8,), "f4", chunks=(8,), compression=32015, allow_unknown_filter=True
    )


def growing(file, _):
    file["aggregates"].create_dataset("extra", (8,), "f4", maxshape=(None,), chunks=(8,))


def compact(file, _):
    made = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    made.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((2,))
    h5py.h5d.create(file["aggregates"].id, b"extra", h5py.h5t.IEEE_F32LE, space, made)


def big_endian(file, _):
    file["aggregates"].create_dataset("extra", data=np.zeros(3, ">f4"))


def references(file, _):
    file["aggregates"].create_dataset("extra", data=[file.ref], dtype=h5py.ref_dtype)


def fixed_text(file, _):
    file["aggregates"].create_dataset("extra", data=np.array([b"text"]))


def attribute_reference(file, _):
    file["aggregates"].attrs["extra"] = file["ledger"].ref


def attribute_table(file, _):
    file["aggregates"].attrs["extra"] = np.zeros((2, 2))


def many_attributes(file, _):
    file["aggregates"].attrs.update({f"extra{n}": n for n in range(100)})


def without_axes(file, _):
    file["aggregates"].create_dataset("extra", data=np.zeros(3, "f4"))


def axis_of_another_group(file, _):
    extra = file["aggregates"].create_dataset("extra", data=np.zeros(3, "f4"))
    extra.dims[0].attach_scale(file["ledger/arm"])


def other_length(file, _):
    extra = file["aggregates"].create_dataset("extra", data=np.zeros(7, "f4"))
    extra.dims[0].attach_scale(file["aggregates/arm"])


def many_objects(file, _):
    for n in range(100):
        file.create_group(f"extra{n}")


def declared(file, _):
    del file["aggregates/replicate"]
    file["aggregates"].create_dataset("replicate", (800_000_000,), "i4").make_scale("replicate")


def declared_chunks(file, _):
    far = file["society"].create_dataset("far", (10**6,), "i4", chunks=(10**6,), compression=1)
    far.make_scale()
    extra = file["society"].create_dataset("extra", (10**6, 10**6), "f4", chunks=(1, 10**6))
    extra.dims[0].attach_scale(file["society/far"])
    extra.dims[1].attach_scale(file["society/far"])


def same_text_often(file, _):
    """A thousand texts that are one, of a million letters."""
    group = file["provenance"]
    group["long"] = np.array(["x" * 1_000_000] + ["y"] * 1000, TEXT)
    group["long"].make_scale()
    file.flush()
    offset = group["long"].id.get_offset()
    with open(file.filename, "r+b") as raw:
        raw.seek(offset)
        first = raw.read(16)
        raw.write(first * 1000)


STRANGE = [
    virtual, external, deep, cycle, second_name, second_group, soft_link, external_link,
    external_group, at_the_root, committed, other_filter, own_filter, growing, compact, big_endian,
    references, fixed_text, attribute_reference, attribute_table, many_attributes, without_axes,
    axis_of_another_group, other_length, many_objects, declared, declared_chunks, same_text_often,
]  # fmt: skip


@pytest.mark.parametrize("change", STRANGE, ids=lambda change: change.__name__)
def test_what_the_simulator_never_writes_is_refused(change, tmp_path, small, capsys):
    path = tmp_path / "made_up.h5"
    path.write_bytes(small.read_bytes())
    with changed(path) as file:
        change(file, tmp_path)
    with pytest.raises(StudyError, match="not as the simulator writes study files"):
        open_study(path)
    assert main([str(path), "-o", str(tmp_path / "tables")]) == 2
    assert not (tmp_path / "tables").exists()
    assert "made_up.h5" in capsys.readouterr().err


def relabelled(group, name, labels):
    def change(file):
        file[group][name][...] = labels

    return change


@pytest.mark.parametrize(
    "change",
    [
        relabelled("ledger", "arm", ["today", "today", "mentoring"]),
        relabelled("aggregates", "arm", ["today", "", "mentoring"]),
        relabelled("aggregates", "arm", ["today", "../../x", "mentoring"]),
        relabelled("aggregates", "arm", ["other", "wage_subsidy", "mentoring"]),
        relabelled("aggregates", "replicate", [1, 1]),
        relabelled("aggregates", "replicate", [1, 0]),
        relabelled("aggregates", "replicate", [-1, 0]),
        relabelled("ledger", "replicate", [0, 2]),
        relabelled("persons", "replicate", [1, 2]),
        lambda file: file["provenance"].attrs.update(replicates=np.int32(1)),
        lambda file: file["provenance"].attrs.update(replicates=np.int32(800_000_000)),
        lambda file: file["aggregates/arm"].attrs.update(reference="nobody"),
    ],
)
def test_arms_and_replicates_are_the_same_everywhere(change, tmp_path, small):
    path = tmp_path / "made_up.h5"
    path.write_bytes(small.read_bytes())
    with changed(path) as file:
        change(file)
    with pytest.raises(StudyError, match="not as the simulator writes study files"):
        open_study(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file["provenance/resolved_scenario"].attrs.clear(),
        lambda file: file.__delitem__("provenance/resolved_scenario"),
        lambda file: file.__delitem__("aggregates/subgroup"),
        lambda file: file.__delitem__("persons/adjustment_type"),
        lambda file: file["provenance"].attrs.update(scale="much"),
        lambda file: file["provenance"].attrs.update(scale=0.0),
        lambda file: file["provenance"].attrs.update(policy_start="soon"),
        lambda file: file["ledger/month"].attrs.update(units="days since never"),
        lambda file: file["ledger/month"].attrs.update(units=np.int32(7)),
        relabelled("provenance", "resolved_scenario", ["{", "- 1", "[" * 2000]),
    ],
)
def test_other_content_that_was_made_up_gives_no_traceback(change, tmp_path, small):
    path = tmp_path / "made_up.h5"
    path.write_bytes(small.read_bytes())
    with changed(path) as file:
        change(file)
    assert main([str(path), "-o", str(tmp_path / "tables"), "--persons"]) in (0, 2)
    for ask in (
        lambda study: study.provenance,
        lambda study: study.aggregates,
        lambda study: study.ledger,
        lambda study: study.parameters(),
        lambda study: study.policy_start,
        lambda study: (study.labels, study.twins, study.persons, repr(study)),
    ):
        try:
            with open_study(path) as study:
                ask(study)
        except StudyError as error:
            assert "made_up.h5" in str(error)
