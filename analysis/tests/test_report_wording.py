"""The wording of the report follows the evidence, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from report_sections import FINDINGS, Arm, comparison, verdict

from resettle.report.answer import Answer
from resettle.report.evidence import key_of, tone_of
from resettle.report.inputs import in_force, read_arms, read_meanings
from resettle.report.words import LANGUAGES, Words

MOST_WORDS = 30  # in a sentence of the answer


def answer(language: str, *arms: Arm, **changes: Any) -> Answer:
    return Answer(comparison(*arms, **changes), Words(language))


# ---- the words of the program --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("finding", "sureness"), FINDINGS)
def test_every_finding_has_its_words_in_both_languages(finding, sureness, language) -> None:
    said = verdict(finding, sureness)
    sign, _, words = str(Words(language).at(f"verdict.{key_of(said)}")).partition(" ")
    assert len(sign) == 1
    assert words
    if finding != "too_few_persons":  # such an arm is not shown
        assert answer(language, Arm("a", "A", verdict=said)).sentences()


def test_tones_follow_how_sure_it_is() -> None:
    assert tone_of(verdict("negligible", "very_likely")) == "clear"
    assert tone_of(verdict("less", "likely")) == "likely"
    assert tone_of(verdict("more", "about_as_likely_as_not")) == "open"
    assert tone_of(verdict("nothing", None)) == "open"


def test_the_words_are_those_of_the_terminal() -> None:
    """sim/results/verdict.cpp: "more, very likely"."""
    for finding, sureness in FINDINGS:
        if sureness:
            told = Words("en").verdict(key_of(verdict(finding, sureness)))
            assert told == f"{finding}, {sureness.replace('_', ' ')}"


# ---- sentences ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_of_the_program_is_told_with_its_share(language: str) -> None:
    told = answer(
        language,
        Arm("small", "Small but sure", 2_000, 100),
        Arm("big", "Big but unsure", 9_000, 8_000, verdict("more", "about_as_likely_as_not"),
            "gain_not_sure"),
    )  # fmt: skip
    effect, price, others = told.sentences()
    assert told.lead.arm == "small"
    assert "2,000" in effect
    assert re.search(r"\b1 ?%", effect), effect  # 2,000 of 200,000
    assert "Small but sure" in effect
    assert ("KRW 250,000" if language == "en" else "25만 원") in price
    assert "Big but unsure" in others
    assert Words(language).verdict("about_as_likely_as_not_more") in others


@pytest.mark.parametrize(("finding", "sureness"), [pair for pair in FINDINGS if pair[1]])
def test_a_sentence_of_the_answer_is_short(finding: str, sureness: str) -> None:
    said = verdict(finding, sureness)
    arms = [Arm(f"arm_{i}", "Settlement grant doubled", 2_000 - i, 9, said) for i in range(4)]
    for sentence in answer("en", *arms).sentences()[:2]:
        assert len(sentence.split()) <= MOST_WORDS, sentence


def test_the_answer_says_what_is_found_and_no_more() -> None:
    for finding, sureness in FINDINGS[:-1]:
        effect = answer("en", Arm("a", "A", verdict=verdict(finding, sureness))).sentences()[0]
        assert effect.startswith(("In the model ", "With so few replicates "))
        assert not re.search(r"\b(large|huge|strong|significant|clear|best)", effect)
        certain = re.search("very likely", effect) is not None
        assert certain == (sureness == "very_likely"), effect


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_arm_without_a_difference_does_not_speak_for_those_that_lose(language: str) -> None:
    same, loses = verdict("nothing", None), verdict("less", "very_likely")
    told = answer(language, Arm("a", "A", 0, 0, same), Arm("b", "B", -900, verdict=loses)).sentences()[0]
    assert ("no policy changes" if language == "en" else "바꾸는 정책은 없") not in told
    words = Words(language)
    assert words.arm("A") in told and words.arm("Law of the day") in told


@pytest.mark.parametrize("drawn_from", ["", "prior"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_highest_mean_of_few_replicates_keeps_its_sign(language: str, drawn_from: str) -> None:
    """Also where all lose; nor is it the one that differs most."""
    few = verdict("too_few_replicates", None)
    arms = comparison(Arm("a", "A", -2_000, verdict=few), Arm("b", "B", -6_000, verdict=few))
    told = Answer(arms, Words(language, drawn_from)).sentences()[0]
    assert re.search(r"\N{MINUS SIGN}1 ?%", told), told
    assert not re.search("most|가장 다른", told), told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_others_stand_by_what_is_found_of_them(language: str) -> None:
    arms = [
        Arm("a", "A", 2_000),
        Arm("b", "B", 1_900, verdict=verdict("negligible", "likely")),
        Arm("c", "C", 10, verdict=verdict("negligible", "likely")),
        Arm("e", "E", -1_000, verdict=verdict("less", "very_likely")),
    ]
    others = answer(language, *arms).sentences()[2]
    words = Words(language)
    for names, key in ((["B", "C"], "likely_negligible"), (["E"], "very_likely_less")):
        group = words.listed([words.arm(name) for name in names])
        assert words("answer.group", arms=group, verdict=words.verdict(key)) in others


@pytest.mark.parametrize("language", LANGUAGES)
def test_arms_that_never_act_are_told_and_not_ranked(language: str) -> None:
    told = answer(language, Arm("a", "A"), Arm("b", "B", same_as="a"), never_act=["n"])
    words = Words(language)
    twice, never = told.same()
    assert words.arm("N") in never
    assert words.arm("B") in twice
    assert words.arm("A") in twice
    assert words.arm("N") not in " ".join(told.sentences())
    assert answer(language, Arm("a", "A")).same() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_arm_that_cannot_work_is_told_and_never_the_best(language: str) -> None:
    idle = Arm("flats", "No flats", 0, verdict=verdict("nothing", None), finding="saves_money")
    told = answer(language, Arm("a", "A", -900, verdict=verdict("less")), idle)
    entry = told.comparison.raw["arms"][2]
    entry |= {"cannot_work": True, "without_path": ["policies.housing: no path of the model leads"]}
    told = Answer(told.comparison, Words(language))
    assert [headline.arm for headline in told.found] == ["a", "flats"]
    (sentence,) = told.same()
    assert Words(language).arm("No flats") in sentence
    assert ("housing" if language == "en" else "주거지원") in sentence
    entry["cannot_work"] = False  # a part of it alone
    assert Answer(told.comparison, Words(language)).same() != [sentence]


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_of_suppression_are_rounded_up(language: str) -> None:
    for scale, limit in ((0.1, "200"), (0.3, "67"), (0.0175, "1,143"), (1, "20")):
        told = answer(language, Arm("a", "A"), scale=scale).persons(None)
        assert told == Words(language)("fewer_than", number=limit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_is_told_with_its_thresholds(language: str) -> None:
    rule = answer(language, Arm("a", "A")).rule()
    for told in ("0.5", "90", "66", "12"):
        assert told in rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_told_in_one_line(language: str) -> None:
    assert len(Words(language)("not_known").split()) <= MOST_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_look_is_said_to_be_one(language: str) -> None:
    words = Words(language)

    def told(scale: float, replicates: int) -> list[str]:
        return answer(language, Arm("a", "A"), scale=scale, replicates=replicates).preliminary()

    assert told(1, 10) == []
    assert told(0.1, 10) == []
    lead, why = told(0.05, 10)
    assert lead == words("preliminary.lead", share=words.number(0.05, "share"), replicates=10)
    assert re.search("Do not quote|인용하지 마십시오", lead)
    assert re.search("ties and places|유대와 정책 자리", why)
    assert told(1, 9)[1] == words("preliminary.few", least=10)
    assert len(told(0.05, 2)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_validation_is_named_and_no_difference_called_reliable(language: str) -> None:
    words = Words(language)
    for text in (words("caution"), words("fit_limit")):
        assert "`./resettle report-card`" in text
        assert "`./resettle trial`" in text
        assert not re.search("more reliable|믿을 만", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hires_of_the_reference_are_not_called_hires_without_a_subsidy(language: str) -> None:
    table = str(Words(language).at("tables.deadweight"))
    assert not re.search("[Hh]ired anyway|지원금 없이도", table)


def test_a_setting_that_differs_only_before_the_policies_is_left_out() -> None:
    reference = {"2000-01": 1, "2010-01": 2, "2020-01": 3}
    assert in_force(reference, "2012-01") == [("2012-01", 2), ("2020-01", 3)]
    same = {"2000-01": 7, "2011-01": 2, "2020-01": 3}
    assert in_force(same, "2012-01") == in_force(reference, "2012-01")
    assert in_force({"2000-01": 2}, "2012-01") == in_force(2, "2012-01")


@pytest.mark.parametrize("finding", ["no_gain", "gain_not_sure", "loses", "too_few"])
def test_no_price_where_there_is_no_likely_gain(finding: str) -> None:
    told = answer("en", Arm("a", "A", 100, 1_000, finding=finding))
    assert "No price" in told.sentences()[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_has_its_interval_and_its_doubt(language: str) -> None:
    words = Words(language)
    sure = answer(language, Arm("a", "A")).sentences()[1]
    assert "95" in sure
    doubtful = answer(language, Arm("a", "A", finding="cost_not_sure")).sentences()[1]
    price = words("answer.with_interval", amount=words.number(250_000, "krw"),
                  interval=words.range(200_000, 300_000, "krw", sign=False))  # fmt: skip
    cost = words.number(2.5e9, "krw")
    assert doubtful == words("answer.price.cost_not_sure", price=price, cost=cost)


def definitions(holds: str, of: str = "abcde") -> list[dict[str, Any]]:
    return [{"arm": "a", "definition": name, "label": name, "holds": name in holds} for name in of]


@pytest.mark.parametrize(
    ("holds", "wanted"),
    [("abcde", "all 5 definitions"), ("abd", "3 of 5 definitions"), ("", "none of 5 definitions")],
)
def test_definitions(holds: str, wanted: str) -> None:
    told = answer("en", Arm("a", "A"), definitions=definitions(holds)).definitions()
    assert wanted in told
    assert "likely" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_that_the_file_lacks_is_no_failure(language: str) -> None:
    told = answer(
        language,
        Arm("a", "A"),
        definitions=definitions("abc", "abc"),
        missing_definitions=["d", "e", "plain"],
    ).definitions()
    words = Words(language)
    assert told.startswith(words("answer.definitions.all", arm=words.arm("A"), compared=3))
    assert words.listed(["d", "e"]) in told


def test_what_is_no_result_is_not_said_to_hold() -> None:
    unsure = Arm("a", "A", 500, 1_000, verdict("more", "about_as_likely_as_not"))
    assert answer("en", unsure, definitions=definitions("abcde")).definitions() == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gains_and_who_loses_is_said_to_contain_chance(language: str) -> None:
    words = Words(language)
    chance = {"en": "chance", "ko": "우연"}[language]
    changes = answer(language, Arm("a", "A")).changes()
    assert chance in changes
    assert "200" in changes  # fewer than 20 simulated persons at a scale of a tenth
    assert not re.search("Not everybody|모두가 나아지는", changes)
    assert chance in words("people_lead")
    assert chance in words.at("limits")[-1]
    assert not re.search("person by person|한 사람 한 사람", words("people_lead"))


def test_extremes_of_the_concentration_index_are_those_of_tenths() -> None:
    for language in LANGUAGES:
        caption = Words(language).at("tables.concentration.caption")
        assert "0.9" in caption
        assert "1 all" not in caption


# ---- inputs -------------------------------------------------------------------------------------


def test_settings_that_differ_from_the_reference() -> None:
    base = "policies:\n  a: {x: {value: 1, unit: share, status: fixed, source: law}, y: {value: 2}}\n"
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
