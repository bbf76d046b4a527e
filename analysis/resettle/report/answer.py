"""The answer in three short sentences: what the best policy adds, what that costs, and the others.

Arms are ordered by what is found of them and how sure it is, then by size; arms that a reader chose
stay in the order given, and nothing is said of policies that are not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resettle.comparison import Comparison
from resettle.statistics import FEWEST_DRAWS
from resettle.study_file import fewest_shown

from .evidence import is_likely, key_of
from .table import Cell
from .words import Words

FEWEST_REPLICATES = 10  # fewer is a first look, as the terminal says
SMALLEST_SCALE = 0.1  # so is less: below it effects are not the same as at scale 1
HEADLINE = "integrated_person_months"
DEFINITIONS = "abcde"  # of mental success; "plain" is none, but definition a by one month alone


@dataclass(frozen=True)
class Headline:
    """The effect of one arm on the months lived in integration, and what it costs."""

    arm: str
    label: str
    result: Mapping[str, Any]  # row of the table "horizon"
    price: Mapping[str, Any]  # row of the table "cost_per_unit": programme cost, not discounted

    @property
    def share(self) -> float | None:
        """Size against the level of the reference."""
        level = self.result["reference"]
        return self.result["difference"]["mean"] / level if level else None


def headlines(comparison: Comparison) -> list[Headline]:
    """All arms whose result is shown, in the order of the program's answer; chosen ones in their own."""
    places = {arm["arm"]: arm["place"] for arm in comparison.raw["arms"] if "place" in arm}
    found = []
    for arm in comparison.compared:
        result = comparison.row("horizon", arm=arm, outcome=HEADLINE)
        if result["difference"] is None:
            continue
        price = comparison.row(
            "cost_per_unit", arm=arm, outcome=HEADLINE, perspective="programme", discount_rate=0
        )
        found.append(Headline(arm, comparison.labels[arm], result, price))
    return found if comparison.is_chosen else sorted(found, key=lambda one: places[one.arm])


