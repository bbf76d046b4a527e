"""The catalogues of texts: every language has every text, with the same places to fill in."""

import re
import string

import pytest

from resettle.errors import StudyError
from resettle.texts import languages, texts

OPEN = {"indicators", "units", "subgroups", "subgroup_attributes", "subgroup_values", "arms"}


def leaves(node, path=""):
    if isinstance(node, dict):
        return {k: v for key, one in node.items() for k, v in leaves(one, f"{path}.{key}").items()}
    return {path: node}


def closed(language):
    """What every language must have: all but the lists of words that may stay as they are."""
    tree = {k: v for k, v in texts(language).tree.items() if k != "terms"}
    terms = {k: v for k, v in texts(language).tree["terms"].items() if k not in OPEN}
    return leaves({**tree, "terms": terms})


def test_languages_have_the_same_texts():
    assert {"en", "ko"} <= set(languages())
    english = closed("en")
    for language in languages():
        other = closed(language)
        assert set(other) == set(english)
        for key, text in english.items():
            if isinstance(text, str):
                places = {name for _, name, _, _ in string.Formatter().parse(text) if name}
                theirs = {name for _, name, _, _ in string.Formatter().parse(other[key]) if name}
                assert theirs <= places, key
                assert places - theirs <= {"end", "start", "unit", "month"}, key


def test_no_sentence_names_a_place_twice():
    """Twice the same month, for example, where its first and last were meant."""
    for language in languages():
        for key, text in leaves(texts(language).tree["figures"]).items():
            places = [name for _, name, _, _ in string.Formatter().parse(text) if name]
            assert len(places) == len(set(places)), (language, key)


def test_korean_sentences_are_korean():
    for key, text in leaves(texts("ko").tree["figures"]).items():
        words = re.sub(r"\{\w+\}", "", text)
        assert not re.search(r"[A-Za-z]{3,}", words), f"{key}: {text}"


def test_texts_are_filled_in_and_terms_fall_back():
    english = texts("en")
    assert english("figures.month", month="Jan", year=2012) == "Jan 2012"
    assert texts("ko").term("types", "integration") == "통합"
    assert english.term("arms", "A label of one's own") == "A label of one's own"
    with pytest.raises(KeyError, match=r"en\.json has no 'figures.absent'"):
        english("figures.absent")
    with pytest.raises(StudyError, match="use en or ko"):
        texts("fr")
