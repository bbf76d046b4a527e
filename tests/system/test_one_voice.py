"""One rule chooses the words: every voice says the same of the same study, whatever its size, its draws and
replicates, its arms and its smallest effect that matters. The program decides; the others read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from small_studies import LONG, SCENARIOS, done, needs_program, resettle, run
from voices import (
    HEADLINE,
    Key,
    Voice,
    ask,
    of_csv,
    of_json,
    of_package,
    of_page,
    of_readable,
    of_short_text,
    of_terminal,
    of_text,
    of_workbook,
    page_of,
)

from resettle.report import LANGUAGES

pytestmark = needs_program

LISTED = ("horizon", "subgroups")  # tables that have the words in every line, wherever they are told

# Of every second study one; in the long form all of each.
PAGES = tuple(product(LANGUAGES, (False, True)))

# Arms by short names, with which tables of the text are no wider than a terminal.
LIBRARY = {
    "mentors": "mentoring", "nocash": "no_cash_support", "wages": "wage_subsidy_cap_1m",
    "therapy": "trauma_counselling", "sponsors": "sponsor_matching", "schools": "credential_recognition",
    "loans": "self_employment", "selfhelp": "collective_self_help", "media": "dialect_and_media",
    "social": "social_workers_for_police", "hiring": "employment_incentive_doubled",
    "capped": "wage_subsidy_capped",
}  # fmt: skip
FEW = ("mentors", "nocash", "wages")
MANY = tuple(arm for arm in LIBRARY if arm != "capped")
# Arms that the library does not have: path, value and unit of what they change.
OWN = {
    "later": ("mentoring", (("on_from", "2040-01", "month"), ("coverage", "1", "share"))),
    "more": ("mentoring", (("coverage", "0.51", "share"),)),
    "rents": ("housing", (("rent_gap_krw", "150000", "KRW/month"),)),
    "again": ("mentoring", (("on_to", "2040-01", "month"), ("coverage", "0.5", "share"))),
}
KOREAN = {"mentors": "{en: Mentors, ko: 멘토}", "nocash": "현금 지원 없음"}


@dataclass(frozen=True)
class Small:
    """A small study: what is different in it."""

    arms: Sequence[str] = FEW
    replicates: int = 4
    draws: int = 0
    scale: float = 0.02
    end: str = "2005-06"
    outcomes: Sequence[str] = ("employment_rate",)
    subgroups: Sequence[str] = ()
    smallest: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)  # of compare, and of the package
    words: Sequence[str] = ()  # further options of the program, which the package has not
    made: str = "run"  # or "merge", "part", "extend"


STUDIES = {
    "replicates": Small(),
    "two replicates": Small(replicates=2),
    "one replicate": Small(replicates=1),
    "draws": Small(FEW[:2], replicates=1, draws=20, scale=0.01, end="2004-06"),
    "few draws": Small(FEW[:2], replicates=2, draws=3, scale=0.01, end="2004-12"),
    "an arm that cannot work": Small((*FEW, "rents")),
    "nothing but what cannot work": Small(("rents", "later"), replicates=2),
    "subgroups, Korean labels": Small(
        subgroups=("sex", "arrival_age"), scale=0.03, replicates=3, labels=KOREAN
    ),
    "smallest as a share": Small(smallest="{share: 0.1}", scale=0.03),
    "nothing is too small": Small(words=("--smallest", "0")),
    "smallest as amounts": Small(smallest=f"{{{HEADLINE}: 300, distress_years: 40, share: 0.001}}"),
    "smallest of the command line": Small(words=("--smallest", "0.3")),
    "fewer than 20 persons": Small(scale=0.001, subgroups=("sex",)),
    "budgets, an arm that never acts": Small(("capped", "wages", "later"), asked={"budget": 1e9}),
    "many arms": Small(MANY, replicates=3),
    "parts merged": Small(made="merge"),
    "a part alone": Small(made="part"),
    "extended": Small(replicates=3, made="extend"),
    "three months": Small(FEW[:2], end="2004-03"),
    "no natural zero": Small(outcomes=("distress_mean", "wage_mean", "belonging_mean"), subgroups=("sex",)),
    "nearly equal arms": Small(("mentors", "more", "nocash"), replicates=5),
    "equal arms": Small(("mentors", "again", "wages")),
    "another definition": Small(asked={"definition": "d"}),
}  # fmt: skip


def write(folder: Path, study: Small) -> Path:
    arms = "  law: {label: Law}\n"
    for arm in study.arms:
        overlay = _own(folder, arm) if arm in OWN else SCENARIOS / f"policies/{LIBRARY[arm]}.yaml"
        label = study.labels.get(arm, f"Arm {study.arms.index(arm) + 1}")
        arms += f"  {arm}: {{overlay: {overlay}, label: {label}}}\n"
    text = (
        f"study: voices\nintent: To be told.\nbaseline: {SCENARIOS / 'baseline.yaml'}\n"
        f"period: {{start: 2003-07, policy_start: 2004-01, end: {study.end}}}\n"
        f"replicates: {study.replicates}\nseed: 11\nscale: {study.scale}\nreference: law\n"
        f"arms:\n{arms}outcomes: [{', '.join(study.outcomes)}]\n"
    )
    if study.subgroups:
        text += f"subgroups: [{', '.join(study.subgroups)}]\n"
    if study.draws:
        text += f"parameters: {{from: prior, draws: {study.draws}}}\n"
    if study.smallest:
        text += f"smallest_effect: {study.smallest}\n"
    file = folder / "voices.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def _own(folder: Path, name: str) -> Path:
    instrument, entries = OWN[name]
    lines = [f"    {key}: {{value: {value}, unit: {unit}, status: policy, source: x}}\n"
             for key, value, unit in entries]  # fmt: skip
    file = folder / f"{name}.yaml"
    file.write_text(
        f"based_on: {SCENARIOS / 'baseline.yaml'}\nintent: To be tried.\n"
        f"policies:\n  {instrument}:\n{''.join(lines)}",
        encoding="utf-8",
    )
    return file


def simulate(study: Small, folder: Path) -> Path:
    """Its file, however it is made."""
    written, file = write(folder, study), folder / "voices.h5"
    if study.made == "run":
        return run(written, file)
    if study.made == "extend":
        few = run(written, file, "--replicates", 1)
        done(resettle("extend", few, "--replicates", study.replicates))
        return few
    parts = [run(written, folder / f"{part}.h5", "--part", f"{part}/2") for part in (1, 2)]
    done(resettle("merge", *parts, "-o", file))
    return file


@pytest.fixture(scope="module")
def file_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Small], Path]:
    """Studies that differ only in what is asked of them have one file, a part and the whole one folder."""
    files: dict[str, Path] = {}

    def made(study: Small) -> Path:
        simulated = replace(study, asked={}, words=(), made=study.made.replace("part", "merge"))
        key = repr(simulated)
        if key not in files:
            files[key] = simulate(simulated, tmp_path_factory.mktemp("voices"))
        return files[key].with_name("1.h5") if study.made == "part" else files[key]

    return made


def check(name: str, voice: Voice, wanted: Voice, needed: Iterable[Key]) -> None:
    """The voice says what is wanted, and tells at least of what is needed."""
    for key, said in voice.items():
        assert key in wanted, f"{name} tells of {key}, of which the program says nothing"
        want = wanted[key]
        assert said.words in (None, want.words), f"{name}, {key}: {said.words} and not {want.words}"
        for number, exact in zip(said.numbers, want.numbers, strict=False):
            if number is None or exact is None:
                same = number is exact
            else:
                same = number.means(exact.value)
            assert same, f"{name}, {key}: {number} and not {exact}"
    missing = set(needed) - set(voice)
    assert not missing, f"{name} says nothing of {sorted(missing)}"


def rows_of(voice: Voice, *tables: str) -> list[Key]:
    return [key for key in voice if key[0] in tables]


def headlines(voice: Voice) -> list[Key]:
    return [key for key in rows_of(voice, "horizon") if key[2] == HEADLINE]


# Each takes some ten seconds: every second one here, all in the long form.
@pytest.mark.parametrize("name", list(STUDIES)[:: 1 if LONG else 2])
def test_every_voice_says_the_same(name: str, file_of: Callable[[Small], Path], tmp_path: Path) -> None:
    study = STUDIES[name]
    file = file_of(study)
    options = [str(word) for key, value in study.asked.items() for word in (f"--{key}", value)]
    options += study.words
    told = ask(file, *options)
    wanted = of_json(told)
    assert told.compared
    assert {key[1] for key in headlines(wanted)} == set(told.compared) <= {*study.arms} - {"later"}

    text = done(resettle("compare", file, *options))
    check("the text in short", of_short_text(text, told), wanted, headlines(wanted))
    text = done(resettle("compare", file, "--full", *options))
    check("the text", of_text(text, told), wanted, rows_of(wanted, *LISTED, "at_end", "ranking", "frontier"))
    text = done(resettle("compare", file, "--csv", *options))
    check("CSV", of_csv(text), wanted, wanted)
    check("the workbook", of_workbook(told), wanted, wanted)
    check("notebooks", of_readable(told), wanted, rows_of(wanted, "horizon"))
    for language in LANGUAGES:
        spoken = of_terminal(language, file, told)
        shown = {key for key in headlines(wanted) if wanted[key].words != "too few persons"}
        check(f"the terminal in {language}", spoken, wanted, {*rows_of(wanted, *LISTED), *shown})
    if study.words:
        return  # only the program is asked so
    check("the package", of_package(file, study.asked), wanted, wanted)
    if "definition" in study.asked:
        return  # the report has a table of all of them
    shown = {key: said for key, said in wanted.items() if said.words != "too few persons"}
    for language, brief in PAGES:
        if not LONG and list(STUDIES).index(name) % (2 * len(PAGES)) != 2 * PAGES.index((language, brief)):
            continue
        page = of_page(language, page_of(file, tmp_path / "page.html", language, brief=brief), told)
        needed = headlines(shown) if brief else rows_of(shown, "at_end", "subgroups", "frontier")
        check(f"the {'brief ' * brief}report in {language}", page, wanted, {*headlines(shown), *needed})
