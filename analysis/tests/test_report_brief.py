"""The brief page: two sheets, with what is asked of it and no more."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from resettle.report import LANGUAGES, write_report
from resettle.report.brief import in_brief
from resettle.report.table import Cell, Table
from resettle.report.words import Words

CHROMIUM = shutil.which("chromium")
STUDY = os.environ.get("RESETTLE_STUDY")
needs_program = pytest.mark.skipif(
    not STUDY or "RESETTLE_BIN" not in os.environ,
    reason="needs the program and a study; run by ./resettle test",
)
SECTIONS = ["answer", "results", "arms", "people", "limits", "cite"]


def settings(number: int) -> Table:
    rows = [
        [
            Cell(f"setting {i}"), Cell("", lines=["1"]), Cell("", lines=["from 2012: 2", "from 2015: 3"]),
            Cell("policy"), Cell("mine"),
        ]
        for i in range(number)
    ]  # fmt: skip
    return Table("settings", [], rows, "")


def test_few_settings_are_told_and_how_many_more_there_are() -> None:
    words = Words("en")
    assert in_brief(None, words, 3) == []
    assert in_brief(settings(1), words, 3) == ["setting 0 (1 → from 2012: 2 …)"]
    told = in_brief(settings(5), words, 3)
    assert len(told) == 3
    assert told[-1] == "setting 2 (1 → from 2012: 2 …); more settings: 2"
    assert in_brief(settings(5), words, 9) == ["setting 0 (1 → from 2012: 2 …); more settings: 4"]


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_no_more_than_is_asked_of_it(language: str, tmp_path: Path) -> None:
    text = write_report(STUDY, tmp_path / "brief.html", language, brief=True).read_text(encoding="utf-8")
    words = Words(language)
    assert re.findall(r'<section id="(\w+)"', text) == SECTIONS
    assert text.count("<table") == 1
    assert text.count("<figure") == 1
    assert text.count("<h2>") == len(SECTIONS)
    assert "<script" not in text and "<details" not in text and "<nav" not in text
    assert text.count('<ol class="answer">') == 1
    (answer,) = re.findall(r'<ol class="answer">(.*?)</ol>', text, re.DOTALL)
    assert answer.count("<li>") == 3
    assert words("not_known") in text
    assert text.count('<div class="gain">') == text.count("<dt>") == 4
    assert len(text) < 60_000
    assert text.startswith("\n<!DOCTYPE html>") or text.startswith("<!DOCTYPE html>")


@needs_program
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium; run by ./resettle test")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_two_sheets(language: str, tmp_path: Path) -> None:
    title = "A title that is longer than most questions of studies are, so that it takes two lines"
    target = write_report(STUDY, tmp_path / "brief.pdf", language, title=title, author="Kim", brief=True)
    printed = target.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    again = write_report(STUDY, target, language, brief=True)  # a report may be replaced
    assert again.read_bytes().startswith(b"%PDF")
