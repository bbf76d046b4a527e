"""A policy that never acts, and the traps of the law of the day: said before anything runs, in
every comparison, and never ranked."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from small_studies import SCENARIOS, TO_MEND, done, needs_program, resettle, run, write_study

pytestmark = needs_program

NEVER = "the same as the reference in every result: it never acts"


def overlay(folder: Path, name: str, policies: str) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(
        f"based_on: {SCENARIOS / 'baseline.yaml'}\nintent: To be tried.\npolicies:\n{policies}"
    )
    return file


def entry(key: str, value: object, unit: str) -> str:
    return f"    {key}: {{value: {value}, unit: {unit}, status: policy, source: x}}\n"


def mentors_after_the_end(folder: Path) -> Path:
    return overlay(
        folder,
        "later",
        "  mentoring:\n" + entry("on_from", "2040-01", "month") + entry("coverage", 1, "share"),
    )


def words(text: str) -> str:
    """Wherever the lines end."""
    return " ".join(text.split())


def test_an_arm_that_never_acts_is_told_everywhere_and_never_ranked(tmp_path: Path) -> None:
    study, file = write_study(tmp_path, replicates=4), tmp_path / "four.h5"
    arm = ("--arm", mentors_after_the_end(tmp_path))
    ran = resettle("run", study, "-o", file, *arm)
    why = "policies.mentoring.on_from 2040-01 is after the end 2006-12"
    same = "arm later: the same as the reference in every month to 2006-12: it never acts"
    assert f"{same} ({why})" in ran.stderr
    assert NEVER in words(done(ran))
    for sections in ((), ("--full",)):
        said = done(resettle("compare", file, *sections))
        assert f"later (To be tried): {NEVER}" in words(said)
        assert "0 (0 to 0)" not in said and "+0.00 to +0.00" not in said
        assert not re.search("^ +later", said, re.MULTILINE)
    told = json.loads(done(resettle("compare", file, "--json")))
    roles = {arm["arm"]: arm["role"] for arm in told["arms"]}
    assert roles == {"law": "reference", "mentors": "compared", "later": "same_as_reference"}
    assert {row["arm"] for row in told["tables"]["frontier"]["rows"]} == {"law", "mentors"}
    assert {row["arm"] for row in told["tables"]["horizon"]["rows"]} == {"mentors"}
    rows = list(csv.DictReader(io.StringIO(done(resettle("compare", file, "--csv")))))
    later = [row for row in rows if row["arm"] == "later"]
    assert [(row["table"], row["words"]) for row in later] == [("same_arms", "law")]
    assert NEVER in words(done(resettle("plan", study, "--from", file)))


def test_what_is_never_offered_is_told_at_check(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    own = str(SCENARIOS / "policies" / "mentoring.yaml")
    study.write_text(study.read_text().replace(own, str(mentors_after_the_end(tmp_path))))
    assert "it never acts" in done(resettle("check", study))
    said = done(resettle("check", mentors_after_the_end(tmp_path)))
    assert "the same as the law in every month to 2025-12: it never acts" in said
    assert "never acts" not in done(resettle("check", own))
    assert "never acts" not in done(resettle("check", SCENARIOS / "baseline.yaml"))


def test_an_arm_added_later_is_noted(tmp_path: Path) -> None:
    file = run(write_study(tmp_path, replicates=2), tmp_path / "two.h5")
    added = resettle("extend", file, "--arm", mentors_after_the_end(tmp_path))
    assert "it never acts" in added.stderr
    assert NEVER in words(done(added))


def test_traps_of_the_law_are_told(tmp_path: Path) -> None:
    terms = [("cap_krw", 900000, "KRW/month"), ("months", 36, "months")]
    subsidy = overlay(
        tmp_path, "subsidy", "  wage_subsidy:\n" + "".join(entry(*one) for one in terms)
    )
    said = done(resettle("check", subsidy))
    assert (
        "note: policies.wage_subsidy.last_arrival stays 2014-11, as in the law: nobody who arrived "
        "later is reached by what is changed of it (cap_krw, months)" in said
    )
    assert "36, as the law; from 2014-03 36, lower than 48" in said
    assert "policies.wage_subsidy.cap_krw: higher: first" in said
    differs = done(resettle("diff", SCENARIOS / "baseline.yaml", subsidy))
    assert "36, as the law; from 2014-03 36, lower than 48" in differs
    assert "nobody who arrived later is reached" in differs
    open_to_all = overlay(
        tmp_path,
        "open",
        "  wage_subsidy:\n"
        + "".join(entry(*one) for one in [*terms, ("last_arrival", "none", "month")]),
    )
    assert "nobody who arrived later" not in done(resettle("check", open_to_all))


def test_a_report_needs_an_arm_that_acts(tmp_path: Path) -> None:
    study = write_study(tmp_path, replicates=2)
    own = str(SCENARIOS / "policies" / "mentoring.yaml")
    study.write_text(study.read_text().replace(own, str(mentors_after_the_end(tmp_path))))
    said = done(resettle("compare", run(study, tmp_path / "none.h5")))
    assert "There is nothing to compare." in said
    assert resettle("compare", tmp_path / "none.h5", "--show", "nothing").returncode == TO_MEND
