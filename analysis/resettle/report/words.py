"""The texts of the report in one language, with its ways of writing numbers and lists.

The sentences stand in texts/report/LANGUAGE.json, with terms that only the report needs, the words
for settings in texts/report/settings/LANGUAGE.json; the terms that figures share (types, indicators,
arms of the ready studies ...) in texts/LANGUAGE.json. A name that a study's author gave and that no
catalogue knows is shown as it was written.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from resettle.texts import laid_over, texts

TEXTS = Path(__file__).parents[1] / "texts"
LANGUAGES = ("en", "ko")
MISSING = "–"
HANGUL = re.compile("[\uac00-\ud7a3]")


class Words:
    """Everything that depends on the language. drawn_from: where the draws of the parameters come
    from, "prior" or a file, of which some sentences tell other things than of replicates alone;
    empty without draws."""

    def __init__(self, language: str, drawn_from: str = "") -> None:
        own = json.loads((TEXTS / "report" / f"{language}.json").read_text(encoding="utf-8"))
        if drawn_from:
            own = laid_over(own, own["with_draws"])
        if drawn_from not in ("", "prior"):
            own = laid_over(own, own["with_draws_of_a_file"])
        self.language = language
        self.texts: Mapping[str, Any] = own["report"]
        self.terms: dict[str, Mapping[str, str]] = {**own["terms"], "settings": _settings(language)}
        for group, shared in texts(language).at("terms").items():
            if isinstance(shared, Mapping):
                self.terms[group] = {**self.terms.get(group, {}), **shared}

    def __call__(self, key: str, /, **places: object) -> str:
        """The sentence at a dotted key with its places filled in. Errors: KeyError.

        A place may carry a Korean particle after a bar, {arm|은/는}: the form that fits is chosen.
        """
        return self.fill(str(self.at(key)), places)

    def at(self, key: str) -> Any:
        node: Any = self.texts
        for part in key.split("."):
            node = node[part]
        return node

    def fill(self, text: str, places: Mapping[str, object]) -> str:
        done: list[str] = []
        while "{" in text:
            before, _, rest = text.partition("{")
            inside, _, text = rest.partition("}")
            name, bar, particle = inside.partition("|")
            value = str(places[name])
            done += [before, value + (_particle(value, particle) if bar else "")]
        return "".join([*done, text])

    def term(self, group: str, name: str, otherwise: str | None = None) -> str:
        """The word for a name, else what the study or the program calls it."""
        return self.terms.get(group, {}).get(name, name if otherwise is None else otherwise)

    def knows(self, group: str, name: str) -> bool:
        return name in self.terms.get(group, {})

    def setting(self, path: str) -> str:
        """Words for a setting, empty if no catalogue knows it. What all instruments have alike stands
        under a common path: policies.*.coverage."""
        common = re.sub(r"^policies\.\w+\.", "policies.*.", path)
        return self.term("settings", path, self.term("settings", common, ""))

    def is_foreign(self, group: str, name: str) -> bool:
        """Whether a name that no catalogue knows is to be read out as English."""
        return not self.knows(group, name) and not HANGUL.search(name)

    def verdict(self, key: str) -> str:
        """The words of a finding (evidence.key_of), without the sign before them."""
        return str(self.at(f"verdict.{key}")).partition(" ")[2]

    def year(self, month: str) -> str:
        """The year of a month "2012-01"."""
        return month[:4]

    # ---- names ----------------------------------------------------------------------------------

    def arm(self, label: str) -> str:
        """The label of an arm between quotation marks."""
        return self("quoted", text=self.term("arms", label))

    def subgroup(self, name: str) -> str:
        """Words for a subgroup: "sex=woman", or a crossing "sex=woman, arrival_age=50+"."""
        parts = []
        for part in name.split(", "):
            known = self.term("subgroups", part, "")
            attribute, equals, value = part.partition("=")
            if not known and equals:
                attribute = self.term("subgroup_attributes", attribute, attribute.replace("_", " "))
                known = f"{attribute}: {self.term('subgroup_values', value)}"
            parts.append(known or part)
        return ", ".join(parts)

    def group(self, name: str) -> str:
        """A subgroup, or a tenth by income: "position=1"."""
        kind, _, number = name.partition("=")
        if kind != "position":
            return self.subgroup(name)
        key = {"1": "lowest", "10": "highest"}.get(number, "between")
        return self(f"position.{key}", number=number)

    def listed(self, items: Sequence[str]) -> str:
        """A, B and C."""
        if len(items) < 2:
            return "".join(items)
        return self("list", first=", ".join(items[:-1]), last=items[-1])

    # ---- numbers --------------------------------------------------------------------------------

    def month(self, text: str) -> str:
        """A month "2012-01" in words."""
        year, _, month = text.partition("-")
        name = self.at("month_names")[int(month) - 1]
        return self("month", year=year, month=name)

    def number(self, value: float | None, kind: str, sign: bool = False) -> str:
        """A number in words. kind: share (0-1), share_difference (percentage points), krw, count
        (of persons or their months, whole though means over replicates are fractions), number,
        probability. sign: always with + or minus. Three significant digits."""
        if value is None or not math.isfinite(value):
            return MISSING
        value = _whole(value, kind)
        return _sign(value, sign) + self._size(abs(float(value)), kind)

    def range(self, low: float | None, high: float | None, kind: str, sign: bool = True) -> str:
        """Both ends of an interval, with one unit for both."""
        if low is None or high is None:
            return MISSING
        low, high = _whole(low, kind), _whole(high, kind)
        unit, text = self._scale(max(abs(low), abs(high)), kind)
        ends = [_sign(end, sign) + _rounded(abs(end) / unit) for end in (low, high)]
        return self.fill(text, {"number": self("range", low=ends[0], high=ends[1])})

    def _size(self, value: float, kind: str) -> str:
        unit, text = self._scale(value, kind)
        number = f"{value / unit:.0f}" if kind == "probability" else _rounded(value / unit)
        return self.fill(text, {"number": number})

    def _scale(self, value: float, kind: str) -> tuple[float, str]:
        """In which unit a number of this size is told, and the words around it: money in the steps
        the language counts in, million and billion or 만 and 억."""
        if kind in ("share", "probability"):
            return 0.01, str(self.at("percent"))
        if kind == "share_difference":
            return 0.01, str(self.at("points"))
        if kind != "krw":
            return 1, "{number}"
        for step in self.at("krw_steps"):
            if value >= step["from"]:
                return step["unit"], step["text"]
        return 1, str(self.at("krw"))


def _settings(language: str) -> dict[str, str]:
    """Words for settings by their path; none in English, in which the program itself has them."""
    file = TEXTS / "report" / "settings" / f"{language}.json"
    if not file.exists():
        return {}
    words: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return words


def _whole(value: float, kind: str) -> float:
    """Halves away from zero, as report.js does it; three digits of a thousand or more are whole."""
    if kind != "count" or abs(value) >= 1000:
        return value
    return math.copysign(math.floor(abs(value) + 0.5), value)


def _rounded(value: float) -> str:
    """Three significant digits, two below 1; no empty decimals; thousands separated."""
    if value == 0:
        return "0"
    digits = (2 if value >= 1 else 1) - math.floor(math.log10(value))
    rounded = round(value, digits)
    if digits <= 0 or rounded == int(rounded):
        return f"{rounded:,.0f}"
    return f"{rounded:,.{digits}f}".rstrip("0")


def _sign(value: float, always: bool) -> str:
    if value < 0:
        return "\u2212"
    return "+" if always and value > 0 else ""


def _particle(word: str, pair: str) -> str:
    """The Korean particle that fits: the first form after a final consonant, else the second."""
    with_final, without_final = pair.split("/")
    last = next((c for c in reversed(word) if c.isalnum()), "")
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return with_final if final else without_final
    if last.isdigit():  # 0 영, 1 일, 3 삼, 6 육, 7 칠, 8 팔 end in a consonant
        return with_final if last in "013678" else without_final
    return f"{with_final}({without_final})"
