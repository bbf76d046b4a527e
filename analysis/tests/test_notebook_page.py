"""A notebook as a page: it is run apart from everything that is the user's, and needs no network."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from resettle import StudyError
from resettle.notebook import write_notebook_page
from resettle.notebook.page import MARKS

CELL = "import sys, random, json\nprint('cell', 1 + 1)"
NOTE = "print(__file__, file=open({record!r}, 'a'))\n"
LOADING = {"src", "href", "srcset", "data", "poster", "action", "content"}


class Loaded(HTMLParser):
    """What a browser would fetch, or run."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attributes:
            if name in LOADING and tag != "a" and re.search("https?:|//", value or ""):
                if not (value or "").startswith("data:"):
                    self.addresses.append(value or "")
            if name == "style" and "url(" in (value or ""):
                self.addresses.append(value or "")


def write_notebook(folder: Path, *cells: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, folder / "mine.ipynb")
    return folder / "mine.ipynb"


@pytest.fixture
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files and variables of a user that nothing here may run; what is run notes it in `traps`."""
    record = tmp_path / "run"
    folder = tmp_path / "work"
    settings = ["jupyter_config.py", "jupyter_nbconvert_config.py", "ipython_config.py"]
    settings += [".jupyter/jupyter_config.py", ".ipython/profile_default/startup/00.py"]
    settings += [".ipython/profile_default/ipython_kernel_config.py"]
    modules = [f"{name}.py" for name in ("random", "json", "runpy", "ipykernel", "resettle", "zmq")]
    for name in [*settings, *modules, "sitecustomize.py", "usercustomize.py"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(NOTE.format(record=str(record)), encoding="utf-8")
    for name in ("page", "lab", "templates/lab", "nbconvert/templates/lab"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html.j2").write_text("FOREIGN", encoding="utf-8")
    (folder / "matplotlibrc").write_text("lines.linewidth: 77\n", encoding="utf-8")
    for name in ("HOME", "PYTHONPATH", "JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR",
                 "MPLCONFIGDIR", "PYTHONUSERBASE"):  # fmt: skip
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("IPYTHONDIR", str(folder / ".ipython"))
    monkeypatch.setenv("PYTHONSTARTUP", str(folder / "random.py"))
    monkeypatch.setenv("MATPLOTLIBRC", str(folder / "matplotlibrc"))
    monkeypatch.chdir(folder)
    return record


def test_nothing_of_the_user_is_run(traps: Path, tmp_path: Path) -> None:
    """Neither where one works nor where the notebook lies, nor where variables point to."""
    lines = "import matplotlib\nprint('width', matplotlib.rcParams['lines.linewidth'])"
    notebook = write_notebook(tmp_path / "notebooks", CELL, lines)
    for name in ("random", "ipykernel", "json"):
        (notebook.parent / f"{name}.py").write_text(NOTE.format(record=str(traps)), encoding="utf-8")
    before = sorted(Path.cwd().rglob("*"))
    page = write_notebook_page(notebook, tmp_path / "page.html").read_text(encoding="utf-8")
    assert not traps.exists(), traps.read_text(encoding="utf-8")
    assert "cell 2" in page and "FOREIGN" not in page
    assert "width 1.5" in page
    assert sorted(Path.cwd().rglob("*")) == before


def test_a_page_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    formula = "from IPython.display import Markdown, HTML\ndisplay(Markdown('$x$ and $y$'))"
    notebook = write_notebook(tmp_path, CELL, formula)
    page = write_notebook_page(notebook, tmp_path / "page.html").read_text(encoding="utf-8")
    loaded = Loaded()
    loaded.feed(page)
    assert loaded.addresses == [] and loaded.scripts == 0
    assert not re.search(r"@import|url\(['\"]?(https?:|//)", page)
    policy = re.search(r'content="([^"]*)"\s+http-equiv="Content-Security-Policy"', page)
    assert policy and policy[1].startswith("default-src 'none'")


def test_a_page_replaces_only_pages_of_notebooks(tmp_path: Path) -> None:
    notebook, page = write_notebook(tmp_path, CELL), tmp_path / "page.html"
    page.write_text("<title>A report</title>", encoding="utf-8")
    with pytest.raises(StudyError, match="is there already and is no page of a notebook"):
        write_notebook_page(notebook, page)
    assert page.read_text(encoding="utf-8") == "<title>A report</title>"
    for mark in MARKS:
        page.write_bytes(mark)
        write_notebook_page(notebook, page)
        assert MARKS[0] in page.read_bytes()[:4096]


def test_of_a_notebook_that_fails_nothing_stays(tmp_path: Path) -> None:
    notebook, page = write_notebook(tmp_path, "1 / 0"), tmp_path / "page.html"
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        write_notebook_page(notebook, page)
    assert sorted(tmp_path.iterdir()) == [notebook]


def test_a_folder_that_cannot_be_written_is_told_of_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)  # as for another user
    notebook = write_notebook(tmp_path, f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(StudyError, match="Copy the study to a folder of yours"):
        write_notebook_page(notebook, tmp_path / "page.html")
    assert not (tmp_path / "ran").exists()
