"""How often each arm is the best buy, by what one more unit of the outcome is thought worth."""

from __future__ import annotations

import matplotlib as mpl

from resettle.acceptability import FEWEST, Acceptability, acceptability_of
from resettle.comparison import Comparison
from resettle.figures.parts import headline, legend_below, note, nothing_to_show, sparse, subtitle
from resettle.figures.style import StudyFigure, arm_style, figure_style, new_figure
from resettle.figures.words import Words, three_digits, wrap
from resettle.statistics import enough_for_interval
from resettle.study import Study
from resettle.study_file import SMALLEST_CELL

MOST_AMOUNTS = 10  # written below the axis


def acceptability_curve(
    study: Study, comparison: Comparison | None = None, *, language: str = "en"
) -> StudyFigure:
    """How often each arm is the best buy, by what one more unit of the outcome is thought worth.

    Share of replicates or draws (percent) in which the arm has the highest net benefit; from the program's
    comparison (`study.compare()` if none is given). Amounts are set evenly, as in the report.
    Errors: StudyError if the comparison holds no acceptability.
    """
    comparison = comparison or study.compare()
    words = Words(study, language)
    told = acceptability_of(comparison)
    if len(told.worth) < FEWEST:
        why = "acceptability.one_amount" if told.worth else "acceptability.hidden"
        return nothing_to_show(words, words(why, smallest=SMALLEST_CELL))
    setting = comparison.raw["frontier_question"]
    places = range(len(told.worth))
    with mpl.rc_context(figure_style(words)):
        figure, axes = new_figure(figsize=(8.4, 5.2))
        for number, (arm, shares) in enumerate(told.shares.items()):
            style = sparse(arm_style(study, arm), len(shares), number)
            label = wrap(words.arm_in_legend(arm), 42)
            axes.plot(places, [100 * share for share in shares], label=label, **style)
        table = comparison.acceptability
        figure.data = table.assign(**{k: setting[k] for k in ("outcome", "perspective")})
        axes.set_ylim(-2, 102)
        factor, unit = words.money_unit(told.worth[len(told.worth) // 2])
        shown = places[:: -(-len(places) // MOST_AMOUNTS)]
        axes.set_xticks(shown, [three_digits(factor * told.worth[place]) for place in shown])
        outcome = words.term("outcomes", str(setting["outcome"]))
        axes.set_xlabel(words("acceptability.worth_axis", outcome=outcome, unit=unit))
        axes.set_ylabel(words("acceptability.share_axis"))
        headline(figure, _best_buys(words, told))
        perspective = words.term("perspectives", str(setting["perspective"]))
        rate = f"{100 * float(setting['discount_rate']):g}"
        subtitle(axes, words("acceptability.subtitle", perspective=perspective, rate=rate))
        legend_below(axes, 2)
        note(figure, [words("acceptability.note"), *_shared(words, told)])
    return figure


def _best_buys(words: Words, told: Acceptability) -> str:
    """Which arm is best on average, from the lowest worth to the highest."""
    stretches: list[tuple[str, float]] = []  # arm and where its stretch begins
    for arm, amount in zip(told.best, told.worth, strict=True):
        if arm and (not stretches or stretches[-1][0] != arm):
            stretches.append((arm, amount))
    if not stretches or not enough_for_interval(words.study.aggregates):
        return words("acceptability.untold")
    sentence = words("acceptability.first", arm=words.quoted(stretches[0][0]))
    if len(stretches) == 1:
        return words("acceptability.always", arm=words.quoted(stretches[0][0]))
    later = [
        words("acceptability.then", arm=words.quoted(arm), amount=words.money(amount))
        for arm, amount in stretches[1:]
    ]
    return ", ".join([sentence, *later])


def _shared(words: Words, told: Acceptability) -> list[str]:
    """That arms which are the same share first place."""
    pairs = ([other, arm] for arm, other in told.same.items())
    return [words("acceptability.shared", arms=words.quoted_list(pair)) for pair in pairs]
