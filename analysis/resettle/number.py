"""Numbers that somebody gives to the package: the one place where they are checked.

What a number may be is said here or by the program, which has the last word on its options; here it
is made sure that it is a number at all.
"""

from __future__ import annotations

import math
import re
from numbers import Real

import numpy as np

from resettle.errors import StudyError

WRITTEN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def is_true_or_false(value: object) -> bool:
    return isinstance(value, bool | np.bool_)


def is_number(value: object) -> bool:
    """Also one of numpy; true and false are none."""
    return isinstance(value, Real) and not is_true_or_false(value)


def _as_float(value: object) -> float:
    """NaN for what is no number, or larger than a float can be."""
    try:
        return float(value) if is_number(value) else math.nan  # type: ignore[arg-type]
    except OverflowError:
        return math.nan


def number(
    value: object,
    what: str,
    *,
    above: float | None = None,
    below: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> float:
    """A finite number within these bounds, as a float of Python. `what` begins the message.
    Errors: StudyError for NaN, infinity, true and false, texts, and what lies outside."""
    bounds = [
        ("above", above, lambda x: x > above),
        ("below", below, lambda x: x < below),
        ("at least", least, lambda x: x >= least),
        ("at most", most, lambda x: x <= most),
    ]
    given = [(name, bound, holds) for name, bound, holds in bounds if bound is not None]
    told = _as_float(value)
    if not math.isfinite(told) or not all(holds(told) for _, _, holds in given):
        limits = " and ".join(f"{name} {bound:g}" for name, bound, _ in given)
        raise StudyError(f"{what} is a number {limits}".rstrip() + f", not {value!s}.")
    return told


def whole_number(value: object, what: str, *, least: int = 0) -> int:
    """A whole number, also as 8.0. Errors: StudyError."""
    told = _as_float(value)
    if not told.is_integer() or told < least:  # neither NaN nor infinity is an integer
        raise StudyError(f"{what} is a whole number, at least {least}, not {value!s}.")
    return int(value)  # type: ignore[call-overload]


def number_written(text: str, what: str, *, above: float) -> float:
    """A number as on the command line, such as 5e9. Errors: StudyError."""
    told = float(text) if WRITTEN.fullmatch(text) else math.nan
    if not above < told < math.inf:
        raise StudyError(f"{what} is a number above {above:g}, such as 5e9, not '{text}'.")
    return told
