"""Writing a report: what is asked of the program, what is refused, and what may be replaced."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from resettle.comparison import Comparison
from resettle.errors import StudyError
from resettle.report import write_report
from resettle.report.__main__ import main
from resettle.study import Study

STUDY = os.environ.get("RESETTLE_STUDY")

pytestmark = pytest.mark.skipif(
    not STUDY or "RESETTLE_BIN" not in os.environ,
    reason="needs the program and a study; run by ./resettle test",
)


def test_a_budget_and_a_part_of_a_study_are_told(tmp_path: Path, monkeypatch) -> None:
    compare = Study.compare

    def part(study: Study, **options):
        assert options["budget"] == 1e9
        told = compare(study, **options)
        return Comparison({**told.raw, "replicates_of_study": 1000})

    monkeypatch.setattr(Study, "compare", part)
    page = write_report(STUDY, tmp_path / "page.html", budget=1e9).read_text(encoding="utf-8")
    assert "of its 1000 replicates" in page
    assert "exceeds KRW 1 billion in a calendar year" in page


def test_a_comparison_of_a_newer_program_is_refused(tmp_path: Path, monkeypatch) -> None:
    newer = {"format": "resettle-comparison", "format_version": 99}
    monkeypatch.setattr("resettle.program.ask_json", lambda _: newer)
    with pytest.raises(StudyError, match="version 99"):
        write_report(STUDY, tmp_path / "page.html")


def test_only_reports_are_replaced(tmp_path: Path) -> None:
    page = write_report(STUDY, tmp_path / "page.html")
    once = page.read_text(encoding="utf-8")
    assert write_report(STUDY, page).read_text(encoding="utf-8") == once
    mine = tmp_path / "study.html"
    shutil.copy(STUDY, mine)
    with pytest.raises(StudyError, match="no report"):
        write_report(mine, mine)
    assert mine.read_bytes() == Path(STUDY).read_bytes()


def test_a_missing_study_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no_such.h5"):
        write_report(tmp_path / "no_such.h5", tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_a_brief_page_lies_beside_its_study(tmp_path: Path, monkeypatch, capsys) -> None:
    study = tmp_path / "mine.h5"
    study.symlink_to(STUDY)
    monkeypatch.setattr("sys.argv", ["resettle report", str(study), "--brief"])
    assert main() == 0
    assert (tmp_path / "mine.brief.html").exists()
    assert " kB, needs no network)" in capsys.readouterr().out


def test_who_added_a_policy_is_told_how_to_report_on_it_alone(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(Study, "added", ["mentoring", "lump_sum"])
    told = "--arms mentoring,lump_sum"
    page = tmp_path / "page.html"
    for options, expected in (([], True), (["--arms", "mentoring"], False)):
        monkeypatch.setattr("sys.argv", ["resettle report", STUDY, "--brief", "-o", str(page), *options])
        assert main() == 0
        assert (told in capsys.readouterr().out) == expected
        assert ('<span class="tag">added to the study</span>' in page.read_text("utf-8"))
