"""The figure of the first screen: what each arm adds and what that costs, readable on a phone.

It needs no script: bars are set by CSS in percent of the width, so that it prints as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from resettle.colours import colour_at

from .answer import Answer
from .evidence import key_of
from .table import Cell
from .tables import Tables

MARGIN = 3  # percent of the width left free at both ends


@dataclass(frozen=True)
class GainBar:
    """An arm: places in percent of the width, and texts."""

    name: str
    arm: Cell
    colour: str
    zero: float
    negligible: tuple[float, float]  # left end and width of what does not matter
    mean: float
    interval: tuple[float, float] | None  # left end and width
    verdict: str
    gain: Cell
    price: Cell
    cost: Cell


def gain_bars(answer: Answer, tables: Tables) -> list[GainBar]:
    """One for each arm whose result is shown, the best first."""
    ends = [0.0]
    for headline in answer.found:
        told = headline.result["difference"]
        ends += [told[key] for key in ("mean", "low", "high") if told[key] is not None]
        ends += [-headline.result["smallest"], headline.result["smallest"]]
    low, high = min(ends), max(ends)
    width = (high - low) or 1.0

    def place(value: float) -> float:
        return MARGIN + (100 - 2 * MARGIN) * (value - low) / width

    def span(left: float, right: float) -> tuple[float, float]:
        return place(left), place(right) - place(left)

    bars = []
    for headline in answer.found:
        told = headline.result["difference"]
        known, smallest = told["low"] is not None, headline.result["smallest"]
        bars.append(
            GainBar(
                name=headline.arm,
                arm=tables.arm(headline.arm),
                colour=colour_at(tables.places[headline.arm]),
                zero=place(0),
                negligible=span(-smallest, smallest),
                mean=place(told["mean"]),
                interval=span(told["low"], told["high"]) if known else None,
                verdict=tables.words(f"verdict.{key_of(headline.result['verdict'])}"),
                gain=tables.difference(told, "count"),
                price=tables.price(headline.price),
                cost=tables.difference(
                    tables.over_horizon(headline.arm, "programme_cost")["difference"], "krw"
                ),
            )
        )
    return bars
