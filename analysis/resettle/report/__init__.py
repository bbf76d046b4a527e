"""A study as one HTML file for readers who decide: answer, figures, costs, limits, provenance.

    ./resettle report STUDY.h5 -o report.html [--lang ko] [--brief] [--arms a,b] [--budget 5e9]

The file needs no network and no other file. Results come from the program (`resettle compare
--json`), the course over time from the study file; this package words and draws them. A section
that the program does not give is left out, and the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resettle.errors import StudyError, reading
from resettle.outputs import check_replaceable, checked_file, replacing

from .options import PageOptions
from .page import make_page
from .printing import MARK, find_browser, print_page
from .source import StudySource
from .words import LANGUAGES

__all__ = ["LANGUAGES", "write_report"]

GENERATOR = b'<meta name="generator" content="resettle report">'  # near the top of every page
MOST_OF_A_HEAD = 4096  # bytes from the beginning of a page that hold its mark
ENDINGS = (".html", ".htm", ".pdf")


def write_report(
    study: str | Path,
    output: str | Path,
    language: str = "en",
    budget: float | None = None,
    *,
    title: str | None = None,
    author: str | None = None,
    arms: Sequence[str] = (),
    brief: bool = False,
) -> Path:
    """Write the report on a study file; the path of the page.

    language: "en" or "ko". budget: KRW a year, to learn how often a policy goes beyond it. title:
    of the page, in place of the study's question. author: who reports. arms: names of the policies
    that the report is about, in this order (default: all, the best first). brief: two pages for
    print, with the answer, one table of results and what one must know to use them. A name that
    ends in .pdf gives a PDF, if Chromium is there. An earlier report of this name is replaced when
    the new one is complete.
    Errors: StudyError (no study, no such arm, the page cannot be written or would replace something
    else), ProgramError (a damaged study, only one arm; with the words of the program).
    """
    if language not in LANGUAGES:
        raise StudyError(f"There are no texts in '{language}'; use {' or '.join(LANGUAGES)}.")
    target = checked_file(output, ENDINGS, "A report")
    check_replaceable(target, _is_report, "is no report. Give another name with -o, or move it.")
    browser = find_browser() if target.suffix.lower() == ".pdf" else None
    arms = (arms,) if isinstance(arms, str) else tuple(arms)
    options = PageOptions(language, budget, title or "", author or "", arms, brief)
    with reading(study):
        page = make_page(StudySource(Path(study), budget, language, options.arms), options)
    with replacing(target) as unfinished:
        if browser:
            print_page(page, unfinished, browser)
        else:
            unfinished.write_text(page, encoding="utf-8")
    return Path(output)


def _is_report(content: bytes) -> bool:
    if content.startswith(b"%PDF"):
        return content.endswith(MARK)
    return GENERATOR in content[:MOST_OF_A_HEAD]
