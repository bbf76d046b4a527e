"""A small study of three arms; its numbers are made up."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from study_files import MONTH_UNITS, TEXT, months_from, new_file, scale, variable

ARMS = ["today", "wage_subsidy", "mentoring"]
LABELS = ["Today's rules", "Longer wage subsidy", "Mentors for newcomers"]
SUBGROUPS = ["all", "sex=woman", "sex=man", "arrival_age=20-34", "arrival_age=50+"]
TYPES = ["integration", "isolation", "acculturation", "marginality"]
LINES = ["wage_subsidy", "mentoring", "livelihood_benefit", "deductions"]
START_MONTH = 12  # the arms part here


def draw_types(rng, replicates: int, persons: int, months: int) -> np.ndarray:
    """Types (arm, replicate, person, month): 0 before arrival, then 1-4; arms share their draws."""
    arrival = rng.integers(0, months // 2, (replicates, persons))
    first = rng.choice(4, (replicates, persons), p=[0.15, 0.2, 0.15, 0.5]) + 1
    moves = rng.random((replicates, persons, months))
    target = rng.choice(4, (replicates, persons, months), p=[0.35, 0.25, 0.15, 0.25]) + 1
    types = np.zeros((len(ARMS), replicates, persons, months), "uint8")
    for arm in range(len(ARMS)):
        for month in range(months):
            before = types[arm, :, :, month - 1] if month else np.zeros_like(first)
            now = np.where(before == 0, first, before)
            moved = moves[:, :, month] < 0.04
            now = np.where(moved, target[:, :, month], now)
            if arm and month >= START_MONTH:
                lifted = (moves[:, :, month] > 1 - 0.012 * arm) & (now == 5 - arm)
                now = np.where(lifted, 1, now)
            types[arm, :, :, month] = np.where(arrival <= month, now, 0)
    return types


def write_study(
    path: Path, replicates: int = 4, months: int = 36, persons: int = 200, first: str = "2023-01"
) -> Path:
    """Write the synthetic study; persons recorded for the first two replicates only."""
    rng = np.random.default_rng(7)
    types = draw_types(rng, replicates, persons, months)
    woman = rng.random((replicates, persons)) < 0.7
    age = rng.integers(15, 70, (replicates, persons)).astype("int16")
    month = months_from(first, months)
    with new_file(path) as file:
        file.attrs["Conventions"] = "CF-1.10"
        file.attrs["format"] = "resettle-study"
        file.attrs["format_version"] = np.int32(4)
        file.attrs["title"] = "Settlement subsidies"
        file.attrs["intent"] = "Does a longer wage subsidy or a mentor add more to integration?"
        write_aggregates(file.create_group("aggregates"), rng, types, woman, age, month)
        write_tables(file, types, month)
        write_gains(file.create_group("gains"), types)
        write_hires(file.create_group("hires"), replicates, month)
        write_ledger(file.create_group("ledger"), rng, types, month)
        write_society(file.create_group("society"), rng, replicates, month)
        write_network(file.create_group("network"), rng, replicates, first, months)
        write_persons(file.create_group("persons"), types, woman, age, month)
        write_provenance(file.create_group("provenance"), replicates, first)
        write_verification(file.create_group("verification"), replicates)
    return path


def common(group: h5py.Group, replicates: int, month: np.ndarray) -> None:
    arm_scale(group)
    scale(group, "replicate", np.arange(replicates, dtype="int32"))
    scale(group, "month", month, **MONTH_UNITS)


def arm_scale(group: h5py.Group) -> None:
    scale(group, "arm", ARMS, TEXT, reference=ARMS[0])
    variable(group, "arm_label", "arm", LABELS, TEXT, long_name="arm")


def write_aggregates(group, rng, types, woman, age, month) -> None:
    common(group, types.shape[1], month)
    scale(group, "subgroup", SUBGROUPS, TEXT)
    dims = "arm replicate month subgroup"
    everyone = np.ones_like(woman)
    masks = [everyone, woman, ~woman, (age >= 20) & (age < 35), age >= 50]
    inside = np.stack([types * m[None, :, :, None] for m in masks], -1)
    persons = (inside > 0).sum(2).astype("float32")
    small = persons < 20

    def put(name, values, units, long_name):
        values = np.where(small, np.nan, values).astype("float32")
        variable(
            group,
            name,
            dims,
            values,
            units=units,
            long_name=long_name,
            denominator="persons 15+ outside the facility",
        )

    put("persons_15_plus", persons, "persons", "persons aged 15 and over")
    at_least_one = np.maximum(persons, 1)
    for code, name in enumerate(TYPES, start=1):
        put(f"share_{name}", (inside == code).sum(2) / at_least_one, "1", f"share in {name}")
    working = np.isin(inside, (1, 2)).sum(2) / at_least_one
    put("employment_rate", 0.1 + 0.8 * working, "1", "employment rate")
    noise = rng.normal(0, 2e4, (1, *persons.shape[1:]))
    put("wage_mean", 1.6e6 + 9e5 * working + noise, "KRW/month", "mean gross wage")
    put("south_skill_mean", 0.3 + 0.2 * working, "1", "mean job skill valid in the South")
    put("distress_mean", 0.6 - 0.5 * working, "SD", "mean distress")
    deaths = np.zeros_like(persons)
    deaths[..., 0] = 4
    variable(group, "deaths", dims, deaths, units="persons", long_name="deaths in the month")


def write_tables(file, types, month) -> None:
    arms, replicates, _, months = types.shape
    moves = np.zeros((arms, replicates, months, 4, 4), "int32")
    twins = np.zeros((arms, replicates, months, 5, 5), "int32")
    for before in range(5):
        for now in range(5):
            if before and now:
                both = (types[..., :-1] == before) & (types[..., 1:] == now)
                moves[:, :, 1:, before - 1, now - 1] = both.sum(2)
            pair = (types[:1] == before) & (types == now)
            twins[:, :, :, before - 1, now - 1] = pair.sum(2)  # code 0 lands in the fifth place
    group = file.create_group("transitions")
    common(group, replicates, month)
    scale(group, "from_type", TYPES, TEXT)
    scale(group, "to_type", TYPES, TEXT)
    variable(
        group,
        "persons",
        "arm replicate month from_type to_type",
        moves,
        units="persons",
        long_name="persons by type in the previous and in this month",
    )
    group = file.create_group("twins")
    common(group, replicates, month)
    scale(group, "reference_type", [*TYPES, "not counted"], TEXT)
    scale(group, "arm_type", [*TYPES, "not counted"], TEXT)
    variable(
        group,
        "persons",
        "arm replicate month reference_type arm_type",
        twins,
        units="persons",
        long_name="same persons by type in the reference and in the arm",
    )


def write_gains(group, types) -> None:
    """Of everybody, and of the poorest tenth: few there gain, but many months."""
    arm_scale(group)
    scale(group, "replicate", np.arange(types.shape[1], dtype="int32"))
    scale(group, "gain_group", ["all", "position=1"], TEXT)
    cells = np.ones((len(ARMS), types.shape[1], 1), "int32")
    both = {
        "persons": ([200, 20], "persons", "counted in both worlds"),
        "gaining": ([60, 6], "persons", "of these, with more months in integration here"),
        "losing": ([40, 4], "persons", "of these, with fewer"),
        "months_gained": ([300, 60], "months", "months in integration gained by those gaining"),
        "months_lost": ([120, 40], "months", "months in integration lost by those losing"),
    }
    for name, (values, units, meaning) in both.items():
        dtype = "int64" if units == "months" else "int32"
        variable(group, name, "arm replicate gain_group", (cells * values).astype(dtype),
                 units=units, long_name=meaning)  # fmt: skip


def write_hires(group, replicates: int, month: np.ndarray) -> None:
    later = month[START_MONTH:]
    common(group, replicates, later)
    for name, monthly in (("subsidised_hires", 3), ("hired_anyway", 1)):
        hires = np.full((len(ARMS), replicates, len(later)), monthly, "int32")
        variable(group, name, "arm replicate month", hires, units="persons", long_name=name)


def write_ledger(group, rng, types, month) -> None:
    common(group, types.shape[1], month)
    scale(group, "line", LINES, TEXT)
    counted = (types > 0).sum(2)
    later = np.arange(types.shape[-1]) >= START_MONTH
    marginal = (types == 4).sum(2)
    amount = np.zeros((*counted.shape, len(LINES)), "int64")
    amount[..., 0] = counted * 40_000
    amount[1, ..., 0] += counted[1] * later * 90_000
    amount[2, ..., 1] = counted[2] * later * 50_000
    amount[..., 2] = marginal * 600_000
    amount[..., 3] = counted * 150_000
    variable(
        group,
        "amount",
        "arm replicate month line",
        amount,
        units="KRW",
        long_name="nominal amount in the month",
    )
    variable(group, "payer", "line", ["government"] * 3 + ["household"], TEXT)
    variable(group, "payee", "line", ["employer", "salary", "household", "government"], TEXT)
    variable(group, "policy_cost", "line", np.array([1, 1, 0, 0], "uint8"))
    prices = 100 * 1.02 ** ((np.arange(len(month)) - 24) / 12)
    variable(
        group, "consumer_prices", "month", prices, units="2025 = 100", long_name="consumer prices"
    )


def write_society(group, rng, replicates: int, month: np.ndarray) -> None:
    common(group, replicates, month)
    scale(group, "cause", ["other", "dialect"], TEXT)
    dims, shape = "arm replicate month", (len(ARMS), replicates, len(month))
    trust = np.cumsum(rng.normal(0.002, 0.004, shape), -1) + 0.3
    more = 0.05 + 0.002 * np.arange(replicates)[:, None]
    trust[1] = trust[0] + more * (np.arange(len(month)) >= START_MONTH)
    trust[2] = trust[0]
    trust[:, :, 0] = np.nan  # no North-led organisation yet
    variable(group, "competence_trust_mean", dims, trust.astype("float32"), units="0-1 scale",
             long_name="trust in competence within dyads, both directions")  # fmt: skip
    causes = np.stack([np.full(shape, 3), np.full(shape, 1)], -1).astype("int32")
    variable(group, "separations", dims + " cause", causes, units="persons",
             long_name="wage jobs that ended, by what weighed most")  # fmt: skip


def write_network(group, rng, replicates: int, first: str, months: int) -> None:
    arm_scale(group)
    scale(group, "replicate", np.arange(replicates, dtype="int32"))
    years = np.arange(int(first[:4]), int(first[:4]) + months // 12, dtype="int32")
    scale(group, "year", years)
    shape = (1, replicates, len(years))
    for name, units in (("mean_degree", "ties"), ("isolated_share", "share"),
                        ("largest_component_share", "share"), ("clustering", "share")):  # fmt: skip
        values = np.repeat(rng.uniform(0.2, 0.8, shape), len(ARMS), 0).astype("float32")
        variable(group, name, "arm replicate year", values, units=units, long_name=name)


def write_persons(group, types, woman, age, month) -> None:
    recorded = min(2, types.shape[1])
    common(group, recorded, month)
    scale(group, "person", np.arange(types.shape[2], dtype="int32"))
    variable(
        group,
        "adjustment_type",
        "arm replicate person month",
        types[:, :recorded],
        flag_values=np.arange(5, dtype="uint8"),
        flag_meanings="not_counted " + " ".join(TYPES),
        long_name="type of adjustment",
    )
    fixed = "replicate person"
    nobody = {"uint8": np.uint8(255), "int16": np.int16(-1), "int32": np.int32(-(2**31))}
    arrival = month[(types[0, :recorded] > 0).argmax(-1)].astype("int32")
    traits = (("sex", woman[:recorded].astype("uint8"), {"flag_meanings": "man woman"}),
              ("age_at_arrival", age[:recorded], {"units": "years"}),
              ("arrival_month", arrival, MONTH_UNITS),
              ("northern_schooling", np.zeros_like(age[:recorded], "uint8"), {}))  # fmt: skip
    for name, values, attributes in traits:
        fill = nobody[str(values.dtype)]
        values[-1, -1] = fill  # the last replicate has a person less
        variable(group, name, fixed, values, _FillValue=fill, **attributes)


def write_provenance(group, replicates: int, first: str) -> None:
    arm_scale(group)
    start = str(np.datetime64(first, "M") + START_MONTH)
    yaml = "policies:\n  wage_subsidy:\n    months: {}\n  mentoring:\n    coverage: {}\n"
    texts = [yaml.format(36, 0), yaml.format(60, 0), yaml.format(36, 0.5)]
    variable(group, "resolved_scenario", "arm", texts, TEXT)
    group.create_dataset("study", data="name: Settlement subsidies\n", dtype=TEXT)
    group.attrs.update(
        git_commit="0" * 40,
        compiler="GCC 12.2.0",
        build_type="Release",
        version="0.1.0",
        seed=np.int64(1),
        replicates=np.int32(replicates),
        scale=1.0,
        created="2026-01-01T00:00:00Z",
        wall_time_s=1.5,
        command="resettle run study.yaml",
        policy_start=start,
        discount_rate=0.045,
        price_year=np.int32(2025),
    )


def write_verification(group, replicates: int) -> None:
    """Digests of one result, all different."""
    arm_scale(group)
    scale(group, "replicate", np.arange(replicates, dtype="int32"))
    scale(group, "result", ["ledger/amount"], TEXT)
    scale(group, "digest_byte", np.arange(32, dtype="int32"))
    cells = np.repeat(np.arange(len(ARMS) * replicates, dtype="uint8"), 32)
    dims = "arm replicate result digest_byte"
    variable(group, "cell_sha256", dims, cells.reshape(len(ARMS), replicates, 1, 32))
