"""Studies of which little or nothing can be said: a sentence in every place, and never a traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import nbformat
import pytest
from small_studies import (
    HOME,
    LONG,
    SCENARIOS,
    TO_MEND,
    done,
    environment,
    needs_program,
    resettle,
    run,
)

pytestmark = needs_program

YEARS = {"start": "2003-01", "policy_start": "2004-01", "end": "2005-12"}
MENTORS = f"{{overlay: {SCENARIOS / 'policies' / 'mentoring.yaml'}, label: Mentors}}"
# Few persons meet an instrument that is new, but all miss those that end.
NOTHING = MENTORS.replace("mentoring", "no_policy").replace("Mentors", "Nothing")
HOSTILE = '"=HYPERLINK(1)</script><script>alert(1)</script><b>$x_{1}$ & {arm} `ls`"'

LATER = f"""based_on: {SCENARIOS / "baseline.yaml"}
intent: Nothing that the study sees.
policies:
  mentoring:
    coverage: {{value: {{2010-01: 0.5}}, unit: share, status: policy, source: policy choice}}
"""

# What differs from a small study of two years with two arms and three replicates.
KINDS: dict[str, dict[str, object]] = {
    "few_persons": {"scale": 0.001, "arm": NOTHING},
    "nearly_few_persons": {"scale": 0.004, "end": "2004-12"},
    "no_december": {"start": "2004-01", "policy_start": "2004-03", "end": "2004-08"},
    "one_replicate": {"replicates": 1},
    "two_replicates": {"replicates": 2},
    "policy_at_the_end": {"policy_start": "2005-12"},
    "arms_the_same": {"arm": "{overlay: later.yaml, label: Mentors after the end}"},
    "same_labels": {"arm": MENTORS.replace("Mentors", "Law")},
    "hostile_label": {"arm": MENTORS.replace("Mentors", HOSTILE), "intent": HOSTILE},
    "only_the_reference": {},  # a scenario that is run by itself
}
SHORT = ("few_persons", "two_replicates", "hostile_label", "only_the_reference")
LANGUAGES = ["en", "ko"] if LONG else ["en"]


def write(folder: Path, kind: str) -> Path:
    told = {**YEARS, "scale": 0.02, "replicates": 3, "arm": MENTORS, "intent": "Small.", **KINDS[kind]}
    (folder / "later.yaml").write_text(LATER, encoding="utf-8")
    study = folder / f"{kind}.yaml"
    study.write_text(
        f"study: {kind}\nintent: {told['intent']}\nbaseline: {SCENARIOS / 'baseline.yaml'}\n"
        f"period: {{start: {told['start']}, policy_start: {told['policy_start']}, end: {told['end']}}}\n"
        f"replicates: {told['replicates']}\nseed: 7\nscale: {told['scale']}\nreference: law\n"
        f"arms:\n  law: {{label: Law}}\n  other: {told['arm']}\n"
        "outcomes: [employment_rate, persons_15_plus]\nsubgroups: [sex]\n",
        encoding="utf-8",
    )
    return study


@pytest.fixture(scope="module", params=[k for k in KINDS if LONG or k in SHORT])
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    output = folder / f"{request.param}.h5"
    if request.param == "only_the_reference":
        return run(SCENARIOS / "baseline.yaml", output, "--scale", 0.002, "--replicates", 3)
    return run(write(folder, request.param), output)


def package(*arguments: object) -> subprocess.CompletedProcess[str]:
    where = environment() | {"PYTHONPATH": str(HOME / "analysis"), "PYTHONWARNINGS": "error::RuntimeWarning"}
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        capture_output=True, text=True, env=where, timeout=600, check=False,
    )  # fmt: skip


def is_compared(study: Path) -> bool:
    return study.stem != "only_the_reference"


def test_the_comparison(study: Path) -> None:
    for option in ("--full", "--json", "--csv"):
        result = resettle("compare", study, option, "--outcome", "persons_15_plus")
        if not is_compared(study):
            assert result.returncode == TO_MEND
            assert "at least two arms" in result.stderr
            continue
        text = done(result)
        assert not re.search(r"\b(nan|inf)\b", text)
        if option == "--json":
            check_few(study, json.loads(text))


def check_few(study: Path, comparison: dict) -> None:
    if all(arm["role"] != "compared" for arm in comparison["arms"]):  # no arm ever acts
        assert not comparison["tables"]
        return
    results = comparison["tables"]["horizon"]["rows"]
    if comparison["replicates"] < 3:
        assert {r["verdict"]["sureness"] for r in results} == {None}
        assert all(r["difference"] is None or r["difference"]["low"] is None for r in results)
        assert len(results) > 0
    if study.stem == "arms_the_same":
        assert {r["verdict"]["finding"] for r in results} == {"nothing"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report(study: Path, language: str, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    result = package("resettle.report", study, "-o", page, "--lang", language, "--budget", "1e9")
    assert "Traceback" not in result.stderr, result.stderr
    if not is_compared(study):
        assert result.returncode == TO_MEND
        assert "at least two arms" in result.stderr
        return
    done(result)
    text = page.read_text(encoding="utf-8")
    body, _, scripts = text.partition('<script type="application/json"')
    assert not re.search(r"\b(nan|NaN|inf)\b", re.sub(r"<[^>]*>", " ", body.partition("<body>")[2]))
    assert "<script" not in body
    assert scripts.count("</script>") == 3
    assert "<b>" not in text.replace(scripts.partition("</script>")[2], "")
    for told in re.findall(r"(?:about|약) ([\d.,]+)", body):
        assert "." not in told.rstrip("."), told


def test_the_export(study: Path, tmp_path: Path) -> None:
    done(package("resettle.exporting", study, "-o", tmp_path / "full", "--full", "--no-workbook"))
    said = done(package("resettle.exporting", study, "-o", tmp_path / "tables"))
    for folder in ("full", "tables"):
        texts = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / folder).glob("*.csv"))
        assert not re.search(r'(^|,)"?=', texts, re.MULTILINE)
    assert ("No workbook: This study has only the reference arm" in said) != is_compared(study)
    if is_compared(study):
        with zipfile.ZipFile(tmp_path / "tables" / "comparison.xlsx") as book:
            sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
        assert sheets and not any(b"<f" in sheet for sheet in sheets)  # no formula


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure(study: Path, language: str) -> None:
    import resettle as package_
    from resettle import figures

    def every(opened: package_.Study) -> dict[str, Callable[[], object]]:
        named = {
            name: partial(getattr(figures, name), opened, language=language)
            for name in ("types_over_time", "difference", "subgroup_forest", "cost_effectiveness_plane",
                         "acceptability_curve", "budget_by_year", "network_of_ties", "ngo_trust_over_time")
        }  # fmt: skip
        for arm in opened.others:
            named[f"flows {arm}"] = lambda arm=arm: figures.flows(opened, arm, language=language)
        return named

    refused = set()
    with package_.open(study) as opened, warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("error", UserWarning)
        for name, draw in every(opened).items():
            try:
                figure = draw()
            except (package_.StudyError, package_.ProgramError) as reason:
                assert "reference" in str(reason) or "two arms" in str(reason), (name, reason)
                refused.add(name)
                continue
            figure.draw_without_rendering()
            assert figure.get_suptitle()
            assert not re.search(r"\bnan\b", figure.get_suptitle()), name
    assert bool(refused) != is_compared(study)


@pytest.mark.parametrize("name", ["1_first_look", "2_comparing_subsidies", "3_who_benefits",
                                  "4_cost_effectiveness_and_budget"])  # fmt: skip
def test_every_notebook_on_a_study(study: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells one after the other, without a kernel: what a cell shows is drawn."""
    if not LONG and study.stem not in ("few_persons", "only_the_reference"):
        pytest.skip("in the long form only")
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("RESETTLE_STUDY", str(study))
    monkeypatch.chdir(HOME / "analysis" / "notebooks")
    notebook = nbformat.read(f"{name}.ipynb", as_version=4)
    shell = InteractiveShell()
    shown: list[object] = []
    shell.user_ns["display"] = shown.append
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        result = shell.run_cell(cell.source, silent=False)
        assert result.success, (cell.id, result.error_in_exec)
        shown.append(result.result)
    for one in shown:
        if hasattr(one, "draw_without_rendering"):
            one.draw_without_rendering()
        assert not re.search(r"\bnan\b", str(one)), one


def test_the_package_says_the_same_of_chance_as_the_program() -> None:
    from resettle import statistics

    header = (HOME / "sim" / "results" / "paired_interval.h").read_text(encoding="utf-8")
    source = (HOME / "sim" / "results" / "paired_interval.cpp").read_text(encoding="utf-8")
    assert f"kFewestForInterval = {statistics.FEWEST_FOR_INTERVAL};" in header
    assert f"kFewestEqual = {statistics.FEWEST_EQUAL};" in header
    assert f"kEqual = {statistics.EQUAL:.0e};".replace("e-03", "e-3") in source

