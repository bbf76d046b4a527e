"""The two catalogues of the report's words, and how words and numbers are set in each language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from resettle.program import ask_json
from resettle.report.inputs import of_instrument, read_arms, read_meanings
from resettle.report.table import kind_of
from resettle.report.words import LANGUAGES, Words
from resettle.study_file import scenario_settings


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


READY = [path for path in SCENARIOS.rglob("*.yaml") if "mine" not in path.parts]


@cache
def loaded(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def is_group(told: Any) -> bool:
    return isinstance(told, dict) and "value" not in told


def laid_over(base: dict[str, Any], *overlays: dict[str, Any]) -> dict[str, Any]:
    """Settings of the overlays stand instead of those of the base; groups of them are joined."""
    joined = dict(base)
    for overlay in overlays:
        for name, told in overlay.items():
            joined[name] = laid_over(joined.get(name, {}), told) if is_group(told) else told
    return joined


def narrowed(base: dict[str, Any], touched: dict[str, Any]) -> dict[str, Any]:
    """What the base says of the settings that an overlay touches."""
    return {
        name: narrowed(base[name], told) if is_group(told) else base[name]
        for name, told in touched.items()
        if name in base
    }


def complete(path: Path) -> dict[str, Any]:
    """A scenario with all it is based on."""
    told = loaded(path.resolve())
    return laid_over(complete(path.parent / told["based_on"]), told) if "based_on" in told else told


def compared_arms(path: Path) -> tuple[str, dict[str, dict[str, Any]]]:
    """The reference and the arms of a study; of an overlay, what it is based on and itself. Only
    settings that an arm touches."""
    text = loaded(path)
    reference, overlays = "base", {"base": [], "arm": [text]}
    if "arms" in text:
        reference, overlays = text["reference"], {}
        for name, told in text["arms"].items():
            files = (told or {}).get("overlay", [])
            files = [files] if isinstance(files, str) else files
            overlays[name] = [loaded((path.parent / file).resolve()) for file in files]
    elif "based_on" not in text:
        return "base", {"base": {}}
    base = complete(path.parent / (text.get("baseline") or text["based_on"]))
    touched = laid_over({}, *(overlay for arm in overlays.values() for overlay in arm))
    base = narrowed(base, touched)
    return reference, {name: laid_over(base, *arm) for name, arm in overlays.items()}


def words_of_differences(path: Path) -> Iterator[tuple[str, str]]:
    """Group and name of every word that the table of differing settings needs."""
    reference, arms = compared_arms(path)
    texts = {name: yaml.dump(arm, Dumper=yaml.CSafeDumper) for name, arm in arms.items()}
    for arm in read_arms(texts, reference):
        for difference in arm.differences:
            setting = difference.arm
            yield "settings", of_instrument(difference.path)[0]
            yield "instruments", difference.path.removeprefix("policies.").partition(".")[0]
            yield "statuses", setting.status
            yield "sources", setting.source
            if kind_of(setting.unit) == "number":
                yield "units", setting.unit


def is_known(words: Words, group: str, name: str) -> bool:
    return bool(words.setting(name)) if group == "settings" else words.knows(group, name)


def baseline_parameters() -> dict[str, list[object]]:
    """What the baseline says of every parameter; not how to run it, nor its tables."""
    settings = scenario_settings((SCENARIOS / "baseline.yaml").read_text(encoding="utf-8"))
    return {path: told for path, told in settings.items() if not path.startswith(("run.", "tables."))}


def test_every_parameter_has_korean_words() -> None:
    korean = Words("ko")
    parameters = baseline_parameters()
    assert len(parameters) > 450
    assert [path for path in parameters if not korean.setting(path)] == []
    groups = {path.removeprefix("policies.").partition(".")[0] for path in parameters} | {"tables"}
    assert {name for name in groups if not korean.knows("instruments", name)} == set()
    units = {str(unit) for _, unit, *_ in parameters.values() if unit and kind_of(str(unit)) == "number"}
    assert {unit for unit in units if not korean.knows("units", unit)} == set()
    assert korean.setting("policies.mentoring.capacity") == "동시에 이용할 수 있는 자리 수"
    assert korean.setting("search.taste_sd") == "구직 성향의 지속적 개인차(표준편차)"
    assert korean.setting("search.none_such") == ""


@pytest.mark.skipif("RESETTLE_BIN" not in os.environ, reason="needs the program; run by ./resettle test")
def test_every_parameter_that_the_program_knows_has_korean_words() -> None:
    korean = Words("ko")
    meanings = read_meanings(ask_json(["schema"]))
    assert len(meanings) > 450
    assert {path: told for path, told in meanings.items() if not korean.setting(path)} == {}


def test_korean_words_for_settings_are_korean_and_of_parameters_that_there_are() -> None:
    words, parameters = Words("ko").terms["settings"], baseline_parameters()
    assert [path for path in words if "*" not in path and path not in parameters] == []
    assert list(words) == sorted(words)
    for path, told in words.items():
        assert re.search("[가-힣]", told), path
        assert set(re.findall("[A-Za-z]+", told)) <= {"PTSD", "NGO"}, path
        assert told == told.strip() and not told.endswith("."), path


def test_parameters_of_one_group_have_different_korean_words() -> None:
    korean, seen = Words("ko"), set()
    for path in baseline_parameters():
        group = path.rpartition(".")[0]
        assert (group, korean.setting(path)) not in seen, path
        seen.add((group, korean.setting(path)))


def test_every_ready_policy_and_study_has_korean_words() -> None:
    korean = Words("ko")
    assert len(READY) > 20
    needed = set()
    for path in READY:
        text = loaded(path)
        assert korean.knows("intents", text["intent"]), path.name
        arms = text.get("arms") or {}
        for arm_of_study in arms.values():
            label = (arm_of_study or {}).get("label")
            assert label is None or korean.knows("arms", label), (path.name, label)
        assert not arms or korean.knows("studies", text["study"]), path.name
        told = set(words_of_differences(path))
        assert {word for word in told if not is_known(korean, *word)} == set(), path.name
        needed |= told
    assert len(needed) > 100


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_persons_are_whole_and_other_numbers_are_not(language: str) -> None:
    words = Words(language)
    for value, told in ((57.4, "57"), (57.5, "58"), (0.4, "0"), (-0.4, "0"), (1234.5, "1,230"), (0, "0")):
        assert words.number(value, "count") == told
    assert words.number(-57.4, "count", sign=True) == "\u221257"
    assert words.number(0.4, "count", sign=True) == "0"
    assert words.number(57.4, "number") == "57.4"
    assert "." not in words.range(-3.4, 57.4, "count")
