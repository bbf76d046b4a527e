"""Pictures on disk, the data beside them, and the same bytes every time."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

import resettle
from resettle import StudyError, figures


def test_pictures_and_data_are_written_and_the_same_each_time(study, tmp_path):
    first = resettle.save(figures.network_of_ties(study), tmp_path / "ties")
    assert [path.name for path in first] == ["ties.png", "ties.svg", "ties.csv"]
    data = pd.read_csv(tmp_path / "ties.csv")
    assert data.columns.tolist() == ["arm", "year", "mean", "lower", "upper", "statistic"]
    second = resettle.save(figures.network_of_ties(study), tmp_path / "again")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_what_cannot_be_saved_is_said(study, tmp_path):
    figure = figures.network_of_ties(study)
    with pytest.raises(StudyError, match="cannot be saved as 'gif'; use png, svg, pdf"):
        resettle.save(figure, tmp_path / "x", formats=("gif",))
    with pytest.raises(StudyError, match="no folder"):
        resettle.save(figure, tmp_path / "absent" / "x")
    with pytest.raises(StudyError, match="carry their data"):
        resettle.save(Figure(), tmp_path / "x")
