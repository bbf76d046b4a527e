"""The notebook: committed without outputs, and it runs from top to bottom without a screen.

Runs on the synthetic study, or on a real one when RESETTLE_STUDY is set."""

import os
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "1_first_look.ipynb"


def test_notebook_is_valid_and_holds_no_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert max(len(cell.source.splitlines()) for cell in code) <= 12


def test_notebook_runs(study_path, monkeypatch):
    given = os.environ.get("RESETTLE_STUDY")
    monkeypatch.setenv("RESETTLE_STUDY", str(Path(given).resolve() if given else study_path))
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parents[1]))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    ExecutePreprocessor(timeout=600, kernel_name="python3").preprocess(notebook, where)
    pictures = {}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        pictures[cell.id] = sum("image/png" in output.get("data", {}) for output in cell.outputs)
    for cell in ("types", "difference", "gains", "cost"):
        assert pictures[cell] == 1, f"cell '{cell}' shows {pictures[cell]} figures"
    assert pictures["flows"] >= 1
