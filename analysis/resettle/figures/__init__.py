"""The standard figures of a study, one function each; every function returns a figure."""

from resettle.figures.plots import (
    budget_by_year,
    difference,
    flows,
    subgroup_forest,
    types_over_time,
)

__all__ = ["budget_by_year", "difference", "flows", "subgroup_forest", "types_over_time"]
