"""The process that runs the cells of a notebook.

It imports the project and its environment, nothing else: no file of the folder it runs in, no
startup files, settings or templates that a user keeps for own notebooks, nothing that variables of
the environment name. What Jupyter, IPython and matplotlib want to write goes to a scratch folder.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

# What a user may have set for Python, notebooks and figures of their own.
FOREIGN = ("PYTHON", "IPYTHON", "JUPYTER", "MATPLOTLIB", "MPL")
FONTS = Path(sys.prefix) / "share/resettle-fonts"  # matplotlib's list of fonts, made once
START = """
from ipykernel.kernelapp import IPKernelApp
class BareKernelApp(IPKernelApp):
    def load_config_file(self, suppress_errors=None):
        "Reads no settings, be they of the user or of the machine."
BareKernelApp.launch_instance()
"""
COMMAND = [sys.executable, "-I", "-B", "-Xfrozen_modules=off", "-c", START]
OPTIONS = ["-f", "{connection_file}", "--HistoryManager.enabled=False"]
OPTIONS += ["--InteractiveShellApp.ignore_cwd=True"]
OPTIONS += ["--InteractiveShellApp.exec_PYTHONSTARTUP=False"]


class OwnKernel(AsyncKernelManager):
    """Starts the Python of this environment, whatever kernels a user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=COMMAND + OPTIONS, display_name="Python 3", language="python")


def run_cells(notebook: NotebookNode, folder: Path, scratch: Path) -> None:
    """Run the cells in `folder` and keep what they give in the notebook.
    Errors: CellExecutionError of nbclient."""
    files = {"connection_file": str(scratch / "kernel.json"), "ip": str(scratch / "socket")}
    config = Config({"OwnKernel": files | {"transport": "ipc"}})  # not even a network of its own
    client = NotebookClient(notebook, kernel_manager_class=OwnKernel, timeout=None, config=config)
    client.execute(cwd=str(folder), env=_environment(scratch))


def _environment(scratch: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    places: dict[str, Any] = {
        "IPYTHONDIR": scratch / "ipython",
        "JUPYTER_CONFIG_DIR": scratch / "jupyter",
        "JUPYTER_DATA_DIR": scratch / "jupyter",
        "JUPYTER_RUNTIME_DIR": scratch / "jupyter",
        "MPLCONFIGDIR": scratch / "matplotlib",
    }
    for place in places.values():
        place.mkdir(exist_ok=True)
    for fonts in FONTS.glob("fontlist-*.json"):  # to look for them takes seconds
        shutil.copy(fonts, places["MPLCONFIGDIR"])
    return kept | {name: str(place) for name, place in places.items()}
