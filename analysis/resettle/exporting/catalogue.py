"""Which tables an export has."""

from __future__ import annotations

from collections.abc import Iterator

from resettle.exporting.fields import dims_of
from resettle.exporting.tables import CONSTANT, Source, Table, Time

# Events of a month, of which few fall into a single one: published as sums of calendar years.
EVENTS = {("transitions", "persons"), ("society", "separations"),
          ("aggregates", "deaths"), ("aggregates", "departures"),
          ("hires", "subsidised_hires"), ("hires", "hired_anyway")}  # fmt: skip
LEFT_OUT = ("provenance", "verification", "persons")  # these have files of their own, or none
WHAT = {
    "aggregates": "all indicators by subgroup",
    "indicators": "the indicators, of everybody",
    "subgroups": "the indicators that were asked for, by subgroup",
    "exits": "deaths and departures",
    "transitions": "who changes type, and who stays",
    "twins": "the same persons by type in the reference and in the arm",
    "gains": "who gains and who loses months in integration",
    "hires": "hires with a wage subsidy",
    "ledger": "payments by line",
    "society": "attitudes, organisations, officers",
    "society_separations": "ended jobs by cause",
    "draws": "the uncertain parameters as they were drawn; draw 0: their central values",
    "network": "ties among fellow defectors",
}
BY_YEAR = "_by_year"  # ends the name of a table that there is by month as well
Variables = dict[tuple[tuple[str, ...], bool], list[str]]  # (dimensions, whether events) -> names


def tables_of(source: Source) -> Iterator[Table]:
    """The tables of every group but /persons, one for each set of dimensions that a group has;
    those of which nothing is chosen are left out. With outcomes chosen, only what holds these."""
    for name in source.file:
        if name in LEFT_OUT or (source.selection.outcomes is not None and name != "aggregates"):
            continue
        found = _indicators(source) if name == "aggregates" else _tables_of_group(source, name)
        yield from filter(None, found)


def _tables_of_group(source: Source, group: str) -> Iterator[Table]:
    sets = _sets(source, group)
    whole = max((dims for dims, _ in sets), key=len, default=())
    for (dims, events), names in sets.items():
        title = group
        if len({d for d, _ in sets}) > 1 and dims == whole:
            title = f"{group}_{'_'.join(names)}"
        if group == "ledger" and source.selection.by_year and "amount" in names:
            yield _table(source, group, title + BY_YEAR, dims, [*names, CONSTANT], Time.SUMS)
        elif events:
            yield _table(source, group, title, dims, names, Time.SUMS)
        elif "month" in dims and source.selection.by_year:
            yield _table(source, group, title + BY_YEAR, dims, names, Time.MEANS)
        else:
            yield _table(source, group, title, dims, names, Time.KEPT)


def _indicators(source: Source) -> Iterator[Table]:
    """All of them for everybody, and those that the study asks for by subgroup; or all by subgroup."""
    chosen = source.selection
    for (dims, events), names in _sets(source, "aggregates").items():
        if chosen.outcomes is not None:
            names = [name for name in names if name in chosen.outcomes]
        if events:  # recorded for everybody only
            yield _table(source, "aggregates", "exits", dims[:-1], names, Time.SUMS)
            continue
        if chosen.full:
            yield _table(source, "aggregates", "aggregates", dims, names, Time.KEPT)
            continue
        time, ending = (Time.MEANS, BY_YEAR) if chosen.by_year else (Time.KEPT, "")
        yield _table(source, "aggregates", f"indicators{ending}", dims[:-1], names, time)
        named = [name for name in names if name in chosen.of_subgroups]
        yield _table(source, "aggregates", f"subgroups{ending}", dims, named, time)


def _sets(source: Source, group: str) -> Variables:
    """The variables of a group by their dimensions."""
    sets: Variables = {}
    for name, variable in source.file[group].items():
        dims = dims_of(variable)
        if len(dims) > 1 and name not in dims:
            sets.setdefault((dims, (group, name) in EVENTS), []).append(name)
    return sets


def _table(
    source: Source, group: str, name: str, dims: tuple[str, ...], variables: list[str], time: Time
) -> Table:
    """Of everybody, if the table has no subgroups though the file has."""
    names = ["calendar year" if d == "month" and time is not Time.KEPT else d.replace("_", " ") for d in dims]
    what = WHAT.get(name.removesuffix(BY_YEAR), "what the study file has")
    meaning = f"{what} (/{group}), one row for each " + ", ".join(names)
    everybody = group == "aggregates" and "subgroup" not in dims
    return Table(name, meaning, dims, source.file[group], variables, time, everybody, source)
