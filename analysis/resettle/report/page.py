"""The page: everything the template shows, put together and made one HTML file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from resettle.study_file import fewest_shown
from resettle.validation import read_validation

from .answer import Answer
from .arm_texts import arm_texts
from .brief import in_brief
from .expected_loss import ExpectedLoss
from .figure import Figure
from .figures_economics import EconomicFigures
from .figures_effects import EffectFigures
from .figures_equity import EquityFigures
from .gain_bars import gain_bars
from .options import PageOptions, one_line
from .provenance import citation, provenance, reproduction
from .source import StudySource
from .table import Cell
from .tables import Tables
from .tables_economics import SectionTables
from .validation_box import ValidationBox
from .words import Words

TEMPLATES = Path(__file__).parent / "templates"


def make_page(source: StudySource, options: PageOptions) -> str:
    """The report on a study as one HTML text that needs nothing else."""
    head = source.comparison.raw
    words = Words(options.language, source.comparison.drawn_from)
    answer = Answer(source.comparison, words)
    denominators = {name: told["denominator"] for name, told in source.indicators.items()}
    tables = Tables(source.comparison, words, answer, denominators, source.study.arms)
    title, author = one_line(options.title), one_line(options.author)
    question = Cell(title) if title else answer.question()
    told = {
        "words": words,
        "study": head,
        "title": words.term("studies", head["study"], head["study"].replace("_", " ")),
        "question": question,
        "own_title": bool(title),
        "author": author,
        "citation": citation(source, answer, question.text, author),
        "answer": answer,
        "gains": gain_bars(answer, tables),
        "arms": arm_texts(source, words, tables),
        "added": source.study.added,
        "tables": tables,
        "validation": ValidationBox(read_validation(), source, tables),
        "limit": f"{fewest_shown(head['scale']):,}",
    }
    if options.brief:
        return _render("brief.html.j2", told | {"style": _asset("report.css") + _asset("brief.css")})
    return _render("report.html.j2", told | _of_the_whole(source, options, words, tables))


def _of_the_whole(source: StudySource, options: PageOptions, words: Words, tables: Tables) -> dict[str, Any]:
    """What the report shows and the brief page does not."""
    head = source.comparison.raw
    figures = _figures(source, words, tables)
    return {
        "period": (words.month(head["policy_start"]), words.month(head["end"])),
        "changed": head["changed_on_command_line"],
        "sections": SectionTables(tables),
        "expected_loss": ExpectedLoss(tables),
        "figures": {figure.key: figure for figure in figures},
        "provenance": provenance(source, words),
        "reproduction": reproduction(source, options),
        "inputs": source.provenance["input_sha256"],
        "not_recorded": [words.term("not_recorded", name) for name in head["not_recorded"]],
        "style": _asset("report.css"),
        "script": _asset("report.js"),
        "library": Markup(_safe_script(_drawing_library())),
        "data": Markup(_data(figures, words)),
    }


def _render(template: str, told: dict[str, Any]) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["commands"] = _with_commands
    environment.filters["stressed"] = _stressed
    environment.filters["in_brief"] = in_brief
    page = environment.get_template(template).render(told)
    return page.encode("utf-8", "replace").decode()  # a name of a file may be no UTF-8


@cache
def _drawing_library() -> str:
    return vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its types forget a default


def _figures(source: StudySource, words: Words, tables: Tables) -> list[Figure]:
    effects = EffectFigures(source, words, tables)
    economics = EconomicFigures(source.comparison, words, tables)
    equity = EquityFigures(source, words, tables)
    made = [effects.types(), effects.difference(), effects.flows(), equity.subgroups()]
    made += [equity.winners(), economics.plane(), economics.acceptability(), economics.budget()]
    return [figure for figure in made if figure is not None]


def _with_commands(text: str) -> Markup:
    """A text with what stands between backticks set as a command."""
    command = Markup("<code>{}</code>")
    parts = enumerate(text.split("`"))
    return Markup("").join(command.format(part) if i % 2 else escape(part) for i, part in parts)


def _stressed(text: str, names: list[str]) -> Markup:
    """A sentence in which these names stand out, so that it is understood at a glance."""
    told = str(escape(text))
    for name in names:
        told = told.replace(str(escape(name)), f"<strong>{escape(name)}</strong>")
    return Markup(told)


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
