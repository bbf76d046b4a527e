"""A notebook that was run as one HTML text that needs no network: its template has no scripts, and
tells the browser to load nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat import NotebookNode

# Near the top of every page; the second of those that older versions wrote.
MARKS = [b'<meta content="resettle notebook" name="generator"/>', b"/require.js/2.1.10/require.min.js"]
MOST_OF_A_HEAD = 4096  # bytes from the beginning of a page that hold its mark
TEMPLATES = Path(__file__).parent / "templates"


class PageExporter(HTMLExporter):
    """Takes templates from this package and its environment, from nowhere else."""

    def get_prefix_root_dirs(self) -> list[str]:
        return [str(Path(sys.prefix) / "share/jupyter")]


def as_page(notebook: NotebookNode, name: str) -> str:
    exporter = PageExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        template_data_paths=[],
    )
    text, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": name}})
    return text


def is_page(content: bytes) -> bool:
    """Whether it is a page of a notebook, of this version or an older one."""
    return any(mark in content[:MOST_OF_A_HEAD] for mark in MARKS)
