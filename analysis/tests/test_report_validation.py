"""The box of a report on how far the model can be trusted, beside what it says of policies."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from resettle.report import LANGUAGES, write_report
from resettle.report.words import Words
from resettle.validation import Validation, read_validation

REPOSITORY = Path(__file__).resolve().parents[2]
STUDY = os.environ.get("RESETTLE_STUDY")

pytestmark = pytest.mark.skipif(
    not STUDY or "RESETTLE_BIN" not in os.environ,
    reason="needs the program and a study; run by ./resettle test",
)


@pytest.fixture
def stored(monkeypatch) -> Validation:
    monkeypatch.setenv("RESETTLE_HOME", str(REPOSITORY))
    told = read_validation()
    assert told is not None
    return told


def written(folder: Path, language: str = "en", **options) -> str:
    return write_report(STUDY, folder / "page.html", language, **options).read_text(encoding="utf-8")


def box_of(page: str) -> str:
    (box,) = re.findall(r'<section id="validation">.*?</section>', page, re.DOTALL)
    return box


def rows_of(box: str, caption: str) -> int:
    """Rows of the first table with that caption."""
    tables = re.findall(r"<caption>(.*?)</caption>.*?<tbody>(.*?)</tbody>", box, re.DOTALL)
    found = [rows.count("<tr>") for name, rows in tables if name == caption]
    return found[0] if found else 0


def lead(words: Words, stored: Validation) -> str:
    return words("validation.lead", hits=stored.card["hits"], measured=stored.card["measured"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_before_the_results_and_the_answer_leads_there(
    stored: Validation, language: str, tmp_path: Path
) -> None:
    page, words = written(tmp_path, language), Words(language)
    told = lead(words, stored)
    assert f'<a href="#validation">{told}</a></p>' in page
    assert page.index('id="answer"') < page.index('<section id="validation">') < page.index("<nav")
    box = box_of(page)
    assert f"<strong>{told}</strong>" in box
    assert 3 < rows_of(box, words("tables.misses.caption")) <= 5
    assert rows_of(box, words("tables.trials.caption")) == 2  # mentoring is part of one trial
    assert "{" not in re.sub(r"<code>.*?</code>", "", box)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_page_says_it_in_one_paragraph(stored: Validation, language: str, tmp_path: Path) -> None:
    page, words = written(tmp_path, language, brief=True), Words(language)
    (paragraph,) = re.findall(r'<p class="validation">(.*?)</p>', page)
    assert paragraph.startswith(lead(words, stored))
    assert words("validation.trials_in_brief", met=1, checks=2) in paragraph
    assert "#validation" not in page


def test_policies_without_a_trial_are_said_to_have_none(stored: Validation, tmp_path: Path) -> None:
    words = Words("en")
    box = box_of(written(tmp_path, arms=["grant_doubled"]))
    assert rows_of(box, words("tables.trials.caption")) == 0
    assert words("validation.without_trial", instruments="settlement grant") in box
    assert words.term("survey_indicators", "wage_subsidy_persons") not in box
    assert words.term("survey_indicators", "labour_force_participation_rate") in box


def test_other_values_than_the_validated_are_named(stored: Validation, tmp_path: Path, monkeypatch) -> None:
    changed = ["distress.base", "search.gain_slope", "search.intercept", "skills.skill_loss"]
    for number, names in ((2, changed[:2]), (4, changed[:3])):
        other = replace(stored, values=stored.values | dict.fromkeys(changed[:number], -7))
        monkeypatch.setattr("resettle.report.page.read_validation", lambda told=other: told)
        named = ", ".join(names) + (" …" if number > len(names) else "")
        told = Words("en")("validation.others", number=number, names=named)
        assert told in box_of(written(tmp_path))
    monkeypatch.setattr("resettle.report.page.read_validation", lambda: stored)
    assert told.partition(".")[0] not in box_of(written(tmp_path))


@pytest.mark.parametrize("brief", [False, True])
def test_a_copy_without_a_stored_validation_says_so(brief: bool, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("resettle.report.page.read_validation", lambda: None)
    page = written(tmp_path, brief=brief)
    assert "is not stored with this copy of it (scenarios/validation.json)" in page
    assert "survey figures." not in page
