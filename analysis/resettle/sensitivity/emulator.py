"""A polynomial that stands for the program: what a result would be at parameters that were not drawn, and
the effect of every parameter with its uncertainty.

Two stages, as 512 draws cannot carry the curves of 200 parameters at once. Terms that are found one by one
are fitted together by least squares. The many weak ones are looked at one by one in what is left, so that
each has an unbiased coefficient although none alone stands out; for predictions a ridge regression
draws these towards zero.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np
from sklearn.linear_model import RidgeCV

from .part import Part
from .terms import DRAWS_A_TERM, Basis, Term, found_terms, members, pairs_of

FOLDS = 5
SEED = 20140314  # of the folds: the same file gives the same answer
PENALTIES = np.geomspace(1e-2, 3e2, 15)  # of the ridge, per draw


class Emulator:
    """Of one result `y` (draw), by the parameters of the basis.

    found: parameters that clearly matter, by place; fitted: their curves and interactions; weak: curves
    of all others, and the products of every two found ones. independent: the parameters were drawn each
    by itself; else they are a sample in which one goes with another.
    """

    def __init__(self, basis: Basis, y: np.ndarray, independent: bool = True) -> None:
        self.basis = basis
        self.y = y
        self.independent = independent
        self.found, interactions = found_terms(basis, y)
        self.fitted = basis.mains(self.found) + interactions
        others = [i for i in range(len(basis.main)) if i not in set(self.found)]
        pairs = [pair for pair in pairs_of(self.found) if pair not in set(interactions)]
        self.weak = basis.mains(others) + pairs
        self._design = with_constant(basis.columns(self.fitted))
        self._inverse = np.linalg.pinv(self._design)
        self.fit = self._design @ (self._inverse @ y)
        self.residual = residual_of(self._design, self._inverse, y)

    def part(self, parameters: Collection[int], touching: bool = False) -> Part:
        """What these parameters do by themselves and among one another; touching: also together with
        others, so all that would be gone if everything but these were known."""
        wanted = frozenset(parameters)

        def belongs(term: Term) -> bool:
            return bool(members(term) & wanted) if touching else members(term) <= wanted

        if not self.independent:
            fitted, weak = ([t for t in some if belongs(t)] for some in (self.fitted, self.weak))
            return self._only_these(fitted, weak) if touching else self._these_alone(fitted, weak)
        places = [place for place, term in enumerate(self.fitted, 1) if belongs(term)]
        weak_columns = self.basis.columns([term for term in self.weak if belongs(term)])
        columns = np.hstack([self._design[:, places], weak_columns])
        maps = np.vstack([self._inverse[places], self._maps(weak_columns)])
        return Part(columns, maps, self.y, self.residual)

    def _maps(self, weak: np.ndarray) -> np.ndarray:
        """What makes the coefficients of weak terms: (term, draw)."""
        own = weak - self._design @ (self._inverse @ weak)  # what the fitted terms do not tell already
        size = (own**2).sum(axis=0)
        return np.divide(own, size, out=np.zeros_like(own), where=size > 1e-6 * self.basis.draws).T

    def _these_alone(self, fitted: list[Term], weak: list[Term]) -> Part:
        """Of a sample: what goes with these parameters, be it by others that go with them. Of many weak
        ones only lines, and no more than the draws can carry."""
        room = self.basis.draws // DRAWS_A_TERM - len(fitted)
        if len(weak) > room:
            weak = [term for term in weak if sum(degree for _, degree in term) == 0]
        columns = self.basis.columns(fitted + weak[: max(room, 0)])
        columns = columns - columns.mean(axis=0)
        maps = np.linalg.pinv(columns)
        residual = residual_of(columns, maps, self.y - self.y.mean())
        return Part(columns, maps, self.y, residual, columns.T @ columns / self.basis.draws)

    def _only_these(self, fitted: list[Term], weak: list[Term]) -> Part:
        """Of a sample: what the other terms do not tell as well."""
        others = with_constant(self.basis.columns([term for term in self.fitted if term not in fitted]))
        own = self.basis.columns(fitted + weak)
        own = own - others @ (np.linalg.pinv(others) @ own)
        maps = np.linalg.pinv(own)
        return Part(own, maps, self.y, self.residual, own.T @ own / self.basis.draws)

    def predict(self, basis: Basis) -> np.ndarray:
        """The result at other draws, whose basis is a part of the same one."""
        told = with_constant(basis.columns(self.fitted)) @ (self._inverse @ self.y)
        return told + self._ridge.predict(basis.columns(self._small)) if self._small else told

    @cached_property
    def _small(self) -> list[Term]:
        """Bends of weak parameters are left out: they add more chance than they tell."""
        return [term for term in self.weak if all(degree == 0 for _, degree in term)]

    @cached_property
    def _ridge(self) -> RidgeCV:
        columns = self.basis.columns(self._small)
        return RidgeCV(PENALTIES * self.basis.draws).fit(columns, self.y - self.fit)


def with_constant(columns: np.ndarray) -> np.ndarray:
    return np.hstack([np.ones((len(columns), 1)), columns])


def residual_of(design: np.ndarray, inverse: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What least squares leave, as large as what it stands for: a fit follows a draw the more, the larger
    its leverage is. Source: MacKinnon, J. G. and White, H. (1985), Some heteroskedasticity-consistent
    covariance matrix estimators, Journal of Econometrics 29(3), 305-325, HC2."""
    leverage = np.einsum("dk,kd->d", design, inverse)
    return (y - design @ (inverse @ y)) / np.sqrt(np.maximum(1 - leverage, 0.05))


def foreseen(basis: Basis, y: np.ndarray, luck: float) -> float:
    """Cross-validated R2: the part of what is between draws (variance of `y` less `luck`) that an
    emulator of the other draws foresees, everything found anew in each of FOLDS folds. May be below 0."""
    fold = np.random.default_rng(SEED).permutation(len(y)) % FOLDS
    missed = np.zeros(len(y))
    for one in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        missed[unseen] = y[unseen] - Emulator(basis.at(seen), y[seen]).predict(basis.at(unseen))
    between = y.var(ddof=1) - luck
    return float(1 - (np.mean(missed**2) - luck) / between)
