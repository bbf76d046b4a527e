"""All texts of figures and reports, in one catalogue for each language: texts/LANGUAGE.json.

A catalogue is a tree: "figures" holds the sentences of the figures, "terms" the words that figures
and reports share (types, indicators, units, groups, arms of the ready studies), and other branches
belong to those who use them. A sentence has {places} that are filled in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from resettle.errors import StudyError

FOLDER = Path(__file__).parent / "texts"


@cache
def languages() -> tuple[str, ...]:
    """Languages that have a catalogue."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def texts(language: str = "en") -> Texts:
    """The catalogue of a language. Errors: StudyError with the languages there are."""
    if language not in languages():
        raise StudyError(f"There are no texts in the language '{language}'; use {' or '.join(languages())}.")
    return Texts(language, json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8")))


def own_text(language: str, written: str, by_language: Mapping[str, str]) -> str:
    """What an author wrote in this language; without it, the text that stands for all languages."""
    return by_language.get(language) or written


def label_of(language: str, written: str, by_language: Mapping[str, str]) -> str:
    """The label of an arm in a language: its author's own in it; else, of an arm of the library, the
    words of the catalogue; else as it is written."""
    return texts(language).term("arms", own_text(language, written, by_language))


def laid_over(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """A tree of texts in which those of another one stand instead of its own."""
    joined = dict(base)
    for key, text in over.items():
        own = joined.get(key)
        both = isinstance(own, Mapping) and isinstance(text, Mapping)
        joined[key] = laid_over(own, text) if both else text  # type: ignore[arg-type]
    return joined


class Texts:
    """A catalogue; get it from `texts`."""

    def __init__(self, language: str, tree: Mapping[str, Any]) -> None:
        self.language = language
        self.tree = tree

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence at a dotted key, its places filled in. Errors: KeyError."""
        return str(self.at(key)).format(**values)

    def with_draws(self) -> Texts:
        """The texts of a study with draws of the parameters: other words where these are not those
        for replicates alone."""
        return Texts(self.language, laid_over(self.tree, self.tree["with_draws"]))

    def at(self, key: str) -> Any:
        """Whatever stands at a dotted key. Errors: KeyError."""
        node: Any = self.tree
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                raise KeyError(f"texts/{self.language}.json has no '{key}'")
            node = node[part]
        return node

    def term(self, group: str, name: str, otherwise: str | None = None) -> str:
        """The word for `name` in terms.GROUP; without one `otherwise`, or the name itself: what
        the author of a study wrote stays as it was written."""
        return str(self.at("terms").get(group, {}).get(name, name if otherwise is None else otherwise))
