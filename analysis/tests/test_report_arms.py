"""A report about some arms of a study: what it speaks of, and what it says of those left out."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from page_texts import texts_of
from report_sections import FINDINGS, Arm, comparison, judged, verdict

from resettle import Comparison, StudyError
from resettle.report import LANGUAGES, write_report
from resettle.report.__main__ import main
from resettle.report.answer import Answer
from resettle.report.inputs import Setting, _differences
from resettle.report.words import Words

STUDY = os.environ.get("RESETTLE_STUDY")
needs_program = pytest.mark.skipif(
    not STUDY or "RESETTLE_BIN" not in os.environ,
    reason="needs the program and a study; run by ./resettle test",
)


def study_of(*arms: Arm, **changes: Any) -> Comparison:
    """Three arms, of which the first is best."""
    lost = Arm("c", "C", -1_000, verdict=verdict("less"))
    arms = arms or (Arm("a", "A", 3_000), Arm("b", "B", 2_000), lost)
    joint = {
        "frontier": [{"arm": arm.name, "standing": "worth_considering", "against": None} for arm in arms],
        "ranking": [{"outcome": "distress_years", "arm": arm.name, "share_best": 0.3} for arm in arms],
        "acceptability": [{"arm": arm.name, "worth": 0, "share_best": 0.3} for arm in arms],
        "cost_by_line": [{"arm": arm.name, "line": "l"} | judged(1, 1, 1) for arm in arms],
        "suppressed": [{"table": "t", "cell": f"{arm.name}, all", "reason": "few"} for arm in arms],
    }
    return comparison(*arms, **(joint | changes))


# ---- the comparison -----------------------------------------------------------------------------


def test_every_table_is_about_the_chosen_arms_in_their_order() -> None:
    whole = study_of(never_act=["n"])
    chosen = whole.about(["c", "a"])
    assert list(chosen.labels) == ["today", "c", "a"]
    assert chosen.compared == ["c", "a"]
    assert chosen.whole.compared == ["a", "b", "c"]
    assert chosen.is_part
    for table in ("horizon", "cost_per_unit", "type_changes", "cost_by_line"):
        assert list(dict.fromkeys(row["arm"] for row in chosen.rows(table))) == ["c", "a"]
    assert [row["cell"] for row in chosen.rows("suppressed")] == ["c, all", "a, all"]
    assert chosen.rows("outcomes") == whole.rows("outcomes")
    for table in ("frontier", "ranking", "acceptability"):
        assert chosen.rows(table) == []
        assert len(whole.rows(table)) == 3


def test_all_arms_in_another_order_are_no_part() -> None:
    chosen = study_of(never_act=["n"]).about(["c", "b", "a"])
    assert not chosen.is_part
    assert [row["arm"] for row in chosen.rows("frontier")] == ["c", "b", "a"]
    assert Answer(chosen, Words("en")).part() == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mentorin", "Did you mean 'mentoring'? The study has: mentoring, wages."),
        ("Mentor for everybody", "Did you mean 'mentoring'?"),
        ("xyz", "There is no arm 'xyz'. The study has: mentoring, wages."),
        ("today", "'today' is the reference, with which the others are compared. Name others: ment"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_nearest_and_all(name: str, told: str) -> None:
    whole = study_of(Arm("mentoring", "Mentor for everybody"), Arm("wages", "Wages"))
    with pytest.raises(StudyError) as refused:
        whole.about([name])
    assert told in str(refused.value)


def test_the_reference_and_a_name_that_is_given_twice_change_nothing() -> None:
    assert study_of().about(["b", "today", "b"]).compared == ["b"]


# ---- the answer ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_speak_of_the_chosen_arms_alone(language: str) -> None:
    words = Words(language)
    answer = Answer(study_of().about(["c", "b"]), words)
    effect, _, others = answer.sentences()
    assert words.arm("C") in effect  # the first given, whatever is found of it
    assert words.arm("B") in others
    assert words.arm("A") not in " ".join([*answer.sentences(), answer.part(), answer.changes()])
    for number in ("3", "2", "12"):  # policies of the study, of the page, differences judged together
        assert number in answer.part()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("finding", "sureness"), FINDINGS[:-1])
def test_of_an_arm_alone_nothing_is_said_of_policies_in_general(finding, sureness, language) -> None:
    said = verdict(finding, sureness)
    alone = Answer(comparison(Arm("a", "A", 500, verdict=said)), Words(language)).sentences()[0]
    of_many = Answer(study_of(Arm("a", "A", 500, verdict=said), Arm("b", "B", 900)), Words(language))
    assert not re.search(r"no policy|every policy|even |정책은 없|모든 정책|가장", alone)
    assert Words(language).arm("A") in alone
    assert Answer(of_many.comparison.about(["a"]), Words(language)).sentences()[0] == alone
    assert len(alone.split()) <= 30
    assert ("very likely" in alone or "매우" in alone) == (sureness == "very_likely")


def test_a_loss_is_told_with_the_interval_of_the_loss() -> None:
    lost = Arm("a", "A", -1_000, 100, verdict("less", "likely"))
    effect = Answer(comparison(lost), Words("en")).sentences()[0]
    assert "1,000 (722 to 1,280)" in effect


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_arm_that_is_the_same_as_one_left_out_is_said_to_be(language: str) -> None:
    words = Words(language)
    whole = study_of(Arm("a", "A"), Arm("b", "B", same_as="a"))
    (told,) = Answer(whole.about(["b"]), words).same()
    assert told == words("same_as_another", arm=words.arm("B"), other=words.arm("A"))
    (of_all,) = Answer(whole, words).same()
    assert of_all == f"{told} {words('first_place_shared')}"


# ---- the page -----------------------------------------------------------------------------------


@needs_program
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_about_one_arm_does_not_name_the_others(language: str, tmp_path: Path) -> None:
    page = write_report(STUDY, tmp_path / "page.html", language, arms=["mentoring"])
    text = page.read_text(encoding="utf-8")
    words = Words(language)
    shown = " ".join(texts_of(text, "facts-list", "inputs"))
    assert words.term("arms", "Mentor for every second newcomer") in shown
    for other in ("Settlement grant doubled", "Wage subsidy up to 1 million KRW"):
        assert words.term("arms", other) not in shown
    assert 'class="missing part-of-arms"' in text
    assert "--arms mentoring" in text
    for key in ("frontier", "acceptability"):
        assert f'id="figure-{key}"' not in text
    assert words("left_out", what=words("tables.frontier.name")) not in shown
    assert 'id="figure-plane"' in text
    with pytest.raises(StudyError, match="every chosen arm|no arm 'none'"):
        write_report(STUDY, tmp_path / "none.html", arms="none")
    assert not (tmp_path / "none.html").exists()


@needs_program
@pytest.mark.parametrize("arms", [["--arms", "mentorin"], ["--arms", "mentoring,,"], ["--arms=,"]])
def test_nothing_is_written_for_arms_that_are_none(arms, tmp_path, monkeypatch, capsys) -> None:
    target = tmp_path / "page.html"
    monkeypatch.setattr("sys.argv", ["resettle report", STUDY, "-o", str(target), *arms])
    assert main() == 2
    assert not target.exists()
    assert re.search("Did you mean 'mentoring'|with commas between them", capsys.readouterr().err)


@needs_program
def test_lists_of_arms_are_joined(tmp_path, monkeypatch) -> None:
    target = tmp_path / "page.html"
    options = ["--arms", "mentoring, lump_sum", "--arms=grant_doubled", "--brief"]
    monkeypatch.setattr("sys.argv", ["resettle report", STUDY, "-o", str(target), *options])
    assert main() == 0
    shown = re.findall(r'gain-arm">([^<]*)<', target.read_text(encoding="utf-8"))
    assert shown == [
        "Mentor for every second newcomer", "Settlement grant as a lump sum", "Settlement grant doubled",
    ]  # fmt: skip


def test_every_line_of_an_instrument_is_told_also_one_on_the_terms_of_all() -> None:
    def condition(value: str) -> Setting:
        return Setting(value, "condition", "policy", "x", "")

    path = "policies.wage_subsidy.lines.{}.eligible"
    base = {"policies.wage_subsidy.eligible": condition("everybody")}
    arm = base | {
        path.format("women"): condition("{sex: woman}"),
        path.format("others"): condition("everybody"),
    }
    told = [difference.path for difference in _differences(arm, base)]
    assert told == [path.format("women"), path.format("others")]
    assert _differences(arm, arm) == []
