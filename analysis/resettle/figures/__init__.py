"""The standard figures of a study, one function each; every function returns a figure.

Every figure has a headline that says what it shows, a note that says how to read it, and its
numbers in `figure.data`; `language="ko"` writes it in Korean. `resettle.save` writes it to disk.
"""

from resettle.figures.acceptability import acceptability_curve
from resettle.figures.economics import budget_by_year, cost_effectiveness_plane
from resettle.figures.flows import flows
from resettle.figures.groups import subgroup_forest
from resettle.figures.lives import life_line
from resettle.figures.network import network_of_ties
from resettle.figures.over_time import difference, ngo_trust_over_time, types_over_time
from resettle.figures.style import StudyFigure
from resettle.figures.tornado import tornado

__all__ = [
    "StudyFigure",
    "acceptability_curve",
    "budget_by_year",
    "cost_effectiveness_plane",
    "difference",
    "flows",
    "life_line",
    "network_of_ties",
    "ngo_trust_over_time",
    "subgroup_forest",
    "tornado",
    "types_over_time",
]
