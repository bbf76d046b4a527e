"""The page: everything the template shows, put together and made one HTML file."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from resettle.called_as import file_argument
from resettle.program import ask, ask_json
from resettle.study_file import fewest_shown

from .answer import Answer
from .figure import Figure
from .figures_economics import EconomicFigures
from .figures_effects import EffectFigures
from .figures_equity import EquityFigures
from .gain_bars import gain_bars
from .inputs import ArmInputs, Difference, read_arms, read_meanings
from .source import StudySource
from .table import Cell, Table, kind_of, says_unit
from .tables import Tables
from .tables_economics import SectionTables
from .words import MISSING, Words

FEWEST_REPLICATES = 10  # fewer, or less than the full scale, is a first look, as the terminal says
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class ArmText:
    """An arm as the page describes it."""

    name: Cell
    intent: Cell
    settings: Table | None
    is_reference: bool


def make_page(source: StudySource, language: str, title: str | None = None, author: str | None = None) -> str:
    """The report on a study as one HTML text that needs nothing else. title: in place of the
    study's question. author: who reports."""
    words = Words(language)
    comparison = source.comparison
    head = comparison.raw
    answer = Answer(comparison, words)
    denominators = {name: told["denominator"] for name, told in source.indicators.items()}
    tables = Tables(comparison, words, answer, denominators, source.study.arms)
    figures = _figures(source, words, tables)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["commands"] = _with_commands
    return environment.get_template("report.html.j2").render(
        words=words,
        study=head,
        title=words.term("studies", head["study"], head["study"].replace("_", " ")),
        question=Cell(title) if title else _question(head, words),
        author=author or "",
        citation=_citation(source, words, title, author),
        period=(words.month(head["policy_start"]), words.month(head["end"])),
        answer=answer,
        preliminary=_preliminary(head, words),
        gains=gain_bars(answer, tables),
        arms=_arms(source, words, tables),
        changed=head["changed_on_command_line"],
        tables=tables,
        sections=SectionTables(tables),
        figures={figure.key: figure for figure in figures},
        provenance=_provenance(source, words),
        reproduction=_reproduction(source, language),
        inputs=source.provenance["input_sha256"],
        not_recorded=[words.term("not_recorded", name) for name in head["not_recorded"]],
        limit=f"{fewest_shown(head['scale']):,}",
        style=_asset("report.css"),
        script=_asset("report.js"),
        library=Markup(_safe_script(_drawing_library())),
        data=Markup(_data(figures, words)),
    )


def _drawing_library() -> str:
    return vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its types forget a default


def _figures(source: StudySource, words: Words, tables: Tables) -> list[Figure]:
    effects = EffectFigures(source, words, tables)
    economics = EconomicFigures(source.comparison, words, tables)
    equity = EquityFigures(source, words, tables)
    made = [effects.types(), effects.difference(), effects.flows(), equity.subgroups()]
    made += [equity.winners(), economics.plane(), economics.acceptability(), economics.budget()]
    return [figure for figure in made if figure is not None]


def _question(comparison: Mapping[str, Any], words: Words) -> Cell:
    intent = str(comparison["intent"]) or str(comparison["study"])
    return Cell(words.term("intents", intent), "", words.is_foreign("intents", intent))


def _preliminary(comparison: Mapping[str, Any], words: Words) -> list[str]:
    """Why the results are a first look, not to be reported; empty where nothing says so."""
    told = {"replicates": comparison["replicates"], "least": FEWEST_REPLICATES}
    told["share"] = words.number(comparison["scale"], "share")
    reasons = {
        "scaled": comparison["scale"] < 1,
        "few": comparison["replicates"] < FEWEST_REPLICATES,
    }
    given = [key for key, holds in reasons.items() if holds]
    return [words(f"preliminary.{key}", **told) for key in ["lead", *given]] if given else []


# ---- arms and their settings --------------------------------------------------------------------


def _arms(source: StudySource, words: Words, tables: Tables) -> list[ArmText]:
    """The reference first."""
    reference = str(source.comparison.raw["reference"])
    meanings = read_meanings(ask_json(["schema"]))
    arms = read_arms(source.provenance["resolved_scenario"], reference)
    arms.sort(key=lambda arm: arm.arm != reference)
    return [_arm_text(arm, reference, words, tables, meanings) for arm in arms]


def _arm_text(
    arm: ArmInputs, reference: str, words: Words, tables: Tables, meanings: Mapping[str, str]
) -> ArmText:
    start = str(tables.head["policy_start"])
    rows = [
        _setting_row(difference, words, meanings, start)
        for difference in arm.differences
        if _in_force(difference.reference, start) != _in_force(difference.arm.value, start)
    ]
    settings = None
    if rows:
        settings = tables.make("settings", rows, "ttttt")
    intent = Cell(words.term("intents", arm.intent), "", words.is_foreign("intents", arm.intent))
    return ArmText(tables.arm(arm.arm), intent, settings, arm.arm == reference)


