"""The wording of the report follows the evidence, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from report_sections import arm, comparison, estimate

from resettle.report.answer import Answer
from resettle.report.evidence import Corrections, judge
from resettle.report.inputs import read_arms, read_meanings
from resettle.report.page import _in_force, _preliminary
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
        (2_000, 1_000, "an indication that"),
        (1_000, 1_000, "no policy can be told from"),
        (-2_000, 1_000, "no policy is found to add"),
        (-2_000, 100, "clearly takes away"),
    ],
)
def test_words_of_the_effect(gain: float, error: float, wanted: str) -> None:
    effect = answer("en", arm("a", "A", gain, error)).sentences()[0]
    assert wanted in effect
    assert effect.startswith("In the model, ")
    assert not re.search(r"\b(large|huge|strong|significant|likely)", effect)
    assert not re.search(r"[Nn]o policy adds|[Ee]very policy clearly", effect)


@pytest.mark.parametrize("language", LANGUAGES)
def test_behind_the_first_only_clear_results_are_told_with_a_size(language: str) -> None:
    arms = [arm("a", "A", 2_000, 100), arm("b", "B", 1_900, 1_000), arm("c", "C", 10, 1_000)]
    arms += [arm("d", "D", 1_500, 100), arm("e", "E", -1_000, 100)]
    effect = answer(language, *arms).sentences()[0]
    words = Words(language)
    unclear = words.listed([words.arm("B"), words.arm("C")])
    assert words("answer.others.unclear", arms=unclear) in effect
    for name, share in (("D", 0.0075), ("E", -0.005)):
        percent = words.number(share, "share", sign=True)
        assert words("answer.arm_and_percent", arm=words.arm(name), percent=percent) in effect


@pytest.mark.parametrize("language", LANGUAGES)
def test_arms_that_never_act_are_told_and_not_ranked(language: str) -> None:
    told = answer(
        language,
        arm("a", "A", 2_000, 100),
        arm("b", "B", 2_000, 100),
        same_as_reference=[{"arm": "n", "label": "N", "as": "today"}],
        same_as_another=[{"arm": "b", "label": "B", "as": "a"}],
    )
    words = Words(language)
    never, twice = told.same()
    assert words.arm("N") in never
    assert words.arm("B") in twice
    assert words.arm("A") in twice
    assert words.arm("N") not in " ".join(told.sentences())
    assert answer(language, arm("a", "A", 2_000, 100)).same() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_of_suppression_are_rounded_up(language: str) -> None:
    count = {"mean": None, "suppressed": True}
    for scale, limit in ((0.1, "200"), (0.3, "67"), (0.0175, "1,143"), (1, "20")):
        told = answer(language, arm("a", "A", 2_000, 100), scale=scale).persons(count)
        assert told == Words(language)("fewer_than", number=limit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_look_is_said_to_be_one(language: str) -> None:
    words = Words(language)

    def told(scale: float, replicates: int) -> list[str]:
        return _preliminary({"scale": scale, "replicates": replicates}, words)

    assert told(1, 10) == []
    lead, why = told(0.1, 10)
    assert lead == words("preliminary.lead", share=words.number(0.1, "share"), replicates=10)
    assert re.search("Do not quote|인용하지 마십시오", lead)
    assert re.search("ties and mentors|유대와 멘토", why)
    assert told(1, 9)[1] == words("preliminary.few", least=10)
    assert len(told(0.5, 2)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_validation_is_named_and_no_difference_called_reliable(language: str) -> None:
    words = Words(language)
    for text in (words("caution"), words.at("limits")[0]):
        assert "`./resettle report-card`" in text
        assert "`./resettle trial`" in text
        assert not re.search("more reliable|믿을 만", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hires_of_the_reference_are_not_called_hires_without_a_subsidy(language: str) -> None:
    table = str(Words(language).at("tables.deadweight"))
    assert not re.search("[Hh]ired anyway|지원금 없이도", table)


def test_a_setting_that_differs_only_before_the_policies_is_left_out() -> None:
    reference = {"2000-01": 1, "2010-01": 2, "2020-01": 3}
    assert _in_force(reference, "2012-01") == [("2012-01", 2), ("2020-01", 3)]
    same = {"2000-01": 7, "2011-01": 2, "2020-01": 3}
    assert _in_force(same, "2012-01") == _in_force(reference, "2012-01")
    assert _in_force({"2000-01": 2}, "2012-01") == _in_force(2, "2012-01")


def test_no_price_without_a_clear_gain() -> None:
    told = answer("en", arm("a", "A", 100, 1_000, "not_distinguishable_from_no_effect"))
    assert "No price" in told.sentences()[1]


@pytest.mark.parametrize(
    ("holds", "wanted"),
    [("abcde", "all 5 definitions"), ("abd", "3 of 5 definitions"), ("", "none of 5 definitions")],
)
def test_definitions(holds: str, wanted: str) -> None:
    section = [{"arm": "a", "rows": [], "holds_under": list(holds)}]
    told = answer("en", arm("a", "A", 2_000, 100), definitions=section).definitions()
    assert wanted in told
    assert "95 % interval, uncorrected" in told
    assert "clear" not in told  # which Holm's correction decides, and here it is not asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_that_the_file_lacks_is_no_failure(language: str) -> None:
    section = [{"arm": "a", "rows": [], "holds_under": ["a", "b", "c"]}]
    sections = {"definitions": section, "missing_definitions": ["d", "e", "plain"]}
    told = answer(language, arm("a", "A", 2_000, 100), **sections).definitions()
    assert told.startswith(Words(language)("answer.definitions.all", arm=Words(language).arm("A"),
                                           compared=3))  # fmt: skip
    assert Words(language).listed(["d", "e"]) in told


def test_what_is_no_result_is_not_said_to_hold() -> None:
    section = [{"arm": "a", "rows": [], "holds_under": list("abcde")}]
    assert answer("en", arm("a", "A", 500, 1_000), definitions=section).definitions() == ""
    indication = answer("en", arm("a", "A", 2_000, 1_000), definitions=section)
    assert "holds under all" in indication.definitions()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_price_and_cost_has_its_interval_or_its_doubt(language: str) -> None:
    unclear = arm("b", "B", 1_500, 100, "cost_not_clear")
    unclear["horizon"]["cost_per_person_month"]["krw_per_person_month"] = 40_000.0
    price = answer(language, arm("a", "A", 2_000, 100), unclear).sentences()[1]
    words = Words(language)
    assert price.count("95") == 3  # the price, programme cost and public budget
    assert words("answer.price.short_not_clear", arm=words.arm("B"),
                 price=words.number(40_000, "krw")) in price  # fmt: skip


def test_saving_is_said_of_the_programme_alone() -> None:
    saving = arm("a", "A", 2_000, 100, "saves_money")
    assert "no price to pay" not in answer("en", saving).sentences()[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gains_and_who_loses_is_said_to_contain_chance(language: str) -> None:
    words = Words(language)
    chance = {"en": "chance", "ko": "우연"}[language]
    changes = answer(language, arm("a", "A", 500, 1_000)).sentences()[2]
    assert chance in changes
    assert not re.search("Not everybody|모두가 나아지는", changes)
    assert chance in words("people_lead")
    assert chance in words.at("limits")[-1]
    assert not re.search("person by person|한 사람 한 사람", words("people_lead"))


def test_what_an_indication_is_worth_is_said() -> None:
    assert "one comparison in five" in Words("en")("thresholds.likely")


def test_extremes_of_the_concentration_index_are_those_of_tenths() -> None:
    for language in LANGUAGES:
        caption = Words(language).at("tables.concentration.caption")
        assert "0.9" in caption
        assert "1 all" not in caption


def test_missing_definitions_are_said_to_be_missing() -> None:
    assert "not said" in answer("en", arm("a", "A", 2_000, 100)).definitions()


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


def test_meanings_are_read_from_the_schema() -> None:
    parameter = {"properties": {"value": {}}, "description": "what it means\nUnit: share"}
    group = {"properties": {"b": parameter}, "description": "a group"}
    schema = {"definitions": {"scenario": {"properties": {"a": group, "c": parameter}}}}
    assert read_meanings(schema) == {"a.b": "what it means", "c": "what it means"}
