"""The box on how far the model can be trusted: figures of surveys and published trials it meets.

Which misses concern the policies of a page: those of figures that measure a part of integration,
by which all policies are compared (work, income, mind), and those that one of their instruments
moves directly (scenarios/tables/figure_reach.csv says which figure measures what). Which trials: those
that tried an instrument of which one of the policies changes something.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resettle.validation import Row, Validation, instruments_of, not_as_validated

from .inputs import read_arms
from .source import StudySource
from .table import Cell, Table, difference_kind, kind_of
from .tables import Tables
from .words import MISSING

# Changes of scores, whose unit is "1" like that of changes of shares.
NO_SHARES = {"distress_change", "loneliness_change"}
PARTS = ("work", "income", "mind")
MOST_MOVED = 2  # questions that instruments move directly; others are folded away
MOST_NAMED = 3  # settings that are not as validated; on the brief page, instruments without a trial
EVERYBODY = ("all", "man", "woman")  # subgroups that are no answers


@dataclass(frozen=True)
class Question:
    """All figures of one indicator."""

    figures: Sequence[Row]

    @property
    def misses(self) -> list[Row]:
        """The furthest off first."""
        missed = [figure for figure in self.figures if figure["verdict"] == "miss"]
        return sorted(missed, key=_distance, reverse=True)

    @property
    def distance(self) -> float:
        """Of the figure that is missed most, in tolerances; 0 if none is missed."""
        return max(map(_distance, self.misses), default=0)

    def concerns(self, instruments: set[str]) -> bool:
        figure = self.figures[0]
        return bool(figure["part"] or instruments & set(figure["instruments"]))


def missed_questions(figures: Iterable[Row], instruments: set[str]) -> list[Question]:
    """The questions of which a figure is missed and that concern the instruments, the worst first."""
    by_indicator: dict[str, list[Row]] = {}
    for figure in figures:
        by_indicator.setdefault(figure["indicator"], []).append(figure)
    questions = map(Question, by_indicator.values())
    missed = [one for one in questions if one.misses and one.concerns(instruments)]
    return sorted(missed, key=lambda one: one.distance, reverse=True)


def _first(names: Sequence[str], most: int | None = MOST_NAMED) -> str:
    """The names with commas between them; of more, a sign that others follow."""
    return ", ".join(names[:most]) + (" …" if names[len(names[:most]) :] else "")


class ValidationBox:
    """What the box says of a study's policies; `is_known` is false where no validation is stored."""

    def __init__(
        self,
        validation: Validation | None,
        source: StudySource,
        tables: Tables,
    ) -> None:
        self.words = tables.words
        self.tables = tables
        self.is_known = validation is not None
        if validation is None:
            return
        self.card = validation.card
        self.instruments = _instruments(source, tables)
        self.missed = missed_questions(validation.figures, self.instruments)
        self.tried = [one for one in validation.trials if self.instruments & set(one["instruments"])]
        told = source.provenance
        reference = told["resolved_scenario"][source.study.reference]
        self.others = not_as_validated(validation, reference, told["input_sha256"])

    # ---- sentences ------------------------------------------------------------------------------

    def lead(self) -> str:
        return self.words("validation.lead", **self._counts())

    def perfect(self) -> str:
        """What a perfect model would meet, as surveys err as well."""
        return self.words("validation.perfect", **self._counts())

    def others_than_validated(self) -> str:
        """Which settings of the reference are not those that were validated; empty if all are."""
        if not self.others:
            return ""
        named = [self.words.setting(path) or path for path in self.others]
        return self.words("validation.others", names=_first(named), number=len(self.others))

    def in_brief(self) -> list[str]:
        """The box in a few sentences for a page that has no room for it."""
        if not self.is_known:
            return [self.words("validation.unknown")]
        first = [self.words("quoted", text=self._name(one.misses[0])) for one in self._first()]
        misses = self.words("validation.misses_in_brief", names=self.words.listed(first)) if first else ""
        told = [self.lead(), self.perfect(), misses, self._trials_in_brief(), self.without_trial(MOST_NAMED)]
        return [text for text in [*told, self.others_than_validated()] if text]

    def without_trial(self, most: int | None = None) -> str:
        """The instruments of which the model repeats no trial, or the first of them; empty if it does
        of all."""
        tried = {name for trial in self.tried for name in trial["instruments"]}
        left = sorted(self.instruments - tried)
        names = [self.words.term("instruments", name, name.replace("_", " ")) for name in left]
        return self.words("validation.without_trial", instruments=_first(names, most)) if names else ""

    def rule(self) -> str:
        """What concerns these policies."""
        return self.words("validation.rule", **self._counts())

    def _counts(self) -> dict[str, object]:
        card = self.card
        return {
            "hits": card["hits"],
            "measured": card["measured"],
            "with_error": card["with_survey_error"],
            "hits_with_error": card["hits_with_survey_error"],
            "perfect": round(card["hits_of_a_perfect_model"]),
            "replicates": card["replicates"],
        }

    def _trials_in_brief(self) -> str:
        checks = [check for trial in self.tried for check in trial["checks"]]
        met = sum(check["verdict"] == "hit" for check in checks)
        return self.words("validation.trials_in_brief", met=met, checks=len(checks)) if checks else ""

    # ---- tables ---------------------------------------------------------------------------------

    def misses(self) -> Table | None:
        """The worst of what instruments move, and the worst of every part of integration."""
        return self._misses(self._first())

    def further_misses(self) -> Table | None:
        first = self._first()
        return self._misses([one for one in self.missed if one not in first])

    def trials(self) -> Table | None:
        """What published trials of these instruments found, beside the model."""
        rows = [
            self._check(trial, check, is_first=i == 0)
            for trial in self.tried
            for i, check in enumerate(trial["checks"])
        ]
        return self._table("trials", rows, "tnnt")

    def _first(self) -> list[Question]:
        moved = [one for one in self.missed if not one.figures[0]["part"]]
        of_parts = [[one for one in self.missed if one.figures[0]["part"] == part] for part in PARTS]
        return moved[:MOST_MOVED] + [questions[0] for questions in of_parts if questions]

    def _misses(self, questions: Sequence[Question]) -> Table | None:
        return self._table("misses", [self._miss(question) for question in questions], "tnnn")

    def _table(self, key: str, rows: list[list[Cell]], numeric: str) -> Table | None:
        return replace(self.tables.make(key, rows, numeric), narrow=True) if rows else None

    def _miss(self, question: Question) -> list[Cell]:
        figure, words = question.misses[0], self.words
        kind = "number" if figure["indicator"] in NO_SHARES else kind_of(figure["unit"])
        met = len(question.figures) - len(question.misses)
        direction = figure["direction"] and words(f"validation.direction.{figure['direction']}")
        off_by = words.number(figure["off_by"], difference_kind(kind), sign=True)
        return [
            Cell(self._name(figure), below=self._whom(figure)),
            Cell(direction or words.number(figure["published"], kind)),
            Cell(words.number(figure["simulated"], kind, sign=bool(direction))),
            Cell(
                MISSING if direction else off_by,
                below=words("validation.met", met=met, figures=len(question.figures)),
            ),
        ]

    def _name(self, figure: Row) -> str:
        return self.words.term("survey_indicators", figure["indicator"], figure["indicator"])

    def _whom(self, figure: Row) -> str:
        """Whom or which answer a figure is about, and when: "men, 15+, 2017"."""
        words, subgroup = self.words, figure["subgroup"]
        of = figure["population"] if subgroup == "all" else subgroup
        told = [words.term("survey_groups", of, of.replace("_", " "))] if of != "all" else []
        if figure["age_from"] and subgroup in EVERYBODY:
            told.append(words("validation.age", age=f"{figure['age_from']:.0f}"))
        return ", ".join([*told, words.year(figure["month"])])

    def _check(self, trial: Row, check: Row, is_first: bool) -> list[Cell]:
        """is_first: of its trial; its row says which trial it is."""
        # Of differences of shares; everything else, as a ratio or an attitude, is a plain number.
        words, kind = self.words, "share_difference" if trial["unit"] == "share" else "number"
        found, is_difference = check["simulated"], kind == "share_difference"
        hit, what = check["verdict"] == "hit", words.term("trials", check["what"])
        return [
            Cell(what[0].upper() + what[1:], below=self._about(trial) if is_first else ""),
            self._expected(check, kind, is_difference),
            Cell(
                words.number(found["mean"], kind, sign=is_difference),
                below=words.range(found["low"], found["high"], kind, sign=is_difference),
            ),
            Cell(words(f"validation.verdict.{'hit' if hit else 'miss'}"), "clear" if hit else "likely"),
        ]

    def _about(self, trial: Row) -> str:
        told = (trial["question"], trial["source"].partition(":")[0])
        question, source = (self.words.term("trials", text) for text in told)
        return self.words("validation.trial", question=question, source=source)

    def _expected(self, check: Row, kind: str, is_difference: bool) -> Cell:
        """What was published, and how far one may be off."""
        words, rule = self.words, check["rule"]
        number = words.number(check["expected"], kind, sign=is_difference and rule == "within")
        if rule != "within":
            return Cell(words(f"validation.expected.{rule}", number=number))
        tolerance = words("validation.expected.tolerance", number=words.number(check["tolerance"], kind))
        if check["published"]:
            return Cell(number, below=tolerance)
        return Cell(number, below=words("validation.expected.not_published", tolerance=tolerance))


def _instruments(source: StudySource, tables: Tables) -> set[str]:
    """Of which something is changed in a policy that the page is about."""
    arms = read_arms(source.provenance["resolved_scenario"], source.study.reference)
    start = str(tables.head["policy_start"])
    shown = [arm for arm in arms if arm.arm in tables.surest_first]
    return instruments_of(one.path for arm in shown for one in arm.in_force(start))


def _distance(figure: Row) -> float:
    """How far the model is off, in tolerances; a wrong direction has no size and counts as 1."""
    if figure["off_by"] is None or not figure["tolerance"]:
        return 1.0
    return float(abs(figure["off_by"]) / figure["tolerance"])
