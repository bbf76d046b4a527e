"""Which parameters drive the difference between arms, what would change which arm is first, and what it would
be worth to know more: `./resettle sensitivity STUDY.h5`.

From the draws of the study alone: nothing is simulated. `sensitivity_of` gives the numbers, `tables_of`
their tables.
"""

from __future__ import annotations

from .analysis import Sensitivity, sensitivity_of
from .tables import tables_of

__all__ = ["Sensitivity", "sensitivity_of", "tables_of"]
