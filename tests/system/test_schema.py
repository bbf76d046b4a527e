"""The JSON Schema with which editors help: it accepts what the reader accepts, and refuses what a
schema can refuse. The reader itself is `resettle check`."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import editor_yaml
import pytest
import yaml
from jsonschema import Draft7Validator
from small_studies import HOME, SCENARIOS, done, needs_program, resettle, times

pytestmark = needs_program

Document = dict[str, Any]
SHIPPED = sorted(SCENARIOS.glob("**/*.yaml"))
MISTAKES = yaml.safe_load((HOME / "tests/system/mistakes.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> Document:
    return json.loads(done(resettle("schema")))


@pytest.fixture(scope="module")
def validator(schema: Document) -> Draft7Validator:
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def test_it_is_of_the_draft_that_all_editors_understand(schema: Document) -> None:
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_it_accepts_every_shipped_file_as_what_it_is(validator: Draft7Validator) -> None:
    halves = {
        kind: Draft7Validator(json.loads(done(resettle("schema", kind))))
        for kind in ("study", "scenario")
    }
    assert len(SHIPPED) > 50
    for file in SHIPPED:
        content = editor_yaml.read(file.read_text(encoding="utf-8"))
        assert not list(validator.iter_errors(content)), file
        is_study = "study" in content
        assert halves["study"].is_valid(content) == is_study, file
        assert halves["scenario"].is_valid(content) != is_study, file


def test_every_parameter_says_what_it_is(schema: Document) -> None:
    shown = done(resettle("params")).splitlines()
    blocks = [shown[at : at + 6] for at in range(0, len(shown) - 1, 6)]
    assert len(blocks) > 400
    for path, meaning, value, _, neutral, status in blocks:
        entry = schema["definitions"]["scenario"]
        for key in path.split("."):
            entry = entry["properties"][key]
        fields = entry.get("then", entry)["properties"]  # a condition may also stand alone
        unit = fields["unit"]["const"]
        assert "object" in fields["value"]["type"], path
        assert entry["description"].startswith(f"{meaning.strip()}\nUnit: {unit}"), path
        baseline = value.split(maxsplit=1)[1].removesuffix(f" {unit}")
        said = neutral.split(maxsplit=1)[1].split(",")[0]
        is_effect = "it sets a level" not in neutral
        assert (f"\nNeutral: {said} " in entry["description"]) == is_effect, path
        assert ("string" in fields["value"]["type"]) >= is_effect, path
        status_and_source = status.split(maxsplit=1)[1].replace(", source", "; source", 1)
        assert f"\nBaseline: {baseline} ({status_and_source})" in entry["description"], path


def test_names_are_explained(schema: Document) -> None:
    outcomes = schema["definitions"]["study"]["properties"]["outcomes"]["items"]
    meanings = dict(zip(outcomes["enum"], outcomes["enumDescriptions"], strict=True))
    assert "employ" in meanings["employment_rate"]
    subgroups = schema["definitions"]["study"]["properties"]["subgroups"]
    subgroups = subgroups["anyOf"][1]["items"]["anyOf"][0]
    meanings = dict(zip(subgroups["enum"], subgroups["enumDescriptions"], strict=True))
    assert "woman" in meanings["sex"]


# --- The reader and the schema, variant by variant -------------------------------------------------

STUDY: Document = {
    "study": "a",
    "intent": "To be varied.",
    "baseline": "baseline.yaml",
    "period": {"start": "1990-01", "policy_start": "2012-01", "end": "2025-12"},
    "replicates": 12,
    "seed": 1,
    "scale": 0.5,
    "reference": "law",
    "arms": {"law": {"label": "Law"}, "help": {"overlay": "policies/mentoring.yaml", "label": "b"}},
    "outcomes": ["employment_rate"],
    "subgroups": ["sex"],
    "record": {"persons": ["adjustment_type"], "replicates": 1},
    "stop_when": {
        "outcome": "integrated_person_months",
        "half_width": 500,
        "at_most": 20,
        "arms": ["help"],
        "minutes": 60,
    },
}

LEAF: Document = {"status": "policy", "source": "a test", "note": "a note"}
OVERLAY: Document = {
    "based_on": "baseline.yaml",
    "intent": "To be varied.",
    "source": "a test",
    "policies": {
        "mentoring": {
            "coverage": {"value": 0.5, "unit": "share", "range": [0.1, 0.9], **LEAF},
            "capacity": {"value": 100, "unit": "places", **LEAF},
            "months": {"value": 12, "unit": "months", **LEAF},
            "on_from": {"value": "2010-01", "unit": "month", **LEAF},
            "pilot_only": {"value": False, "unit": "switch", **LEAF},
        },
        "settlement_grant": {"basic_krw": {"value": {"2012-01": 5}, "unit": "KRW", **LEAF}},
    },
}

VALUES: list[Any] = [
    None, True, "a", "", "none", -1, 0, 1, 0.5, 1.5, 2, 60, 1e12, 100000, 100001, 2**32 - 1, 2**32,
    "1899-12", "1989-12", "1990-01", "2012-01", "2012-13", "2012-1", "9999-12", "policies",
    [], ["sex"], ["a"], ["employment_rate"], ["sex", "sex"],
    ["sex x arrival_age"], ["sex xarrival_age"], ["sex x gender"], ["sex x sex"],
    [0.2, 0.8], [0.8, 0.2], [1, 2, 3],
    {}, {"2012-01": 0.5}, {"2012-01": 1, "2015-01": 2}, {"2012-13": 1}, {"2012-01": "a"},
    {"2012-01": "2013-01"}, {"2012-01": True}, {"2012-01": None}, {"2012-01": "none"},
    {"table": "settlement_packages.csv", "column": "basic_krw"}, {"table": "a.csv"},
    {"table": "settlement_packages.csv", "column": "basic_krw", "2012-01": 1},
    "policies/trade_mentors.yaml", ["policies/mentoring.yaml", "policies/trauma_counselling.yaml"],
    "calibrated", "fixed", "policy", "KRW",
]  # fmt: skip


def places(content: Document, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, below in content.items():
        yield (*path, key)
        if isinstance(below, dict):
            yield from places(below, (*path, key))


def changed(content: Document, path: tuple[str, ...], what: str, value: Any = None) -> Document:
    content = copy.deepcopy(content)
    block = content
    for key in path[:-1]:
        block = block[key]
    if what == "without":
        del block[path[-1]]
    elif what == "beside":
        block["unknown_key"] = {}
    else:
        block[path[-1]] = value
    return content


def variants(content: Document) -> Iterator[tuple[str, Document]]:
    """The content without each of its keys, with an unknown one beside each, and with other values
    in the place of each: in the long form of the tests with all."""
    step = times(12, 1)
    for number, path in enumerate(places(content)):
        name = ".".join(path)
        yield f"without {name}", changed(content, path, "without")
        yield f"unknown key beside {name}", changed(content, path, "beside")
        for value in VALUES[number % step :: step]:
            yield f"{name}: {value!r}", changed(content, path, "with", value)


# What the reader alone can find, as it says it.
READERS_OWN = (
    "there is no file",
    "cannot be read",
    "there is no arm",
    "'overlay' is missing",
    "replicates are to be recorded",
    "changes no parameter",
    "does not contain the value",
    "the range runs from",
    "9999-12 is outside the valid range",  # a month is text to a schema
    "is before the start",
    "is not between the start",
    "the last month of the arrivals table",
    "not on the study's baseline",
    "in a circle",
    "pilot.share is 0",
    "too little of the spread",
    "are run before the first look",
    "an attribute is crossed with itself",
)


def reasons_by_file(report: str) -> dict[str, list[str]]:
    """The messages of `resettle check`: below each place in a file."""
    reasons: dict[str, list[str]] = {}
    for block in report.strip().split("\n\n"):
        lines = block.splitlines()
        file = lines[0].partition(":")[0]
        said = [line for line in lines[1:] if not line.startswith(("    |", "  To do:"))]
        reasons.setdefault(file, []).append(" ".join(said).strip())
    return reasons


@pytest.mark.parametrize("content", [STUDY, OVERLAY], ids=["study", "overlay"])
def test_reader_and_schema_agree_on_every_key(
    content: Document, validator: Draft7Validator, tmp_path: Path
) -> None:
    assert validator.is_valid(content)
    for name in ("baseline.yaml", "policies", "tables"):
        (tmp_path / name).symlink_to(SCENARIOS / name)
    tried: dict[str, str] = {}
    for number, (what, variant) in enumerate(variants(content)):
        file = f"v{number:04}.yaml"
        text = yaml.safe_dump(variant, sort_keys=False, allow_unicode=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
        tried[file] = what
    result = resettle("check", *tried, cwd=tmp_path)
    reasons = reasons_by_file(result.stderr)
    accepted = set(re.findall(r"^(v\d+\.yaml): .*no problems$", result.stdout, re.MULTILINE))
    assert len(accepted) > 20 and len(tried) - len(accepted) > 100
    for file, what in tried.items():
        in_schema = validator.is_valid(editor_yaml.read((tmp_path / file).read_text("utf-8")))
        if file in accepted:
            assert in_schema, f"refused by the schema only: {what}"
        elif in_schema:
            for reason in reasons.get(file, []):
                assert any(own in reason for own in READERS_OWN), f"{what}: {reason}"


# --- The mistakes that the reader is known to tell -------------------------------------------------

BEYOND_A_SCHEMA = {
    "how a value is written": {
        "numbers: leading zeros",
        "numbers: a plus sign",
        "numbers: a switch with a capital letter",
        "months: a month in quotes",
        "studies: an arm that is a number",
        "studies: an arm that differs in a capital letter",
        "studies: two arms with one label",
        "studies: two arms with one label in Korean",
        "studies: a label that looks like another",
        "studies: a label of which nothing is seen",
        "studies: a label that is cut",
        "studies: a label that would stop the terminal",
        "studies: a label that turns the line around",
        "conditions on persons: a range that ends before it begins",
        "conditions on persons: an age that everybody has",
        "conditions on persons: an age that nobody reaches",
        "conditions on persons: months of arrival the wrong way round",
        "conditions on persons: ranges that overlap",
        "lines of an instrument: a line with a dot in its name",
        "lines of an instrument: two lines that differ in a capital letter",
        "where places are short: a reason of which nothing is seen",
    },
    "relations between keys": {
        "prior ranges: a range the wrong way round",
        "prior ranges: a range without the value",
        "keys of an overlay: a rule for a budget that is not limited",
        "months: values out of order",
        "months: the end before the start",
        "studies: a policy that starts after the end",
        "studies: a reference that is no arm",
        "where places are short: a condition that excludes itself",
        "studies: an arm without an overlay",
        "studies: more replicates recorded than run",
        "when a study has enough replicates: a limit below the first replicates",
        "when a study has enough replicates: a first look too early",
        "when a study has enough replicates: stop_when for an arm that is not there",
        "when a study has enough replicates: stop_when for the reference",
        "conditions on persons: a protected trait in one of the alternatives",
        "conditions on persons: a protected trait without a reason",
        "conditions on persons: illness outside a clinic",
        "where places are short: a priority for what is protected without a reason",
        "lines of an instrument: a line that nobody comes to",
        "lines of an instrument: a protected trait in a line",
        "lines of an instrument: lines of what is offered to nobody",
        "values beside those of the law: a factor in a baseline",
        "values beside those of the law: a range beside a factor",
        "values beside those of the law: months of factors out of order",
    },
    "other files": {
        "tables named in a scenario: an unknown column",
        "tables named in a scenario: an unknown table",
        "files: a baseline that is not there",
        "files: an overlay on itself",
        "files: an overlay on a folder",
        "studies: an overlay that is not there",
        "studies: an end after the projection",
        "studies: two arms alike",
        "studies: a scale at which hardly anybody comes",
        "what arms must have in common: an arm with other arrivals",
        "what arms must have in common: two overlays of an arm set the same parameter",
        "the baseline: a table that is not there",
        "conditions on persons: a locality that is not there",
        "where places are short: a priority of a locality that is not there",
        "values beside those of the law: an amount that leaves nothing",
        "values beside those of the law: half a month",
    },
}


def seeded_mistakes() -> dict[str, tuple[str, str]]:
    """File and text of each mistake in a YAML file: tables are not held against the schema."""
    mistakes = {}
    for section, listed in MISTAKES["mistakes"].items():
        for mistake in listed:
            file = mistake["file"]
            if file.endswith(".csv"):
                continue
            right = MISTAKES["files"].get(file) or (SCENARIOS / Path(file).name).read_text("utf-8")
            assert mistake["replace"] in right
            name = f"{section}: {mistake['what']}"
            assert name not in mistakes
            mistakes[name] = (file, right.replace(mistake["replace"], mistake["by"], 1))
    return mistakes


def is_told_in_an_editor(text: str, validator: Draft7Validator) -> bool:
    try:
        return not validator.is_valid(editor_yaml.read(text))
    except yaml.YAMLError:
        return True  # told by every YAML parser


def test_of_the_known_mistakes_it_misses_only_what_a_schema_cannot_say(
    validator: Draft7Validator,
) -> None:
    for text in MISTAKES["files"].values():
        assert validator.is_valid(editor_yaml.read(text))
    mistakes = seeded_mistakes()
    assert len(mistakes) > 120
    missed = {
        name for name, (_, text) in mistakes.items() if not is_told_in_an_editor(text, validator)
    }
    assert missed == set().union(*BEYOND_A_SCHEMA.values())
