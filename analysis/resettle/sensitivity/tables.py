"""What a sensitivity analysis says, as tables under names that JSON, CSV and Python share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from .analysis import Sensitivity
from .drivers import Driver
from .information import Worth
from .part import Share
from .sources import KINDS

FORMAT = "resettle-sensitivity"
FORMAT_VERSION = 1
ALL = "all parameters"
Row = dict[str, Any]
# By table: what its numbers are.
MEANINGS = {
    "fit": "By arm: the mean difference to the reference, its standard deviation between draws, the share "
    "of luck in the spread of the draws' means, the cross-validated R2 of the emulator, and what all "
    "parameters account for.",
    "parameters": "Shares of the variance between draws by parameter: alone (first-order) and with all "
    "interactions that were found (total); the mean difference near the ends of its range.",
    "groups": "Shares of the variance between draws by section of the scenario and by kind of source.",
    "reversals": "The value of a parameter at which the arm that is first on average loses its place, all "
    "others being as likely as they are; beyond its range: an infinite end, empty in JSON.",
    "value_of_information": "What it would be worth to know parameters before choosing an arm; at most: not "
    "an estimate, which came out above it, but what knowing all of them is worth.",
}


def tables_of(told: Sensitivity) -> dict[str, pd.DataFrame]:
    """By name; `attrs["meaning"]` says what the numbers are."""
    makers: dict[str, Callable[[Sensitivity], Iterator[Row]]] = {
        "fit": _fit, "parameters": _parameters, "groups": _groups, "reversals": _reversals,
        "value_of_information": _knowing,
    }  # fmt: skip
    tables = {name: pd.DataFrame(list(make(told))) for name, make in makers.items()}
    for name, table in tables.items():
        table.attrs["meaning"] = MEANINGS[name]
    return tables


def json_of(told: Sensitivity, answer: list[str], study: Mapping[str, Any]) -> Row:
    """Everything, for `--json`. study: what it is called, and its question."""
    outcome = told.outcome
    return {
        "format": FORMAT, "format_version": FORMAT_VERSION, **study,
        "reference": told.reference, "arms": told.arms, "first": told.first, "labels": told.labels,
        "outcome": {"outcome": outcome.name, "label": outcome.label, "unit": outcome.unit,
                    "better": "higher" if outcome.sign > 0 else "lower"},
        "draws": len(outcome.draws), "replicates_of_draw": outcome.replicates,
        "parameters": len(told.parameters), "drawn_independently": told.parameters.independent,
        "worth_krw": told.worth_krw, "answer": answer,
        "tables": {name: {"meaning": table.attrs["meaning"], "rows": _plain(table)}
                   for name, table in tables_of(told).items()},
    }  # fmt: skip


# ---- tables -------------------------------------------------------------------------------------


def _fit(told: Sensitivity) -> Iterator[Row]:
    for arm in told.arms:
        drivers = told.drivers[arm]
        yield {
            "arm": arm, "unit": told.outcome.unit, "difference": float(drivers.y.mean()),
            "not_known": drivers.spread.between**0.5, "luck_share": drivers.spread.luck_share,
            "r2": drivers.foreseen, "parameters_found": len(drivers.emulator.found),
            **_share("attributed", drivers.attributed()),
        }  # fmt: skip


def _parameters(told: Sensitivity) -> Iterator[Row]:
    for arm in told.arms:
        for driver in told.drivers[arm].found:
            yield {"arm": arm, **described(told, driver.parameter), **_effect(driver)}


def _effect(driver: Driver) -> Row:
    row: Row = {**_share("alone", driver.alone), **_share("total", driver.total)}
    row["direction"] = driver.direction
    for name, end in (("low", driver.low), ("high", driver.high)):
        row |= {f"value_{name}": end.value, f"difference_{name}": end.difference,
                f"difference_{name}_standard_error": end.error}  # fmt: skip
    return row


def described(told: Sensitivity, place: int) -> Row:
    """What is known of a parameter."""
    parameters = told.parameters
    source = parameters.sources[place]
    return {
        "parameter": parameters.names[place], "unit": parameters.units[place],
        "section": parameters.sections[place], "source": parameters.source_texts[place],
        "kind_of_source": KINDS[source.kind], "korean_data": source.korean,
    }  # fmt: skip


def _groups(told: Sensitivity) -> Iterator[Row]:
    for arm in told.arms:
        for group, share in told.drivers[arm].group_shares():
            row = {"arm": arm, "by": group.by, "group": group.name, "parameters": len(group.members)}
            yield row | _share("share", share)


def _reversals(told: Sensitivity) -> Iterator[Row]:
    for one in told.reversals:
        turn = one.turn
        yield {
            "first": told.first, "rival": one.rival, "parameter": told.parameters.names[one.parameter],
            "unit": told.parameters.units[one.parameter], "loses": turn.side or "nowhere",
            "value": turn.value, "value_low": turn.low, "value_high": turn.high,
            "share_of_prior": turn.reached, "smallest_lead": turn.least,
        }  # fmt: skip


def _knowing(told: Sensitivity) -> Iterator[Row]:
    for one in told.knowing:
        group = one.group
        yield {
            "by": group.by if group else "all", "group": group.name if group else ALL,
            "parameters": len(group.members) if group else len(told.parameters), "unit": told.outcome.unit,
            **_worth("value", one.gain), **_worth("value_krw", one.krw),
            "clear_of_chance": told.is_clear(one),
        }  # fmt: skip


def _share(name: str, share: Share) -> Row:
    return {name: share.value, f"{name}_standard_error": share.error,
            f"{name}_low": share.low, f"{name}_high": share.high}  # fmt: skip


def _worth(name: str, worth: Worth | None) -> Row:
    if worth is None:
        return {name: None, f"{name}_standard_error": None, f"{name}_at_most": None}
    error = None if worth.at_most else worth.error
    return {name: worth.value, f"{name}_standard_error": error, f"{name}_at_most": worth.at_most}


def _plain(table: pd.DataFrame) -> list[Row]:
    """Rows as JSON has them: null where a value is missing or infinite."""
    clean = table.astype(object).where(table.notna() & ~table.isin([float("inf"), -float("inf")]), None)
    rows: list[Row] = clean.to_dict("records")
    return rows