def _setting_row(difference: Difference, words: Words, meanings: Mapping[str, str], start: str) -> list[Cell]:
    path, setting = difference.path, difference.arm
    meaning = meanings.get(path, path)
    status = words.term("statuses", setting.status)
    told = words.knows("settings", path)
    where = path.removeprefix("policies.").partition(".")[0]
    name = words.term("settings", path, meaning)
    instrument = words.term("instruments", where, where.replace("_", " "))
    label = words("setting", instrument=instrument, meaning=name)
    return [
        Cell(label, "", not told, path),
        Cell("", lines=_values(difference.reference, setting.unit, words, start)),
        Cell("", lines=_values(setting.value, setting.unit, words, start)),
        Cell(status),
        Cell(words.term("sources", setting.source), "", words.is_foreign("sources", setting.source)),
    ]


def _values(value: Any, unit: str, words: Words, start: str) -> list[str]:
    """A value as a reader would write it; of a series by dates, see _in_force."""
    if not isinstance(value, Mapping):
        return [_value(value, unit, words)]
    return [
        words("from_month", month=words.month(since), value=_value(one, unit, words))
        for since, one in _in_force(value, start)
    ]


def _in_force(value: Any, start: str) -> list[tuple[str, Any]]:
    """What holds when the policies begin and what follows, by month from which on: the earlier
    history of a series by dates is that of every arm."""
    if not isinstance(value, Mapping):
        return [(start, value)]
    told = {str(date): one for date, one in value.items()}
    dates = sorted(told)
    first = max((date for date in dates if date <= start), default=dates[0])
    return [(max(date, start), told[date]) for date in dates if date >= first]


def _value(value: Any, unit: str, words: Words) -> str:
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if value is None or value == "none":
        return words("no_value")
    if isinstance(value, int | float):
        kind = kind_of(unit)
        if says_unit(kind):
            return words.number(value, kind)
        return f"{value:,} {words.term('units', unit)}" if unit else f"{value:,}"
    if unit == "month" and re.fullmatch(r"\d{4}-\d{2}", str(value)):
        return words.month(str(value))
    return str(value)


# ---- provenance ---------------------------------------------------------------------------------


def _provenance(source: StudySource, words: Words) -> dict[str, str]:
    """What was run, by which program, from which file; by what the page calls it."""
    told = source.provenance
    with source.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    comparison = source.comparison.raw
    entries = {
        "file": source.path.name,
        "file_sha256": digest,
        "program": f"resettle {told['version']}",
        "commit": told["git_commit"],
        "compiler": f"{told['compiler']}, {told['build_type']}",
        "created": told["created"],
        "seed": told["seed"],
        "replicates": comparison["replicates"],
        "scale": words.number(comparison["scale"], "share"),
        "command": told["command"],
        "reported": datetime.now(UTC).strftime("%Y-%m-%d"),
        "reporter": ask(["--version"]).strip(),
    }
    return {words(f"provenance.{key}"): str(value) or MISSING for key, value in entries.items()}


def _citation(source: StudySource, words: Words, title: str | None, author: str | None) -> str:
    """How to cite the results: who, when, what, by which program, and the number that is the same
    for the same results."""
    told = source.provenance
    return words(
        "citation",
        author=f"{author}. " if author else "",
        year=datetime.now(UTC).strftime("%Y"),
        title=title or _question(source.comparison.raw, words).text.rstrip("."),
        study=source.comparison.raw["study"],
        replicates=source.comparison.raw["replicates"],
        version=told["version"],
        commit=str(told["git_commit"])[:12],
        fingerprint=source.study.fingerprint,
    )


@dataclass(frozen=True)
class Reproduction:
    """How to obtain the same numbers again. `caution`: key of what stands in the way, or empty.
    `alone`: the command that needs nothing but the study file and the program."""

    commands: list[str]
    caution: str
    alone: str


def _reproduction(source: StudySource, language: str) -> Reproduction:
    told = source.provenance
    commit, _, dirty = str(told["git_commit"]).partition("-")
    known = re.fullmatch("[0-9a-f]{7,40}", commit) is not None
    file, page = (shlex.quote(file_argument(name)) for name in (source.path.name, f"{source.path.stem}.html"))
    # The recorded command names the study (YAML) as it was given, whatever is in its name.
    study = str(json.loads(told.get("settings", "{}")).get("file", ""))
    run = str(told["command"]).replace(study, shlex.quote(study), 1) if study else told["command"]
    alone = f"./resettle verify {file} --rerun all"
    commands = [
        *([f"git checkout {commit}"] if known else []),
        f"./{run} -o {file}",
        alone,
        f"./resettle report {file} --lang {language} -o {page}",
    ]
    caution = "unknown" if not known else "dirty" if dirty else ""
    return Reproduction(commands, caution, alone)


def _with_commands(text: str) -> Markup:
    """A text with what stands between backticks set as a command."""
    command = Markup("<code>{}</code>")
    parts = enumerate(text.split("`"))
    return Markup("").join(command.format(part) if i % 2 else escape(part) for i, part in parts)


# ---- what stands in the page --------------------------------------------------------------------


def _asset(name: str) -> Markup:
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def _safe_script(text: str) -> str:
    """An end tag inside a script would end it early."""
    return text.replace("</script", "<\\/script")


def _data(figures: list[Figure], words: Words) -> str:
    data = {
        "language": words.language,
        "texts": words.at("script"),
        "numbers": {
            name: words.at(name) for name in ("percent", "points", "krw", "krw_steps", "below", "missing")
        },
        "figures": [figure.to_json(words) for figure in figures],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")  # no text of a study can open or close a tag
