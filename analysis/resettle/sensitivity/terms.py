"""Terms of a polynomial in the ranks of the parameters, and which of them a result needs.

A parameter counts by its rank among the draws, so that the shape of its prior is of no matter and every
polynomial is orthogonal to the others under that prior: a polynomial chaos expansion.
Sources: Sudret, B. (2008), Global sensitivity analysis using polynomial chaos expansions, Reliability
Engineering and System Safety 93(7), 964-979; of its selection Blatman, G. and Sudret, B. (2011), Adaptive
sparse polynomial chaos expansion based on least angle regression, Journal of Computational Physics
230(6), 2345-2367.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from scipy.stats import rankdata
from sklearn.linear_model import orthogonal_mp

DEGREE = 3  # of a curve of one parameter: rises, bends, and bends back
Term = tuple[tuple[int, int], ...]  # (parameter, degree from 0): one a main effect, two an interaction
MOST_TERMS = 60  # that are found one by one
DRAWS_A_TERM = 8  # at least
MOST_PAIRS = 200  # that are looked at closely
FOR_FINDING = 4096  # draws that finding terms looks at; fitting them uses all
STRICTNESS = 0.5  # gamma of the criterion below; of 0.25, 0.5 and 1 it foresaw unseen draws best


def members(term: Term) -> frozenset[int]:
    """The parameters of a term."""
    return frozenset(parameter for parameter, _ in term)


class Basis:
    """main: for every parameter an array (draw, degree), columns with mean 0 and mean square 1,
    orthogonal to one another; fewer degrees where a parameter has few values."""

    def __init__(self, main: Sequence[np.ndarray]) -> None:
        self.main = main

    @classmethod
    def of(cls, values: np.ndarray) -> Basis:
        """values: (draw, parameter)."""
        return cls([_polynomials(column) for column in values.T])

    @property
    def draws(self) -> int:
        return len(self.main[0])

    def at(self, places: np.ndarray) -> Basis:
        """The same of some of the draws."""
        return Basis([columns[places] for columns in self.main])

    def mains(self, parameters: Iterable[int]) -> list[Term]:
        return [((i, k),) for i in parameters for k in range(self.main[i].shape[1])]

    def columns(self, terms: Sequence[Term]) -> np.ndarray:
        """(draw, term)"""
        result = np.ones((self.draws, len(terms)))
        for place, term in enumerate(terms):
            for parameter, degree in term:
                result[:, place] *= self.main[parameter][:, degree]
        return result


def found_terms(basis: Basis, y: np.ndarray) -> tuple[list[int], list[Term]]:
    """The parameters that `y` (draw) depends on, and their interactions, found one term after another
    until a further one is no better than what chance offers.

    First main effects alone; then again with the products that tell most of what these leave.
    """
    if basis.draws > FOR_FINDING:  # the first points of a Sobol sequence are spread as evenly as all
        basis, y = basis.at(np.arange(FOR_FINDING)), y[:FOR_FINDING]
    mains = basis.mains(range(len(basis.main)))
    columns = basis.columns(mains)
    alone = _best(columns, y, len(mains))
    first = sorted({parameter for k in alone for parameter in members(mains[k])})
    design = np.hstack([np.ones((basis.draws, 1)), basis.columns(basis.mains(first))])
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    products = _pairs_that_tell(basis, left) + _bends(basis, first)
    pairs = len(basis.main) * (len(basis.main) - 1) // 2
    terms = mains + products
    chosen = _best(np.hstack([columns, basis.columns(products)]), y, len(mains) + pairs)
    told = [terms[k] for k in chosen]
    found = sorted({parameter for term in told for parameter in members(term)})
    return found, [term for term in told if len(term) > 1]


def pairs_of(parameters: Sequence[int]) -> list[Term]:
    """The simplest interaction of every two."""
    return [((i, 0), (j, 0)) for i, j in combinations(parameters, 2)]


# ---- inside -------------------------------------------------------------------------------------


def _polynomials(column: np.ndarray) -> np.ndarray:
    rank = 2 * (rankdata(column) - 0.5) / len(column) - 1
    degree = min(DEGREE, len(np.unique(column)) - 1)
    powers = np.stack([rank**k for k in range(degree + 1)], axis=1)
    orthogonal, mixing = np.linalg.qr(powers)
    return (orthogonal * np.sign(np.diag(mixing)) * np.sqrt(len(column)))[:, 1:]


def _pairs_that_tell(basis: Basis, left: np.ndarray) -> list[Term]:
    """Those of all pairs whose product goes most with what is left, also where neither parameter does
    anything by itself."""
    lines = np.stack([columns[:, 0] for columns in basis.main], axis=1)
    together = np.abs(np.triu(lines.T @ (left[:, None] * lines), 1))
    most = min(MOST_PAIRS, lines.shape[1] * (lines.shape[1] - 1) // 2)
    places = np.argsort(-together, axis=None, kind="stable")[:most]
    rows, columns = np.unravel_index(places, together.shape)
    return [((int(i), 0), (int(j), 0)) for i, j in zip(rows, columns, strict=True)]


def _bends(basis: Basis, found: Sequence[int]) -> list[Term]:
    """Of every two found ones: a line of one with a bend of the other."""
    return [
        ((i, a), (j, b))
        for i, j in combinations(found, 2)
        for a, b in ((0, 1), (1, 0))
        if a < basis.main[i].shape[1] and b < basis.main[j].shape[1]
    ]


def _best(columns: np.ndarray, y: np.ndarray, looked_at: int) -> list[int]:
    """Orthogonal matching pursuit, ended where the extended criterion of Schwarz is lowest. looked_at: how
    many terms the columns were chosen from. Source:
    Chen, J. and Chen, Z. (2008), Extended Bayesian information criteria for model selection with large
    model spaces, Biometrika 95(3), 759-771."""
    draws = len(columns)
    centred = columns - columns.mean(axis=0)
    size = np.sqrt((centred**2).mean(axis=0))
    usable = np.flatnonzero(size > 1e-6)
    scaled = centred[:, usable] / size[usable]
    y = y - y.mean()
    most = min(MOST_TERMS, draws // DRAWS_A_TERM, len(usable))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that no further term is needed
        path = orthogonal_mp(scaled, y, n_nonzero_coefs=most, return_path=True)
    price = np.log(draws) + 2 * STRICTNESS * np.log(looked_at)
    best, chosen = draws * np.log(np.mean(y**2)), np.array([], dtype=int)
    for step in path.reshape(len(usable), -1).T:
        used = np.flatnonzero(step)
        left = np.mean((y - scaled[:, used] @ step[used]) ** 2)
        criterion = draws * np.log(max(left, np.finfo(float).tiny)) + price * len(used)
        if criterion < best:
            best, chosen = criterion, used
    return usable[chosen].tolist()
