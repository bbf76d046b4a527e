"""One rule chooses the words: terminal, JSON, CSV, the Python package and the report say the same of
the same study, whatever its size, its replicates and its smallest effect that matters."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from small_studies import LONG, SCENARIOS, done, needs_program, resettle, run

import resettle as package
from resettle.report import write_report

pytestmark = needs_program

POLICIES = SCENARIOS / "policies"
ARMS = ["mentoring", "settlement_grant_doubled", "wage_subsidy_cap_1m", "no_cash_support"]
# Replicates, scale, months of policy, and what matters: twenty studies, a few of them in every run.
STUDIES = [
    (replicates, scale, end, smallest)
    for replicates, scale in ((2, 0.02), (3, 0.05), (4, 0.01), (6, 0.05), (12, 0.03))
    for end, smallest in (
        ("2004-06", "{share: 0}"),
        ("2006-12", "{share: 0.005}"),
        ("2006-12", "{share: 0.05}"),
        ("2008-12", "{integrated_person_months: 300, share: 0.001}"),
    )
]
CHOSEN = STUDIES if LONG else STUDIES[3::6]
OUTCOME = "integrated_person_months"


def write(folder: Path, replicates: int, scale: float, end: str, smallest: str) -> Path:
    arms = "".join(
        f"  {name}: {{overlay: {POLICIES / name}.yaml, label: Arm {name}}}\n" for name in ARMS
    )
    study = folder / "voices.yaml"
    study.write_text(
        f"study: voices\nintent: To be told.\nbaseline: {SCENARIOS / 'baseline.yaml'}\n"
        f"period: {{start: 2003-01, policy_start: 2004-01, end: {end}}}\n"
        f"replicates: {replicates}\nseed: 11\nscale: {scale}\nreference: law\n"
        f"arms:\n  law: {{label: Law}}\n{arms}outcomes: [employment_rate]\n"
        f"smallest_effect: {smallest}\n",
        encoding="utf-8",
    )
    return study


def words(verdict: dict[str, str | None]) -> str:
    """As the program spells a verdict."""
    finding, sureness = str(verdict["finding"]), verdict["sureness"]
    if sureness:
        return f"{finding}, {sureness}".replace("_", " ")
    return "no difference" if finding == "nothing" else finding.replace("_", " ")


@pytest.mark.parametrize(("replicates", "scale", "end", "smallest"), CHOSEN)
def test_every_voice_says_the_same(
    tmp_path: Path, replicates: int, scale: float, end: str, smallest: str
) -> None:
    file = run(write(tmp_path, replicates, scale, end, smallest), tmp_path / "voices.h5")
    told = json.loads(done(resettle("compare", file, "--json")))
    rows = {row["arm"]: row for row in told["tables"]["horizon"]["rows"] if row["outcome"] == OUTCOME}
    prices = {
        row["arm"]: row["finding"]
        for row in told["tables"]["cost_per_unit"]["rows"]
        if (row["outcome"], row["perspective"], row["discount_rate"]) == (OUTCOME, "programme", 0)
    }
    labels = {arm["arm"]: arm["label"] for arm in told["arms"]}
    expected = {arm: words(row["verdict"]) for arm, row in rows.items()}
    assert expected

    lines = list(csv.DictReader(io.StringIO(done(resettle("compare", file, "--csv")))))
    assert expected == {
        line["arm"]: line["words"] for line in lines
        if (line["table"], line["outcome"], line["column"]) == ("horizon", OUTCOME, "verdict")
    }  # fmt: skip

    short = done(resettle("compare", file)).partition("In short")[2].partition("In brackets")[0]
    for arm, said in expected.items():
        assert re.search(rf"^  {labels[arm][:20]}.*{said}", short, re.MULTILINE), (arm, short)

    block = done(resettle("compare", file, "--show", "horizon")).split("\n\n")
    of_gain = next(part for part in block if part.startswith("Integrated person-months\n"))
    for arm, said in expected.items():
        assert re.search(rf"^  {arm} .*{said}$", of_gain, re.MULTILINE)

    with package.open(file) as study:
        horizon = study.compare().horizon.query(f"outcome == '{OUTCOME}'").set_index("arm")
    for arm, row in rows.items():
        assert horizon.loc[arm, "verdict"] == row["verdict"]["finding"]
        sureness = horizon.loc[arm, "verdict_sureness"]
        assert (None if sureness != sureness else sureness) == row["verdict"]["sureness"]

    page = write_report(file, tmp_path / "page.html").read_text(encoding="utf-8")
    figure = page.partition('<figure class="gains">')[2].partition("</figure>")[0]
    bars = dict(re.findall(r'gain-arm">([^<]*)<.*?<span>. ([^<]*)</span>', figure, re.DOTALL))
    assert bars == {labels[arm]: said for arm, said in expected.items() if said != "too few persons"}
    for arm, finding in prices.items():
        priced = finding in ("price", "cost_not_sure")
        assert priced == (expected[arm] in ("more, very likely", "more, likely")) or finding in (
            "saves_money", "no_cost", "gain_not_sure", "too_few",
        )  # fmt: skip
