"""No English is left in the Korean report, of studies whose policies set whatever can be set."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from page_texts import texts_of

from resettle import Comparison
from resettle.program import ask_json
from resettle.report import write_report
from resettle.terminal import tell
from resettle.terminal.layout import WIDTH, room

PROGRAM = os.environ.get("RESETTLE_BIN")
SCENARIOS = Path(__file__).parents[2] / "scenarios"

pytestmark = pytest.mark.skipif(not PROGRAM, reason="needs the program; run by ./resettle test")

OWN = f"""
based_on: {SCENARIOS / "baseline.yaml"}
intent: Some places of everything.
source: mine
search:
  taste_sd: {{value: 0.5, unit: logit, status: theory, source: mine}}
policies:
"""
INSTRUMENTS = {"mentoring": 0.3, "counselling": 0.2, "dialect_workshop": 0.1, "housing": 0.9}
SETTINGS = """  {name}:
    coverage: {{value: {share}, unit: share, status: policy, source: mine}}
    capacity: {{value: 500, unit: places, status: policy, source: mine}}
    on_from: {{value: 2013-01, unit: month, status: policy, source: mine}}
"""
# Units, formats, an author's name, and names of the program and of a folder.
ALLOWED = {"PTSD", "CSV", "SHA", "UTC", "Berry", "Kim", "Lee", "resettle", "report", "scenarios", "mine"}
AUTHORS_OWN = ["My policy", "Some places of everything.", "white_paper"]


@pytest.fixture(scope="module")
def many_instruments(tmp_path_factory) -> Path:
    """The five proposals of the white paper and a policy that limits places."""
    folder = tmp_path_factory.mktemp("korean")
    own = folder / "own.yaml"
    settings = [SETTINGS.format(name=name, share=share) for name, share in INSTRUMENTS.items()]
    own.write_text(OWN + "".join(settings), encoding="utf-8")
    study = folder / "white_paper.h5"
    run = [
        PROGRAM, "run", SCENARIOS / "studies/white_paper.yaml", "--arm", own, "--label", "My policy",
        "--replicates", "2", "--scale", "0.02", "--draws", "0", "-o", study,
    ]  # fmt: skip
    subprocess.run(run, check=True, capture_output=True)
    return study


def latin_words(texts: list[str]) -> dict[str, str]:
    """Word -> where it stands; not names of settings (a.b), of files, nor digests."""
    found: dict[str, str] = {}
    for text in texts:
        rest = text
        for own in AUTHORS_OWN:
            rest = rest.replace(own, " ")
        rest = re.sub(r"[a-z_]+(\.[a-z0-9_]+)+|\b[0-9a-f]{12,}\b", " ", rest)
        found |= {word: text for word in re.findall(r"[A-Za-z]{2,}", rest) if word not in ALLOWED}
    return found


@pytest.mark.parametrize("brief", [False, True])
def test_latin_words_in_a_korean_page_are_names(many_instruments: Path, tmp_path: Path, brief: bool) -> None:
    page = write_report(many_instruments, tmp_path / "page.html", "ko", 5e9, brief=brief)
    text = page.read_text(encoding="utf-8")
    assert "동시에 이용할 수 있는 자리 수" in text
    assert brief or "구직 결정: 구직 성향의 지속적 개인차(표준편차)" in text
    assert "My policy" in text
    assert latin_words(texts_of(text, "facts-list", "inputs")) == {}


def test_latin_words_in_a_terminal_are_names(many_instruments: Path) -> None:
    told = Comparison(ask_json(["compare", many_instruments, "--json", "--budget=5e9"]))
    short = tell(told, "ko", "a.h5")
    names = {"card", "trial", "overrun", "My", "policy"}
    assert set(latin_words([short.partition("다른 표 보기")[0]])) <= names
    full = tell(told, "ko", "a.h5", full=True)
    assert max(map(room, full.splitlines())) <= WIDTH
    assert len(full.splitlines()) > 500
    tables = "|".join(told)
    left = latin_words([re.sub(rf"\(({tables})\)\n", "\n", full)])
    assert set(left) <= {"My", "policy"}  # on two lines


def test_english_that_is_left_would_be_found() -> None:
    page = "<p>모두 <b>places held</b> 있음 <code>run</code></p><p class='facts-list'>GNU</p>"
    assert set(latin_words(texts_of(page, "facts-list"))) == {"places", "held"}
