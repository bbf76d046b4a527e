"""The launcher as it is used, in a folder full of files that Python, Jupyter, IPython and matplotlib
would take for theirs: none of them is run, and the commands do their work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_studies import HOME, needs_program, times

LAUNCHER = HOME / "resettle"
MODULES = (
    "random json yaml types runpy codecs encodings resettle h5py h5netcdf numpy pandas xarray scipy "
    "matplotlib jinja2 vl_convert pyarrow nbconvert nbclient nbformat ipykernel ipykernel_launcher "
    "IPython jupyter_client zmq sitecustomize usercustomize argparse site venv pip"
).split()
SETTINGS = (
    "jupyter_config.py jupyter_nbconvert_config.py ipython_config.py ipython_kernel_config.py "
    ".jupyter/jupyter_nbconvert_config.py .ipython/profile_default/startup/00.py "
    ".ipython/profile_default/ipython_config.py .config/matplotlib/sitecustomize.py"
).split()

pytestmark = [
    needs_program,
    pytest.mark.skipif(
        Path(sys.prefix).resolve() != (HOME / "build/venv").resolve(),
        reason="needs the environment that the launcher makes",
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to work in, with a study; what is run notes its name in the file `run`."""
    shutil.copy(os.environ["RESETTLE_STUDY"], tmp_path / "study.h5")
    note = f"open({str(tmp_path / 'run')!r}, 'a').write(__file__ + '\\n')\n"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    user_site = tmp_path / f".local/lib/python{version}/site-packages"
    user_site.mkdir(parents=True)
    (user_site / "mine.pth").write_text(f"import os; {note}", encoding="utf-8")
    for name in [*(f"{module}.py" for module in MODULES), *SETTINGS]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(note, encoding="utf-8")
    for name in ("lab", "page", "nbconvert/templates/lab"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "index.html.j2").write_text("FOREIGN", encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text("backend: module://random\n", encoding="utf-8")
    return tmp_path


def launcher(folder: Path, *arguments: str) -> None:
    """Runs it with the variables of somebody who has a Python of their own; it must do its work."""
    here = str(folder)
    variables = dict.fromkeys(
        ["HOME", "PYTHONPATH", "PYTHONUSERBASE", "JUPYTER_PATH", "JUPYTER_CONFIG_DIR"], here
    )
    variables |= {"PYTHONSTARTUP": str(folder / "random.py"), "PYTHONHOME": here}
    variables |= {"IPYTHONDIR": f"{here}/.ipython", "MATPLOTLIBRC": f"{here}/matplotlibrc"}
    variables |= {"MPLCONFIGDIR": here, "MPLBACKEND": "module://random"}
    variables |= {"LD_LIBRARY_PATH": ":", "PATH": f"{os.environ['PATH']}:"}
    variables |= {"SOURCE_DATE_EPOCH": "none", "HDF5_DRIVER": "mine", "HDF5_VOL_CONNECTOR": "mine"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RESETTLE")}
    result = subprocess.run(
        [str(LAUNCHER), *arguments],
        cwd=folder,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    run = folder / "run"
    assert not run.exists(), run.read_text(encoding="utf-8")
    assert result.returncode == 0, result.stderr


COMMANDS = {
    "export": (["study.h5", "-o", "tables"], "tables/tables.csv"),
    "report": (["study.h5", "-o", "page.html"], "page.html"),
    "notebook": (["study.h5"], "study.html"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_files_of_the_folder_one_works_in_are_not_run(folder: Path, command: str) -> None:
    """Nor is anything written but what was asked for."""
    arguments, written = COMMANDS[command]
    there = set(folder.rglob("*"))
    launcher(folder, command, *arguments)
    new = {path.relative_to(folder).parts[0] for path in set(folder.rglob("*")) - there}
    assert new - {".cache"} == {Path(written).parts[0]}  # it is the home as well: of fonts
    assert "FOREIGN" not in (folder / written).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["2", "3", "4", "5", "6"][: times(0, 5)])
def test_nor_do_other_notebooks_run_them(folder: Path, name: str) -> None:
    launcher(folder, "notebook", name, "study.h5")
    assert "FOREIGN" not in next(folder.glob(f"study_{name}_*.html")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "variables",
    [
        {"PATH": ".:{path}"},
        {"BASH_ENV": "./start.sh"},
        {"ENV": "./start.sh", "SHELLOPTS": "posix"},
        {"BASH_FUNC_readlink%%": "() {{ echo FOREIGN; }}"},
        {"BASH_FUNC_set%%": "() {{ echo FOREIGN; }}"},
    ],
)
def test_the_launcher_itself_runs_no_shell_code_of_the_user(tmp_path: Path, variables) -> None:
    for name, text in (("bash", "#!/bin/sh\necho FOREIGN\n"), ("start.sh", "echo FOREIGN\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = os.environ["PATH"]
    own = {name: value.format(path=path) for name, value in variables.items()}
    done = subprocess.run(
        [str(LAUNCHER), "--version"], cwd=tmp_path, env={**os.environ, **own},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "resettle" in done.stdout
    assert "FOREIGN" not in done.stdout + done.stderr
