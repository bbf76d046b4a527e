"""The words and numbers of a figure in one language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np
import pandas as pd
import xarray as xr

from resettle.statistics import enough_for_interval, number_of_draws
from resettle.study import Study
from resettle.study_file import SMALLEST_CELL
from resettle.texts import texts


class Words:
    """The catalogue of a language, with the names of one study."""

    def __init__(self, study: Study, language: str) -> None:
        self.study = study
        self.language = language
        has_draws = number_of_draws(study.aggregates) > 0  # a part of a study may have none of its draws
        self._texts = texts(language).with_draws() if has_draws else texts(language)
        self.labels = study.labels_in(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """A sentence of the figures: `words("difference.subtitle", reference="...")`."""
        return self._texts(f"figures.{key}", **values)

    def term(self, group: str, name: str, otherwise: str | None = None) -> str:
        return self._texts.term(group, name, otherwise)

    def has_hangul(self) -> bool:
        """Whether the study's author named arms in Korean."""
        return any("\uac00" <= one <= "\ud7a3" for one in "".join(self.labels.values()))

    # ---- names ------------------------------------------------------------------------------

    @property
    def shown(self) -> list[str]:
        """The other arms in figures of all arms: as in the report those that act, if there are any."""
        return self.study.compared or self.study.others

    def left_out(self) -> list[str]:
        """A sentence on the arms that such a figure leaves out, if there are any."""
        gone = [self.label(arm) for arm in self.study.others if arm not in self.shown]
        return [self("left_out", arms=self._listed(gone))] if gone else []

    def label(self, name: str) -> str:
        """Label of an arm: the study's own words, translated where it is one of the library."""
        return self.labels[name]

    def arm(self, name: str) -> str:
        """The label; it says so if the arm never acts."""
        label = self.label(name)
        if name in self.study.never_acting:
            label = self("never_acts", arm=label)
        return f" {label}" if label.startswith("_") else label  # matplotlib leaves it out of legends

    def quoted(self, name: str) -> str:
        return self("quoted", name=self.arm(name))

    def quoted_list(self, names: Iterable[str]) -> str:
        """“A”, “B” and “C”."""
        return self._listed([self.arm(name) for name in names])

    def _listed(self, labels: list[str]) -> str:
        quoted = [self("quoted", name=label) for label in labels]
        if len(quoted) < 2:
            return "".join(quoted)
        return self("and", first=", ".join(quoted[:-1]), last=quoted[-1])

    def reference(self) -> str:
        return self.quoted(self.study.reference)

    def arm_in_legend(self, name: str) -> str:
        label = self.arm(name)
        return self("reference_arm", arm=label) if name == self.study.reference else label

    def name_of(self, values: xr.DataArray) -> str:
        """An indicator or series in plain words."""
        own = str(values.attrs.get("long_name", values.name)).replace("_", " ")
        return self.term("indicators", str(values.name), own[:1].upper() + own[1:])

    def subgroup(self, name: str) -> str:
        """ "sex=woman" in plain words."""
        if self.term("subgroups", name, ""):
            return self.term("subgroups", name)
        if ", " in name:  # two attributes crossed
            return ", ".join(self.subgroup(part) for part in name.split(", "))
        attribute, _, value = name.partition("=")
        head = self.term("subgroup_attributes", attribute, attribute.replace("_", " "))
        return f"{head}: {self.term('subgroup_values', value, value.replace('_', ' '))}"

    def month(self, month: object) -> str:
        """A month in short: "Jan 2012", "2012년 1월"."""
        stamp = pd.Timestamp(month)
        name = self._texts.at("terms.months")[stamp.month - 1]
        return self("month", month=name, year=stamp.year)

    # ---- units ------------------------------------------------------------------------------

    def unit(self, values: xr.DataArray, difference: bool = False) -> tuple[float, str]:
        """Factor and unit in which values are shown: shares in percent, money in easy sizes."""
        unit = str(values.attrs.get("units", "")).strip()
        plain = unit in ("", "1")
        if unit == "share" or (plain and re.search(r"share|_rate", str(values.name))):
            return 100.0, self("percentage_points") if difference else "%"
        if plain:
            return 1.0, self("no_unit")
        if not unit.startswith("KRW"):
            return 1.0, self.term("units", unit)
        size, name = self._size(float(np.nanmax(np.abs(values), initial=0.0)))
        a_month = self("a_month", unit=name) if unit == "KRW/month" else name
        return 1.0 / size, self("a_year", unit=name) if unit == "KRW/year" else a_month

    def money(self, krw: float) -> str:
        """An amount in easy size with three digits: "1.23 billion KRW", "12.3억 원"."""
        size, name = self._size(abs(krw))
        number = three_digits(krw / size)
        if self.language != "ko":  # the Korean font has no minus sign, only a hyphen
            number = number.replace("-", "\N{MINUS SIGN}")
        return self("amount", number=number, unit=name)

    def money_unit(self, largest_krw: float) -> tuple[float, str]:
        """Factor and name of the size in which amounts up to `largest_krw` are shown."""
        size, name = self._size(largest_krw)
        return 1.0 / size, name

    def _size(self, krw: float) -> tuple[float, str]:
        sizes = self._texts.at("terms.money")
        size, name = next((s for s in sizes if krw >= s[0]), sizes[-1])
        return float(size), str(name)

    # ---- sentences --------------------------------------------------------------------------

    def interval_note(self, values: xr.DataArray | xr.Dataset, what: str = "bands") -> str:
        """What bands or bars of these values mean."""
        if not enough_for_interval(values):
            return self("few_replicates")
        runs = {"replicates": values.sizes["replicate"], "draws": number_of_draws(values)}
        return self("interval_note", what=self(what), **runs)

    def evidence(self, higher: list[str], lower: list[str], unclear: list[str]) -> str:
        """Which arms differ clearly from the reference, in one sentence."""
        parts = []
        if higher:
            parts.append(self("evidence.higher", arms=self.quoted_list(higher)))
        if lower:
            parts.append(self("evidence.lower", arms=self.quoted_list(lower)))
        if not parts:
            return self("evidence.none", reference=self.reference())
        if unclear:
            parts.append(self("evidence.unclear", arms=self.quoted_list(unclear)))
        return "; ".join(parts)

    def verdicts(self, result: xr.Dataset) -> str:
        """The evidence sentence for an `interval` by arm."""
        if not bool(result["mean"].notnull().any()):
            return self("evidence.hidden", smallest=SMALLEST_CELL)
        if not bool(result["lower"].notnull().any()):
            return self("evidence.untested")
        higher: list[str] = []
        lower: list[str] = []
        unclear: list[str] = []
        for arm in result["arm"].values.tolist():
            low, high = (float(result[k].sel(arm=arm)) for k in ("lower", "upper"))
            (higher if low > 0 else lower if high < 0 else unclear).append(arm)
        return self.evidence(higher, lower, unclear)

    def suppressed(self) -> str:
        return self("suppressed", smallest=SMALLEST_CELL)


def three_digits(value: float) -> str:
    """A number with three digits that count: 1.23, 12.3, 1,234."""
    size = abs(value)
    whole = abs(value - round(value)) < 1e-9 * max(1.0, size)
    decimals = 0 if whole or size >= 100 else 1 if size >= 10 else 2
    return f"{value:,.{decimals}f}"


def wrap(text: str, columns: int) -> str:
    """Lines of at most `columns` Latin letters; a Hangul letter takes the room of two."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and room(lines[-1]) + 1 + room(word) <= columns:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return "\n".join(lines)


def room(text: str) -> float:
    """Width of a text in Latin letters."""
    return sum(1.7 if unicodedata.east_asian_width(one) in "WF" else 1.0 for one in text)