class Answer:
    """The sentences; `words` decides the language."""

    def __init__(self, comparison: Comparison, words: Words):
        self.comparison = comparison
        self.words = words
        self.found = headlines(comparison)
        self.lead = self.found[0] if self.found else None
        self.reference = words.arm(comparison.raw["reference_label"])

    def question(self) -> Cell:
        """What the study asks, in its author's words; else its name."""
        head = self.comparison.raw
        asked = str(head["intent"]) or str(head["study"])
        return Cell(self.words.term("intents", asked), "", self.words.is_foreign("intents", asked))

    def sentences(self) -> list[str]:
        """Effect, price, the others. One sentence where the result is suppressed for every arm."""
        if self.lead is None:
            return [self.words("answer.suppressed")]
        told = [self._effect(self.lead), self._price(self.lead)]
        return [*told, self._others()] if len(self.found) > 1 else told

    def names(self) -> list[str]:
        """What the arms are called in the sentences, each between its marks."""
        return list(dict.fromkeys(map(self._name, self.found)))

    def same(self) -> list[str]:
        """Of arms that are the same as another one in every result, or that cannot work in the model,
        a sentence for each."""
        labels = self.comparison.whole.labels
        sentences = []
        for arm in self.comparison.raw["arms"]:
            if arm["role"] == "same_as_reference":
                sentences.append(self.words("same_as_reference", arm=self.words.arm(arm["label"])))
            elif arm.get("same_as"):
                names = {"arm": arm["label"], "other": labels[arm["same_as"]]}
                names = {key: self.words.arm(label) for key, label in names.items()}
                told = [self.words("same_as_another", **names)]
                told += [] if self.comparison.is_part else [self.words("first_place_shared")]
                sentences.append(" ".join(told))
            if arm.get("without_path"):
                sentences.append(self._without_path(arm))
        return sentences

    def _without_path(self, arm: Mapping[str, Any]) -> str:
        """Which instruments change what leads to nobody's adjustment: "policies.housing: no path ..."."""
        sections = [str(why).partition(":")[0].removeprefix("policies.") for why in arm["without_path"]]
        told = [self.words.term("instruments", name, name.replace("_", " ")) for name in sections]
        key = "cannot_work" if arm["cannot_work"] else "part_cannot_work"
        return self.words(key, arm=self.words.arm(arm["label"]), instruments=self.words.listed(told))

    def preliminary(self) -> list[str]:
        """Why the results are a first look, not to be reported; empty where nothing says so."""
        head = self.comparison.raw
        draws = self.comparison.draws
        number, least = (draws, FEWEST_DRAWS) if draws else (head["replicates"], FEWEST_REPLICATES)
        told = {**self.runs(), "least": least}
        told["share"] = self.words.number(head["scale"], "share")
        reasons = {"scaled": head["scale"] < SMALLEST_SCALE, "few": number < least}
        given = [key for key, holds in reasons.items() if holds]
        return [self.words(f"preliminary.{key}", **told) for key in ["lead", *given]] if given else []

    def facts(self) -> str:
        """Period, policies, reference, and how often they were simulated, in one line."""
        head = self.comparison.raw
        return self.words(
            "facts",
            start=self.words.month(head["policy_start"]),
            end=self.words.month(head["end"]),
            arms=len(self.comparison.compared),
            reference=self.reference,
            **self.runs(),
        )

    def runs(self) -> dict[str, object]:
        """How often each policy was simulated, as places of sentences."""
        number = f"{self.comparison.replicates_of_draw:.3g}"
        return {
            "replicates": self.comparison.raw["replicates"],
            "draws": self.comparison.draws,
            "each": self.words(f"each.{'one' if number == '1' else 'several'}", number=number),
        }

    def certainty(self) -> str:
        """What the intervals are."""
        return self.words("certainty_lead", **self.runs())

    def limits(self) -> list[str]:
        """What the results cannot say. Commands stand between backticks."""
        head = self.comparison.raw
        places = {
            "limit": f"{fewest_shown(head['scale']):,}",
            "reference": self.reference,
            "fit": self.words("fit_limit"),
            "intervals": self.words("interval_limit", **self.runs()),
        }
        return [self.words.fill(text, places) for text in self.words.at("limits")]

    def part(self) -> str:
        """That the page shows some of the arms that the study compared, if it does."""
        if not self.comparison.is_part:
            return ""
        return self.words(
            "part_of_arms",
            all=len(self.comparison.whole.compared),
            shown=len(self.comparison.compared),
            reference=self.reference,
            claims=self.comparison.raw["words"]["claims"],
        )

    def rule(self) -> str:
        """What the words mean and by which thresholds they are chosen."""
        told = self.comparison.raw["words"]
        return self.words(
            "rule",
            smallest=self.smallest(told),
            very_likely=self.words.number(told["very_likely_above"], "probability"),
            likely=self.words.number(told["likely_above"], "probability"),
            claims=told["claims"],
        )

    def smallest(self, told: Mapping[str, Any]) -> str:
        """The share of the reference below which nothing matters, and amounts of single outcomes."""
        amounts = [
            f"{self.words.term('outcomes', name)} {self.words.number(amount, 'number')}"
            for name, amount in told["smallest_by_outcome"].items()
        ]
        share = self.words.number(told["smallest_share"], "share")
        return f"{share} ({', '.join(amounts)})" if amounts else share

    # ---- effect ---------------------------------------------------------------------------------

    def _effect(self, lead: Headline) -> str:
        """Of the best of several arms what it says of them all; of an arm alone only what is found."""
        words, difference = self.words, lead.result["difference"]
        key = key_of(lead.result["verdict"])
        alone = self.comparison.is_chosen or len(self.found) == 1
        about = "effect_alone" if alone and key in words.at("answer.effect_alone") else "effect"
        return words(
            f"answer.{about}.{key}",
            arm=self._name(lead),
            reference=self.reference,
            start=words.year(self.comparison.raw["policy_start"]),
            end=words.year(self.comparison.raw["end"]),
            gain=words.number(abs(difference["mean"]), "count"),
            percent=words.number(abs(lead.share) if lead.share is not None else None, "share"),
            change=words.number(lead.share, "share", sign=True),
            interval=words.range(*_ends(difference), "count", sign=False),
        )

    def _others(self) -> str:
        """The other arms, by what is found of each."""
        groups: dict[str, list[str]] = {}
        for other in self.found[1:]:
            groups.setdefault(key_of(other.result["verdict"]), []).append(self._name(other))
        told = [
            self.words("answer.group", verdict=self.words.verdict(key), arms=self.words.listed(arms))
            for key, arms in groups.items()
        ]
        key = "answer.others_here" if self.comparison.is_part else "answer.others"
        return self.words(key, groups=self.words("answer.between").join(told))

    def _name(self, headline: Headline) -> str:
        return self.words.arm(headline.label)

    # ---- price ----------------------------------------------------------------------------------

    def _price(self, lead: Headline) -> str:
        price = lead.price["price"]
        cost = self.comparison.row("horizon", arm=lead.arm, outcome="programme_cost")
        return self.words(
            f"answer.price.{lead.price['finding']}",
            arm=self._name(lead),
            price=self._with_interval(price),
            cost=self._money(cost["difference"]),
            change=self._change_of_cost(cost["difference"]),
        )

    def _money(self, estimate: Mapping[str, Any] | None) -> str:
        return self.words.number(estimate["mean"] if estimate else None, "krw")

    def _change_of_cost(self, estimate: Mapping[str, Any] | None) -> str:
        mean = estimate["mean"] if estimate else None
        key = "falls" if mean is not None and mean < 0 else "rises"
        amount = self.words.number(None if mean is None else abs(mean), "krw")
        return self.words(f"answer.price.{key}", amount=amount)

    def _with_interval(self, price: Mapping[str, Any] | None) -> str:
        """A price with its 95 % interval, where there is one."""
        if price is None:
            return ""
        amount = self.words.number(price["value"], "krw")
        if price["low"] is None:
            return amount
        interval = self.words.range(price["low"], price["high"], "krw", sign=False)
        return self.words("answer.with_interval", amount=amount, interval=interval)

    # ---- who gains and who loses ----------------------------------------------------------------

    def changes(self) -> str:
        """How many persons are better and worse placed in the first arm, at the end."""
        if self.lead is None:
            return ""
        return self.words(
            "answer.changes",
            arm=self._name(self.lead),
            reference=self.reference,
            gained=self.persons(self._count(self.lead.arm, "gained_on_an_axis")),
            lost=self.persons(self._count(self.lead.arm, "lost_on_an_axis")),
            end=self.words.month(self.comparison.raw["end"]),
        )

    def _count(self, arm: str, change: str) -> Mapping[str, Any] | None:
        persons: Mapping[str, Any] | None = self.comparison.row("type_changes", arm=arm, change=change)[
            "persons"
        ]
        return persons

    def persons(self, count: Mapping[str, Any] | None) -> str:
        """A number of persons, or the limit below which it is suppressed."""
        if count is None:
            limit = fewest_shown(self.comparison.raw["scale"])
            return self.words("fewer_than", number=f"{limit:,}")
        return self.words("about", number=self.words.number(count["mean"], "count"))

    # ---- definitions ----------------------------------------------------------------------------

    def definitions(self) -> str:
        """Whether the first arm's result holds under the other definitions of mental success.

        Empty where there is no result that could hold. A definition that the file does not have
        says nothing for or against."""
        if self.lead is None or not is_likely(self.lead.result["verdict"], "more", "less", "negligible"):
            return ""
        rows = self.comparison.rows("definitions", arm=self.lead.arm)
        absent = [d for d in DEFINITIONS if d in self.comparison.raw["missing_definitions"]]
        compared = [d for d in DEFINITIONS if d not in absent]
        holding = {row["definition"] for row in rows if row["holds"]}
        holds = [d for d in compared if d in holding]
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


def _ends(difference: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The interval of a gain, or of a loss, told as a loss."""
    low, high = difference["low"], difference["high"]
    if low is None or high is None or difference["mean"] >= 0:
        return low, high
    return -high, -low
