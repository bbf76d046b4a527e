"""The answer in three sentences, worded as the evidence allows, and whether it holds under the
other definitions of mental success.

First the effect on the months lived in integration, then its price, then who loses beside who
gains. Arms are ordered by how sure the result is, then by size; the first is spelt out, the others
are named, with their size against the level of the reference where it is clear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resettle.study_file import fewest_shown

from .evidence import Corrections, Finding, judge
from .words import Words

ORDER = ("clear_more", "likely_more", "open", "unknown", "likely_fewer", "clear_fewer")
OTHERS = {  # what is said of the arms behind the first, and the findings of which it is said
    "clear_more": ("clear_more",),
    "clear_fewer": ("clear_fewer",),
    "unclear": ("likely_more", "open", "likely_fewer"),
    "unknown": ("unknown",),
}
HEADLINE = "integrated_person_months"
DEFINITIONS = "abcde"  # of mental success; "plain" is none, but definition a without hysteresis


@dataclass(frozen=True)
class Headline:
    """The effect of one arm on the months lived in integration."""

    arm: Mapping[str, Any]
    finding: Finding

    @property
    def result(self) -> Mapping[str, Any]:
        return self.arm["horizon"][HEADLINE]

    @property
    def share(self) -> float | None:
        """Size against the level of the reference."""
        level = self.result["reference"]
        return self.result["difference"]["mean"] / level if level else None


def headlines(comparison: Mapping[str, Any], corrections: Corrections) -> list[Headline]:
    """All arms, the surest gain first."""
    found = []
    for arm in comparison["arms"]:
        p = corrections.p(arm["arm"], HEADLINE)
        finding = judge(arm["horizon"][HEADLINE]["difference"], p)
        if finding is not None:
            found.append(Headline(arm, finding))
    return sorted(
        found, key=lambda h: (ORDER.index(h.finding.key), -h.result["difference"]["mean"])
    )


class Answer:
    """The sentences; `words` decides the language."""

    def __init__(self, comparison: Mapping[str, Any], corrections: Corrections, words: Words):
        self.comparison = comparison
        self.words = words
        self.found = headlines(comparison, corrections)
        self.lead = self.found[0] if self.found else None
        self.reference = words.arm(comparison["reference_label"])

    def sentences(self) -> list[str]:
        """Effect, price, who loses. Empty where the result is suppressed for every arm."""
        if self.lead is None:
            return [self.words("answer.suppressed")]
        return [self._effect(self.lead), self._price(self.lead), self._changes(self.lead)]

    def same(self) -> list[str]:
        """Of arms that are the same as another one in every result, a sentence for each."""
        told = self.comparison.get("same_as_reference") or []
        sentences = [
            self.words("same_as_reference", arm=self.words.arm(arm["label"])) for arm in told
        ]
        labels = {arm["arm"]: arm["label"] for arm in self.comparison["arms"]}
        for arm in self.comparison.get("same_as_another") or []:
            names = {"arm": arm["label"], "other": labels[arm["as"]]}
            names = {key: self.words.arm(label) for key, label in names.items()}
            sentences.append(self.words("same_as_another", **names))
        return sentences

    # ---- effect ---------------------------------------------------------------------------------

    def _effect(self, lead: Headline) -> str:
        words, difference = self.words, lead.result["difference"]
        sentence = words(
            f"answer.effect.{lead.finding.key}",
            arm=self._name(lead),
            reference=self.reference,
            start=words.month(self.comparison["policy_start"]),
            end=words.month(self.comparison["end"]),
            gain=words.number(abs(difference["mean"]), "count"),
            signed=words.number(difference["mean"], "count", sign=True),
            percent=words.number(abs(lead.share) if lead.share is not None else None, "share"),
            level=words.number(lead.result["reference"], "count"),
            interval=words.range(difference["low"], difference["high"], "count"),
        )
        return self._with_others(sentence)

    def _with_others(self, sentence: str) -> str:
        """The other arms behind the first. Of those that are not clear no size is told here, which
        would be taken for a result."""
        groups = []
        for key, findings in OTHERS.items():
            others = [other for other in self.found[1:] if other.finding.key in findings]
            arms = [
                self._name_and_percent(o) if key.startswith("clear") else self._name(o)
                for o in others
            ]
            if arms:
                groups.append(self.words(f"answer.others.{key}", arms=self.words.listed(arms)))
        if not groups:
            return sentence
        return self.words("answer.joined", first=sentence.rstrip("."), rest="; ".join(groups))

    def _name_and_percent(self, headline: Headline) -> str:
        percent = self.words.number(headline.share, "share", sign=True)
        return self.words("answer.arm_and_percent", arm=self._name(headline), percent=percent)

    def _name(self, headline: Headline) -> str:
        return self.words.arm(headline.arm["label"])

    # ---- price ----------------------------------------------------------------------------------

    def _price(self, lead: Headline) -> str:
        words = self.words
        costs = [h for h in self.found if h.finding.key == "clear_more"]
        if not costs:
            return words(
                "answer.price.no_gain",
                arm=self._name(lead),
                cost=self._money(lead, "programme_cost_krw"),
                budget=self._money(lead, "public_budget_krw"),
            )
        sentence = self._price_of(lead)
        others = [p for p in map(self._short_price, costs[1:]) if p]
        if not others:
            return sentence
        rest = words("answer.price.others", prices=words.listed(others))
        return words("answer.joined", first=sentence.rstrip("."), rest=rest)

    def _price_of(self, lead: Headline) -> str:
        price = lead.arm["horizon"]["cost_per_person_month"]
        words = self.words
        return words(
            f"answer.price.{price['verdict']}",
            arm=self._name(lead),
            price=self._with_interval(price, price["krw_per_person_month"], sign=False),
            cost=self._money(lead, "programme_cost_krw"),
            budget=self._money(lead, "public_budget_krw"),
        )

    def _short_price(self, headline: Headline) -> str:
        price = headline.arm["horizon"]["cost_per_person_month"]
        if price["krw_per_person_month"] is None:
            return ""
        key = "short_not_clear" if price["verdict"] == "cost_not_clear" else "short"
        return self.words(
            f"answer.price.{key}",
            arm=self._name(headline),
            price=self._with_interval(price, price["krw_per_person_month"], sign=False),
        )

    def _money(self, headline: Headline, result: str) -> str:
        difference = headline.arm["horizon"][result]["difference"]
        return self._with_interval(difference, difference["mean"], sign=True)

    def _with_interval(self, ends: Mapping[str, Any], krw: float | None, sign: bool) -> str:
        """An amount of money with its 95 % interval, where there is one."""
        amount = self.words.number(krw, "krw", sign)
        if ends["low"] is None:
            return amount
        interval = self.words.range(ends["low"], ends["high"], "krw", sign)
        return self.words("answer.with_interval", amount=amount, interval=interval)

    # ---- who gains and who loses ----------------------------------------------------------------

    def _changes(self, lead: Headline) -> str:
        changes = lead.arm["type_changes"]
        return self.words(
            "answer.changes",
            arm=self._name(lead),
            reference=self.reference,
            gained=self.persons(changes["gained"]),
            lost=self.persons(changes["lost"]),
            end=self.words.month(self.comparison["end"]),
        )

    def persons(self, count: Mapping[str, Any]) -> str:
        """A number of persons, or the limit below which it is suppressed."""
        if count["suppressed"] or count["mean"] is None:
            limit = fewest_shown(self.comparison["scale"])
            return self.words("fewer_than", number=f"{limit:,}")
        return self.words("about", number=self.words.number(count["mean"], "count"))

    # ---- definitions ----------------------------------------------------------------------------

    def definitions(self) -> str:
        """Whether the first arm's result holds under the other definitions of mental success.

        Empty where there is no result that could hold. A definition that the file does not have
        says nothing for or against."""
        if self.lead is None or self.lead.finding.sign == 0:
            return ""
        section = self.comparison.get("definitions") or []
        of_lead = next((row for row in section if row["arm"] == self.lead.arm["arm"]), None)
        if of_lead is None:
            return self.words("answer.definitions.missing")
        missing = self.comparison.get("missing_definitions") or []
        absent = [d for d in DEFINITIONS if d in missing]
        compared = [d for d in DEFINITIONS if d not in absent]
        holds = [d for d in compared if d in of_lead["holds_under"]]
        fails = [d for d in compared if d not in holds]
        key = "all" if not fails else "some" if holds else "none"
        sentence = self.words(
            f"answer.definitions.{key}",
            arm=self._name(self.lead),
            holds=self.words.listed(holds),
            fails=self.words.listed(fails),
            number=len(holds),
            compared=len(compared),
        )
        if not absent:
            return sentence
        not_there = self.words("answer.definitions.absent", absent=self.words.listed(absent))
        return f"{sentence} {not_there}"
