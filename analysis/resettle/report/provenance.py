"""Where the numbers of a report come from, how to cite them and how to obtain them again."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime

from resettle.called_as import file_argument
from resettle.program import ask

from .answer import Answer
from .options import PageOptions
from .source import StudySource
from .words import MISSING, Words


def provenance(source: StudySource, words: Words) -> dict[str, str]:
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
        **_of_draws(source, words),
        "scale": words.number(comparison["scale"], "share"),
        "command": told["command"],
        "reported": datetime.now(UTC).strftime("%Y-%m-%d"),
        "reporter": ask(["--version"]).strip(),
    }
    return {words(f"provenance.{key}"): str(value) or MISSING for key, value in entries.items()}


def _of_draws(source: StudySource, words: Words) -> dict[str, object]:
    """How many draws of the parameters there are, and where they come from; empty without."""
    draws = source.comparison.draws
    if not draws:
        return {}
    told = str(source.provenance.get("draws_from", "prior"))
    origin = words("draws_from.prior") if told == "prior" else words("draws_from.file", file=told)
    return {"draws": draws, "draws_from": origin}


def citation(source: StudySource, answer: Answer, title: str, author: str) -> str:
    """How to cite the results: who, when, what, by which program, and the number that is the same
    for the same results."""
    told = source.provenance
    year = datetime.now(UTC).strftime("%Y")
    by = f"{_ended(author)} ({year}). {_ended(title)}" if author else f"{title.rstrip('.')} ({year})."
    return answer.words(
        "citation",
        by=by,
        study=source.comparison.raw["study"],
        **answer.runs(),
        version=told["version"],
        commit=str(told["git_commit"])[:12],
        fingerprint=source.study.fingerprint,
    )


def _ended(text: str) -> str:
    """A text with a full stop, unless it ends in a sign of its own."""
    return text if text.endswith((".", "?", "!", "…", "。", "？", "！")) else f"{text}."


@dataclass(frozen=True)
class Reproduction:
    """How to obtain the same numbers again. `caution`: key of what stands in the way, or empty.
    `alone`: the command that needs nothing but the study file and the program."""

    commands: list[str]
    caution: str
    alone: str


def reproduction(source: StudySource, options: PageOptions) -> Reproduction:
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
        f"./resettle report {file} {options.as_typed()} -o {page}",
    ]
    caution = "unknown" if not known else "dirty" if dirty else ""
    return Reproduction(commands, caution, alone)
