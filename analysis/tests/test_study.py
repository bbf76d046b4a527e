"""The reader: dimensions, coordinates, units, and messages that say what to do."""

import shutil

import h5py
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from made_up_study import ARMS, LABELS, SUBGROUPS, TYPES
from study_files import changed, new_file, scale, variable

from resettle import figures
from resettle.figures.words import Words
from resettle.study import StudyError, open_study


def test_any_group_opens_with_xarray_alone(study_path):
    for group in ("aggregates", "transitions", "twins", "ledger", "persons", "provenance"):
        with xr.open_dataset(study_path, group=group) as data:
            assert not any(str(dim).startswith("phony_dim") for dim in data.dims), group
    with xr.open_datatree(study_path) as tree:
        assert tree["aggregates"].sizes["arm"] == len(ARMS)
        assert tree.attrs["Conventions"].startswith("CF-")


def test_aggregates_have_named_dimensions_coordinates_and_units(study):
    share = study.aggregates["share_integration"]
    assert share.dims == ("arm", "replicate", "month", "subgroup")
    assert share.shape == (3, 4, 36, 5)
    assert share.dtype == np.float32
    assert share.attrs["units"] == "1"
    assert share.attrs["long_name"] == "share in integration"
    assert share["arm"].values.tolist() == ARMS
    assert share["subgroup"].values.tolist() == SUBGROUPS
    assert pd.Timestamp(share["month"].values[0]) == pd.Timestamp("2023-01-01")
    assert pd.Timestamp(share["month"].values[-1]) == pd.Timestamp("2025-12-01")


def test_tables_have_the_documented_shapes(study):
    assert study.transitions.dims == ("arm", "replicate", "month", "from_type", "to_type")
    assert study.transitions.dtype == np.int32
    assert study.transitions["to_type"].values.tolist() == TYPES
    assert study.twins.dims == ("arm", "replicate", "month", "reference_type", "arm_type")
    assert study.twins["arm_type"].values.tolist() == [*TYPES, "not counted"]
    assert study.ledger["amount"].dims == ("arm", "replicate", "month", "line")
    assert study.ledger["amount"].dtype == np.int64
    assert study.ledger["consumer_prices"].dims == ("month",)


def test_persons_are_those_of_the_recorded_replicates(study):
    types = study.persons["adjustment_type"]
    assert types.dims == ("arm", "replicate", "person", "month")
    assert types.sizes["replicate"] == 2
    assert types.dtype == np.uint8
    assert study.persons["sex"].dims == ("replicate", "person")
    assert study.persons["arrival_month"].dtype.kind == "M"


def test_reading_is_lazy(study):
    assert not study.persons["adjustment_type"].variable._in_memory


def test_arms_labels_reference_and_policy_start(study):
    assert study.arms == ARMS
    assert study.reference == "today"
    assert study.labels == dict(zip(ARMS, LABELS, strict=True))
    assert study.policy_start == pd.Timestamp("2024-01-01")


def test_arms_that_never_act_are_known_by_their_digests(tmp_path, study_path):
    path = tmp_path / "digests.h5"
    shutil.copy(study_path, path)
    with h5py.File(study_path) as file:
        replicates = file["aggregates/replicate"][()]
    cells = np.zeros((3, len(replicates), 3, 32), "uint8")  # arm, replicate, result, byte
    cells[:, :, :2] = 7
    cells[0, 0, 2] = 9  # kept of the reference only
    cells[1, 1, 0, 5] = 8  # one value in one replicate
    with changed(path) as file:
        del file["verification"]
        group = file.create_group("verification")
        scale(group, "arm", ARMS, h5py.string_dtype())
        scale(group, "replicate", replicates)
        results = ["ledger/amount", "transitions/persons", "persons/sex"]
        scale(group, "result", results, h5py.string_dtype())
        scale(group, "digest_byte", np.arange(32, dtype="int32"))
        variable(group, "cell_sha256", "arm replicate result digest_byte", cells)
    with open_study(path) as study:
        assert study.never_acting == ["mentoring"]
        never = Words(study, "en").arm("mentoring")
        assert never.endswith("(never acts: the same as the reference)")
        assert "never acts" not in Words(study, "en").arm("wage_subsidy")
    with open_study(study_path) as study:  # all digests differ
        assert study.never_acting == []


