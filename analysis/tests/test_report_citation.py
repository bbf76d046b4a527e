"""Titles and authors of a report, how to cite it, and how to obtain the same numbers again."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from resettle.report import LANGUAGES, write_report
from resettle.report.options import PageOptions, one_line
from resettle.report.provenance import _ended, reproduction
from resettle.report.words import Words

STUDY = os.environ.get("RESETTLE_STUDY")
needs_program = pytest.mark.skipif(
    not STUDY or "RESETTLE_BIN" not in os.environ,
    reason="needs the program and a study; run by ./resettle test",
)


def fake_source(name: str = "mine.h5", **provenance: str) -> SimpleNamespace:
    told = {"command": "resettle run my study.yaml --scale 0.1", "git_commit": "0" * 40}
    told |= {"settings": '{"file": "my study.yaml"}'}
    return SimpleNamespace(path=Path(name), provenance=told | provenance)


def test_the_same_numbers_come_from_commands_that_run_as_printed() -> None:
    told = reproduction(fake_source("my results.h5"), PageOptions("ko"))
    assert told.commands == [
        f"git checkout {'0' * 40}",
        "./resettle run 'my study.yaml' --scale 0.1 -o 'my results.h5'",
        "./resettle verify 'my results.h5' --rerun all",
        "./resettle report 'my results.h5' --lang ko -o 'my results.html'",
    ]
    assert told.caution == ""
    assert told.alone == told.commands[2]


@pytest.mark.parametrize(
    ("commit", "first", "caution"),
    [
        ("1234567-dirty", "git checkout 1234567", "dirty"),
        ("unknown", "./resettle run 'my study.yaml' --scale 0.1 -o mine.h5", "unknown"),
    ],
)
def test_a_commit_that_does_not_suffice_is_said(commit: str, first: str, caution: str) -> None:
    told = reproduction(fake_source(git_commit=commit), PageOptions())
    assert told.commands[0] == first
    assert told.caution == caution
    assert Words("en")(f"reproduce_caution.{caution}")


@needs_program
def test_a_title_an_author_and_how_to_cite_it(tmp_path: Path) -> None:
    told = {"title": "Mentors & <grants>", "author": "Kim & Lee"}
    page = write_report(STUDY, tmp_path / "page.html", **told).read_text(encoding="utf-8")
    assert "<h1>Mentors &amp; &lt;grants&gt;</h1>" in page
    assert page.count("Kim &amp; Lee") == 3  # below the title, to cite, and in the command
    cited = re.search(r"Kim &amp; Lee. \(20\d\d\)\. Mentors .* results: ([0-9a-f]{64})\.", page)
    assert cited
    verified = subprocess.run(
        [os.environ["RESETTLE_BIN"], "verify", STUDY, "--rerun", "0"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"Fingerprint {cited[1]}" in verified.stdout


def cited(page: str) -> str:
    """The paragraph below the heading on how to cite."""
    for heading in ("To cite this result", "이 결과를 인용하려면"):
        found = re.search(rf"<h[23]>{heading}</h[23]>\s*<p>(.*?)</p>", page, re.DOTALL)
        if found:
            return unescape(found[1])
    raise AssertionError("the page does not say how to cite it")


ODD = [
    "Grants & <mentors>: \"50 %\" of {all}?",
    "정착지원 ‘멘토’ 100% {검토}",
    "=SUM(A1) `./resettle` $(x) \\ 'quoted'",
    "العربية עברית 日本語 😀 é",
    "</script><script>alert(1)</script>",
]


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("odd", ODD)
def test_odd_characters_stay_as_they_are_typed(odd: str, language: str, tmp_path: Path) -> None:
    page = write_report(STUDY, tmp_path / "page.html", language, title=odd, author=odd, brief=True)
    text = page.read_text(encoding="utf-8")
    (heading,) = re.findall(r"<h1>(.*?)</h1>", text, re.DOTALL)
    assert unescape(heading) == odd
    assert cited(text).startswith(f"{_ended(odd)} (20")
    assert _ended(odd) in cited(text).partition("). ")[2]
    assert "<script" not in text


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_author_the_title_comes_first(language: str, tmp_path: Path) -> None:
    page = write_report(STUDY, tmp_path / "page.html", language, title="A title.", brief=True)
    assert re.match(r"A title \(20\d\d\)\. (Study “|연구 ‘)quick_look", cited(page.read_text("utf-8")))


def test_titles_are_one_line_and_steer_nothing() -> None:
    assert one_line("  two\n lines\t ") == "two lines"
    assert one_line("a\x1b[31m \u202e b \ud800") == "a\\x1b[31m \\u202e b \\ud800"
    assert one_line(None) == one_line("  ") == ""


@pytest.mark.parametrize("text", ["Why?", "What!", "Done.", "왜?", "…"])
def test_a_title_gets_no_second_sign_at_its_end(text: str) -> None:
    assert _ended(text) == text
    assert _ended("Grants") == "Grants."


def test_the_page_is_made_again_with_the_options_it_was_made_with() -> None:
    options = PageOptions("ko", 5e9, "It's mine", "-x", ("a", "b"), True)
    command = reproduction(fake_source("study.h5"), options).commands[-1]
    assert shlex.split(command) == [
        "./resettle", "report", "study.h5", "--lang", "ko", "--brief", "--arms", "a,b", "--budget", "5e+09",
        "--title=It's mine", "--author=-x", "-o", "study.html",
    ]  # fmt: skip
