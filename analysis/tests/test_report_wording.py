"""The wording of the report follows the evidence, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from report_sections import arm, comparison, estimate
from resettle.report.answer import Answer
from resettle.report.evidence import Corrections, judge
from resettle.report.inputs import read_arms, read_meanings
from resettle.report.words import LANGUAGES, Words


def answer(language: str, *arms: dict[str, Any], **sections: Any) -> Answer:
    told = comparison(*arms, **sections)
    return Answer(told, Corrections(told.get("multiplicity")), Words(language))


# ---- evidence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "key"),
    [(3.0, "clear_more"), (-3.0, "clear_fewer"), (2.0, "likely_more"), (-2.0, "likely_fewer")],
)
def test_certainty_by_interval(mean: float, key: str) -> None:
    # With a standard error of 1 the 95 % interval reaches 2.78, the 80 % interval 1.53.
    assert judge(estimate(mean, 1.0)).key == key


def test_what_no_interval_excludes_stays_open() -> None:
    assert judge(estimate(1.5, 1.0)).key == "open"
    assert judge(estimate(0.0, 0.0)).key == "open"


def test_suppressed_and_single_replicates_are_not_judged() -> None:
    assert judge({**estimate(3, 1), "mean": None}) is None
    alone = {"mean": 3, "standard_error": None, "low": None, "high": None, "replicates": 1}
    assert judge(alone).key == "unknown"


def test_holm_decides_only_among_many() -> None:
    rows = [{"arm": "a", "outcome": "x", "p_value": 0.01, "p_holm": 0.2}]
    few = Corrections({"comparisons": 10, "rows": rows})
    many = Corrections({"comparisons": 11, "rows": rows})
    assert judge(estimate(3, 1), few.p("a", "x")).key == "clear_more"
    assert judge(estimate(3, 1), many.p("a", "x")).key == "likely_more"


# ---- sentences ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_surest_gain_comes_first_and_is_told_with_its_share(language: str) -> None:
    told = answer(
        language,
        arm("big", "Big but unsure", 9_000, 8_000, "not_distinguishable_from_no_effect"),
        arm("small", "Small but sure", 2_000, 100),
    )
    effect, price, changes = told.sentences()
    assert told.lead.arm["arm"] == "small"
    assert "2,000" in effect
    assert re.search(r"\b1 ?%", effect), effect  # 2,000 of 200,000
    assert "Big but unsure" in effect
    assert ("KRW 250,000" if language == "en" else "25만 원") in price
    assert "200" in changes  # fewer than 20 simulated persons at a scale of a tenth


@pytest.mark.parametrize(
    ("gain", "error", "wanted"),
    [
        (2_000, 100, "clearly adds"),
        (2_000, 1_000, "likely adds"),
        (1_000, 1_000, "No policy can be told from"),
        (-2_000, 1_000, "likely takes away"),
        (-2_000, 100, "clearly takes away"),
    ],
)
def test_words_of_the_effect(gain: float, error: float, wanted: str) -> None:
    effect = answer("en", arm("a", "A", gain, error)).sentences()[0]
    assert wanted in effect
    assert not re.search(r"\b(large|huge|strong|significant)", effect)


def test_no_price_without_a_clear_gain() -> None:
    told = answer("en", arm("a", "A", 100, 1_000, "not_distinguishable_from_no_effect"))
    assert "No price" in told.sentences()[1]


@pytest.mark.parametrize(
    ("holds", "wanted"),
    [("abcde", "all five"), ("abd", "3 of the five"), ("", "none of the five")],
)
def test_definitions(holds: str, wanted: str) -> None:
    told = [{"arm": "a", "rows": [], "holds_under": list(holds)}]
    assert wanted in answer("en", arm("a", "A", 2_000, 100), definitions=told).definitions()


def test_missing_definitions_are_said_to_be_missing() -> None:
    assert "not said" in answer("en", arm("a", "A", 2_000, 100)).definitions()


# ---- catalogues ---------------------------------------------------------------------------------


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(node, list) and "krw_steps" not in path:
        for i, value in enumerate(node):
            yield from leaves(value, f"{path}.{i}")
    elif isinstance(node, str):
        yield path, node


def test_both_catalogues_have_the_same_keys() -> None:
    english, korean = (dict(leaves(Words(language).texts)) for language in ("en", "ko"))
    assert english.keys() == korean.keys()


def test_both_catalogues_have_the_same_places() -> None:
    english, korean = (dict(leaves(Words(language).texts)) for language in ("en", "ko"))
    optional = {"year", "month", "day"}
    for key, text in english.items():
        places = set(re.findall(r"\{(\w+)", text)) - optional
        found = set(re.findall(r"\{(\w+)", korean[key])) - optional
        assert found <= places | {"reference", "signed"}, key
        assert places - found <= {"reference"}, key


def test_korean_sentences_are_korean() -> None:
    for key, text in leaves(Words("ko").texts):
        words = re.sub(r"\{[^}]*\}", "", text)
        assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", words) or "resettle report" in words, key


SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_every_ready_policy_and_study_has_korean_words() -> None:
    korean = Words("ko")
    files = [path for path in SCENARIOS.rglob("*.yaml") if "mine" not in path.parts]
    assert len(files) > 20
    for path in files:
        text = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        assert korean.knows("intents", text["intent"]), path.name
        arms = text.get("arms") or {}
        for arm_of_study in arms.values():
            label = (arm_of_study or {}).get("label")
            assert label is None or korean.knows("arms", label), (path.name, label)
        assert not arms or korean.knows("studies", text["study"]), path.name


@pytest.mark.parametrize(
    ("word", "with_particle"),
    [
        ("정책", "정책은"),
        ("제도", "제도는"),
        ("‘멘토’", "‘멘토’는"),
        ("2014", "2014는"),
        ("A", "A은(는)"),
    ],
)
def test_korean_particles_fit(word: str, with_particle: str) -> None:
    assert Words("ko").fill("{x|은/는}", {"x": word}) == with_particle


@pytest.mark.parametrize(
    ("value", "kind", "english", "korean"),
    [
        (0.0444, "share", "4.44 %", "4.44%"),
        (0.00025, "share", "0.025 %", "0.025%"),
        (-0.0123, "share_difference", "−1.23 pp", "−1.23%p"),
        (17_672_457_230, "krw", "KRW 17.7 billion", "177억 원"),
        (219_999, "krw", "KRW 220,000", "22만 원"),
        (9_999_999, "krw", "KRW 10 million", "1,000만 원"),
        (80_210, "count", "80,200", "80,200"),
        (0, "krw", "KRW 0", "0원"),
    ],
)
def test_numbers(value: float, kind: str, english: str, korean: str) -> None:
    assert Words("en").number(value, kind) == english
    assert Words("ko").number(value, kind) == korean


def test_both_ends_of_a_range_have_one_unit() -> None:
    assert Words("en").range(-1e8, 2.5e9, "krw") == "KRW −0.1 to +2.5 billion"


# ---- inputs -------------------------------------------------------------------------------------


def test_settings_that_differ_from_the_reference() -> None:
    base = (
        "policies:\n  a: {x: {value: 1, unit: share, status: fixed, source: law}, y: {value: 2}}\n"
    )
    other = base.replace("value: 1", "value: 0.5").replace("fixed", "policy")
    first, second = read_arms({"today": base, "half": "intent: Half.\n" + other}, "today")
    assert first.differences == []
    assert second.intent == "Half."
    (difference,) = second.differences
    assert (difference.path, difference.reference) == ("policies.a.x", 1)
    assert (difference.arm.value, difference.arm.status) == (0.5, "policy")


def test_meanings_are_read_from_the_listing() -> None:
    listing = "a.b\n    what it means\n    value   1 share\nc\n    another\n"
    assert read_meanings(listing) == {"a.b": "what it means", "c": "another"}