@pytest.mark.parametrize("missing", ["verification", "verification/cell_sha256"])
@pytest.mark.parametrize("version", [2, 3])
def test_a_study_without_digests_is_refused(tmp_path, study_path, missing, version):
    """As the program does (sim/study_file/declared.cpp); a run of every version wrote them."""
    path = tmp_path / "none.h5"
    shutil.copy(study_path, path)
    with changed(path) as file:
        file.attrs["format_version"] = np.int32(version)
        del file[missing]
    with pytest.raises(StudyError, match="/verification: is missing, or has no digests.*Copy the file"):
        open_study(path)


def test_provenance_is_plain_python(study):
    provenance = study.provenance
    assert provenance["title"] == "Settlement subsidies"
    assert provenance["seed"] == 1
    assert isinstance(provenance["seed"], int)
    assert provenance["discount_rate"] == 0.045
    assert list(provenance["resolved_scenario"]) == ARMS
    assert provenance["study"].startswith("name:")


def test_scenario_changes_lists_only_what_differs(study):
    changes = study.scenario_changes("mentoring")
    assert changes.index.tolist() == ["policies.mentoring.coverage"]
    assert changes.iloc[0].tolist() == [0, 0.5]
    assert study.scenario_changes("today").empty


@pytest.mark.parametrize("start", ["2024-01", "2024-01-01", np.int32(12418)])
def test_policy_start_may_be_text_or_days(tmp_path, study_path, start):
    copy = tmp_path / "copy.h5"
    copy.write_bytes(study_path.read_bytes())
    with changed(copy) as file:
        file["provenance"].attrs["policy_start"] = start
    with open_study(copy) as study:
        assert study.policy_start == pd.Timestamp("2024-01-01")


def test_no_such_file(tmp_path):
    with pytest.raises(StudyError, match="no study file.*run the study first"):
        open_study(tmp_path / "absent.h5")


def test_not_hdf5(tmp_path):
    path = tmp_path / "text.h5"
    path.write_text("month,share\n")
    with pytest.raises(StudyError, match="cannot be read as HDF5.*resume"):
        open_study(path)


def test_another_hdf5_file(tmp_path):
    path = tmp_path / "other.h5"
    with h5py.File(path, "w"):
        pass
    with pytest.raises(StudyError, match="its seal is missing.*give the .h5 file"):
        open_study(path)
    with new_file(path):
        pass
    with pytest.raises(StudyError, match="not a resettle study.*Give the .h5 file"):
        open_study(path)


def test_newer_format(tmp_path):
    path = tmp_path / "newer.h5"
    with new_file(path) as file:
        file.attrs.update(format="resettle-study", format_version=np.int32(5))
    with pytest.raises(StudyError, match="version 5.*up to version 4.*that wrote the file"):
        open_study(path)


def test_a_study_that_is_still_being_run(tmp_path):
    (tmp_path / "study.h5.progress").touch()
    with pytest.raises(StudyError, match=r"not finished.*\./resettle resume"):
        open_study(tmp_path / "study.h5")


def test_unfinished_study(tmp_path):
    path = tmp_path / "unfinished.h5"
    with new_file(path) as file:
        file.attrs.update(format="resettle-study", format_version=np.int32(3))
    with pytest.raises(StudyError, match="did not finish"):
        open_study(path)


def test_study_without_persons_says_what_to_set(tmp_path, study_path):
    copy = tmp_path / "copy.h5"
    copy.write_bytes(study_path.read_bytes())
    with changed(copy) as file:
        del file["persons"]
    with open_study(copy) as study, pytest.raises(StudyError, match="record: {persons"):
        _ = study.persons


def test_unknown_names_come_with_the_nearest_known_one(study):
    with pytest.raises(StudyError, match="Did you mean 'employment_rate'"):
        study.paired_difference("employment")
    with pytest.raises(StudyError, match="Did you mean 'sex=woman'"):
        study.paired_difference("employment_rate", "sex=women")
    with pytest.raises(StudyError, match="Did you mean 'mentoring'"):
        study.check_arm("mentorin")
    with pytest.raises(StudyError, match="no type 'integrated'"):
        study.person_months_gained("integrated")


def test_only_the_lines_of_the_programme_are_read(study):
    study.programme_cost()
    assert not study.ledger["amount"].variable._in_memory


def test_only_the_months_shown_are_read(study, monkeypatch):
    sizes = []
    difference = study.difference_to_reference

    def noted(values):
        sizes.append(values.sizes)
        return difference(values)

    monkeypatch.setattr(study, "difference_to_reference", noted)
    figures.subgroup_forest(study, "employment_rate")
    assert [size["month"] for size in sizes] == [12]
